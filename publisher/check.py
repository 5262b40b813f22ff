"""What a build would change for readers, found out without one: nothing that is looked at here stays changed.

What was published is the output directory, or a feed that is live elsewhere; what is about to be is worked out from
a sync that is taken back.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from publisher.batches import Progress
from publisher.catalog import Catalog, collections, open_catalog, posts
from publisher.catalog.adopting import candidates
from publisher.config import Settings
from publisher.errors import OutputError
from publisher.feeds import FORMATS, render_all
from publisher.feeds.comparison import (
    Finding,
    Found,
    Planned,
    Published,
    compare_entries,
    compare_feed,
    find,
    find_older,
    moved,
)
from publisher.feeds.foreign import NotAFeedError, read_feed
from publisher.feeds.matching import loose_link
from publisher.hosting import REMEDY, listed_feeds
from publisher.model import Collection
from publisher.publish.paths import feed_files
from publisher.publish.plan import Plan, with_first_authority
from publisher.rendering import Nav
from publisher.sync import sync_within
from publisher.workers import Workers

SQLITE = "sqlite:///"
# The pages of a feed's archive: nobody subscribes to them.
ARCHIVE_PAGE = re.compile(rf"(?:.*/)?archive/\d+/(?:{'|'.join(re.escape(one.file) for one in FORMATS)})")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What readers would notice. `feeds` and `entries` count what was published; `gone` the entries without a post."""

    feeds: int = 0
    entries: int = 0
    gone: int = 0
    findings: tuple[Finding, ...] = ()


def check(
    settings: Settings,
    now: datetime,
    progress: Progress,
    workers: Workers,
    *,
    against: Published | None = None,
) -> CheckReport:
    """Return what readers of *against* would notice of a build now, or of what is in the output directory."""
    live = (against,) if against else tuple(_published(settings))
    if not live:
        return CheckReport()
    with ExitStack() as stack:
        catalog = stack.enter_context(_open(settings, stack.enter_context(TemporaryDirectory())))
        stack.enter_context(catalog.alone())
        connection = stack.enter_context(catalog.writing())
        trial = connection.begin_nested()
        try:
            sync_within(connection, settings, now, progress, workers)
            checker = _Checker(with_first_authority(connection, settings), connection, now, live)
            findings = checker.against(live[0]) if against else checker.directory()
            return CheckReport(
                feeds=len(live),
                entries=len({entry.guid for one in live for entry in one.feed.entries}),
                gone=checker.found.gone,
                findings=tuple(findings),
            )
        finally:
            trial.rollback()


def _open(settings: Settings, spare: str) -> Catalog:
    """Return the catalog; where there is none yet, an empty one in the folder *spare*, so that none is left behind."""
    url = settings.catalog.database
    missing = url.startswith(SQLITE) and not Path(url.removeprefix(SQLITE)).exists()
    return open_catalog(f"{SQLITE}{spare}/publisher.db" if missing else url)


def _published(settings: Settings) -> Iterator[Published]:
    """Yield the JSON feeds in the output directory, that of all posts first: what is live, once that is deployed."""
    for path, type_ in _listed(settings.output.directory):
        if type_ == "application/feed+json":
            yield _read(settings, path)


def _listed(directory: Path) -> Iterator[tuple[str, str]]:
    """Yield file and type of each feed that people may subscribe to, the shortest path first."""
    formats = {format_.mime_type for format_ in FORMATS}
    for path, type_ in sorted((listed_feeds(directory) or {}).items(), key=lambda one: (len(one[0]), one[0])):
        if type_ in formats and not ARCHIVE_PAGE.fullmatch(path) and (directory / path).is_file():
            yield path, type_


def _read(settings: Settings, path: str) -> Published:
    """Return a feed of the output directory; OutputError where that cannot be read."""
    file = settings.output.directory / path
    try:
        feed = read_feed(file.read_bytes())
    except (OSError, NotAFeedError) as error:
        raise OutputError(f"{file}: {error}; {REMEDY}") from error
    return Published(name=path, url=feed.self_url, feed=feed)


