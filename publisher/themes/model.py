"""What was learnt, as plain arrays, and the theme of a post by it. Neither numpy nor scipy; it says why."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple

from publisher.themes.seeds import Seed, count, score
from publisher.themes.terms import FIRST_UNSPACED, Terms, weights

if TYPE_CHECKING:
    from array import array

# A term that so many of the posts have says nothing to a person.
_COMMON_IDF = 2.2


class Part(NamedTuple):
    """What titles, or bodies, teach: a row of `values` (a weight a theme) for each term, and the terms' mean."""

    place: dict[str, int]
    idf: dict[str, float]
    values: "array[float]"
    mean: "array[float]"
    bias: tuple[float, ...]
    mean_square: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """All that is needed to sort a post. `themes` are slugs; `parts` are the title's and the body's.

    `least` is the confidence below which a post is left to the editor. `posts` and `labels` say of how many it
    was learnt, `key` of which settings and corrections. `known` are the chances of the posts that it was learnt from,
    by a hash of their content, as they were without that post: of what taught it, it would now be too sure.
    """

    key: str
    themes: tuple[str, ...]
    parts: tuple[Part, Part]
    seeds: tuple[Seed, ...]
    seed_idf: tuple[float, ...]
    seed_weight: float
    shift: tuple[float, ...]
    average_length: float
    least: float
    posts: int
    labels: int
    known: dict[str, tuple[float, ...]] = field(default_factory=dict)


class Reason(NamedTuple):
    """A word or phrase that spoke for a theme, and how much; `keyword` says that the settings name it."""

    text: str
    weight: float
    keyword: bool


def chances(model: Model, post: Terms) -> list[float]:
    """Return how likely each of the model's themes is for *post*."""
    scores = list(model.shift)
    said = score(post, model.seeds, model.seed_idf, model.average_length, len(scores))
    for theme, value in enumerate(said):
        scores[theme] += model.seed_weight * value
    for part, counts in zip(model.parts, (post.title, post.body), strict=True):
        _add(scores, part, counts)
    highest = max(scores)
    powers = [exp(value - highest) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _add(scores: list[float], part: Part, counts: Counter[str]) -> None:
    themes = len(scores)
    row = weights(counts, part.idf)
    total = [-bias for bias in part.bias]
    along = 0.0
    place, values, mean = part.place, part.values, part.mean
    for term, weight in row.items():
        number = place[term]
        along += weight * mean[number]
        start = number * themes
        for theme in range(themes):
            total[theme] += weight * values[start + theme]
    spread = sqrt(max(bool(row) - 2 * along + part.mean_square, 1e-9))
    for theme in range(themes):
        scores[theme] += total[theme] / spread


def reasons(model: Model, post: Terms, theme: int, most: int = 6) -> list[Reason]:
    """Return what spoke most for *theme* (by number), against the mean of the themes; words that all use apart."""
    found: defaultdict[str, float] = defaultdict(float)
    for part, counts in zip(model.parts, (post.title, post.body), strict=True):
        for term, weight in weights(counts, part.idf).items():
            if model.parts[1].idf.get(term, _COMMON_IDF) >= _COMMON_IDF:
                found[term] += weight * _above_mean(part, term, theme, len(model.themes))
    keywords = set()
    for seed, idf in zip(model.seeds, model.seed_idf, strict=True):
        if seed.theme == theme and (count(seed, post.body) or count(seed, post.title)):
            found[seed.keyword] += model.seed_weight * seed.weight * idf
            keywords.add(seed.keyword)
    falling = sorted(found, key=lambda term: (-found[term], term))
    best: list[Reason] = []
    for term in falling:
        if found[term] > 0 and len(best) < most and not any(_says_the_same(term, one.text) for one in best):
            best.append(Reason(term, found[term], term in keywords))
    return best


def _above_mean(part: Part, term: str, theme: int, themes: int) -> float:
    start = part.place[term] * themes
    row = part.values[start : start + themes]
    return row[theme] - sum(row) / themes


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether one is a part of the other: a word of a pair, characters of a run."""
    if FIRST_UNSPACED.search(one):
        return one in other or other in one
    return bool(set(one.split()) & set(other.split()))
