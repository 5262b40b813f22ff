"""Which posts an edition carries, and why it does not carry the others: one rule, asked of one state of the catalog.

It is a ledger and no window of time: a post that an edition of the digest carried is not carried again, and one that
none carried is, however late it came.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, literal, select

from publisher.catalog import rows
from publisher.catalog.schema import edition, edition_post, passed
from publisher.catalog.schema import post as table
from publisher.model import Post
from publisher.records import Decision, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is asked: posts for which digest and slot, after which start, and how old one may be.

    `max_age` concerns posts that were published before `previous`, the slot of the edition before; none that waits
    since its edition was cancelled. How old they are counts at `aged_at`, the slot that they may have waited since,
    where that is before their own. With `everything` neither start, age nor earlier editions keep a post out.
    """

    digest: str
    slot: datetime
    start: datetime | None = None
    previous: datetime | None = None
    max_age: timedelta | None = None
    aged_at: datetime | None = None
    everything: bool = False


def outcome_of(terms: Terms) -> ColumnElement[str]:
    """Return what becomes of a post that is joined as `with_ledger` joins it: the first that holds."""
    published = table.c.published
    rules: list[tuple[ColumnElement[bool], str]] = [
        (table.c.withdrawn.is_not(None), "withdrawn"),
        (table.c.draft, "draft"),
        (published > terms.slot, "future"),
    ]
    if not terms.everything:
        rules.insert(0, (edition_post.c.edition_id.is_not(None), "already"))
        rules.append((func.coalesce(passed.c.reason, "") == "before_start", "before_start"))
        if terms.start is not None:
            rules.append((published <= terms.start, "before_start"))
        if terms.max_age is not None and terms.previous is not None:
            oldest = min(terms.slot, terms.aged_at or terms.slot) - terms.max_age
            aged = and_(published < terms.previous, published < oldest)
            rules.append((and_(aged, ~_was_cancelled(terms)), "too_old"))
    return case(*rules, else_=literal("carried"))


def _was_cancelled(terms: Terms) -> ColumnElement[bool]:
    """Return whether a post was in an edition of the digest that was cancelled."""
    before = edition_post.alias()
    return exists().where(before.c.post_id == table.c.id, before.c.digest == terms.digest, ~before.c.stands)


def with_ledger(query: Any, terms: Terms) -> tuple[Select[Any], ColumnElement[str]]:
    """Return a query of posts joined with what the digest's ledger says of each, and what becomes of a post."""
    standing = and_(
        edition_post.c.post_id == table.c.id, edition_post.c.digest == terms.digest, edition_post.c.stands
    )
    ruled_out = and_(passed.c.post_id == table.c.id, passed.c.digest == terms.digest)
    joined: Select[Any] = query.select_from(
        table.outerjoin(edition_post, standing).outerjoin(passed, ruled_out)
    )
    return joined, outcome_of(terms)


def eligible(connection: Connection, terms: Terms) -> tuple[Post, ...]:
    """Return the posts that the edition would carry, newest first."""
    query, outcome = with_ledger(select(*rows.POST_COLUMNS), terms)
    query = query.where(outcome == "carried")
    if terms.start is not None and not terms.everything:
        query = query.where(table.c.published > terms.start)
    query = query.order_by(table.c.published.desc(), table.c.guid)
    return tuple(map(rows.to_post, connection.execute(query)))


def decisions(connection: Connection, terms: Terms, outcome: Outcome, limit: int) -> Iterator[Decision]:
    """Yield up to *limit* posts of which this becomes, newest first."""
    query, found = with_ledger(select(*rows.POST_COLUMNS, edition.c.number), terms)
    query = query.outerjoin(edition, edition.c.id == edition_post.c.edition_id).where(found == outcome)
    query = query.order_by(table.c.published.desc(), table.c.guid).limit(limit)
    for row in connection.execute(query):
        yield Decision(post=rows.to_post(row), outcome=outcome, edition=row[-1] or 0)


def counts(connection: Connection, terms: Terms) -> Mapping[Outcome, int]:
    """Return how many posts there are of each outcome."""
    outcome = outcome_of(terms).label("outcome")
    query, _ = with_ledger(select(outcome, func.count()), terms)
    return {row[0]: row[1] for row in connection.execute(query.group_by(outcome))}
