"""Which posts are shown together, and which of those sets must be built again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, true, update

from publisher.batches import in_batches
from publisher.catalog.files import BATCH
from publisher.catalog.posts import visible
from publisher.catalog.schema import collection as table
from publisher.catalog.schema import collection_post as membership
from publisher.catalog.schema import post
from publisher.model import Collection as Posts
from publisher.model import CollectionKind

Key = tuple[CollectionKind, str]
ALL: Key = ("all", "")
COLUMNS = (
    table.c.id,
    table.c.kind,
    table.c.slug,
    table.c.title,
    table.c.posts,
    table.c.carried,
    table.c.archived,
    table.c.published,
)


def numbers(connection: Connection) -> dict[Key, int]:
    """Return the number that each collection has in the catalog."""
    found = connection.execute(select(table.c.id, table.c.kind, table.c.slug))
    return {(kind, slug): number for number, kind, slug in found}


def declare(connection: Connection, titles: Mapping[Key, str], known: dict[Key, int]) -> None:
    """Add the collections that *known* has not, and give it their numbers; each is to be built."""
    if titles.keys() <= known.keys():
        return
    number = max(known.values(), default=0)
    values = []
    for (kind, slug), title in titles.items():
        if (kind, slug) not in known:
            number += 1
            known[kind, slug] = number
            values.append(
                {"id": number, "kind": kind, "slug": slug, "title": title, "posts": 0, "stale": True}
            )
    if values:
        connection.execute(table.insert(), values)


def retitle(connection: Connection, titles: Mapping[Key, str]) -> None:
    """Give collections other titles, where they differ."""
    for (kind, slug), title in titles.items():
        of_it = and_(table.c.kind == kind, table.c.slug == slug, table.c.title != title)
        connection.execute(update(table).where(of_it).values(title=title, stale=True))


def memberships(connection: Connection, posts: Collection[int]) -> dict[int, set[int]]:
    """Return the numbers of the collections that each of the posts (by id) is in."""
    found: dict[int, set[int]] = {}
    for some in in_batches(posts, BATCH):
        query = select(membership.c.post_id, membership.c.collection_id)
        query = query.where(membership.c.post_id.in_(some), ~membership.c.gone)
        for post_id, number in connection.execute(query):
            found.setdefault(post_id, set()).add(number)
    return found


Pair = tuple[int, int]  # a post's id, a collection's number


def join(connection: Connection, pairs: Iterable[Pair], *, fresh: bool = False) -> None:
    """Put posts into collections; *fresh* says that none was there before."""
    wanted = tuple(pairs)
    left = set() if fresh else _left(connection, {post_id for post_id, _ in wanted})
    _set_gone(connection, [pair for pair in wanted if pair in left], gone=False)
    values = [{"post_id": pair[0], "collection_id": pair[1]} for pair in wanted if pair not in left]
    if values:
        connection.execute(membership.insert(), values)


def leave(connection: Connection, pairs: Iterable[Pair]) -> None:
    """Take posts out of collections; each keeps its position, should it come back."""
    _set_gone(connection, list(pairs), gone=True)


def _left(connection: Connection, posts: Collection[int]) -> set[Pair]:
    """Return which collections the posts (by id) were in once."""
    found: set[Pair] = set()
    for some in in_batches(posts, BATCH):
        query = select(membership.c.post_id, membership.c.collection_id)
        query = query.where(membership.c.post_id.in_(some), membership.c.gone)
        found.update((post_id, number) for post_id, number in connection.execute(query))
    return found


def _set_gone(connection: Connection, pairs: Sequence[Pair], *, gone: bool) -> None:
    if pairs:
        it = and_(
            membership.c.post_id == bindparam("of_post"),
            membership.c.collection_id == bindparam("in_collection"),
        )
        query = update(membership).where(it).values(gone=gone, touched=True)
        connection.execute(query, [{"of_post": pair[0], "in_collection": pair[1]} for pair in pairs])


def make_stale(connection: Connection, changed: Collection[int] | None = None) -> None:
    """Mark collections to be built again, all where *changed* is None."""
    if changed is None:
        connection.execute(update(table).values(stale=True))
        return
    for some in in_batches(changed, BATCH):
        connection.execute(update(table).where(table.c.id.in_(some)).values(stale=True))


def make_kind_stale(connection: Connection, kind: CollectionKind) -> None:
    """Mark all collections of a kind to be built again."""
    connection.execute(update(table).where(table.c.kind == kind).values(stale=True))


def make_due_stale(connection: Connection, since: datetime, now: datetime) -> None:
    """Mark the collections of posts whose time came after *since* and by *now*."""
    due = select(post.c.id).where(visible(now), post.c.published > since)
    if connection.execute(due.limit(1)).first():
        theirs = select(membership.c.collection_id).where(membership.c.post_id.in_(due))
        connection.execute(update(table).where(table.c.id.in_(theirs)).values(stale=True))


def ever_of(connection: Connection, posts: Collection[int]) -> set[int]:
    """Return the numbers of the collections that the posts (by id) are in, or were: all may have to say so."""
    found: set[int] = set()
    for some in in_batches(posts, BATCH):
        query = select(membership.c.collection_id).where(membership.c.post_id.in_(some))
        found.update(connection.execute(query.distinct()).scalars())
    return found


def stale(connection: Connection) -> tuple[Posts, ...]:
    """Return the collections that must be built again, in a fixed order."""
    return _collections(connection, table.c.stale)


def every(connection: Connection) -> tuple[Posts, ...]:
    """Return all collections, in a fixed order."""
    return _collections(connection, true())


def _collections(connection: Connection, condition: ColumnElement[bool]) -> tuple[Posts, ...]:
    query = select(*COLUMNS).where(condition).order_by(table.c.kind, table.c.slug)
    return tuple(
        Posts(
            number=number,
            kind=kind,
            slug=slug,
            title=title,
            posts=posts,
            carried=carried,
            archived=archived,
            published=published,
        )
        for number, kind, slug, title, posts, carried, archived, published in connection.execute(query)
    )


def built(connection: Connection, collections: Iterable[Posts]) -> None:
    """Record what each collection has now that it is built."""
    for one in collections:
        values = {
            "posts": one.posts,
            "carried": one.carried,
            "archived": one.archived,
            "published": one.published,
            "stale": False,
        }
        connection.execute(update(table).where(table.c.id == one.number).values(values))


def theme_counts(connection: Connection, condition: Any) -> dict[str, int]:
    """Return how many posts that meet *condition* each theme has, by its slug; counted where it is to be built."""
    query = select(table.c.id, table.c.slug, table.c.posts, table.c.stale).where(table.c.kind == "theme")
    return {
        slug: _counted(connection, number, condition) if stale else posts
        for number, slug, posts, stale in connection.execute(query).all()
    }


def _counted(connection: Connection, number: int, condition: Any) -> int:
    query = select(func.count()).select_from(membership).join(post, post.c.id == membership.c.post_id)
    query = query.where(membership.c.collection_id == number, ~membership.c.gone, condition)
    return int(connection.execute(query).scalar_one())


def with_posts(connection: Connection, kind: CollectionKind, condition: Any) -> tuple[str, ...]:
    """Return the slugs of the collections of a kind that have a post which meets *condition*."""
    of_it = select(membership.c.post_id).join(post, post.c.id == membership.c.post_id)
    of_it = of_it.where(membership.c.collection_id == table.c.id, ~membership.c.gone, condition)
    query = select(table.c.slug).where(table.c.kind == kind, of_it.exists())
    return tuple(connection.execute(query).scalars())


def newest(connection: Connection, now: datetime) -> dict[int, datetime]:
    """Return when the newest visible post of each collection (by number) was published."""
    latest = func.max(post.c.published, type_=post.c.published.type)
    query = select(membership.c.collection_id, latest).join(post, post.c.id == membership.c.post_id)
    query = query.where(visible(now), ~membership.c.gone).group_by(membership.c.collection_id)
    return {row[0]: row[1] for row in connection.execute(query)}
