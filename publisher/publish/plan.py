"""What a build is to make of the catalog: feeds and pages of a collection as values. It reads, and writes nothing."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from publisher.catalog import archives, posts
from publisher.catalog.engine import AUTHORITY, recall, remember
from publisher.config import Settings
from publisher.feeds import FORMATS, Feed, FormatName
from publisher.model import Collection, FullPost, Post, Site
from publisher.publish.paths import (
    FEED_STYLESHEET,
    archive_paths,
    feed_links,
    feed_paths,
    file_at,
    page_path,
    way_up,
)
from publisher.rendering import Listing, Nav, Pages, language_name, period

# Posts on a page of posts: what a person scrolls through; the archive has the rest.
PAGE_POSTS = 50
FRONT_POSTS = 30
MONTH_POSTS = 10_000
KILOBYTE = 1024
GENERATOR = "publisher"


def with_first_authority(connection: Connection, settings: Settings) -> Settings:
    """Return *settings* with the authority under which this catalog's feeds were first built.

    It is remembered the first time. The ids of feeds, and those that Atom has for guids which are no IRIs, are made of
    it: they must not change with the site's host (RFC 4287, 4.2.6).
    """
    first = recall(connection, AUTHORITY)
    if not first:
        remember(connection, AUTHORITY, settings.site.tag_authority)
        return settings
    return settings.model_copy(update={"site": replace(settings.site, tag_authority=first)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """All that building a collection needs; the same in every process.

    `languages` are the slugs of the languages that posts are in; `looks` a fingerprint of all but posts that goes
    into what is built; `everything` says that each archive page is to be written again.
    """

    settings: Settings
    templates: tuple[Path, ...]
    nav: Nav
    now: datetime
    languages: frozenset[str] = frozenset()
    looks: str = ""
    everything: bool = False

    @property
    def site(self) -> Site:
        """The site."""
        return self.settings.site

    def pages(self) -> Pages:
        """Return what renders the site's pages."""
        return Pages(site=self.site, templates=self.templates, generator=GENERATOR, nav=self.nav)

    def lists(self, one: Collection) -> bool:
        """Return whether a collection is to be seen: it has posts, or the settings want it."""
        if one.kind == "language" and len(self.languages) < 2:
            return False
        declared = one.kind == "theme" and any(theme.slug == one.slug for theme in self.settings.themes)
        return bool(one.posts) or one.kind == "all" or declared

    def paths(self, one: Collection) -> dict[FormatName, str]:
        """Return the path of each of a collection's feeds by format."""
        return feed_paths(one, self.settings.feeds.paths)

    def topics(self, built: Iterable[Collection], written: Container[str]) -> Iterator[str]:
        """Yield the address of each feed of *built* whose file is among those *written*; archive pages are no feeds."""
        for one in built:
            for format_ in FORMATS if one.kind != "month" else ():
                path = self.paths(one)[format_.name]
                if file_at(path, format_) in written:
                    yield self.site.url + quote(path)

    def urls(self, one: Collection) -> dict[FormatName, str]:
        """Return the address of each of a collection's feeds by format."""
        return self._urls(self.paths(one))

    @property
    def limit(self) -> int:
        """How many bytes a feed may have, 0 for any number."""
        return self.settings.feeds.max_kilobytes * KILOBYTE

    def newest(self, connection: Connection, one: Collection) -> tuple[FullPost, ...]:
        """Return the posts that a collection's feeds and page may show, newest first."""
        limit = max(self.settings.feeds.entries, PAGE_POSTS)
        return posts.newest_in_full(connection, one, self.now, limit)

    def feed(self, connection: Connection, one: Collection, newest: tuple[FullPost, ...]) -> Feed:
        """Return a collection's feed, as large as the settings have it."""
        entries = newest[: self.settings.feeds.entries]
        oldest = entries[-1].post.published if len(entries) == self.settings.feeds.entries else None
        limit = self.settings.feeds.entries
        gone = archives.tombstones(connection, one.number, oldest, self.now, limit)
        return replace(self._frame(one, self.paths(one)), entries=entries, withdrawn=gone)

    def with_archive(self, feed: Feed, one: Collection, pages: int) -> Feed:
        """Return a collection's feed with links to the newest of its archive's *pages*."""
        return replace(feed, previous_urls=self._urls(archive_paths(one, pages))) if pages else feed

    def pages_of(self, connection: Connection, one: Collection) -> int:
        """Return how many archive pages a collection's feeds have, where they have any."""
        return -(-archives.entered(connection, one.number) // self.settings.feeds.archive_entries)

    def archive_page(self, connection: Connection, one: Collection, number: int) -> Feed:
        """Return an archive page of a collection's feeds; *number* counts from 1, the oldest."""
        size = self.settings.feeds.archive_entries
        paths = archive_paths(one, number)
        return replace(
            self._frame(one, paths),
            entries=archives.page(
                connection, one.number, range((number - 1) * size, number * size), self.now
            ),
            current_urls=self.urls(one),
            previous_urls=self._urls(archive_paths(one, number - 1)) if number > 1 else {},
        )

    def _frame(self, one: Collection, paths: dict[FormatName, str]) -> Feed:
        site, feeds = self.site, self.settings.feeds
        return Feed(
            guid=f"tag:{site.tag_authority}:{self._first_path(one)}",
            title=self.title(one),
            description=self.description(one) or site.description,
            home_url=site.url + quote(page_path(one).removesuffix("index.html")),
            language=one.title if one.kind == "language" else site.language,
            author=site.author,
            entries=(),
            self_urls=self._urls(paths),
            rights=site.rights,
            icon=site.icon,
            image=site.image,
            hub=feeds.hub,
            podcast=feeds.podcast,
            stylesheets={name: way_up(path) + FEED_STYLESHEET for name, path in paths.items()},
            in_full=feeds.content == "full",
        )

    @staticmethod
    def _first_path(one: Collection) -> str:
        """Return what the feed's id is made of: where it is unless the settings move it, so that it stays."""
        return quote(feed_paths(one, {})["atom"])

    def _urls(self, paths: dict[FormatName, str]) -> dict[FormatName, str]:
        return {name: self.site.url + quote(path) for name, path in paths.items()}

    def title(self, one: Collection) -> str:
        """Return a feed's title: the site's, and what is in it."""
        name = self.name(one)
        return f"{self.site.title}: {name}" if name else self.site.title

    def name(self, one: Collection) -> str:
        """Return what a collection is called, "" for all posts."""
        if one.kind == "month":
            return period(self.site.language, date.fromisoformat(f"{one.slug}-01"), "month")
        return language_name(one.title) if one.kind == "language" else one.title

    def description(self, one: Collection) -> str:
        """Return what a collection is about: the site's own words of all posts, a theme's of its posts; else ""."""
        if one.kind == "all":
            return self.site.description
        declared = (theme.description for theme in self.settings.themes if theme.slug == one.slug)
        return next(declared, "") if one.kind == "theme" else ""

    def listing(self, one: Collection, shown: tuple[Post, ...]) -> Listing:
        """Return a collection's page."""
        return Listing(
            kind="index" if one.kind == "all" else one.kind,
            title=self.name(one) or self.site.title,
            path=page_path(one),
            posts=shown,
            total=one.posts,
            description=self.description(one),
            feeds=feed_links(one, self.title(one), self.settings.feeds.paths),
        )