class _Checker:
    """Compares what was published with what the catalog holds on this connection."""

    def __init__(
        self, settings: Settings, connection: Connection, now: datetime, live: tuple[Published, ...]
    ) -> None:
        site = settings.site
        self.settings, self.connection, self.live = settings, connection, live
        self.posts = {post.guid: post for post in candidates(connection, now) if post.visible}
        self.found: Found = find(
            live, tuple(self.posts.values()), authority=site.tag_authority, zone=ZoneInfo(site.timezone)
        )
        languages = collections.with_posts(connection, "language", posts.visible(now))
        self.plan = Plan(settings=settings, templates=(), nav=Nav(), now=now, languages=frozenset(languages))
        self.collections = tuple(filter(self._stands, map(self._counted, collections.every(connection))))

    def _counted(self, one: Collection) -> Collection:
        return replace(one, posts=posts.count(self.connection, one, self.plan.now))

    def _stands(self, one: Collection) -> bool:
        """Return whether a collection will have feeds: it has posts, or had feeds, which stay."""
        return one.kind != "month" and (self.plan.lists(one) or one.published)

    def directory(self) -> Iterator[Finding]:
        """Yield what differs from the output directory."""
        yield from self._entries()
        live = {one.name: one for one in self.live}
        planned: set[str] = set()
        for one in self.collections:
            files = feed_files(one, self.settings.feeds.paths)
            planned.update(files)
            for file in files:
                if file in live:
                    yield from self._compared(live[file], one)
        for path, _ in _listed(self.settings.output.directory):
            if path not in planned:
                yield self._moved(_read(self.settings, path))

    def _compared(self, live: Published, one: Collection) -> Iterator[Finding]:
        """Yield what differs of a collection's feeds, of which the one in JSON is read: they move together."""
        planned = self._planned(one)
        for finding in compare_feed(live, planned, self.found):
            yield finding
            if finding.kind == "address" and live.url.endswith(live.name):
                base = live.url.removesuffix(live.name)
                for name, path in self.plan.paths(one).items():
                    if name != "json":
                        yield moved(path, base + quote(path), planned.urls[name], f"{planned.key}{name}")

    def _entries(self) -> Iterator[Finding]:
        return compare_entries(self.live, self.found, authority=self.settings.site.tag_authority)

    def _moved(self, gone: Published) -> Finding:
        """Return where a feed went whose path no feed will have."""
        heir = next((one for one in self.collections if self.plan.title(one) == gone.feed.title), None)
        url = gone.url or f"{self.settings.site.url}{gone.name}"
        if heir is None:
            return moved(gone.name, url, "", "")
        planned, format_ = self._planned(heir), gone.feed.format
        return moved(gone.name, url, planned.urls[format_], f"{planned.key}{format_}")

    def against(self, one: Published) -> Iterator[Finding]:
        """Yield what differs from a feed that is live elsewhere."""
        yield from self._entries()
        planned = self._within_size(self._fitting(one))
        yield from compare_feed(one, planned, self.found, spelling=loose_link)
        yield from find_older(one, planned, self.found, self.posts)

    def _fitting(self, live: Published) -> Collection:
        """Return the collection whose feed stands where *live* is, else has its title, else that of all posts."""
        at = {loose_link(url): one for one in self.collections for url in self.plan.urls(one).values()}
        named = {self.plan.title(one): one for one in self.collections}
        everything = next(one for one in self.collections if one.kind == "all")
        return at.get(loose_link(live.url)) or named.get(live.feed.title) or everything

    def _planned(self, one: Collection) -> Planned:
        limit = self.settings.feeds.entries
        newest = posts.newest(self.connection, one, self.plan.now, limit)
        return Planned(
            title=self.plan.title(one),
            key="" if one.kind == "all" else f"{one.kind}/{one.slug}/",
            urls=self.plan.urls(one),
            guids=tuple(post.guid for post in newest),
        )

    def _within_size(self, one: Collection) -> Planned:
        """Return a feed with as many entries as its documents will have room for."""
        feed = self.plan.feed(self.connection, one, self.plan.newest(self.connection, one))
        carried = render_all(feed, self.plan.limit).carried
        planned = self._planned(one)
        return replace(planned, guids=planned.guids[:carried])
