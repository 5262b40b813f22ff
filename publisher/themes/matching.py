"""Putting a post under a theme: its own tags decide first, else the themes' keywords that it uses most."""

import re
from dataclasses import dataclass

from publisher.model import Theme
from publisher.slugs import slugify

WORD = re.compile(r"\w+")
TITLE_WEIGHT = 4
# A word that a long post repeats says no more than this many uses of it.
MOST_USES = 5


@dataclass(frozen=True, slots=True)
class Matcher:
    """The declared themes, made ready for many posts."""

    themes: tuple[Theme, ...]

    def assign(self, title: str, text: str, tags: tuple[str, ...]) -> str:
        """Return the slug of the theme that a post belongs to, "" where nothing speaks for one."""
        if not self.themes:
            return ""
        folded = {slugify(tag) for tag in tags}
        for theme in self.themes:
            if folded & {theme.slug, slugify(theme.name), *map(slugify, theme.tags)}:
                return theme.slug
        in_title, in_text = _words(title), _words(text)
        scores = [sum(_weight(word, in_title, in_text) for word in theme.keywords) for theme in self.themes]
        best = max(scores)
        return self.themes[scores.index(best)].slug if best else ""


def _words(text: str) -> str:
    return f" {' '.join(WORD.findall(text.casefold()))} "


def _weight(keyword: str, title: str, text: str) -> int:
    wanted = _words(keyword)
    return TITLE_WEIGHT * _uses(wanted, title) + min(_uses(wanted, text), MOST_USES)


def _uses(wanted: str, text: str) -> int:
    """Return how often the words of *wanted* stand in *text*; scripts without spaces are searched as they are."""
    bare = wanted.strip()
    if bare and not bare.isascii() and " " not in bare:
        return text.count(bare)
    return text.count(wanted) + text.count(f" {bare}s ")
