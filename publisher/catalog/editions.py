"""The ledger of a digest: its slots, each decided once, and its editions. Rows are added, and change status only."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from publisher.batches import in_batches
from publisher.catalog import posts, rows
from publisher.catalog.files import BATCH
from publisher.catalog.schema import digest, edition, edition_post, passed, slot
from publisher.catalog.schema import post as post_table
from publisher.catalog.selection import Terms, outcome_of, with_ledger
from publisher.model import Post, Section
from publisher.records import EditionLine, Issued, Ledger, Missed, SlotOutcome, SlotRow, Status

COLUMNS = (
    edition.c.id,
    edition.c.digest,
    edition.c.title,
    edition.c.number,
    slot.c.key,
    slot.c.at,
    edition.c.status,
    edition.c.mailed,
    edition.c.guid,
    edition.c.issued,
    edition.c.released,
    edition.c.cancelled,
    edition.c.subject,
    edition.c.preheader,
    edition.c.note,
    edition.c.sections,
)
LINE = ("number", "at", "status", "mailed", "subject", "sections")


def ledger(connection: Connection, name: str) -> Ledger:
    """Return where the digest called *name* stands."""
    row = connection.execute(select(digest).where(digest.c.name == name)).first()
    if row is None:
        return Ledger()
    standing = select(func.max(slot.c.at)).join(edition, edition.c.slot_id == slot.c.id)
    standing = standing.where(edition.c.digest == name, edition.c.status != "cancelled")
    previous = connection.execute(standing).scalar()
    numbers = select(func.max(edition.c.number)).where(edition.c.digest == name)
    # Nothing waits any longer after a slot at which there was nothing, or all went out.
    empty = _newest_slot(connection, name, "empty")
    settled = _newest_slot(connection, name, "empty", "issued")
    waiting = select(func.count()).where(slot.c.digest == name, slot.c.outcome == "waiting")
    passing = select(func.min(slot.c.at)).where(slot.c.digest == name)
    return Ledger(
        seen=row.seen,
        begun=row.begun,
        start=row.start,
        previous=previous,
        considered=_newest_slot(connection, name),
        waited=connection.execute(_after(waiting, settled)).scalar_one(),
        waiting_since=connection.execute(_after(passing, empty, previous)).scalar(),
        number=(connection.execute(numbers).scalar() or 0) + 1,
    )


def _newest_slot(connection: Connection, name: str, *outcomes: SlotOutcome) -> datetime | None:
    """Return when the newest slot was of which one of these became, or any at all; None for none."""
    query = select(func.max(slot.c.at)).where(slot.c.digest == name)
    found: datetime | None = connection.execute(
        query.where(slot.c.outcome.in_(outcomes)) if outcomes else query
    ).scalar()
    return found


def _after(query: Any, *moments: datetime | None) -> Any:
    """Return a query of slots, only of those after all of *moments*."""
    for moment in moments:
        query = query if moment is None else query.where(slot.c.at > moment)
    return query


def see(connection: Connection, name: str, now: datetime) -> None:
    """Record when a digest was first known of, where that is not known yet."""
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    connection.execute(insert(digest).values(name=name, seen=now).on_conflict_do_nothing())


def begin(connection: Connection, name: str, first_slot: datetime, start: datetime | None) -> None:
    """Fix for good after when a digest's posts begin, None for the oldest."""
    values = {"begun": first_slot, "start": start}
    connection.execute(update(digest).where(digest.c.name == name).values(values))


def pass_over(connection: Connection, terms: Terms) -> None:
    """Record which posts are too old or from before the start for an edition on these terms, where that is new."""
    if terms.start is None and terms.max_age is None:
        return
    reason = outcome_of(terms)
    values = (post_table.c.id, literal(terms.digest), reason, literal(terms.slot, slot.c.at.type))
    query, _ = with_ledger(select(*values), terms)
    query = query.where(reason.in_(("too_old", "before_start")))
    query = query.where(func.coalesce(passed.c.reason, "") != reason)
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    new = insert(passed).from_select(("post_id", "digest", "reason", "slot"), query)
    again = {"reason": new.excluded.reason, "slot": new.excluded.slot}
    connection.execute(new.on_conflict_do_update(index_elements=("post_id", "digest"), set_=again))


def slots(connection: Connection, name: str, keys: Sequence[str]) -> dict[str, SlotRow]:
    """Return what became of those slots with these keys that were considered."""
    found = {}
    for some in in_batches(keys, BATCH):
        for row in connection.execute(_slot_rows(name).where(slot.c.key.in_(some))):
            found[row.key] = _slot_row(row)
    return found


