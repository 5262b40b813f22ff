"""RSS 2.0, with the RSS Advisory Board's profile and the elements that it borrows from others."""

import re

from tests.feeds.w3c import itunes
from tests.feeds.w3c.addresses import flaw, is_hosted
from tests.feeds.w3c.atom_parts import (
    LINK_ATTRIBUTES,
    content,
    generator,
    link,
    person,
    relation_of,
    text,
)
from tests.feeds.w3c.atom_parts import (
    category as atom_category,
)
from tests.feeds.w3c.report import Element, Report
from tests.feeds.w3c.structure import Table, examine, examine_attributes, holder, many, names_of, one
from tests.feeds.w3c.values import (
    Rule,
    any_address,
    contact,
    full_address,
    language,
    mail_date,
    mime_type,
    no_html,
    not_blank,
    positive,
    text_of,
    timestamp,
    whole_html,
)
from tests.feeds.w3c.words import ATOM, XML

_BOARD = "http://www.rssboard.org/rss-specification"
_PICTURES = ("jpg", "jpeg", "gif", "png")
_SAME = (("author", "dc:creator"), ("category", "dc:subject"), ("guid", "atom:id"), ("pubDate", "dc:date"))
_SAME_IN_CHANNEL = (
    ("category", "dc:subject"),
    ("copyright", "dc:rights"),
    ("language", "dc:language"),
    ("lastBuildDate", "dcterms:modified"),
    ("managingEditor", "dc:creator"),
    ("pubDate", "dc:date"),
    ("webMaster", "dc:publisher"),
)


def examine_rss(report: Report, root: Element) -> None:
    """Report what an RSS document breaks."""
    examine_attributes(report, root, frozenset({"version"}))
    if root.get("version") is None:
        report.add("MissingAttribute", root, "version")
    elif root.get("version") not in ("0.91", "0.92", "2.0"):
        report.add("InvalidRSSVersion", root, root.get("version"))
    examine(report, root, {"channel": holder(_channel)})
    if root.find("channel") is None:
        report.add("MissingElement", root, "channel")


def _channel(report: Report, channel: Element) -> None:
    examine(report, channel, _CHANNEL)
    names = names_of(report, channel)
    for name, missing in (
        ("title", "MissingTitle"),
        ("link", "MissingLink"),
        ("description", "MissingDescription"),
    ):
        if name not in names:
            report.add(missing, channel)
    has_language = "language" in names or bool(channel.get(f"{{{XML}}}lang"))
    if not has_language:
        report.add("MissingDCLanguage", channel)
    links = channel.iterchildren(f"{{{ATOM}}}link")
    if "self" not in map(relation_of, links):
        report.add("MissingAtomSelfLink", channel)
    _twice(report, channel, names, _SAME_IN_CHANNEL, "DuplicateSemantics")
    _order(report, channel)
    _unique(report, channel)
    itunes.examine_channel(report, channel, has_language=has_language)
    if channel.findtext("docs", "").strip() == _BOARD:
        report.found = [one for one in report.found if one.name != "UseOfExtensionAttr"]


def _twice(
    report: Report, parent: Element, names: list[str], pairs: tuple[tuple[str, str], ...], flaw_name: str
) -> None:
    for core, extension in pairs:
        if core in names and extension in names:
            report.add(flaw_name, parent, f"{core}, {extension}")


def _order(report: Report, channel: Element) -> None:
    names = names_of(report, channel)
    after = names[names.index("item") :] if "item" in names else []
    late = [name for name in after if name != "item" and (":" not in name or name == "atom:link")]
    if late:
        report.add("MisplacedItem", channel, late[0])


def _unique(report: Report, channel: Element) -> None:
    seen: set[str] = set()
    for guid in channel.iterfind("item/guid"):
        if text_of(guid) in seen:
            report.add("DuplicateValue", guid, text_of(guid))
        seen.add(text_of(guid))


def _item(report: Report, item: Element) -> None:
    examine(report, item, _ITEM)
    names = names_of(report, item)
    if "title" not in names and "description" not in names:
        report.add("ItemMustContainTitleOrDescription", item)
    if "guid" not in names:
        report.add("MissingGuid", item)
    if "content:encoded" in names and "description" not in names[: names.index("content:encoded")]:
        report.add("NeedDescriptionBeforeContent", item)
    _twice(report, item, names, _SAME, "DuplicateItemSemantics")
    itunes.examine_item(report, item)


def _guid(report: Report, guid: Element) -> None:
    value, permanent = text_of(guid), guid.get("isPermaLink", "true")
    if not value:
        report.add("NotBlank", guid)
    if permanent not in ("true", "false"):
        report.add("InvalidBooleanAttribute", guid, permanent)
    if permanent == "true":
        if name := flaw(value, full=False, otherwise="InvalidHttpGUID"):
            report.add(name, guid, value)
        elif value.lower().startswith(("tag:", "urn:uuid:")):
            report.add("InvalidPermalink", guid, value)
    elif len(value) < 9 and value.isdigit():
        report.add("NotSufficientlyUnique", guid, value)


