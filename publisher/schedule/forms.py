"""The forms in which people write a schedule: what is on which days, then at which times.

    daily 07:30                 every day; weekdays 07:30 leaves Saturday and Sunday out
    mon 09:00                   a day of every week; mon,thu 09:00 and mon-fri 09:00 are several
    every 2 weeks mon 09:00     of every second week, counted from Monday 1 January 2024 or from `starting`
    monthly 1 09:00             a day of every month; the last day of one that is shorter
    monthly last fri 16:00      first, second, third, fourth or last

Times may be several, as 07:30,18:00. `every`, `on`, `the` and `at` may stand where English has them.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from publisher.errors import ScheduleError
from publisher.model import Digest
from publisher.schedule.cron import parse_cron
from publisher.schedule.days import LAST, WEEKS_COUNT_FROM, Days, Monthly, MonthlyWeekday, Weekly
from publisher.schedule.names import WEEKDAYS, find, near
from publisher.schedule.slots import Schedule

FORMS = (
    'allowed are "daily 07:30", "weekdays 07:30", "mon 09:00", "mon,thu 09:00", "every 2 weeks mon 09:00", '
    '"monthly 1 09:00", "monthly last fri 16:00"'
)
PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": LAST}
MONDAY_TO_FRIDAY = frozenset(range(5))
MAX_WEEKS = 52
YEARS = range(1900, 3000)  # in which weeks may be counted from

LIST = r"[a-z]+(?:-[a-z]+)?(?:,[a-z]+(?:-[a-z]+)?)*"
NUMBER = r"\d{1,4}(?:st|nd|rd|th)?"
GRAMMAR = (
    ("daily", re.compile(r"daily|every day")),
    ("weekdays", re.compile(r"(?:every )?weekdays?")),
    ("interval", re.compile(rf"every (?P<number>\d{{1,4}}) weeks? (?:on )?(?P<days>{LIST})")),
    ("numbers", re.compile(rf"monthly (?:on )?(?:the )?(?P<numbers>{NUMBER}(?:,{NUMBER})*)")),
    ("places", re.compile(rf"monthly (?:on )?(?:the )?(?P<places>[a-z]+(?:,[a-z]+)*) (?P<days>{LIST})")),
    ("weekly", re.compile(rf"(?:weekly |every )?(?:on )?(?P<days>{LIST})")),
)
TIME = re.compile(r"(\d{1,2}):(\d{2})")
SWAPPED = re.compile(r"(?:at )?(\d{1,2}:\d{2}) (.+)")
# As people write times elsewhere: 9, 9am, 9.30, 0930.
TIME_ELSEWHERE = re.compile(r"(\d{1,2})[:.h]?(\d{2})?(am|pm)?")
CRON = re.compile(r"@\w+|[\d*][^\s:]*(?: [\d*][^\s:]*){2,3}(?: \S+){1,2}")
# Words that want more, or say too little.
HINTS = {
    "": 'say on which days, and when, as "daily 09:00"',
    "weekly": 'say on which day, as "mon 09:00"',
    "every week": 'say on which day, as "mon 09:00"',
    "monthly": 'say on which day, as "monthly 1 09:00"',
    "every month": 'say on which day, as "monthly 1 09:00"',
    "fortnightly": 'say it as "every 2 weeks mon 09:00"',
    "biweekly": 'say it as "every 2 weeks mon 09:00"',
    "hourly": 'several times a day are "daily 09:00,17:00", or cron = "0 * * * *"',
}


def of(digest: Digest) -> Schedule:
    """Return the schedule of a digest; ScheduleError says what is wrong with its `schedule`, `cron` or `starting`."""
    if digest.cron:
        if digest.starting:
            raise ScheduleError(_only_weeks(digest.cron))
        return parse_cron(digest.cron)
    return parse(digest.schedule, starting=digest.starting)


def parse(text: str, *, starting: date | None = None) -> Schedule:
    """Return the schedule that *text* describes; ScheduleError says what is wrong, and what is allowed.

    *starting* is the date of one slot of a schedule of every so many weeks: those before it and after it are
    counted from its week.
    """
    folded = re.sub(r"\s*([,-])\s*", r"\1", " ".join(text.lower().split()))
    if CRON.fullmatch(folded):
        raise ScheduleError(f'that is how cron says it: write cron = "{folded}" in place of schedule')
    words, _, times = folded.rpartition(" ")
    if not times[:1].isdigit():
        raise _timeless(folded, text, starting)
    minutes = tuple(sorted({_minute(words, one) for one in times.split(",")}))
    return Schedule(days=_days(words.removesuffix(" at"), text, starting), minutes=minutes)


def _timeless(folded: str, text: str, starting: date | None) -> ScheduleError:
    """Return the error for a schedule without a time; what is wrong with its days is raised before."""
    if swapped := SWAPPED.fullmatch(folded):
        return _refused(f'the time comes last (did you mean "{swapped[2]} {swapped[1]}"?)')
    _days(folded, text, starting)
    return _refused(f'it has no time of day (did you mean "{folded} 09:00"?)')


def _days(words: str, text: str, starting: date | None) -> Days:
    for kind, pattern in GRAMMAR:
        if match := pattern.fullmatch(words):
            found = match.groupdict()
            if kind == "interval":
                return _interval(int(found["number"]), _weekdays(found["days"]), starting)
            if starting:
                raise ScheduleError(_only_weeks(text))
            return _named(kind, words, found)
    raise _refused(_hint(words))


def _named(kind: str, words: str, found: dict[str, str]) -> Days:
    if kind == "daily":
        return Weekly()
    if kind == "weekdays":
        return Weekly(weekdays=MONDAY_TO_FRIDAY)
    if kind == "numbers":
        return Monthly(days=frozenset(map(_month_day, re.findall(r"\d+", found["numbers"]))))
    if kind == "places":
        return _places(found["places"].split(","), found["days"])
    if words in HINTS:
        raise _refused(HINTS[words])
    return Weekly(weekdays=_weekdays(found["days"]))


def _interval(weeks: int, weekdays: frozenset[int], starting: date | None) -> Weekly:
    if not 1 <= weeks <= MAX_WEEKS:
        raise ScheduleError(f"allowed are 1 to {MAX_WEEKS} weeks, not {weeks}")
    start = starting or WEEKS_COUNT_FROM
    if start.year not in YEARS:
        raise ScheduleError(f"allowed are the years {YEARS[0]} to {YEARS[-1]}")
    if starting and starting.weekday() not in weekdays:
        raise ScheduleError(_not_on_a_day(starting, weekdays))
    return Weekly(weekdays=weekdays, weeks=weeks, start=_monday(start) if weeks > 1 else WEEKS_COUNT_FROM)


def _not_on_a_day(starting: date, weekdays: frozenset[int]) -> str:
    near_dates = sorted(
        (starting + timedelta(days=n) for n in range(-6, 7)), key=lambda day: abs(day - starting)
    )
    meant = next(day for day in near_dates if day.weekday() in weekdays)
    found, wanted = (WEEKDAYS[day.weekday()].capitalize() for day in (starting, meant))
    return f"that is a {found}, and the schedule has none (did you mean {wanted}, {meant}?)"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _places(places: list[str], days: str) -> Days:
    for place in places:
        if place not in PLACES:
            raise _refused(f'"{place}" is no place in a month; those are {", ".join(PLACES)}')
    if days == "day":
        wrong = [place for place in places if place not in ("first", "last")]
        if wrong:
            raise _refused(f'write the {wrong[0]} day of a month as "monthly {PLACES[wrong[0]]} 09:00"')
        return Monthly(days=frozenset(31 if place == "last" else 1 for place in places))
    return MonthlyWeekday(places=frozenset(PLACES[place] for place in places), weekdays=_weekdays(days))


def _month_day(written: str) -> int:
    number = int(written)
    if not 1 <= number <= 31:
        raise ScheduleError(f"a month has days 1 to 31, not {number}")
    return number


def _weekdays(days: str) -> frozenset[int]:
    return frozenset(weekday for item in days.split(",") for weekday in _range(item))


def _range(item: str) -> Iterator[int]:
    """Yield the weekdays of `mon`, or of `fri-mon`, which goes over the end of the week."""
    first, _, last = item.partition("-")
    start, end = _weekday(first), _weekday(last or first)
    for n in range((end - start) % 7 + 1):
        yield (start + n) % 7


def _weekday(word: str) -> int:
    found = find(word, WEEKDAYS)
    if found is None:
        raise _refused(
            f'"{word}" is no day of the week{near(word, WEEKDAYS, ("daily", "weekdays", "monthly"))}'
        )
    return found


def _minute(words: str, text: str) -> int:
    match = TIME.fullmatch(text)
    if not match:
        raise _refused(f'"{text}" is no time of day{_time_meant(words, text)}')
    hour, minute = int(match[1]), int(match[2])
    if hour > 23 or minute > 59:
        raise ScheduleError(f"a day has times 00:00 to 23:59, not {text}")
    return hour * 60 + minute


def _time_meant(words: str, text: str) -> str:
    match = TIME_ELSEWHERE.fullmatch(text)
    if not match:
        return ', as "09:00"'
    hour = int(match[1]) % 12 + 12 * (match[3] == "pm") if match[3] else int(match[1])
    meant = f"{hour:02}:{match[2] or '00'}"
    return f' (did you mean "{words} {meant}"?)' if hour <= 23 else ', as "09:00"'


def _hint(words: str) -> str:
    if words in HINTS:
        return HINTS[words]
    if "/" in words:
        return "a zone does not belong here: set timezone"
    if re.fullmatch(r"every \d+ weeks?", words):
        return f'say on which day, as "{words} mon 09:00"'
    if re.match(r"every \d+ (?:hours?|minutes?|days?|months?)", words):
        return 'only weeks are counted so; cron can say more, as cron = "0 9 */2 * *"'
    return f'"{words}" is not understood'


def _only_weeks(text: str) -> str:
    return f'it is for schedules of every so many weeks, as "every 2 weeks mon 09:00"; this one is "{text}"'


def _refused(reason: str) -> ScheduleError:
    return ScheduleError(f"{reason}; {FORMS}")
