"""Sanitised HTML as a sequence of blocks of text, lazily: a summary seldom needs more than the first few."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from publisher.markup.plain import line_of

Kind = Literal["prose", "item", "quote", "heading", "code", "caption", "cell"]

_EDGE = re.compile(
    r"<(/?)(p|div|h[1-6]|ul|ol|li|dl|dt|dd|blockquote|pre|figure|figcaption|table|caption|tbody|thead|tfoot|tr|td|th|"
    r"section|article|aside|header|footer|nav|address|center|details|summary|hgroup|hr)"
    r"(?: [^>]*)?>|<br>\s*<br>(?:\s*<br>)*"
)
_KINDS: dict[str, Kind] = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    "hgroup": "heading",
    "dt": "heading",
    "summary": "heading",
    "th": "heading",
    "li": "item",
    "dd": "item",
    "blockquote": "quote",
    "pre": "code",
    "figcaption": "caption",
    "caption": "caption",
    "nav": "caption",
    "td": "cell",
}
_LONGEST_LINE = 4000
_STRONGEST: tuple[Kind, ...] = ("code", "caption", "heading", "quote", "item", "cell")
_NOTE_MARK = re.compile(r"<sup\b[^>]*>\s*<a [^>]*#[^>]*>\[?\w{1,3}\]?</a>\s*</sup>")
_LINKED = re.compile(r"<a [^>]*href=\"([^\"]*)\"[^>]*>(.*?)</a>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2}")
_EMPHATIC = re.compile(r"<(strong|b|u|em|i|code|tt|small)\b[^>]*>(.*?)</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of text between two edges. `lines` has a line for each single break; `html` is as it stands."""

    kind: Kind
    lines: tuple[str, ...]
    html: str

    @property
    def has_picture(self) -> bool:
        """Whether a picture stands in it."""
        return "<img" in self.html

    @property
    def links_only(self) -> bool:
        """Whether next to nothing of its text is outside links."""
        return "<a " in self.html and not _WORD.search(line_of(_LINKED.sub("", self.html)))

    @property
    def is_contents(self) -> bool:
        """Whether it is an entry of a table of contents: a link to another place on the page."""
        found = _LINKED.search(self.html)
        return found is not None and "#" in found[1] and self.links_only

    @property
    def emphatic(self) -> str:
        """The tag that all of its text stands in ("strong", "em", "code"), "" for none."""
        found = _EMPHATIC.search(self.html) if self.html.lstrip().startswith("<") else None
        return found[1] if found and len(line_of(_EMPHATIC.sub("", self.html))) <= 1 else ""


def blocks(html: str) -> Iterator[Block]:
    """Yield the blocks of sanitised *html* that hold text or a picture, in order."""
    open_kinds: list[Kind] = []
    start = 0
    for edge in _EDGE.finditer(html):
        piece = html[start : edge.start()]
        if piece and not piece.isspace():
            yield from _block(piece, open_kinds)
        start = edge.end()
        if kind := _KINDS.get(edge[2] or ""):
            open_kinds.pop() if edge[1] else open_kinds.append(kind)
    yield from _block(html[start:], open_kinds)


def _block(html: str, open_kinds: list[Kind]) -> Iterator[Block]:
    if "<sup" in html:
        html = _NOTE_MARK.sub("", html)
    lines = tuple(line for part in html.split("<br>") if (line := line_of(part)[:_LONGEST_LINE]))
    if lines or "<img" in html:
        yield Block(kind=_innermost(open_kinds), lines=lines, html=html)


def _innermost(open_kinds: list[Kind]) -> Kind:
    for kind in _STRONGEST if open_kinds else ():
        if kind in open_kinds:
            return kind
    return "prose"
