"""What changed on disk since the last sync. Reads no file: sizes and times decide."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection

from publisher.catalog import files, open_catalog
from publisher.catalog.engine import recall, remember
from publisher.catalog.files import Place
from publisher.config import Settings
from publisher.errors import SourceError
from publisher.model import Source
from publisher.sources import File, folders_of, scan
from publisher.sources.scan import Wanted
from publisher.sync.reading import READER_VERSION, fingerprint
from publisher.workers import Workers

# From how many files on a source is looked through by two processes.
MANY = 20_000


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

    def add(self, other: "Difference") -> None:
        """Add what was found elsewhere."""
        self.count += other.count
        self.files.update(other.files)
        self.arrived |= other.arrived
        self.altered |= other.altered
        self.gone |= other.gone


def compare(settings: Settings, connection: Connection, workers: Workers, *, allow_empty: bool) -> Difference:
    """Return what changed. A source that had posts and now has no file raises SourceError, unless *allow_empty*."""
    difference = Difference()
    for source in settings.sources:
        reread = _rules_changed(settings, connection, source)
        found = None if reread else _shared(settings, connection, source, workers)
        found = found or _compared(settings, connection, source, reread=reread)
        if found.gone and not found.count and not allow_empty:
            raise SourceError(
                f"{source.path}: source {source.name} is empty, and its {len(found.gone)} files would be "
                "withdrawn; if that is meant: publisher build --allow-empty"
            )
        difference.add(found)
    names = {source.name for source in settings.sources}
    for name in files.sources(connection):
        if name not in names:
            difference.gone.update((name, path) for path in files.seen(connection, name))
    return difference


def _shared(
    settings: Settings, connection: Connection, source: Source, workers: Workers
) -> Difference | None:
    """Return what changed in a large source, of which another process looked at half of the folders.

    None where that would not pay, or folders are links: which way leads into them must not depend on such things.
    """
    folders = folders_of(source)
    if not workers.forked or len(folders) < 2 or files.count(connection, source.name) < MANY:
        return None
    half = frozenset(folders[::2])
    theirs = workers.begin(compare_half, settings, source, half)
    linked: set[str] = set()
    ours = _compared(settings, connection, source, wanted=lambda name: name not in half, linked=linked)
    found, links = theirs.result()
    if links or linked:
        return None
    ours.add(found)
    return ours


def compare_half(settings: Settings, source: Source, folders: frozenset[str]) -> tuple[Difference, bool]:
    """Return what changed in *folders* at the top of a source, and whether a link was followed.

    Opens a catalog of its own.
    """
    linked: set[str] = set()
    with open_catalog(settings.catalog.database) as catalog, catalog.reading() as connection:
        found = _compared(settings, connection, source, wanted=folders.__contains__, linked=linked)
        return found, bool(linked)


def _compared(
    settings: Settings,
    connection: Connection,
    source: Source,
    *,
    reread: bool = False,
    wanted: Wanted | None = None,
    linked: set[str] | None = None,
) -> Difference:
    before = files.seen(connection, source.name)
    if wanted:
        before = {path: was for path, was in before.items() if wanted(path.partition("/")[0])}
    found = Difference()
    for file in files_of(settings, source, wanted, linked):
        found.count += 1
        path = file.path if file.path.isascii() else storable(file.path)
        was = before.pop(path, None)
        if was is None:
            found.arrived.add((source.name, path))
        elif reread or was != file[1:]:
            found.altered.add((source.name, path))
        elif path == file.path:
            continue
        found.files[source.name, path] = file
    found.gone.update((source.name, path) for path in before)
    return found


def files_of(
    settings: Settings, source: Source, wanted: Wanted | None = None, linked: set[str] | None = None
) -> Iterator[File]:
    """Yield the files of a source as `scan` does, but for what a build writes into it: that is no post."""
    output = _below(source.path, settings.output.directory)
    for file in scan(source, wanted, linked):
        if not (output and file.path.startswith(output)):
            yield file


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
    rules = fingerprint(READER_VERSION, source, site.url, site.timezone, site.language, settings.feeds.tags)
    name = f"rules of {source.name}"
    before = recall(connection, name)
    if before == rules:
        return False
    remember(connection, name, rules)
    return bool(before)
