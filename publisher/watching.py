"""Telling of files and folders as they are saved, from a thread of its own.

It knows nothing of posts or templates. Folders are left to what the system reports of them (watchfiles); single files,
and what is not there yet, are looked at a few times a second: a file that an editor replaces would be lost sight of.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

Paths = Callable[[], Iterable[Path]]
OnChange = Callable[[frozenset[Path]], None]
OnFault = Callable[[Exception], None]
Mark = tuple[int, ...]

# In milliseconds. Files that are saved within QUIET of one another are told together, up to LONGEST.
QUIET = 100
LONGEST = 10_000
LOOK = 400
# How often folders are looked through where the system reports nothing.
POLL = 1_000
# In seconds: how long to wait after a fault, and for the thread to end.
PAUSE = 1.0
PATIENCE = 0.5


class Watcher:
    """Watches while in the block.

    *paths* are asked for again and again, so that they may change; each is a file or a folder with all that is below
    it, and need not exist yet. *on_change* is told what was saved, came or went. It is told of all paths once, when
    they are first watched: what was saved just before would be missed else. *on_fault* is told what kept the thread
    from watching; it goes on, by looking through the folders again and again. Both are called in that thread.
    """

    def __init__(self, paths: Paths, *, on_change: OnChange, on_fault: OnFault) -> None:
        self._paths = paths
        self._on_change = on_change
        self._on_fault = on_fault
        self._stop = threading.Event()
        self._polls = False
        self._marks: dict[Path, Mark] = {}
        self._untold: set[Path] = set()
        # A daemon: what it is called back for may take longer than the end of a program should.
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                self._round()
            except FileNotFoundError:  # a folder went between the look at it and the watch
                continue
            except Exception as error:
                self._polls = True
                self._on_fault(error)
                self._stop.wait(PAUSE)

    def _round(self) -> None:
        """Watch until other folders are to be watched; what was noticed then is told once those are."""
        self._untold |= self._look()
        folders = tuple(path for path in self._marks if path.is_dir())
        for saved in self._reported(folders):
            # A folder came, went or was replaced: what is in it now is not watched yet.
            looked = self._look()
            stale = any(path.is_dir() or path in folders for path in looked)
            self._untold |= saved | looked
            if stale:
                return
            if self._untold:
                told, self._untold = frozenset(self._untold), set()
                self._on_change(told)

    def _look(self) -> set[Path]:
        """Return the paths that are not what they were at the last look."""
        found = {path: _mark(path) for path in self._paths()}
        known, self._marks = self._marks, found
        return {path for path in found.keys() | known.keys() if found.get(path, ()) != known.get(path, ())}

    def _reported(self, folders: tuple[Path, ...]) -> Iterator[set[Path]]:
        """Yield the paths that were saved below *folders*, and nothing at least every LOOK milliseconds."""
        if not folders:
            while not self._stop.wait(LOOK / 1000):
                yield set()
            return
        from watchfiles import watch  # slow to load

        for changes in watch(
            *folders,
            watch_filter=None,
            debounce=LONGEST,
            step=QUIET,
            rust_timeout=LOOK,
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            force_polling=True if self._polls else None,
            poll_delay_ms=POLL,
            ignore_permission_denied=True,
        ):
            yield {Path(path) for _, path in changes}


def _mark(path: Path) -> Mark:
    """Return what tells a path from what it was: of a folder which it is, of a file its content too; () for none."""
    with suppress(OSError):
        status = path.stat()
        which = (status.st_dev, status.st_ino)
        return which if path.is_dir() else (*which, status.st_size, status.st_mtime_ns)
    return ()
