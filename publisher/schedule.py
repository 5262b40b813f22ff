"""Which slots a schedule names. Pure: the caller brings the clock and the zone.

A slot is a local date and time in the digest's zone. An hour that happens twice in autumn counts once, the
first time; an hour that does not exist in spring fires once, reckoned with the offset before the change; a
date that does not exist (Apia, 30 December 2011) has no slot.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from publisher.errors import ScheduleError

DAY = timedelta(days=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FORTNIGHTS_COUNT_FROM = date(2024, 1, 1)  # a Monday
FORMS = (
    'allowed are "daily 07:30", "mon 09:00", "mon,thu 09:00", "monthly 1 09:00", "monthly last fri 16:00", '
)
FORMS += '"every 2 weeks mon 09:00"'
# Every rule names a day at least this often, so a search that goes further has no answer.
FURTHEST = 366 * 2

AT = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})"
DAYS = r"(?P<days>[a-z]+(?:\s*,\s*[a-z]+)*)"
GRAMMAR = (
    ("daily", re.compile(rf"(?:daily|every day)\s+{AT}")),
    ("interval", re.compile(rf"every\s+(?P<number>\d+)\s+weeks?\s+{DAYS}\s+{AT}")),
    ("monthly", re.compile(rf"monthly\s+(?P<number>\d+)\s+{AT}")),
    ("last", re.compile(rf"monthly\s+last\s+{DAYS}\s+{AT}")),
    ("weekly", re.compile(rf"(?:weekly\s+)?{DAYS}\s+{AT}")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The days that a schedule names, and the time of day.

    `weekdays` count from Monday = 0; every day where there are none. `month_day` is 1 to 31 (the last day of a
    shorter month), 0 for any; `last` keeps the last such weekday of a month; `weeks` is how many lie between.
    """

    at: time
    weekdays: frozenset[int] = frozenset(range(7))
    weeks: int = 1
    month_day: int = 0
    last: bool = False

    def names(self, day: date) -> bool:
        """Return whether there is a slot on the local date *day*."""
        days_in_month = monthrange(day.year, day.month)[1]
        if self.month_day:
            return day.day == min(self.month_day, days_in_month)
        if day.weekday() not in self.weekdays or (self.last and day.day <= days_in_month - 7):
            return False
        return (day - FORTNIGHTS_COUNT_FROM).days // 7 % self.weeks == 0

    def next(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the first slot at or after *now*, in UTC."""
        return next(slot for slot in self._slots(now, zone, forward=True) if slot >= now)

    def last_before(self, now: datetime, zone: ZoneInfo) -> datetime:
        """Return the newest slot before *now*, in UTC."""
        return next(slot for slot in self._slots(now, zone, forward=False) if slot < now)

    def _slots(self, now: datetime, zone: ZoneInfo, *, forward: bool) -> Iterator[datetime]:
        """Yield the slots on the days around *now* and away from it; a day early, for zones that skip a date."""
        today = now.astimezone(zone).date()
        for n in range(-1, FURTHEST * self.weeks):
            day = today + n * DAY if forward else today - n * DAY
            if self.names(day) and _exists(day, zone):
                yield datetime.combine(day, self.at, zone).astimezone(UTC)


def _exists(day: date, zone: ZoneInfo) -> bool:
    noon = datetime.combine(day, time(12), zone)
    return noon.astimezone(UTC).astimezone(zone).date() == day


def parse(text: str) -> Schedule:
    """Return the schedule that *text* describes; ScheduleError says what is allowed."""
    folded = " ".join(text.lower().split())
    for kind, pattern in GRAMMAR:
        if match := pattern.fullmatch(folded):
            return _build(kind, match.groupdict())
    raise ScheduleError(FORMS)


def _build(kind: str, found: dict[str, str]) -> Schedule:
    at = _time(found["hour"], found["minute"])
    number = int(found.get("number") or 0)
    if kind == "daily":
        return Schedule(at=at)
    if kind == "monthly":
        if not 1 <= number <= 31:
            raise ScheduleError(f"a month has days 1 to 31, not {number}")
        return Schedule(at=at, month_day=number)
    weekdays = frozenset(_weekday(word.strip()) for word in found["days"].split(","))
    if kind == "interval":
        if not 1 <= number <= 52:
            raise ScheduleError(f"allowed are 1 to 52 weeks, not {number}")
        return Schedule(at=at, weekdays=weekdays, weeks=number)
    return Schedule(at=at, weekdays=weekdays, last=kind == "last")


def _time(hour: str, minute: str) -> time:
    try:
        return time(int(hour), int(minute))
    except ValueError as error:
        raise ScheduleError(f"a day has times 00:00 to 23:59, not {hour}:{minute}") from error


def _weekday(word: str) -> int:
    if (
        len(word) >= 3
        and word[:3] in WEEKDAYS
        and "monday tuesday wednesday thursday friday saturday sunday".find(word) >= 0
    ):
        return WEEKDAYS.index(word[:3])
    raise ScheduleError(f'"{word}" is no day of the week; {FORMS}')
