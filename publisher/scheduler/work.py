"""What the jobs do, once each: build the site, issue a digest, look for what is due, keep house."""

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol

from publisher.app import App
from publisher.batches import Progress
from publisher.catalog import Catalog
from publisher.catalog.engine import SYNCED, recall
from publisher.composing import find_digest, preview_url
from publisher.errors import BusyError
from publisher.issuing import Considered, Desk
from publisher.model import Notice
from publisher.publish import BuildReport, build
from publisher.scheduler.clock import Clock
from publisher.scheduler.facts import facts
from publisher.scheduler.failures import Streak, failure_of
from publisher.scheduler.tidying import remove_unfinished, tidy
from publisher.sync import sync_within
from publisher.websub import send_due
from publisher.workers import Workers

log = logging.getLogger("publisher")

# A sync so long before an edition is recent enough.
RECENT = timedelta(minutes=1)
# How often, and how many seconds each time, an edition waits for whoever syncs or builds just then.
TURNS, TURN = 30, 1.0
# How long hubs may keep a build.
PINGING = timedelta(seconds=5)


class StoppedError(Exception):
    """The work is given up: the service ends."""


class Fire(Protocol):
    """Makes a job run as soon as it can."""

    def __call__(self, name: str, *, unless_failing: bool = False) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a job works with: the settings as they are when it begins.

    `go_on` is called as work goes on, and raises StoppedError once the service ends.
    """

    app: App
    catalog: Catalog
    clock: Clock
    go_on: Progress
    fire: Fire

    @property
    def desk(self) -> Desk:
        """The desk that issues editions."""
        return Desk(settings=self.app.settings, catalog=self.catalog, templates=self.app.templates)


@dataclass(slots=True)
class Builder:
    """Builds the site, and tells of files that cannot be read once each, however often it builds."""

    _told: frozenset[Notice] = field(default=frozenset())

    def __call__(self, work: Work) -> None:
        """Sync and build; tell hubs, where the build is to do that."""
        settings, began = work.app.settings, time.monotonic()
        with Workers() as workers:
            report = build(settings, work.catalog, work.app.templates, work.clock.now(), work.go_on, workers)
        self._tell(report, time.monotonic() - began)
        if settings.feeds.ping == "build":
            _ping(work)

    def _tell(self, report: BuildReport, seconds: float) -> None:
        skipped = frozenset(report.counts.skipped)
        for notice in sorted(skipped - self._told, key=str):
            said = facts(source=notice.source, path=notice.path, line=notice.line, reason=notice.reason)
            log.warning("file skipped", extra=said)
        for notice in sorted(self._told - skipped, key=str):
            log.info("file no longer skipped", extra=facts(source=notice.source, path=notice.path))
        self._told = skipped
        output, sync = report.output, report.sync
        if not output.written and not output.removed:
            log.debug("site is as it should be")
            return
        counts = {
            "added": sync.added,
            "updated": sync.updated,
            "moved": sync.moved,
            "withdrawn": sync.withdrawn,
            "removed": output.removed,
        }
        changed = {name: number for name, number in counts.items() if number}
        said = facts(posts=report.counts.posts, **changed, written=output.written, seconds=round(seconds, 2))
        log.info("site built", extra=said)


def _ping(work: Work) -> None:
    report = send_due(work.catalog, work.clock.now(), work.clock.now, limit=PINGING)
    if report.outcomes:
        said = facts(told=len(report.told), failed=len(report.failed), waiting=report.waiting)
        log.log(logging.WARNING if report.failed else logging.INFO, "hubs told", extra=said)


@dataclass(slots=True)
class Issuer:
    """Issues the editions of the digest called `name` that are due."""

    name: str
    _unsynced: Streak = field(default_factory=Streak)

    def __call__(self, work: Work) -> None:
        """Issue what is due, if anything, after a sync; have its pages published."""
        digest = find_digest(work.app.settings, self.name)
        if not work.desk.is_due(digest, work.clock.now()):
            return
        self._freshen(work)
        found = work.desk.issue_due(digest, work.clock.now())
        _tell_missed(tuple(one for one in found if one.outcome == "coalesced"))
        for one in found:
            if one.outcome != "coalesced":
                _tell_slot(work, one)
        if any(one.edition and one.edition.status == "released" for one in found):
            work.fire("build")

    def _freshen(self, work: Work) -> None:
        """Sync, unless that was just done: an edition has what was saved before its slot.

        What fails here stops no edition: what it misses is in the next.
        """
        try:
            _sync_in_time(work)
        except StoppedError:
            raise
        except Exception as error:
            failure = failure_of(error)
            if self._unsynced.failed(failure, work.clock.now()) != "nothing":
                log.warning("edition without a sync", extra=facts(digest=self.name, reason=failure.said))
        else:
            self._unsynced.succeeded()


def _sync_in_time(work: Work) -> None:
    """Sync, unless that was just done; BusyError where another's sync or build lasts longer than an edition waits."""
    for _ in range(TURNS):
        if _is_fresh(work):
            return
        with suppress(BusyError), work.catalog.alone(TURN):
            if not _is_fresh(work):
                _sync(work)
            return
    raise BusyError("another sync or build takes long")


def _is_fresh(work: Work) -> bool:
    with work.catalog.reading() as connection:
        synced = recall(connection, SYNCED)
    return bool(synced) and abs(work.clock.now() - datetime.fromisoformat(synced)) < RECENT


def _sync(work: Work) -> None:
    with Workers() as workers, work.catalog.writing() as connection:
        sync_within(connection, work.app.settings, work.clock.now(), work.go_on, workers)


def _tell_missed(missed: tuple[Considered, ...]) -> None:
    """Tell of slots that a later one makes up for in one line, however long nothing ran."""
    if missed:
        first, last = missed[0], missed[-1]
        said = facts(digest=first.digest, slots=len(missed), first=first.slot.key, last=last.slot.key)
        log.warning("slots missed", extra=said)


def _tell_slot(work: Work, one: Considered) -> None:
    slot = facts(digest=one.digest, slot=one.slot.key, posts=one.posts)
    if one.edition is None:
        level = logging.WARNING if one.outcome == "late" else logging.INFO
        log.log(level, f"slot {one.outcome}", extra=slot)
        return
    if one.edition.status == "draft":
        address = preview_url(work.app.settings, one.digest, one.number)
        log.info("edition waits for approval", extra=facts(slot, edition=one.name, preview=address))
    else:
        log.info("edition issued", extra=facts(slot, edition=one.name))


def check(work: Work) -> None:
    """Have issued what is due, whatever became of the moment when it should have been."""
    now = work.clock.now().astimezone(UTC)
    for digest in work.app.settings.digests:
        if not work.desk.knows(digest):
            work.desk.issue_due(digest, now)
        elif work.desk.is_due(digest, now):
            work.fire(f"issue {digest.name}", unless_failing=True)


def keep_house(work: Work) -> None:
    """Remove what killed processes left unfinished, and have the database tidy itself."""
    removed = remove_unfinished(work.app.settings.output.directory, work.go_on)
    forgotten = tidy(
        work.catalog, work.clock.now(), {f"issue {one.name}" for one in work.app.settings.digests}
    )
    log.debug("house kept", extra=facts(removed=removed, forgotten=forgotten))
