"""What a build has to write again: what the settings, the clock, or whoever removed a file made stale."""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from publisher import __version__
from publisher.catalog import collections, open_catalog, posts
from publisher.catalog.engine import recall, remember
from publisher.config import Settings
from publisher.model import Collection
from publisher.publish.paths import feed_files, page_path
from publisher.publish.plan import Plan
from publisher.sync.reading import fingerprint

# Where the pages of posts are, and from how many on each is not looked for at every build.
PAGES = "posts"
MANY_PAGES = 10_000


def languages(connection: Connection, now: datetime) -> frozenset[str]:
    """Return the languages that visible posts are in; where that changed, their feeds come or go."""
    found = frozenset(collections.with_posts(connection, "language", posts.visible(now)))
    if recall(connection, "languages") != " ".join(sorted(found)):
        remember(connection, "languages", " ".join(sorted(found)))
        collections.make_kind_stale(connection, "language")
    return found


def mark_stale(
    connection: Connection, settings: Settings, templates: tuple[Path, ...], now: datetime, *, complete: bool
) -> bool:
    """Mark what must be written again: all when settings or templates changed, else what has become due.

    *complete* says that what is published is known; else, all too.

    Return whether it is all.
    """
    looks = fingerprint(
        __version__,
        settings.site,
        settings.feeds,
        settings.themes,
        [
            (str(path.relative_to(folder)), path.read_bytes())
            for folder in templates
            for path in sorted((folder / "site").rglob("*"))
            if path.is_file()
        ],
    )
    until = recall(connection, "built until")
    if recall(connection, "looks") != looks or not until or not complete:
        remember(connection, "looks", looks)
        collections.make_stale(connection)
        posts.make_pages_stale(connection, None, now)
        return True
    since = datetime.fromisoformat(until)
    collections.make_due_stale(connection, since, now)
    posts.make_pages_stale(connection, since, now)
    return False


def mark_missing(connection: Connection, plan: Plan) -> None:
    """Mark what was written once and is no longer there."""
    directory, chosen = f"{plan.settings.output.directory}/", plan.settings.feeds.paths
    missing = [
        one.number
        for one in collections.every(connection)
        if plan.lists(one)
        and not all(_is_file(directory + path) for path in (page_path(one), *feed_files(one, chosen)))
    ]
    collections.make_stale(connection, missing)


def lost_pages(settings: Settings, now: datetime) -> tuple[int, ...]:
    """Return the ids of posts whose own page was written once and is no longer there; opens a catalog of its own.

    Of very many pages, none is looked for as long as their folder is as the last build left it.
    """
    directory = f"{settings.output.directory}/"
    with open_catalog(settings.catalog.database) as catalog, catalog.reading() as connection:
        if recall(connection, "pages") == _pages_mark(connection, settings, now):
            return ()
        return tuple(
            id_
            for id_, page in posts.written_pages(connection, now)
            if not _is_file(f"{directory}{page}index.html")
        )


def remember_pages(connection: Connection, settings: Settings, now: datetime) -> None:
    """Remember how the folder of pages is left, so that the next build can tell."""
    remember(connection, "pages", _pages_mark(connection, settings, now) or "few")


def _pages_mark(connection: Connection, settings: Settings, now: datetime) -> str:
    """Return what tells that no page's folder came or went, "" where there are few pages or none."""
    folder = settings.output.directory / PAGES
    if posts.count(connection, Collection(kind="all"), now) < MANY_PAGES or not folder.is_dir():
        return ""
    return str(folder.stat().st_mtime_ns)


def _is_file(path: str) -> bool:
    return os.path.isfile(path)  # noqa: PTH113 - a Path for each of thousands is slow
