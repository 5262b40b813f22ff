"""The phrases of a text: what a theme may be named after. No word list but the months and days that CLDR has."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from unicodedata import numeric

from babel import Locale, UnknownLocaleError

from publisher.themes.terms import BODY_LIMIT, UNSPACED, fold

WORD = re.compile(r"[^\W_](?:[\w'’.-]*[^\W_])?(?:\+\+|#)?")
NUMBER = re.compile(r"\d[\d.,:/-]*")
NUMBERS = re.compile(r"[\d\W]+")
_IN_UNSPACED = re.compile(rf"[{UNSPACED}]+")
_UNIT = re.compile(rf"[{UNSPACED}]|[A-Za-z]+|[0-9]+")
# Words of a phrase, characters of one in an unspaced script, at most.
_WORDS, MOST_UNITS = 4, 8
_WITHIN_A_SENTENCE = re.compile(r"(?<=[a-z\u00df-\uffff, ] )[^\W\d_]+")


def phrases_of(text: str) -> Iterator[tuple[str, str]]:
    """Return each run of a few words of *text*, folded and as it is written; within an unspaced word, of characters."""
    for line in text[:BODY_LIMIT].split("\n"):
        found = WORD.findall(line)
        folded = [fold(word) for word in found]
        unspaced = [not word.isascii() and bool(_IN_UNSPACED.search(word)) for word in found]
        for start, word in enumerate(found):
            if unspaced[start]:
                yield from _pieces(word)
                continue
            yield folded[start], word
            for end in range(start + 2, min(start + _WORDS, len(found)) + 1):
                if unspaced[end - 1]:
                    break
                yield " ".join(folded[start:end]), " ".join(found[start:end])


def _pieces(word: str) -> Iterator[tuple[str, str]]:
    """Return runs of characters within *word*; none that touches a number, as what is counted there is no word."""
    units = _UNIT.findall(word)
    numbers = {place for place, unit in enumerate(units) if numeric(unit[0], None) is not None}
    for size in range(2, MOST_UNITS + 1):
        for start in range(len(units) - size + 1):
            if numbers.isdisjoint(range(start - 1, start + size + 1)):
                written = "".join(units[start : start + size])
                yield fold(written), written


def is_unspaced(phrase: str) -> bool:
    """Return whether *phrase* has characters of a script that has no spaces."""
    return not phrase.isascii() and bool(_IN_UNSPACED.search(phrase))


def units(phrase: str) -> list[str]:
    """Return the characters of an unspaced phrase, Latin words and numbers in it each as one."""
    return _UNIT.findall(phrase)


def shortened(phrase: str) -> tuple[str, str]:
    """Return *phrase* without its first, and without its last word or unspaced character; "" where it has but one."""
    between = "" if is_unspaced(phrase) else " "
    parts = units(phrase) if is_unspaced(phrase) else phrase.split(" ")
    return between.join(parts[1:]), between.join(parts[:-1])


def size_of(phrase: str) -> float:
    """Return how many words *phrase* has; two characters of an unspaced script are one."""
    return len(units(phrase)) / 2 if is_unspaced(phrase) else phrase.count(" ") + 1


def capitals(texts: Iterable[str]) -> dict[str, float]:
    """Return how often each word that stands within a sentence is written with a capital, from 0 to 1."""
    every: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for text in texts:
        for word in _WITHIN_A_SENTENCE.findall(text[:BODY_LIMIT]):
            folded = fold(word)
            every[folded] += 1
            capital[folded] += word[0].isupper()
    return {word: capital[word] / often for word, often in every.items()}


def calendar_words(languages: Iterable[str]) -> frozenset[str]:
    """Return the names of months and days in *languages* (BCP 47) and in English, folded, long and short."""
    found: set[str] = set()
    for language in {"en", *languages}:
        locale = _locale(language)
        if locale:
            for names in (locale.months, locale.days):
                for width in ("wide", "abbreviated"):
                    found.update(name for form in names.values() for name in form[width].values())
    return frozenset(fold(name).strip(".") for name in found)


def _locale(language: str) -> Locale | None:
    try:
        return Locale.parse(language.replace("_", "-").split("-")[0].lower())
    except (UnknownLocaleError, ValueError):
        return None
