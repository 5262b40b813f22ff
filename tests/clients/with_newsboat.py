"""newsboat, run without a screen; its cache is a SQLite database."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from publisher.model import Enclosure
from tests.clients.reading import Entry, Format, Poll, canonical, run


class Newsboat:
    """newsboat, and its person, who reads everything at once."""

    program: ClassVar[str] = "newsboat"
    formats: ClassVar[tuple[Format, ...]] = ("rss", "atom")
    spared: ClassVar[tuple[int, ...]] = (
        3,
        5,
        8,
    )  # it forgets what its first poll was told (newsboat/newsboat#2734)

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.cache = home / "cache.db"
        self.seen: dict[str, Entry] = {}
        (home / "urls").write_text(url + "\n", encoding="utf-8")
        (home / "config").touch()

    def poll(self) -> Poll:
        """Reload; what it holds unread is new, what it holds otherwise than before has changed."""
        run(["newsboat", "-u", "urls", "-c", self.cache, "-C", "config", "-x", "reload"], self.home)
        with closing(sqlite3.connect(self.cache)) as cache, cache:
            cache.row_factory = sqlite3.Row
            rows = cache.execute("SELECT * FROM rss_item WHERE deleted = 0").fetchall()
            cache.execute("UPDATE rss_item SET unread = 0")
        new = tuple(_entry(row) for row in rows if row["unread"])
        known = [_entry(row) for row in rows if not row["unread"]]
        changed = tuple(one for one in known if self.seen[one.id] != one)
        self.seen |= {one.id: one for one in new + changed}
        return Poll(new=new, changed=changed)

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:
        """Return it without `updated` and length; of several authors RSS gives it the last, Atom one text."""
        authors = entry.authors[-1:] if format_ == "rss" else (", ".join(entry.authors),)
        file = replace(entry.enclosure, length=0) if entry.enclosure else None
        return replace(entry, updated=None, authors=authors, enclosure=file)


def _entry(row: sqlite3.Row) -> Entry:
    url = row["enclosure_url"]
    return Entry(
        id=row["guid"],
        title=row["title"],
        url=row["url"],
        published=datetime.fromtimestamp(row["pubDate"], UTC),
        updated=None,
        authors=(row["author"],),
        content=canonical(row["content"]),
        enclosure=Enclosure(url=url, mime_type=row["enclosure_type"]) if url else None,
    )
