"""Atom (RFC 4287), with its archives (RFC 5005); tombstones are in a namespace that the validator does not know."""

from collections import Counter

from tests.feeds.w3c import itunes
from tests.feeds.w3c.atom_parts import (
    LINK_ATTRIBUTES,
    category,
    content,
    generator,
    link,
    person,
    relation_of,
    text,
)
from tests.feeds.w3c.report import Element, Report
from tests.feeds.w3c.structure import Table, examine, examine_attributes, holder, many, names_of, no_text, one
from tests.feeds.w3c.values import any_address, identifier, no_space, not_blank, text_of, timestamp
from tests.feeds.w3c.words import ATOM, HISTORY, XML

_LINK = f"{{{ATOM}}}link"
_EXTENSIONS: Table = {"dc:creator": many(), "dc:subject": many(), "dc:language": one()}
_ENTRY: Table = {
    **_EXTENSIONS,
    **itunes.ITEM,
    "author": holder(person, twice=""),
    "category": many(category, attributes="label scheme term"),
    "content": one(content, attributes="src type"),
    "contributor": holder(person, twice=""),
    "id": one(identifier, no_space),
    "link": many(link, attributes=LINK_ATTRIBUTES),
    "published": one(timestamp, no_space),
    "rights": one(text, attributes="type"),
    "source": holder(),
    "summary": one(text, attributes="type"),
    "thr:total": one(),
    "title": one(text, attributes="type"),
    "updated": one(timestamp, no_space),
}


def examine_feed(report: Report, feed: Element) -> None:
    """Report what an Atom document breaks."""
    examine_attributes(report, feed, frozenset())
    no_text(report, feed)
    examine(report, feed, _FEED)
    names = names_of(report, feed)
    for name in ("title", "id", "updated"):
        if name not in names:
            report.add("MissingElement", feed, name)
    _order(report, feed)
    _links(report, feed, names)
    _unique(report, feed)
    if not feed.get(f"{{{XML}}}lang"):
        report.add("MissingDCLanguage", feed)
    itunes.examine_channel(report, feed, has_language=bool(feed.get(f"{{{XML}}}lang")))


def _entry(report: Report, entry: Element) -> None:
    examine(report, entry, _ENTRY)
    names = names_of(report, entry)
    for name in ("title", "id", "updated"):
        if name not in names:
            report.add("MissingElement", entry, name)
    inherited = "author" in names_of(report, entry.getparent()) or entry.find(f"{{{ATOM}}}source") is not None
    if "author" not in names and not inherited:
        report.add("MissingElement", entry, "author")
    links = list(map(relation_of, entry.iterchildren(_LINK)))
    if "content" not in names and "alternate" not in links:
        report.add("MissingContentOrAlternate", entry)
    if "content" not in names and "summary" not in names:
        report.add("MissingTextualContent", entry)
    body = entry.find(f"{{{ATOM}}}content")
    if body is not None and "summary" not in names and _needs_summary(body):
        report.add("MissingSummary", entry)
    _alternates(report, entry)


def _needs_summary(body: Element) -> bool:
    kind: str = body.get("type", "")
    readable = "/" not in kind or kind.startswith("text/") or kind.endswith(("+xml", "/xml"))
    return body.get("src") is not None or not readable


def _order(report: Report, feed: Element) -> None:
    begun = False
    for child in feed.iterchildren("*"):
        name = report.name(child)
        begun = begun or name == "entry"
        if begun and name != "entry" and name in _FEED and ":" not in name:
            report.add("MisplacedMetadata", child)


def _links(report: Report, feed: Element, names: list[str]) -> None:
    links = list(feed.iterchildren(_LINK))
    relations = set(map(relation_of, links))
    if "self" not in relations:
        report.add("MissingSelf", feed)
    _alternates(report, feed)
    if "fh:complete" in names:
        _complete(report, links)
    elif "fh:archive" in names:
        if not relations & {"prev-archive", "next-archive"}:
            report.add("ArchiveIncomplete", feed)
        if "current" not in relations:
            report.add("MissingCurrentInArchive", feed)


def _complete(report: Report, links: list[Element]) -> None:
    for found in links:
        relation = relation_of(found)
        if relation in HISTORY - {"current"}:
            report.add("FeedRelInCompleteFeed", found, relation)
        elif relation == "current" and found.get("href") != report.location:
            report.add("CurrentNotSelfInCompleteFeed", found, relation)


def _alternates(report: Report, parent: Element) -> None:
    alternates = Counter(
        (found.get("type", ""), found.get("hreflang", ""))
        for found in parent.iterchildren(_LINK)
        if relation_of(found) == "alternate"
    )
    if any(count > 1 for count in alternates.values()):
        report.add("DuplicateAtomLink", parent)


def _unique(report: Report, feed: Element) -> None:
    ids = list(feed.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}id"))
    if len(ids) > 9 and len(set(map(text_of, ids))) == 1:
        report.add("DuplicateIds", feed)
    else:
        _repeated(report, ids, "DuplicateEntries")
    _repeated(report, list(feed.iterfind(f"{{{ATOM}}}entry/{{{ATOM}}}updated")), "DuplicateUpdated")


def _repeated(report: Report, elements: list[Element], name: str) -> None:
    seen: set[str] = set()
    for element in elements:
        if text_of(element) in seen:
            report.add(name, element, text_of(element))
        seen.add(text_of(element))


_FEED: Table = {
    **_EXTENSIONS,
    **itunes.CHANNEL,
    "author": holder(person, twice=""),
    "category": many(category, attributes="label scheme term"),
    "contributor": holder(person, twice=""),
    "entry": holder(_entry, twice=""),
    "fh:archive": one(),
    "fh:complete": one(),
    "generator": one(generator, attributes="uri version"),
    "icon": one(not_blank, no_space, any_address),
    "id": one(identifier, no_space),
    "link": many(link, attributes=LINK_ATTRIBUTES),
    "logo": one(not_blank, no_space, any_address),
    "rights": one(text, attributes="type"),
    "subtitle": one(text, attributes="type"),
    "sy:updateFrequency": one(),
    "sy:updatePeriod": one(),
    "title": one(text, attributes="type"),
    "updated": one(timestamp, no_space),
}
