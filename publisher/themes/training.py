"""Posts, labels and themes -> a Model, and what each post learnt from is taken for. Needs scipy."""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from publisher.model import Theme
from publisher.themes import seeds as seeding
from publisher.themes.kernels import Array, Block, alike, block
from publisher.themes.learning import Learnt, learn, level
from publisher.themes.model import Model, Part
from publisher.themes.seeds import Seed
from publisher.themes.terms import Terms

# Posts that are learnt from, at most: the labelled ones first. The time grows with the cube of it.
MOST = 2_000
# A term of a body is known once so many of the posts have it; one of a title at once.
_BODY_LEAST, _TITLE_LEAST = 2, 1
# What a post of which nothing is known may have, as a part of the way from a guess to certainty.
_BEYOND_A_GUESS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What posts are to some themes before any label is looked at: made once, learnt from as often as is asked.

    `kernels` are the bodies' and the titles'; `said` is what the seeds say of each post.
    """

    themes: tuple[str, ...]
    title: Block
    body: Block
    kernels: tuple[Array, Array]
    seeds: tuple[Seed, ...]
    seed_idf: tuple[float, ...]
    average_length: float
    said: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A model, and the chance of each theme for each of the posts that it was learnt from."""

    model: Model
    chance: Array


def train(
    posts: Sequence[Terms],
    themes: Sequence[Theme],
    labels: Mapping[int, int],
    *,
    accuracy: float,
    key: str = "",
) -> Trained:
    """Return what *posts*, at least one, teach; *labels* gives the theme's number of some of them.

    *accuracy* is the share of posts put under a theme that should be put there rightly, from 0 to 1.
    """
    return train_on(prepare(posts, themes), labels, accuracy=accuracy, key=key)


def prepare(posts: Sequence[Terms], themes: Sequence[Theme]) -> Prepared:
    """Return how alike *posts*, at least one, are, and what the words of *themes* say of each."""
    title = block([post.title for post in posts], _TITLE_LEAST)
    body = block([post.body for post in posts], _BODY_LEAST)
    seeds = seeding.seeds_of(themes, {*title.terms, *body.terms})
    idf = seeding.rarity(seeds, posts)
    average = max(1.0, sum(post.length for post in posts) / len(posts))
    return Prepared(
        themes=tuple(theme.slug for theme in themes),
        title=title,
        body=body,
        kernels=(alike(body), alike(title)),
        seeds=tuple(seeds),
        seed_idf=tuple(idf),
        average_length=average,
        said=np.array([seeding.score(post, seeds, idf, average, len(themes)) for post in posts]),
    )


def learn_labels(prepared: Prepared, labels: Mapping[int, int]) -> Learnt:
    """Return what *labels*, and the posts without one, teach."""
    known = np.array(sorted(labels), np.intp)
    truth = np.array([labels[int(number)] for number in known], np.intp)
    return learn(prepared.kernels, prepared.said, known, truth)


def train_on(prepared: Prepared, labels: Mapping[int, int], *, accuracy: float, key: str = "") -> Trained:
    """Return what `train` does, of posts that have been prepared."""
    learnt = learn_labels(prepared, labels)
    model = Model(
        key=key,
        themes=prepared.themes,
        parts=(
            _part(prepared.title, learnt, learnt.mix[1]),
            _part(prepared.body, learnt, learnt.mix[0]),
        ),
        seeds=prepared.seeds,
        seed_idf=prepared.seed_idf,
        seed_weight=float(learnt.seed_weight),
        shift=tuple(learnt.shift.tolist()),
        average_length=prepared.average_length,
        least=least_confidence(learnt.chance, accuracy),
        posts=len(prepared.said),
        labels=len(labels),
    )
    return Trained(model=model, chance=learnt.chance)


def least_confidence(chance: Array, accuracy: float) -> float:
    """Return the confidence from which on the mean of all that are as high or higher is *accuracy*.

    It is never above *accuracy*, nor so low that a post of which nothing is known would be sorted.
    """
    falling = np.sort(chance.max(1))[::-1]
    enough = np.flatnonzero(np.cumsum(falling) / np.arange(1, len(falling) + 1) >= accuracy)
    found = float(falling[enough[-1]]) if len(enough) else accuracy
    return min(accuracy, max(found, level(_BEYOND_A_GUESS, chance.shape[1])))


def sample(total: int, labels: Mapping[int, int]) -> list[int]:
    """Return which of *total* posts to learn from, in order: those with labels, then others evenly spread."""
    known = _spread(sorted(labels), MOST)
    taken = set(known)
    others = [number for number in range(total) if number not in taken and number not in labels]
    return sorted([*known, *_spread(others, MOST - len(known))])


def _spread(numbers: list[int], most: int) -> list[int]:
    if len(numbers) <= most:
        return numbers
    return [numbers[place * len(numbers) // most] for place in range(most)]


def _part(part: Block, learnt: Learnt, mix: float) -> Part:
    scaled: Array = learnt.dual / part.spread[:, None]
    values = part.rows.T @ scaled - np.outer(part.mean, scaled.sum(0))
    values *= learnt.sharpness * mix
    return Part(
        {term: number for number, term in enumerate(part.terms)},
        dict(zip(part.terms, part.idf.tolist(), strict=True)),
        array("f", values.astype("f4").ravel().tobytes()),
        array("f", part.mean.astype("f4").tobytes()),
        tuple((part.mean @ values).tolist()),
        float(part.mean @ part.mean),
    )
