"""How RSS and Atom are put together: feedgen makes the frame, its faults mended here; entries are our own elements.

An entry is written as text: what is the same in every format is escaped once, and its size is known.
"""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import quote

from feedgen.ext.base import BaseExtension
from lxml import etree

from publisher.markup import printable

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
XHTML = "http://www.w3.org/1999/xhtml"
# What may stand in an address (RFC 3986, 2.2 and 2.3), besides letters, digits and escapes.
ADDRESS_SAFE = "/-._~:?#@!$&'()*+,;=%"
PLACE = "entries"
# How the RSS Board's profile wants characters in text: what decodes once too often then makes no element of them.
REFERENCES = ((b"&amp;", b"&#x26;"), (b"&lt;", b"&#x3C;"), (b"&gt;", b"&#x3E;"))

Element = Any  # lxml's elements; its stubs do not say enough of attributes and text


class Frame(NamedTuple):
    """A document without its entries: what stands before and after them."""

    head: bytes
    tail: bytes


class Namespaces(BaseExtension):  # type: ignore[misc]
    """Declares at the root of a document what its elements use: `spaces`, by prefix."""

    spaces: dict[str, str]

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and address of what is declared."""
        return self.spaces


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element to *parent* and return it."""
    element = etree.SubElement(parent, name, {key: printable(value) for key, value in attributes.items()})
    if text:
        element.text = printable(text)
    return element


def escaped(text: str) -> str:
    """Return *text* as XML's character data, which a parser gives back as it is (XML 1.0, 2.4 and 2.11)."""
    text = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def plain(text: str) -> str:
    """Return *text* for an element that holds no markup: `&` and `<` as the RSS Board's profile asks, in hexadecimal.

    Readers which decode once too often then show a `<` and not an element.
    """
    text = printable(text).replace("&", "&#x26;").replace("<", "&#x3C;").replace(">", "&#x3E;")
    return text.replace("\r", "&#13;")


def attribute(text: str) -> str:
    """Return *text* for an attribute between double quotes."""
    text = escaped(text).replace('"', "&quot;")
    return text.replace("\n", "&#10;").replace("\t", "&#9;")


def address(url: str) -> str:
    """Return *url* in the characters of RFC 3986, for an attribute or an element."""
    return attribute(encoded(url))


def encoded(url: str) -> str:
    """Return *url* with what RFC 3986 does not allow in it as escapes; brackets stand only around an IPv6 host."""
    head, bracket, rest = url.partition("]") if "://[" in url[:12] else ("", "", url)
    return head + bracket + quote(rest, safe=ADDRESS_SAFE)


@lru_cache(maxsize=1024)
def timestamp(moment: datetime) -> str:
    """Return a UTC time as RFC 3339 has it, in whole seconds."""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def frame(root: Element, parent: Element, stylesheet: str) -> Frame:
    """Return the document of *root*, cut where the entries go: at the end of *parent*.

    *stylesheet* is the address of a CSS file for browsers (W3C, Associating Style Sheets with XML documents).
    """
    etree.SubElement(parent, PLACE)
    text: bytes = etree.tostring(root, encoding="UTF-8")
    head, _, tail = text.partition(f"<{PLACE}/>".encode())
    style = f'<?xml-stylesheet type="text/css" href="{address(stylesheet)}"?>\n' if stylesheet else ""
    declaration = b"<?xml version='1.0' encoding='UTF-8'?>\n"
    for entity, reference in REFERENCES:
        head = head.replace(entity, reference)
    return Frame(declaration + style.encode() + head + b"\n", tail + b"\n")


def to_bytes(tree: Element) -> bytes:
    """Return the document as UTF-8 with its declaration."""
    text: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"
