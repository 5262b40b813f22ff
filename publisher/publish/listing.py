"""Every feed that the site has, as it was last written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection

from publisher.catalog import archives, collections
from publisher.config import Settings
from publisher.feeds import FORMATS, FormatName
from publisher.hosting import CODINGS
from publisher.model import Collection
from publisher.publish.digests import public_digests
from publisher.publish.paths import digest_feed_paths, feed_paths, file_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDigest:
    """A digest, whose feeds carry editions where others carry posts."""

    title: str
    posts: int
    carried: int
    kind: Literal["digest"] = "digest"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """One document: its path, how many posts it carries, and its sizes in bytes, 0 for what is not there.

    `newest` is when its newest post was published, None without one; `changed` when its bytes last changed;
    `archive_pages` how many pages the feed's archive has. In a digest's feed editions stand for posts.
    """

    collection: Collection | ListedDigest
    format: str
    path: str
    size: int
    size_gzip: int
    size_br: int
    newest: datetime | None
    changed: datetime
    archive_pages: int


def list_feeds(settings: Settings, connection: Connection, now: datetime) -> Iterator[ListedFeed]:
    """Yield each feed that is in the output directory, all formats of a collection together, digests last."""
    directory, size = settings.output.directory, settings.feeds.archive_entries
    newest = collections.newest(connection, now)
    for one in collections.every(connection):
        paths = feed_paths(one, settings.feeds.paths)
        pages = -(-archives.entered(connection, one.number) // size) if one.archived else 0
        if paths:
            yield from _files(one, paths, directory, newest.get(one.number), pages)
    for digest in public_digests(connection, settings):
        paths = digest_feed_paths(digest.name)
        if (directory / paths["json"]).is_file():
            carried = len(json.loads((directory / paths["json"]).read_bytes())["items"])
            listed = ListedDigest(title=digest.title, posts=len(digest.editions), carried=carried)
            yield from _files(listed, paths, directory, next((one.slot for one in digest.editions), None))


def _files(
    of: Collection | ListedDigest,
    paths: dict[FormatName, str],
    directory: Path,
    newest: datetime | None,
    archive_pages: int = 0,
) -> Iterator[ListedFeed]:
    for format_ in FORMATS:
        file = directory / file_at(paths[format_.name], format_)
        if file.is_file():
            compressed = {coding: file.with_name(file.name + suffix) for coding, suffix in CODINGS}
            yield ListedFeed(
                collection=of,
                format=format_.name,
                path=paths[format_.name],
                size=file.stat().st_size,
                size_gzip=_size(compressed["gzip"]),
                size_br=_size(compressed["br"]),
                newest=newest,
                changed=datetime.fromtimestamp(int(file.stat().st_mtime), UTC),
                archive_pages=archive_pages,
            )


def _size(file: Path) -> int:
    return file.stat().st_size if file.is_file() else 0
