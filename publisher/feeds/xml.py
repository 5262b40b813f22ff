"""Where feedgen is put right, once (what it gets wrong is listed in docs/design.md)."""

from datetime import datetime
from functools import partial
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from publisher.markup import printable
from publisher.model import FullPost

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

Element = Any  # lxml's elements; its stubs do not say enough of attributes and text


def add(parent: Element, name: str, text: str = "", /, **attributes: str) -> Element:
    """Append an element to *parent* and return it."""
    element = etree.SubElement(parent, name, {key: printable(value) for key, value in attributes.items()})
    if text:
        element.text = printable(text)
    return element


def timestamp(moment: datetime) -> str:
    """Return a UTC time as RFC 3339 has it, in whole seconds."""
    return moment.replace(microsecond=0, tzinfo=None).isoformat() + "Z"


class Namespaces(BaseExtension):  # type: ignore[misc]
    """Declares Dublin Core at the root of an RSS document."""

    def extend_ns(self) -> dict[str, str]:
        """Return the prefix and address of what is declared."""
        return {"dc": DUBLIN_CORE}


class Entry(FeedEntry):  # type: ignore[misc]
    """An entry that a function of ours turns into an element, in place of feedgen's own."""

    def __init__(self, build: "partial[Element]") -> None:
        super().__init__()
        self.build = build

    def atom_entry(self, extensions: bool = True) -> Element:  # noqa: ARG002 - feedgen's signature
        """Return the `entry` element."""
        return self.build()

    def rss_entry(self, extensions: bool = True) -> Element:  # noqa: ARG002 - feedgen's signature
        """Return the `item` element."""
        return self.build()


def add_entries(generator: FeedGenerator, build: Any, entries: tuple[FullPost, ...]) -> None:
    """Give *generator* the entries in their order; *build* makes an element of each."""
    for entry in entries:
        generator.add_entry(Entry(partial(build, entry)), order="append")


def to_bytes(tree: Element) -> bytes:
    """Return the document as UTF-8 with its declaration."""
    text: bytes = etree.tostring(tree, encoding="UTF-8", xml_declaration=True)
    return text + b"\n"
