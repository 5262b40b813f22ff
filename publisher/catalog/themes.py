"""Which theme each post is under, who decided so, and what the classifier learnt."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, delete, func, select, update

from publisher.batches import in_batches
from publisher.catalog.files import BATCH
from publisher.catalog.schema import classifier, collection, content, post
from publisher.catalog.schema import collection_post as membership

# "" where nobody has yet.
Decider = Literal["", "tag", "editor", "classifier"]
TOLD: tuple[Decider, ...] = ("tag", "editor")
UNSURE = and_(post.c.theme_by == "classifier", post.c.theme == "")


class Placing(NamedTuple):
    """Where a post (by id) is put. `theme` is "" for none; `guess` is then the classifier's best; `confidence` is
    from 0 to 1.
    """

    post_id: int
    theme: str
    by: Decider
    guess: str = ""
    confidence: float = 1.0


class Placed(NamedTuple):
    """A post as it is placed. `tags` are packed as the catalog keeps them."""

    placing: Placing
    guid: str
    title: str
    tags: str
    place: tuple[str, str]  # source and path


_COLUMNS = (
    post.c.id,
    post.c.theme,
    post.c.theme_by,
    post.c.theme_guess,
    post.c.theme_confidence,
    post.c.guid,
    post.c.title,
    post.c.tags,
    post.c.source,
    post.c.path,
)


def placed(connection: Connection, ids: Collection[int] | None = None) -> Iterator[Placed]:
    """Yield the posts with these ids, all where None, that are not withdrawn, in the order of first sight."""
    if ids is None:
        yield from _every(connection)
        return
    for some in in_batches(sorted(ids), BATCH):
        yield from _placed(connection, and_(post.c.id.in_(some), post.c.withdrawn.is_(None)))


def _every(connection: Connection) -> Iterator[Placed]:
    """Yield all posts, asking for some at a time, so that they may be written meanwhile."""
    last = -1
    while some := tuple(_placed(connection, and_(post.c.id > last, post.c.withdrawn.is_(None)), BATCH)):
        yield from some
        last = some[-1].placing.post_id


def unsure(connection: Connection) -> tuple[Placed, ...]:
    """Return the posts that the classifier leaves to the editor, those nearest to a decision first."""
    found = _placed(connection, and_(UNSURE, post.c.withdrawn.is_(None)))
    return tuple(sorted(found, key=lambda one: (-one.placing.confidence, one.place)))


def count_unsure(connection: Connection) -> int:
    """Return how many posts the classifier leaves to the editor."""
    query = select(func.count()).select_from(post).where(UNSURE, post.c.withdrawn.is_(None))
    return int(connection.execute(query).scalar_one())


def counts(connection: Connection) -> dict[tuple[str, str], int]:
    """Return how many posts, drafts and those to come included, are under each theme, by who decided so."""
    query = select(post.c.theme, post.c.theme_by, func.count()).where(post.c.withdrawn.is_(None))
    found = connection.execute(query.group_by(post.c.theme, post.c.theme_by))
    return {(theme, by): number for theme, by, number in found}


def _placed(
    connection: Connection, condition: ColumnElement[bool], most: int | None = None
) -> Iterator[Placed]:
    query = select(*_COLUMNS).where(condition).order_by(post.c.id).limit(most)
    for id_, theme, by, guess, confidence, guid, title, tags, source, path in connection.execute(query):
        yield Placed(Placing(id_, theme, by, guess, confidence), guid, title, tags, (source, path))


def find(connection: Connection, name: str) -> tuple[Placed, ...]:
    """Return the posts whose guid, address, path, or `source/path` is *name*: the first of these that any has."""
    for way in (post.c.guid, post.c.url, post.c.path, post.c.source + "/" + post.c.path):
        if found := tuple(_placed(connection, and_(way == name, post.c.withdrawn.is_(None)))):
            return found
    return ()


def labels(connection: Connection) -> dict[int, str]:
    """Return each post (by id) with the theme that a tag or the editor put it under, "" for the others."""
    told = case((post.c.theme_by.in_(TOLD), post.c.theme), else_="")
    query = select(post.c.id, told).where(post.c.withdrawn.is_(None)).order_by(post.c.id)
    return {row[0]: row[1] for row in connection.execute(query)}


def count_labels(connection: Connection) -> tuple[int, int]:
    """Return how many posts there are, and how many of them a tag or the editor put under a theme."""
    told = and_(post.c.theme_by.in_(TOLD), post.c.theme != "")
    query = select(func.count(), func.count(case((told, 1)))).where(post.c.withdrawn.is_(None))
    posts, known = connection.execute(query).one()
    return posts, known


def place(connection: Connection, placings: Sequence[Placing]) -> None:
    """Put posts under themes; the page of each is to be written again."""
    if not placings:
        return
    columns: dict[str, Any] = {
        "theme": bindparam("to_theme"),
        "theme_by": bindparam("to_by"),
        "theme_guess": bindparam("to_guess"),
        "theme_confidence": bindparam("to_confidence"),
        "page_stale": post.c.page != "",
    }
    query = update(post).where(post.c.id == bindparam("known_id")).values(columns)
    names = ("known_id", "to_theme", "to_by", "to_guess", "to_confidence")
    connection.execute(query, [dict(zip(names, placing, strict=True)) for placing in placings])


def memberships(connection: Connection, ids: Collection[int]) -> dict[int, set[int]]:
    """Return the numbers of the collections of themes that each of the posts (by id) is in."""
    found: dict[int, set[int]] = {}
    for some in in_batches(ids, BATCH):
        query = select(membership.c.post_id, membership.c.collection_id)
        query = query.join(collection, collection.c.id == membership.c.collection_id)
        query = query.where(membership.c.post_id.in_(some), ~membership.c.gone, collection.c.kind == "theme")
        for post_id, number in connection.execute(query):
            found.setdefault(post_id, set()).add(number)
    return found


class Body(NamedTuple):
    """What the classifier reads of a post (by id)."""

    post_id: int
    content_hash: str
    title: str
    content_html: str


def bodies(connection: Connection, ids: Iterable[int]) -> Iterator[Body]:
    """Yield what the posts with these ids say, in the order of ids."""
    for some in in_batches(ids, BATCH):
        query = select(post.c.id, post.c.content_hash, post.c.title, content.c.content_html)
        query = query.join(content, content.c.post_id == post.c.id).where(post.c.id.in_(some))
        for row in connection.execute(query.order_by(post.c.id)):
            yield Body(*row)


def recall_model(connection: Connection) -> bytes:
    """Return the classifier as it was kept, b"" where there is none."""
    return bytes(connection.execute(select(classifier.c.data)).scalar() or b"")


def remember_model(connection: Connection, data: bytes) -> None:
    """Keep the classifier in place of the one before."""
    connection.execute(delete(classifier))
    connection.execute(classifier.insert().values(id=1, data=data))
