"""The site's pages, as bytes. It reads templates, and no clock: the same input gives the same bytes.

Every address within the site is relative, so that a folder of pages works wherever it lies.
"""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from urllib.parse import quote

from markupsafe import Markup

from publisher.languages import direction
from publisher.model import Enclosure, Post, Section, Site
from publisher.records import Issued
from publisher.rendering.dates import dates_in
from publisher.rendering.entries import Entries
from publisher.rendering.environment import render, source
from publisher.rendering.feed_sheet import properties
from publisher.rendering.strings import lookup
from publisher.rendering.values import (
    Address,
    Alternate,
    DigestListing,
    EditionLine,
    EditionRow,
    Entry,
    FeedGroup,
    FeedLinks,
    FeedRow,
    Link,
    Listing,
    MonthCount,
    Nav,
    Year,
)

# Where a site has no icon: without this, browsers ask for one.
NO_ICON = "data:,"
# Up to how many editions are listed without headings, each with what its mail said beside the subject.
FEW_EDITIONS = 24
MIME_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml", "json": "application/feed+json"}


class Pages:
    """Renders every kind of page of one site. Built once per build."""

    def __init__(
        self, *, site: Site, templates: tuple[Path, ...], generator: str, nav: Nav | None = None
    ) -> None:
        self._site = site
        self._templates = templates
        self._nav = nav or Nav()
        self._dates = dates_in(site.language, site.timezone)
        self._entries = Entries(site, self._nav, self._dates)
        self._translate = lookup(site.language)
        self._common: dict[str, object] = {
            "_": self._translate,
            "site": site,
            "nav": self._nav,
            "lang": site.language,
            "dir": direction(site.language),
            "generator": generator,
        }

    def index(self, listing: Listing) -> bytes:
        """Return the front page: the newest posts, the themes with their counts."""
        return self._list("site/index.html", listing)

    def listing(self, listing: Listing) -> bytes:
        """Return the page of a theme, an author or a month."""
        return self._list("site/listing.html", listing)

    def post(self, post: Post, content_html: str) -> bytes:
        """Return a post's own page. *content_html* is sanitised, its addresses absolute."""
        root = _root(post.page)
        return self._page(
            "site/post.html",
            post.page,
            title=post.title,
            description=post.summary,
            canonical=post.url,
            entry=self._entries.entry(post, root),
            content=Markup(self._localised(content_html, root)),
            enclosure=_shown_enclosure(post, content_html),
            enclosure_src=self._entries.relative(post.enclosure.url, root) if post.enclosure else "",
            player=_player(post.enclosure),
        )

    def edition(
        self,
        issued: Issued,
        path: str,
        *,
        previous: int = 0,
        following: int = 0,
        feeds: FeedLinks | None = None,
    ) -> bytes:
        """Return an edition's page, with every post; *previous* and *following* are numbers, 0 for none."""
        root = _root(path)
        moments = [post.published for post in issued.posts]
        return self._page(
            "site/edition.html",
            path,
            title=_without(issued.title, issued.subject),
            description=issued.preheader,
            own_feeds=feeds,
            issued=issued,
            sections=self._sections(issued, root),
            dates=self._dates.span(min(moments), max(moments)) if moments else "",
            note=Markup(self._localised(issued.note, root)),
            previous=previous,
            following=following,
        )

    def edition_content(self, issued: Issued) -> str:
        """Return an edition as the body of a feed's entry: HTML whose addresses are absolute."""
        context = {"note": Markup(issued.note), "sections": self._sections(issued, "")}
        return render(self._templates, "site/edition_content.html", self._common | context)

    def _sections(self, issued: Issued, root: str) -> list[tuple[Section, list[Entry]]]:
        return [
            (section, [self._entries.entry(post, root) for post in section.posts])
            for section in issued.sections
        ]

    def digest(self, listing: DigestListing, path: str = "") -> bytes:
        """Return a digest's page, its editions by year where they are many; at another *path* the same page."""
        root = _root(path or listing.path)
        years = [
            (year, [self._line(row, root) for row in rows])
            for year, rows in groupby(listing.rows, attrgetter("year"))
        ]
        many = len(listing.rows) > FEW_EDITIONS and len(years) > 1
        return self._page(
            "site/digest.html",
            path or listing.path,
            title=listing.title,
            canonical=self._address(listing.path),
            own_feeds=listing.feeds,
            listing=listing,
            years=years if many else [],
            lines=[] if many else [line for _, lines in years for line in lines],
        )

    def editions(self, listings: tuple[DigestListing, ...]) -> bytes:
        """Return the page of all digests, each with its newest editions."""
        path = self._nav.editions
        root = _root(path)
        digests = [(listing, [self._line(row, root) for row in listing.rows]) for listing in listings]
        return self._page("site/editions.html", path, title=self._translate("editions"), digests=digests)

    def _line(self, row: EditionRow, root: str) -> EditionLine:
        return EditionLine(
            number=row.number,
            href=root + quote(row.path),
            title=_without(row.title, row.subject),
            preheader=row.preheader,
            dates=self._dates.span(row.since, row.until),
            posts=row.posts,
        )

    def archive(self, months: tuple[MonthCount, ...]) -> bytes:
        """Return the archive: each year, newest first, with its months and their counts."""
        path = self._nav.archive
        years = self._years(months, _root(path))
        return self._page("site/archive.html", path, title=self._translate("archive"), years=years)

    def feeds_page(self, groups: tuple[FeedGroup, ...]) -> bytes:
        """Return the page of all feeds for people, their addresses absolute and in sight."""
        path = self._nav.feeds
        folder = path.removesuffix("index.html")
        rows = [
            (group.heading, [(row, self._addresses(row, folder)) for row in group.feeds]) for group in groups
        ]
        return self._page("site/feeds.html", path, title=self._translate("feeds_title"), groups=rows)

    def stylesheet(self, name: str = "site.css") -> bytes:
        """Return a style sheet of `site/`: `site.css` for the pages, `feed.css` for RSS and Atom in a browser."""
        sheet = source(self._templates, f"site/{name}").replace(b"\r\n", b"\n")
        if name != "feed.css":
            return sheet
        rules = properties(self._site, self._address(self._nav.feeds), self._translate)
        return sheet.rstrip(b"\n") + b"\n\n" + rules.encode()

    def _list(self, template: str, listing: Listing) -> bytes:
        root = _root(listing.path)
        entries = [self._entries.entry(post, root) for post in listing.posts]
        return self._page(
            template,
            listing.path,
            title=listing.title,
            description=listing.description,
            listing=listing,
            entries=entries,
            own_feeds=listing.feeds,
        )

    def _page(
        self,
        template: str,
        path: str,
        *,
        title: str,
        description: str = "",
        canonical: str = "",
        own_feeds: FeedLinks | None = None,
        **values: object,
    ) -> bytes:
        root = _root(path)
        context = self._common | values
        context |= {
            "root": root,
            "path": path,
            "title": title,
            "description": description,
            "canonical": canonical or self._address(path),
            "alternates": self._alternates(own_feeds, root),
            "icon": self._entries.relative(self._site.icon, root) if self._site.icon else NO_ICON,
        }
        return render(self._templates, template, context).encode()

    def _address(self, path: str) -> str:
        """Return the absolute address of a page."""
        return self._site.url + quote(path.removesuffix("index.html"))

    def _alternates(self, own: FeedLinks | None, root: str) -> list[Alternate]:
        """Return the page's own feed in three formats, then the site's."""
        feeds = [self._nav.site_feeds]
        if own and own.rss != self._nav.site_feeds.rss:
            feeds.insert(0, own)
        return [
            Alternate(
                mime_type=mime_type,
                title=f"{feed.title or self._site.title} ({self._translate(format_)})",
                href=root + quote(getattr(feed, format_)),
            )
            for feed in feeds
            for format_, mime_type in MIME_TYPES.items()
        ]

    def _localised(self, content_html: str, root: str) -> str:
        """Return content whose own pictures and sound are found wherever the site lies."""
        for attribute in ("src", "poster"):
            found = f'{attribute}="{self._site.url}'
            content_html = content_html.replace(found, f'{attribute}="{root or "./"}')
        return content_html

    def _years(self, months: Iterable[MonthCount], root: str) -> list[Year]:
        ordered = sorted(months, key=attrgetter("year", "month"), reverse=True)
        return [self._year(year, tuple(group), root) for year, group in groupby(ordered, attrgetter("year"))]

    def _year(self, year: int, months: tuple[MonthCount, ...], root: str) -> Year:
        links = (
            (Link(name=self._dates.month(month.month), href=root + quote(month.path)), month.count)
            for month in months
        )
        return Year(year=year, count=sum(month.count for month in months), months=tuple(links))

    def _addresses(self, row: FeedRow, folder: str) -> list[Address]:
        """Return the addresses of a feed for a page in *folder*."""
        paths = {"rss": row.rss, "atom": row.atom, "json": row.json}
        return [
            Address(
                format=self._translate(format_),
                href=_seen_from(folder, path),
                url=self._site.url + quote(path),
            )
            for format_, path in paths.items()
        ]


def _without(title: str, subject: str) -> str:
    """Return an edition's subject without its digest's title, which stands above it, where it begins with that."""
    rest = subject.removeprefix(title).lstrip(" \u00a0\u202f")
    return rest[1:].strip() or subject if rest[:1] in (":", "\uff1a") else subject


def _root(path: str) -> str:
    """Return the way from a page up to the output directory: `../` for each folder."""
    return "../" * path.count("/")


def _seen_from(folder: str, path: str) -> str:
    """Return the way from a page in *folder* to *path*, the shortest for what lies within it."""
    within = path.startswith(folder) and path != folder
    return quote(path[len(folder) :]) if within else _root(folder) + quote(path)


def _player(enclosure: Enclosure | None) -> str:
    """Return which element plays an enclosure: `audio`, `video`, or "" for a link."""
    kind = enclosure.mime_type.partition("/")[0] if enclosure else ""
    return kind if kind in ("audio", "video") else ""


def _shown_enclosure(post: Post, content_html: str) -> Enclosure | None:
    """Return the enclosure unless the content shows it already."""
    return post.enclosure if post.enclosure and post.enclosure.url not in content_html else None
