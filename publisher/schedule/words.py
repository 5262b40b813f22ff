"""What a schedule means, in English, for the operator: "every Monday at 09:00"."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from publisher.schedule.days import (
    EVERY_DATE,
    EVERY_DAY,
    EVERY_MONTH,
    LAST,
    CronDays,
    Days,
    Monthly,
    MonthlyWeekday,
    Weekly,
)
from publisher.schedule.names import MONTHS, WEEKDAYS
from publisher.schedule.slots import Schedule

DAY_NAMES = tuple(name.capitalize() for name in WEEKDAYS)
MONTH_NAMES = tuple(name.capitalize() for name in MONTHS)
PLACE_NAMES = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
# More than so many are not listed one by one.
LISTED = 6


def in_words(schedule: Schedule) -> str:
    """Return the schedule as a phrase: `every Monday at 09:00`."""
    days, times = _days(schedule.days), _times(schedule.minutes)
    text = times if days == "every day" and times.startswith("every") else f"{days} {times}"
    if isinstance(schedule.days, Weekly) and schedule.days.weeks > 1:
        start = schedule.days.start
        text += f" (weeks counted from {start.day} {MONTH_NAMES[start.month - 1]} {start.year})"
    return text


def _days(days: Days) -> str:
    if isinstance(days, Weekly):
        if days.weeks > 1:
            return f"every {days.weeks} weeks on {_weekdays(days.weekdays)}"
        return _every(days.weekdays)
    if isinstance(days, Monthly):
        named = _listed("last day" if day == 31 else _ordinal(day) for day in sorted(days.days))
        beyond = any(28 < day < 31 for day in days.days)
        return f"the {named} of every month" + (" (the last day of a shorter one)" if beyond else "")
    if isinstance(days, MonthlyWeekday):
        places = _listed(name for place, name in PLACE_NAMES.items() if place in days.places)
        return f"the {places} {_weekdays(days.weekdays)} of every month"
    return _cron(days)


def _cron(days: CronDays) -> str:
    names = (MONTH_NAMES[month - 1] for month in sorted(days.months))
    months = "" if days.months == EVERY_MONTH else _listed(names)
    within = f" in {months}" if months else ""
    dates = f"{_dates(sorted(days.days))} of {months or 'every month'}"
    if days.days == EVERY_DATE:
        return _every(days.weekdays) + within
    if days.weekdays == EVERY_DAY:
        return dates
    if days.either:
        return f"{dates}, and {_every(days.weekdays)}{within},"
    return f"{dates}, if it is a {_listed((DAY_NAMES[day] for day in sorted(days.weekdays)), 'or')},"


def _dates(days: list[int]) -> str:
    """Return `the 1st and 15th`, `the 1st to 7th`, `every 2nd day from the 1st to the 31st`."""
    step = _step(days)
    if len(days) > 2 and step == 1:
        return f"the {_ordinal(days[0])} to {_ordinal(days[-1])}"
    if len(days) > LISTED and step:
        return f"every {_ordinal(step)} day from the {_ordinal(days[0])} to the {_ordinal(days[-1])}"
    return f"the {_listed(map(_ordinal, days))}"


def _every(weekdays: frozenset[int]) -> str:
    return _weekdays(weekdays) if _is_run(weekdays) else f"every {_weekdays(weekdays)}"


def _weekdays(weekdays: frozenset[int]) -> str:
    if weekdays == EVERY_DAY:
        return "day"
    names = [DAY_NAMES[weekday] for weekday in sorted(weekdays)]
    return f"{names[0]} to {names[-1]}" if _is_run(weekdays) else _listed(names)


def _is_run(weekdays: frozenset[int]) -> bool:
    return 2 < len(weekdays) < 7 and _step(sorted(weekdays)) == 1


def _step(numbers: Sequence[int]) -> int:
    """Return by how much each number is greater than the one before, 0 where that differs."""
    steps = {later - sooner for sooner, later in pairwise(numbers)}
    return steps.pop() if len(steps) == 1 else 0


def _times(minutes: tuple[int, ...]) -> str:
    if len(minutes) <= LISTED:
        return f"at {_listed(map(_clock, minutes))}"
    span = f"from {_clock(minutes[0])} to {_clock(minutes[-1])}"
    step = _step(minutes)
    return f"every {_often(step)}, {span}" if step else f"at {len(minutes)} times, {span}"


def _often(step: int) -> str:
    if step in (1, 60):
        return "hour" if step == 60 else "minute"
    return f"{step // 60} hours" if step % 60 == 0 else f"{step} minutes"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in (11, 12, 13) else "th"
    return f"{number}{ending}"


def _listed(words: Iterable[str], last: str = "and") -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    *before, end = words
    return f"{', '.join(before)} {last} {end}" if before else end
