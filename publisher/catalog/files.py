"""The files that syncs have seen: what each was, and which post it claims."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, text, update

from publisher.batches import in_batches
from publisher.catalog import rows
from publisher.catalog.engine import quickly
from publisher.catalog.schema import file as table
from publisher.identity import Claim
from publisher.model import Notice

BATCH = 400
# As the index `file_notable` has it, word for word: else it would not be used.
NOTABLE = text("(outcome != 'post' OR notices != '')")
Place = tuple[str, str]  # a source's name, and a path within it


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file as it was last seen."""

    source: str
    path: str
    size: int
    mtime_ns: int
    outcome: str
    guid: str = ""
    claim: str = ""
    notices: tuple[Notice, ...] = ()


def seen(connection: Connection, source: str) -> dict[str, tuple[int, int]]:
    """Return size and time (ns) of each file of *source*, by its path."""
    query = select(table.c.path, table.c.size, table.c.mtime_ns).where(table.c.source == source)
    return {path: (size, mtime_ns) for path, size, mtime_ns in quickly(connection, query)}


def count(connection: Connection, source: str) -> int:
    """Return how many files of *source* were seen."""
    query = select(func.count()).select_from(table).where(table.c.source == source)
    return int(connection.execute(query).scalar_one())


def seen_at(connection: Connection, place: Place) -> tuple[int, int] | None:
    """Return size and time (ns) of the file at *place* as it was last seen, None where none was."""
    row = connection.execute(select(table.c.size, table.c.mtime_ns).where(_at([place]))).first()
    return (row[0], row[1]) if row else None


def sources(connection: Connection) -> tuple[str, ...]:
    """Return the names of the sources that have files here."""
    return tuple(connection.execute(select(table.c.source).distinct()).scalars())


def standing_at(columns: Any, places: Iterable[Place]) -> Any:
    """Return the condition for rows whose `source` and `path` in *columns* are one of *places*."""
    paths: dict[str, list[str]] = {}
    for source, path in places:
        paths.setdefault(source, []).append(path)
    return or_(*(and_(columns.source == source, columns.path.in_(some)) for source, some in paths.items()))


def _at(places: Iterable[Place]) -> Any:
    return standing_at(table.c, places)


def guids_at(connection: Connection, places: Collection[Place]) -> set[str]:
    """Return the guids that the files at *places* claim."""
    found: set[str] = set()
    for some in in_batches(places, BATCH):
        found.update(connection.execute(select(table.c.guid).where(_at(some), table.c.guid != "")).scalars())
    return found


def forget(connection: Connection, places: Collection[Place]) -> None:
    """Remove the rows of files that are gone."""
    for some in in_batches(places, BATCH):
        connection.execute(delete(table).where(_at(some)))


def mark_pending(connection: Connection, places: Collection[Place]) -> None:
    """Mark files that are about to be read again: what they claimed no longer counts."""
    for some in in_batches(places, BATCH):
        connection.execute(update(table).where(_at(some)).values(outcome="pending"))


def save(connection: Connection, found: Collection[FileRow], *, fresh: bool = False) -> None:
    """Write rows, each in place of an older one for the same file; *fresh* says that there is none."""
    values = [
        {
            "source": row.source,
            "path": row.path,
            "size": row.size,
            "mtime_ns": row.mtime_ns,
            "outcome": row.outcome,
            "guid": row.guid,
            "claim": row.claim,
            "notices": rows.pack_notices(row.notices),
        }
        for row in found
    ]
    if values:
        if not fresh:
            forget(connection, [(row.source, row.path) for row in found])
        connection.execute(table.insert(), values)


def demote(connection: Connection, source: str, path: str, notice: Notice) -> None:
    """Record that the file lost its guid to a newer file."""
    values = {"outcome": "duplicate", "notices": rows.pack_notices([notice])}
    connection.execute(update(table).where(_at([(source, path)])).values(**values))


def claims(connection: Connection, guids: Collection[str]) -> dict[str, list[Claim]]:
    """Return the claims that files already read make to *guids*."""
    columns = (table.c.guid, table.c.claim, table.c.source, table.c.path)
    found: dict[str, list[Claim]] = {}
    for some in in_batches(guids, BATCH):
        query = select(*columns).where(table.c.guid.in_(some), table.c.outcome.in_(("post", "duplicate")))
        for guid, times, source, path in connection.execute(query):
            found.setdefault(guid, []).append(Claim(times=times, source=source, path=path))
    return found


def holding(connection: Connection, guids: Collection[str]) -> dict[str, list[tuple[str, Place]]]:
    """Return, for each of *guids*, the outcome and place of every file that claims it."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for some in in_batches(guids, BATCH):
        query = select(table.c.guid, table.c.outcome, table.c.source, table.c.path).where(
            table.c.guid.in_(some)
        )
        for guid, outcome, source, path in connection.execute(query):
            found.setdefault(guid, []).append((outcome, (source, path)))
    return found


def outcomes(connection: Connection) -> dict[str, int]:
    """Return how many files had each outcome."""
    query = select(table.c.outcome, func.count()).where(NOTABLE).group_by(table.c.outcome)
    others = {row[0]: row[1] for row in connection.execute(query) if row[0] != "post"}
    total = connection.execute(select(func.count()).select_from(table)).scalar_one()
    return {**others, "post": total - sum(others.values())}


def notices(connection: Connection, *outcomes: str) -> tuple[Notice, ...]:
    """Return what there is to say of files with these outcomes, in the order of their paths."""
    query = (
        select(table.c.source, table.c.path, table.c.notices)
        .where(NOTABLE, table.c.outcome.in_(outcomes), table.c.notices != "")
        .order_by(table.c.source, table.c.path)
    )
    return tuple(
        notice
        for source, path, text in connection.execute(query)
        for notice in rows.unpack_notices(source, path, text)
    )
