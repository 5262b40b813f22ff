"""Posts as they are stored: recognised, written, listed. A visible post is neither draft, withdrawn nor future."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, or_, select, update

from publisher.batches import in_batches
from publisher.catalog import rows
from publisher.catalog.engine import quickly
from publisher.catalog.files import BATCH, Place, standing_at
from publisher.catalog.schema import collection_post as membership
from publisher.catalog.schema import content, stored
from publisher.catalog.schema import post as table
from publisher.identity import Known
from publisher.model import Collection as Posts
from publisher.model import FullPost, Post

KNOWN_COLUMNS = (
    table.c.id,
    table.c.guid,
    table.c.url,
    table.c.page,
    table.c.source,
    table.c.path,
    table.c.content_hash,
    table.c.signature,
    table.c.updated,
    table.c.withdrawn,
    table.c.published,
    table.c.draft,
    table.c.retracted,
)
# From how many members on a collection is not sorted as a whole.
MANY = 1000
# Columns of a stored post that its file does not decide: set once, or by publisher.sync.sorting.
KEPT = frozenset({"id", "guid", "first_seen", "theme", "theme_by", "theme_guess", "theme_confidence"})


def visible(now: datetime) -> ColumnElement[bool]:
    """Return the condition for a post that everybody may see at *now*."""
    return and_(~table.c.draft, table.c.withdrawn.is_(None), table.c.published <= now)


def _known(connection: Connection, conditions: Iterable[ColumnElement[bool]]) -> Iterator[Known]:
    for condition in conditions:
        query = select(*KNOWN_COLUMNS).where(condition).order_by(table.c.id)
        for row in connection.execute(query):
            id_, guid, url, page, source, path, hash_, signature, updated, withdrawn, *rest = row
            published, draft, retracted = rest
            yield Known(
                id=id_,
                guid=guid,
                url=url,
                page=page,
                source=source,
                path=path,
                content_hash=hash_,
                signature=signature,
                updated=updated,
                withdrawn=withdrawn is not None,
                published=published,
                draft=draft,
                retracted=retracted,
            )


def _in(column: Any, values: Collection[str]) -> Iterator[ColumnElement[bool]]:
    return (column.in_(some) for some in in_batches(values, BATCH))


def known_by_guid(connection: Connection, guids: Collection[str]) -> dict[str, Known]:
    """Return the stored posts with these guids."""
    return {known.guid: known for known in _known(connection, _in(table.c.guid, guids))}


def known_by_url(connection: Connection, urls: Collection[str]) -> dict[str, Known]:
    """Return the stored posts at these addresses, the one first seen where several share one."""
    found = tuple(_known(connection, _in(table.c.url, urls)))
    return {known.url: known for known in reversed(found)}


def known_by_hash(connection: Connection, hashes: Collection[str]) -> dict[str, list[Known]]:
    """Return the stored posts with this content."""
    found: dict[str, list[Known]] = {}
    for known in _known(connection, _in(table.c.content_hash, hashes)):
        found.setdefault(known.content_hash, []).append(known)
    return found


def known_by_place(connection: Connection, places: Collection[Place]) -> dict[Place, Known]:
    """Return the stored posts whose files are, or last were, at *places*."""
    conditions = (standing_at(table.c, some) for some in in_batches(places, BATCH))
    found: dict[Place, Known] = {}
    for known in _known(connection, conditions):
        here = (known.source, known.path)
        if here not in found or found[here].withdrawn:
            found[here] = known
    return found


def last_id(connection: Connection) -> int:
    """Return the id of the post that was seen last, 0 where there is none."""
    return connection.execute(select(func.max(table.c.id))).scalar() or 0


def insert(connection: Connection, values: Sequence[dict[str, Any]]) -> None:
    """Write posts that are new: rows of the table, with `content_html`."""
    if values:
        connection.execute(table.insert(), values)
        connection.execute(content.insert(), [_body(row) for row in values])


def rewrite(connection: Connection, values: Sequence[dict[str, Any]]) -> None:
    """Write posts that are known, by their `id`."""
    if values:
        columns: dict[str, Any] = {
            column.name: bindparam(column.name) for column in table.c if column.name not in KEPT
        }
        query = update(table).where(table.c.id == bindparam("known_id")).values(columns)
        # Nothing else may be among the parameters: SQLAlchemy would set every column that has its name there.
        connection.execute(
            query, [{"known_id": row["id"], **{name: row[name] for name in columns}} for row in values]
        )
        bodies = update(content).where(content.c.post_id == bindparam("known_id"))
        bodies = bodies.values(content_html=bindparam("content_html"))
        connection.execute(bodies, [{**_body(row), "known_id": row["id"]} for row in values])


def _body(row: dict[str, Any]) -> dict[str, Any]:
    return {"post_id": row["id"], "content_html": row["content_html"]}


def withdraw(connection: Connection, guids: Collection[str], now: datetime) -> int:
    """Withdraw the posts with these guids that are not yet; return how many."""
    count = 0
    for some in in_batches(guids, BATCH):
        query = update(table).where(table.c.guid.in_(some), table.c.withdrawn.is_(None))
        values = {
            "withdrawn": now,
            "retracted": func.coalesce(table.c.retracted, stored(now)),
            "page_stale": table.c.page != "",
        }
        count += connection.execute(query.values(values)).rowcount
    return count


def ids(connection: Connection, guids: Collection[str]) -> set[int]:
    """Return the ids of the posts with these guids."""
    found: set[int] = set()
    for some in in_batches(guids, BATCH):
        found.update(connection.execute(select(table.c.id).where(table.c.guid.in_(some))).scalars())
    return found


def without_file(connection: Connection) -> tuple[str, ...]:
    """Return the guids of posts that no file claims (after an import: those whose file is gone)."""
    from publisher.catalog.schema import file

    claimed = select(file.c.guid).where(file.c.outcome.in_(("post", "skipped", "duplicate")))
    query = select(table.c.guid).where(table.c.withdrawn.is_(None), table.c.guid.not_in(claimed))
    return tuple(connection.execute(query).scalars())


def exists(connection: Connection, column: str, value: str) -> bool:
    """Return whether a post has *value* in *column*."""
    return connection.execute(select(table.c.id).where(table.c[column] == value).limit(1)).first() is not None


def _members(query: Select[Any], posts: Posts) -> Select[Any]:
    if posts.kind == "all":
        return query
    query = query.join(membership, membership.c.post_id == table.c.id)
    return query.where(membership.c.collection_id == posts.number, ~membership.c.gone)


def _newest(query: Select[Any], posts: Posts, now: datetime, limit: int) -> Select[Any]:
    if posts.posts > MANY and posts.kind != "all":
        # From the newest post on, asking of each whether it is a member: a few steps where a good part of them are.
        is_member = select(membership.c.post_id).where(
            membership.c.collection_id == posts.number, membership.c.post_id == table.c.id, ~membership.c.gone
        )
        query = query.where(visible(now), is_member.exists())
    else:
        query = _members(query, posts).where(visible(now))
    return query.order_by(table.c.published.desc(), table.c.guid).limit(limit)


def newest(connection: Connection, posts: Posts, now: datetime, limit: int) -> tuple[Post, ...]:
    """Return up to *limit* visible posts of a collection, newest first."""
    query = _newest(select(*rows.POST_COLUMNS), posts, now, limit)
    return tuple(map(rows.to_post, connection.execute(query)))


def newest_in_full(connection: Connection, posts: Posts, now: datetime, limit: int) -> tuple[FullPost, ...]:
    """Return up to *limit* visible posts of a collection with their bodies, newest first."""
    query = _newest(
        select(*rows.FULL_COLUMNS).join(content, content.c.post_id == table.c.id), posts, now, limit
    )
    return tuple(map(rows.to_full_post, connection.execute(query)))


def count(connection: Connection, posts: Posts, now: datetime) -> int:
    """Return how many visible posts a collection has."""
    query = _members(select(func.count()).select_from(table), posts).where(visible(now))
    return int(connection.execute(query).scalar_one())


def published_within(connection: Connection, since: datetime | None, until: datetime) -> tuple[Post, ...]:
    """Return the posts published after *since* and at or before *until*, newest first."""
    query = select(*rows.POST_COLUMNS).where(visible(until))
    if since is not None:
        query = query.where(table.c.published > since)
    query = query.order_by(table.c.published.desc(), table.c.guid)
    return tuple(rows.to_post(row) for row in connection.execute(query))


def newest_before(connection: Connection, now: datetime) -> datetime | None:
    """Return when the newest visible post was published."""
    return connection.execute(select(func.max(table.c.published)).where(visible(now))).scalar()


def hidden(connection: Connection, now: datetime) -> tuple[int, int, int]:
    """Return how many posts are drafts, how many future, how many withdrawn."""
    is_draft = table.c.withdrawn.is_(None)
    query = select(is_draft, func.count()).where(or_(table.c.withdrawn.is_not(None), table.c.draft))
    counts = {bool(draft): number for draft, number in connection.execute(query.group_by(is_draft))}
    coming = and_(~table.c.draft, table.c.withdrawn.is_(None), table.c.published > now)
    future = connection.execute(select(func.count()).select_from(table).where(coming)).scalar_one()
    return counts.get(True, 0), future, counts.get(False, 0)


def stale_pages(connection: Connection, now: datetime) -> Iterator[tuple[int, FullPost, bool, bool]]:
    """Yield id, post, and whether it is visible and was, of each whose own page must be written or removed."""
    query = select(*rows.FULL_COLUMNS, table.c.id, visible(now), table.c.retracted.is_not(None)).join(
        content, content.c.post_id == table.c.id
    )
    query = query.where(table.c.page_stale, table.c.page != "")
    for row in connection.execute(query.execution_options(yield_per=200)):
        id_, is_visible, was_visible = row[len(rows.FULL_COLUMNS) :]
        yield id_, rows.to_full_post(row), bool(is_visible), bool(was_visible)


def pages_written(connection: Connection, ids: Collection[int]) -> None:
    """Record that the pages of these posts are as they should be."""
    for some in in_batches(ids, BATCH):
        connection.execute(update(table).where(table.c.id.in_(some)).values(page_stale=False))


def written_pages(connection: Connection, now: datetime) -> Iterator[tuple[int, str]]:
    """Yield id and page of each visible post whose own page was written."""
    query = select(table.c.id, table.c.page).where(visible(now), table.c.page != "", ~table.c.page_stale)
    yield from quickly(connection, query)


def lose_pages(connection: Connection, ids: Collection[int]) -> None:
    """Mark the pages of these posts as to be written again."""
    for some in in_batches(ids, BATCH):
        connection.execute(update(table).where(table.c.id.in_(some)).values(page_stale=True))


def make_pages_stale(connection: Connection, since: datetime | None, now: datetime) -> None:
    """Mark the pages of posts that became due after *since* and by *now*; all where *since* is None."""
    query = update(table).where(table.c.page != "")
    if since is not None:
        query = query.where(visible(now), table.c.published > since)
    connection.execute(query.values(page_stale=True))


def media(connection: Connection, now: datetime) -> Iterator[tuple[str, str]]:
    """Yield the source and packed list of files of each visible post that refers to files beside it."""
    query = select(table.c.source, table.c.media).where(visible(now), table.c.media != "").distinct()
    yield from ((source, packed) for source, packed in connection.execute(query))
