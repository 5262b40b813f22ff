"""What a theme's name, keywords and description say of a post: the only evidence before there is a label."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from math import log
from typing import NamedTuple

from publisher.model import Theme
from publisher.themes.terms import Terms, count_terms, fold, words

# A keyword in the title counts as much as three that the body is full of.
_TITLE = 3.0
_KEYWORD, _NAME_PART, _DESCRIBED = 1.0, 0.5, 0.2
# As in BM25 (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009): k1 and b.
_SATURATION, _LENGTH = 1.2, 0.75
# A spelling begins with the keyword, which has so many letters at least, and ends in so few more; a longer keyword
# may end otherwise (Russian музыка, музыки; Italian libro, libri). In Hebrew and Arabic so many may stand before it.
_STEM, _SUFFIX, _PREFIX = 4, 3, 3
_INFLECTED, _INFLECTED_ASCII = 5, 6
# A compound (German Einkommensteuer, English database) has the keyword and another word, of so many letters each, and
# one of these between them.
_COMPOUNDED, _BESIDE = 5, 4
_JOINTS = ("", "s", "es", "n", "en")
# Posts that are imagined beside those at hand, and how many of them have a keyword: a few posts, or many of one
# theme, do not make its keywords common.
_IMAGINED, _HAVING = 50.0, 2.5


class Seed(NamedTuple):
    """A keyword of a theme. `pieces` are its terms (all of them must stand), each with its spellings."""

    theme: int
    keyword: str
    weight: float
    pieces: tuple[tuple[str, ...], ...]


def seeds_of(themes: Sequence[Theme], vocabulary: Iterable[str]) -> list[Seed]:
    """Return the seeds of *themes*, with the spellings that *vocabulary* has."""
    spellings = _Spellings(vocabulary)
    made = []
    for number, theme in enumerate(themes):
        for keyword, weight in _chosen(theme).items():
            pieces = tuple(spellings.of(piece) for piece in _pieces(keyword))
            if pieces:
                made.append(Seed(number, keyword, weight, pieces))
    return made


def _chosen(theme: Theme) -> dict[str, float]:
    """Return the words that speak for *theme*, each with its weight."""
    chosen = {word: _DESCRIBED for word in words(theme.description) if len(word) > 1 and not word.isdigit()}
    name = _plain(theme.name)
    parts = [part for part in words(name) if not part.isdigit()]
    chosen |= dict.fromkeys(parts, _NAME_PART)
    return chosen | dict.fromkeys([name, *map(_plain, (*theme.tags, *theme.keywords))], _KEYWORD)


def _plain(text: str) -> str:
    return re.sub(r"[\s\-/]+", " ", fold(text)).strip()


def _pieces(keyword: str) -> list[str]:
    """Return the longest terms that a text with *keyword* in it must have."""
    found = list(count_terms(keyword))
    pairs = [term for term in found if " " in term]
    inner = {word for pair in pairs for word in pair.split()}
    rest = [term for term in found if " " not in term and term not in inner]
    return pairs + [term for term in rest if not any(term != other and term in other for other in rest)]


class _Spellings:
    """The terms of an archive, by how they begin and end, and by what they are without a prefix."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        self._terms = frozenset(vocabulary)
        self._by_stem: dict[str, list[str]] = {}
        self._by_end: dict[str, list[str]] = {}
        self._prefixed: dict[str, list[str]] = {}
        for term in self._terms:
            self._by_stem.setdefault(term[:_STEM], []).append(term)
            if len(term) >= _COMPOUNDED + _BESIDE and " " not in term:
                self._by_end.setdefault(term[-_STEM:], []).append(term)
            if _has_prefixes(term):
                for cut in range(1, min(_PREFIX, len(term) - 3) + 1):
                    self._prefixed.setdefault(term[cut:], []).append(term)

    def of(self, piece: str) -> tuple[str, ...]:
        """Return *piece* and its other spellings."""
        found = {piece, *self._prefixed.get(piece, ())}
        if len(piece) >= _STEM and unicodedata.category(piece[-1])[0] in "LM" and not _unspaced(piece):
            begun = self._by_stem.get(piece[:_STEM], ())
            found.update(term for term in begun if _is_spelling(term, piece))
            if len(piece) >= _COMPOUNDED and " " not in piece:
                ended = self._by_end.get(piece[-_STEM:], ())
                found.update(term for term in (*begun, *ended) if self._is_compound(term, piece))
        elif 1 < len(piece) < _STEM:
            found.add(piece + "s")
        return tuple(sorted(found))

    def _is_compound(self, term: str, piece: str) -> bool:
        if " " in term:
            return False
        if term.startswith(piece):
            others = [term[len(piece) :].removeprefix(joint) for joint in _JOINTS]
        elif term.endswith(piece):
            others = [term[: -len(piece)].removesuffix(joint) for joint in _JOINTS]
        else:
            return False
        return any(len(word) >= _BESIDE and word in self._terms for word in others)


def _is_spelling(term: str, piece: str) -> bool:
    if term.count(" ") != piece.count(" "):
        return False
    if term.startswith(piece):
        return len(term) <= len(piece) + _SUFFIX
    inflected = len(piece) >= (_INFLECTED_ASCII if piece.isascii() else _INFLECTED)
    return (
        inflected and term.startswith(piece[:-1]) and len(piece) - 1 <= len(term) <= len(piece) + _SUFFIX - 1
    )


def _unspaced(piece: str) -> bool:
    return " " not in piece and len(count_terms(piece[:2])) > 1


def _has_prefixes(term: str) -> bool:
    return len(term) > 3 and "\u0590" <= term[0] <= "\u06ff"


def count(seed: Seed, counts: Mapping[str, int]) -> int:
    """Return how often *seed* stands in *counts*."""
    return min(sum(counts.get(term, 0) for term in spelt) for spelt in seed.pieces)


def rarity(seeds: Sequence[Seed], posts: Sequence[Terms]) -> list[float]:
    """Return the inverse document frequency of each seed among *posts*."""
    found = []
    for seed in seeds:
        having = sum(1 for post in posts if count(seed, post.body) or count(seed, post.title))
        without = len(posts) - having + _IMAGINED - _HAVING
        found.append(log(1 + without / (having + _HAVING)))
    return found


def score(
    post: Terms, seeds: Sequence[Seed], idf: Sequence[float], average: float, themes: int
) -> list[float]:
    """Return what the seeds say for each theme, as BM25 would, the title apart.

    *average* is the usual number of terms in a body.
    """
    scores = [0.0] * themes
    long = _SATURATION * (1 - _LENGTH + _LENGTH * post.length / average)
    for seed, rare in zip(seeds, idf, strict=True):
        often = count(seed, post.body)
        said = often / (often + long) + _TITLE * bool(count(seed, post.title))
        scores[seed.theme] += seed.weight * rare * said
    return scores
