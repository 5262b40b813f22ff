"""The HTML part as checks walk it: its elements and texts in document order, and names for places. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from publisher.preflight.findings import Finding, Level

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
SILENT = ("style", "script", "title", "template", "noscript", "head")
EXCERPT = 40
CROWD = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """An element; `first` and `last` bound the texts within it, `end` the elements (by their index)."""

    index: int
    tag: str
    attributes: dict[str, str]
    classes: frozenset[str]
    parent: "Element | None"
    end: int
    first: int
    last: int

    def get(self, name: str) -> str:
        """Return an attribute's value without space around it, "" where it is absent or empty."""
        return self.attributes.get(name, "").strip()

    def ancestors(self) -> Iterator["Element"]:
        """Yield the element's parent, then that one's, to the root."""
        one = self.parent
        while one:
            yield one
            one = one.parent


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Page:
    """The document. A text is the words as they stand, with the element that they stand in.

    A style is the `media` of a <style> and what it says.
    """

    elements: tuple[Element, ...]
    texts: tuple[tuple[Element, str], ...]
    styles: tuple[tuple[str, str], ...]
    title: str

    def every(self, *tags: str) -> tuple[Element, ...]:
        """Return the elements of these names, in document order."""
        return tuple(one for one in self.elements if one.tag in tags)

    def words(self, element: Element) -> str:
        """Return the text within an element, every run of space made one."""
        return " ".join("".join(text for _, text in self.texts[element.first : element.last]).split())

    def within(self, element: Element) -> tuple[Element, ...]:
        """Return the elements in an element."""
        return self.elements[element.index + 1 : element.end]

    def heading_of(self, element: Element) -> str:
        """Return the title of the post that an element belongs to: of the nearest heading about it, "" for none.

        An ancestor with many headings is the edition, not a post.
        """
        for one in element.ancestors():
            headings = [inner for inner in self.within(one) if inner.tag in HEADINGS]
            if headings:
                return self.words(headings[0]) if len(headings) <= CROWD else ""
        return ""

    def section_of(self, element: Element) -> str:
        """Return the last heading before an element, "" without one."""
        before = (self.elements[index] for index in range(element.index, -1, -1))
        return next((self.words(one) for one in before if one.tag in HEADINGS), "")


def excerpt(text: str) -> str:
    """Return the beginning of a text, for a place."""
    text = " ".join(text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def at(element: Element, level: Level, code: str, place: str, reason: str, remedy: str) -> Finding:
    """Return a finding at an element."""
    return Finding(level=level, code=code, place=place, reason=reason, remedy=remedy, position=element.index)


def link_place(page: Page, link: Element) -> str:
    """Return where a link is."""
    words = link_words(page, link)
    return f"the link '{excerpt(words)}'" if words else f"the link to {excerpt(link.get('href'))}"


def picture_place(page: Page, image: Element) -> str:
    """Return where a picture is: of which post, else what its address is."""
    title = page.heading_of(image)
    return f"the picture of '{excerpt(title)}'" if title else f"the picture {excerpt(image.get('src'))}"


def text_place(page: Page, element: Element, text: str) -> str:
    """Return where a text is."""
    section = page.section_of(element)
    return f"'{excerpt(text)}'" + (f" under '{excerpt(section)}'" if section else "")


def link_words(page: Page, link: Element) -> str:
    """Return what a link is called: its label, else its text and its pictures' alternatives, else its title."""
    pictures = (one.get("alt") for one in page.within(link) if one.tag == "img")
    seen = " ".join((page.words(link), *pictures))
    return " ".join((link.get("aria-label") or seen.strip() or link.get("title")).split())


def parse_page(html: str) -> Page:
    """Return the document, repaired as browsers do (HTML, 13.2); comments are left out, and so what only Word reads."""
    return _Reader().read(LexborHTMLParser(html))


class _Reader:
    """Collects a document in one walk: the ends of elements are known only after it."""

    def __init__(self) -> None:
        self.tags: list[str] = []
        self.attributes: list[dict[str, str]] = []
        self.parents: list[int] = []
        self.firsts: list[int] = []
        self.texts: list[tuple[int, str]] = []
        self.styles: list[tuple[str, str]] = []
        self.numbers: dict[int, int] = {}
        self.title = ""

    def read(self, parser: LexborHTMLParser) -> Page:
        root = parser.root
        for node in root.traverse(include_text=True) if root else ():
            self._take(node)
        elements = self._elements()
        texts = tuple((elements[owner], text) for owner, text in self.texts)
        return Page(elements=elements, texts=texts, styles=tuple(self.styles), title=self.title)

    def _take(self, node: LexborNode) -> None:
        tag = node.tag or ""
        parent = self.numbers.get(node.parent.mem_id, -1) if node.parent else -1
        if tag == "-text":
            if parent >= 0 and self.tags[parent] not in SILENT:
                self.texts.append((parent, node.text_content or ""))
        elif not tag.startswith("-"):
            self._open(node, tag, parent)

    def _open(self, node: LexborNode, tag: str, parent: int) -> None:
        self.numbers[node.mem_id] = len(self.tags)
        attributes = {name: value or "" for name, value in node.attributes.items()}
        self.tags.append(tag)
        self.attributes.append(attributes)
        self.parents.append(parent)
        self.firsts.append(len(self.texts))
        if tag == "style":
            self.styles.append((attributes.get("media", ""), node.text() or ""))
        elif tag == "title" and not self.title:
            self.title = (node.text() or "").strip()

    def _elements(self) -> tuple[Element, ...]:
        ends, lasts = self._ends()
        made: list[Element] = []
        for index, (tag, attributes, parent) in enumerate(
            zip(self.tags, self.attributes, self.parents, strict=True)
        ):
            made.append(
                Element(
                    index=index,
                    tag=tag,
                    attributes=attributes,
                    classes=frozenset(attributes.get("class", "").split()),
                    parent=made[parent] if parent >= 0 else None,
                    end=ends[index],
                    first=self.firsts[index],
                    last=lasts[index],
                )
            )
        return tuple(made)

    def _ends(self) -> tuple[list[int], list[int]]:
        """Return where each element's elements and texts end: a child's end is its parent's too."""
        ends = [index + 1 for index in range(len(self.tags))]
        lasts = list(self.firsts)
        for number, (owner, _) in enumerate(self.texts):
            lasts[owner] = number + 1
        for index in range(len(self.tags) - 1, 0, -1):
            parent = self.parents[index]
            if parent >= 0:
                ends[parent] = max(ends[parent], ends[index])
                lasts[parent] = max(lasts[parent], lasts[index])
        return ends, lasts
