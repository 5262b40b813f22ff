"""Entries of a feed that somebody else wrote, for tests."""

from datetime import UTC, datetime

from publisher.feeds.foreign import ForeignEntry

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def entry(guid: str, *, link: str = "", title: str = "", published: datetime | None = None) -> ForeignEntry:
    return ForeignEntry(guid=guid, link=link, title=title, published=published, updated=None)
