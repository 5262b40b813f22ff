"""feedparser, as its documentation has programs poll: with the ETag and the time of the last answer."""

from calendar import timegm
from datetime import UTC, datetime
from pathlib import Path
from time import struct_time
from typing import Any, ClassVar

import feedparser

from publisher.model import Enclosure
from tests.clients.reading import QUIET, Entry, Format, Poll, canonical, compare


class Feedparser:
    """A program of one's own."""

    program: ClassVar[str] = ""
    formats: ClassVar[tuple[Format, ...]] = ("rss", "atom")
    spared: ClassVar[tuple[int, ...]] = QUIET

    def __init__(self, home: Path, url: str) -> None:  # noqa: ARG002 - it keeps nothing
        self.url = url
        self.last: dict[str, str | None] = {"etag": None, "modified": None}
        self.seen: dict[str, Entry] = {}

    def poll(self) -> Poll:
        """Parse what the address has, unless it is what it was."""
        parsed = feedparser.parse(self.url, **self.last)
        assert not parsed.bozo, parsed.bozo_exception
        self.last = {"etag": parsed.get("etag"), "modified": parsed.get("modified")}
        found = compare(self.seen, map(_entry, parsed.entries))
        self.seen |= {one.id: one for one in found.new + found.changed}
        return found

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:  # noqa: ARG004
        """Return all of it."""
        return entry


def _entry(found: Any) -> Entry:
    files = [Enclosure(url=one.href, mime_type=one.type, length=int(one.length)) for one in found.enclosures]
    return Entry(
        id=found.id,
        title=found.title,
        url=found.link,
        published=_moment(found.published_parsed),
        # RSS says it only where it is not the time of publishing.
        updated=_moment(found.updated_parsed if "updated_parsed" in found else found.published_parsed),
        authors=tuple(one.name for one in found.authors),
        content=canonical(found.content[0].value),
        enclosure=files[0] if files else None,
    )


def _moment(parsed: struct_time) -> datetime:
    return datetime.fromtimestamp(timegm(parsed), UTC)
