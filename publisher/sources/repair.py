"""YAML front matter that does not parse -> what its author plainly meant, entry by entry, or why not. Pure.

An entry is a key line and what follows it up to the next. One that parses is taken as it is; another goes
through the repairs of `entries` until it does. Nothing is taken that YAML itself does not then accept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from publisher.sources import dialect_yaml
from publisher.sources.entries import Entry, is_item, mend_entry
from publisher.sources.table import KNOWN, TELLING, Remark, Table, Value, key_of

_KEY = re.compile(
    r"(?P<indent>[ \t]*)(?P<key>[\"']?[A-Za-z_][\w.-]*(?: [\w.-]+){0,3}[\"']?)[ \t]*"
    r"(?P<mark>[:：;])(?P<value>.*)$"
)
_QUOTES = "\"'"
_PROSE = "mended: text before the closing fence belongs to the post"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mended:
    """Front matter after its repairs, and the lines at its end that belong to the body."""

    table: Table
    rest: str = ""


def mend(block: str, line: int, fault: Remark) -> Mended | Remark:
    """Return what *block* plainly says; *fault*, or a closer one, where that is not plain.

    *line* is the line of the file that *block* begins on.
    """
    lines = block.split("\n")
    entries = list(_entries(lines, line))
    if not entries or entries[0].line > line + _first_filled(lines):
        return fault
    entries[-1], rest = _without_prose(entries[-1])
    values: dict[str, Value] = {}
    numbers: dict[str, int] = {}
    remarks: list[Remark] = []
    for entry in entries:
        mended = mend_entry(entry)
        if mended is None and entry.key in KNOWN:
            return _closer(entry, fault)
        if mended is None:
            remarks.append(Remark(line=entry.line, reason=f"`{entry.name}` is not understood, and left out"))
            continue
        if entry.key in values:
            remarks.append(
                Remark(line=entry.line, reason=f"`{entry.name}` is set twice: the last one counts")
            )
        values.update(dialect_yaml.table(mended.node, 0).values)
        numbers[entry.key] = entry.line
        remarks.extend(
            Remark(line=entry.line + at, reason=f"mended: {reason}") for at, reason in mended.reasons
        )
    if rest:
        remarks.append(Remark(line=line + len(lines) - rest.count("\n") - 1, reason=_PROSE))
    if not TELLING & values.keys():
        return fault
    return Mended(table=Table(values=values, lines=numbers, remarks=tuple(remarks)), rest=rest)


def prose_begins(lines: list[str]) -> int:
    """Return from where on *lines* are prose, not front matter: always after a blank line; -1 if nowhere."""
    for at in range(1, len(lines)):
        if lines[at - 1].strip() or not lines[at].strip():
            continue
        if not _KEY.match(lines[at]) and lines[at][0] not in " \t#-" and not _known_key_in(lines[at:]):
            return at
    return -1


def keys_end(lines: list[str]) -> int:
    """Return how many of *lines* are front matter that nothing closes: to a blank line with no known key after it."""
    return next(
        (at for at, text in enumerate(lines) if not text.strip() and not _known_key_in(lines[at:])),
        len(lines),
    )


def _known_key_in(lines: list[str]) -> bool:
    return any(
        (found := _KEY.match(text)) and not found["indent"] and key_of(found["key"]) in KNOWN
        for text in lines
    )


def _first_filled(lines: list[str]) -> int:
    return next((at for at, text in enumerate(lines) if text.strip() and text.lstrip()[0] != "#"), len(lines))


def _entries(lines: list[str], line: int) -> Iterator[Entry]:
    starts: list[tuple[int, re.Match[str]]] = []
    keys = [found for text in lines if (found := _KEY.match(text)) and key_of(found["key"]) in KNOWN]
    base = min((len(found["indent"]) for found in keys), default=0)
    for at, text in enumerate(lines):
        found = _KEY.match(text)
        if found and _begins_entry(found, lines[:at], base):
            starts.append((at, found))
    ends = [*(at for at, _ in starts[1:]), len(lines)]
    for (at, found), end in zip(starts, ends, strict=False):
        indent = len(found["indent"])
        own = tuple(text[indent:] if not text[:indent].strip() else text for text in lines[at:end])
        yield Entry(line=line + at, name=found["key"].strip(_QUOTES), lines=own, indented=indent > base)


def _begins_entry(found: re.Match[str], before: list[str], base: int) -> bool:
    indent, value, key = len(found["indent"]), found["value"], found["key"]
    if found["mark"] != ":" and not (key_of(key) in KNOWN or key.isidentifier()):
        return False
    if found["mark"] == ";" and value.strip():
        return False
    if value and not value[0].isspace() and (value.startswith("//") or " " in key):
        return False
    if indent <= base:
        return True
    previous = next((text for text in reversed(before) if text.strip()), "")
    complete = _KEY.match(previous)
    if not previous or (complete and complete["value"].strip() and len(complete["indent"]) <= base):
        return key_of(key) in KNOWN
    dash = len(previous) - len(previous.lstrip())
    return is_item(previous) and indent <= dash and ": " not in previous


def _without_prose(entry: Entry) -> tuple[Entry, str]:
    """Return the last entry without the text after it, where it is broken only by that, and the text."""
    for at, text in enumerate(entry.lines):
        if at and text.strip() and not text.startswith((" ", "\t", "-", "#")):
            bare = replace(entry, lines=entry.lines[:at])
            if mend_entry(entry) is None and mend_entry(bare):
                return bare, "\n".join(entry.lines[at:])
    return entry, ""


def _closer(entry: Entry, fault: Remark) -> Remark:
    found = dialect_yaml.parse("\n".join(entry.lines), entry.line)
    return found if isinstance(found, Remark) else fault
