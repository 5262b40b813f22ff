"""Running one function over many items, in other processes where that pays, with the results in order."""

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from publisher.batches import in_batches

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")
# Batches under way at once for each process: enough to keep it busy, few enough to keep memory flat.
AHEAD = 3


class Workers:
    """Some processes, stopped at the end of the block.

    Begin the block before anything opens a database: where it is safe, the processes are forked then and there,
    which takes milliseconds, and a database must not be open across a fork (sqlite.org/howtocorrupt.html, 2.6).
    Where it is not (other threads run, another system), they are spawned when they are first needed.
    """

    def __init__(self, count: int | None = None) -> None:
        self.count = (
            count or len(os.sched_getaffinity(0)) if sys.platform == "linux" else count or os.cpu_count() or 1
        )
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.count > 1 and sys.platform == "linux" and threading.active_count() == 1:
            self._pool = self._processes("fork")
            self._pool.submit(os.getpid).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def _processes(self, method: str) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.count, mp_context=get_context(method), initializer=_attend)

    @property
    def forked(self) -> bool:
        """Whether there are other processes already, so that asking one costs next to nothing."""
        return self._pool is not None

    def begin(self, function: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> Future[R]:
        """Return the result to come of *function*, begun in another process where one is at hand, else done now."""
        if self._pool and self.count > 1:
            return self._pool.submit(function, *arguments, **named)
        done: Future[R] = Future()
        done.set_result(function(*arguments, **named))
        return done

    def run(
        self,
        function: Callable[[tuple[T, ...]], R],
        items: Iterable[T],
        *,
        total: int,
        size: int,
        fewest: int,
    ) -> Iterator[R]:
        """Yield *function* of each *size* of *items*, of which there are *total*; here where below *fewest*."""
        batches = in_batches(items, size)
        if total < fewest or self.count == 1:
            yield from map(function, batches)
            return
        if self._pool is None:
            self._pool = self._processes("spawn")
        pending: deque[Future[R]] = deque()
        for batch in batches:
            pending.append(self._pool.submit(function, batch))
            if len(pending) > self.count * AHEAD:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()


def _attend() -> None:
    """Make a worker leave Ctrl-C to the process that it works for, and end with that, however it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := parent_process():
        parent.join()
        os._exit(1)
