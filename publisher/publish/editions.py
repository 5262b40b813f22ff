"""Writing what was released of digests: a page for each edition, lists of them, and feeds; what changed, no more.

What a digest was last written as is remembered only once all of it is there, and every file is looked for each
time: a build that is killed, or a file that is lost, costs a second writing.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from publisher.catalog import Catalog, collections, posts, released
from publisher.catalog.engine import recall, remember
from publisher.config import Settings
from publisher.feeds import FORMATS, render_all
from publisher.hosting import GONE
from publisher.publish.digests import PublicDigest, at_home, public_digests
from publisher.publish.edition_feeds import feed_of, links_of, urls_of
from publisher.publish.manifest import read_manifest, update
from publisher.publish.marks import looks_of
from publisher.publish.output import Output
from publisher.publish.paths import (
    AUTHORS,
    EDITIONS,
    digest_feed_paths,
    digest_path,
    edition_path,
)
from publisher.publish.plan import Plan, with_first_authority
from publisher.publish.site import nav_of
from publisher.publish.telling import queue_pings, write_manifest
from publisher.records import Issued
from publisher.rendering import DigestListing, EditionRow, Pages
from publisher.sync.reading import fingerprint

# How many editions of each digest stand on the page of all.
NEWEST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What a digest was last written as: numbers, newest first, and a fingerprint of all else."""

    looks: str = ""
    numbers: tuple[int, ...] = ()
    cancelled: tuple[int, ...] = ()

    @classmethod
    def recalled(cls, connection: Connection, name: str) -> "_State":
        looks, numbers, cancelled = json.loads(recall(connection, f"editions {name}") or '["", [], []]')
        return cls(looks=looks, numbers=tuple(numbers), cancelled=tuple(cancelled))

    def remember(self, connection: Connection, name: str) -> None:
        kept = json.dumps([self.looks, self.numbers, self.cancelled], separators=(",", ":"))
        remember(connection, f"editions {name}", kept)


@dataclass(slots=True)
class WrittenEditions:
    """What became of digests, to be remembered once the build has done all that depends on it."""

    states: dict[str, _State] = field(default_factory=dict)

    def remember(self, connection: Connection) -> None:
        """Remember it, so that the next build writes only what is new."""
        for name, state in self.states.items():
            state.remember(connection, name)


def publish_editions(
    settings: Settings, catalog: Catalog, templates: tuple[Path, ...], now: datetime
) -> Output:
    """Write what is new of editions, without a sync or a build, and return what was written.

    It waits for its turn itself (`Catalog.alone`). Where the site was never built, the list of feeds is left to the
    first build, which takes its absence for that.
    """
    output = Output(settings.output.directory)
    with catalog.alone():
        with catalog.writing() as connection:
            plan = _plan(connection, settings, templates, now)
            digests = public_digests(connection, settings)
        with catalog.reading() as connection:
            written = write_editions(connection, plan, digests, output)
        listed = read_manifest(output.directory)
        changed = update(dict(listed or {}), output.feeds)
        queue_pings(catalog, plan, edition_topics(plan, digests, changed))
        if listed is not None:
            write_manifest(output, listed)
        with catalog.writing() as connection:
            written.remember(connection)
    return output


def _plan(connection: Connection, settings: Settings, templates: tuple[Path, ...], now: datetime) -> Plan:
    nav = nav_of(connection, settings, now)
    return Plan(
        settings=with_first_authority(connection, settings),
        templates=templates,
        nav=nav,
        now=now,
        looks=looks_of(settings, templates, nav),
    )


def write_editions(
    connection: Connection, plan: Plan, digests: tuple[PublicDigest, ...], output: Output
) -> WrittenEditions:
    """Write what is missing or not as it should be of *digests*; what is returned is to be remembered."""
    written = WrittenEditions()
    if digests:
        hidden = _hidden(connection, plan.now)
        pages = replace(plan, nav=replace(plan.nav, hidden=hidden)).pages()
        looks = fingerprint(plan.looks, plan.site.tag_authority, sorted(hidden))
        writer = _Writer(connection, plan, pages, looks, output)
        for digest in digests:
            writer.write(digest, written)
        if written.states or not (output.directory / EDITIONS).is_file():
            writer.write_overview(digests)
    return written


def edition_topics(plan: Plan, digests: Sequence[PublicDigest], changed: set[str]) -> Iterator[str]:
    """Yield the address of each feed of *digests* whose file is among those *changed*."""
    for digest in digests:
        urls = urls_of(plan.site, digest.name)
        for name, path in digest_feed_paths(digest.name).items():
            if path in changed:
                yield urls[name]


