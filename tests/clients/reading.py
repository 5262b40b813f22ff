"""What a reader shows, and what every reader here can do."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar, Literal, Protocol

from publisher.model import Enclosure

Format = Literal["rss", "atom", "json"]

# The polls, counted from 1, before which nothing was published.
QUIET = (2, 3, 5, 8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post as a reader shows it; `updated` is None where the reader shows no such time.

    `content` is as canonical() has it.
    """

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime | None
    authors: tuple[str, ...]
    content: str
    enclosure: Enclosure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """What one poll put before a person: posts not seen before, and posts seen before that are now otherwise."""

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]


class Client(Protocol):
    """A reader with one subscription."""

    program: ClassVar[str]
    """The command that has to be installed, "" for none."""

    formats: ClassVar[tuple[Format, ...]]
    """Which formats it reads."""

    spared: ClassVar[tuple[int, ...]]
    """At which of the quiet polls, at least, it names the tag of what it has, and so is told that it has it."""

    def __init__(self, home: Path, url: str) -> None: ...

    def poll(self) -> Poll:
        """Fetch the feed, once; return what it made of it."""
        ...

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:
        """Return what it shows of *entry*, all of which was published; what it is known to leave out is not."""
        ...


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(f"<{tag} {sorted(attrs)}>" if attrs else f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def canonical(html: str) -> str:
    """Return HTML in one spelling, without space around it: some readers write it anew."""
    parser = _Parts()
    parser.feed(html.strip())
    parser.close()
    return "".join(parser.parts)


def compare(before: Mapping[str, Entry], entries: Iterable[Entry]) -> Poll:
    """Return what of *entries* is new or otherwise than *before*."""
    found = tuple(entries)
    return Poll(
        new=tuple(one for one in found if one.id not in before),
        changed=tuple(one for one in found if one.id in before and before[one.id] != one),
    )


def run(command: Iterable[str | Path], home: Path) -> None:
    """Run a reader that knows nothing of this machine but its *home*; it has to end well."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=home,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, (done.args, done.stdout, done.stderr)


def installed(program: str) -> bool:
    """Return whether a command is at hand."""
    return not program or shutil.which(program) is not None
