"""Times that a person gives to a command, or is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from publisher.errors import InputError

# Those in which every schedule can look for its slots, and every zone knows its offset.
YEARS = range(1900, 9000)


def read_moment(option: str, text: str, zone: ZoneInfo) -> datetime:
    """Return the time given with *option*, in *zone* where it names no offset; InputError where it is none."""
    try:
        moment = datetime.fromisoformat(text)
        if moment.year not in YEARS:
            raise ValueError(f"no slot in the year {moment.year}")
    except ValueError as error:
        raise InputError(
            f'{option}: not a time: {text}; write it as "2026-11-02" or "2026-11-02T09:00"'
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def slot_in_words(slot: datetime, zone: ZoneInfo) -> str:
    """Return a slot on its zone's clock, for the operator."""
    return f"{slot.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"
