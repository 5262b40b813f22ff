"""What changed on disk since the last sync. Reads no file: sizes and times decide."""

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from publisher.catalog import files
from publisher.catalog.engine import recall, remember
from publisher.catalog.files import Place
from publisher.config import Settings
from publisher.errors import SourceError
from publisher.model import Source
from publisher.sources import File, scan
from publisher.sync.reading import READER_VERSION, fingerprint


@dataclass(slots=True)
class Difference:
    """Which places are new, altered or gone, and how many files there are.

    `files` are those that are new or altered, and those whose names no catalog can keep as they are.
    """

    count: int = 0
    files: dict[Place, File] = field(default_factory=dict)
    arrived: set[Place] = field(default_factory=set)
    altered: set[Place] = field(default_factory=set)
    gone: set[Place] = field(default_factory=set)


def compare(settings: Settings, connection: Connection, *, allow_empty: bool) -> Difference:
    """Return what changed. A source that had posts and now has no file raises SourceError, unless *allow_empty*."""
    difference = Difference()
    for source in settings.sources:
        _compare_source(settings, connection, source, difference, allow_empty=allow_empty)
    names = {source.name for source in settings.sources}
    for name in files.sources(connection):
        if name not in names:
            difference.gone.update((name, path) for path in files.seen(connection, name))
    return difference


def _compare_source(
    settings: Settings, connection: Connection, source: Source, difference: Difference, *, allow_empty: bool
) -> None:
    # What a build writes into a source is not a post.
    output = _below(source.path, settings.output.directory)
    reread = _rules_changed(settings, connection, source)
    before = files.seen(connection, source.name)
    count = 0
    for found in scan(source):
        if output and found.path.startswith(output):
            continue
        count += 1
        path = found.path if found.path.isascii() else storable(found.path)
        was = before.pop(path, None)
        if was is None:
            difference.arrived.add((source.name, path))
        elif reread or was != (found.size, found.mtime_ns):
            difference.altered.add((source.name, path))
        elif path == found.path:
            continue
        difference.files[source.name, path] = found
    if before and not count and not allow_empty:
        raise SourceError(
            f"{source.path}: source {source.name} is empty, and its {len(before)} files would be withdrawn; "
            "if that is meant, say --allow-empty"
        )
    difference.count += count
    difference.gone.update((source.name, path) for path in before)


def _below(folder: Path, inner: Path) -> str:
    """Return how paths within *folder* begin that lie in *inner*, "" where that is elsewhere."""
    return f"{inner.relative_to(folder).as_posix()}/" if folder in inner.parents else ""


def storable(path: str) -> str:
    """Return a path as any database can keep it: what is not UTF-8 in a file's name stands as `\\xe9`."""
    return (
        path
        if path.isascii()
        else path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    )


def _rules_changed(settings: Settings, connection: Connection, source: Source) -> bool:
    """Return whether the files of *source* are to be read again though they did not change; remember its rules."""
    site = settings.site
    rules = fingerprint(
        READER_VERSION, source, site.url, site.timezone, site.language, settings.themes, settings.feeds.tags
    )
    name = f"rules of {source.name}"
    before = recall(connection, name)
    if before == rules:
        return False
    remember(connection, name, rules)
    return bool(before)
