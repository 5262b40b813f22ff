"""Dates in a language's own words and a zone's own days, by Babel, which is loaded when first asked."""

from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from babel import Locale


class Dates:
    """Says dates in one language and one zone. Each day is put into words once."""

    __slots__ = ("_days", "_locale", "_zone")

    def __init__(self, language: str, zone: str) -> None:
        self._locale = locale_for(language)
        self._zone = ZoneInfo(zone or "UTC")
        self._days: dict[date, str] = {}

    def local(self, moment: datetime) -> datetime:
        """Return the same moment on the zone's clock."""
        return moment.astimezone(self._zone)

    def day(self, local: datetime) -> str:
        """Return the day of a moment on the zone's clock in words: `March 5, 2024`."""
        day = local.date()
        words = self._days.get(day)
        if words is None:
            from babel.dates import format_date

            words = self._days[day] = format_date(day, "long", locale=self._locale)
        return words

    def month(self, month: int) -> str:
        """Return the name of a month standing alone: `March`."""
        from babel.dates import format_date

        return format_date(date(2000, month, 1), "LLLL", locale=self._locale)

    def span(self, since: datetime, until: datetime) -> str:
        """Return the days between two moments in words, what they share said once: `Mar 5 – 15, 2024`."""
        from babel.dates import format_interval

        first, last = self.local(since), self.local(until)
        if first.date() == last.date():
            return self.day(first)
        words: str = format_interval(first.date(), last.date(), "yMMMd", locale=self._locale)
        return words.replace("\u2009", " ")


@lru_cache(maxsize=64)
def dates_in(language: str, zone: str) -> Dates:
    """Return the dates of a language and a zone, shared by all that ask."""
    return Dates(language, zone)


def locale_for(tag: str) -> "Locale":
    """Return Babel's locale for a BCP 47 tag, else for the longest beginning that it knows, else English."""
    from babel import Locale, UnknownLocaleError

    parts = tag.replace("_", "-").split("-")
    for end in range(len(parts), 0, -1):
        try:
            return Locale.parse("_".join(parts[:end]))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")
