"""reader (lemon24/reader), which keeps feeds in a database of its own."""

import os
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import reader

from publisher.model import Enclosure
from tests.clients.reading import Entry, Format, Poll, canonical


class Reader:
    """A reader's database, and its person, who reads everything at once."""

    program: ClassVar[str] = ""
    formats: ClassVar[tuple[Format, ...]] = ("rss", "atom", "json")
    spared: ClassVar[tuple[int, ...]] = (2, 3, 5)  # it keeps no new tag where no post is new or has changed

    def __init__(self, home: Path, url: str) -> None:
        # Its own copy of feedparser wants a module that feedparser itself no longer brings.
        os.environ.setdefault("READER_NO_VENDORED_FEEDPARSER", "1")
        self.file = str(home / "reader.sqlite")
        self.url = url
        self.seen: dict[str, Entry] = {}
        with reader.make_reader(self.file) as opened:
            opened.add_feed(url)

    def poll(self) -> Poll:
        """Update the one feed; what is unread is new, and its count of what was modified has to be right."""
        with reader.make_reader(self.file) as opened:
            updated = opened.update_feed(self.url)
            unread = tuple(_entry(one) for one in opened.get_entries(read=False))
            known = [_entry(one) for one in opened.get_entries(read=True)]
            for one in unread:
                opened.mark_entry_as_read((self.url, one.id))
        changed = tuple(one for one in known if self.seen[one.id] != one)
        counted = (updated.new, updated.modified) if updated else (0, 0)
        assert counted == (len(unread), len(changed))
        self.seen |= {one.id: one for one in unread + changed}
        return Poll(new=unread, changed=changed)

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:
        """Return it with one author: of several it takes the last, but all from JSON Feed."""
        return entry if format_ == "json" else replace(entry, authors=entry.authors[-1:])


def _entry(found: reader.Entry) -> Entry:
    assert found.published
    files = [
        Enclosure(url=one.href, mime_type=one.type or "", length=one.length or 0) for one in found.enclosures
    ]
    return Entry(
        id=found.id,
        title=found.title or "",
        url=found.link or "",
        published=found.published,
        updated=found.updated or found.published,
        authors=tuple(one.name or "" for one in found.authors),
        content=canonical(found.content[0].value),
        enclosure=files[0] if files else None,
    )
