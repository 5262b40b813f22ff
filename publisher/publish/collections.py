"""Building what one collection has: its three feeds and its page. Runs in worker processes too."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from publisher.catalog import open_catalog, posts
from publisher.config import Settings
from publisher.feeds import FORMATS, Feed, render
from publisher.model import Collection, FullPost, Post, Site
from publisher.publish.output import Output
from publisher.publish.paths import feed_links, feed_paths, page_path
from publisher.rendering import Listing, Nav, Pages
from publisher.rendering.periods import period

# Posts on a page of posts: what a person scrolls through; the archive has the rest.
PAGE_POSTS = 50
FRONT_POSTS = 30
MONTH_POSTS = 10_000
GENERATOR = "publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that building a collection needs; the same in every process."""

    settings: Settings
    templates: tuple[Path, ...]
    nav: Nav
    now: datetime

    @property
    def site(self) -> Site:
        """The site."""
        return self.settings.site

    def pages(self) -> Pages:
        """Return what renders the site's pages."""
        return Pages(site=self.site, templates=self.templates, generator=GENERATOR, nav=self.nav)

    def lists(self, one: Collection) -> bool:
        """Return whether a collection is to be seen: it has posts, or the settings want it."""
        declared = one.kind == "theme" and any(theme.slug == one.slug for theme in self.settings.themes)
        return bool(one.posts) or one.kind == "all" or declared

    def build_all(self, collections: tuple[Collection, ...]) -> tuple[tuple[Collection, ...], Output]:
        """Return *collections* with their counts, and what was written; opens a catalog of its own."""
        output = Output(self.settings.output.directory)
        with open_catalog(self.settings.catalog.database) as catalog, catalog.reading() as connection:
            pages = self.pages()
            return tuple(self._build(connection, one, output, pages) for one in collections), output

    def _build(self, connection: Connection, one: Collection, output: Output, pages: Pages) -> Collection:
        counted = replace(one, posts=posts.count(connection, one, self.now))
        if one.kind == "month":
            shown = posts.newest(connection, one, self.now, MONTH_POSTS)
        else:
            limit = max(self.settings.feeds.entries, PAGE_POSTS)
            newest = posts.newest_in_full(connection, one, self.now, limit)
            shown = tuple(full.post for full in newest[: FRONT_POSTS if one.kind == "all" else PAGE_POSTS])
            if self.lists(counted) or (output.directory / feed_paths(one)["atom"]).is_file():
                self._write_feeds(counted, newest[: self.settings.feeds.entries], output)
        self._write_page(counted, shown, output, pages)
        return counted

    def _write_feeds(self, one: Collection, entries: tuple[FullPost, ...], output: Output) -> None:
        """Write a collection's feeds; one that lost its last post stays, empty, for those who subscribed."""
        feed = self._feed(one, entries)
        for format_ in FORMATS:
            output.write(feed_paths(one)[format_.name], render(feed, format_))

    def _feed(self, one: Collection, entries: tuple[FullPost, ...]) -> Feed:
        paths = feed_paths(one)
        site = self.site
        return Feed(
            guid=f"tag:{site.tag_authority}:{quote(paths['atom'])}",
            title=self.title(one),
            description=site.description,
            home_url=site.url + quote(page_path(one).removesuffix("index.html")),
            language=site.language,
            author=site.author,
            entries=entries,
            self_urls={name: site.url + quote(path) for name, path in paths.items()},
            in_full=self.settings.feeds.content == "full",
        )

    def title(self, one: Collection) -> str:
        """Return a feed's title: the site's, and what is in it."""
        return f"{self.site.title}: {one.title}" if one.title else self.site.title

    def _heading(self, one: Collection) -> str:
        if one.kind == "month":
            return period(self.site.language, date.fromisoformat(f"{one.slug}-01"), "month")
        return one.title or self.site.title

    def _write_page(self, one: Collection, shown: tuple[Post, ...], output: Output, pages: Pages) -> None:
        path = page_path(one)
        if not self.lists(one):
            output.remove(path)
            return
        kind = "index" if one.kind == "all" else one.kind
        listing = Listing(
            kind=kind,
            title=self._heading(one),
            path=path,
            posts=shown,
            total=one.posts,
            description=self.site.description if one.kind == "all" else "",
            feeds=feed_links(one, self.title(one)),
        )
        output.write(path, pages.index(listing) if one.kind == "all" else pages.listing(listing))
