"""A service from its start to its end: signals, readiness, the settings read again, and a clock that is changed."""

import logging
import os
import queue
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import FrameType
from typing import Self

from publisher.app import App
from publisher.config import Settings
from publisher.errors import PublisherError
from publisher.scheduler.clock import Clock
from publisher.scheduler.facts import facts
from publisher.scheduler.notify import Notifier
from publisher.scheduler.service import Doors, Service

log = logging.getLogger("publisher")

# In seconds: how often it looks up, and how long what is in hand may take once it is to end.
TICK, GRACE = 1.0, 5.0
# A clock that differs from what has passed by more than this was set, or the machine slept.
JUMP = timedelta(seconds=5)
# The exit status of what a second Ctrl-C ends, as shells have it: 128 and the signal's number.
INTERRUPTED = 130
RELOAD = getattr(signal, "SIGHUP", None)


class DiedError(Exception):
    """A part of the service ended by itself: whoever started the program should start it again."""


class Signals:
    """The signals that came, while in the block; a second Ctrl-C ends the program at once."""

    def __init__(self) -> None:
        self._came: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._ending = False

    @contextmanager
    def caught(self) -> Iterator[Self]:
        """Catch them within the block."""
        wanted = [number for number in (signal.SIGINT, signal.SIGTERM, RELOAD) if number]
        before = {number: signal.signal(number, self._note) for number in wanted}
        try:
            yield self
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def next(self, seconds: float) -> int:
        """Return the next signal, 0 where none comes within so many seconds."""
        try:
            return self._came.get(timeout=seconds)
        except queue.Empty:
            return 0

    def _note(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGINT and self._ending:
            os._exit(INTERRUPTED)
        self._ending = self._ending or number != RELOAD
        self._came.put(number)


class Control:
    """Runs a service until a signal ends it."""

    def __init__(
        self,
        service: Service,
        *,
        clock: Clock,
        notifier: Notifier,
        load: Callable[[], App],
    ) -> None:
        self._service = service
        self._clock = clock
        self._notifier = notifier
        self._load = load
        self._doors: Doors | None = service.doors
        self._started = service.app.settings
        self._expected = clock.now(), time.monotonic()
        self._said = ""
        self._refused = ""

    def run(self, signals: Signals) -> tuple[str, ...]:
        """Start the service, and return once a signal has ended it: what is still in hand then, for all that was tried.

        DiedError where a part of it ends by itself.
        """
        self._service.start()
        self._notifier.ready()
        log.info(
            "service ready", extra=facts(digests=len(self._started.digests), settings=self._started.file)
        )
        try:
            while (number := signals.next(TICK)) in (0, RELOAD):
                if number:
                    self._reload()
                self._look_up()
            log.info("service stops", extra=facts(signal=signal.Signals(number).name))
        finally:
            self._notifier.stopping()
            left = self._service.stop(GRACE)
        if left:
            log.warning("work given up", extra=facts(jobs=", ".join(left)))
        log.info("service stopped")
        return left

    def _look_up(self) -> None:
        if not self._service.firing.lives or (self._doors and not self._doors.live):
            raise DiedError("the scheduler" if not self._service.firing.lives else "the web server")
        clock, passed = self._expected
        now, monotonic = self._clock.now(), time.monotonic()
        self._expected = now, monotonic
        expected = clock + timedelta(seconds=monotonic - passed) * self._clock.factor
        if abs(now - expected) > JUMP * self._clock.factor:
            by = round((now - expected).total_seconds())
            log.warning("clock was set, or the machine slept", extra=facts(by_seconds=by))
            self._service.catch_up()
        self._tell_status()

    def _tell_status(self) -> None:
        failing, next_slot = self._service.failing, self._service.next_slot()
        faults = [f"{name} fails: {error}" for name, error in failing.items()]
        said = "; ".join([*([f"settings refused: {self._refused}"] if self._refused else []), *faults])
        if not said:
            said = (
                "no digest"
                if next_slot is None
                else f"next: {next_slot[1]}, {next_slot[0]:%Y-%m-%d %H:%M} UTC"
            )
        if said != self._said:
            self._said = said
            self._notifier.status(said)

    def _reload(self) -> None:
        """Read the settings again; where they are wrong, those that there are stay."""
        self._notifier.reloading()
        try:
            app = self._load()
            fixed = _as_started(app.settings, self._started)
            if self._doors:
                self._doors.show(App(fixed))
            self._service.reload(App(fixed))
        except PublisherError as error:
            self._refused = str(error)
            log.error("settings refused: the old ones stay", extra=facts(reason=self._refused))
        else:
            self._refused = ""
            log.info("settings read again", extra=facts(digests=len(fixed.digests), settings=fixed.file))
            if waiting := _wants_restart(app.settings, self._started):
                log.warning("some settings want a restart", extra=facts(settings=", ".join(waiting)))
        finally:
            self._notifier.ready()
            self._tell_status()


def _as_started(settings: Settings, started: Settings) -> Settings:
    """Return *settings* with those of *started* that a running program cannot change."""
    fixed = settings.model_copy(update={"web": started.web, "catalog": started.catalog})
    fixed._file = settings.file
    return fixed


def _wants_restart(settings: Settings, started: Settings) -> tuple[str, ...]:
    pairs = {
        "[web] address": (settings.web.address, started.web.address),
        "[web] operator_address": (settings.web.operator_address, started.web.operator_address),
        "[catalog] database": (settings.catalog.database, started.catalog.database),
    }
    return tuple(name for name, (new, old) in pairs.items() if new != old)
