"""Which file of the output directory an address means, and under which type and in which coding it is sent."""

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG
from time import monotonic
from urllib.parse import unquote_to_bytes

from publisher.errors import OutputError
from publisher.hosting import (
    CODINGS,
    COMPRESSIBLE,
    GONE,
    MANIFEST,
    content_type,
    listed_feeds,
    shown_type,
    type_of,
)
from publisher.web.representations import Lines, Signature, Variant, signature

LONGEST_PATH = 4096
MOST_PLACES = 20_000
# Seconds between two looks at the list of feeds: it may have come to say otherwise of a file that is known.
LOOK_EVERY = 1.0
INDEXES = ("index.html", "index.xml", "index.json")
SUFFIXES = dict(CODINGS)
UNFIT = frozenset("/\\\0")
CORS: Lines = ((b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file that an address means: its own Content-Type, and the one under which a browser shows it.

    `packed` says whether compressed neighbours may stand for it.
    """

    file: str
    own: str
    shown: str
    feed: bool
    packed: bool
    kept: Lines

    def variant(self, file: str, type_: str, coding: str) -> Variant:
        """Return this place's file, or the compressed neighbour *file*, as it is to be sent."""
        return Variant(file=file, type=type_, coding=coding, kept=self.kept, ranges=not self.packed)


def local_path(raw: bytes) -> str | None:
    """Return the path below the output directory that a request's path means, None where it can mean none.

    "" or a slash at the end is a folder. Hidden files are nobody's, and a separator in disguise leads nowhere.
    """
    return _local_path(raw) if len(raw) <= LONGEST_PATH else None


@lru_cache(maxsize=1024)
def _local_path(raw: bytes) -> str | None:
    try:
        parts = [unquote_to_bytes(part).decode() for part in raw.split(b"/")]
    except UnicodeDecodeError:
        return None
    if any(part.startswith(".") or not UNFIT.isdisjoint(part) for part in parts):
        return None
    path = "/".join(part for part in parts if part)
    return f"{path}/" if path and not parts[-1] else path


class Files:
    """The files below a directory. Raises OutputError where its list of feeds is none."""

    def __init__(self, directory: Path, max_age: timedelta) -> None:
        self._directory = directory
        self._feed_cache = f"public, max-age={int(max_age.total_seconds())}".encode()
        self._places: dict[str, Place] = {}
        self._list_seen = _signature_of(directory / MANIFEST)
        self._feeds = listed_feeds(directory)
        self._look_again = monotonic() + LOOK_EVERY

    def place(self, path: str) -> Place | None:
        """Return the place that *path* means, None where there is no file."""
        place = self._places.get(path)
        if place is None or monotonic() >= self._look_again:
            self._look_at_list()
            place = self._places.get(path) or self._find(path)
        return place

    def forget(self, path: str) -> None:
        """Look for the file of *path* anew when it is asked for again."""
        self._places.pop(path, None)

    def is_folder(self, path: str) -> bool:
        """Return whether *path*, which lacks the slash, is the address of a folder's page or feed but for that."""
        return bool(path) and not path.endswith("/") and self._find(f"{path}/") is not None

    def is_gone(self, path: str) -> bool:
        """Return whether *path* is the address of a withdrawn post's page."""
        folder, slash, name = path.rpartition("/")
        marked = folder + slash if name == "index.html" else path
        return os.path.isfile(f"{self._directory}/{marked}/{GONE}")  # noqa: PTH113 - a Path raises where a name is too long

    def is_within(self, file: str) -> bool:
        """Return whether *file* is in the directory also when every symbolic link is followed."""
        root = os.path.realpath(self._directory)
        return os.path.realpath(file).startswith(root + os.sep)

    def choose(self, place: Place, codings: Iterable[str]) -> tuple[str, str, os.stat_result]:
        """Return the file to send of *place*, its coding, and its state. Raises OSError where it is gone.

        A compressed neighbour that is older than the file belongs to what was there before.
        """
        seen = os.stat(place.file)  # noqa: PTH116 - a Path for each request is slow
        for coding in codings if place.packed else ():
            if not coding:
                break
            packed = place.file + SUFFIXES[coding]
            with suppress(OSError):
                found = os.stat(packed)  # noqa: PTH116
                if found.st_mtime_ns >= seen.st_mtime_ns:
                    return packed, coding, found
        return place.file, "", seen

    def _find(self, path: str) -> Place | None:
        folder = not path or path.endswith("/")
        for name in INDEXES if folder else ("",):
            place = self._place(path + name)
            if place is not None and (place.feed or name in ("", "index.html")):
                if len(self._places) >= MOST_PLACES:
                    self._places.clear()
                self._places[path] = place
                return place
        return None

    def _place(self, path: str) -> Place | None:
        file = f"{self._directory}/{path}"
        try:
            if path == MANIFEST or not S_ISREG(os.stat(file).st_mode):  # noqa: PTH116
                return None
        except OSError:
            return None
        media_type, feed = type_of(path, self._feeds)
        own = content_type(media_type, feed=feed)
        shown = content_type(shown_type(media_type), feed=True) if feed else own
        packed = feed or media_type in COMPRESSIBLE
        kept = self._kept(feed=feed, packed=packed, two_types=shown != own)
        return Place(file=file, own=own, shown=shown, feed=feed, packed=packed, kept=kept)

    def _kept(self, *, feed: bool, packed: bool, two_types: bool) -> Lines:
        lines = [(b"cache-control", self._feed_cache if feed else b"no-cache")]
        if packed:
            lines.append((b"vary", b"Accept, Accept-Encoding" if two_types else b"Accept-Encoding"))
        return (*lines, *(CORS if feed else ()))

    def _look_at_list(self) -> None:
        """Take note of feeds that came, went or changed their type."""
        self._look_again = monotonic() + LOOK_EVERY
        seen = _signature_of(self._directory / MANIFEST)
        if seen != self._list_seen:
            with suppress(OutputError):  # what was known goes on until there is a list again
                self._feeds = listed_feeds(self._directory)
                self._list_seen = seen
                self._places.clear()


def _signature_of(file: Path) -> Signature | None:
    try:
        return signature(file.stat())
    except OSError:
        return None
