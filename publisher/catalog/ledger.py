"""What a rebuild on a fresh machine cannot know, as text that fits in version control: one post a line, in order.

Ids and addresses once given, the order of first sight, when a post changed, which were withdrawn, the theme that the
classifier put it under, and where each stands in the archive of each feed; then what ids of feeds are made of, a
line for each collection, and the ledger of editions. The rest is in the posts' own files.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, get_args

from sqlalchemy import Connection, select

from publisher.catalog import archives, carried, collections, posts
from publisher.catalog.engine import AUTHORITY, SORTED_BY, recall, remember
from publisher.catalog.schema import digest
from publisher.catalog.schema import post as table
from publisher.errors import CatalogError
from publisher.model import Collection, CollectionKind

HEADER = {"publisher": "catalog", "version": 3}
# The first version knew no positions, which are given anew, in the order of publication; the second no editions.
READABLE = tuple({**HEADER, "version": version} for version in (1, 2, 3))
TEXTS = ("guid", "url", "page", "source", "path", "content_hash")
THEME = ("theme", "theme_by", "theme_guess", "theme_confidence")
TIMES = ("first_seen", "published", "updated", "withdrawn", "retracted")
# What is kept by name.
REMEMBERED = (AUTHORITY, SORTED_BY)
# What a collection was once and is from then on.
MARKS = ("archived", "published")
KINDS: tuple[CollectionKind, ...] = get_args(CollectionKind)
# What the files say; a sync after the import fills it in.
BLANK = {
    "signature": "",
    **dict.fromkeys(("title", "summary", "authors", "tags", "language", "image", "enclosure", "media"), ""),
    "reading_minutes": 1,
    "score": 0.0,
    "content_html": "",
}


def export_lines(connection: Connection) -> Iterator[str]:
    """Yield the catalog's lines, the first seen post first; the same catalog gives the same text."""
    yield _line(HEADER)
    names = (*TEXTS, *TIMES, *THEME)
    query = select(table.c.id, table.c.draft, *(table.c[name] for name in names)).order_by(table.c.id)
    placed = archives.positions(connection)
    for id_, draft, *row in connection.execute(query.execution_options(yield_per=1000)):
        values = dict(zip(names, row, strict=True))
        times = {name: values[name].astimezone(UTC).isoformat() for name in TIMES if values[name]}
        positions = {"positions": placed[id_]} if id_ in placed else {}
        kept = {name: values[name] for name in TEXTS if values[name]}
        # What tags and the editor say is said again when the files are read.
        theme = {key: values[key] for key in THEME} if values["theme_by"] == "classifier" else {}
        yield _line({**kept, **times, **({"draft": True} if draft else {}), **theme, **positions})
    for name in REMEMBERED:
        if known := recall(connection, name):
            yield _line({name: known})
    for one in collections.every(connection):
        if one.kind != "month":
            marks = {name: True for name in MARKS if getattr(one, name)}
            yield _line({"collection": f"{one.kind}/{one.slug}", "title": one.title, **marks})
    yield from map(_line, carried.carried_lines(connection))


def import_lines(connection: Connection, lines: Iterable[str], name: str) -> int:
    """Fill an empty catalog from exported lines and return how many posts it then has.

    CatalogError names the line of *name* that is wrong, or says that the catalog is not empty.
    """
    if posts.last_id(connection) or connection.execute(select(digest.c.name)).first():
        raise CatalogError("the catalog is not empty: an import fills a new one")
    numbered = enumerate(lines, 1)
    _, first = next(numbered, (0, ""))
    if _parse(first, name, 1) not in READABLE:
        raise CatalogError(f"{name}:1: not an export of a catalog, or of another version")
    found = [(number, _parse(line, name, number)) for number, line in numbered if line.strip()]
    known = [_collection(value, number, name) for number, value in found if "collection" in value]
    for _, value in found:
        for kept in value.keys() & REMEMBERED:
            remember(connection, kept, _text(value[kept], kept))
    ledger = [(number, value) for number, value in found if value.keys() & set(carried.KINDS)]
    aside = {"collection", *REMEMBERED, *carried.KINDS}
    found = [(number, value) for number, value in found if not aside & value.keys()]
    values = [_row(value, number, name) for number, value in found]
    placed = {number - 1: _positions(value, number, name, len(found)) for number, value in found}
    seen: dict[str, int] = {}
    for row in values:
        guid, number = row["guid"], row["id"] + 1
        if seen.setdefault(guid, number) != number:
            raise CatalogError(f"{name}:{number}: the guid {guid} stands on line {seen[guid]} too")
    posts.insert(connection, values)
    archives.restore(connection, placed, known)
    _restore_editions(connection, ledger, {row["guid"]: row["id"] for row in values}, name)
    remember(connection, "imported", "yes")
    return len(values)


