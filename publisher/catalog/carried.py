"""The ledger of editions as lines of an export: digests, slots, editions with what they carry, posts passed over.

Without it a rebuild on a fresh machine would carry every post again, under numbers that were given before.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, Connection, Table, select
from sqlalchemy.exc import IntegrityError

from publisher.catalog.rows import unpack_post
from publisher.catalog.schema import Moment, digest, edition, edition_post, passed, post, slot
from publisher.slugs import NAME

# The key by which a line is known, and the table that it goes to.
KINDS = ("digest", "slot", "edition", "passed")
POST_COLUMNS = ("shown", "stands", "post")


def carried_lines(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield the lines, those that others refer to first; the same ledger gives the same lines."""
    for row in connection.execute(select(digest).order_by(digest.c.name)).mappings():
        yield {"digest": row["name"], **_values(digest, row, without=("name",))}
    query = select(slot).order_by(slot.c.digest, slot.c.at, slot.c.key)
    for row in connection.execute(query).mappings().all():
        name = f"{row['digest']}/{row['key']}"
        yield {"slot": name, **_values(slot, row, without=("id", "digest", "key"))}
    query = select(edition, slot.c.key).join(slot, slot.c.id == edition.c.slot_id)
    for row in connection.execute(query.order_by(edition.c.digest, edition.c.number)).mappings().all():
        values = _values(edition, row, without=("id", "digest", "number", "slot_id"))
        name = f"{row['digest']}/{row['number']}"
        yield {"edition": name, "key": row["key"], **values, "carried": _carried(connection, row["id"])}
    yield from _passed(connection)


def _carried(connection: Connection, number: int) -> list[dict[str, Any]]:
    query = select(post.c.guid, edition_post).join(post, post.c.id == edition_post.c.post_id)
    query = query.where(edition_post.c.edition_id == number).order_by(edition_post.c.position)
    return [
        {"guid": row["guid"], **{name: row[name] for name in POST_COLUMNS}}
        for row in connection.execute(query).mappings()
    ]


def _passed(connection: Connection) -> Iterator[dict[str, Any]]:
    """Yield the posts that were passed over, those of one digest, reason and slot together."""
    by = itemgetter("digest", "reason", "slot")
    query = select(passed, post.c.guid).join(post, post.c.id == passed.c.post_id)
    rows = connection.execute(query.order_by(passed.c.digest, passed.c.reason, passed.c.slot, post.c.id))
    for (name, reason, moment), some in groupby(rows.mappings(), by):
        guids = [row["guid"] for row in some]
        yield {"passed": name, "reason": reason, "at": _plain(moment), "guids": guids}


def restore(connection: Connection, value: Mapping[str, Any], ids: Mapping[str, int]) -> None:
    """Write what a line says; *ids* are those of posts by guid. ValueError says what is wrong with the line."""
    kind = next(kind for kind in KINDS if kind in value)
    try:
        _RESTORE[kind](connection, value, ids)
    except KeyError as error:
        raise ValueError(f"{kind}: there is no {error}") from error
    except (TypeError, AttributeError, IntegrityError) as error:
        reason = error.orig if isinstance(error, IntegrityError) else error
        raise ValueError(f"{kind}: {reason}") from error


def _restore_digest(connection: Connection, value: Mapping[str, Any], ids: Mapping[str, int]) -> None:  # noqa: ARG001
    if not NAME.fullmatch(value["digest"]):
        raise ValueError(f"digest: no name of a digest: {value['digest']}")
    connection.execute(
        digest.insert().values(name=value["digest"], **_read(digest, value, without=("name",)))
    )


def _restore_slot(connection: Connection, value: Mapping[str, Any], ids: Mapping[str, int]) -> None:  # noqa: ARG001
    name, key = value["slot"].rsplit("/", 1)
    values = _read(slot, value, without=("id", "digest", "key"))
    connection.execute(slot.insert().values(digest=name, key=key, **values))


def _restore_edition(connection: Connection, value: Mapping[str, Any], ids: Mapping[str, int]) -> None:
    name, number = value["edition"].rsplit("/", 1)
    query = select(slot.c.id).where(slot.c.digest == name, slot.c.key == value["key"])
    values = _read(edition, value, without=("id", "digest", "number", "slot_id"))
    slot_id = connection.execute(query).scalar()
    result = connection.execute(
        edition.insert().values(digest=name, number=int(number), slot_id=slot_id, **values)
    )
    rows = [
        {
            "edition_id": result.inserted_primary_key[0],  # type: ignore[index]
            "position": position,
            "digest": name,
            "post_id": ids[one["guid"]],
            **{column: one[column] for column in POST_COLUMNS},
        }
        for position, one in enumerate(value["carried"])
    ]
    if sum(size for _, _, size in json.loads(values["sections"] or "[]")) != len(rows):
        raise ValueError("edition: its sections have not as many posts as it carries")
    for row in rows:
        unpack_post(row["post"])
    if rows:
        connection.execute(edition_post.insert(), rows)


def _restore_passed(connection: Connection, value: Mapping[str, Any], ids: Mapping[str, int]) -> None:
    shared = {"digest": value["passed"], "reason": value["reason"], "slot": _moment(value["at"])}
    rows = [{"post_id": ids[guid], **shared} for guid in value["guids"]]
    if rows:
        connection.execute(passed.insert(), rows)


_RESTORE = {
    "digest": _restore_digest,
    "slot": _restore_slot,
    "edition": _restore_edition,
    "passed": _restore_passed,
}


def _columns(table: Table, without: tuple[str, ...]) -> Iterator[Column[Any]]:
    return (column for column in table.c if column.name not in without)


def _values(table: Table, row: Any, without: tuple[str, ...]) -> dict[str, Any]:
    """Return a row for an export, leaving out what there is none of."""
    found = ((column.name, _plain(row[column.name])) for column in _columns(table, without))
    return {name: value for name, value in found if value is not None}


def _plain(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _read(table: Table, value: Mapping[str, Any], without: tuple[str, ...]) -> dict[str, Any]:
    return {
        column.name: _moment(value.get(column.name))
        if isinstance(column.type, Moment)
        else value[column.name]
        for column in _columns(table, without)
    }


def _moment(found: Any) -> datetime | None:
    if found is None:
        return None
    moment = datetime.fromisoformat(found)
    if moment.tzinfo is None:
        raise ValueError(f"a time without an offset: {found}")
    return moment
