"""The output directory: a file is replaced whole or not at all, and not where its bytes are what they were."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from publisher.errors import OutputError


@dataclass(slots=True)
class Output:
    """A folder to write into, and how many files were written, found unchanged, or removed."""

    directory: Path
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    _made: set[Path] = field(default_factory=set, repr=False)

    def write(self, path: str, content: bytes) -> None:
        """Put *content* at *path* (POSIX, below the directory); a reader sees the old file or the new."""
        target = self.directory / path
        try:
            if _holds(target, content):
                self.unchanged += 1
                return
            unfinished = self._beside(target)
            unfinished.write_bytes(content)
            unfinished.replace(target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}") from error
        self.written += 1

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
        """Add the counts of *other*, which wrote into the same folder from another process."""
        self.written += other.written
        self.unchanged += other.unchanged
        self.removed += other.removed


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
