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
_SCRIPTS = {
    "han": re.compile(r"[\u3005\u3400-\u9fff\uf900-\ufaff]+"),
    "katakana": re.compile(r"[\u30a1-\u30fa\u30fc]+"),
}
# Signs that belong to a letter, as vowels do in the scripts of India, are no `\w` to Python.
_MARKS = "".join(chr(code) for code in range(0x0300, 0x1E00) if unicodedata.category(chr(code))[0] == "M")
_WORD = re.compile(rf"\w[\w{_MARKS}]*(?:\+\+|#)?")
# What is written or left out as one likes: accents that no letter has of its own, the vowels and the stretching of
# Hebrew and Arabic, soft hyphens and joiners.
_OPTIONAL = re.compile(
    "[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u00ad\u200c-\u200f]"
)
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
    """Return *text* as terms are compared: compatibility forms (Unicode UAX 15, NFKC), in small letters.

    The Turkish i without a dot is one with it, as their capitals say nothing of the language.
    """
    if text.isascii():
        return text.lower()
    folded = _OPTIONAL.sub("", unicodedata.normalize("NFKC", text).lower())
    return folded.replace("ı", "i")


def words(text: str) -> list[str]:
    """Return the folded words of *text*; a run of an unspaced script is one."""
    found = _WORD.findall(fold(text))
    if text.isascii():
        return found
    return [
        part for word in found for part in (_RUN.findall(word) if FIRST_UNSPACED.search(word) else (word,))
    ]


def script_of(piece: str) -> str:
    """Return "han" or "katakana" for *piece* all in that script, where a few characters make a word; else ""."""
    return next((name for name, script in _SCRIPTS.items() if script.fullmatch(piece)), "")


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
