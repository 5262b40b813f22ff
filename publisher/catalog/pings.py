"""Which hubs are still to be told of which feeds (WebSub): queued, claimed before the hub is asked, then settled.

A claim counts as an attempt and names the row's state by `queued` and `attempts`: whoever finds another state there
has been overtaken, by another process or by a newer change of the feed, and changes nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, func, or_, select, update

from publisher.batches import in_batches
from publisher.catalog.files import BATCH
from publisher.catalog.schema import ping as table

# What stands as the error from the claim until the answer is recorded.
CLAIMED = "the hub was being told, and no answer was recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ping:
    """A changed feed (`topic`, its public address) that a hub is to be told of, and how often it was tried."""

    hub: str
    topic: str
    queued: datetime
    attempts: int = 0


def queue(connection: Connection, hub: str, topics: Iterable[str], now: datetime) -> None:
    """Have *hub* told of *topics* from *now* on; what is queued already starts anew."""
    unique = tuple(dict.fromkeys(topics))
    for some in in_batches(unique, BATCH):
        connection.execute(delete(table).where(table.c.hub == hub, table.c.topic.in_(some)))
    fresh = {"hub": hub, "queued": now, "attempts": 0, "next_attempt_at": now, "error": ""}
    if unique:
        connection.execute(table.insert(), [{**fresh, "topic": topic} for topic in unique])


def due(connection: Connection, now: datetime, *, everything: bool = False) -> tuple[Ping, ...]:
    """Return what a hub may be told by *now*, the longest due first.

    *everything* adds what waits for a later try, but not what another process is telling.
    """
    ready = table.c.next_attempt_at <= now
    query = (
        select(table.c.hub, table.c.topic, table.c.queued, table.c.attempts)
        .where(or_(ready, table.c.error != CLAIMED) if everything else ready)
        .order_by(table.c.next_attempt_at, table.c.hub, table.c.topic)
    )
    return tuple(
        Ping(hub=hub, topic=topic, queued=queued, attempts=attempts)
        for hub, topic, queued, attempts in connection.execute(query)
    )


def waiting(connection: Connection) -> tuple[int, datetime | None]:
    """Return how many feeds hubs are still to be told of, and when the first is due, None for none."""
    count, first = connection.execute(select(func.count(), func.min(table.c.next_attempt_at))).one()
    return count, first


def claim(connection: Connection, ping: Ping, until: datetime) -> Ping | None:
    """Return *ping* as claimed, not due again before *until*; None where another process was faster."""
    values = {"attempts": ping.attempts + 1, "next_attempt_at": until, "error": CLAIMED}
    if not connection.execute(update(table).where(_still(ping)).values(values)).rowcount:
        return None
    return replace(ping, attempts=ping.attempts + 1)


def postpone(connection: Connection, ping: Ping, until: datetime, error: str) -> None:
    """Have a claimed ping tried again at *until*."""
    values = {"next_attempt_at": until, "error": error}
    connection.execute(update(table).where(_still(ping)).values(values))


def settle(connection: Connection, ping: Ping) -> None:
    """Take a claimed ping out of the queue; a feed that changed in the meantime stays in it."""
    connection.execute(delete(table).where(_still(ping)))


def _still(ping: Ping) -> ColumnElement[bool]:
    """Return the condition that nothing has happened to *ping* since it was read."""
    return and_(
        table.c.hub == ping.hub,
        table.c.topic == ping.topic,
        table.c.queued == ping.queued,
        table.c.attempts == ping.attempts,
    )
