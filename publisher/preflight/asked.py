"""Where the links of a message lead, by the answers that were got. Pure: who asks them is told, and tells."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from http import HTTPStatus
from typing import Literal
from urllib.parse import urldefrag, urlsplit

from publisher.preflight.draft import PLACEHOLDER
from publisher.preflight.findings import Finding, Level
from publisher.preflight.links import is_absolute
from publisher.preflight.page import Element, Page, link_place, link_words, parse_page, picture_place

# How asking ended: `left` is not asked at all.
Outcome = Literal[
    "answered", "unresolved", "unreachable", "certificate", "redirects", "timeout", "broken", "left"
]
GONE = (404, 410)
# Answers that people may not get: they are for programs, or for whoever is not known.
GUARDED = (401, 402, 403, 405, 406, 407, 415, 421, 428, 429, 451, 999)
LOOK = "open it in a browser"
AGAIN = "open it in a browser, and check again later"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that a message leads to or shows, without its fragment. `position` is how far down it stands."""

    url: str
    place: str
    position: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkAnswer:
    """What came of asking an address. `reason` says why where it is not `answered`.

    `status` is that of the last answer, 0 without one; `moved_to` where permanent redirects alone led, "" for nowhere.
    """

    url: str
    outcome: Outcome = "answered"
    status: int = 0
    reason: str = ""
    moved_to: str = ""


RULES: dict[Outcome, tuple[Level, str, str, str]] = {
    "unresolved": (
        "error",
        "link-host-unknown",
        "there is no such host",
        "mend the address; where it is so of every link, this machine has no network",
    ),
    "unreachable": ("warning", "link-unreachable", "its server cannot be reached", AGAIN),
    "certificate": (
        "error",
        "link-certificate",
        "browsers warn of it",
        "link to an address with a valid certificate, or tell whoever runs this one",
    ),
    "redirects": ("error", "link-redirects", "it is sent on without end", "link to where it should lead"),
    "timeout": ("warning", "link-slow", "it takes too long", AGAIN),
    "broken": ("warning", "link-broken-answer", "its answer is none", AGAIN),
    "left": ("warning", "link-not-asked", "it was not asked", LOOK),
}


def addresses(message: EmailMessage, left_out: Iterable[str] = ()) -> tuple[Link, ...]:
    """Return the web addresses that the HTML of *message* leads to or shows, each once, in order.

    Placeholders and what is in *left_out* (pages that are not published yet) are none.
    """
    part = message.get_body(("html",))
    page = parse_page(str(part.get_content()) if part else "")
    apart = {urldefrag(url).url for url in left_out}
    found: dict[str, Link] = {}
    for element in page.every("a", "area", "img"):
        address = element.get("src" if element.tag == "img" else "href")
        if not is_absolute(address) or PLACEHOLDER.search(address):
            continue
        url = urldefrag(address).url
        if url not in apart and url not in found:
            found[url] = Link(url=url, place=_place(page, element, url), position=element.index)
    return tuple(found.values())


def _place(page: Page, element: Element, url: str) -> str:
    if element.tag == "img":
        return f"{picture_place(page, element)} ({url})" if page.heading_of(element) else f"the picture {url}"
    return f"{link_place(page, element)} ({url})" if link_words(page, element) else f"the link to {url}"


def judge(links: Iterable[Link], answers: Mapping[str, LinkAnswer], site_url: str) -> Iterator[Finding]:
    """Yield what is wrong with each link, by its answer; *site_url* begins the addresses that are our own."""
    for link in links:
        verdict = _verdict(answers[link.url], own=_is_below(link.url, site_url))
        if verdict:
            level, code, reason, remedy = verdict
            yield Finding(
                level=level,
                code=code,
                place=link.place,
                reason=reason,
                remedy=remedy,
                position=link.position,
            )


def _verdict(answer: LinkAnswer, *, own: bool) -> tuple[Level, str, str, str] | None:
    """Return level, code, reason and remedy; None where nothing is wrong."""
    if answer.outcome != "answered":
        level, code, reason, remedy = RULES[answer.outcome]
        return level, code, f"{reason}: {answer.reason}" if answer.reason else reason, remedy
    if answer.status >= 300:
        return _refusal(answer.status, own=own)
    if answer.moved_to:
        return (
            "note",
            "link-moved",
            f"it has moved for good, to {answer.moved_to}",
            "link to the new address",
        )
    return None


def _refusal(status: int, *, own: bool) -> tuple[Level, str, str, str]:
    said = f"it answers {status} {_phrase(status)}".rstrip()
    if status in GONE and own:
        remedy = "publish the site before the edition goes"
        return "warning", "link-not-published", f"{said}: the page is not on the site yet", remedy
    if status in GONE:
        return "error", "link-dead", said, "mend the address, or take the link out"
    if status in GUARDED:
        return "note", "link-guarded", f"{said}: perhaps to programs only", LOOK
    return "warning", "link-failing", said, AGAIN


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _is_below(url: str, site_url: str) -> bool:
    here, site = urlsplit(url), urlsplit(site_url)
    return here.netloc.lower() == site.netloc.lower() and here.path.startswith(site.path)
