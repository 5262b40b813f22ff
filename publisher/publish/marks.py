"""What a build has to write again: what the settings, the clock, or whoever removed a file made stale."""

import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from publisher import __version__
from publisher.catalog import collections, open_catalog, posts
from publisher.catalog.engine import recall, remember
from publisher.config import Settings
from publisher.hosting import CODINGS
from publisher.model import Collection
from publisher.publish.manifest import read_manifest
from publisher.publish.paths import feed_files, page_path
from publisher.publish.plan import Plan
from publisher.rendering import Nav
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


def mark_stale(connection: Connection, looks: str, now: datetime, *, complete: bool) -> bool:
    """Mark what must be written again, and return whether it is all; else it is what has become due.

    It is all where the site was last written whole with other *looks*, or what is there is not *complete*.
    """
    until = recall(connection, "built until")
    if recall(connection, "looks") != looks or not until or not complete:
        collections.make_stale(connection)
        posts.make_pages_stale(connection, None, now)
        return True
    since = datetime.fromisoformat(until)
    collections.make_due_stale(connection, since, now)
    posts.make_pages_stale(connection, since, now)
    return False


def looks_of(settings: Settings, templates: tuple[Path, ...], nav: Nav) -> str:
    """Return a fingerprint of all but posts that feeds and pages are made of."""
    return fingerprint(
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
        nav.editions,
    )


def mark_missing(connection: Connection, plan: Plan) -> None:
    """Mark what was written once and is no longer there."""
    directory, chosen = f"{plan.settings.output.directory}/", plan.settings.feeds.paths
    missing = [
        one.number
        for one in collections.every(connection)
        if not all(
            _is_file(directory + path)
            for path in (
                *([page_path(one)] if plan.lists(one) else []),
                *(feed_files(one, chosen) if one.published else []),
            )
        )
    ]
    collections.make_stale(connection, missing)


@dataclass(frozen=True, slots=True)
class Lost:
    """What was written once and is no longer there: own pages, by the ids of their posts, and whether any feed."""

    pages: tuple[int, ...]
    feeds: bool


def find_lost(settings: Settings, now: datetime) -> Lost:
    """Return what was lost of the output directory; opens a catalog of its own."""
    directory = settings.output.directory
    listed = [json.loads(path) for path in read_manifest(directory) or ()]
    # Of very many, the compressed copies are not looked for.
    suffixes = ("", *(suffix for _, suffix in CODINGS)) if len(listed) < MANY_PAGES else ("",)
    feeds = any(not _is_file(f"{directory}/{path}{suffix}") for path in listed for suffix in suffixes)
    return Lost(_lost_pages(settings, now), feeds)


def _lost_pages(settings: Settings, now: datetime) -> tuple[int, ...]:
    """Return the ids of posts whose page is not there.

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
