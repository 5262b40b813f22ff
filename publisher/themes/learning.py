"""Labels, seeds and unlabelled posts -> how each post would be sorted. Only to train: needs scipy.

Ridge regression on labels says, without each post, what it would be taken for: closed-form leave-one-out
(Rifkin and Lippert, Notes on Regularized Least Squares, 2007), so that confidence is calibrated on all labels and
no post is set apart. Then all posts teach one another for some rounds, by what each is taken for so far. What the
posts and the labels may say grows with how many there are: of a few, the seeds decide alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from publisher.themes.kernels import Array

Numbers = NDArray[np.intp]
Truths = NDArray[np.bool_]

# The ridge on each kind of post. Below 0.5 on the unlabelled ones, the rounds come to believe themselves.
LABELLED, UNLABELLED = 0.2, 1.0
ROUNDS = 8
# So many posts have half of the say that very many would have.
_MANY = 30
# A theme with so many labels is learnt. While some are not, labels say little: they draw posts to the themes they name.
_ENOUGH, _STRICT = 5, 4
# How far sizes are evened out without labels; how much the seeds then keep their say.
_EVEN, _TRUST = 0.6, 0.6
# A theme that the seeds give less than this part of an even share is not filled up to one.
_FILLED = 0.2
# The mean confidence that the rounds without labels begin and end with, and the one that is reported, as nothing
# calibrates it: what two labelled archives had. 0 is that of a guess, 1 is certainty.
_FIRST, _LAST, _REPORTED = 0.44, 0.78, 0.65
# How far the rounds with labels may go beyond the confidence they began with.
_GAIN = 0.3
# A score is trusted no more than this, in nats: those of a few posts are noise.
_SHARPEST = 30.0
_SHRINK = 0.01
# What a point of the seeds' score is worth, in nats, before there are posts to tell; and its part beside labels.
_POINT, _BESIDE = 0.3, 0.2
# Fewer unlabelled posts than this do not say how confident one may be of another: the labelled ones then do.
_FEW = 50
_TINY = 1e-9


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


class _Archive(NamedTuple):
    """What is given: `seeds` are in nats, `told` has some; `reach` is the say of many posts, `taught` of labels.

    `sizes` are what the themes' shares are drawn to, as far as `even`.
    """

    kernels: Sequence[Array]
    seeds: Array
    told: Truths
    known: Numbers
    truth: Numbers
    reach: float
    taught: float
    sizes: Array

    @property
    def wanted(self) -> Array:
        return np.eye(self.seeds.shape[1])[self.truth]

    @property
    def prior(self) -> Array:
        return self.wanted.mean(0) if len(self.known) else np.zeros(self.seeds.shape[1])

    @property
    def even(self) -> float:
        return _EVEN * self.reach * (1 - self.taught)

    @property
    def judges(self) -> Numbers:
        """The posts whose confidence is the measure of all."""
        spoken = self.told.copy()
        spoken[self.known] = False
        if spoken.sum() < _FEW:
            spoken[self.known] = True
        return np.flatnonzero(spoken)


class _Start(NamedTuple):
    """What is believed before the rounds; `level` is the confidence that the labels bear out, 0 without."""

    chance: Array
    trust: float
    shift: Array
    mix: Array
    level: float


def softmax(scores: Array) -> Array:
    """Return scores as chances, each row summing to one; those of a single theme are against none, of score 0."""
    if scores.shape[1] == 1:
        return softmax(np.hstack([scores, np.zeros_like(scores)]))[:, :1]
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
    posts, themes = seeds.shape
    centred = seeds - seeds.mean(1, keepdims=True)
    told = centred.max(1) > 0
    if themes == 1 or not (told.any() or len(known)):
        return _by_seeds(seeds, len(kernels))
    reach = posts / (posts + _MANY)
    scale = _POINT
    if told.any():
        scale = _POINT ** (1 - reach) * sharpen(centred[told], 0.0, level(_FIRST, themes)) ** reach
    archive = _Archive(
        kernels=kernels,
        seeds=centred * scale,
        told=told,
        known=known,
        truth=truth,
        reach=reach,
        taught=float(np.minimum(1, np.bincount(truth, minlength=themes) / _ENOUGH).mean() ** _STRICT),
        sizes=_sizes(centred, told),
    )
    learnt = _in_rounds(archive, _start(archive))
    return learnt._replace(seed_weight=learnt.seed_weight * scale)


def _by_seeds(seeds: Array, kernels: int) -> Learnt:
    nothing, mix = np.zeros_like(seeds), np.full(kernels, 1 / kernels)
    return Learnt(softmax(_POINT * seeds), nothing, 1.0, _POINT, nothing[0], mix)


def level(part: float, themes: int) -> float:
    """Return the mean of the best of so many chances which is this *part* of the way from a guess to certainty."""
    return (1 + part * (themes - 1)) / themes


def _sizes(seeds: Array, told: Truths) -> Array:
    """Return the shares that themes are drawn to: even, but for one that is surely large, or hardly there."""
    posts, themes = seeds.shape
    count = np.bincount(seeds[told].argmax(1), minlength=themes)
    least, most = count - np.sqrt(count), count + np.sqrt(count) + 1
    large = least / posts > themes**-0.5
    small = np.minimum(1 / themes, most / posts / _FILLED)
    rest = small * (1 - least[large].sum() / posts) / small[~large].sum()
    sizes: Array = np.where(large, least / posts, rest)
    return sizes


def _start(archive: _Archive) -> _Start:
    trust = 1 - (1 - _TRUST) * archive.reach
    chance = softmax(archive.seeds)
    themes = chance.shape[1]
    shift = trust * archive.even * np.log(themes * archive.sizes / chance.mean(0))
    mix = np.full(len(archive.kernels), 1 / len(archive.kernels))
    start = _Start(_drawn(archive, chance), trust, shift, mix, 0.0)
    return _beside_labels(archive, start) if len(archive.known) else start


def _beside_labels(archive: _Archive, start: _Start) -> _Start:
    """Return *start* with what the labels say for their part."""
    own, others = [], []
    known, taught = archive.known, archive.taught
    for kernel in archive.kernels:
        said, dual = _leave_one_out(kernel[np.ix_(known, known)], archive.wanted - archive.prior, LABELLED)
        own.append(said)
        others.append(kernel[:, known] @ dual)
    weight = _blend(np.array([*own, archive.seeds[known] * _BESIDE]), archive.truth)
    weight[-1] *= _BESIDE
    scores = np.tensordot(weight, np.array([*others, archive.seeds]), 1)
    held_out = softmax(np.tensordot(weight, np.array([*own, archive.seeds[known]]), 1))
    free = np.setdiff1d(archive.judges, known)
    judged = softmax(scores[free]) if len(free) >= _FEW else held_out
    chance = softmax(taught * np.log(softmax(scores) + _TINY) + (1 - taught) * np.log(start.chance + _TINY))
    parts = (weight[:-1] + _TINY) / (weight[:-1] + _TINY).sum()
    return _Start(
        chance=_told(archive, chance),
        trust=taught * float(weight[-1]) + (1 - taught) * start.trust,
        shift=start.shift,
        mix=taught * parts + (1 - taught) * start.mix,
        level=float(judged.max(1).mean()),
    )


def _in_rounds(archive: _Archive, start: _Start) -> Learnt:
    solved = _Solved(archive, start.mix)
    taught, judges = archive.taught, archive.judges
    centre = taught * archive.prior
    teaching = archive.told.copy()
    teaching[archive.known] = True
    back = (1 - taught) * (archive.sizes - 1 / len(archive.sizes))
    say = 1 - (1 - archive.reach) * (1 - taught)
    offset = start.trust * archive.seeds + start.shift
    chance = start.chance
    for turn in range(ROUNDS + 1):
        wanted = (chance - centre - (1 - taught) * chance.mean(0)) * teaching[:, None]
        scores = solved.without_itself(wanted) + back
        sharpness = say * _sharpness(archive, start, scores[judges], offset[judges], turn / ROUNDS)
        chance = softmax(scores * sharpness + offset)
        shift = archive.even * np.log(archive.sizes / chance.mean(0))
        chance = _told(archive, _drawn(archive, chance))
    whole = scores * sharpness + offset + shift
    calm = sharpen(whole[judges], 0.0, _reported(archive, start)) ** say
    shift = calm * (sharpness * back + start.shift + shift)
    dual = solved.dual(wanted)
    return Learnt(softmax(calm * whole), dual, calm * sharpness, calm * start.trust, shift, start.mix)


def _sharpness(archive: _Archive, start: _Start, scores: Array, offset: Array, gone: float) -> float:
    """Return how far *scores* are trusted in a round, *gone* being the part of the rounds behind it."""
    step = min(1.0, gone + 1 / ROUNDS)
    part = _REPORTED if gone >= 1 else _FIRST + (_LAST - _FIRST) * step
    taught, themes = archive.taught, len(archive.sizes)
    found = 1.0
    if taught < 1:
        found *= min(_SHARPEST, sharpen(scores, 0.0, level(part, themes))) ** (1 - taught)
    if taught > 0:
        reached = start.level + (1 - start.level) * _GAIN * step
        found *= sharpen(scores, offset, reached) ** taught
    return found


def _reported(archive: _Archive, start: _Start) -> float:
    unproven = level(_REPORTED, len(archive.sizes))
    return archive.taught * start.level + (1 - archive.taught) * unproven


def _drawn(archive: _Archive, chance: Array) -> Array:
    """Return *chance* with the sizes of the themes drawn to those expected."""
    evened = chance * (archive.sizes / chance.mean(0)) ** archive.even
    drawn: Array = evened / evened.sum(1, keepdims=True)
    return drawn


def _told(archive: _Archive, chance: Array) -> Array:
    chance = chance.copy()
    chance[archive.known] = archive.wanted
    return chance


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


class _Solved:
    """Ridge regression of all posts on all posts, solved once."""

    def __init__(self, archive: _Archive, mix: Array) -> None:
        kernel = np.tensordot(mix, np.array(archive.kernels), 1)
        ridge = np.full(len(kernel), UNLABELLED)
        ridge[archive.known] = LABELLED
        self._inverse = np.linalg.inv(kernel + np.diag(ridge))

    def without_itself(self, wanted: Array) -> Array:
        return np.asarray(wanted - (self._inverse @ wanted) / np.diag(self._inverse)[:, None])

    def dual(self, wanted: Array) -> Array:
        return np.asarray(self._inverse @ wanted)
