"""A post's text -> the terms in it: words, pairs of words, characters where a script has no spaces. No word list."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import log, sqrt
from typing import NamedTuple

# How many characters of a body are looked at: later ones change no decision, and cost as much as the first.
BODY_LIMIT = 8_000
# Han, kana, Thai, Lao, Myanmar, Khmer: written without spaces between words.
UNSPACED = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
FIRST_UNSPACED = re.compile(rf"[{UNSPACED}]")
_WORD = re.compile(r"\w+(?:\+\+|#)?")
_RUN = re.compile(rf"[{UNSPACED}]+|[^{UNSPACED}]+")
# Characters of an unspaced script that are taken together, at most.
_LONGEST = 3


class Terms(NamedTuple):
    """How often each term stands in the title and in the body of a post, and how many the body has."""

    title: Counter[str]
    body: Counter[str]
    length: int


def terms_of(title: str, text: str) -> Terms:
    """Return the terms of a post of which these are title and plain text."""
    body = count_terms(text[:BODY_LIMIT])
    return Terms(title=count_terms(title), body=body, length=body.total())


def fold(text: str) -> str:
    """Return *text* as terms are compared: compatibility forms (Unicode UAX 15, NFKC) and case folded."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text.lower()


def words(text: str) -> list[str]:
    """Return the folded words of *text*; a run of an unspaced script is one."""
    found = _WORD.findall(fold(text))
    if text.isascii():
        return found
    return [
        part for word in found for part in (_RUN.findall(word) if FIRST_UNSPACED.search(word) else (word,))
    ]


def count_terms(text: str) -> Counter[str]:
    """Count words, pairs of neighbours, and the one to three characters of runs without spaces."""
    found = words(text)
    if text.isascii() or not FIRST_UNSPACED.search(text):
        counts = Counter(found)
        counts.update(map(" ".join, pairwise(found)))
        return counts
    return Counter(_mixed(found))


def _mixed(found: list[str]) -> Iterator[str]:
    before = ""
    for word in found:
        if FIRST_UNSPACED.match(word):
            before = ""
            for size in range(1, _LONGEST + 1):
                for start in range(len(word) - size + 1):
                    yield word[start : start + size]
        else:
            yield word
            if before:
                yield f"{before} {word}"
            before = word


def weights(counts: Counter[str], idf: Mapping[str, float]) -> dict[str, float]:
    """Return the sublinear tf-idf of the terms known to *idf*, a row of length one."""
    raw = {term: (1.0 + log(count)) * idf[term] for term, count in counts.items() if term in idf}
    norm = sqrt(sum(value * value for value in raw.values()))
    return {term: value / norm for term, value in raw.items()} if norm else {}
