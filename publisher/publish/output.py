"""The output directory: a file is replaced whole or not at all, and not where its bytes are what they were."""

import os
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
            if target.parent not in self._made:
                target.parent.mkdir(parents=True, exist_ok=True)
                self._made.add(target.parent)
            unfinished = target.with_name(f".{target.name}.{os.getpid()}")
            unfinished.write_bytes(content)
            unfinished.replace(target)
        except OSError as error:
            raise OutputError(f"{target}: cannot be written: {error.strerror}") from error
        self.written += 1

    def remove(self, path: str) -> None:
        """Remove the file at *path*, and its folder where that is then empty."""
        target = self.directory / path
        if target.is_file():
            target.unlink()
            self.removed += 1
            if not any(target.parent.iterdir()):
                target.parent.rmdir()

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
