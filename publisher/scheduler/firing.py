"""APScheduler as the service has it: jobs by name, kept in memory, each run by one of some threads at a time."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobEvent
from apscheduler.executors.debug import DebugExecutor
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import SchedulerNotRunningError
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger

# How long after it was wanted a job that is running begins anew.
SHORTLY = timedelta(seconds=0.25)
THREADS = 4
PULSE = "pulse"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fired:
    """What is fired when. Editions have threads of their own, so that they never wait for builds."""

    act: Callable[[], None]
    trigger: BaseTrigger
    threads: Literal["default", "editions"] = "default"


class Firing:
    """Fires jobs from `start` to `stop`. All times here are the system's, by which APScheduler waits."""

    def __init__(self) -> None:
        self.scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={
                "default": ThreadPoolExecutor(THREADS),
                "editions": ThreadPoolExecutor(THREADS),
                "inline": DebugExecutor(),
            },
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self.scheduler.add_listener(self._begin_anew, EVENT_JOB_MAX_INSTANCES)

    def start(self, pulse: Callable[[], None], every: timedelta | None) -> None:
        """Begin to fire; *pulse* is called by the scheduler's own thread: where that hangs, it is not called."""
        if every:
            trigger = IntervalTrigger(seconds=every.total_seconds())
            self.scheduler.add_job(pulse, trigger, id=PULSE, executor="inline", next_run_time=_now())
        self.scheduler.start()

    def set(self, jobs: Mapping[str, Fired]) -> None:
        """Fire these jobs by name, and no others from now on."""
        for known in self.scheduler.get_jobs():
            if known.id not in jobs and known.id != PULSE:
                self._remove(known.id)
        for name, job in jobs.items():
            self.scheduler.add_job(
                job.act, job.trigger, id=name, name=name, executor=job.threads, replace_existing=True
            )

    def reckon_anew(self) -> None:
        """Have triggers say anew when each job fires: what they said may have been by another clock."""
        now = _now()
        for job in self.scheduler.get_jobs():
            self._modify(job.id, now if job.id == PULSE else job.trigger.get_next_fire_time(None, now))

    def after(self, name: str, delay: timedelta) -> None:
        """Fire a job so much from now; one that is running then runs again."""
        self._modify(name, _now() + delay)

    def at_the_latest(self, name: str, delay: timedelta) -> None:
        """Fire a job so much from now, or when its trigger says, where that is sooner."""
        if found := self.scheduler.get_job(name):
            now = _now()
            self._modify(name, min(now + delay, found.trigger.get_next_fire_time(None, now)))

    @property
    def lives(self) -> bool:
        """Whether the scheduler's thread is there."""
        thread = self.scheduler._thread
        return thread is not None and thread.is_alive()

    def stop(self) -> None:
        """Fire no more; what runs goes on."""
        with suppress(SchedulerNotRunningError):
            self.scheduler.shutdown(wait=False)

    def _begin_anew(self, event: JobEvent) -> None:
        """Let a job that is running, and is wanted again, run once more."""
        self.after(event.job_id, SHORTLY)

    def _modify(self, name: str, moment: datetime) -> None:
        with suppress(JobLookupError):
            self.scheduler.modify_job(name, next_run_time=moment)

    def _remove(self, name: str) -> None:
        with suppress(JobLookupError):
            self.scheduler.remove_job(name)


def _now() -> datetime:
    return datetime.now(UTC)
