"""A group of posts -> the short phrase that a person would head it with, and its keywords. Needs scipy.

A phrase names a group where its titles and texts have it and those of the others do not, where several authors say
so, and where nothing in the way it is written says that it is an everyday word.
"""

from collections.abc import Sequence
from math import hypot
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.lexicon import Lexicon, Said
from publisher.themes.phrases import NUMBERS, is_unspaced

Flags = NDArray[np.bool_]

# A phrase in a title counts as much as this many texts that have it.
_TITLE = 3
# What a phrase is taken to have everywhere, so that a rare one does not win by chance.
_DOUBT, _DOUBT_IN_TEXTS = 0.003, 0.01
# How typical, as the logarithm of a ratio, a phrase must be; a word of everyday use; within texts.
_TYPICAL, _TYPICAL_PLAIN, _TYPICAL_IN_TEXTS = 0.5, 1.0, 0.6
# In how many titles a name stands, at least, and in what part of the group's.
_FEWEST_TITLES, _LEAST_TITLES = 3, 0.015
# How many authors, were each to say it as often, must stand behind a name.
_VOICES = 2.5
_FEW_AUTHORS = 3
# Else it must be a subject, not the formula of one author's series: what part of the texts has it, how much more
# than elsewhere, and how many authors of the archive ever say it.
_SUBJECT_SHARE, _SUBJECT, _SUBJECT_AUTHORS = 0.3, 1.0, 6
# The formula of a series, in so much of the titles, is a good keyword still.
_SERIES = 0.4
_KEYWORD_SHARE, _KEYWORD_TYPICAL, _KEYWORD_AUTHORS = 0.04, 1.0, 4
# A phrase is but a part of another where so much of its titles, and of its texts, have the other.
_PART, _PART_IN_TEXTS = 0.7, 0.5
# Unspaced characters are then cut out of it.
_CUT = 0.9
_LONGER = 0.35
# A name should cover its group; a keyword need not.
_COVERING = 0.7
# A name that says less of its group takes a second one along, if that is so good.
_ENOUGH, _SECOND = 0.25, 0.6
_KEYWORDS, _KEYWORD = 8, 0.22
_STEM = 5
_BINS, _STEADY = 6, 3


class Phrase(NamedTuple):
    """A phrase that is typical of a group; `score` says how much, `share` in what part of the group it stands."""

    text: str
    score: float
    share: float


class Ranked(NamedTuple):
    """Phrases that a group may be called by, and those that lead posts to it; the best first."""

    names: tuple[Phrase, ...]
    keywords: tuple[Phrase, ...]


class Name(NamedTuple):
    """What a group is called, the words that lead posts to it, and how well they fit; "" and 0 where none does."""

    text: str
    keywords: tuple[str, ...]
    score: float


class Namer:
    """Compares groups with the rest of the archive."""

    def __init__(self, posts: Sequence[Said], calendar: frozenset[str]) -> None:
        self._words = Lexicon(posts, calendar)
        self._total = len(posts)
        self._bins = _by_length([len(post.body) for post in posts])
        self._binned = (self._bins @ self._words.texts).toarray()
        named = {post.author for post in posts} - {""}
        self._several = len(named) > _FEW_AUTHORS
        # Where one writes all, it is a series' title that stands for many posts.
        self._authors = _numbered(
            [(self._several and post.author) or NUMBERS.sub("", post.title) for post in posts]
        )
        self._sayers = _summed((_by(self._authors) @ self._words.texts) > 0)

    def ranked(self, group: Numbers) -> Ranked:
        """Return what is typical of *group*, which is not empty."""
        words, size = self._words, len(group)
        in_titles, in_texts, in_bodies = (
            _summed(part[group]) for part in (words.titles, words.texts, words.bodies)
        )
        share, voices = self._shares(group)
        elsewhere = self._elsewhere(group, in_texts)
        rest = max(1, self._total - size)
        outside = (_TITLE * (words.in_titles - in_titles) / rest + elsewhere) / (_TITLE + 1)
        typical = np.log((share + _DOUBT) / (outside + _DOUBT))
        in_text = np.log((in_texts / size + _DOUBT_IN_TEXTS) / (elsewhere + _DOUBT_IN_TEXTS))
        clear = words.fit & ~words.common & (typical > np.where(words.plain, _TYPICAL_PLAIN, _TYPICAL))
        clear &= (in_text > _TYPICAL_IN_TEXTS) | (words.size >= 2)
        names = clear & (in_titles >= max(_FEWEST_TITLES, size * _LEAST_TITLES))
        keywords = clear & (share > _KEYWORD_SHARE) & (typical > _KEYWORD_TYPICAL)
        if self._several:
            series = names & (in_titles > _SERIES * size)
            subject = (in_bodies > _SUBJECT_SHARE * size) & (in_text > _SUBJECT)
            names &= (voices >= _VOICES) | (subject & (self._sayers >= _SUBJECT_AUTHORS))
            keywords &= self._sayers >= _KEYWORD_AUTHORS
            keywords |= series
        self._leave_out_parts(names, keywords, in_titles, in_bodies)
        weight = typical * (1 + _LONGER * (words.size - 1)) * words.nouns
        return Ranked(
            self._best(names, weight * share**_COVERING, share),
            self._best(keywords, weight * np.sqrt(share), share),
        )

    def written(self, phrase: str) -> str:
        """Return *phrase* as the titles write it."""
        return self._words.written(phrase)

    def _shares(self, group: Numbers) -> tuple[Array, Array]:
        """Return in what part of *group* each phrase stands, and how many authors' voices say it in titles.

        Of one author's many posts the root counts, so that a series of one does not outweigh the others.
        """
        by = _by(self._authors[group])
        in_titles, in_texts = by @ self._words.titles[group], by @ self._words.texts[group]
        whole = (_TITLE + 1) * np.sqrt(_summed(by.T)).sum()
        share = (_TITLE * _summed(in_titles.sqrt()) + _summed(in_texts.sqrt())) / whole
        voices = _summed(in_titles) ** 2 / np.maximum(_summed(in_titles.multiply(in_titles)), 1)
        return share, voices

    def _elsewhere(self, group: Numbers, in_texts: Array) -> Array:
        """Return in what part of the other texts each phrase stands, were they as long as those of *group*."""
        bins = self._bins[:, group]
        inside, sizes = (bins @ self._words.texts[group]).toarray(), _summed(bins.T)
        others = _summed(self._bins.T) - sizes
        usual = (self._words.often - in_texts) / max(1, self._total - len(group))
        rates = (self._binned - inside + _STEADY * usual) / (others + _STEADY)[:, None]
        expected: Array = sizes / sizes.sum() @ rates
        return expected

    def _leave_out_parts(self, names: Flags, keywords: Flags, in_titles: Array, in_bodies: Array) -> None:
        """Take phrases away that stand for a longer one: what is left of a name, or of a series' formula."""
        part, whole = self._words.longer
        inside = in_titles[whole] >= _PART * in_titles[part]
        also_in_texts = (in_bodies[whole] >= _PART_IN_TEXTS * in_bodies[part]) & self._words.fit[whole]
        names[part[inside & (names[whole] | also_in_texts)]] = False
        cut = inside & self._words.unspaced[part] & (in_titles[whole] >= _CUT * in_titles[part])
        names[part[cut]] = keywords[part[cut]] = False
        keywords[part[inside & (names[whole] | keywords[whole])]] = False

    def _best(self, which: Flags, score: Array, share: Array) -> tuple[Phrase, ...]:
        known = self._words.known
        found = [Phrase(known[n], float(score[n]), float(share[n])) for n in np.flatnonzero(which)]
        return tuple(sorted(found, key=lambda phrase: (-phrase.score, phrase.text)))


