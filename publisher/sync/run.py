"""One sync: compare, read, record, and settle what lost its file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from publisher.batches import Progress, in_batches
from publisher.catalog import Catalog, archives, collections, files, posts
from publisher.catalog.engine import SYNCED, recall, remember
from publisher.catalog.files import Place
from publisher.config import Settings
from publisher.config.corrections import corrections_file, read_corrections
from publisher.sync.batch import Batch, Ledger
from publisher.sync.compare import Difference, compare
from publisher.sync.reading import Job, Reader
from publisher.sync.report import SyncReport
from publisher.sync.sorting import sort
from publisher.workers import Workers

if TYPE_CHECKING:
    from publisher.catalog.collections import Key

# Files to a batch, and how few files are read without other processes.
BATCH = 100
FEWEST = 300


def sync(
    settings: Settings,
    catalog: Catalog,
    now: datetime,
    progress: Progress,
    workers: Workers,
    *,
    allow_empty: bool = False,
) -> SyncReport:
    """Return what changed, after recording it; SourceError where a source cannot be read as a whole.

    *now* becomes `updated` of posts that changed, in whole seconds. A source that had posts and is suddenly
    empty is taken for a mistake (a folder that is not mounted), unless *allow_empty*.
    """
    with catalog.alone(), catalog.writing() as connection:
        return sync_within(connection, settings, now, progress, workers, allow_empty=allow_empty)


def sync_within(
    connection: Connection,
    settings: Settings,
    now: datetime,
    progress: Progress,
    workers: Workers,
    *,
    allow_empty: bool = False,
) -> SyncReport:
    """Return what changed, as `sync` does, in the transaction of a writing *connection*: it may be taken back."""
    whole = now.replace(microsecond=0)
    return _Sync(settings, connection, whole, progress, workers).run(allow_empty=allow_empty)


@dataclass(slots=True)
class _Sync:
    settings: Settings
    connection: Connection
    now: datetime
    progress: Progress
    workers: Workers
    report: SyncReport = field(default_factory=SyncReport)
    # Guids whose file went away or was read again: whether they still have one is settled at the end.
    touched: set[str] = field(default_factory=set)
    ledger: Ledger = field(init=False)

    def run(self, *, allow_empty: bool) -> SyncReport:
        difference = compare(self.settings, self.connection, self.workers, allow_empty=allow_empty)
        self.ledger = self._open_ledger(difference)
        self.touched = files.guids_at(self.connection, difference.gone | difference.altered)
        files.forget(self.connection, difference.gone)
        files.mark_pending(self.connection, difference.altered)
        # Files at new places first: one of them may be a post that moved and left its place to another.
        self._read([*sorted(difference.arrived), *sorted(difference.altered)])
        self._settle()
        self._sort()
        self._mark_collections()
        remember(self.connection, SYNCED, self.now.astimezone(UTC).isoformat())
        self.report.files = difference.count
        return self.report

    def _open_ledger(self, difference: Difference) -> Ledger:
        settings = self.settings
        last = posts.last_id(self.connection)
        return Ledger(
            site=settings.site,
            now=self.now,
            reader=Reader.of(settings.site, settings.sources, by_tag=settings.feeds.tags),
            files=difference.files,
            pending=set(difference.altered),
            next_id=last + 1,
            fresh=last == 0,
            numbers=collections.numbers(self.connection),
        )

    def _read(self, places: list[Place]) -> None:
        """Read the files at *places* and record what they say, a batch at a time."""
        total, done = len(places), 0
        read = self.ledger.reader.read_all
        for results in self.workers.run(read, self._jobs(places), total=total, size=BATCH, fewest=FEWEST):
            Batch(self.connection, self.ledger, results).record(self.report)
            done += len(results)
            self.progress("reading", done, total)
        self.report.read += total

    def _jobs(self, places: list[Place]) -> Iterator[Job]:
        """Yield a job for each place, with the page that its post already has."""
        for some in in_batches(places, files.BATCH):
            known = {} if self.ledger.fresh else posts.known_by_place(self.connection, some)
            for place in some:
                page = known[place].page if place in known else ""
                file = self.ledger.file_at(self.connection, place)
                if file:
                    yield Job(source=place[0], file=file, page=page)

    def _settle(self) -> None:
        """Give each guid that lost its file to another file that claims it, else withdraw its post."""
        if recall(self.connection, "imported"):
            remember(self.connection, "imported", "")
            self.touched.update(posts.without_file(self.connection))
        while self.touched:
            holders = files.holding(self.connection, self.touched)
            orphans = {guid for guid in self.touched if guid not in holders}
            heirs = {
                place
                for held in holders.values()
                if all(outcome == "duplicate" for outcome, _ in held)
                for _, place in held
            }
            ids = posts.ids(self.connection, orphans)
            self.ledger.changed |= collections.ever_of(self.connection, ids)
            self.report.withdrawn += posts.withdraw(self.connection, orphans, self.now)
            archives.touch(self.connection, ids)
            self.touched = set()
            files.mark_pending(self.connection, heirs)
            self._read(sorted(heirs))

    def _sort(self) -> None:
        """Put what is new or changed under its theme."""
        settings = self.settings
        corrections = read_corrections(corrections_file(settings.file), settings.themes)
        ledger = self.ledger
        touched, reworded = ledger.written, ledger.reworded
        sorting = sort(self.connection, settings, corrections, touched, self.progress, reworded=reworded)
        ledger.changed |= sorting.changed
        self.report.sorted = sorting.sorted
        self.report.standing = sorting.standing
        self.report.notices = (*corrections.notices, *sorting.notices)

    def _mark_collections(self) -> None:
        """Mark what the changes touch; a change anywhere touches the collection of all posts."""
        titles: dict[Key, str] = {("theme", theme.slug): theme.name for theme in self.settings.themes}
        collections.declare(
            self.connection, {collections.ALL: "", **titles}, collections.numbers(self.connection)
        )
        collections.retitle(self.connection, titles)
        collections.make_stale(self.connection, self.ledger.changed)
