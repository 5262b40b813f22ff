"""One command run as a whole process: how long, and how much memory. It knows no tool and no aim."""

import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

WATCH_EVERY = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one run took: in all, and of the processors (`cpu`, in seconds too: less moved by what else runs).

    `largest` and `together` are peaks of memory in bytes; `together` is 0 where it was not watched.
    """

    seconds: float
    cpu: float
    largest: int
    together: int
    output: str


class CommandFailedError(Exception):
    """A measured command ended with an error: what it printed last says why."""


def run(command: Sequence[str], *, folder: Path, watch: bool = False) -> Run:
    """Return what *command* took in *folder*; with *watch*, also the memory of all its processes together.

    `largest` is the peak resident size of the largest single process (wait4's ru_maxrss, in KiB on Linux).
    `together` samples the proportional size, which counts a page that several processes share once.
    Watching costs the watched a little time. Raises CommandFailedError.
    """
    with tempfile.TemporaryFile() as output:
        started = perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=output, stderr=subprocess.STDOUT, env=_environment()
        )
        watcher = Watcher(process.pid) if watch else None
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        together = watcher.stop() if watcher else 0
        output.seek(0)
        text = output.read().decode(errors="replace")
    if process.returncode:
        raise CommandFailedError(f"{' '.join(command)}: exit status {process.returncode}\n{text[-2000:]}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(seconds=seconds, cpu=cpu, largest=usage.ru_maxrss * 1024, together=together, output=text)


def _environment() -> dict[str, str]:
    """Return our environment, but with Python keeping what it compiles, as it does for everybody by default."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Watcher:
    """Samples the memory of a process and all its descendants, until it is told to stop."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> int:
        """Return the highest sum seen, in bytes: 0 where the system does not tell (no /proc)."""
        self._over.set()
        self._thread.join()
        return self._peak

    def _watch(self) -> None:
        while not self._over.wait(WATCH_EVERY):
            self._peak = max(self._peak, sum(map(proportional_size, family(self._pid))))


def family(pid: int) -> Iterator[int]:
    """Yield *pid* and the processes that descend from it, as /proc tells (proc(5), task/TID/children)."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in _read(children).split():
            yield from family(int(child))


def proportional_size(pid: int) -> int:
    """Return the proportional set size of *pid* in bytes, 0 when it is gone (proc(5), smaps_rollup)."""
    for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