def _enclosure(report: Report, enclosure: Element) -> None:
    for name in ("length", "type", "url"):
        if enclosure.get(name) is None:
            report.add("MissingAttribute", enclosure, name)
    length = enclosure.get("length", "0")
    if length == "-1":
        report.add("UseZeroForUnknown", enclosure)
    elif not re.fullmatch(r"-?\d+", length):
        report.add("InvalidIntegerAttribute", enclosure, length)
    elif length.startswith("-"):
        report.add("InvalidNonNegativeInteger", enclosure, length)
    mime_type(report, enclosure, enclosure.get("type", "a/b"), name="InvalidMIMEAttribute")
    if not is_hosted(enclosure.get("url", "http://a.example/")):
        report.add("InvalidURLAttribute", enclosure, enclosure.get("url"))


def _image(report: Report, image: Element) -> None:
    examine(report, image, _IMAGE)
    names = names_of(report, image)
    for name, missing in (("title", "MissingTitle"), ("url", "MissingElement"), ("link", "MissingLink")):
        if name not in names:
            report.add(missing, image, name)
    channel = image.getparent()
    for name, mismatch in (("title", "ImageTitleDoesntMatch"), ("link", "ImageLinkDoesntMatch")):
        of_channel = channel.findtext(name, "").strip()
        if name in names and of_channel and image.findtext(name, "").strip() != of_channel:
            report.add(mismatch, image)


def _picture(report: Report, url: Element) -> None:
    ending = text_of(url).rpartition(".")[2].lower()
    if re.fullmatch(r"\w+", ending) and ending not in _PICTURES:
        report.add("ImageUrlFormat", url, ending)


def _side(name: str, limit: int) -> Rule:
    def rule(report: Report, element: Element) -> None:
        value = text_of(element)
        if not (value.isascii() and value.isdigit() and 0 < int(value) <= limit):
            report.add(name, element, value)

    return rule


_IMAGE: Table = {
    "description": one(no_html),
    "height": one(_side("InvalidHeight", 400)),
    "link": one(full_address),
    "title": one(not_blank, no_html),
    "url": one(full_address, _picture),
    "width": one(_side("InvalidWidth", 144)),
}
_BORROWED: Table = {
    "atom:category": many(atom_category, attributes="label scheme term"),
    "atom:contributor": holder(person, twice=""),
    "atom:link": many(link, attributes=LINK_ATTRIBUTES),
    "atom:updated": one(timestamp),
    "dc:creator": many(),
    "dc:date": one(),
    "dc:language": one(language),
    "dc:publisher": many(),
    "dc:rights": one(no_html),
    "dc:subject": many(),
    "dcterms:modified": one(),
}
_ITEM: Table = {
    **_BORROWED,
    **itunes.ITEM,
    "atom:author": holder(person),
    "atom:content": many(content, attributes="src type"),
    "atom:id": one(full_address),
    "atom:published": one(timestamp),
    "atom:summary": one(text, attributes="type"),
    "atom:title": one(content, attributes="type"),
    "author": one(contact),
    "category": many(no_html, not_blank, attributes="domain"),
    "comments": one(full_address),
    "content:encoded": one(whole_html),
    "description": one(whole_html),
    "enclosure": one(_enclosure, attributes="length type url", twice="DuplicateEnclosure"),
    "guid": one(_guid, attributes="isPermaLink"),
    "link": one(full_address),
    "pubDate": one(mail_date),
    "slash:comments": one(),
    "source": one(attributes="url"),
    "title": one(no_html, not_blank),
    "wfw:commentRss": one(full_address),
}
_CHANNEL: Table = {
    **_BORROWED,
    **itunes.CHANNEL,
    "atom:author": holder(person, twice=""),
    "atom:generator": one(generator, attributes="uri version"),
    "atom:icon": one(not_blank, any_address),
    "atom:id": one(full_address),
    "atom:logo": one(not_blank, any_address),
    "atom:rights": one(text, attributes="type"),
    "atom:subtitle": one(text, attributes="type"),
    "atom:title": one(text, attributes="type"),
    "category": many(no_html, attributes="domain"),
    "copyright": one(no_html),
    "description": one(no_html),
    "docs": one(full_address),
    "fh:archive": one(),
    "fh:complete": one(),
    "generator": one(),
    "image": holder(_image),
    "item": holder(_item, twice=""),
    "language": one(language),
    "lastBuildDate": one(mail_date),
    "link": one(full_address),
    "managingEditor": one(contact),
    "pubDate": one(mail_date),
    "sy:updateFrequency": one(positive, not_blank),
    "sy:updatePeriod": one(),
    "title": one(no_html, not_blank),
    "ttl": one(positive, not_blank),
    "webMaster": one(contact),
}
