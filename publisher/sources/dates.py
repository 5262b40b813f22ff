"""Dates as people write them -> an aware moment in UTC. Pure; strict: what could mean two days is refused."""

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

# Before 1583 ISO 8601 wants an agreement; a year that small is of another calendar, or a slip.
_FIRST_YEAR = 1583
# RFC 3339, 5.6: a minute may have it; here, as in POSIX, it is the first of the next.
_LEAP_SECOND = 60

_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?P<zone>Z|z|[A-Z]{2,4}|(?:UTC|GMT)?[+-]\d{1,2}(?::?\d{2})?|[A-Z]\w+/[\w/+-]+)?"
    r"(?:\s*\([\w ]+\))?"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<name>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_AFTER_DAY = rf"(?:(?:,?\s+(?:at\s+)?){_TIME})?"

_ISO = re.compile(
    r"(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?P=gap)(?P<day>\d{1,2})"
    rf"(?:(?:\s*[Tt]\s*|\s+|-){_TIME})?"
)
_OTHERS = (
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(
        rf"(?P<year>\d{{4}})\s*[年년]\s*(?P<month>\d{{1,2}})\s*[月월]\s*(?P<day>\d{{1,2}})\s*[日号號일](?:\s*{_TIME})?"
    ),
    re.compile(
        rf"{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH}[,\s-]+(?P<year>\d{{4}}){_AFTER_DAY}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_AFTER_DAY}",
        re.IGNORECASE,
    ),
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+(?P<day>\d{{1,2}})\s+{_TIME}\s+(?P<year>\d{{4}})", re.IGNORECASE),
    re.compile(
        rf"(?P<first>\d{{1,2}})(?P<gap>[-/.])(?P<other>\d{{1,2}})(?P=gap)(?P<year>\d{{4}}){_AFTER_DAY}"
    ),
)

# RFC 5322, section 4.3: the names that have one meaning there.
_NAMED = {
    "UTC": 0,
    "GMT": 0,
    "UT": 0,
    "Z": 0,
    "EST": -5,
    "EDT": -4,
    "CST": -6,
    "CDT": -5,
    "MST": -7,
    "MDT": -6,
} | {
    "PST": -8,
    "PDT": -7,
}
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?")
_QUOTES = " \t\u00a0\"'“”„‘’‚«»`\u200e\u200f\u202a-\u202e\u2066\u2067\u2068\u2069"


def parse(value: str, zone: ZoneInfo) -> datetime | str:
    """Return the moment that *value* names, in UTC, or as text why there is none.

    A time without offset, and a date without time (its midnight), are in *zone*.
    """
    written = _ascii_digits(value).strip(_QUOTES)
    found = _ISO.fullmatch(written)
    for form in _OTHERS if found is None else ():
        found = form.fullmatch(written)
        if found is not None:
            break
    if found is None:
        return f'date not understood: "{_shown(value)}"'
    try:
        return _moment(found.groupdict(), zone)
    except _AmbiguousError:
        return f'ambiguous date "{_shown(value)}": write it as YYYY-MM-DD'
    except (ValueError, OverflowError):
        return f'impossible date "{_shown(value)}"'


class _AmbiguousError(ValueError):
    """Two readings of the same digits."""


def _shown(value: str) -> str:
    return value if len(value) <= 60 else value[:57] + "..."


def _ascii_digits(value: str) -> str:
    """Return *value* with the decimal digits of any script as 0 to 9 (Unicode's Nd)."""
    if value.isascii():
        return value
    return "".join(str(int(char)) if char.isdecimal() else char for char in value)


def _moment(parts: dict[str, str | None], zone: ZoneInfo) -> datetime:
    year = int(parts["year"] or 0)
    if year < _FIRST_YEAR:
        raise ValueError(year)
    month, day = _month_and_day(parts)
    hour, minute, second = (int(parts.get(part) or 0) for part in ("hour", "minute", "second"))
    if parts.get("half"):
        hour = _on_24_hours(hour, parts["half"] or "")
    micro = int((parts.get("fraction") or "0").ljust(6, "0")[:6])
    leap = second == _LEAP_SECOND
    local = datetime(
        year, month, day, hour, minute, second - leap, micro, tzinfo=_zone(parts.get("zone"), zone)
    )
    return local.astimezone(UTC) + timedelta(seconds=leap)


def _month_and_day(parts: dict[str, str | None]) -> tuple[int, int]:
    if name := parts.get("name"):
        return _MONTHS.index(name[:3].lower()) + 1, int(parts["day"] or 0)
    if "first" not in parts:
        return int(parts["month"] or 0), int(parts["day"] or 0)
    first, other = int(parts["first"] or 0), int(parts["other"] or 0)
    if first <= 12 and other <= 12 and first != other:
        raise _AmbiguousError
    return (other, first) if first > 12 else (first, other)


def _on_24_hours(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half[0] in "pP" else 0)


def _zone(written: str | None, site: ZoneInfo) -> timezone | ZoneInfo:
    if not written:
        return site
    if written.upper() in _NAMED:
        return timezone(timedelta(hours=_NAMED[written.upper()]))
    if offset := _OFFSET.fullmatch(written):
        span = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-span if offset[1] == "-" else span)
    try:
        return ZoneInfo(written)
    except (KeyError, OSError) as error:
        raise ValueError(written) from error
