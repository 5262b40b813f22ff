"""The editions that the public has seen: what lists of them say, and what in them is not to be seen any more.

It reads only. An edition that was released and then cancelled is among them: its address is known.
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection, Select, select

from publisher.batches import in_batches
from publisher.catalog.editions import every
from publisher.catalog.files import BATCH
from publisher.catalog.posts import visible
from publisher.catalog.schema import edition, edition_post, post, slot
from publisher.records import Issued


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """An edition as a list names it. `key` is its slot on the clock of the digest's zone.

    `cancelled` is when it was cancelled after its release, None where it stands.
    """

    digest: str
    title: str
    number: int
    key: str
    slot: datetime
    guid: str
    subject: str
    preheader: str
    posts: int
    cancelled: datetime | None


def has_any(connection: Connection) -> bool:
    """Return whether any edition was ever released."""
    return connection.execute(_ever_released(edition.c.id).limit(1)).first() is not None


def by_digest(connection: Connection) -> dict[str, tuple[Released, ...]]:
    """Return every edition that was ever released by the name of its digest, the newest first."""
    query = _ever_released(
        edition.c.digest,
        edition.c.title,
        edition.c.number,
        slot.c.key,
        slot.c.at,
        edition.c.guid,
        edition.c.subject,
        edition.c.preheader,
        edition.c.sections,
        edition.c.cancelled,
    ).join(slot, slot.c.id == edition.c.slot_id)
    rows = connection.execute(query.order_by(edition.c.digest, edition.c.number.desc()))
    found = (
        Released(
            digest=row.digest,
            title=row.title,
            number=row.number,
            key=row.key,
            slot=row.at,
            guid=row.guid,
            subject=row.subject,
            preheader=row.preheader,
            posts=sum(count for _, _, count in json.loads(row.sections or "[]")),
            cancelled=row.cancelled,
        )
        for row in rows
    )
    return {name: tuple(some) for name, some in groupby(found, attrgetter("digest"))}


def spans(connection: Connection, name: str) -> dict[int, tuple[datetime, datetime]]:
    """Return when the oldest and the newest post of each of a digest's editions were published, by number."""
    query = select(edition.c.number, edition_post.c.post)
    query = query.join(edition, edition.c.id == edition_post.c.edition_id).where(edition.c.digest == name)
    rows = connection.execute(query.order_by(edition.c.number))
    found = {}
    for number, some in groupby(rows, itemgetter(0)):
        # As the catalog keeps times, their texts sort as they do.
        moments = [json.loads(packed)["published"] for _, packed in some]
        found[number] = datetime.fromisoformat(min(moments)), datetime.fromisoformat(max(moments))
    return found


def hidden_pages(connection: Connection, now: datetime) -> tuple[str, ...]:
    """Return the pages of those posts in editions that nobody may see at *now*."""
    query = select(post.c.page).join(edition_post, edition_post.c.post_id == post.c.id)
    query = query.where(edition_post.c.stands, post.c.page != "", ~visible(now))
    return tuple(connection.execute(query.distinct().order_by(post.c.page)).scalars())


def in_full(connection: Connection, name: str, numbers: Collection[int]) -> Iterator[Issued]:
    """Yield those editions of a digest that have these numbers, in their order."""
    for some in in_batches(sorted(numbers), BATCH):
        yield from every(connection, edition.c.digest == name, edition.c.number.in_(some))


def _ever_released(*columns: Any) -> Select[Any]:
    return select(*columns).where(edition.c.released.is_not(None))
