"""A group of posts -> the short phrase that a person would head it with, and its keywords. Needs scipy."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix

from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.phrases import WORD, capitals, is_unspaced, phrases_of, size_of, units
from publisher.themes.terms import fold

# A phrase is looked at once so many titles have it.
_LEAST = 3


class Said(NamedTuple):
    """A post as names are looked for in it. `author` is "" where nobody is named."""

    title: str
    body: str
    author: str


class Phrase(NamedTuple):
    """A phrase that is typical of a group; `score` says how much, `share` in what part of the group it stands."""

    text: str
    score: float
    share: float


class Namer:
    """Counts once over the archive what the names of all groups need."""

    def __init__(self, posts: Sequence[Said], calendar: frozenset[str]) -> None:
        self._total = len(posts)
        titles = [dict(phrases_of(post.title)) for post in posts]
        self._written = _forms(titles)
        self.known = sorted(phrase for phrase, forms in self._written.items() if forms.total() >= _LEAST)
        self._place = {phrase: number for number, phrase in enumerate(self.known)}
        self._titles = self._matrix([title.keys() for title in titles])
        self._bodies = self._matrix([{phrase for phrase, _ in phrases_of(post.body)} for post in posts])
        self._texts = self._titles.maximum(self._bodies)
        self._often = _summed(self._texts)
        self._in_titles = _summed(self._titles)
        self._bins = _by_length([len(post.body) for post in posts])
        self._binned = self._bins @ self._texts
        self._bin_sizes = _summed(self._bins.T)
        self._capital = capitals(post.body for post in posts)
        self._cased = any(self._capital.values())
        self._people = {part for post in posts for part in WORD.findall(fold(post.author)) if len(part) > 2}
        self._calendar = calendar
        self._authors = _numbered([post.author for post in posts])
        self._several = len(set(self._authors.tolist())) > 3 and any(post.author for post in posts)
        self._anyone = _summed((_sums(self._authors) @ self._texts) > 0)
        self._longer = _longer(self.known, self._place)
        self._own = [phrase for phrase in self.known if len(phrase) >= 5 and " " not in phrase and not is_unspaced(phrase) and self.rate(phrase) > 0.3 and self._capital.get(phrase, 0) > 0.6]
        self.fit = np.array([self._is_fit(phrase) for phrase in self.known], bool)
        self._size = np.array([min(size_of(phrase), 2.0) for phrase in self.known])
        self._common = np.array([self._is_common(phrase) for phrase in self.known], bool)
        self._noun = np.array([self._nounness(phrase) for phrase in self.known])
        self._plain = np.array([self._is_plain(phrase) for phrase in self.known], bool)

    def _matrix(self, found: Sequence[Any]) -> Any:
        rows = [sorted(self._place[phrase] for phrase in some if phrase in self._place) for some in found]
        starts = np.cumsum([0, *map(len, rows)])
        columns = np.array([number for row in rows for number in row], np.intp)
        return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(found), len(self.known)))

    def rate(self, phrase: str) -> float:
        place = self._place.get(phrase)
        return 0.0 if place is None else float(self._often[place]) / self._total

    def _is_fit(self, phrase: str) -> bool:
        parts = phrase.split()
        if any(part in self._calendar or (part.isdigit() and not self._fixed(parts, part)) for part in parts):
            return False
        if max(map(len, parts)) < 3 and not is_unspaced(phrase) and not any(part.isdigit() for part in parts):
            return False
        if parts[0].isdigit():
            return False
        if len(parts) == 1 and phrase in self._people:
            return False
        if not self._sticks(phrase) or any(own in phrase and own not in parts for own in self._own):
            return False
        if parts[-1].isdigit():
            return True
        if len(parts) > 1 and any(self._is_common(part) and self.rate(phrase) < 0.2 * self.rate(part) for part in (parts[0], parts[-1])):
            return False
        if is_unspaced(phrase) and len(units(phrase)) >= 8:
            return False
        return all(self._says_something(part) for part in (parts[0], parts[-1]))

    def _says_something(self, word: str) -> bool:
        rate = self.rate(word)
        return rate <= 0.3 or (rate <= 0.5 and self._capital.get(word, 0) > 0.35)

    def _fixed(self, parts: Sequence[str], number: str) -> bool:
        at = parts.index(number)
        if at == 0 or len(number) > 2 or len(parts) != 2:
            return False
        before = parts[at - 1]
        others = sum(forms.total() for phrase, forms in self._written.items() if phrase.startswith(before + " ") and phrase.count(" ") == 1 and phrase[len(before) + 1 :].isdigit())
        return self._written[f"{before} {number}"].total() > 0.5 * others and others > 20

    def _sticks(self, phrase: str) -> bool:
        if not is_unspaced(phrase):
            return True
        parts = units(phrase)
        if len(parts) == 2:
            return True
        shorter = ("".join(parts[:-1]), "".join(parts[1:]))
        return all(self.rate(phrase) >= 0.5 * self.rate(part) - 1 / self._total for part in shorter)

    def _nounness(self, phrase: str) -> float:
        if not self._cased or " " in phrase or is_unspaced(phrase) or self.rate(phrase) <= 0.04:
            return 1.0
        return min(1.0, 0.2 + 4 * self._capital.get(phrase, 0))

    def _is_common(self, word: str) -> bool:
        return self._cased and self.rate(word) > 0.04 and self._capital.get(word, 0) < 0.06 and " " not in word and not is_unspaced(word)

    def _is_plain(self, phrase: str) -> bool:
        return " " not in phrase and self.rate(phrase) > 0.08 and self._capital.get(phrase, 0) < 0.35

    def phrases(self, group: Numbers) -> list[Phrase]:
        return self.both(group)[0]

    def both(self, group: Numbers) -> tuple[list[Phrase], list[Phrase]]:
        """Return what is typical for *group*, the best first."""
        size, rest = len(group), max(1, self._total - len(group))
        titles, texts = self._titles[group], self._texts[group]
        in_titles, in_texts = _summed(titles), _summed(texts)
        by = _sums(self._authors[group])
        whole = np.sqrt(by.sum(1)).sum()
        by_titles = by @ titles
        inside = (3 * _rooted(by_titles) + _rooted(by @ texts)) / (4 * whole)
        elsewhere = self._elsewhere(group, texts)
        outside = (3 * (self._in_titles - in_titles) / rest + elsewhere) / 4
        typical = np.log((inside + 0.003) / (outside + 0.003))
        said = np.log((in_texts / size + 0.01) / (elsewhere + 0.01))
        clear = self.fit & (typical > np.where(self._plain, 1.0, 0.5)) & ((said > 0.6) | (self._size >= 2))
        in_bodies = _summed(self._bodies[group]) / size
        good = clear & ~self._common & (in_titles >= max(_LEAST, size * 0.015))
        loose = clear & ~self._common & (inside > 0.04) & (typical > 1) & (self._anyone >= (4 if self._several else 1))
        if self._several:
            good &= (_voices(by_titles) >= 2.5) | ((in_bodies > 0.3) & (said > 1) & (self._anyone >= 6))
        within, around = self._longer
        inner = in_titles[around] >= 0.7 * in_titles[within]
        apart = in_bodies[around] >= 0.5 * in_bodies[within]
        part = within[inner & (good[around] | (apart & self.fit[around]))]
        good[part] = loose[part] = False
        score = np.sqrt(inside) * typical * (1 + 0.35 * (self._size - 1)) * self._noun
        return self._ranked(good, score, inside), self._ranked(loose, score, inside)

    def _ranked(self, which: Array, score: Array, share: Array) -> list[Phrase]:
        found = [Phrase(self.known[number], float(score[number]), float(share[number])) for number in np.flatnonzero(which)]
        return sorted(found, key=lambda phrase: (-phrase.score, phrase.text))

    def _elsewhere(self, group: Numbers, texts: Any) -> Array:
        """Return in what part of the other posts, were they as long as those of *group*, each phrase stands."""
        bins = self._bins[:, group]
        sizes = _summed(bins.T)
        usual = self._often / self._total
        rates = (np.asarray((self._binned - bins @ texts).todense()) + 3 * usual[None]) / (self._bin_sizes - sizes + 3)[:, None]
        expected: Array = sizes / sizes.sum() @ rates
        return expected

    def written(self, phrase: str) -> str:
        """Return *phrase* as the titles write it most often."""
        forms = self._written[phrase]
        return min(forms, key=lambda form: (-forms[form], form))


def _forms(titles: Sequence[dict[str, str]]) -> dict[str, Counter[str]]:
    written: dict[str, Counter[str]] = {}
    for title in titles:
        for phrase, form in title.items():
            written.setdefault(phrase, Counter())[form] += 1
    return written


def _numbered(names: Sequence[str]) -> Numbers:
    order = {name: number for number, name in enumerate(sorted(set(names)))}
    return np.array([order[name] for name in names], np.intp)


def _sums(authors: Numbers) -> Any:
    """Return what adds up the rows of each author; posts without one are each their own."""
    known, place = np.unique(authors, return_inverse=True)
    return csr_matrix((np.ones(len(authors)), (place, np.arange(len(authors)))), shape=(len(known), len(authors)))


def _rooted(counts: Any) -> Array:
    return _summed(counts.sqrt())


def _summed(counts: Any) -> Array:
    summed: Array = np.asarray(counts.sum(0)).ravel()
    return summed


def _voices(by: Any) -> Array:
    """Return how many authors, if all said it as often, would stand for what the rows of *by* count."""
    squares = _summed(by.multiply(by))
    voices: Array = _summed(by) ** 2 / np.maximum(squares, 1)
    return voices


def _by_length(lengths: Sequence[int], bins: int = 6) -> Any:
    order = np.argsort(np.array(lengths), kind="stable")
    place = np.empty(len(lengths), np.intp)
    place[order] = np.arange(len(lengths)) * bins // len(lengths)
    return csr_matrix((np.ones(len(lengths)), (place, np.arange(len(lengths)))), shape=(bins, len(lengths)))


def _longer(known: Sequence[str], place: dict[str, int]) -> tuple[Numbers, Numbers]:
    """Return numbers of phrases, and beside each that of one with one word more, which has it within."""
    pairs = []
    for phrase in known:
        parts = units(phrase) if is_unspaced(phrase) else phrase.split()
        between = "" if is_unspaced(phrase) else " "
        for shorter in {between.join(parts[1:]), between.join(parts[:-1])}:
            if shorter in place:
                pairs.append((place[shorter], place[phrase]))
    found = np.array(sorted(pairs), np.intp).reshape(-1, 2)
    return found[:, 0], found[:, 1]


class Name(NamedTuple):
    """What a group is called, and the words that lead posts to it."""

    text: str
    keywords: tuple[str, ...]


def choose(namer: Namer, groups: Sequence[Numbers]) -> list[Name]:
    """Return a name and keywords for each of *groups*, no two alike; "" where nothing is typical of one."""
    ranked = [namer.both(group) for group in groups]
    ranked = [(good or loose, loose) for good, loose in ranked]
    order = sorted(range(len(groups)), key=lambda number: (-(ranked[number][0][0].score if ranked[number][0] else 0), number))
    taken: set[str] = set()
    named: dict[int, Name] = {}
    for number in order:
        kept, more = (_distinct([phrase for phrase in some if phrase.text not in taken]) for some in ranked[number])
        named[number] = _named(namer, kept, more, taken)
    return [named[number] for number in range(len(groups))]


def _named(namer: Namer, kept: list[Phrase], more: list[Phrase], taken: set[str]) -> Name:
    if not kept:
        return Name("", ())
    first = kept[0]
    parts = [first]
    others = [phrase for phrase in kept[1:4] if phrase.score > 0.6 * first.score]
    if first.share < 0.25 and others:
        parts.append(max(others, key=lambda phrase: phrase.share))
    taken.update(part.text for part in parts)
    keywords = _distinct([*parts, *[phrase for phrase in more if phrase.score > 0.25 * first.score]])[:8]
    return Name(" & ".join(_capitalised(namer.written(part.text)) for part in parts), tuple(namer.written(phrase.text) for phrase in keywords))


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:] if text.islower() else text


def _distinct(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Leave out a phrase that shares a word with a better one."""
    kept: list[Phrase] = []
    stems: set[str] = set()
    for phrase in phrases:
        own = {word[:5] for word in phrase.text.split()}
        if not own & stems and not any(_within(phrase.text, other.text) for other in kept):
            kept.append(phrase)
            stems |= own
    return kept


def _within(one: str, other: str) -> bool:
    return is_unspaced(one) and (one in other or other in one or one[1:] in other or one[:-1] in other)
