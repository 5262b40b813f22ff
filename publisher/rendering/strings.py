"""Every word that our own pages and editions say: a file of `words/` a language, in the plural forms that it has.

What a language has no word for is said in English and counted. Babel, which has the rules for plurals and for
writing numbers, is loaded where another language than English first asks for one.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from publisher.rendering.dates import locale_for

# The files of `words/`. A regional tag is said in its language: `de-AT` in `de`.
LANGUAGES = ("en", "ar", "de", "es", "fr", "he", "ja", "pt", "ru", "zh")
WORDS = Path(__file__).with_name("words")

# A text, or one for each category of plurals that the language has (CLDR; `other` always).
Text = str | Mapping[str, str]
# `{n:,}`: a number with its thousands apart, as the language writes that.
_GROUPED = re.compile(r"\{(\w+):,\}")


class NoSuchStringError(LookupError):
    """A key that the strings do not have, or one whose words want a value that was not given."""


class Lookup:
    """What templates call as `_`: a key and its values in, words out.

    `language` is the tag of the words, "" for English. `missing` counts the keys that English spoke for.
    """

    __slots__ = ("_fallback", "_language", "_strings", "missing")

    def __init__(
        self, strings: Mapping[str, Text], *, language: str = "", fallback: "Lookup | None" = None
    ) -> None:
        self._strings = strings
        self._language = language
        self._fallback = fallback
        self.missing: Counter[str] = Counter()

    def __call__(self, key: str, **values: Any) -> str:
        """Return the words for *key*; where they have a plural, `n` chooses it. Raises NoSuchStringError."""
        text = self._strings.get(key)
        if text is None:
            return self._instead(key, values)
        try:
            if not isinstance(text, str):
                text = text.get(_category(self._language, values["n"])) or text["other"]
            return self._grouped(text, values).format_map(values) if values else text
        except KeyError as error:
            wanted = error.args[0]
            raise NoSuchStringError(f'_("{key}") wants a value: _("{key}", {wanted}=...)') from error

    def _instead(self, key: str, values: Mapping[str, Any]) -> str:
        if self._fallback is None:
            raise NoSuchStringError(no_such_string(key))
        words = self._fallback(key, **values)
        self.missing[key] += 1
        return words

    def _grouped(self, text: str, values: Mapping[str, Any]) -> str:
        if not self._language or ":," not in text:
            return text
        return _GROUPED.sub(lambda found: _number(self._language, values[found[1]]), text)


def no_such_string(key: str) -> str:
    """Return what is wrong with a key that English has no words for, and the nearest that it has."""
    import difflib  # slow to load, and needed only where something is wrong

    close = difflib.get_close_matches(key, keys(), n=1)
    return f"no such string: {key}" + (f' (did you mean "{close[0]}"?)' if close else "")


def keys() -> Collection[str]:
    """Return every key that there are words for."""
    return _read("en").keys()


def lookup(language: str) -> Lookup:
    """Return the words of a language (BCP 47), English where that is "" or has none, with nothing counted yet."""
    name = language.replace("_", "-").lower().partition("-")[0]
    english = Lookup(_read("en"))
    if name in ("", "en"):
        return english
    strings = _read(name) if name in LANGUAGES else {}
    return Lookup(strings, language=language, fallback=english)


@lru_cache(maxsize=len(LANGUAGES))
def _read(name: str) -> Mapping[str, Text]:
    return tomllib.loads((WORDS / f"{name}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def _category(language: str, n: float) -> str:
    if not language:
        return "one" if n == 1 else "other"
    return str(locale_for(language).plural_form(n))


@lru_cache(maxsize=8192)
def _number(language: str, n: float) -> str:
    from babel.numbers import format_decimal

    return format_decimal(n, locale=locale_for(language))
