"""MJML to HTML by MRML, after the checks that it leaves out: unknown tags, and tags badly nested."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from publisher.errors import TemplateError
from publisher.rendering.faults import nearest

HEAD, COLUMN = ("mj-head",), ("mj-column", "mj-hero")
PARENTS: dict[str, tuple[str, ...]] = {
    "mjml": ("",),
    "mj-head": ("mjml",),
    "mj-body": ("mjml",),
    **dict.fromkeys(
        ("mj-attributes", "mj-breakpoint", "mj-font", "mj-preview", "mj-style", "mj-title"), HEAD
    ),
    "mj-raw": ("mj-head", "mj-body", "mj-wrapper", "mj-section", "mj-group", *COLUMN),
    "mj-wrapper": ("mj-body",),
    "mj-section": ("mj-body", "mj-wrapper"),
    "mj-hero": ("mj-body", "mj-wrapper"),
    "mj-column": ("mj-section", "mj-group"),
    "mj-group": ("mj-section",),
    **dict.fromkeys(("mj-accordion", "mj-button", "mj-carousel", "mj-divider", "mj-image"), COLUMN),
    **dict.fromkeys(("mj-navbar", "mj-social", "mj-spacer", "mj-table", "mj-text"), COLUMN),
    "mj-accordion-element": ("mj-accordion",),
    "mj-accordion-title": ("mj-accordion-element",),
    "mj-accordion-text": ("mj-accordion-element",),
    "mj-carousel-image": ("mj-carousel",),
    "mj-navbar-link": ("mj-navbar",),
    "mj-social-element": ("mj-social",),
}
ATTRIBUTE_CLASSES = ("mj-all", "mj-class")
TEXTLESS = ("mjml", "mj-body", "mj-wrapper", "mj-section", "mj-group", *COLUMN)
CONDITIONAL = re.compile(r"\[if[^\]]*\]>(.*)<!\[endif\]", re.DOTALL)
VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "source",
        "track",
        "wbr",
    )
)
FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TAG = re.compile(
    r"""<!--(?P<comment>.*?)-->
      | <(?P<end>/?)(?P<name>[A-Za-z][\w:-]*)
        (?:\s+[\w:@.-]+(?:\s*=\s*(?:"[^"<]*"|'[^'<]*'))?)*\s*(?P<empty>/?)>
      | (?P<stray><)""",
    re.DOTALL | re.VERBOSE,
)
VALUE = re.compile(r"""="[^"]*"|='[^']*'""")
ODD_ASCII = re.compile(r"[\\\t\n]")
POSITION = re.compile(r"at position (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with some MJML, and where: an offset in characters."""

    offset: int
    reason: str


def compile_mjml(mjml: str, place: Callable[[int], str]) -> str:
    """Return the HTML of *mjml*, which holds no character that XML forbids (see `clean`).

    Raises TemplateError for anything unknown or not well-formed; *place* says which file and line
    gave the text at an offset.
    """
    fault = find_fault(mjml)
    if fault is None:
        from mjml import mjml2html

        try:
            return str(mjml2html(with_references(mjml), fonts={}))
        except ValueError as error:
            fault = _refused(str(error), with_references(mjml))
    raise TemplateError(f"{place(fault.offset)}: {fault.reason}")


def with_references(mjml: str) -> str:
    """Return *mjml* with numeric references for what MRML garbles in attributes of plain HTML.

    It writes them as Rust shows a string to a programmer: a backslash twice, and what is no letter of its own (marks
    that combine, joiners, soft hyphens, spaces that do not break, line ends) as `\\u{301}`.
    """
    return VALUE.sub(_referenced, mjml)


def _referenced(value: re.Match[str]) -> str:
    text = value[0]
    if text.isascii() and not ODD_ASCII.search(text):
        return text
    return "".join(f"&#{ord(char)};" if _is_garbled(char) else char for char in text)


def _is_garbled(char: str) -> bool:
    if char < "\x7f":
        return char in "\\\t\n"
    # Letters and signs that Rust may not know yet are beyond the Basic Multilingual Plane.
    return char > "\uffff" or unicodedata.category(char)[0] in "MCZ" or char in "\uff9e\uff9f"


def clean(text: str) -> str:
    """Return *text* with line feeds alone, and without the characters that XML forbids (XML 1.0, 2.2)."""
    return FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def find_fault(mjml: str) -> Fault | None:
    """Return the first tag that is unknown, misplaced, malformed or badly nested, or None."""
    opened: list[tuple[str, int]] = []
    end = 0
    for match in TAG.finditer(mjml):
        closes, name, empty, stray = match.group("end", "name", "empty", "stray")
        within = opened[-1][0] if opened else ""
        if within in TEXTLESS and (fault := _stray_text(mjml, end, match.start(), within)):
            return fault
        if closes and name == within:
            opened.pop()
        elif stray or closes or not name or not within or _is_mjml(name, within):
            if fault := _step(match, opened):
                return fault
        elif not empty and name not in VOID:
            opened.append((name, match.start()))
        end = match.end()
    if opened:
        name, offset = opened[-1]
        return Fault(offset=offset, reason=f"<{name}> is never closed")
    return None


def _is_mjml(name: str, parent: str) -> bool:
    """Return whether a tag is one of MJML's, or is in a place where only those are."""
    return name[:2] in ("mj", "MJ", "Mj", "mJ") or parent == "mj-attributes"


def _step(match: re.Match[str], opened: list[tuple[str, int]]) -> Fault | None:
    """Take one tag: keep *opened*, the tags that are open, and return what is wrong with this one."""
    name, offset = match["name"], match.start()
    if match["stray"]:
        return Fault(offset=offset, reason="a `<` that begins no well-formed tag (write &lt; for the sign)")
    if name is None:
        return _comment(match)
    if match["end"]:
        return _close(name, offset, opened)
    reason = _misplaced(name, opened[-1][0] if opened else "")
    if reason:
        return Fault(offset=offset, reason=reason)
    if not match["empty"] and name not in VOID:
        opened.append((name, offset))
    return None


def _stray_text(mjml: str, start: int, end: int, within: str) -> Fault | None:
    """Return the fault of a text between two tags where only tags may stand: mail programs show it anywhere."""
    text = mjml[start:end].strip()
    if not text:
        return None
    offset = mjml.index(text, start)
    return Fault(offset=offset, reason=f"text directly in <{within}>: put it in an <mj-text>")


def _comment(match: re.Match[str]) -> Fault | None:
    """Return what MRML cannot read in a comment, of which it does not say where it is."""
    said, offset = match["comment"], match.start()
    if "--" in said:
        return Fault(offset=offset, reason="`--` within a comment: XML has it only at the end of one")
    inner = CONDITIONAL.fullmatch(said)
    if not inner:
        return None
    opened: list[tuple[str, int]] = [("comment", offset)]
    for tag in TAG.finditer(inner[1]):
        fault = _step(tag, opened)
        if fault:
            return Fault(offset=offset, reason=f"in the conditional comment: {fault.reason}")
    if opened[1:]:
        return Fault(offset=offset, reason=f"in the conditional comment: <{opened[-1][0]}> is never closed")
    return None


def _close(name: str, offset: int, opened: list[tuple[str, int]]) -> Fault | None:
    if opened and opened[-1][0] == name:
        opened.pop()
        return None
    if name in (tag for tag, _ in opened):
        unclosed, where = opened[-1]
        return Fault(offset=where, reason=f"<{unclosed}> is not closed before </{name}>")
    return Fault(offset=offset, reason=f"</{name}> closes nothing")


def _misplaced(name: str, parent: str) -> str:
    """Return why a tag may not stand where it does, "" if it may."""
    if parent == "mj-attributes":
        known = name in PARENTS or name in ATTRIBUTE_CLASSES
        return "" if known else _unknown(name)
    if name in PARENTS:
        parents = PARENTS[name]
        return "" if parent in parents else f"<{name}> may stand only in {_either(parents)}"
    if name.lower().startswith("mj"):
        return _unknown(name)
    return "" if parent else f"<{name}> is not <mjml>"


def _unknown(name: str) -> str:
    return f"unknown MJML tag <{name}>{nearest(name.lower(), [*PARENTS, *ATTRIBUTE_CLASSES], '<{}>')}"


def _either(parents: tuple[str, ...]) -> str:
    return " or ".join(f"<{parent}>" for parent in parents if parent) or "no other tag"


def _refused(message: str, mjml: str) -> Fault:
    """Return MRML's own refusal, whose position counts bytes."""
    position = POSITION.search(message)
    offset = len(mjml.encode()[: int(position[1])].decode(errors="ignore")) if position else 0
    return Fault(offset=offset, reason=f"not accepted as MJML: {message}")