def decide(
    connection: Connection,
    name: str,
    key: str,
    at: datetime,
    outcome: SlotOutcome,
    now: datetime,
    count: int = 0,
) -> int:
    """Record what becomes of a slot, for good, and return its id; IntegrityError where that was decided before."""
    values = {"digest": name, "key": key, "at": at, "outcome": outcome, "decided": now, "posts": count}
    result = connection.execute(slot.insert().values(values))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def coalesce(connection: Connection, name: str, missed: Mapping[str, datetime], now: datetime) -> None:
    """Record slots, by their keys, that were missed: a newer one came due as well."""
    shared = {"digest": name, "outcome": "coalesced", "decided": now, "posts": 0}
    if missed:
        connection.execute(slot.insert(), [{"key": key, "at": at, **shared} for key, at in missed.items()])


def record(
    connection: Connection, issued: Issued, slot_id: int, html: str, text: str, shown: Sequence[Post]
) -> None:
    """Record an edition and the posts that it carries, of which those in *shown* are in its mail."""
    sections = [[section.heading, section.slug, len(section.posts)] for section in issued.sections]
    values = {
        "digest": issued.digest,
        "title": issued.title,
        "number": issued.number,
        "slot_id": slot_id,
        "status": issued.status,
        "mailed": issued.mailed,
        "guid": issued.guid,
        "issued": issued.issued,
        "released": issued.released,
        "subject": issued.subject,
        "preheader": issued.preheader,
        "html": html,
        "text": text,
        "note": issued.note,
        "sections": rows.pack(sections),
    }
    result = connection.execute(edition.insert().values(values))
    id_ = int(result.inserted_primary_key[0])  # type: ignore[index]
    ids = {
        known.guid: known.id
        for known in posts.known_by_guid(connection, [one.guid for one in issued.posts]).values()
    }
    in_mail = {post.guid for post in shown}
    carried = [
        {
            "edition_id": id_,
            "position": position,
            "digest": issued.digest,
            "post_id": ids[post.guid],
            "stands": True,
            "shown": post.guid in in_mail,
            "post": rows.pack_post(post),
        }
        for position, post in enumerate(issued.posts)
    ]
    connection.execute(edition_post.insert(), carried)
    for some in in_batches(list(ids.values()), BATCH):
        stale = passed.c.post_id.in_(some)
        connection.execute(passed.delete().where(passed.c.digest == issued.digest, stale))


def find(connection: Connection, name: str, number: int) -> Issued | None:
    """Return an edition, None where there is none of that number."""
    return next(every(connection, edition.c.digest == name, edition.c.number == number), None)


def newest_standing(connection: Connection, name: str) -> Issued | None:
    """Return the newest edition of a digest that is not cancelled, None where there is none."""
    query = select(edition.c.number).join(slot, slot.c.id == edition.c.slot_id)
    query = query.where(edition.c.digest == name, edition.c.status != "cancelled")
    number = connection.execute(query.order_by(slot.c.at.desc()).limit(1)).scalar()
    return None if number is None else find(connection, name, number)


def newest_numbers(connection: Connection) -> dict[str, int]:
    """Return the number of the newest edition of each digest that has one."""
    query = select(edition.c.digest, func.max(edition.c.number)).group_by(edition.c.digest)
    return {row[0]: row[1] for row in connection.execute(query)}


def every(connection: Connection, *conditions: Any) -> Iterator[Issued]:
    """Yield the editions for which *conditions* hold, by digest and number."""
    query = select(*COLUMNS).join(slot, slot.c.id == edition.c.slot_id).where(*conditions)
    for row in connection.execute(query.order_by(edition.c.digest, edition.c.number)).all():
        yield _issued(connection, row)


def _issued(connection: Connection, row: Any) -> Issued:
    query = select(edition_post.c.post).where(edition_post.c.edition_id == row.id)
    carried = connection.execute(query.order_by(edition_post.c.position)).scalars()
    sections = [
        Section(
            heading=heading,
            slug=slug,
            posts=tuple(rows.unpack_post(next(carried)) for _ in range(count)),
        )
        for heading, slug, count in json.loads(row.sections or "[]")
    ]
    values = {column.name: getattr(row, column.name) for column in COLUMNS if column.name not in ("id", "at")}
    return Issued(**{**values, "slot": row.at, "sections": tuple(sections)})


def mail(connection: Connection, name: str, number: int) -> tuple[str, str]:
    """Return the HTML and text of an edition's mail, their placeholders not filled."""
    query = select(edition.c.html, edition.c.text)
    query = query.where(edition.c.digest == name, edition.c.number == number)
    html, text = connection.execute(query).one()
    return html, text