def _hidden(connection: Connection, now: datetime) -> frozenset[str]:
    """Return the pages that posts in editions had and have no more: their own, and their authors'."""
    shown = set(collections.with_posts(connection, "author", posts.visible(now)))
    gone = {one.slug for one in collections.every(connection) if one.kind == "author"} - shown
    return frozenset(
        (*released.hidden_pages(connection, now), *(f"{AUTHORS}{slug}/index.html" for slug in gone))
    )


@dataclass(frozen=True, slots=True)
class _Writer:
    connection: Connection
    plan: Plan
    pages: Pages
    looks: str
    output: Output

    def write(self, digest: PublicDigest, written: WrittenEditions) -> None:
        """Write what is to be written of a digest, and put into *written* what it then is, where that is new."""
        before = _State.recalled(self.connection, digest.name)
        state = _State(
            looks=fingerprint(self.looks, digest.title),
            numbers=tuple(one.number for one in digest.editions),
            cancelled=tuple(one.number for one in digest.cancelled),
        )
        known = before if before.looks == state.looks and not self.plan.everything else _State()
        self._write_pages(digest, _neighbours(state.numbers), _neighbours(known.numbers))
        for one in digest.cancelled:
            self._withdraw(digest.name, one.number)
        if known != state or not self._has(
            digest_path(digest.name), *digest_feed_paths(digest.name).values()
        ):
            self.output.write(digest_path(digest.name), self.pages.digest(self._listing(digest)))
            self._write_feeds(digest)
            written.states[digest.name] = state

    def write_overview(self, digests: tuple[PublicDigest, ...]) -> None:
        """Write the page of all digests: of each its newest editions, or the only digest's own page."""
        if len(digests) == 1:
            self.output.write(EDITIONS, self.pages.digest(self._listing(digests[0]), EDITIONS))
        else:
            newest = tuple(self._listing(digest, NEWEST) for digest in digests)
            self.output.write(EDITIONS, self.pages.editions(newest))

    def _has(self, *paths: str) -> bool:
        return all((self.output.directory / path).is_file() for path in paths)

    def _write_pages(
        self,
        digest: PublicDigest,
        places: dict[int, tuple[int, int]],
        known: dict[int, tuple[int, int]],
    ) -> None:
        """Write the page of each edition that is new, or not where it was between its neighbours."""
        stale = {
            number
            for number, place in places.items()
            if known.get(number) != place or not self._has(edition_path(digest.name, number))
        }
        feeds = links_of(self.plan.site, digest)
        for issued in self._issued(digest, stale):
            path = edition_path(digest.name, issued.number)
            previous, following = places[issued.number]
            page = self.pages.edition(issued, path, previous=previous, following=following, feeds=feeds)
            self.output.write(path, page)

    def _issued(self, digest: PublicDigest, numbers: Collection[int]) -> Iterator[Issued]:
        for issued in released.in_full(self.connection, digest.name, numbers):
            yield at_home(issued, self.plan.site)

    def _withdraw(self, name: str, number: int) -> None:
        """Have the page of a cancelled edition answer that it is gone."""
        path = edition_path(name, number)
        gone = path.removesuffix("index.html") + GONE
        if self._has(path) or not self._has(gone):
            self.output.write(gone, b"")
            self.output.remove(path)

    def _write_feeds(self, digest: PublicDigest) -> None:
        feeds = self.plan.settings.feeds
        newest = [one.number for one in digest.editions[: feeds.entries]]
        editions = tuple(self._issued(digest, newest))[::-1]
        documents = render_all(feed_of(self.plan, self.pages, digest, editions), self.plan.limit)
        paths = digest_feed_paths(digest.name)
        for format_ in FORMATS:
            content = documents.by_format[format_.name]
            self.output.write_feed(paths[format_.name], content, format_.mime_type)

    def _listing(self, digest: PublicDigest, newest: int | None = None) -> DigestListing:
        spans = released.spans(self.connection, digest.name)
        rows = (
            EditionRow(
                title=one.title,
                number=one.number,
                path=edition_path(digest.name, one.number),
                subject=one.subject,
                preheader=one.preheader,
                since=spans[one.number][0],
                until=spans[one.number][1],
                posts=one.posts,
                year=int(one.key[:4]),
            )
            for one in digest.editions[:newest]
        )
        return DigestListing(
            title=digest.title,
            path=digest_path(digest.name),
            rows=tuple(rows),
            total=len(digest.editions),
            feeds=links_of(self.plan.site, digest),
        )


def _neighbours(numbers: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Return the numbers before and after each of *numbers*, which begin with the newest; 0 for none."""
    following = (0, *numbers)
    previous = (*numbers[1:], 0)
    return {
        number: (before, after) for number, before, after in zip(numbers, previous, following, strict=False)
    }
