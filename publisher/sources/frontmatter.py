"""Which dialect a file's front matter is in, where it ends, and what it says. Pure.

A file is front matter and body; what the file means by its first lines is decided here, and only here.
"""

import re
from dataclasses import dataclass, replace
from itertools import islice

from publisher.sources import dialect_header, dialect_json, dialect_toml, dialect_yaml, repair
from publisher.sources.table import KNOWN, TELLING, Remark, Table

_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_YAML_LOOSE_END = re.compile(r"^[ \t]{0,3}(?:-{3,}|\.\.\.)[ \t]*(?:\n|\Z)", re.MULTILINE)
_TOML_END = re.compile(r"^[ \t]{0,3}\+{3,}[ \t]*(?:\n|\Z)", re.MULTILINE)
_OPENS_JSON = re.compile(r"\{\s*(?:\}|(?:[\"'][^\"'\n]*[\"']|\w+)\s*:)")
_STRAY_BEFORE_JSON = re.compile(r"[^\s{]{1,20}(?=\{[ \t]*\n)")
_WIDE_INDENT = re.compile(r"\n[ \u00a0\u3000]+(?=-|\n|\Z)")
_MOST_STRAY_LINES = 3
_LONGEST_STRAY = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file's front matter, and its body as written."""

    table: Table
    body: str
    is_yaml: bool = False


def read(text: str) -> Document | Remark | None:
    """Return the document in *text*; None without front matter; a Remark where that cannot be read."""
    start = len(text) - len(text.lstrip())
    line = text.count("\n", 0, start) + 1
    text = text[start:]
    first, _, _ = text.partition("\n")
    opening = first.rstrip()
    if opening.startswith("---") and not opening.strip("-"):
        return _yaml(text, line, len(first) + 1)
    if opening.startswith("+++") and not opening.strip("+"):
        return _toml(text, line, len(first) + 1)
    if _OPENS_JSON.match(text):
        return _json(text, line, 0)
    return _unfenced(text, line)


def _yaml(text: str, line: int, start: int) -> Document | Remark | None:
    """*text* opens with a fence on *line*, and its front matter begins at *start*."""
    if "\u00a0" in text or "\u3000" in text:
        text = _WIDE_INDENT.sub(lambda found: "\n".ljust(len(found[0])), text)
    faults: list[tuple[str, int, Remark]] = []
    blocks = _yaml_blocks(text, start)
    for block, end in blocks:
        found = dialect_yaml.parse(block, line + 1)
        if isinstance(found, Table):
            if text[start + len(block)].isspace():
                found = _with(
                    found, Remark(line=line + 1 + block.count("\n"), reason="mended: an indented fence")
                )
            return Document(table=found, body=text[end:], is_yaml=True)
        if isinstance(found, Remark):
            faults.append((block, end, found))
    if not blocks:
        return _closed_at(text, line, start, repair.keys_end(text[start:].split("\n")))
    return _mended_yaml(text, line, start, faults) if faults else None


def _yaml_blocks(text: str, start: int) -> list[tuple[str, int]]:
    ends = (_YAML_END.search(text, start), _YAML_LOOSE_END.search(text, start))
    return list(dict.fromkeys((text[start : found.start()], found.end()) for found in ends if found))


def _mended_yaml(
    text: str, line: int, start: int, faults: list[tuple[str, int, Remark]]
) -> Document | Remark | None:
    for block, _, _ in faults:
        at = repair.prose_begins(block.split("\n"))
        if at > 0:
            return _closed_at(text, line, start, at)
    for block, end, fault in faults:
        mended = repair.mend(block, line + 1, fault)
        if isinstance(mended, repair.Mended):
            body = f"{mended.rest}\n{text[end:]}" if mended.rest else text[end:]
            return Document(table=mended.table, body=body, is_yaml=True)
    return faults[0][2]


def _closed_at(text: str, line: int, start: int, at: int) -> Document | Remark | None:
    """Read the front matter as ending before the line *at* after *start*, where a fence is missing."""
    lines = text[start:].split("\n")
    block, body = "\n".join(lines[:at]), "\n".join(lines[at:])
    found: Table | Remark | None = dialect_yaml.parse(block, line + 1)
    if found is None:
        return None
    if isinstance(found, Remark):
        mended = repair.mend(block, line + 1, found)
        found = mended.table if isinstance(mended, repair.Mended) else found
    if isinstance(found, Remark) or not TELLING & found.values.keys():
        return Remark(line=line, reason="front matter has no closing ---")
    note = Remark(line=line + 1 + at, reason="mended: no closing --- before the text begins")
    return Document(table=_with(found, note), body=body, is_yaml=True)


