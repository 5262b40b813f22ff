"""The loop that tells hubs what is queued: claim, ask, record; hub by hub, one feed after the other.

A claim is committed before the hub is asked, so that two processes do not both ask; where the process ends before the
answer is recorded, the feed is due again after a minute. A hub may so hear of a change twice, never not at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from publisher.catalog import Catalog, pings
from publisher.catalog.pings import Ping
from publisher.websub.asking import Ask, asking
from publisher.websub.deciding import Answer, Result, decide, form, shuts

# Seconds for one request: at most, and what a hub must have had before it counts as one that does not answer.
SECONDS, FAIR = 10.0, 1.0
# How long a claim holds: longer than any request.
LEASE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of telling a hub of a feed; `again` is when it is tried again, None for never."""

    hub: str
    topic: str
    result: Result
    reason: str
    attempts: int
    again: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PingReport:
    """What was tried. `left` was due, but not tried for want of time; `waiting` is all that is still queued.

    `next_due` is when the first of that is due, None where nothing waits.
    """

    outcomes: tuple[Outcome, ...]
    left: int
    waiting: int
    next_due: datetime | None

    @property
    def told(self) -> tuple[Outcome, ...]:
        """What hubs were told."""
        return tuple(one for one in self.outcomes if one.result == "told")

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """What hubs could not be told, now or ever."""
        return tuple(one for one in self.outcomes if one.result != "told")


def send_due(
    catalog: Catalog,
    now: datetime,
    clock: Callable[[], datetime],
    *,
    limit: timedelta | None = None,
    everything: bool = False,
) -> PingReport:
    """Tell hubs of the feeds that are due by *now* and return what came of it.

    *clock* tells the time of each answer. It ends within *limit*, None for none; what is left stays due. *everything*
    does not wait for the time of the next try. A hub that fails raises nothing.
    """
    end = clock() + limit if limit is not None else None
    with catalog.reading() as connection:
        found = pings.due(connection, now, everything=everything)
    tried: list[Outcome | None] = []
    if found:
        with asking() as ask:
            for hub in dict.fromkeys(ping.hub for ping in found):
                its = tuple(ping for ping in found if ping.hub == hub)
                tried += _tell(catalog, its, clock, end, ask)
    with catalog.reading() as connection:
        waiting, next_due = pings.waiting(connection)
    return PingReport(
        outcomes=tuple(one for one in tried if one),
        left=len(found) - len(tried),
        waiting=waiting,
        next_due=next_due,
    )


def _tell(
    catalog: Catalog,
    found: tuple[Ping, ...],
    clock: Callable[[], datetime],
    end: datetime | None,
    ask: Ask,
) -> Iterator[Outcome | None]:
    """Yield what came of each that was tried, all of one hub; None where another process has it.

    What holds for the hub as a whole holds for all that it was to be told: it is not asked again.
    """
    for number, ping in enumerate(found, 1):
        seconds = SECONDS if end is None else min(SECONDS, (end - clock()).total_seconds())
        if seconds < FAIR:
            return
        with catalog.writing() as connection:
            claimed = pings.claim(connection, ping, clock() + LEASE)
        if claimed is None:
            yield None
            continue
        answer = ask(ping.hub, form(ping.topic), seconds)
        with catalog.writing() as connection:
            outcome = _record(connection, claimed, answer, clock())
        yield outcome
        if shuts(answer):
            with catalog.writing() as connection:
                others = tuple(_claim_and_record(connection, found[number:], answer, clock()))
            yield from others
            return


def _claim_and_record(
    connection: Connection, found: tuple[Ping, ...], answer: Answer, now: datetime
) -> Iterator[Outcome | None]:
    for ping in found:
        claimed = pings.claim(connection, ping, now + LEASE)
        yield _record(connection, claimed, answer, now) if claimed else None


def _record(connection: Connection, ping: Ping, answer: Answer, now: datetime) -> Outcome:
    verdict = decide(answer, attempts=ping.attempts, queued=ping.queued, now=now)
    if verdict.again:
        pings.postpone(connection, ping, verdict.again, answer.reason)
    else:
        pings.settle(connection, ping)
    return Outcome(
        hub=ping.hub,
        topic=ping.topic,
        result=verdict.result,
        reason=answer.reason,
        attempts=ping.attempts,
        again=verdict.again,
    )
