"""What templates are given, and what rendering gives back. Frozen; nothing here does anything."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from publisher.model import Post

ListingKind = Literal["index", "theme", "tag", "author", "language", "month"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLinks:
    """One feed's three formats, as paths below the output directory. `title` is "" for the site's own."""

    rss: str
    atom: str
    json: str
    title: str = ""


SITE_FEEDS = FeedLinks(rss="feeds/rss.xml", atom="feeds/atom.xml", json="feeds/feed.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class NavTheme:
    """A theme in the site's navigation. `path` is its page below the output directory, `color` "" or `#rrggbb`."""

    name: str
    slug: str
    count: int
    path: str
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nav:
    """Where a page can lead: theme pages, the folder of author pages ("" for none), the archive, the feeds, their OPML.

    Counts are shown on the index only, so that one new post does not change every page. `editions` is "" where no
    edition was released; `hidden` are pages that are no more, and which nothing leads to.
    """

    themes: tuple[NavTheme, ...] = ()
    authors: str = ""
    archive: str = "archive/index.html"
    editions: str = ""
    feeds: str = "feeds/index.html"
    opml: str = "feeds.opml"
    site_feeds: FeedLinks = SITE_FEEDS
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of posts, newest first. `total` counts those that the page leaves out too."""

    kind: ListingKind
    title: str
    path: str
    posts: tuple[Post, ...]
    total: int
    description: str = ""
    feeds: FeedLinks | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionRow:
    """An edition in a list: its number, its page below the output directory, when its posts are from, and how many.

    `title` is what its digest was called then, and `year` that of its slot.
    """

    title: str
    number: int
    path: str
    subject: str
    preheader: str
    since: datetime
    until: datetime
    posts: int
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestListing:
    """A digest's page: its editions, newest first. `total` counts those that are left out too."""

    title: str
    path: str
    rows: tuple[EditionRow, ...]
    total: int
    feeds: FeedLinks


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition in a list, as it is shown: its title without its digest's, its days in words."""

    number: int
    href: str
    title: str
    preheader: str
    dates: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCount:
    """A month that has posts, and its page."""

    year: int
    month: int
    count: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRow:
    """One feed on the page for people: its three addresses as paths below the output directory.

    `count` is how many posts it is of, None where it is one of editions.
    """

    title: str
    rss: str
    atom: str
    json: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedGroup:
    """Feeds under one heading."""

    heading: str
    feeds: tuple[FeedRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A name and where it leads, "" for nowhere; `color` is a theme's."""

    name: str
    href: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post as a page shows it: addresses relative to the page, dates in words.

    `lang` and `dir` are "" where they are the site's own.
    """

    post: Post
    href: str
    iso: str
    day: str
    updated_day: str
    lang: str
    dir: str
    authors: tuple[Link, ...]
    theme: Link | None
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternate:
    """One `<link rel="alternate">`: a feed that a page advertises."""

    mime_type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the archive, its months newest first."""

    year: int
    count: int
    months: tuple[tuple[Link, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One format of a feed: the relative link, and the absolute address that a reader is given."""

    format: str
    href: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """An image with its place fixed before it loads. Of one of unknown size `height` is 0: it may be `most`."""

    url: str
    alt: str
    width: int
    height: int
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tint:
    """A theme's colour as it is read on light paper and on dark. `mark` is what its classes in a style end with."""

    mark: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A post as an edition shows it: its address absolute, its date in the digest's zone.

    `title` is its day where it has none. `summary` and `picture` are what is shown, and may be less than the post
    has. `lang` is "" where it is the site's own; `dir` is always said. `theme` is its name, "" where the section
    says it already.
    """

    post: Post
    title: str
    summary: str
    day: str
    byline: str
    lang: str
    dir: str
    serif: bool
    picture: Picture | None
    theme: str
    tint: Tint


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSection:
    """A heading ("" for none) and its cards; `more` posts are left to the web edition."""

    heading: str
    slug: str
    cards: tuple[Card, ...]
    count: int
    more: int
    tint: Tint


@dataclass(frozen=True, slots=True, kw_only=True)
class Fonts:
    """Stacks of font families, as CSS has them: for text, and for titles and letters."""

    body: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailIdentity:
    """What the law wants in every edition.

    The addresses are not rendered: `{{unsubscribe_url}}` and `{{preferences_url}}` stand for them
    until an edition is filled in for a recipient.
    """

    postal_address: str = ""
    unsubscribe_url: str = ""
    preferences_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """What was done so that an edition fits: summaries cut, to how many columns; pictures and posts left out."""

    summaries: int = 0
    columns: int = 0
    pictures: int = 0
    posts: int = 0

    def __bool__(self) -> bool:
        return bool(self.summaries or self.pictures or self.posts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendering:
    """One edition, rendered: `html` and `text` hold the two placeholders of `MailIdentity` literally.

    `posts` are those that it shows, in order, and `cuts` says what was left out so that it fits. `missing` are the
    keys of words that are said in English, as the site's language has none for them.
    """

    subject: str
    preheader: str
    html: str
    text: str
    mjml: str
    posts: tuple[Post, ...] = ()
    cuts: Cuts = Cuts()
    missing: tuple[str, ...] = ()