def choose(namer: Namer, ranked: Sequence[Ranked]) -> list[Name]:
    """Return a name and keywords for each of the groups of which *ranked* tells, no two names alike."""
    candidates = [one.names or one.keywords for one in ranked]
    order = sorted(range(len(ranked)), key=lambda n: (-max((p.score for p in candidates[n]), default=0), n))
    taken: set[str] = set()
    named: dict[int, Name] = {}
    for number in order:
        free = distinct([phrase for phrase in candidates[number] if phrase.text not in taken])
        more = [phrase for phrase in ranked[number].keywords if phrase.text not in taken]
        named[number] = _named(namer, heading(free), more)
        taken.update(part.text for part in heading(free))
    return [named[number] for number in range(len(ranked))]


def heading(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """Return the one or two of *phrases*, the best first and no two alike, that a group is called by."""
    if not phrases:
        return ()
    first, *others = phrases[:4]
    good = [phrase for phrase in others if phrase.score > _SECOND * first.score]
    if first.share >= _ENOUGH or not good:
        return (first,)
    return (first, max(good, key=lambda phrase: phrase.share))


def fitness(parts: Sequence[Phrase]) -> float:
    """Return how well a name of these *parts* says what a group is about."""
    return hypot(*(part.score for part in parts))


def distinct(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Return *phrases* without those that share a word with a better one."""
    kept: list[Phrase] = []
    stems: set[str] = set()
    for phrase in phrases:
        own = {word[:_STEM] for word in phrase.text.split()}
        if own.isdisjoint(stems) and not any(_overlap(phrase.text, other.text) for other in kept):
            kept.append(phrase)
            stems |= own
    return kept


def _named(namer: Namer, parts: Sequence[Phrase], more: Sequence[Phrase]) -> Name:
    if not parts:
        return Name("", (), 0.0)
    good = [phrase for phrase in more if phrase.score > _KEYWORD * more[0].score]
    keywords = distinct([*parts, *good])[:_KEYWORDS]
    text = " & ".join(_capitalised(namer.written(part.text)) for part in parts)
    return Name(text, tuple(namer.written(phrase.text) for phrase in keywords), fitness(parts))


def _capitalised(text: str) -> str:
    """Return *text* with a capital, unless it is a name that is written without: mod_perl, p5p."""
    return text[0].upper() + text[1:] if text.islower() and text.split()[0].isalpha() else text


def _overlap(one: str, other: str) -> bool:
    """Return whether two unspaced phrases are cut from the same one."""
    return is_unspaced(one) and (one in other or other in one or one[1:] in other or one[:-1] in other)


def _numbered(names: Sequence[str]) -> Numbers:
    order = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([order[name] for name in names], np.intp)


def _by(authors: Numbers) -> Any:
    """Return the matrix that adds up the rows of each author."""
    known, place = np.unique(authors, return_inverse=True)
    shape = (len(known), len(authors))
    return csr_matrix((np.ones(len(authors)), (place, np.arange(len(authors)))), shape=shape)


def _by_length(lengths: Sequence[int]) -> Any:
    """Return the matrix that adds up the rows of texts about as long as one another."""
    place = np.empty(len(lengths), np.intp)
    place[np.argsort(np.array(lengths), kind="stable")] = np.arange(len(lengths)) * _BINS // len(lengths)
    return csr_matrix((np.ones(len(lengths)), (place, np.arange(len(lengths)))), shape=(_BINS, len(lengths)))


def _summed(counts: Any) -> Array:
    summed: Array = np.asarray(counts.sum(0), float).ravel()
    return summed