def _with(table: Table, *remarks: Remark) -> Table:
    return replace(table, remarks=table.remarks + remarks)


def _toml(text: str, line: int, start: int) -> Document | Remark:
    end = _TOML_END.search(text, start)
    if end is None:
        return Remark(line=line, reason="front matter has no closing +++")
    table = dialect_toml.parse(text[start : end.start()], line + 1)
    return table if isinstance(table, Remark) else Document(table=table, body=text[end.end() :])


def _json(text: str, line: int, start: int) -> Document | Remark | None:
    found = dialect_json.parse(text, start, line)
    if isinstance(found, Remark):
        return found
    table, end = found
    return Document(table=table, body=text[end:]) if KNOWN & table.values.keys() or not table.values else None


def _unfenced(text: str, line: int) -> Document | Remark | None:
    return _after_stray_lines(text, line) or _after_stray_text(text, line) or _header(text, line)


def _after_stray_lines(text: str, line: int) -> Document | None:
    """Front matter with up to three lines before its fence that say nothing of the post."""
    opening = _YAML_END.search(text, 0, _LONGEST_STRAY)
    fences = list(islice(_YAML_END.finditer(text, opening.start()), 2)) if opening else []
    if len(fences) < 2 or not 0 < text.count("\n", 0, fences[0].start()) <= _MOST_STRAY_LINES:
        return None
    stray = text[: fences[0].start()]
    before = dialect_yaml.parse(stray, line)
    first = line + stray.count("\n") + 1
    found = dialect_yaml.parse(text[fences[0].end() : fences[1].start()], first)
    if not isinstance(found, Table) or not TELLING & found.values.keys():
        return None
    if isinstance(before, Table) and TELLING & before.values.keys():
        return None
    note = Remark(line=line, reason="mended: text before the opening --- is left out")
    return Document(table=_with(found, note), body=text[fences[1].end() :], is_yaml=True)


def _after_stray_text(text: str, line: int) -> Document | None:
    stray = _STRAY_BEFORE_JSON.match(text)
    found = dialect_json.parse(text, stray.end(), line) if stray else None
    if not stray or not isinstance(found, tuple) or not found[0].values.keys() >= {"title", "date"}:
        return None
    note = Remark(line=line, reason=f"mended: `{stray[0]}` before the front matter is left out")
    return Document(table=_with(found[0], note), body=text[found[1] :])


def _header(text: str, line: int) -> Document | Remark | None:
    lines = text.split("\n")
    if not dialect_header.is_key_line(lines[0]):
        return None
    if closing := _missing_opening(text, lines):
        return _without_opening(text, line, closing)
    found = dialect_header.parse(lines, line)
    return None if found is None else Document(table=found[0], body="\n".join(lines[found[1] :]))


def _missing_opening(text: str, lines: list[str]) -> re.Match[str] | None:
    """Return the fence that ends header lines which are YAML without their first fence."""
    fence = _YAML_END.search(text)
    if fence is None:
        return None
    before = lines[: text.count("\n", 0, fence.start())]
    filled = [text for text in before if text.strip() and text[0] not in " \t-#"]
    return fence if all(re.match(r"[A-Za-z][\w.-]*[ \t]*:", text) for text in filled) else None


def _without_opening(text: str, line: int, closing: re.Match[str]) -> Document | Remark | None:
    body = text[closing.end() :]
    if dialect_header.is_key_line(body.partition("\n")[0]) and _YAML_END.search(body):
        return Remark(
            line=line + text.count("\n", 0, closing.end()), reason="a second front matter begins here"
        )
    found = _yaml("---\n" + text, line - 1, 4)
    if not isinstance(found, Document) or not TELLING & found.table.values.keys():
        return found if isinstance(found, Remark) else None
    note = Remark(line=line, reason="mended: front matter has no opening ---")
    return replace(found, table=_with(found.table, note))
