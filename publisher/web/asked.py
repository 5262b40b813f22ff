"""What the address of a preview asks for: the slot, the view, and how the mail is shown. Every control is a link."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from publisher.times import read_moment

# Each control's values in the order of the page, the one that holds where none is named first.
VALUES: dict[str, dict[str, str]] = {
    "view": {
        "html": "Mail",
        "text": "Text",
        "web": "Web page",
        "source": "Source",
        "headers": "Headers",
        "checks": "Checks",
        "posts": "Posts",
    },
    "width": {"window": "Window", "phone": "Phone", "tablet": "Tablet", "desk": "Desk"},
    "mode": {"light": "Light", "dark": "Dark"},
    "images": {"on": "Shown", "off": "Off"},
    "source": {"html": "HTML", "mjml": "MJML", "message": "Message"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for; `slot` is a time on the clock of the digest's zone, "" for the next slot."""

    slot: str = ""
    view: str = "html"
    width: str = "window"
    mode: str = "light"
    images: str = "on"
    source: str = "html"

    def link(self, **changes: str) -> str:
        """Return the address, relative to the digest's page, that asks for the same but for *changes*."""
        return f"./{self._query(**changes)}"

    def part(self, name: str, *kept: str) -> str:
        """Return the address of a part of the edition for the slot, with what else of *kept* was asked for."""
        query = urlencode(
            {key: value for key, value in asdict(self).items() if key in ("slot", *kept) and value}
        )
        return f"{name}?{query}" if query else name

    def fields(self) -> dict[str, str]:
        """Return what a form that asks for another slot has to carry along."""
        return {key: value for key, value in self._asked().items() if key != "slot"}

    def _query(self, **changes: str) -> str:
        query = urlencode(replace(self, **changes)._asked())
        return f"?{query}" if query else ""

    def _asked(self) -> dict[str, str]:
        defaults = asdict(Asked())
        return {key: value for key, value in asdict(self).items() if value != defaults[key]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a control, as a link."""

    value: str
    label: str
    href: str
    current: bool


def read_asked(query: Mapping[str, str], zone: ZoneInfo) -> tuple[Asked, datetime | None]:
    """Return what *query* asks for, and the moment that it names, None for now; InputError where that is no time.

    Any other value that is not known counts as not named.
    """
    named = {key: query[key] for key, values in VALUES.items() if query.get(key) in values}
    moment = read_moment("slot", query["slot"].strip(), zone) if query.get("slot") else None
    return Asked(slot=in_address(moment, zone) if moment else "", **named), moment


def in_address(moment: datetime, zone: ZoneInfo) -> str:
    """Return a slot as an address names it, and as a browser's field for a time has it."""
    return f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}"


def choices(asked: Asked, key: str) -> tuple[Choice, ...]:
    """Return the values of a control."""
    return tuple(
        Choice(
            value=value, label=label, href=asked.link(**{key: value}), current=getattr(asked, key) == value
        )
        for value, label in VALUES[key].items()
    )
