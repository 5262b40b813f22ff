"""How the publication stands, for whoever looks after it: its digests, jobs, processes, feeds and catalog."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from publisher.catalog import editions, files, posts, service
from publisher.catalog.engine import recall, without_password
from publisher.catalog.selection import counts
from publisher.composing import Plan, plan_of
from publisher.config import Settings
from publisher.errors import OutputError
from publisher.hosting import listed_feeds
from publisher.model import Collection, Digest
from publisher.records import JobRow, Missed, ServiceRow, SlotRow
from publisher.schedule import Slot, in_words
from publisher.times import slot_in_words

# How many of the slots that were considered last are told, and how far back it is told that nothing ran.
RECENT = 20
LOOKING_BACK = timedelta(days=7)
INSTANT = timedelta(microseconds=1)
# A process tells each minute that it lives: one that was silent for longer than this does not.
SILENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestStatus:
    """A digest: the slots that were considered last, the newest first, the last that has an edition, and the next.

    `ahead` says that the clock was ahead when it was last looked at: no slot before that time is considered any more,
    and `next` is after it. `missed` are the newest that nobody looked at in time, in the last days or just before the
    last. `overdue` slots came due and were not considered yet. `waiting` posts would be in the edition of the next
    slot were it now; `drafts` are the numbers of editions that wait for approval.
    """

    name: str
    title: str
    schedule: str
    zone: ZoneInfo
    recent: tuple[SlotRow, ...]
    issued: SlotRow | None
    ahead: bool
    missed: Missed | None
    overdue: int
    next: Slot
    waiting: int
    min_posts: int
    drafts: tuple[int, ...]

    @property
    def last(self) -> SlotRow | None:
        """The slot that was considered last."""
        return self.recent[0] if self.recent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Downtime:
    """While no process of the service ran: `until` is None where none runs now."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All of it at one moment. `built` is when the site was last built, `changed` when a feed last changed.

    `skipped` files could not be read when they were last looked at. `size` is the catalog's, in bytes.
    """

    now: datetime
    digests: tuple[DigestStatus, ...]
    jobs: tuple[JobRow, ...]
    processes: tuple[ServiceRow, ...]
    downtimes: tuple[Downtime, ...]
    built: datetime | None
    changed: datetime | None
    newest_post: datetime | None
    posts: int
    skipped: int
    editions: int
    database: str
    size: int

    @property
    def failing(self) -> tuple[JobRow, ...]:
        """The jobs that failed when they last ran."""
        return tuple(job for job in self.jobs if job.failures)

    def values(self) -> dict[str, Any]:
        """Return it for machines: times as RFC 3339."""
        return {
            "now": self.now.isoformat(),
            "service": {
                "running": bool(self.processes),
                "processes": [_plain(asdict(one)) for one in self.processes],
                "downtimes": [_plain(asdict(one)) for one in self.downtimes],
            },
            "digests": [_values(digest) for digest in self.digests],
            "jobs": [_plain(asdict(job)) for job in self.jobs],
            "feeds": _plain({"built": self.built, "changed": self.changed, "newest_post": self.newest_post}),
            "catalog": {
                "posts": self.posts,
                "skipped": self.skipped,
                "editions": self.editions,
                "bytes": self.size,
                "database": self.database,
            },
        }


def status_of(settings: Settings, connection: Connection, now: datetime) -> Status:
    """Return how the publication stands at *now*."""
    rows = service.processes(connection)
    built = recall(connection, "built until")
    return Status(
        now=now,
        digests=tuple(_digest(settings, connection, digest, now) for digest in settings.digests),
        jobs=service.jobs(connection),
        processes=tuple(row for row in rows if _lives(row, now)),
        downtimes=tuple(downtimes(rows, now)),
        built=datetime.fromisoformat(built) if built else None,
        changed=_changed(settings.output.directory),
        newest_post=posts.newest_before(connection, now),
        posts=posts.count(connection, Collection(kind="all"), now),
        skipped=len(files.notices(connection, "skipped")),
        editions=editions.count(connection),
        database=without_password(connection.engine.url),
        size=_size(connection),
    )


def _digest(settings: Settings, connection: Connection, digest: Digest, now: datetime) -> DigestStatus:
    plan = plan_of(settings, connection, digest)
    looked = plan.ledger.looked
    ahead = looked is not None and looked > now
    upcoming = plan.schedule.next_slot(looked + INSTANT if looked and ahead else now, plan.zone)
    recent = editions.recent_slots(connection, digest.name, RECENT)
    # Those just before the last slot are told however long ago that was.
    since = min([now - LOOKING_BACK, *(row.at - INSTANT for row in recent[1:2])])
    return DigestStatus(
        name=digest.name,
        title=digest.title or digest.name,
        schedule=in_words(plan.schedule),
        zone=plan.zone,
        recent=recent,
        issued=next(iter(editions.recent_slots(connection, digest.name, 1, "issued")), None),
        ahead=ahead,
        missed=editions.missed(connection, digest.name, since),
        overdue=_overdue(plan, now),
        next=upcoming,
        waiting=counts(connection, plan.terms(upcoming.at)).get("carried", 0),
        min_posts=digest.min_posts,
        drafts=editions.drafts(connection, digest.name),
    )


def _overdue(plan: Plan, now: datetime) -> int:
    """Return how many slots nobody has looked at, RECENT at most."""
    looked = plan.ledger.looked
    return len(list(islice(plan.schedule.slots(plan.zone, looked, now), RECENT))) if looked else 0


def _lives(row: ServiceRow, now: datetime) -> bool:
    return row.stopped is None and now - row.beat < SILENT


def downtimes(rows: tuple[ServiceRow, ...], now: datetime) -> Iterator[Downtime]:
    """Yield the times of the last days, the newest first, in which no process ran though one had run before."""
    runs = sorted((row.started, now if _lives(row, now) else row.stopped or row.beat) for row in rows)
    ended: datetime | None = None
    gaps = []
    for start, end in runs:
        if ended is not None and start - ended > SILENT:
            gaps.append(Downtime(since=ended, until=start))
        ended = max(ended or end, end)
    if ended is not None and now - ended > timedelta(0):
        gaps.append(Downtime(since=ended, until=None))
    for gap in reversed(gaps):
        if now - (gap.until or now) < LOOKING_BACK:
            yield gap


def _changed(directory: Path) -> datetime | None:
    """Return when a feed of the site last changed, None without one."""
    try:
        listed = listed_feeds(directory) or {}
    except OutputError:
        return None
    files = (directory / path for path in listed)
    newest = max((file.stat().st_mtime for file in files if file.is_file()), default=None)
    return datetime.fromtimestamp(int(newest), UTC) if newest is not None else None


def _size(connection: Connection) -> int:
    """Return how many bytes the catalog takes."""
    url = connection.engine.url
    if connection.dialect.name == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    files = (Path(f"{url.database}{suffix}") for suffix in ("", "-wal", "-shm"))
    return sum(file.stat().st_size for file in files if file.is_file())


def _values(digest: DigestStatus) -> dict[str, Any]:
    return {
        "name": digest.name,
        "schedule": digest.schedule,
        "last": _plain(asdict(digest.last)) if digest.last else None,
        "edition": f"{digest.name}/{digest.issued.number}" if digest.issued else None,
        "recent": [_plain(asdict(row)) for row in digest.recent],
        "missed": _missed_values(digest),
        "overdue": digest.overdue,
        "next": _plain({"key": digest.next.key, "at": digest.next.at}),
        "waiting": digest.waiting,
        "drafts": [f"{digest.name}/{number}" for number in digest.drafts],
    }


def _missed_values(digest: DigestStatus) -> dict[str, Any] | None:
    missed = digest.missed
    if missed is None:
        return None
    carried_by = f"{digest.name}/{missed.carrier.number}" if missed.carrier else None
    return _plain(
        {"first": missed.first, "last": missed.last, "count": missed.count, "carried_by": carried_by}
    )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


def service_words(found: Status) -> tuple[str, str, str]:
    """Return how the service stands, since when, and what to do: the last two may be ""."""
    if found.processes:
        one = found.processes[-1]
        several = len(found.processes) > 1
        which = f", {len(found.processes)} processes" if several else f" (pid {one.pid} on {one.host})"
        return "running", f"for {lasting(found.now - one.started)}{which}", ""
    if found.downtimes:
        return "not running", f"since {_utc(found.downtimes[0].since)} UTC", "publisher run starts it"
    return "has never run here", "", "publisher run starts it, or issue editions by hand"


def downtime_words(found: Status) -> tuple[str, ...]:
    """Return the downtimes that are over, each in words, the newest first."""
    return tuple(
        f"was down for {lasting(gap.until - gap.since)}: {_utc(gap.since)} to {_utc(gap.until)} UTC"
        for gap in found.downtimes
        if gap.until
    )


def missed_words(digest: DigestStatus) -> str:
    """Return which slots were missed last, and which edition has their posts, "" for none in the last days."""
    missed = digest.missed
    if missed is None or (missed.count == 1 and digest.last and missed.last == digest.last.at):
        return ""  # the last slot itself is told with what became of it
    last = slot_in_words(missed.last, digest.zone)
    where = f"in {digest.name}/{missed.carrier.number}" if missed.carrier else "for the next edition"
    if missed.count == 1:
        return f"1 slot was missed, {last}: its posts are {where}"
    first = slot_in_words(missed.first, digest.zone).removesuffix(f" {digest.zone.key}")
    return f"{missed.count:,} slots were missed, {first} to {last}: their posts are {where}"


def overdue_words(digest: DigestStatus) -> str:
    """Return how many slots came due since the last that was considered, "" for none."""
    if not digest.overdue:
        return ""
    many = f"{digest.overdue}{' or more' if digest.overdue == RECENT else ''}"
    said = "slot has come due since and was" if digest.overdue == 1 else "slots have come due since and were"
    return f"{many} {said} not considered yet"


def ahead_words(digest: DigestStatus) -> str:
    """Return what it means that the clock was ahead, "" where it was not."""
    return "the clock was ahead: no slot before the next one has an edition any more" if digest.ahead else ""


def newest_words(digest: DigestStatus) -> str:
    """Return which edition is the newest, "" where that is told by the last slot, or there is none."""
    if not digest.issued or digest.issued == digest.last:
        return ""
    when = slot_in_words(digest.issued.at, digest.zone)
    return f"the newest edition is {digest.name}/{digest.issued.number}, {when}"


def next_words(digest: DigestStatus, now: datetime) -> tuple[str, str]:
    """Return in what time the next slot is, and how many posts there are for it."""
    short = digest.min_posts > 1 and digest.waiting < digest.min_posts
    need = f" of at least {digest.min_posts:,}" if short else ""
    return f"in {lasting(digest.next.at - now)}", f"{counted(digest.waiting, 'post')}{need} so far"


def job_words(job: JobRow, now: datetime) -> tuple[str, str]:
    """Return how often and why a job failed since it was last done, "" where it did not; and when that was."""
    done = f"done {ago(job.succeeded, now)} in {job.seconds:.1f} s" if job.succeeded else "never done"
    if not job.failures:
        return "", done + (f"; failed last {ago(job.failed, now)}" if job.failed else "")
    times = "once" if job.failures == 1 else f"{job.failures:,} times"
    return f"failed {times}, last {ago(job.failed, now)}: {job.error}", done


def feeds_words(found: Status) -> str:
    """Return when the feeds were built and changed."""
    if found.built is None:
        return "nothing was built yet: publisher build"
    newest = f"; the newest post is of {ago(found.newest_post, found.now)}" if found.newest_post else ""
    return f"built {ago(found.built, found.now)}, changed {ago(found.changed, found.now)}{newest}"


def catalog_words(found: Status) -> str:
    """Return what is in the catalog, and how large it is."""
    size = f"{found.size / 1_000_000:,.1f} MB"
    return f"{counted(found.posts, 'post')}, {counted(found.editions, 'edition')}, {size}"


def counted(number: int, what: str) -> str:
    """Return a number of things: `1 post`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _utc(moment: datetime) -> str:
    return f"{moment:%a %d %b %H:%M}"


def what_became(digest: str, row: SlotRow) -> str:
    """Return what became of a slot, in words."""
    posts = counted(row.posts, "post")
    if row.outcome == "issued":
        return f"{digest}/{row.number}, {posts}"
    return {
        "waiting": f"no edition: {posts}, fewer than min_posts, wait for the next",
        "empty": "no edition: nothing new",
        "late": f"no edition: it was past its grace at {row.decided:%d %b %H:%M} UTC, its posts are in the next",
        "coalesced": "no edition: missed, its posts are in that of a later slot",
    }[row.outcome]


def lasting(span: timedelta) -> str:
    """Return a time span in words, its two largest units at most: `9 h 55 min`."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days:,} {'day' if days == 1 else 'days'}" + (f" {hours} h" if hours and days < 10 else "")
    return f"{hours} h" + (f" {minutes} min" if minutes else "") if hours else f"{minutes} min"


def ago(moment: datetime | None, now: datetime) -> str:
    """Return how long ago a moment was, in words."""
    return f"{lasting(now - moment)} ago" if moment else "never"
