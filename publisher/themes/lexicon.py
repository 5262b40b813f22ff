"""The phrases that an archive's titles have, where each stands, and which are fit to name anything. Needs scipy."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from publisher.themes.kernels import Array
from publisher.themes.learning import Numbers
from publisher.themes.phrases import (
    MOST_UNITS,
    NUMBER,
    WORD,
    capitals,
    is_unspaced,
    phrases_of,
    shortened,
    size_of,
    units,
)
from publisher.themes.terms import fold

# A phrase is known once so many titles have it.
_LEAST = 3
# A word that this part of the posts has says little; a proper name may be in more.
_FREQUENT, _FREQUENT_NAME, _OWN_NAME = 0.3, 0.5, 0.6
_PROPER = 0.35
# A script has capitals where so much of the words are ever written with one; a few are always of another script.
_CASED = 0.1
# A word is common from this rate on where it is so seldom a part of names: it has no capital within a sentence.
_COMMON = ((0.04, 0.06), (0.015, 0.02))
_PLAIN = 0.08
# A phrase that begins or ends with a common word is one of its own where it has so much of the word's uses.
_BOUND = 0.3
_STICKS = 0.5
_SHORTEST_PLURAL = 4
# A word that titles have oftener than texts is a scrap of a spelling: dont.
_IN_BODIES = 0.15
# A number belongs to a name where it is nearly the only one after its word: Perl 6, not Part 6.
_NUMBER, _NUMBERED = 0.5, 20


class Said(NamedTuple):
    """A post as names are looked for in it. `author` is "" where nobody is named."""

    title: str
    body: str
    author: str


class Lexicon:
    """What is `known`, and a row a post of which phrases its title, its body or either has."""

    def __init__(self, posts: Sequence[Said], calendar: frozenset[str]) -> None:
        self._calendar = calendar
        self._total = len(posts)
        titles = [dict(phrases_of(post.title)) for post in posts]
        self._whole_titles = Counter(
            " ".join(word for word in WORD.findall(fold(post.title)) if not NUMBER.fullmatch(word))
            for post in posts
        )
        self._forms = _forms(titles)
        self.known = tuple(sorted(phrase for phrase, forms in self._forms.items() if forms.total() >= _LEAST))
        self._place = _places(self._forms, self.known)
        found = [self._place.keys() & {phrase for phrase, _ in phrases_of(post.body)} for post in posts]
        self._in_bodies = Counter(phrase for body in found for phrase in body)
        self._in_titles = {phrase: forms.total() for phrase, forms in self._forms.items()}
        self._exactly = Counter(
            phrase
            for title, body in zip(titles, found, strict=True)
            for phrase in body | (title.keys() & self._place.keys())
        )
        self.titles, self.bodies = self._matrix(titles), self._matrix(found)
        self.texts = self.titles.maximum(self.bodies)
        self.in_titles, self.often = (np.asarray(part.sum(0)).ravel() for part in (self.titles, self.texts))
        self._capital = capitals(post.body for post in posts)
        self._cased = sum(map(bool, self._capital.values())) > _CASED * len(self._capital)
        self._people = {part for post in posts for part in WORD.findall(fold(post.author)) if len(part) > 2}

    def _matrix(self, found: Sequence[Collection[str]]) -> Any:
        place = self._place
        rows = [sorted({place[phrase] for phrase in some if phrase in place}) for some in found]
        starts = np.cumsum([0, *map(len, rows)])
        columns = np.array([number for row in rows for number in row], np.intp)
        return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(found), len(self.known)))

    def written(self, phrase: str) -> str:
        """Return *phrase* as the titles write it most often, one or many of it."""
        other = phrase[:-1] if phrase.endswith("s") else f"{phrase}s"
        same = self._place.get(other) == self._place[phrase]
        forms = self._forms[phrase] + (self._forms[other] if same else Counter())
        return min(forms, key=lambda form: (-forms[form], form))

    @cached_property
    def fit(self) -> NDArray[np.bool_]:
        """Which phrases may name anything: no date, no person, not the archive's own name, no scrap."""
        return np.array(
            [self._place[phrase] == n and self._is_fit(phrase) for n, phrase in enumerate(self.known)], bool
        )

    @cached_property
    def common(self) -> NDArray[np.bool_]:
        """Which are words of everyday use."""
        return np.array([self._is_common(phrase) for phrase in self.known], bool)

    @cached_property
    def plain(self) -> NDArray[np.bool_]:
        """Which are words in many posts, and no names."""
        return np.array(
            [
                " " not in phrase and self.rate(phrase) > _PLAIN and self._capitals_of(phrase) < _PROPER
                for phrase in self.known
            ],
            bool,
        )

    @cached_property
    def nouns(self) -> Array:
        """How likely each names something, from 0 to 1: how often it is a part of names within sentences."""
        return np.array([self._nounness(phrase) for phrase in self.known])

    @cached_property
    def size(self) -> Array:
        """How many words each has; more than two count as two."""
        return np.array([min(size_of(phrase), 2.0) for phrase in self.known])

    @cached_property
    def unspaced(self) -> NDArray[np.bool_]:
        """Which are of a script that has no spaces."""
        return np.array([is_unspaced(phrase) for phrase in self.known], bool)

    @cached_property
    def longer(self) -> tuple[Numbers, Numbers]:
        """Return the numbers of phrases, and beside each that of one with a word more."""
        place = self._place
        pairs = {
            (place[part], place[phrase])
            for phrase in self.known
            for part in shortened(phrase)
            if part in place and place[part] != place[phrase]
        }
        found = np.array(sorted(pairs), np.intp).reshape(-1, 2)
        return found[:, 0], found[:, 1]

    def rate(self, phrase: str) -> float:
        """Return in what part of the posts *phrase* stands just so, 0 where no three titles have it."""
        return self._exactly[phrase] / self._total

    def _is_fit(self, phrase: str) -> bool:
        if is_unspaced(phrase):
            return len(units(phrase)) < MOST_UNITS and self._sticks(phrase)
        parts = phrase.split()
        if not self._calendar.isdisjoint(parts) or self._names_itself(parts):
            return False
        if any(NUMBER.fullmatch(part) for part in parts):
            return len(parts) == 2 and parts[1].isdigit() and self._is_numbered_name(phrase)
        if max(map(len, parts)) < 3 or (len(parts) == 1 and phrase in self._people):
            return False
        if self._in_bodies[phrase] < _IN_BODIES * self._in_titles[phrase] and len(parts) == 1:
            return False
        if not self._cased and 2 * self._whole_titles[phrase] > self._in_titles[phrase]:
            return self.rate(phrase) <= _FREQUENT_NAME
        return all(self._says_something(part, phrase) for part in (parts[0], parts[-1]))

    def _says_something(self, word: str, phrase: str) -> bool:
        """Return whether *word*, at an end of *phrase*, is more than an everyday word that stands there by chance."""
        rate, bound = self.rate(word), self.rate(phrase) >= _BOUND * self.rate(word)
        if rate > _FREQUENT:
            proper = self._capitals_of(word) > _PROPER or (word != phrase and bound)
            return rate <= _FREQUENT_NAME and proper
        return word == phrase or bound or not self._is_common(word)

    def _names_itself(self, parts: Sequence[str]) -> bool:
        """Return whether a word is another spelling of the archive's own name: ExampleCom in that of Example."""
        return any(own in part and own != part for part in parts for own in self._own_names)

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        return tuple(
            phrase
            for phrase in self.known
            if " " not in phrase
            and len(phrase) >= 5
            and self.rate(phrase) > _FREQUENT
            and self._capitals_of(phrase) > _OWN_NAME
        )

    def _is_numbered_name(self, phrase: str) -> bool:
        word, number = phrase.split()
        return len(number) <= 2 and self._forms[phrase].total() > max(
            _NUMBER * self._numbered[word], _NUMBER * _NUMBERED
        )

    @cached_property
    def _numbered(self) -> Mapping[str, int]:
        """How many titles have a number after each word."""
        counted: Counter[str] = Counter()
        for phrase, forms in self._forms.items():
            word, _, number = phrase.partition(" ")
            if number.isdigit():
                counted[word] += forms.total()
        return counted

    def _sticks(self, phrase: str) -> bool:
        """Return whether unspaced characters hold together: neither end is there by chance."""
        if len(units(phrase)) == 2:
            return True
        return all(
            self.rate(phrase) >= _STICKS * self.rate(part) - 1 / self._total for part in shortened(phrase)
        )

    def _capitals_of(self, word: str) -> float:
        return self._capital.get(word, 0.0)

    def _is_common(self, phrase: str) -> bool:
        if not self._cased or not phrase.isalpha() or is_unspaced(phrase):
            return False
        return any(
            self.rate(phrase) > rate and self._capitals_of(phrase) < capital for rate, capital in _COMMON
        )

    def _nounness(self, phrase: str) -> float:
        if not self._cased or " " in phrase or is_unspaced(phrase) or self.rate(phrase) <= _COMMON[0][0]:
            return 1.0
        return min(1.0, 0.4 + 4 * self._capitals_of(phrase))


def _forms(titles: Sequence[Mapping[str, str]]) -> dict[str, Counter[str]]:
    """Return how often each phrase is written in which way."""
    written: dict[str, Counter[str]] = {}
    for title in titles:
        for phrase, form in title.items():
            written.setdefault(phrase, Counter())[form] += 1
    return written


def _places(forms: Mapping[str, Counter[str]], known: Sequence[str]) -> dict[str, int]:
    """Return the number of each phrase; with and without a plural's s it is one, whichever titles have more."""
    place = {phrase: number for number, phrase in enumerate(known)}
    for many in known:
        one = many[:-1]
        if many.endswith("s") and len(many) > _SHORTEST_PLURAL and one in place:
            place[one] = place[many] = place[max(one, many, key=lambda phrase: forms[phrase].total())]
    return place
