"""The jobs of the service, from its start to its end. Each firing asks the catalog what is due."""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

from apscheduler.triggers.base import BaseTrigger

from publisher import schedule
from publisher.app import App
from publisher.catalog import Catalog
from publisher.composing import zone_of
from publisher.model import Digest
from publisher.rendering.environment import forget_templates
from publisher.scheduler.clock import Clock
from publisher.scheduler.facts import facts
from publisher.scheduler.failures import failure_of
from publisher.scheduler.firing import Fired, Firing
from publisher.scheduler.notify import Notifier
from publisher.scheduler.presence import Presence
from publisher.scheduler.running import Hand, Job
from publisher.scheduler.triggers import AtSlots, Every
from publisher.scheduler.watching import matters, watched
from publisher.scheduler.work import Builder, Issuer, StoppedError, Work, check, keep_house
from publisher.watching import Watcher

log = logging.getLogger("publisher")

# How often all digests are looked at, and how often the house is kept; the first time so long after the start.
LOOK, DAILY, SETTLED = timedelta(minutes=1), timedelta(days=1), timedelta(minutes=5)
# How long after a file was saved the site is built: there may be more of them.
SAVED = timedelta(seconds=0.2)
# What the name of a digest's job begins with.
ISSUE = "issue "


class Doors(Protocol):
    """What serves the web: it shows other settings, what was saved and what was built, and knows whether it is open."""

    @property
    def live(self) -> bool: ...

    def show(self, app: App) -> None: ...

    def saved(self, paths: frozenset[Path]) -> None: ...

    def built(self) -> None: ...


class Service:
    """The service, from `start` to `stop`. Settings may be changed in between by `reload`."""

    def __init__(
        self,
        app: App,
        catalog: Catalog,
        *,
        clock: Clock,
        notifier: Notifier,
        presence: Presence,
        doors: Doors | None = None,
    ) -> None:
        self.app = app
        self.doors = doors
        self.firing = Firing()
        self._stopping = threading.Event()
        self._catalog = replace(catalog, while_waiting=self._go_on)
        self._clock = clock
        self._notifier = notifier
        self._presence = presence
        self._hand = Hand()
        self._builder = Builder()
        self._jobs: dict[str, Job] = {}
        self._closing = ExitStack()

    def start(self) -> None:
        """Set the jobs, and fire those that catch up with what was missed."""
        self._set_jobs()
        watchdog = self._notifier.watchdog
        self.firing.start(self._notifier.alive, watchdog and watchdog / 3)
        self._closing.enter_context(
            Watcher(lambda: watched(self.app), on_change=self._saved, on_fault=_cannot_watch)
        )
        self.catch_up()

    def catch_up(self) -> None:
        """Look for all that may be due, and reckon anew when the rest will be: the clock may have been changed."""
        self.firing.reckon_anew()
        self.fire("check")
        self.fire("build")

    def reload(self, app: App) -> None:
        """Go on with other settings: work in hand is finished with those it began with."""
        self.app = app
        forget_templates()
        self._set_jobs()
        self.catch_up()

    @property
    def failing(self) -> dict[str, str]:
        """The jobs that failed when they last ran, and why."""
        return {name: job.error for name, job in tuple(self._jobs.items()) if job.error}

    def next_slot(self) -> tuple[datetime, str] | None:
        """Return when the next slot of all is, and of which digest; None where there is no digest."""
        now, settings = self._clock.now(), self.app.settings
        slots = ((schedule.of(one).next(now, zone_of(one, settings)), one.name) for one in settings.digests)
        return min(slots, default=None)

    def stop(self, seconds: float) -> tuple[str, ...]:
        """End: what is in hand is stopped where it may be, or finished. Return what is not after so many seconds."""
        until = time.monotonic() + seconds
        self._stopping.set()
        self._closing.close()
        _within(1, self.firing.stop)
        left = self._hand.wait(until - time.monotonic())
        if not left:
            catalog = replace(self._catalog, while_waiting=lambda: None)
            _within(1, lambda: self._presence.end(catalog, self._clock.now()))
        return left

    def fire(self, name: str, *, unless_failing: bool = False) -> None:
        """Run a job as soon as it can; one that is running runs again."""
        job = self._jobs.get(name)
        if job and not (unless_failing and job.error):
            self.firing.after(name, timedelta())

    def _set_jobs(self) -> None:
        wanted = self._wanted()
        self._jobs = {
            name: Job(name, act, self._work, self._clock, self._hand, self._later, self._stopping)
            for name, (act, _) in wanted.items()
        }
        self.firing.set(
            {
                name: Fired(
                    act=self._jobs[name],
                    trigger=trigger,
                    threads="editions" if name.startswith(ISSUE) else "default",
                )
                for name, (_, trigger) in wanted.items()
            }
        )

    def _wanted(self) -> dict[str, tuple[Callable[[Work], None], BaseTrigger]]:
        settings, clock = self.app.settings, self._clock
        return {
            "build": (self._build, Every(settings.service.interval, clock)),
            "check": (self._check, Every(LOOK, clock)),
            "housekeeping": (keep_house, Every(DAILY, clock, first=SETTLED)),
            **{f"{ISSUE}{one.name}": (Issuer(one.name), self._slots(one)) for one in settings.digests},
        }

    def _slots(self, digest: Digest) -> AtSlots:
        return AtSlots(schedule.of(digest), zone_of(digest, self.app.settings), self._clock)

    def _build(self, work: Work) -> None:
        self._builder(work)
        if self.doors:
            self.doors.built()

    def _check(self, work: Work) -> None:
        self._presence.beat(work.catalog, self._clock.now())
        check(work)

    def _work(self) -> Work:
        return Work(
            app=self.app, catalog=self._catalog, clock=self._clock, go_on=self._progress, fire=self.fire
        )

    def _progress(self, what: str, done: int, total: int) -> None:  # noqa: ARG002 - as a build tells of its progress
        self._go_on()

    def _go_on(self) -> None:
        if self._stopping.is_set():
            raise StoppedError

    def _later(self, name: str, delay: timedelta) -> None:
        """Try a job again after a failure; a digest is due at its next slot all the same."""
        if self._stopping.is_set():
            return
        if name.startswith(ISSUE):
            self.firing.at_the_latest(name, delay)
        else:
            self.firing.after(name, delay)

    def _saved(self, paths: frozenset[Path]) -> None:
        if self.doors:
            self.doors.saved(paths)
        if any(matters(self.app, path) for path in paths):
            # A template that is new may stand before one that was read.
            forget_templates()
            self.firing.after("build", SAVED)


def _within(seconds: float, function: Callable[[], None]) -> None:
    """Call *function*, and wait for it no longer than so many seconds."""
    calling = threading.Thread(target=function, daemon=True)
    calling.start()
    calling.join(seconds)


def _cannot_watch(error: Exception) -> None:
    reason = failure_of(error).said
    log.warning("folders are looked through, as they cannot be watched", extra=facts(reason=reason))
