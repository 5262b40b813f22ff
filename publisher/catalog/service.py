"""How the service runs, as it tells of itself: how each job last went, and which processes there were."""

from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from publisher.catalog.schema import job, service
from publisher.records import JobRow, ServiceRow

# What an unfinished first run of a job leaves out.
NEVER = {"succeeded": None, "seconds": 0.0, "failed": None, "failures": 0, "error": ""}


def job_succeeded(connection: Connection, name: str, now: datetime, seconds: float) -> None:
    """Record that a job succeeded, in so many seconds."""
    _have(connection, name)
    values = {"succeeded": now, "seconds": seconds, "failures": 0, "error": ""}
    connection.execute(update(job).where(job.c.name == name).values(values))


def job_failed(connection: Connection, name: str, now: datetime, error: str) -> None:
    """Record that a job failed, and why."""
    _have(connection, name)
    values = {"failed": now, "failures": job.c.failures + 1, "error": error}
    connection.execute(update(job).where(job.c.name == name).values(values))


def _have(connection: Connection, name: str) -> None:
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    connection.execute(insert(job).values(name=name, **NEVER).on_conflict_do_nothing())


def jobs(connection: Connection) -> tuple[JobRow, ...]:
    """Return how each job last went, by name."""
    rows = connection.execute(select(job).order_by(job.c.name)).mappings()
    return tuple(JobRow(**row) for row in rows)


def forget_jobs(connection: Connection, names: set[str]) -> None:
    """Forget the jobs of these names, which there are no more."""
    connection.execute(job.delete().where(job.c.name.in_(names)))


def started(connection: Connection, host: str, pid: int, started_at: datetime, now: datetime) -> int:
    """Record that a process began, and return its number."""
    values = {"host": host, "pid": pid, "started": started_at, "beat": now}
    result = connection.execute(service.insert().values(values))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def beat(connection: Connection, number: int, now: datetime) -> None:
    """Record that a process lives."""
    connection.execute(update(service).where(service.c.id == number).values(beat=now))


def stopped(connection: Connection, number: int, now: datetime) -> None:
    """Record that a process ended as it was asked to."""
    connection.execute(update(service).where(service.c.id == number).values(beat=now, stopped=now))


def processes(connection: Connection) -> tuple[ServiceRow, ...]:
    """Return the processes that are known of, the newest first."""
    rows = connection.execute(select(service).order_by(service.c.id.desc())).mappings()
    return tuple(
        ServiceRow(number=row["id"], **{key: row[key] for key in row if key != "id"}) for row in rows
    )


def thin(connection: Connection, before: datetime, keep: int) -> int:
    """Forget the processes that were last known to live before then, but the newest *keep*; return how many."""
    newest = select(service.c.id).order_by(service.c.id.desc()).limit(keep)
    old = service.delete().where(service.c.beat < before, service.c.id.not_in(newest))
    return connection.execute(old).rowcount
