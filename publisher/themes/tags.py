"""Which themes a post's own tags name, however they are spelt."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from publisher.model import Theme

_BETWEEN = re.compile(r"[\W_]+")
_AND = re.compile(r"(?<=\s)(?:&|\+)(?=\s)")
_SIGNS = {"+": "plus", "#": "sharp"}  # C, C++ and C# are three languages
_SHORTEST_PLURAL = 4


class Tags:
    """The declared themes by every tag that names them."""

    __slots__ = ("_slugs",)

    def __init__(self, themes: Sequence[Theme]) -> None:
        self._slugs: dict[str, str] = {}
        for theme in themes:
            for name in (theme.slug, theme.name, *theme.tags):
                self._slugs.setdefault(fold_tag(name), theme.slug)

    def named(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Return the slugs of the themes that *tags* name, in the order of the tags, each once."""
        return tuple(dict.fromkeys(slug for tag in tags if (slug := self._slugs.get(fold_tag(tag)))))

    def naming(self, tags: Iterable[str], slug: str) -> tuple[str, ...]:
        """Return those of *tags* that name the theme with this slug."""
        return tuple(tag for tag in tags if self._slugs.get(fold_tag(tag)) == slug)


@lru_cache(maxsize=8192)
def fold_tag(tag: str) -> str:
    """Return *tag* as all its spellings have it: without case, accents, spaces, hyphens or a plural's ending."""
    text = _AND.sub("and", _without_accents(unicodedata.normalize("NFKC", tag).casefold()))
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    words = [_singular(word) for word in _BETWEEN.split(text) if word]
    return "".join(words) or tag


def _without_accents(text: str) -> str:
    """Return *text* with the accents of Latin letters taken off; in other scripts marks tell words apart."""
    if text.isascii():
        return text
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        if not (unicodedata.combining(character) and kept and kept[-1].isascii()):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _singular(word: str) -> str:
    if not word.isascii() or len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith("ss"):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]
