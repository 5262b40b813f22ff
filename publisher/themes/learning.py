"""Labels, seeds and unlabelled posts -> how each post would be sorted. Only to train: needs scipy.

Ridge regression on labels says, without each post, what it would be taken for: closed-form leave-one-out
(Rifkin and Lippert, Notes on Regularized Least Squares, 2007), so that confidence is calibrated on all labels and
no post is set apart. Then all posts teach one another for some rounds, by what each is taken for so far.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from publisher.themes.kernels import Array

Numbers = NDArray[np.intp]

# The ridge on each kind of post. Below 0.5 on the unlabelled ones, the rounds come to believe themselves.
LABELLED, UNLABELLED = 0.2, 1.0
ROUNDS, ROUNDS_WITHOUT = 6, 8
# Without labels: how far sizes are evened out; how much the seeds keep their say.
_EVEN, _TRUST = 0.75, 0.6
# Without labels: the mean confidence that the rounds begin and end with, and the one that is reported, as nothing
# calibrates it: what two labelled archives had.
_FIRST, _LAST, _REPORTED = 0.5, 0.8, 0.65
# How far the rounds with labels may go beyond the confidence they began with.
_GAIN = 0.3
_SHRINK = 0.01
_SEED_SCALE = 0.2
# Fewer unlabelled posts than this do not say how confident one may be of another: the labelled ones then do.
_FEW = 50


class Learnt(NamedTuple):
    """What training comes to: `chance` of each theme for each post, a post's own label being unknown.

    `dual` are the weights of the posts, and the rest says how to read a new one's scores by them: `mix` is the part
    of each kernel.
    """

    chance: Array
    dual: Array
    sharpness: float
    seed_weight: float
    shift: Array
    mix: Array


def softmax(scores: Array) -> Array:
    """Return scores as chances, each row summing to one."""
    power = np.exp(scores - scores.max(1, keepdims=True))
    chance: Array = power / power.sum(1, keepdims=True)
    return chance


def sharpen(scores: Array, offset: Array | float, wanted: float) -> float:
    """Return the factor of *scores* at which the mean of the best chance is *wanted*."""
    low, high = 1e-3, 1e4
    for _ in range(40):
        middle = (low * high) ** 0.5
        if softmax(scores * middle + offset).max(1).mean() < wanted:
            low = middle
        else:
            high = middle
    return low


def learn(kernels: Sequence[Array], seeds: Array, known: Numbers, truth: Numbers) -> Learnt:
    """Sort all posts, whose *kernels* and *seeds* scores these are; of those at *known* the *truth* is told."""
    seeds = seeds - seeds.mean(1, keepdims=True)
    told = seeds.max(1) > 0
    scale = sharpen(seeds[told], 0.0, _FIRST) if told.any() else 0.0
    if len(known):
        scale *= _SEED_SCALE
        learnt = _with_labels(kernels, seeds * scale, known, truth)
    else:
        learnt = _without_labels(kernels, seeds * scale)
    return learnt._replace(seed_weight=learnt.seed_weight * scale)


def _with_labels(kernels: Sequence[Array], seeds: Array, known: Numbers, truth: Numbers) -> Learnt:
    wanted = np.eye(seeds.shape[1])[truth]
    prior = wanted.mean(0)
    own, others = [], []
    for kernel in kernels:
        said, dual = _leave_one_out(kernel[np.ix_(known, known)], wanted - prior, LABELLED)
        own.append(said)
        others.append(kernel[:, known] @ dual)
    weight = _blend(np.array([*own, seeds[known]]), truth)
    first = softmax(np.tensordot(weight, np.array([*others, seeds]), 1))
    held_out = softmax(np.tensordot(weight, np.array([*own, seeds[known]]), 1))
    mix = (weight[:-1] + 1e-9) / (weight[:-1] + 1e-9).sum()
    free = np.setdiff1d(np.arange(len(first)), known)
    # Whose confidence is the measure of all: with few unlabelled posts, that of the labelled ones.
    judges, judged = (free, first[free]) if len(free) >= _FEW else (known, held_out)
    start = float(judged.max(1).mean())
    rounds, offset = _Rounds(kernels, mix, known), weight[-1] * seeds
    chance, sharpness = first.copy(), 1.0
    chance[known] = wanted
    for turn in range(ROUNDS):
        scores = rounds.without_itself(chance - prior)
        reached = start + (1 - start) * _GAIN * (turn + 1) / ROUNDS
        sharpness = sharpen(scores[judges], offset[judges], reached)
        chance[free] = softmax(scores[free] * sharpness + offset[free])
    whole = scores * sharpness + offset
    calm = sharpen(whole[judges], 0.0, start)
    dual = rounds.dual(chance - prior)
    chance[free], chance[known] = softmax(whole[free] * calm), held_out
    return Learnt(chance, dual, calm * sharpness, calm * float(weight[-1]), np.zeros(len(prior)), mix)


def _without_labels(kernels: Sequence[Array], seeds: Array) -> Learnt:
    chance = softmax(seeds)
    shift = -_TRUST * _EVEN * np.log(chance.mean(0))
    offset = _TRUST * seeds + shift
    chance = _even(chance)
    mix = np.full(len(kernels), 1 / len(kernels))
    rounds = _Rounds(kernels, mix, np.array([], np.intp))
    for turn in range(ROUNDS_WITHOUT):
        scores = rounds.without_itself(chance - chance.mean(0))
        sharpness = sharpen(scores, 0.0, _FIRST + (_LAST - _FIRST) * (turn + 1) / ROUNDS_WITHOUT)
        raw = softmax(scores * sharpness + offset)
        chance = _even(raw)
    dual = rounds.dual(chance - chance.mean(0))
    shift = shift - _EVEN * np.log(raw.mean(0))
    whole = scores * sharpness + _TRUST * seeds + shift
    calm = sharpen(whole, 0.0, _REPORTED)
    return Learnt(softmax(whole * calm), dual, calm * sharpness, calm * _TRUST, calm * shift, mix)


def _leave_one_out(kernel: Array, wanted: Array, ridge: float) -> tuple[Array, Array]:
    """Return what ridge regression says of each post without it, and the dual weights of all."""
    inverse = np.linalg.inv(kernel + ridge * np.eye(len(kernel)))
    dual = inverse @ wanted
    return wanted - dual / np.diag(inverse)[:, None], dual


def _blend(scores: Array, truth: Numbers) -> Array:
    """Return a weight for each source of *scores* (source, post, theme), the most likely for *truth*."""
    sources, posts, themes = scores.shape
    wanted = np.eye(themes)[truth]

    def loss(weight: Array) -> tuple[float, Array]:
        chance = softmax(np.tensordot(weight, scores, 1))
        missed = -np.log(chance[np.arange(posts), truth] + 1e-12).mean()
        slope = ((chance - wanted)[None] * scores).sum((1, 2)) / posts
        return missed + _SHRINK / 2 * (weight**2).sum() / sources, slope + _SHRINK * weight / sources

    start = np.full(sources, 4.0)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * sources)
    return np.asarray(found.x)


def _even(chance: Array) -> Array:
    """Return *chance* with the sizes of the themes drawn together."""
    evened = chance / chance.mean(0) ** _EVEN
    even: Array = evened / evened.sum(1, keepdims=True)
    return even


class _Rounds:
    """Ridge regression of all posts on all posts, solved once."""

    def __init__(self, kernels: Sequence[Array], mix: Array, known: Numbers) -> None:
        kernel = np.tensordot(mix, np.array(kernels), 1)
        ridge = np.full(len(kernel), UNLABELLED)
        ridge[known] = LABELLED
        self._inverse = np.linalg.inv(kernel + np.diag(ridge))

    def without_itself(self, wanted: Array) -> Array:
        return np.asarray(wanted - (self._inverse @ wanted) / np.diag(self._inverse)[:, None])

    def dual(self, wanted: Array) -> Array:
        return np.asarray(self._inverse @ wanted)
