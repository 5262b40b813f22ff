"""The output directory: a file is replaced whole or not at all, and not where its bytes are what they were."""

import gzip
import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from publisher.errors import OutputError
from publisher.hosting import CODINGS
from publisher.publish.manifest import FeedFile

# Levels of gzip and brotli: archive pages are many and seldom read, feeds are polled.
QUICK, SMALL = (1, 1), (6, 4)


@dataclass(slots=True)
class Output:
    """A folder to write into, and how many files were written, found unchanged, or removed.

    `feeds` are the paths of the feeds that were written, each with what a server tells of it.
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
            complete = all(target.with_name(target.name + suffix).is_file() for _, suffix in CODINGS)
            if complete and _holds(target, content):
                self.unchanged += 1
                return
            self.write(path, content)
            compressed = self._compress(target, content, SMALL if polled else QUICK)
            codings = {"identity": content, **compressed}
            self.feeds[path] = FeedFile.of(codings, mime_type, target.stat().st_mtime)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}") from error

    def _compress(self, target: Path, content: bytes, levels: tuple[int, int]) -> dict[str, bytes]:
        import brotli  # a build that writes no feed does without it

        time = target.stat().st_mtime_ns
        smaller = {
            "gzip": gzip.compress(content, levels[0], mtime=0),
            "br": brotli.compress(content, quality=levels[1]),
        }
        for coding, suffix in CODINGS:
            beside = target.with_name(target.name + suffix)
            unfinished = self._beside(beside)
            unfinished.write_bytes(smaller[coding])
            os.utime(unfinished, ns=(time, time))
            unfinished.replace(beside)
        return smaller

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
