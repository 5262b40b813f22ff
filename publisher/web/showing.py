"""What the page of a preview shows, as plain values for its template."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from publisher import schedule
from publisher.config import Settings
from publisher.model import Digest
from publisher.preview import Explained, html_size
from publisher.records import Decision
from publisher.times import slot_in_words
from publisher.web.anatomy import headers_of, parts_of
from publisher.web.asked import Asked, choices, in_address
from publisher.web.letter import FRAME_SANDBOX
from publisher.web.shown import Shown

LEVELS = {"error": "Errors", "warning": "Warnings", "note": "Notes"}
# In units of 1,024 bytes: what of a message's HTML Gmail shows.
SHOWN_BY_GMAIL = 102
MOMENT = timedelta(seconds=1)
# How many posts of a kind the page of a preview lists before it only counts them.
LISTED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A post in a list of them; `published` is in words."""

    title: str
    url: str
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Posts that are in the edition, or not, for one reason; `count` may be more than are listed."""

    heading: str
    explanation: str
    count: int
    posts: tuple[Listed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """The slot that was asked for, and the way to others."""

    words: str
    field: str
    zone: str
    previous: str
    next: str
    upcoming: str


def slots_of(digest: Digest, zone: ZoneInfo, asked: Asked, moment: datetime) -> Slots:
    """Return the first slot at or after *moment*, and links to those before, after, and next from now on."""
    plan = schedule.of(digest)
    slot = plan.next(moment, zone)
    before, after = plan.last_before(slot, zone), plan.next(slot + MOMENT, zone)
    return Slots(
        words=slot_in_words(slot, zone),
        field=in_address(slot, zone),
        zone=zone.key,
        previous=asked.link(slot=in_address(before, zone)),
        next=asked.link(slot=in_address(after, zone)),
        upcoming=asked.link(slot="") if asked.slot else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the page of an edition is made of."""

    shown: Shown
    asked: Asked
    zone: ZoneInfo
    connection: Connection


def page_of(page: Page, settings: Settings) -> dict[str, Any]:
    """Return the values of the page for the view that was asked for."""
    shown, message = page.shown, page.shown.message
    findings = shown.findings(settings)
    kilobytes = html_size(message) / 1024
    return {
        "subject": shown.issued.subject,
        "preheader": shown.issued.preheader,
        "sender": str(message["From"].addresses[0].display_name or message["From"]),
        "total": len(shown.issued.posts),
        "kilobytes": kilobytes,
        "most_kilobytes": SHOWN_BY_GMAIL,
        "remarks": shown.remarks,
        "counts": {level: sum(one.level == level for one in findings) for level in LEVELS},
        "tabs": choices(page.asked, "view"),
        "controls": [],
        "alone": [],
        **_VIEWS[page.asked.view](page),
        "findings": [
            (level, name, [one for one in findings if one.level == level]) for level, name in LEVELS.items()
        ],
    }


def _mail(page: Page) -> dict[str, Any]:
    return {
        "frame": page.asked.part("edition.html", "mode", "images"),
        "sandbox": FRAME_SANDBOX,
        "controls": [
            ("Width", choices(page.asked, "width")),
            ("Screen", choices(page.asked, "mode")),
            ("Images", choices(page.asked, "images")),
        ],
        "alone": [("Open alone", page.asked.part("edition.html"))],
    }


def _web(page: Page) -> dict[str, Any]:
    asked = page.asked
    return {
        "frame": asked.part("web.html", "mode", "images"),
        "sandbox": FRAME_SANDBOX,
        "controls": [("Width", choices(asked, "width")), ("Screen", choices(asked, "mode"))],
    }


def _text(page: Page) -> dict[str, Any]:
    return {
        "lines": _lines(page.shown.part("plain")),
        "alone": [("Open alone", page.asked.part("edition.txt"))],
    }


def _lines(text: str) -> list[str]:
    return text.rstrip("\n").split("\n")


def _source(page: Page) -> dict[str, Any]:
    shown = page.shown
    sources: dict[str, Callable[[], str]] = {
        "html": lambda: shown.part("html"),
        "mjml": lambda: shown.mjml,
        "message": lambda: shown.message.as_bytes().decode("utf-8", "replace").replace("\r\n", "\n"),
    }
    alone = {"mjml": ("Open alone", "edition.mjml"), "message": ("Save as .eml", "edition.eml")}
    source = page.asked.source if shown.mjml or page.asked.source != "mjml" else "html"
    found = alone.get(source)
    options = choices(replace(page.asked, source=source), "source")
    return {
        "lines": _lines(sources[source]()),
        "controls": [("Source", [one for one in options if shown.mjml or one.value != "mjml"])],
        "alone": [(found[0], page.asked.part(found[1]))] if found else [],
    }


def _headers(page: Page) -> dict[str, Any]:
    return {
        "headers": headers_of(page.shown.message),
        "parts": parts_of(page.shown.message),
        "message_size": len(page.shown.message.as_bytes()),
        "alone": [("Save as .eml", page.asked.part("edition.eml"))],
    }


def _checks(page: Page) -> dict[str, Any]:
    return {"alone": [("Report as JSON", page.asked.part("report.json"))]}


def _posts(page: Page) -> dict[str, Any]:
    groups = page.shown.explain(page.connection, LISTED)
    return {"groups": groups_of(groups, page.shown.issued.digest, page.zone)}


_VIEWS: dict[str, Callable[[Page], dict[str, Any]]] = {
    "html": _mail,
    "text": _text,
    "web": _web,
    "source": _source,
    "headers": _headers,
    "checks": _checks,
    "posts": _posts,
}


def groups_of(found: Iterable[Explained], digest: str, zone: ZoneInfo) -> tuple[Group, ...]:
    """Return what becomes of each post, those of one kind together."""
    return tuple(
        Group(
            heading=one.heading,
            explanation="" if one.outcome == "carried" else one.words[:1].upper() + one.words[1:] + ".",
            count=one.count,
            posts=tuple(_listed(decision, digest, zone) for decision in one.decisions),
        )
        for one in found
    )


def _listed(decision: Decision, digest: str, zone: ZoneInfo) -> Listed:
    post = decision.post
    when = f"{post.published.astimezone(zone):%a %d %b %Y %H:%M}"
    carried = f", {digest}/{decision.edition}" if decision.edition else ""
    return Listed(title=post.title, url=post.url, published=when + carried)
