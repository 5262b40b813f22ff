"""What Atom's elements are made of, in Atom itself and where RSS borrows them: links, persons, texts."""

from urllib.parse import urlsplit

from tests.feeds.w3c.addresses import canonical, flaw_of_reference
from tests.feeds.w3c.markup import ACCEPTED, KNOWN
from tests.feeds.w3c.report import Element, Report
from tests.feeds.w3c.structure import examine, names_of, one
from tests.feeds.w3c.styles import dangers
from tests.feeds.w3c.values import (
    address,
    any_reference,
    language_of,
    mailbox,
    mime_type,
    no_html,
    no_mailbox,
    no_space,
    not_blank,
    safe_html,
    text_of,
)
from tests.feeds.w3c.words import HISTORY, RELATIONS, XHTML

LINK_ATTRIBUTES = "href hreflang length rel title type"
_FEED_TYPES = ("application/atom+xml", "application/rss+xml", "application/rdf+xml")
_DIVISION = f"{{{XHTML}}}div"


def link(report: Report, element: Element) -> None:
    """A link has an address, and its other attributes are what they should be."""
    if text_of(element):
        report.add("AtomLinkNotEmpty", element)
    relation = relation_of(element)
    _relation(report, element, relation)
    if (kind := element.get("type")) is not None:
        mime_type(report, element, kind, name="InvalidMIMEType")
        if relation == "self" and kind.split(";")[0] not in _FEED_TYPES:
            report.add("SelfNotAtom", element, kind)
    if (title := element.get("title")) is not None:
        no_html(report, element, text=title) if title else report.add("AttrNotBlank", element, "title")
    if not (element.get("length") or "0").isdigit():
        report.add("InvalidNonNegativeInteger", element, element.get("length"))
    if (language := element.get("hreflang")) is not None:
        language_of(report, element, language, of="hreflang")
    _target(report, element, relation)


def relation_of(element: Element) -> str:
    """Return the relation of a link; alternate, where it says nothing."""
    relation: str = element.get("rel", "alternate")
    return relation.removeprefix("http://www.iana.org/assignments/relation/")


def _relation(report: Report, element: Element, relation: str) -> None:
    if not relation:
        report.add("AttrNotBlank", element, "rel")
    elif relation not in RELATIONS and ":" not in relation:
        report.add("UnregisteredAtomLinkRel", element, relation)
    if relation in HISTORY and report.name(element.getparent()) == "entry":
        report.add("FeedHistoryRelInEntry", element, relation)


def _target(report: Report, element: Element, relation: str) -> None:
    target = element.get("href")
    if target is None:
        report.add("MissingHref", element)
        return
    if name := flaw_of_reference(target):
        report.add(name, element, target)
    if relation == "self" and report.name(element.getparent()) in ("feed", "channel"):
        if not urlsplit(target).netloc:
            report.add("RelativeSelf", element, target)
        elif report.location and canonical(target) != canonical(report.location):
            report.add("SelfDoesntMatchLocation", element, target)


def person(report: Report, element: Element) -> None:
    """A person has a name."""
    prefix = "" if report.kind == "atom" else "atom:"
    table = {
        f"{prefix}name": one(no_html, no_mailbox, not_blank),
        f"{prefix}email": one(mailbox),
        f"{prefix}uri": one(not_blank, any_reference, no_space),
    }
    examine(report, element, table)
    if f"{prefix}name" not in names_of(report, element):
        report.add("MissingElement", element, "name")


def category(report: Report, element: Element) -> None:
    """A category has a term."""
    if element.get("term") is None:
        report.add("MissingAttribute", element, "term")
    elif not element.get("term"):
        report.add("NotBlank", element, "term")
    if (scheme := element.get("scheme")) is not None:
        address(report, element, scheme, full=True, otherwise="InvalidFullLink")
    no_html(report, element, text=element.get("label", ""))


def generator(report: Report, element: Element) -> None:
    """A generator has a name, and its address is one."""
    not_blank(report, element)
    no_html(report, element)
    if (uri := element.get("uri")) is not None:
        address(report, element, uri, full=False, otherwise="InvalidURIAttribute")


def text(report: Report, element: Element) -> None:
    """A text is what its type says; in RSS there is one already for each but a summary."""
    if report.kind == "rss" and report.name(element) != "atom:summary":
        report.add("DuplicateDescriptionSemantics", element)
    kind = element.get("type", "text")
    if "/" in kind:
        report.add("InvalidTextType", element, kind)
    _typed(report, element, kind)


def content(report: Report, element: Element) -> None:
    """A content is what its type says, or elsewhere."""
    if report.kind == "rss":
        report.add("DuplicateDescriptionSemantics", element)
    if (source := element.get("src")) is not None:
        address(report, element, source, full=False, otherwise="InvalidURIAttribute")
        if element.get("type") is None:
            report.add("MissingTypeAttr", element, "type")
        return
    _typed(report, element, element.get("type", "text"))


def _typed(report: Report, element: Element, kind: str) -> None:
    if not kind:
        report.add("AttrNotBlank", element, "type")
    elif kind not in ("text", "html", "xhtml"):
        mime_type(report, element, kind, name="InvalidMIMEType")
    if kind == "xhtml":
        _division(report, element)
    elif len(element):
        report.add("UndefinedElement", element[0])
    elif kind == "html":
        safe_html(report, element)
    else:
        no_html(report, element, name="ContainsUndeclaredHTML")
    if not text_of(element) and not len(element):
        report.add("NotBlank", element)


def _division(report: Report, element: Element) -> None:
    """Markup as XML stands in one division, and is as harmless as any."""
    if [child.tag for child in element] != [_DIVISION] or (element.text or "").strip():
        report.add("MissingXhtmlDiv", element)
        return
    no_html(report, element, name="NotInline")
    for one_of_it in element[0].iterdescendants("*"):
        namespace, _, name = one_of_it.tag[1:].partition("}")
        if namespace != XHTML or name not in KNOWN:
            report.add("NotHtml", element, name)
        elif name not in ACCEPTED:
            report.add("SecurityRisk", element, name)
        for attribute, value in one_of_it.attrib.items():
            if attribute.startswith("on"):
                report.add("SecurityRiskAttr", element, attribute)
            elif attribute == "style" and dangers(value):
                report.add("DangerousStyleAttr", element, value)
