"""Where posts stand in a feed's archive: positions, given once, and which archive pages must be written again."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from publisher.batches import in_batches
from publisher.catalog import rows
from publisher.catalog.files import BATCH
from publisher.catalog.posts import visible
from publisher.catalog.schema import collection, content, post
from publisher.catalog.schema import collection_post as membership
from publisher.errors import CatalogError
from publisher.model import Collection as Known
from publisher.model import FullPost, Tombstone

EARLIER = membership.alias("earlier")


def enter(connection: Connection, numbers: Collection[int], now: datetime) -> None:
    """Give each post that is now to be seen in a collection (by number) the next position there, the oldest first.

    Months have no feeds, so no positions. A page that is already published gets the mark to be written again.
    """
    # A few are looked up by the index of positions; of many, every membership is looked at.
    few = membership.c.collection_id.in_(numbers) if len(numbers) < BATCH else collection.c.stale
    first = func.coalesce(
        select(func.max(EARLIER.c.position) + 1)
        .where(EARLIER.c.collection_id == membership.c.collection_id)
        .scalar_subquery(),
        0,
    )
    rank = func.row_number().over(
        partition_by=membership.c.collection_id, order_by=(post.c.published, post.c.guid)
    )
    new = (
        select(
            membership.c.collection_id,
            membership.c.post_id,
            (first + rank - 1).label("position"),
            collection.c.archived,
        )
        .join(post, post.c.id == membership.c.post_id)
        .join(collection, collection.c.id == membership.c.collection_id)
        .where(collection.c.kind != "month")
        .where(few, membership.c.position.is_(None), ~membership.c.gone, visible(now))
        .subquery()
    )
    same = and_(membership.c.collection_id == new.c.collection_id, membership.c.post_id == new.c.post_id)
    values = {"position": new.c.position, "touched": new.c.archived}
    connection.execute(update(membership).where(same).values(values))


def entered(connection: Connection, number: int) -> int:
    """Return how many positions a collection (by number) has given."""
    last = select(func.max(membership.c.position)).where(membership.c.collection_id == number)
    newest = connection.execute(last).scalar()
    return 0 if newest is None else int(newest) + 1


def touch(connection: Connection, posts: Iterable[int]) -> None:
    """Ask for the archive pages that have these posts (by id) to be written again."""
    for some in in_batches(list(posts), BATCH):
        connection.execute(update(membership).where(membership.c.post_id.in_(some)).values(touched=True))


def touched(connection: Connection, number: int, size: int) -> tuple[int, ...]:
    """Return which pages of *size* positions, from 1, must be written again in a collection (by number)."""
    query = select(membership.c.position).where(
        membership.c.collection_id == number, membership.c.touched, membership.c.position.is_not(None)
    )
    return tuple(sorted({position // size + 1 for position in connection.execute(query).scalars()}))


def written(connection: Connection, numbers: Iterable[int]) -> None:
    """Record that the archive pages of these collections (by number) are as they should be."""
    for number in numbers:
        where = and_(membership.c.collection_id == number, membership.c.touched)
        connection.execute(update(membership).where(where).values(touched=False))


def page(connection: Connection, number: int, positions: range, now: datetime) -> tuple[FullPost, ...]:
    """Return the visible posts at *positions* of a collection (by number) with their bodies, the last first."""
    query = (
        select(*rows.FULL_COLUMNS)
        .join(content, content.c.post_id == post.c.id)
        .join(membership, membership.c.post_id == post.c.id)
        .where(
            membership.c.collection_id == number,
            membership.c.position.between(positions.start, positions.stop - 1),
            ~membership.c.gone,
            visible(now),
        )
        .order_by(membership.c.position.desc())
    )
    return tuple(map(rows.to_full_post, connection.execute(query)))


def tombstones(
    connection: Connection, number: int, since: datetime | None, now: datetime, limit: int
) -> tuple[Tombstone, ...]:
    """Return up to *limit* posts that were in a collection, published at or after *since*, and are seen no more."""
    query = (
        select(post.c.guid, post.c.retracted)
        .join(membership, membership.c.post_id == post.c.id)
        .where(
            membership.c.collection_id == number,
            membership.c.position.is_not(None),
            post.c.retracted.is_not(None),
            ~visible(now),
        )
        .order_by(post.c.retracted.desc(), post.c.guid)
        .limit(limit)
    )
    if since is not None:
        query = query.where(post.c.published >= since)
    return tuple(Tombstone(guid=guid, withdrawn=at) for guid, at in connection.execute(query))


def positions(connection: Connection) -> dict[int, dict[str, int]]:
    """Return where each post (by id) stands in each collection, by `kind/slug`."""
    query = select(membership.c.post_id, collection.c.kind, collection.c.slug, membership.c.position)
    query = query.join(collection, collection.c.id == membership.c.collection_id)
    query = query.where(membership.c.position.is_not(None)).order_by(
        membership.c.post_id, collection.c.kind, collection.c.slug
    )
    found: dict[int, dict[str, int]] = {}
    for post_id, kind, slug, position in connection.execute(query):
        found.setdefault(post_id, {})[f"{kind}/{slug}"] = position
    return found


def restore(connection: Connection, placed: Mapping[int, Mapping[str, int]], known: Iterable[Known]) -> None:
    """Put posts (by id) back where `positions` said, in the collections that are *known* and others.

    CatalogError where two would stand in one place.
    """
    named = {f"{one.kind}/{one.slug}": one for one in known}
    names = sorted({*named, *(name for places in placed.values() for name in places)})
    numbers = {name: number for number, name in enumerate(names, 1)}
    taken: set[tuple[str, int]] = set()
    values = []
    for post_id, places in placed.items():
        for name, position in places.items():
            if (name, position) in taken:
                raise CatalogError(f"two posts have position {position} in {name}")
            taken.add((name, position))
            values.append({"collection_id": numbers[name], "post_id": post_id, "position": position})
    if numbers:
        declared = [_declared(number, name, named.get(name)) for name, number in numbers.items()]
        connection.execute(collection.insert(), declared)
    if values:
        connection.execute(membership.insert(), values)


def _declared(number: int, name: str, one: Known | None) -> dict[str, object]:
    kind, _, slug = name.partition("/")
    return {
        "id": number,
        "kind": kind,
        "slug": slug,
        "title": one.title if one else "",
        "posts": 0,
        "archived": one is not None and one.archived,
        "published": one is not None and one.published,
        "stale": True,
    }
