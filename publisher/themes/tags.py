"""Which themes a post's own tags name, however they are spelt."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from publisher.model import Theme

_BETWEEN = re.compile(r"[\W_]+")
_AND = re.compile(r"(?<=\s)(?:&|\+)(?=\s)")
_HASHTAG = re.compile(r"^\s*#(?=\w)")
_SIGNS = {"+": "plus", "#": "sharp"}  # C, C++ and C# are three languages
_SHORTEST_PLURAL = 4
_HISSING = ("sses", "shes", "ches", "xes", "zes")


class Tags:
    """The declared themes by every name that names them: slugs before names, names before tags."""

    __slots__ = ("_exact", "_singular")

    def __init__(self, themes: Sequence[Theme]) -> None:
        self._exact: dict[str, str] = {}
        self._singular: dict[str, str] = {}
        for name, slug in _names(themes):
            self._exact.setdefault(fold_tag(name), slug)
            self._singular.setdefault(singular(name), slug)

    def find(self, tag: str) -> str:
        """Return the slug of the theme that *tag* names, "" for none; a plural names it where nothing else does."""
        return self._exact.get(fold_tag(tag)) or self._singular.get(singular(tag), "")

    def named(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Return the slugs of the themes that *tags* name, in the order of the tags, each once."""
        return tuple(dict.fromkeys(slug for tag in tags if (slug := self.find(tag))))

    def naming(self, tags: Iterable[str], slug: str) -> tuple[str, ...]:
        """Return those of *tags* that name the theme with this slug."""
        return tuple(tag for tag in tags if self.find(tag) == slug)


def _names(themes: Sequence[Theme]) -> Iterator[tuple[str, str]]:
    yield from ((theme.slug, theme.slug) for theme in themes)
    yield from ((theme.name, theme.slug) for theme in themes)
    yield from ((tag, theme.slug) for theme in themes for tag in theme.tags)


@lru_cache(maxsize=8192)
def fold_tag(tag: str) -> str:
    """Return *tag* as most of its spellings have it: without case, accents, spaces, hyphens, the sign of a hashtag."""
    text = _without_accents(unicodedata.normalize("NFKC", tag).casefold())
    text = _AND.sub("and", _HASHTAG.sub("", text))
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    return _BETWEEN.sub("", text) or tag


@lru_cache(maxsize=8192)
def singular(tag: str) -> str:
    """Return *tag* folded, and without the ending that a plural has in English, French or Spanish."""
    word = fold_tag(tag)
    if len(word) < _SHORTEST_PLURAL or not word.isascii():
        return word
    if word.endswith(_HISSING):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    return f"{word[:-2]}y" if word.endswith("ie") else word


def _without_accents(text: str) -> str:
    """Return *text* with the accents of Latin letters taken off; in other scripts marks tell words apart."""
    if text.isascii():
        return text
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if not (unicodedata.combining(character) and kept and kept[-1].isascii()):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))
