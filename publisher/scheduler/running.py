"""Running a job: it is timed, recorded, and tried again when it fails; it never ends what fired it."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from publisher.catalog import Catalog, service
from publisher.scheduler.clock import Clock
from publisher.scheduler.facts import facts
from publisher.scheduler.failures import Streak, failure_of
from publisher.scheduler.work import StoppedError, Work

log = logging.getLogger("publisher")

# What is recorded of an error: its beginning.
LONGEST = 1000


class Hand:
    """Counts what is in hand, so that an end can wait for it."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._names: list[str] = []

    @contextmanager
    def holding(self, name: str) -> Iterator[None]:
        """Hold *name* in hand within the block."""
        with self._condition:
            self._names.append(name)
        try:
            yield
        finally:
            with self._condition:
                self._names.remove(name)
                self._condition.notify_all()

    def wait(self, seconds: float) -> tuple[str, ...]:
        """Wait until nothing is in hand, and return what still is after so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: not self._names, seconds)
            return tuple(self._names)


@dataclass(slots=True)
class Job:
    """A job of the service. `later` is told how long after a failure it is to be tried again."""

    name: str
    act: Callable[[Work], None]
    work: Callable[[], Work]
    clock: Clock
    hand: Hand
    later: Callable[[str, timedelta], None]
    stopping: threading.Event
    error: str = ""
    _streak: Streak = field(default_factory=Streak)
    _unrecorded: Streak = field(default_factory=Streak)

    def __call__(self) -> None:
        """Run it once; whatever goes wrong is logged."""
        if self.stopping.is_set():
            return
        began = time.monotonic()
        with self.hand.holding(self.name):
            work = self.work()
            try:
                self.act(work)
            except StoppedError:
                log.info("job stopped", extra=facts(job=self.name))
            except Exception as error:
                if self.stopping.is_set():  # what it worked with is going away, too
                    log.debug("job stopped", exc_info=True, extra=facts(job=self.name))
                else:
                    self._failed(error, work)
            else:
                self._succeeded(time.monotonic() - began, work)

    def _failed(self, error: Exception, work: Work) -> None:
        failure, now = failure_of(error), self.clock.now()
        self.error = failure.said
        telling, delay = self._streak.failed(failure, now), self._streak.delay
        said = facts(job=self.name, error=failure.said, failures=self._streak.count, again_in=_said(delay))
        if telling == "full":
            log.error("job failed", exc_info=None if failure.mendable else error, extra=said)
        elif telling == "line":
            log.error("job still fails", extra=said)
        self.later(self.name, self.clock.real(delay))
        self._record(
            work.catalog, lambda catalog: _record_failure(catalog, self.name, now, failure.said[:LONGEST])
        )

    def _succeeded(self, seconds: float, work: Work) -> None:
        self.error = ""
        if failures := self._streak.succeeded():
            log.info("job recovered", extra=facts(job=self.name, after_failures=failures))
        now = self.clock.now()
        self._record(work.catalog, lambda catalog: _record_success(catalog, self.name, now, seconds))

    def _record(self, catalog: Catalog, record: Callable[[Catalog], None]) -> None:
        """Record how it went; where that cannot be written, the job has gone as it went all the same."""
        try:
            record(catalog)
        except StoppedError:
            pass
        except Exception as error:
            failure = failure_of(error)
            if failure.said == self.error:  # it was told just now
                return
            if self._unrecorded.failed(failure, self.clock.now()) != "nothing":
                log.warning("job not recorded", extra=facts(job=self.name, reason=failure.said))
        else:
            self._unrecorded.succeeded()


def _record_failure(catalog: Catalog, name: str, now: datetime, error: str) -> None:
    with catalog.writing() as connection:
        service.job_failed(connection, name, now, error)


def _record_success(catalog: Catalog, name: str, now: datetime, seconds: float) -> None:
    with catalog.writing() as connection:
        service.job_succeeded(connection, name, now, seconds)


def _said(delay: timedelta) -> str:
    seconds = int(delay.total_seconds())
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60} min"
