"""The neutral feed that each format is rendered from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from publisher.model import Author, FullPost, Podcast, Tombstone

FormatName = Literal["rss", "atom", "json"]
# What a feed without posts gives as its time: a feed's `updated` is its newest post's, never now.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFormat:
    """One of the three formats: its default file name, and its media type."""

    name: FormatName
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
    """Posts to subscribe to, or one page of the archive of such a feed (RFC 5005, 4).

    `guid` is the feed's own permanent id, a `tag:` URI (RFC 4287, 4.2.6; RFC 4151). Addresses are absolute, and by
    format: `self_urls`; `previous_urls`, the next older archive page; and `current_urls`, which only an archive
    page has. `author` stands in where a post has none. `in_full` says whether entries carry the body. `stylesheets`
    say where a browser finds how to show an XML format, relative to it.
    """

    guid: str
    title: str
    description: str
    home_url: str
    language: str
    author: str
    entries: tuple[FullPost, ...]
    self_urls: Mapping[FormatName, str]
    previous_urls: Mapping[FormatName, str] = field(default_factory=dict)
    current_urls: Mapping[FormatName, str] = field(default_factory=dict)
    withdrawn: tuple[Tombstone, ...] = ()
    rights: str = ""
    icon: str = ""
    image: str = ""
    hub: str = ""
    podcast: Podcast | None = None
    stylesheets: Mapping[FormatName, str] = field(default_factory=dict)
    in_full: bool = True

    @property
    def authority(self) -> str:
        """Who mints the feed's ids: what stands in its own after `tag:`."""
        return self.guid.split(":")[1]

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