def _restore_editions(
    connection: Connection, lines: list[tuple[int, dict[str, Any]]], ids: dict[str, int], name: str
) -> None:
    for number, value in lines:
        try:
            carried.restore(connection, value, ids)
        except ValueError as error:
            raise CatalogError(f"{name}:{number}: {error}") from error


def _line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _parse(line: str, name: str, number: int) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except ValueError as error:
        raise CatalogError(f"{name}:{number}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise CatalogError(f"{name}:{number}: not an object")
    return value


def _row(value: dict[str, Any], number: int, name: str) -> dict[str, Any]:
    try:
        times = {key: _time(value[key]) if key in value else None for key in TIMES}
        texts = {key: _text(value.get(key, ""), key) for key in (*TEXTS, *THEME[:3])}
        if ".." in texts["page"].split("/") or texts["page"].startswith("/"):
            raise ValueError(f"no page of the site: {texts['page']}")
        confidence = float(value.get("theme_confidence", 0.0))
        if not texts["guid"] or None in (times["first_seen"], times["published"], times["updated"]):
            raise ValueError("a post needs guid, first_seen, published and updated")
    except (TypeError, ValueError) as error:
        raise CatalogError(f"{name}:{number}: {error}") from error
    return {
        "id": number - 1,
        **texts,
        **times,
        **BLANK,
        "theme_confidence": confidence,
        "draft": value.get("draft") is True,
        "page_stale": bool(texts["page"]),
    }


def _collection(value: dict[str, Any], number: int, name: str) -> Collection:
    try:
        kind, slug = _key(value["collection"])
        title = _text(value.get("title", ""), "title")
    except ValueError as error:
        raise CatalogError(f"{name}:{number}: {error}") from error
    marks = {mark: value.get(mark) is True for mark in MARKS}
    return Collection(kind=kind, slug=slug, title=title, **marks)


def _positions(value: dict[str, Any], number: int, name: str, most: int) -> dict[str, int]:
    found: dict[str, int] = value.get("positions", {})
    try:
        for key, position in found.items():
            _key(key)
            if type(position) is not int or not 0 <= position < most:
                raise ValueError(f"no position that could be: {key}: {position}")
    except (AttributeError, ValueError) as error:
        raise CatalogError(f"{name}:{number}: {error}") from error
    return found


def _key(found: Any) -> tuple[CollectionKind, str]:
    """Return kind and slug of a collection; ValueError where it is none that has feeds."""
    kind, slash, slug = _text(found, "collection").partition("/")
    for known in KINDS:
        if kind == known != "month" and slash:
            return known, slug
    raise ValueError(f"no collection that has feeds: {found}")


def _time(found: Any) -> datetime:
    time = datetime.fromisoformat(found)
    if time.tzinfo is None:
        raise ValueError(f"a time without an offset: {found}")
    return time


def _text(found: Any, key: str) -> str:
    if not isinstance(found, str):
        raise ValueError(f"{key} is no text: {found}")
    if found.encode(errors="ignore").decode() != found:
        raise ValueError(f"half a character in {key}: {found!a}")
    return found
