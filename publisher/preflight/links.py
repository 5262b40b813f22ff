"""Links: where they go, what they are called. Pure: none is followed, and no wording is judged."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import pairwise
from urllib.parse import urlsplit

from publisher.preflight.draft import PLACEHOLDER, Draft
from publisher.preflight.findings import Finding
from publisher.preflight.page import Element, Page, at, link_place, link_words

BLOCKS = ("td", "th", "div", "li", "body")
MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)


def check_links(draft: Draft) -> Iterator[Finding]:
    """Yield what is wrong with each link."""
    page = draft.page
    links = tuple(one for one in page.every("a", "area") if "href" in one.attributes)
    targets = {one.get(name) for one in page.elements for name in ("id", "name") if one.get(name)}
    for link in links:
        yield from _address(draft, link, targets)
        yield from _name(page, link)
    yield from _same_words(page, links, {post.url for post in draft.context.posts})
    yield from _neighbours(page, links)


def is_local(address: str) -> bool:
    """Return whether an address is of this machine or of a private network: nobody else can open it."""
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return False
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost" or host.endswith((".localhost", ".local"))


def _address(draft: Draft, link: Element, targets: set[str]) -> Iterator[Finding]:
    href, place = link.get("href"), link_place(draft.page, link)
    if not href or href == "#":
        yield at(
            link, "error", "link-empty", place, "it goes nowhere", "give it an address, or make it plain text"
        )
    elif href.startswith("#"):
        if href[1:] not in targets and href != "#top":
            yield at(
                link,
                "error",
                "link-target-missing",
                place,
                f"nothing in the message is called '{href[1:]}'",
                "give the place it goes to that id",
            )
    elif PLACEHOLDER.search(href):
        if href not in draft.context.placeholders:
            yield at(
                link,
                "error",
                "link-placeholder",
                place,
                f"'{href}' is filled in by nobody",
                f"use one of {', '.join(draft.context.placeholders)}",
            )
    else:
        yield from _web_address(link, href, place)


def _web_address(link: Element, href: str, place: str) -> Iterator[Finding]:
    if MAIL.match(href):
        return
    if not is_absolute(href):
        yield at(
            link,
            "error",
            "link-not-absolute",
            place,
            f"'{href}' is no http, https or mailto address: a mailbox has no site for it to be relative to",
            "write the whole address",
        )
    elif is_local(href):
        yield at(
            link,
            "error",
            "address-local",
            place,
            "its address is of this machine or network: nobody else can open it",
            "set site.url to the address that readers use",
        )


def is_absolute(address: str) -> bool:
    """Return whether this is a whole http or https address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and " " not in address


def _name(page: Page, link: Element) -> Iterator[Finding]:
    """Yield a link that has no name (WCAG 2.2, 2.4.4); one that is kept from everyone but the eye needs none."""
    if link_words(page, link) or link.tag == "area" or _is_for_the_eye(link):
        return
    picture = next((one for one in page.within(link) if one.tag == "img"), None)
    if picture:
        yield at(
            link,
            "error",
            "link-picture-without-alt",
            link_place(page, link),
            "its picture has no alternative text, and there is nothing else in it: it has no name",
            "write in alt where the link goes",
        )
        return
    yield at(
        link,
        "error",
        "link-without-text",
        link_place(page, link),
        "nothing can be seen or read of it",
        "remove it",
    )


def _is_for_the_eye(link: Element) -> bool:
    return link.get("aria-hidden") == "true" and link.get("tabindex") == "-1"


def _same_words(page: Page, links: tuple[Element, ...], posts: set[str]) -> Iterator[Finding]:
    """Yield links that are called the same and go elsewhere (WCAG 2.2, 2.4.9).

    Two posts of one title are a note: that is what they are called, and each has its date.
    """
    first: dict[str, str] = {}
    said: set[str] = set()
    for link in links:
        words, href = link_words(page, link), link.get("href")
        key = words.casefold()
        if key and first.setdefault(key, href) != href and key not in said:
            said.add(key)
            yield at(
                link,
                "note" if {first[key], href} <= posts else "warning",
                "link-same-text",
                link_place(page, link),
                f"links of the same words go to {first[key]} and to {href}",
                "say in each where it goes",
            )


def _neighbours(page: Page, links: tuple[Element, ...]) -> Iterator[Finding]:
    """Yield text links that follow one another in a block and go to the same place."""
    for link, after in pairwise(links):
        same = link.get("href") == after.get("href") != ""
        if not same or not (page.words(link) and page.words(after)):
            continue
        between = "".join(text for _, text in page.texts[link.last : after.first])
        if _block(link) is _block(after) and not between.strip():
            yield at(
                after,
                "warning",
                "link-doubled",
                link_place(page, after),
                "it goes where the link just before it goes",
                "make one link of the two",
            )


def _block(link: Element) -> Element | None:
    return next((one for one in link.ancestors() if one.tag in BLOCKS), None)
