"""Which posts are shown together, and which of those sets must be built again."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update

from publisher.batches import in_batches
from publisher.catalog.files import BATCH
from publisher.catalog.schema import collection as table
from publisher.catalog.schema import collection_post as membership
from publisher.catalog.schema import post
from publisher.model import Collection as Posts
from publisher.model import CollectionKind

Key = tuple[CollectionKind, str]


def memberships(connection: Connection, ids: Collection[int]) -> dict[int, set[Key]]:
    """Return the collections that each of the posts is in."""
    found: dict[int, set[Key]] = {}
    for some in in_batches(ids, BATCH):
        query = select(membership.c.post_id, membership.c.kind, membership.c.slug)
        for post_id, kind, slug in connection.execute(query.where(membership.c.post_id.in_(some))):
            found.setdefault(post_id, set()).add((kind, slug))
    return found


def join(connection: Connection, pairs: Iterable[tuple[int, Key]]) -> None:
    """Put posts into collections."""
    values = [{"post_id": post_id, "kind": kind, "slug": slug} for post_id, (kind, slug) in pairs]
    if values:
        connection.execute(membership.insert(), values)


def leave(connection: Connection, pairs: Iterable[tuple[int, Key]]) -> None:
    """Take posts out of collections."""
    for post_id, (kind, slug) in pairs:
        where = and_(membership.c.post_id == post_id, membership.c.kind == kind, membership.c.slug == slug)
        connection.execute(delete(membership).where(where))


def keys(connection: Connection) -> dict[Key, str]:
    """Return the key and title of every collection."""
    return {
        (kind, slug): title
        for kind, slug, title in connection.execute(select(table.c.kind, table.c.slug, table.c.title))
    }


def declare(connection: Connection, titles: dict[Key, str]) -> None:
    """Add collections, or give those that exist a new title."""
    existing = keys(connection)
    new = [
        {"kind": kind, "slug": slug, "title": title, "posts": 0, "stale": True}
        for (kind, slug), title in titles.items()
        if (kind, slug) not in existing
    ]
    if new:
        connection.execute(table.insert(), new)
    for key, title in titles.items():
        if key in existing and existing[key] != title:
            connection.execute(update(table).where(_is(key)).values(title=title, stale=True))


def _is(key: Key) -> Any:
    return and_(table.c.kind == key[0], table.c.slug == key[1])


def make_stale(connection: Connection, changed: Collection[Key] | None = None) -> None:
    """Mark collections to be built again, all where *changed* is None."""
    if changed is None:
        connection.execute(update(table).values(stale=True))
        return
    for some in in_batches(changed, BATCH):
        connection.execute(update(table).where(or_(*map(_is, some))).values(stale=True))


def make_due_stale(connection: Connection, since: datetime, now: datetime) -> None:
    """Mark the collections of posts whose time came after *since* and by *now*."""
    due = select(post.c.id).where(post.c.published > since, post.c.published <= now)
    found = select(membership.c.kind, membership.c.slug).where(membership.c.post_id.in_(due)).distinct()
    changed: list[Key] = [(kind, slug) for kind, slug in connection.execute(found)]
    if connection.execute(due.limit(1)).first():
        changed.append(("all", ""))
    make_stale(connection, changed)


def of_posts(connection: Connection, guids: Collection[str]) -> set[Key]:
    """Return the collections that posts with these guids are in."""
    found: set[Key] = set()
    for some in in_batches(guids, BATCH):
        query = select(membership.c.kind, membership.c.slug).join(post, post.c.id == membership.c.post_id)
        found.update(
            (kind, slug) for kind, slug in connection.execute(query.where(post.c.guid.in_(some)).distinct())
        )
    return found


def stale(connection: Connection) -> tuple[Posts, ...]:
    """Return the collections that must be built again, in a fixed order."""
    query = select(table.c.kind, table.c.slug, table.c.title, table.c.posts).where(table.c.stale)
    return _collections(connection, query)


def every(connection: Connection) -> tuple[Posts, ...]:
    """Return all collections that had posts when they were last built, in a fixed order."""
    query = select(table.c.kind, table.c.slug, table.c.title, table.c.posts).where(table.c.posts > 0)
    return _collections(connection, query)


def _collections(connection: Connection, query: Any) -> tuple[Posts, ...]:
    rows = connection.execute(query.order_by(table.c.kind, table.c.slug))
    return tuple(Posts(kind=kind, slug=slug, title=title, posts=posts) for kind, slug, title, posts in rows)


def built(connection: Connection, collections: Iterable[Posts]) -> None:
    """Record how many posts each collection has now that it is built."""
    for one in collections:
        where = _is((one.kind, one.slug))
        connection.execute(update(table).where(where).values(posts=one.posts, stale=False))


def theme_counts(connection: Connection, condition: Any) -> dict[str, int]:
    """Return how many posts that meet *condition* each theme has, by its slug."""
    query = select(membership.c.slug, func.count()).join(post, post.c.id == membership.c.post_id)
    query = query.where(membership.c.kind == "theme", condition).group_by(membership.c.slug)
    return {row[0]: row[1] for row in connection.execute(query)}
