"""What lists every collection: navigation, the archive for people, the page of feeds, OPML, the style sheets."""

from collections.abc import Iterable
from datetime import datetime
from urllib.parse import quote

from sqlalchemy import Connection

from publisher.catalog import collections, posts, released
from publisher.catalog.engine import recall, remember
from publisher.config import Settings
from publisher.feeds import FORMATS, Outline, render_opml
from publisher.hosting import OPML_TYPE
from publisher.model import Collection
from publisher.publish.digests import PublicDigest
from publisher.publish.edition_feeds import feed_title, urls_of
from publisher.publish.output import Output
from publisher.publish.paths import (
    ARCHIVE,
    AUTHORS,
    EDITIONS,
    FEED_STYLESHEET,
    FEEDS_PAGE,
    OPML,
    STYLESHEET,
    digest_feed_paths,
    digest_path,
    feed_links,
    page_path,
)
from publisher.publish.plan import Plan
from publisher.rendering import FeedGroup, FeedRow, MonthCount, Nav, NavTheme
from publisher.rendering.strings import lookup
from publisher.sync.reading import fingerprint

FILES = (ARCHIVE, FEEDS_PAGE, OPML, STYLESHEET, FEED_STYLESHEET)
# The kinds of collections that have feeds, and the string that heads each.
GROUPS = (
    ("all", "everything"),
    ("theme", "themes"),
    ("tag", "tags"),
    ("language", "languages"),
    ("author", "authors"),
)


def nav_of(connection: Connection, settings: Settings, now: datetime) -> Nav:
    """Return what every page leads to."""
    counts = collections.theme_counts(connection, posts.visible(now))
    themes = tuple(
        NavTheme(
            name=theme.name,
            slug=theme.slug,
            count=counts.get(theme.slug, 0),
            path=page_path(Collection(kind="theme", slug=theme.slug)),
            color=theme.color,
        )
        for theme in settings.themes
    )
    links = feed_links(Collection(kind="all"), "", settings.feeds.paths)
    return Nav(
        themes=themes,
        authors=AUTHORS,
        archive=ARCHIVE,
        editions=EDITIONS if released.has_any(connection) else "",
        feeds=FEEDS_PAGE,
        site_feeds=links or Nav().site_feeds,
    )


def write_site(connection: Connection, plan: Plan, digests: tuple[PublicDigest, ...], output: Output) -> int:
    """Write what lists all collections, where that or its looks changed; return how many feeds there are."""
    every = [one for one in collections.every(connection) if plan.lists(one)]
    feeds = [one for one in every if one.kind != "month"]
    complete = all((output.directory / path).is_file() for path in FILES)
    listed = fingerprint(plan.looks, every, *((one.name, one.title) for one in digests))
    if plan.everything or not complete or recall(connection, "listed") != listed:
        pages = plan.pages()
        months = tuple(_month(one) for one in every if one.kind == "month")
        output.write(ARCHIVE, pages.archive(months))
        output.write(FEEDS_PAGE, pages.feeds_page(tuple(_groups(plan, feeds, digests))))
        output.write(STYLESHEET, pages.stylesheet())
        output.write(FEED_STYLESHEET, pages.stylesheet("feed.css"))
        opml = render_opml(plan.site.title, tuple(_outlines(plan, feeds, digests)))
        output.write_feed(OPML, opml, OPML_TYPE)
        remember(connection, "listed", listed)
    return (len(feeds) + len(digests)) * len(FORMATS)


def _month(one: Collection) -> MonthCount:
    year, month = map(int, one.slug.split("-"))
    return MonthCount(year=year, month=month, count=one.posts, path=page_path(one))


def _groups(plan: Plan, feeds: list[Collection], digests: tuple[PublicDigest, ...]) -> Iterable[FeedGroup]:
    words = lookup(plan.site.language)
    for kind, heading in GROUPS:
        rows = tuple(_row(plan, one) for one in feeds if one.kind == kind)
        if rows:
            yield FeedGroup(heading=words(heading), feeds=rows)
        if kind == "all" and digests:
            yield FeedGroup(heading=words("editions"), feeds=tuple(map(_digest_row, digests)))


def _digest_row(digest: PublicDigest) -> FeedRow:
    paths = digest_feed_paths(digest.name)
    return FeedRow(title=digest.title, rss=paths["rss"], atom=paths["atom"], json=paths["json"], count=None)


def _row(plan: Plan, one: Collection) -> FeedRow:
    paths = plan.paths(one)
    return FeedRow(
        title=plan.name(one) or plan.site.title,
        rss=paths["rss"],
        atom=paths["atom"],
        json=paths["json"],
        count=one.posts,
    )


def _outlines(plan: Plan, feeds: list[Collection], digests: tuple[PublicDigest, ...]) -> Iterable[Outline]:
    words = lookup(plan.site.language)
    for kind, heading in GROUPS:
        for one in feeds:
            if one.kind == kind:
                yield Outline(
                    title=plan.title(one),
                    xml_url=plan.site.url + quote(plan.paths(one)["atom"]),
                    html_url=plan.site.url + quote(page_path(one).removesuffix("index.html")),
                    group="" if kind == "all" else words(heading),
                )
        for digest in digests if kind == "all" else ():
            yield Outline(
                title=feed_title(plan.site, digest),
                xml_url=urls_of(plan.site, digest.name)["atom"],
                html_url=plan.site.url + digest_path(digest.name).removesuffix("index.html"),
                group=words("editions"),
            )
