"""W3C's feed validator (validator.w3.org/feed) as far as our documents could break its rules, in our own words.

`check` returns what it finds under the validator's own message names. Its level AA is: no error, no warning.

Covered:

- the document: well-formed XML in UTF-8, no more than 5 MB; namespaces unknown, unsupported, or under another's
  prefix; C1 controls, U+FFFD and UTF-8 taken for Latin-1 (BadCharacters); elements and attributes that have no place,
  or come twice; loose text; `xml:lang`;
- RSS 2.0: what channel, item, image, guid, enclosure must hold and may not; the profile's order, self link and
  character data; what core and extension elements say twice; dates; addresses; contacts; languages;
- Atom: what feed, entry, link, person, category, generator, text and content must hold and may not; order; ids
  (absolute, canonical, unique), updated (unique); relations of links; archives and complete feeds (RFC 5005);
- HTML in content:encoded, description, atom:content, atom:summary: html5lib's strict parsing, elements, attributes and
  styles that are a risk, addresses that are not whole; HTML where text belongs; XHTML in a division;
- podcasts: every `itunes` element, and what a channel with one must have.

It is stricter in two things: a relative link is found wherever `href` stands in its tag, and a category of
podcasts that Apple gave up is not told from one that never was.

What cannot apply to us is left out: RSS 0.9x and 1.0, RDF, OPML, KML, OpenSearch, XRD, AtomPub, textInput, cloud,
skipHours and skipDays, atom:source, threads, media, base, geo and other vocabularies that we do not write,
document types, SVG and MathML within XHTML, content in base64. So is what a server answers (media type, charset,
compression): that is tested where it is served.
"""

import re
from datetime import datetime
from io import BytesIO

from lxml import etree

from tests.feeds.w3c.atom import examine_feed
from tests.feeds.w3c.report import Element, Finding, Report
from tests.feeds.w3c.rss import examine_rss
from tests.feeds.w3c.structure import short_name
from tests.feeds.w3c.words import ATOM, PREFIXES, UNSUPPORTED

__all__ = ["Finding", "check"]

_LARGEST = 5_000_000
_BAD = re.compile("[\x80-\x9f\ufffd]")
_MISREAD = re.compile("[\xc2\xc3][\x80-\xbf]")
_BY_PREFIX = {prefix: namespace for namespace, prefix in PREFIXES.items()}


def check(document: bytes, *, location: str = "", now: datetime | None = None) -> tuple[Finding, ...]:
    """Return what W3C's validator has to say of *document*.

    *location* is where it is served, "" where that does not matter; *now* is when, None to let any later date be.
    """
    if len(document) > _LARGEST:
        return (Finding("ValidatorLimit", "", f"{len(document)} bytes"),)
    try:
        document.decode()
        root, declared = _parsed(document)
    except UnicodeDecodeError as error:
        return (Finding("UnicodeError", "", str(error)),)
    except etree.XMLSyntaxError as error:
        return (Finding("SAXError", "", str(error)),)
    kind = "rss" if root.tag == "rss" else "atom"
    names = {one.tag: short_name(one.tag, kind) for one in root.iter("*")}
    lines = document.split(b"\n")
    marked = frozenset(number for number, line in enumerate(lines, 1) if b"&#x" in line)
    report = Report(
        kind="rss" if kind == "rss" else "atom", location=location, now=now, names=names, marked=marked
    )
    if root.tag not in ("rss", f"{{{ATOM}}}feed"):
        report.add("UndefinedElement", root)
        return tuple(report.found)
    _namespaces(report, root, declared)
    _characters(report, root)
    (examine_rss if kind == "rss" else examine_feed)(report, root)
    return tuple(report.found)


def _parsed(document: bytes) -> tuple[Element, set[tuple[str, str]]]:
    """Return the root, and each prefix with the namespace that it is declared for."""
    parser = etree.iterparse(BytesIO(document), events=("start-ns",), huge_tree=True, resolve_entities=False)
    declared = {(prefix, namespace) for _, (prefix, namespace) in parser}
    return parser.root, declared


def _namespaces(report: Report, root: Element, declared: set[tuple[str, str]]) -> None:
    for prefix, namespace in sorted(declared):
        if _BY_PREFIX.get(prefix, namespace) != namespace:
            report.add("ReservedPrefix", root, prefix)
        elif namespace not in PREFIXES:
            name = "UnsupportedNamespace" if namespace in UNSUPPORTED else "UnknownNamespace"
            report.add(name, root, namespace)
        elif prefix and report.kind == "atom" and PREFIXES[namespace] in ("atom", "xhtml"):
            report.add("AvoidNamespacePrefix", root, prefix)
        elif prefix and PREFIXES[namespace] != prefix:
            report.add("NonstdPrefix", root, prefix)


def _characters(report: Report, root: Element) -> None:
    """Report characters that are the mark of text read in the wrong encoding."""
    for element in root.iter("*"):
        for text in (element.text, element.tail, *element.attrib.values()):
            if text and not text.isascii() and (_BAD.search(text) or _is_misread(text)):
                report.add("BadCharacters", element)


def _is_misread(text: str) -> bool:
    """Return whether *text* is UTF-8 that was taken for Latin-1."""
    if not _MISREAD.search(text):
        return False
    try:
        text.encode("latin-1").decode()
    except UnicodeError:
        return False
    return True
