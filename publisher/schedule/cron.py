"""A schedule as cron has it: minute, hour, day of the month, month, day of the week.

As crontab(5) of Vixie cron and of POSIX says: 0 and 7 are Sunday; names of months and weekdays, `*`, lists, ranges and
steps; where neither of the two fields of days begins with `*`, a day that is in one of them is enough. Other than there
a time goes by the rules of our slots, and what cron would take and hardly anybody means (`5/15`, `*/90`) is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from publisher.errors import ScheduleError, nearest
from publisher.schedule.days import EVERY_DATE, EVERY_DAY, EVERY_MONTH, CronDays, Days, Weekly, is_never
from publisher.schedule.names import MONTHS, WEEKDAYS, find, near
from publisher.schedule.slots import Schedule

NICKNAMES = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
FIVE = 'cron has five fields, minute, hour, day of the month, month and day of the week, as "0 9 * * 1"'
ITEM = re.compile(r"(?:(\*)|(\w{1,9})(?:-(\w{1,9}))?)(?:/(\d{1,4}))?")
# What Quartz, Jenkins and others add; the nearest that is allowed here.
ELSEWHERE = {
    r"\w{0,3}l|lw": 'cron has no L: the last day of a month is schedule = "monthly last day 09:00", '
    'its last Friday "monthly last fri 09:00"',
    ".*#.*": 'cron has no #: the first Monday of a month is schedule = "monthly first mon 09:00"',
    r".*\?.*": "cron has no ?: write *",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One of the five fields; `names` begin with what `first` is."""

    name: str
    first: int
    last: int
    names: tuple[str, ...] = ()

    def values(self, text: str) -> frozenset[int]:
        """Return the numbers that the field allows."""
        return frozenset(value for item in text.split(",") for value in self._values(item))

    def _values(self, item: str) -> Iterator[int]:
        match = ITEM.fullmatch(item)
        if not match:
            raise ScheduleError(f'"{item}" is no {self.name}{_elsewhere(item)}')
        star, low, high, step = match.groups()
        if step and not (star or high):
            raise ScheduleError(
                f'"{item}" has a step without a range (did you mean "{low}-{self.last}/{step}"?)'
            )
        start = self.first if star else self._value(low)
        end = self.last if star else self._value(high or low)
        if end == 0 < start and self.last == 7:
            end = 7  # as `fri-sun`
        if end < start:
            raise ScheduleError(
                f'"{item}" goes backwards: write "{low}-{self.last},{self.first}-{high}" for the two parts'
            )
        return iter(range(start, end + 1, self._step(item, step)))

    def _step(self, item: str, step: str | None) -> int:
        longest = self.last - self.first
        if step is not None and not 1 <= int(step) <= longest:
            raise ScheduleError(
                f'"{item}": allowed is a step of 1 to {longest} in the field of the {self.name}'
            )
        return int(step or 1)

    def _value(self, word: str) -> int:
        if word.isdecimal() and self.first <= int(word) <= self.last:
            return int(word)
        found = find(word, self.names) if self.names else None
        if found is None:
            raise ScheduleError(f'"{word}" is no {self.name}{_elsewhere(word) or self._allowed(word)}')
        return found + self.first

    def _allowed(self, word: str) -> str:
        names = f", or {self.names[0][:3]} to {self.names[-1][:3]}" if self.names else ""
        close = near(word, self.names) if self.names else ""
        return f"{close}; allowed are {self.first} to {self.last}{names}"


def _elsewhere(item: str) -> str:
    hints = (f"; {hint}" for pattern, hint in ELSEWHERE.items() if re.fullmatch(pattern, item))
    return next(hints, "")


MINUTE = Field(name="minute", first=0, last=59)
HOUR = Field(name="hour", first=0, last=23)
MONTH_DAY = Field(name="day of the month", first=1, last=31)
MONTH = Field(name="month", first=1, last=12, names=MONTHS)
WEEKDAY = Field(name="day of the week", first=0, last=7, names=(WEEKDAYS[-1], *WEEKDAYS[:-1]))


def parse_cron(text: str) -> Schedule:
    """Return the schedule of a cron expression; ScheduleError says what is wrong with it, or that it never comes."""
    folded = " ".join(text.lower().split())
    if folded.startswith("@"):
        folded = _nickname(folded)
    parts = folded.split()
    if len(parts) != 5:
        raise ScheduleError(f"{FIVE}; this has {len(parts)}{_sixth(parts)}")
    minutes, hours, days, months, weekdays = (
        field.values(part)
        for field, part in zip((MINUTE, HOUR, MONTH_DAY, MONTH, WEEKDAY), parts, strict=True)
    )
    named = _days(days, months, weekdays, either=not any(parts[n].startswith("*") for n in (2, 4)))
    if is_never(named):
        raise ScheduleError("there is no such date: it would never come")
    times = sorted(hour * 60 + minute for hour in hours for minute in minutes)
    return Schedule(days=named, minutes=tuple(times))


def _nickname(text: str) -> str:
    if text not in NICKNAMES:
        hint = nearest(text, NICKNAMES)
        raise ScheduleError(
            f'"{text}" is not known{hint}; allowed are {", ".join(NICKNAMES)}, or five fields'
        )
    return NICKNAMES[text]


def _sixth(parts: list[str]) -> str:
    return ": there are no seconds, and no years" if len(parts) in (6, 7) else ""


def _days(days: frozenset[int], months: frozenset[int], weekdays: frozenset[int], *, either: bool) -> Days:
    """Return the dates; cron's Sunday is 0 and 7, ours 6."""
    ours = frozenset((weekday - 1) % 7 for weekday in weekdays)
    if either and (days == EVERY_DATE or ours == EVERY_DAY):
        days, ours = EVERY_DATE, EVERY_DAY
    if days == EVERY_DATE and months == EVERY_MONTH:
        return Weekly(weekdays=ours)
    return CronDays(months=months, days=days, weekdays=ours, either=either)
