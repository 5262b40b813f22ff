"""The output directory: a file is replaced whole or not at all, and not where its bytes are what they were."""

import gzip
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from publisher.errors import OutputError
from publisher.hosting import CODINGS
from publisher.publish.manifest import FeedFile

# Levels of gzip and brotli: archive pages are many and seldom read, feeds are polled. Brotli takes 7 % of a build
# with these (measured on 2,000 posts); a tenth is its bound.
QUICK, SMALL = (1, 1), (6, 4)


@dataclass(slots=True)
class Output:
    """A folder to write into, and how many files were written, found unchanged, or removed.

    `feeds` are the paths of the feeds that were written or found unchanged, each with what a server tells of it.
    """

    directory: Path
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    feeds: dict[str, FeedFile] = field(default_factory=dict)
    _made: set[Path] = field(default_factory=set, repr=False)

    def write(self, path: str, content: bytes) -> bool:
        """Put *content* at *path* (POSIX, below the directory) and return whether it was not there.

        A reader sees the old file or the new.
        """
        target = self.directory / path
        try:
            if _holds(target, content):
                self.unchanged += 1
                return False
            unfinished = self._beside(target)
            unfinished.write_bytes(content)
            unfinished.replace(target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}") from error
        self.written += 1
        return True

    def write_feed(self, path: str, content: bytes, mime_type: str, *, polled: bool = True) -> None:
        """Put *content* at *path* as `write` does, and beside it what a server sends compressed, of the same time.

        *polled* says that it is asked for again and again, and worth being small.
        """
        target = self.directory / path
        try:
            compressed = _compressed(target)
            if len(compressed) == len(CODINGS) and _holds(target, content):
                self.unchanged += 1
                self._tell(path, {"identity": content, **compressed}, mime_type)
                return
            codings = {"identity": content, **_smaller(content, SMALL if polled else QUICK)}
            self._replace(target, codings)
            self.written += 1
            self._tell(path, codings, mime_type)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}") from error

    def _tell(self, path: str, codings: dict[str, bytes], mime_type: str) -> None:
        self.feeds[path] = FeedFile.of(codings, mime_type, (self.directory / path).stat().st_mtime)

    def _replace(self, target: Path, codings: dict[str, bytes]) -> None:
        """Put a feed and what is compressed of it in place, all of one time, the feed itself last.

        Cut short in between, it is not what it should be, and the next build writes all of them again.
        """
        moment = 0
        for suffix, content in (
            *((suffix, codings[name]) for name, suffix in CODINGS),
            ("", codings["identity"]),
        ):
            beside = target.with_name(target.name + suffix)
            unfinished = self._beside(beside)
            unfinished.write_bytes(content)
            moment = moment or max(unfinished.stat().st_mtime_ns, _next_second(target))
            os.utime(unfinished, ns=(moment, moment))
            unfinished.replace(beside)

    def copy(self, original: Path, path: str) -> None:
        """Put a copy of the file *original* at *path*, with its time; size and time tell whether it is there."""
        target = self.directory / path
        try:
            if _is_copy(target, original):
                return
            unfinished = self._beside(target)
            shutil.copy2(original, unfinished)
            unfinished.replace(target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}") from error
        self.written += 1

    def _beside(self, target: Path) -> Path:
        """Return where *target* is made before it takes its place; its folder is there."""
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        return target.with_name(f".{target.name}.{os.getpid()}")

    def remove(self, path: str) -> None:
        """Remove the file at *path*, and its folder where that is then empty."""
        target = self.directory / path
        if target.is_file():
            target.unlink()
            self.removed += 1
            if not any(target.parent.iterdir()):
                target.parent.rmdir()
                self._made.discard(target.parent)

    def add(self, other: "Output") -> None:
        """Add what *other* did, which wrote into the same folder from another process."""
        self.written += other.written
        self.unchanged += other.unchanged
        self.removed += other.removed
        self.feeds.update(other.feeds)


def _compressed(target: Path) -> dict[str, bytes]:
    """Return what is beside *target*, by coding."""
    beside = ((coding, target.with_name(target.name + suffix)) for coding, suffix in CODINGS)
    return {coding: file.read_bytes() for coding, file in beside if file.is_file()}


def _smaller(content: bytes, levels: tuple[int, int]) -> dict[str, bytes]:
    """Return *content* compressed, by coding."""
    import brotli  # a build that writes no feed does without it

    return {
        "gzip": gzip.compress(content, levels[0], mtime=0),
        "br": brotli.compress(content, quality=levels[1]),
    }


def _next_second(target: Path) -> int:
    """Return when (ns) the second after the time of *target* begins, 0 where there is none.

    HTTP's dates have no fractions (RFC 9110, 5.6.7): a client that goes by them alone would take two changes within
    a second for one (curl --time-cond).
    """
    second = 1_000_000_000
    return (target.stat().st_mtime_ns // second + 1) * second if target.exists() else 0


def _holds(target: Path, content: bytes) -> bool:
    try:
        return target.stat().st_size == len(content) and target.read_bytes() == content
    except FileNotFoundError:
        return False


def _is_copy(target: Path, original: Path) -> bool:
    try:
        copied = target.stat()
    except FileNotFoundError:
        return False
    wanted = original.stat()
    return (copied.st_size, copied.st_mtime_ns) == (wanted.st_size, wanted.st_mtime_ns)
