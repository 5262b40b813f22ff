"""When jobs fire: at the slots of a digest, and at intervals. APScheduler's own triggers know other rules of time.

Both reckon in the service's clock, and answer in that of the system, by which APScheduler waits.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from apscheduler.triggers.base import BaseTrigger

from publisher.errors import ScheduleError
from publisher.schedule import Schedule
from publisher.scheduler.clock import Clock

INSTANT = timedelta(microseconds=1)
# So much after a slot the two clocks agree that it has come, however they round.
MARGIN = timedelta(milliseconds=2)
# When a schedule that names no slot any more is asked again.
DAY = timedelta(days=1)


class AtSlots(BaseTrigger):  # type: ignore[misc]
    """Fires at each slot of a schedule that is still to come."""

    def __init__(self, schedule: Schedule, zone: ZoneInfo, clock: Clock) -> None:
        self._schedule = schedule
        self._zone = zone
        self._clock = clock

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:  # noqa: ARG002
        """Return when the next slot is by the system's clock, which says *now*."""
        try:
            slot = self._schedule.next_slot(self._clock.now() + INSTANT, self._zone)
        except ScheduleError:
            return now + DAY
        return now + self._clock.wait(slot.at) + MARGIN


class Every(BaseTrigger):  # type: ignore[misc]
    """Fires so long after it last did; *first* is how long after the start, the same by default."""

    def __init__(self, interval: timedelta, clock: Clock, *, first: timedelta | None = None) -> None:
        self._interval = interval
        self._first = first or interval
        self._clock = clock

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        """Return when the interval that begins *now* is over, by the system's clock."""
        interval = self._interval if previous else self._first
        return now + max(self._clock.real(interval), MARGIN)
