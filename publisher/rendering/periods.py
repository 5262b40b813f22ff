"""A day, week or month in words, as the heading of a section; a language by its own name."""

from datetime import date, timedelta
from typing import Literal

from publisher.rendering.dates import locale_for


def period(language: str, start: date, unit: Literal["day", "week", "month"]) -> str:
    """Return the period of *unit* that begins on *start*: `Monday, 6 May`, `May 6 – 12, 2024`, `May 2024`."""
    from babel.dates import format_interval, format_skeleton

    locale = locale_for(language)
    if unit == "month":
        return str(format_skeleton("yMMMM", start, locale=locale))
    if unit == "week":
        words: str = format_interval(start, start + timedelta(days=6), "yMMMd", locale=locale)
        return words.replace("\u2009", " ")
    return str(format_skeleton("MMMMEEEEd", start, locale=locale))


def language_name(code: str) -> str:
    """Return the name that a language (BCP 47) has in itself, with a capital: `Deutsch`; *code* where none is known."""
    from babel import Locale, UnknownLocaleError

    try:
        name = Locale.parse(code, sep="-").get_display_name()
    except (ValueError, UnknownLocaleError):
        return code
    return f"{name[0].upper()}{name[1:]}" if name else code
