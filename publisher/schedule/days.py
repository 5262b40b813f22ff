"""Which local dates a schedule names, a month at a time: so the next one is near, however rare they are.

Weekdays count from Monday = 0, as `date.weekday` does.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

EVERY_DAY = frozenset(range(7))
EVERY_DATE = frozenset(range(1, 32))
EVERY_MONTH = frozenset(range(1, 13))
WEEKS_COUNT_FROM = date(2024, 1, 1)  # a Monday
LAST = -1
# The calendar repeats after so many years, weekdays included.
CYCLE = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """These weekdays, of every week or of each so many; `start` is the Monday of a week that counts."""

    weekdays: frozenset[int] = EVERY_DAY
    weeks: int = 1
    start: date = WEEKS_COUNT_FROM

    def in_month(self, year: int, month: int) -> tuple[int, ...]:
        """Return the days of a month, ascending."""
        weekday, length = monthrange(year, month)
        days = tuple(day for day in range(1, length + 1) if (weekday + day - 1) % 7 in self.weekdays)
        if self.weeks == 1:
            return days
        before = date(year, month, 1).toordinal() - 1 - self.start.toordinal()
        return tuple(day for day in days if (before + day) // 7 % self.weeks == 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """These days of every month; one that a month does not have is its last day."""

    days: frozenset[int]

    def in_month(self, year: int, month: int) -> tuple[int, ...]:
        """Return the days of a month, ascending."""
        length = monthrange(year, month)[1]
        return tuple(sorted({min(day, length) for day in self.days}))


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyWeekday:
    """The first, second ... of these weekdays in every month, LAST for the last of each."""

    places: frozenset[int]
    weekdays: frozenset[int]

    def in_month(self, year: int, month: int) -> tuple[int, ...]:
        """Return the days of a month, ascending."""
        weekday, length = monthrange(year, month)
        return tuple(
            day
            for day in range(1, length + 1)
            if (weekday + day - 1) % 7 in self.weekdays
            and ((day + 6) // 7 in self.places or (LAST in self.places and day > length - 7))
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CronDays:
    """These days of these months on these weekdays; with `either`, a day that is one of the two is enough."""

    months: frozenset[int]
    days: frozenset[int]
    weekdays: frozenset[int]
    either: bool

    def in_month(self, year: int, month: int) -> tuple[int, ...]:
        """Return the days of a month, ascending."""
        if month not in self.months:
            return ()
        weekday, length = monthrange(year, month)
        enough = any if self.either else all
        return tuple(
            day
            for day in range(1, length + 1)
            if enough((day in self.days, (weekday + day - 1) % 7 in self.weekdays))
        )


Days = Weekly | Monthly | MonthlyWeekday | CronDays


def ascending(days: Days, first: date) -> Iterator[date]:
    """Yield the dates from *first* on."""
    for year in range(first.year, MAXYEAR + 1):
        for month in range(first.month if year == first.year else 1, 13):
            for day in days.in_month(year, month):
                found = date(year, month, day)
                if found >= first:
                    yield found


def descending(days: Days, last: date) -> Iterator[date]:
    """Yield the dates back from *last*."""
    for year in range(last.year, MINYEAR - 1, -1):
        for month in range(last.month if year == last.year else 12, 0, -1):
            for day in reversed(days.in_month(year, month)):
                found = date(year, month, day)
                if found <= last:
                    yield found


def is_never(days: Days) -> bool:
    """Return whether there is no such date at all: 31 February."""
    start = WEEKS_COUNT_FROM.year
    return not any(
        days.in_month(year, month) for year in range(start, start + CYCLE) for month in range(1, 13)
    )