def in_mail(connection: Connection, name: str, number: int) -> tuple[Post, ...]:
    """Return the posts that the mail of an edition shows, in order."""
    query = select(edition_post.c.post).join(edition, edition.c.id == edition_post.c.edition_id)
    query = query.where(edition.c.digest == name, edition.c.number == number, edition_post.c.shown)
    return tuple(map(rows.unpack_post, connection.execute(query.order_by(edition_post.c.position)).scalars()))


def listed(connection: Connection, name: str, before: int, limit: int) -> tuple[EditionLine, ...]:
    """Return the editions of a digest that have a lower number than *before* (0: all), the newest first."""
    query = select(*(column for column in COLUMNS if column.name in LINE)).join(slot)
    query = query.where(edition.c.digest == name)
    if before:
        query = query.where(edition.c.number < before)
    found = connection.execute(query.order_by(edition.c.number.desc()).limit(limit))
    return tuple(
        EditionLine(
            number=row.number,
            slot=row.at,
            status=row.status,
            mailed=row.mailed,
            subject=row.subject,
            posts=sum(count for _, _, count in json.loads(row.sections or "[]")),
        )
        for row in found
    )


def by_status(connection: Connection) -> dict[tuple[str, Status], int]:
    """Return how many editions of each digest have each status."""
    columns = edition.c.digest, edition.c.status
    query = select(*columns, func.count()).group_by(*columns)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def by_outcome(connection: Connection) -> dict[tuple[str, SlotOutcome], int]:
    """Return of how many slots of each digest each thing became."""
    columns = slot.c.digest, slot.c.outcome
    query = select(*columns, func.count()).group_by(*columns)
    return {(row[0], row[1]): row[2] for row in connection.execute(query)}


def set_status(connection: Connection, name: str, number: int, status: Status, now: datetime) -> None:
    """Release or cancel a draft, or cancel what was released; the posts of a cancelled edition wait for the next."""
    mine = (edition.c.digest == name, edition.c.number == number)
    connection.execute(update(edition).where(*mine).values({"status": status, status: now}))
    if status == "cancelled":
        id_ = select(edition.c.id).where(*mine).scalar_subquery()
        connection.execute(update(edition_post).where(edition_post.c.edition_id == id_).values(stands=False))


def recent_slots(
    connection: Connection, name: str, limit: int, outcome: SlotOutcome | None = None
) -> tuple[SlotRow, ...]:
    """Return the slots of a digest that were considered last, the newest first; only those of an *outcome*."""
    query = _slot_rows(name)
    if outcome:
        query = query.where(slot.c.outcome == outcome)
    return tuple(map(_slot_row, connection.execute(query.order_by(slot.c.at.desc()).limit(limit))))


def missed(connection: Connection, name: str, since: datetime) -> Missed | None:
    """Return the newest slots of a digest that were missed or late, in a row; None where none was after *since*."""
    mine, passed_by = slot.c.digest == name, slot.c.outcome.in_(("coalesced", "late"))
    moments = select(func.max(slot.c.at)).where(mine)
    last = connection.execute(moments.where(passed_by, slot.c.at > since)).scalar()
    if last is None:
        return None
    before = connection.execute(moments.where(~passed_by, slot.c.at < last)).scalar()
    row = select(func.min(slot.c.at), func.count()).where(mine, slot.c.at <= last)
    first, count = connection.execute(_after(row, before)).one()
    return Missed(first=first, last=last, count=count, carrier=_issued_after(connection, name, last))


def _issued_after(connection: Connection, name: str, moment: datetime) -> SlotRow | None:
    """Return the first slot after *moment* that was issued, None where none was."""
    query = _slot_rows(name).where(slot.c.outcome == "issued", slot.c.at > moment)
    return next(map(_slot_row, connection.execute(query.order_by(slot.c.at).limit(1))), None)


def drafts(connection: Connection, name: str) -> tuple[int, ...]:
    """Return the numbers of a digest's editions that wait for approval."""
    query = select(edition.c.number).where(edition.c.digest == name, edition.c.status == "draft")
    return tuple(connection.execute(query.order_by(edition.c.number)).scalars())


def count(connection: Connection) -> int:
    """Return how many editions there are."""
    return int(connection.execute(select(func.count()).select_from(edition)).scalar_one())


def _slot_rows(name: str) -> Select[Any]:
    """Return a query of the slots of a digest, each with the number of its edition."""
    query = select(slot.c.key, slot.c.at, slot.c.outcome, slot.c.posts, slot.c.decided, edition.c.number)
    return query.outerjoin(edition, edition.c.slot_id == slot.c.id).where(slot.c.digest == name)


def _slot_row(row: Any) -> SlotRow:
    return SlotRow(
        key=row.key,
        at=row.at,
        outcome=row.outcome,
        posts=row.posts,
        decided=row.decided,
        number=row.number or 0,
    )
