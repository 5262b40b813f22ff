"""The laws of the ledger of editions, checked on a catalog as it is, by queries of their own."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Row, func, select

from publisher.catalog.schema import digest, edition, edition_post, passed, slot
from publisher.catalog.schema import post as post_table
from publisher.catalog.selection import Terms, counts

PLACEHOLDERS = ("{{unsubscribe_url}}", "{{preferences_url}}")


def check_ledger(connection: Connection) -> None:
    """Fail with all that is wrong with the ledger of every digest."""
    faults = [
        fault
        for look in (_slots, _editions, _numbers, _carried, _once, _starts, _reasons)
        for fault in look(connection)
    ]
    assert faults == []


def _editions_with_slots(connection: Connection) -> list[Row[Any]]:
    query = select(edition, slot.c.at, slot.c.outcome, slot.c.posts.label("eligible"))
    query = query.outerjoin(slot, slot.c.id == edition.c.slot_id)
    return list(connection.execute(query.order_by(edition.c.digest, edition.c.number)))


def _slots(connection: Connection) -> Iterator[str]:
    """Yield slots that are there twice, were decided out of order, or are not what their row says."""
    issued = set(connection.execute(select(edition.c.slot_id)).scalars())
    by_digest: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in connection.execute(select(slot).order_by(slot.c.id)):
        by_digest[row.digest].append(row)
        if (row.outcome == "issued") != (row.id in issued):
            yield f"{row.digest} {row.key}: {row.outcome}, editions: {row.id in issued}"
        if (row.posts > 0) != (row.outcome in ("issued", "waiting")):
            yield f"{row.digest} {row.key}: {row.outcome} with {row.posts} posts"
    for name, found in by_digest.items():
        if len({row.key for row in found}) != len(found):
            yield f"{name}: a slot with two rows"
        if any(one.at >= other.at for one, other in pairwise(found)):
            yield f"{name}: slots decided out of order"


def _editions(connection: Connection) -> Iterator[str]:
    for row in _editions_with_slots(connection):
        name = f"{row.digest}/{row.number}"
        if (row.status == "cancelled") != (row.cancelled is not None):
            yield f"{name}: {row.status}, cancelled {row.cancelled}"
        if row.status == "released" and row.released is None:
            yield f"{name}: released at no time"
        if row.status == "draft" and (row.released or not row.mailed):
            yield f"{name}: a draft that was released, or is for nobody"
        for part, placeholder in ((part, one) for part in (row.html, row.text) for one in PLACEHOLDERS):
            if placeholder not in part:
                yield f"{name}: a part without {placeholder}"
        if not (row.subject and row.guid):
            yield f"{name}: without subject or guid"


def _numbers(connection: Connection) -> Iterator[str]:
    by_digest: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in _editions_with_slots(connection):
        by_digest[row.digest].append(row)
    for name, found in by_digest.items():
        if [row.number for row in found] != list(range(1, len(found) + 1)):
            yield f"{name}: numbers {[row.number for row in found]}"
        if any(one.at >= other.at for one, other in pairwise(found)):
            yield f"{name}: numbers not in the order of slots"


def _carried(connection: Connection) -> Iterator[str]:
    """Yield editions whose posts are not those that their own row and slot tell of."""
    starts = {row.name: row.start for row in connection.execute(select(digest))}
    for row in _editions_with_slots(connection):
        name, start = f"{row.digest}/{row.number}", starts[row.digest]
        query = select(edition_post).where(edition_post.c.edition_id == row.id)
        found = list(connection.execute(query.order_by(edition_post.c.position)))
        if [one.position for one in found] != list(range(row.eligible)):
            yield f"{name}: {len(found)} posts, of {row.eligible} that were eligible"
        if any(one.stands != (row.status != "cancelled") or one.digest != row.digest for one in found):
            yield f"{name}: posts that stand otherwise than their edition"
        for one in found:
            published = _published(one.post)
            if published > row.at.isoformat() or (start and published <= start.isoformat()):
                yield f"{name}: post {one.post_id} of {published}, start {start}, slot {row.at}"


def _published(packed: str) -> str:
    from publisher.catalog.rows import unpack_post

    return unpack_post(packed).published.isoformat()


def _once(connection: Connection) -> Iterator[str]:
    query = select(edition_post.c.digest, edition_post.c.post_id, func.count())
    query = query.join(edition, edition.c.id == edition_post.c.edition_id)
    query = query.where(edition.c.status != "cancelled")
    for name, post_id, count in connection.execute(
        query.group_by(edition_post.c.digest, edition_post.c.post_id)
    ):
        if count > 1:
            yield f"{name}: post {post_id} in {count} standing editions"


def _starts(connection: Connection) -> Iterator[str]:
    """Yield digests that did not begin with their first slot, and posts both passed over and carried."""
    first = select(slot.c.digest, func.min(slot.c.at)).group_by(slot.c.digest)
    firsts = {row[0]: row[1] for row in connection.execute(first)}
    for row in connection.execute(select(digest)):
        if row.begun != firsts.get(row.name):
            yield f"{row.name}: begun {row.begun}, first slot {firsts.get(row.name)}"
        if row.start and row.start > row.begun:
            yield f"{row.name}: its start is after its first slot"
    both = select(passed.c.digest, passed.c.post_id).join(
        edition_post,
        (edition_post.c.post_id == passed.c.post_id) & (edition_post.c.digest == passed.c.digest),
    )
    for name, post_id in connection.execute(both.where(edition_post.c.stands)):
        yield f"{name}: post {post_id} is carried, and passed over"


def _reasons(connection: Connection) -> Iterator[str]:
    """Yield digests for which not every post is in an edition or has a reason why not."""
    total = connection.execute(select(func.count()).select_from(post_table)).scalar_one()
    for name, begun, start in connection.execute(select(digest.c.name, digest.c.begun, digest.c.start)):
        if begun and sum(counts(connection, Terms(digest=name, slot=begun, start=start)).values()) != total:
            yield f"{name}: posts of which nothing becomes, or two things"
