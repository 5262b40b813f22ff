"""What three content systems leave behind, taken out of serialised HTML: wrappers, spacers, runs of breaks.

These edits of text rely on its being a serialised tree: each `<` begins a tag, each element is closed. They
are safe because the sanitiser reads the result afresh.
"""

import re

from publisher.markup.allowed import BLOCKS, DROPPED, INLINE
from publisher.markup.scripts import words

_EMPTIABLE = words(
    "p div center li ul ol h1 h2 h3 h4 h5 h6 blockquote section article figure figcaption dl dt dd pre address"
)
_MARKS = words("b strong i em u s strike small big tt sub sup code mark cite q")
_GAP = "\x01"
_BLANKS = rf"(?:[\s\u200b\ufeff{_GAP}]++|&nbsp;)"
_NAME = re.compile(r"<([a-z][^\s/>]*)")
_NOT_HTML = re.compile(r"<!--.*?-->|<(script|style|noembed|noframes|xmp|plaintext)\b.*?</\1>", re.DOTALL)
_RAW = {"script", "style", "noembed", "noframes", "xmp", "plaintext"}
_TAG = re.compile(r"</?([a-z][^\s/>]*)")
_SPAN = re.compile(r"<(/?)span\b([^>]*)>")
_WORTH = (' lang="', ' dir="', ' id="')
_STYLED_BREAK = re.compile(r"<br [^>]*>")
_LEADING = re.compile(r"(<pre\b[^>]*>)\n+")
_EMPTY = re.compile(
    rf'<(?!br>)([a-z]++[1-6]?+)( [^<>"]*+(?:"[^"]*"[^<>"]*+)*+)?+>((?:{_BLANKS}|<br>)*+)</\1>'
)
_GAPS = re.compile(rf"{_GAP}[\s{_GAP}]*+")
_BREAKS = re.compile(rf"<br>{_BLANKS}*+<br>(?:{_BLANKS}*+<br>)+")
_INLINE_AFTER = re.compile(rf"\s*(?:[^<\s]|<(?:{'|'.join(sorted(INLINE - {'br'}))})[ >])")
_KNOWN = BLOCKS | INLINE | DROPPED
_AS = dict.fromkeys(("form", "fieldset", "legend", "main", "dialog", "search", "marquee"), "div") | {
    "menu": "ul",
    "dir": "ul",
    "listing": "pre",
}
_MOST_ODD = 20
_FAR = 80
_ID = ' id="'


def tidy(markup: str) -> tuple[str, bool]:
    """Return serialised *markup* without comments, wrappers that say nothing, spacers and runs of breaks.

    And whether it holds, or held, elements that are not allowed: what is left may then nest as HTML does not.
    """
    names = set(_NAME.findall(markup))
    raw = names & _RAW
    if raw or "<!--" in markup:
        markup = _NOT_HTML.sub("", markup)
        names = set(_NAME.findall(markup))
    if odd := names - _KNOWN:
        markup = _without(odd, markup)
    return trim(markup), bool(odd or raw or names & DROPPED)


def trim(markup: str) -> str:
    """Return serialised *markup*, whose elements are all allowed, as `tidy` does."""
    if "<span" in markup:
        markup = _unspanned(markup)
    if "<br " in markup:
        markup = _STYLED_BREAK.sub("<br>", markup)
    if "<pre" in markup:
        markup = _LEADING.sub(r"\1", markup)
    return _BREAKS.sub("<br><br>", _without_empties(markup))


def _without(odd: set[str], markup: str) -> str:
    """Leave out the tags that are not allowed; what they hold stays, in a division where it was a block."""
    names = "|".join(sorted(map(re.escape, odd), key=len, reverse=True)[:_MOST_ODD])
    return re.sub(rf"<(/?)({names})(?=[\s/>])[^>]*>", _renamed, markup)


def _renamed(tag: re.Match[str]) -> str:
    name = _AS.get(tag[2])
    return f"<{tag[1]}{name}>" if name else ""


def _unspanned(markup: str) -> str:
    """Leave out the spans that say nothing of language, direction or place."""
    if not any(attribute in markup for attribute in _WORTH):
        return _SPAN.sub("", markup)
    kept: list[bool] = []

    def keep(tag: re.Match[str]) -> str:
        if not tag[1]:
            kept.append(any(attribute in tag[2] for attribute in _WORTH))
            return tag[0] if kept[-1] else ""
        return tag[0] if kept and kept.pop() else ""

    return _SPAN.sub(keep, markup)


def _without_empties(markup: str) -> str:
    """Leave out the elements that hold nothing to see, but not those with an id: they are a place to go to."""
    before = ""
    while markup != before:
        before, markup = markup, _EMPTY.sub(_content, markup)
    return _GAPS.sub(_break_or_nothing, markup) if _GAP in markup else markup


def _content(empty: re.Match[str]) -> str:
    """Return what is left of an empty element."""
    name, attributes, content = empty.groups()
    if attributes and _ID in attributes:
        return empty[0]
    if name in _MARKS:
        return content
    return _GAP if name in _EMPTIABLE else empty[0]


def _break_or_nothing(gap: re.Match[str]) -> str:
    """Return a break where what was left out alone kept two runs of text apart."""
    whole, start = gap.string, gap.start()
    before = whole[max(0, start - _FAR) : start].rstrip()
    if not before or not _INLINE_AFTER.match(whole, gap.end()):
        return ""
    tag = _TAG.match(whole, whole.rfind("<", 0, start)) if before.endswith(">") else None
    return "" if tag and tag[1] in BLOCKS else "<br><br>"
