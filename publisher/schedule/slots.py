"""When the slots of a schedule are, across clock changes.

A slot is a local date and time in the digest's zone. An hour that happens twice in autumn counts once, the
first time; a time that does not exist in spring is reckoned with the offset before the change, so it comes as
much later; a date that does not exist (Apia, 30 December 2011) has no slot. Where a time that does not exist
comes at the moment of a later slot, the two are one, and it has the key of the first.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from typing import Literal
from zoneinfo import ZoneInfo

from publisher.errors import ScheduleError
from publisher.schedule.days import Days, ascending, descending

Moved = Literal["", "missing", "twice"]

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Slot:
    """One moment of a schedule, ordered by `at`, in UTC.

    `key` is the local date and time that the schedule names, `2026-11-23T09:00`. `moved` says that a clock change
    makes a difference: the time is `missing` on that day, or is there `twice`.
    """

    at: datetime
    key: str
    moved: Moved = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Local dates, and the minutes of the day, ascending, at which each has a slot."""

    days: Days
    minutes: tuple[int, ...]

    def slots(self, zone: ZoneInfo, after: datetime, until: datetime | None = None) -> Iterator[Slot]:
        """Yield the slots after *after*, up to and including *until*, ascending, as they are asked for."""
        newest = after
        for slot in self._from(zone, after):
            if until is not None and slot.at > until:
                return
            if slot.at > newest:  # of two at one moment the first key comes first
                newest = slot.at
                yield slot

    def slot(self, local: str | datetime, zone: ZoneInfo) -> Slot | None:
        """Return the slot of a key, or of a local time; None where the schedule names none there.

        An aware datetime, or a text with an offset, is the moment of the slot. ScheduleError where a text is no time.
        """
        moment = _read(local) if isinstance(local, str) else local
        if moment.tzinfo is None:
            if moment != moment.replace(second=0, microsecond=0) or not self._names(moment):
                return None
            if not _exists(moment.date(), zone):
                return None
            moment = _moment(moment.date(), moment.hour * 60 + moment.minute, zone).at
        return next(self.slots(zone, moment - INSTANT, moment), None)

    def next_slot(self, now: datetime, zone: ZoneInfo) -> Slot:
        """Return the first slot at or after *now*."""
        found = next(self.slots(zone, now - INSTANT), None)
        if found is None:
            raise ScheduleError(f"there is no slot after {now.date()}")
        return found

    def last_slot(self, now: datetime, zone: ZoneInfo) -> Slot:
        """Return the newest slot at or before *now*."""
        # A day ahead: where the clocks go back over midnight, tomorrow has begun once already.
        for day in descending(self.days, now.astimezone(zone).date() + DAY):
            if found := self._newest_on(day, zone, now):
                # Where they go on at the end of a day, its last slots come in the first hour of the next.
                earlier = self._newest_on(day - DAY, zone, now) if self._on(day - DAY) else None
                return max((slot for slot in (earlier, found) if slot), key=lambda slot: slot.at)
        raise ScheduleError(f"there is no slot before {now.date()}")

    def next(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return when the first slot at or after *now* is, in UTC."""
        return self.next_slot(now, zone).at

    def last_before(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return when the newest slot before *now* was, in UTC."""
        return self.last_slot(now - INSTANT, zone).at

    def _on(self, day: date) -> bool:
        return day.day in self.days.in_month(day.year, day.month)

    def _names(self, local: datetime) -> bool:
        return local.hour * 60 + local.minute in self.minutes and self._on(local.date())

    def _from(self, zone: ZoneInfo, after: datetime) -> Iterator[Slot]:
        """Yield the slots from about *after* on, ascending; those of a day with a clock change among the next day's."""
        held: list[Slot] = []
        for day in ascending(self.days, after.astimezone(zone).date() - DAY):
            offset = _offset(day, zone)
            if offset is None:
                held.extend(self._each_on(day, zone))
            else:
                yield from merge(sorted(held), self._steadily_on(day, offset, after))
                held.clear()
        yield from sorted(held)

    def _steadily_on(self, day: date, offset: timedelta, after: datetime) -> Iterator[Slot]:
        """Yield the slots after *after* of a date on which one offset holds."""
        midnight = datetime.combine(day, time(), UTC) - offset
        for minute in self.minutes[bisect_right(self.minutes, (after - midnight) // MINUTE) :]:
            yield Slot(at=midnight + minute * MINUTE, key=_key(day, minute))

    def _each_on(self, day: date, zone: ZoneInfo) -> Iterator[Slot]:
        """Yield the slots of a date in the order of their keys, none where the date does not exist."""
        if _exists(day, zone):
            for minute in self.minutes:
                yield _moment(day, minute, zone)

    def _newest_on(self, day: date, zone: ZoneInfo, now: datetime) -> Slot | None:
        """Return the newest slot of a date that is not after *now*."""
        offset = _offset(day, zone)
        if offset is None:
            past = (slot for slot in self._each_on(day, zone) if slot.at <= now)
            return max(past, key=lambda slot: slot.at, default=None)
        midnight = datetime.combine(day, time(), UTC) - offset
        count = bisect_right(self.minutes, (now - midnight) // MINUTE)
        return _moment(day, self.minutes[count - 1], zone) if count else None


def _offset(day: date, zone: ZoneInfo) -> timedelta | None:
    """Return the offset that holds from midnight to midnight, None where the clock changes on that day."""
    first = datetime.combine(day, time(), zone)
    ends = (first, first + DAY)
    offsets = {end.replace(fold=fold).utcoffset() for end in ends for fold in (0, 1)}
    return offsets.pop() if len(offsets) == 1 else None


def _exists(day: date, zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def _moment(day: date, minute: int, zone: ZoneInfo) -> Slot:
    """Return the slot at that minute of a date. PEP 495: `fold=0` is the first of two, and before a gap's change."""
    local = datetime.combine(day, time(*divmod(minute, 60)), zone)
    first, second = local.utcoffset(), local.replace(fold=1).utcoffset()
    assert first is not None
    assert second is not None
    moved: Moved = "" if first == second else "missing" if first < second else "twice"
    return Slot(at=local.replace(tzinfo=UTC) - first, key=_key(day, minute), moved=moved)


def _key(day: date, minute: int) -> str:
    return f"{day}T{minute // 60:02}:{minute % 60:02}"


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise ScheduleError(f'not a time: {text}; write it as "2026-11-23T09:00"') from error
