"""One feed as documents, in one format or in all, and within a size."""

from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from publisher.feeds.model import FORMATS, Feed, FeedFormat, FormatName

if TYPE_CHECKING:
    from publisher.feeds.xml import Frame

# A feed too large carries fewer entries, but never fewer than these.
FEWEST = 10
# What a document is besides its entries, at most, in bytes; tombstones apart.
FRAME = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """A feed's bytes by format, and how many of its entries they carry."""

    by_format: dict[FormatName, bytes]
    carried: int


def render(feed: Feed, format_: FeedFormat) -> bytes:
    """Return *feed* as a document of the given format."""
    return _joined(_frame(feed, format_.name), _entries(feed, (format_,))[format_.name], format_.name)


def render_all(feed: Feed, limit: int = 0) -> Documents:
    """Return *feed* in every format, with the same entries: as many as keep each within *limit* bytes (0: all)."""
    entries = _entries(feed, FORMATS)
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
    within = sum(size <= limit - FRAME for size in accumulate(map(len, entries)))
    return min(max(within, FEWEST), len(entries))


def _joined(frame: "Frame", entries: list[bytes], name: FormatName) -> bytes:
    return frame.head + (b",\n" if name == "json" else b"").join(entries) + frame.tail


# feedgen and lxml are needed only where feeds are built, hence the imports within.


def _frame(feed: Feed, name: FormatName) -> "Frame":
    if name == "rss":
        from publisher.feeds.rss import rss_frame

        return rss_frame(feed)
    if name == "atom":
        from publisher.feeds.atom import atom_frame

        return atom_frame(feed)
    from publisher.feeds.jsonfeed import json_frame

    return json_frame(feed)


def _entries(feed: Feed, formats: tuple[FeedFormat, ...]) -> dict[FormatName, list[bytes]]:
    """Return the entries as each of *formats* has them; what is the same in all is worked out once."""
    from publisher.feeds.atom import atom_entry
    from publisher.feeds.content import Body, body_of
    from publisher.feeds.jsonfeed import json_item
    from publisher.feeds.rss import rss_item

    renderers = {"rss": rss_item, "atom": atom_entry, "json": json_item}
    found: dict[FormatName, list[bytes]] = {format_.name: [] for format_ in formats}
    for entry in feed.entries:
        body = body_of(entry) if feed.in_full else Body("", "")
        for name, entries in found.items():
            entries.append(renderers[name](feed, entry, body).encode())
    return found
