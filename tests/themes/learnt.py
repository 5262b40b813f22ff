"""Posts put under themes in a test: what comes out, by title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from publisher.model import Reading, Source, Theme
from publisher.sources import Rules, read, scan
from publisher.themes.kernels import Array
from publisher.themes.model import Model, reasons
from publisher.themes.terms import Terms, terms_of
from publisher.themes.training import train

Themes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """Posts as they were sorted; `names` are theirs, in order."""

    names: tuple[str, ...]
    posts: tuple[Terms, ...]
    model: Model
    chance: Array

    def confidence(self, name: str) -> float:
        return float(self.chance[self.names.index(name)].max())

    def theme(self, name: str) -> str:
        """Return the slug of the theme of a post, "" where it is left to the editor."""
        row = self.chance[self.names.index(name)]
        return self.model.themes[int(row.argmax())] if row.max() >= self.model.least else ""

    def reasons(self, name: str) -> list[str]:
        number = self.names.index(name)
        found = reasons(self.model, self.posts[number], int(self.chance[number].argmax()))
        return [reason.text for reason in found]


def declare(themes: Themes) -> tuple[Theme, ...]:
    """Return themes of these names, which are their slugs too, and keywords."""
    return tuple(Theme(name=name, slug=name, keywords=keywords) for name, keywords in themes.items())


def sort(
    themes: Themes,
    posts: Sequence[tuple[str, str]],
    labels: Mapping[int, int] | None = None,
    least: float = 0.8,
) -> Sorted:
    """Return *posts* (title, text) sorted under *themes*; they are called by their titles."""
    terms = tuple(terms_of(title, text) for title, text in posts)
    trained = train(terms, declare(themes), labels or {}, accuracy=least)
    names = tuple(title for title, _ in posts)
    return Sorted(names=names, posts=terms, model=trained.model, chance=trained.chance)


def sort_folder(folder: Path, themes: Themes, under: str = "") -> Sorted:
    """Return the posts of *folder* whose paths begin with *under*, sorted; they are called by their paths."""
    source = Source(name="posts", path=folder)
    rules = Rules(source=source, site_url="https://example.org/", zone=ZoneInfo("UTC"), language="en")
    files = sorted(file.path for file in scan(source) if file.path.startswith(under))
    readings = [read((folder / path).read_bytes(), path=path, rules=rules) for path in files]
    found = [reading for reading in readings if isinstance(reading, Reading)]
    terms = tuple(terms_of(reading.title, reading.content_text) for reading in found)
    trained = train(terms, declare(themes), {}, accuracy=0.8)
    names = tuple(reading.path for reading in found)
    return Sorted(names=names, posts=terms, model=trained.model, chance=trained.chance)
