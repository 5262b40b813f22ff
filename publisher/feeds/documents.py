"""One feed as documents, in one format or in all, and within a size."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from publisher.feeds.model import FORMATS, Feed, FeedFormat, FormatName
from publisher.model import FullPost

if TYPE_CHECKING:
    from publisher.feeds.xml import Frame

# A feed too large carries fewer entries, but never fewer than these.
FEWEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """A feed's bytes by format, and how many of its entries they carry."""

    by_format: dict[FormatName, bytes]
    carried: int


def render(feed: Feed, format_: FeedFormat) -> bytes:
    """Return *feed* as a document of the given format."""
    return _joined(_frame(feed, format_.name), _entries(feed, format_.name), format_.name)


def render_all(feed: Feed, limit: int = 0) -> Documents:
    """Return *feed* in every format, with the same entries: as many as keep each within *limit* bytes (0: all)."""
    entries = {format_.name: _entries(feed, format_.name) for format_ in FORMATS}
    carried = min(_fitting(some, limit) for some in entries.values())
    shown = replace(feed, entries=feed.entries[:carried])
    return Documents(
        by_format={
            name: _joined(_frame(shown, name), some[:carried], name) for name, some in entries.items()
        },
        carried=carried,
    )


def _fitting(entries: list[bytes], limit: int) -> int:
    """Return how many of *entries* stay within *limit* bytes, with room for the frame."""
    if not limit:
        return len(entries)
    room = limit - 4096
    within = sum(size <= room for size in accumulate(map(len, entries)))
    return min(max(within, FEWEST), len(entries))


def _joined(frame: "Frame", entries: list[bytes], name: FormatName) -> bytes:
    return frame.head + (b",\n" if name == "json" else b"").join(entries) + frame.tail


def _frame(feed: Feed, name: FormatName) -> "Frame":
    if name == "rss":
        from publisher.feeds.rss import rss_frame  # feedgen and lxml are needed only where feeds are built

        return rss_frame(feed)
    if name == "atom":
        from publisher.feeds.atom import atom_frame

        return atom_frame(feed)
    from publisher.feeds.jsonfeed import json_frame

    return json_frame(feed)


def _entries(feed: Feed, name: FormatName) -> list[bytes]:
    render_one = _renderer(name)
    return [render_one(feed, entry).encode() for entry in feed.entries]


def _renderer(name: FormatName) -> Callable[[Feed, FullPost], str]:
    if name == "rss":
        from publisher.feeds.rss import rss_item

        return rss_item
    if name == "atom":
        from publisher.feeds.atom import atom_entry

        return atom_entry
    from publisher.feeds.jsonfeed import json_item

    return json_item
