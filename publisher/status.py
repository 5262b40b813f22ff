"""How the publication stands, for whoever looks after it: its digests, jobs, processes, feeds and catalog."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from publisher.catalog import editions, posts, service
from publisher.catalog.engine import recall
from publisher.catalog.selection import counts
from publisher.composing import plan_of
from publisher.config import Settings
from publisher.errors import OutputError
from publisher.hosting import listed_feeds
from publisher.model import Collection, Digest
from publisher.records import JobRow, ServiceRow, SlotRow
from publisher.schedule import Slot, in_words

# How many of the slots that were considered last are told, and how far back it is told that nothing ran.
RECENT = 20
LOOKING_BACK = timedelta(days=7)
# A process tells each minute that it lives: one that was silent for longer than this does not.
SILENT = timedelta(minutes=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestStatus:
    """A digest: the slots that were considered last, the newest first, the last that has an edition, and the next.

    `waiting` posts would be in the edition of the next slot were it now; `drafts` are the numbers of editions that
    wait for approval.
    """

    name: str
    title: str
    schedule: str
    zone: ZoneInfo
    recent: tuple[SlotRow, ...]
    issued: SlotRow | None
    next: Slot
    waiting: int
    min_posts: int
    drafts: tuple[int, ...]

    @property
    def last(self) -> SlotRow | None:
        """The slot that was considered last."""
        return self.recent[0] if self.recent else None

    @property
    def missed(self) -> int:
        """How many slots were missed just before the last; as many as are told, at most."""
        return len(list(takewhile(lambda row: row.outcome == "coalesced", self.recent[1:])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Downtime:
    """While no process of the service ran: `until` is None where none runs now."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All of it at one moment. `built` is when the site was last built, `changed` when a feed last changed.

    `size` is the catalog's, in bytes.
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
                "editions": self.editions,
                "bytes": self.size,
                "database": self.database,
            },
        }


def status_of(settings: Settings, connection: Connection, now: datetime) -> Status:
    """Return how the publication stands at *now*."""
    rows = service.processes(connection)
    built = recall(connection, "built until")
    url = connection.engine.url
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
        editions=editions.count(connection),
        database=url.render_as_string(hide_password=True),
        size=_size(connection),
    )


def _digest(settings: Settings, connection: Connection, digest: Digest, now: datetime) -> DigestStatus:
    plan = plan_of(settings, connection, digest)
    upcoming = plan.schedule.next_slot(now, plan.zone)
    return DigestStatus(
        name=digest.name,
        title=digest.title or digest.name,
        schedule=in_words(plan.schedule),
        zone=plan.zone,
        recent=editions.recent_slots(connection, digest.name, RECENT),
        issued=next(iter(editions.recent_slots(connection, digest.name, 1, "issued")), None),
        next=upcoming,
        waiting=counts(connection, plan.terms(upcoming.at)).get("carried", 0),
        min_posts=digest.min_posts,
        drafts=editions.drafts(connection, digest.name),
    )


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
        "next": _plain({"key": digest.next.key, "at": digest.next.at}),
        "waiting": digest.waiting,
        "drafts": [f"{digest.name}/{number}" for number in digest.drafts],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in values.items()}


def what_became(digest: str, row: SlotRow) -> str:
    """Return what became of a slot, in words."""
    posts = f"{row.posts:,} {'post' if row.posts == 1 else 'posts'}"
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
