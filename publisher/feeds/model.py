"""The neutral feed that each format is rendered from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from publisher.model import Author, FullPost

# What a feed without posts gives as its time: a feed's `updated` is its newest post's, never now.
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """One of the three formats: its default file name, and its media type."""

    name: Literal["rss", "atom", "json"]
    label: str
    file: str
    mime_type: str


FORMATS = (
    FeedFormat(name="rss", label="RSS", file="rss.xml", mime_type="application/rss+xml"),
    FeedFormat(name="atom", label="Atom", file="atom.xml", mime_type="application/atom+xml"),
    FeedFormat(name="json", label="JSON Feed", file="feed.json", mime_type="application/feed+json"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """Posts to subscribe to. `self_urls` has the address of each format; `author` stands in where a post has none.

    `guid` is the feed's own permanent id (RFC 4287, 4.2.6). `in_full` says whether entries carry the body.
    """

    guid: str
    title: str
    description: str
    home_url: str
    language: str
    author: str
    entries: tuple[FullPost, ...]
    self_urls: Mapping[str, str]
    in_full: bool = True

    @property
    def updated(self) -> datetime:
        """When the newest change to a post in it was made."""
        return max((entry.post.updated for entry in self.entries), default=EPOCH)

    @property
    def published(self) -> datetime:
        """When the newest post in it was published."""
        return max((entry.post.published for entry in self.entries), default=EPOCH)

    def authors(self, entry: FullPost) -> tuple[Author, ...]:
        """Return who wrote *entry*: never nobody, as most readers do not inherit a feed's author."""
        return entry.post.authors or (Author(name=self.author or self.title),)
