"""What was learnt, as plain arrays, and the theme of a post by it. Neither numpy nor scipy; it says why."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from math import exp, sqrt
from typing import TYPE_CHECKING, NamedTuple

from publisher.themes.seeds import Seed, count, score
from publisher.themes.terms import FIRST_UNSPACED, Terms, script_of, weights

if TYPE_CHECKING:
    from array import array

# A word that more of the posts have than this, or than this part of an even share of the themes, says nothing to a
# person; nor does a piece with a character at its edge that is everywhere.
_COMMON, _OF_A_SHARE, _EVERYWHERE = 0.125, 0.8, 0.6
# A reason that weighs less than this part of the best is none.
_SLIGHT = 0.1
# A piece of a run without spaces goes on as long as the next three are in about as many posts: in so much fewer, and
# so much more.
_GOES_ON = {"han": (0.7, 1.5), "katakana": (0.3, 3.0)}
_LONGEST_RUN = 12
_NEVER_FIRST = "ーァィゥェォッャュョン"
# How many of the terms that weigh most are looked at for one to show.
_LOOKED_AT = 300
# Words with a letter more or less are one.
_STEM = 4


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
    # Of a single theme the other choice is none, of score 0.
    alone = len(scores) == 1
    highest = max(*scores, 0.0) if alone else max(scores)
    powers = [exp(value - highest) for value in scores]
    total = sum(powers) + alone * exp(-highest)
    return [power / total for power in powers]


def _add(scores: list[float], part: Part, counts: Counter[str]) -> None:
    themes = len(scores)
    row = weights(counts, part.idf)
    if not row:
        return
    total = [-bias for bias in part.bias]
    along = 0.0
    place, values, mean = part.place, part.values, part.mean
    for term, weight in row.items():
        number = place[term]
        along += weight * mean[number]
        start = number * themes
        for theme in range(themes):
            total[theme] += weight * values[start + theme]
    spread = sqrt(max(1 - 2 * along + part.mean_square, 1e-9))
    for theme in range(themes):
        scores[theme] += total[theme] / spread


def reasons(model: Model, post: Terms, theme: int, most: int = 6) -> list[Reason]:
    """Return what spoke most for *theme* (by number), against the mean of the themes.

    Only what a person takes for a reason: words that few of the posts have, no numbers, and of scripts
    without spaces whole words, as far as the posts tell them.
    """
    found, keywords = _words_for(model, post, theme), _keywords_for(model, post, theme)
    for keyword, weight in keywords.items():
        found[keyword] = found.get(keyword, 0.0) + weight
    best: list[Reason] = []
    for term in sorted(found, key=lambda term: (-found[term], term)):
        enough = found[term] > 0 and (not best or found[term] >= _SLIGHT * best[0].weight)
        if enough and len(best) < most and not any(_says_the_same(term, one.text) for one in best):
            best.append(Reason(term, found[term], term in keywords))
    return best


def _keywords_for(model: Model, post: Terms, theme: int) -> dict[str, float]:
    return {
        seed.keyword: model.seed_weight * seed.weight * idf
        for seed, idf in zip(model.seeds, model.seed_idf, strict=True)
        if seed.theme == theme and (count(seed, post.body) or count(seed, post.title))
    }


def _words_for(model: Model, post: Terms, theme: int) -> dict[str, float]:
    raw: defaultdict[str, float] = defaultdict(float)
    for part, counts in zip(model.parts, (post.title, post.body), strict=True):
        for term, weight in weights(counts, part.idf).items():
            raw[term] += weight * _above_mean(part, term, theme, len(model.themes))
    rates, around = _Rates(model), _Around(post)
    found: defaultdict[str, float] = defaultdict(float)
    for term in heapq.nlargest(_LOOKED_AT, raw, key=lambda term: (raw[term], term)):
        text = _readable(term, around, rates)
        if text:
            found[text] += raw[term]
    return dict(found)


class _Around:
    """The post's title, and what stands beside each two characters of its runs without spaces."""

    def __init__(self, post: Terms) -> None:
        self.title = post.title
        self.after: defaultdict[str, list[str]] = defaultdict(list)
        self.before: defaultdict[str, list[str]] = defaultdict(list)
        for term in sorted({*post.title, *post.body}):
            if len(term) == 3 and script_of(term):
                self.after[term[:2]].append(term)
                self.before[term[1:]].append(term)


class _Rates:
    """Which part of the posts have a term in their body."""

    def __init__(self, model: Model) -> None:
        self._idf = model.parts[1].idf
        self._posts = model.posts
        self.common = max(_COMMON, _OF_A_SHARE / len(model.themes), 2.5 / model.posts)

    def of(self, term: str) -> float:
        idf = self._idf.get(term)
        return 0.0 if idf is None else ((1 + self._posts) / exp(idf - 1) - 1) / self._posts


def _readable(term: str, around: _Around, rates: _Rates) -> str:
    """Return *term* as a person would read it, "" for one that says nothing."""
    if not 0 < rates.of(term) <= rates.common:
        return ""
    if FIRST_UNSPACED.search(term):
        return _whole(term, around, rates)
    parts = term.split()
    plain = all(_is_word(part, part in around.title) for part in parts)
    if len(parts) > 1:
        plain = plain and all(rates.of(part) <= rates.common for part in parts)
    return term if plain else ""


def _is_word(part: str, in_title: bool) -> bool:
    return len(part) > (1 if in_title else 2) and not any(character.isdigit() for character in part)


def _whole(piece: str, around: _Around, rates: _Rates) -> str:
    """Return the word that *piece* of a run without spaces is or is a part of, "" for none.

    Katakana words are long, and Han characters go as far as most posts have them together. Kana of other kinds are
    endings and particles.
    """
    script = script_of(piece)
    if len(piece) < 2 or not script:
        return ""
    fewer, more = (rates.of(piece) * part for part in _GOES_ON[script])
    word = _grown(piece, around, lambda term: script_of(term) == script and fewer <= rates.of(term) <= more)
    if script == "katakana":
        return word if 2 < len(word) < _LONGEST_RUN and word[0] not in _NEVER_FIRST else ""
    leftover = len(word) == 3 and max(rates.of(word[:2]), rates.of(word[1:])) > 2 * rates.of(word)
    edges = max(rates.of(word[0]), rates.of(word[-1]))
    return "" if leftover or edges > _EVERYWHERE or len(word) >= _LONGEST_RUN else word


def _grown(word: str, around: _Around, fits: Callable[[str], bool]) -> str:
    """Return *word* with the characters that stand before and after it, as long as the three at its edge fit."""
    grown = ""
    while grown != word and len(word) < _LONGEST_RUN:
        grown = word
        word += next((one[2] for one in around.after[word[-2:]] if one not in word and fits(one)), "")
        word = next((one[0] for one in around.before[word[:2]] if one not in word and fits(one)), "") + word
    return word


def _above_mean(part: Part, term: str, theme: int, themes: int) -> float:
    start = part.place[term] * themes
    row = part.values[start : start + themes]
    return row[theme] - (sum(row) / themes if themes > 1 else 0.0)


def _says_the_same(one: str, other: str) -> bool:
    """Tell whether one is a part of the other: a word of a pair or its spelling, characters of a run."""
    if FIRST_UNSPACED.search(one):
        return one in other or other in one
    return any(_spelt_alike(word, known) for word in one.split() for known in other.split())


def _spelt_alike(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return shorter == longer or (len(shorter) >= _STEM and longer.startswith(shorter))
