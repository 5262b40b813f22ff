"""The values that everything is made of. Frozen; no file, network, clock or settings."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Literal

Grouping = Literal["theme", "date", "author", "none"]
DateUnit = Literal["auto", "day", "week", "month"]
Order = Literal["newest", "score"]
First = Literal["window", "all", "none"]
SourceFormat = Literal["auto", "markdown", "html"]

DEFAULT_SUFFIXES = (".md", ".markdown", ".txt", ".html", ".htm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote a post, as the front matter names them."""

    name: str
    email: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """What a post says of itself as a podcast's episode; each has a value for not said.

    `image` is absolute, and the episode's own artwork: not the post's lead image.
    """

    number: int = 0
    season: int = 0
    type: Literal["", "full", "trailer", "bonus"] = ""
    explicit: bool | None = None
    image: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosure:
    """A file attached to a post (RSS 2.0, <enclosure>).

    `length` is in bytes and `duration` in seconds, 0 where they are not known.
    """

    url: str
    mime_type: str
    length: int = 0
    duration: int = 0
    episode: Episode = Episode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A post's lead image. `width` and `height` are in CSS pixels, 0 where they are not known."""

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One piece of source content, without its body: that is loaded only where it is shown in full.

    `published` and `updated` are aware, in UTC. `language` is a BCP 47 tag, "" for the site's own.
    `theme` is a theme's slug, "" for none. `page` is the path of the post's page below the output
    directory, "" where the post has an address of its own elsewhere. `score` is how much the editor says it matters,
    more for higher; only digests look at it.
    """

    guid: str
    url: str
    title: str
    published: datetime
    updated: datetime
    summary: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    theme: str = ""
    image: Image | None = None
    enclosure: Enclosure | None = None
    reading_minutes: int = 1
    page: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FullPost:
    """A post with its body, sanitised, every address in it absolute."""

    post: Post
    content_html: str


CollectionKind = Literal["all", "theme", "tag", "author", "language", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A set of posts that are shown together; all but a month's have feeds. `slug` is "" for all posts.

    `number` is its own in the catalog. The rest is as it was last built: `posts` how many visible posts it had,
    `carried` how many of them its feeds, `archived` whether those have archive pages, and `published` whether they
    have been seen at all (once so, always so, both).
    """

    number: int = 0
    kind: CollectionKind
    slug: str = ""
    title: str = ""
    posts: int = 0
    carried: int = 0
    archived: bool = False
    published: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A post that was in a feed and is withdrawn (RFC 6721)."""

    guid: str
    withdrawn: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the publication is called, and where it lives.

    `url` ends with a slash; `icon`, which is square, and `image` are absolute.
    """

    title: str = "My posts"
    url: str = "http://127.0.0.1:8000/"
    description: str = ""
    language: str = "en"
    timezone: str = "UTC"
    author: str = ""
    rights: str = ""
    icon: str = ""
    image: str = ""
    tag_authority: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Podcast:
    """What a directory of podcasts asks for besides (Apple, A Podcaster's Guide to RSS).

    `image` is absolute. Each of the `categories` is one of Apple's, or `Category > Subcategory`.
    """

    author: str = ""
    owner: str = ""
    email: str
    image: str
    categories: tuple[str, ...]
    explicit: bool = False
    type: Literal["episodic", "serial"] = "episodic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A folder of posts. `base_url` is where addresses in a post without a link of its own are relative to."""

    name: str
    path: Path
    format: SourceFormat = "auto"
    base_url: str = ""
    suffixes: tuple[str, ...] = DEFAULT_SUFFIXES


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A subject that posts are grouped under. `slug` is made from the name where it is not set.

    `order` is its place among the sections of a digest, from 1; 0 leaves that to size and freshness. `color` is
    `#rrggbb`, "" for the template's own.
    """

    name: str
    slug: str = ""
    keywords: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    description: str = ""
    order: int = 0
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """The recurring recipe of an edition. 0 is no limit; `max_age` None is none either.

    A section of fewer than `min_per_section` posts is folded into the last, of all the rest. `order` is that of the
    posts, not of the sections. `cron` stands in place of `schedule` where it is not ""; `starting` is the date of one
    slot of a schedule of every so many weeks.
    """

    name: str
    title: str = ""
    schedule: str = "mon 09:00"
    cron: str = ""
    starting: date | None = None
    timezone: str = ""
    group_by: Grouping = "theme"
    date_unit: DateUnit = "auto"
    order: Order = "newest"
    min_posts: int = 1
    max_posts: int = 0
    min_per_section: int = 1
    max_per_section: int = 0
    max_age: timedelta | None = None
    grace: timedelta = timedelta(days=1)
    max_wait: int = 0
    approve: bool = False
    first: First = "window"
    template: str = "cards"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What makes the templates of editions one's own. Addresses are absolute, colours `#rrggbb`.

    The logo's width and height are in CSS pixels; a height of 0 follows from the picture. `font` is "system", "serif"
    or a stack of families; `web_font` is the address of a style sheet that has them. `social` maps what each place
    is called to its address.
    """

    logo: str = ""
    logo_dark: str = ""
    logo_alt: str = ""
    logo_width: int = 160
    logo_height: int = 0
    color: str = "#0e6652"
    background: str = "#f2f4f3"
    font: str = "system"
    web_font: str = ""
    footer: str = ""
    social: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and its ordered posts in an edition; `more` counts those a limit kept out of the email."""

    heading: str
    slug: str
    posts: tuple[Post, ...]
    more: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One outcome of a digest, for one slot. `number` is 0 until it is issued.

    `slot` is in UTC; `since` and `until` are the times of its oldest and newest post, those that a limit left to the
    web edition included.
    """

    digest: Digest
    slot: datetime
    sections: tuple[Section, ...]
    since: datetime
    until: datetime
    number: int = 0

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts shown, in order."""
        return tuple(post for section in self.sections for post in section.posts)

    @property
    def total(self) -> int:
        """How many posts it carries, those that a limit left to the web edition included."""
        return sum(len(section.posts) + section.more for section in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one source file says: a post before the catalog has given it its identity.

    `guid` is the front matter's own, "" without, and `guid_reference` as it stands there where that is relative;
    `link` is absolute, "" without; `page` is the path of its page below the output directory, "" with a link.
    `updated` is the front matter's, else None: the catalog knows better. `content_hash` covers the file's own
    title and body, before any rendering of ours. `media` are the files beside the post that it refers to, as paths
    within the source.
    """

    path: str
    title: str
    published: datetime
    content_html: str
    content_text: str
    content_hash: str
    guid: str = ""
    guid_reference: str = ""
    link: str = ""
    page: str = ""
    updated: datetime | None = None
    summary: str = ""
    authors: tuple[Author, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    image: Image | None = None
    enclosure: Enclosure | None = None
    reading_minutes: int = 1
    score: float = 0.0
    draft: bool = False
    media: tuple[str, ...] = ()
    warnings: tuple["Notice", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something a person should know of a file: `path` within its source, `line` from 1 (0: the whole file)."""

    path: str
    line: int
    reason: str
    source: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}" if self.line else f"{self.path}: {self.reason}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file that gives no post: `skipped` is a fault to mend; `not_post` and `draft` (undated) are counted only."""

    notice: Notice
    kind: Literal["skipped", "not_post", "draft"] = field(default="skipped")
