"""The elements of podcasts (namespace `itunes`), in a channel or feed and in an item or entry."""

from tests.feeds.w3c.addresses import is_hosted
from tests.feeds.w3c.report import Element, Report
from tests.feeds.w3c.structure import Table, examine, holder, names_of, one
from tests.feeds.w3c.values import at_most, duration, email, full_address, one_of, positive, text_of
from tests.feeds.w3c.words import CATEGORIES, words

_FORMATS = words("m4a mp3 mov mp4 m4v pdf epub")


def image(report: Report, element: Element) -> None:
    """An image names an address on the web."""
    address = element.get("href")
    if address is None:
        report.add("MissingAttribute", element, "href")
    elif not is_hosted(address):
        report.add("InvalidURLAttribute", element, address)


def keywords(report: Report, element: Element) -> None:
    """Keywords have commas between them."""
    if " " in text_of(element) and "," not in text_of(element):
        report.add("InvalidKeywords", element)


def owner(report: Report, element: Element) -> None:
    """An owner has an email address."""
    examine(report, element, {"itunes:email": one(email), "itunes:name": one(at_most(255))})
    if "itunes:email" not in names_of(report, element):
        report.add("MissingElement", element, "itunes:email")


def category(report: Report, element: Element) -> None:
    """A category, and one below it, is of Apple's list."""
    name = _named(report, element, frozenset(CATEGORIES))
    for below in element.iterchildren("*"):
        _named(report, below, CATEGORIES.get(name, frozenset()))


def _named(report: Report, element: Element, allowed: frozenset[str]) -> str:
    name: str | None = element.get("text")
    if name is None:
        report.add("MissingAttribute", element, "text")
    elif name not in allowed:
        report.add("InvalidItunesCategory", element, name)
    return name or ""


_BOTH: Table = {
    "itunes:author": one(at_most(255)),
    "itunes:block": one(one_of("InvalidYesNoClean", "yes", "no", "clean")),
    "itunes:explicit": one(one_of("InvalidTrueFalse", "true", "false")),
    "itunes:image": one(image, attributes="href"),
    "itunes:keywords": one(at_most(255), keywords),
    "itunes:subtitle": one(at_most(255)),
    "itunes:summary": one(at_most(4000)),
}
CHANNEL: Table = {
    **_BOTH,
    "itunes:category": holder(category, attributes="text", twice=""),
    "itunes:new-feed-url": one(full_address),
    "itunes:owner": holder(owner),
    "itunes:type": one(one_of("InvalidItunesChannelType", "episodic", "serial")),
}
ITEM: Table = {
    **_BOTH,
    "itunes:duration": one(duration),
    "itunes:episode": one(positive),
    "itunes:episodeType": one(one_of("InvalidItunesEpisodeType", "full", "trailer", "bonus")),
    "itunes:season": one(positive),
    "itunes:title": one(),
}


def examine_channel(report: Report, channel: Element, *, has_language: bool) -> None:
    """Report what a channel with any element of podcasts leaves out."""
    names = names_of(report, channel)
    inside = (name for item in channel.iterchildren("*") for name in names_of(report, item))
    if not any(name.startswith("itunes:") for name in (*names, *inside)):
        return
    if not has_language:
        report.add("MissingItunesElement", channel, "language")
    for name in ("itunes:category", "itunes:explicit"):
        if name not in names:
            report.add("MissingItunesElement", channel, name)
    if "itunes:owner" not in names:
        report.add("MissingItunesEmail", channel, "itunes:owner")


def examine_item(report: Report, item: Element) -> None:
    """Report an enclosure of RSS that a podcast's reader does not play."""
    if not any(name.startswith("itunes:") for name in names_of(report, item)):
        return
    for enclosure in item.iterchildren("enclosure"):
        ending = (enclosure.get("url") or "").rpartition(".")[2]
        if ending not in _FORMATS:
            report.add("UnsupportedItunesFormat", enclosure, ending)
