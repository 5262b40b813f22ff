"""What there is of each post to tell which entry of another feed it is, and giving posts other guids."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from publisher.batches import in_batches
from publisher.catalog import archives, collections, posts
from publisher.catalog.files import BATCH
from publisher.catalog.posts import visible
from publisher.catalog.schema import collection_post as membership
from publisher.catalog.schema import file
from publisher.catalog.schema import post as table
from publisher.feeds.matching import Candidate

COLUMNS = (
    table.c.id,
    table.c.guid,
    table.c.url,
    table.c.title,
    table.c.published,
    table.c.updated,
    table.c.source,
    table.c.path,
)


def candidates(connection: Connection, now: datetime) -> Iterator[Candidate]:
    """Yield every post that is not withdrawn, newest first; which are visible is told for *now*."""
    entered = select(membership.c.post_id).where(membership.c.position.is_not(None))
    query = select(*COLUMNS, visible(now), table.c.id.in_(entered)).where(table.c.withdrawn.is_(None))
    query = query.order_by(table.c.published.desc(), table.c.guid)
    for id_, guid, url, title, published, updated, source, path, seen, entered_ in connection.execute(query):
        yield Candidate(
            id=id_,
            guid=guid,
            link=url,
            title=title,
            published=published,
            updated=updated,
            source=source,
            path=path,
            visible=bool(seen),
            published_here=bool(entered_),
        )


def give_guids(connection: Connection, guids: Mapping[int, str]) -> None:
    """Give posts (by id) other guids, which no post has; their feeds are marked to be built again."""
    before: dict[int, str] = {}
    for some in in_batches(list(guids), BATCH):
        query = select(table.c.id, table.c.guid).where(table.c.id.in_(some))
        before.update((id_, guid) for id_, guid in connection.execute(query))
    if not before:
        return
    connection.execute(
        update(table).where(table.c.id == bindparam("known_id")).values(guid=bindparam("new")),
        [{"known_id": id_, "new": guids[id_]} for id_ in before],
    )
    connection.execute(
        update(file).where(file.c.guid == bindparam("old")).values(guid=bindparam("new")),
        [{"old": old, "new": guids[id_]} for id_, old in before.items()],
    )
    collections.make_stale(
        connection, collections.ever_of(connection, posts.ids(connection, list(guids.values())))
    )
    archives.touch(connection, before)
