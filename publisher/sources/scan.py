"""The files of a source. Reads names, sizes and times, never contents."""

import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from publisher.errors import SourceError
from publisher.model import Source

Wanted = Callable[[str], bool]


class File(NamedTuple):
    """A file that may hold a post. `path` is relative to the source, with "/" between its parts.

    A tuple, as an archive has tens of thousands and each build makes them all.
    """

    path: str
    size: int
    mtime_ns: int


def scan(source: Source, wanted: Wanted | None = None, linked: set[str] | None = None) -> Iterator[File]:
    """Yield every file of *source* with one of its suffixes, in no order.

    *wanted* tells of each file and folder at the top whether to look at it. Hidden files and folders (a leading dot)
    are left out. A symbolic link is followed where it stays inside the source; each folder is entered through links
    at most once, so that loops end: those entered are added to *linked*.
    Raises SourceError where the source, or a folder in it, cannot be read: its posts would look withdrawn.
    """
    root = os.path.realpath(source.path)
    suffixes = tuple(suffix.lower() for suffix in source.suffixes)
    entered = set() if linked is None else linked
    pending = [(root, "")]
    while pending:
        folder, prefix = pending.pop()
        for entry in _entries(folder, source.path):
            name = entry.name
            if name[0] == "." or (wanted and not prefix and not wanted(name)):
                continue
            if entry.is_symlink() and not _leads_inside(entry, root, entered):
                continue
            if entry.is_dir():
                pending.append((entry.path, f"{prefix}{name}/"))
            elif name.lower().endswith(suffixes) and (status := _status(entry)):
                yield File(prefix + name, status.st_size, status.st_mtime_ns)


def folders_of(source: Source) -> tuple[str, ...]:
    """Return the names of the folders at the top of *source*, sorted."""
    found = _entries(os.path.realpath(source.path), source.path)
    return tuple(sorted(entry.name for entry in found if entry.is_dir()))


def _entries(folder: str, source: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError as error:
        where = source if folder == os.path.realpath(source) else folder
        raise SourceError(f"{where}: cannot be read: {error.strerror or error}") from error


def _leads_inside(entry: os.DirEntry[str], root: str, linked: set[str]) -> bool:
    try:
        target = os.path.realpath(entry.path, strict=True)
    except OSError:  # it leads nowhere, or to itself
        return False
    if target != root and not target.startswith(root + os.sep):
        return False
    if not Path(target).is_dir():
        return True
    if target == root or target in linked or entry.path.startswith(target + os.sep):
        return False
    linked.add(target)
    return True


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Return a file's size and time; None for what is no file, or has just gone."""
    try:
        status = entry.stat()
    except FileNotFoundError:
        return None
    return status if stat.S_ISREG(status.st_mode) else None
