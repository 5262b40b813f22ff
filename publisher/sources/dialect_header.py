"""Header lines at the top of a file, as Pelican and MultiMarkdown have them: `Title: …`, to a blank line."""

import re

from publisher.sources.table import FLAGS, KNOWN, SCORE, TELLING, Remark, Table, Value, key_of

_LINE = re.compile(r"([A-Za-z][\w .-]{0,30}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)$")
_FIRST_KEYS = KNOWN | {
    "layout",
    "template",
    "subtitle",
    "license",
    "copyright",
    "email",
    "series",
    "lang",
    "modified",
    SCORE,
    *FLAGS,
}
_PAIRS = {'"': '"', "'": "'", "“": "”"}


def parse(lines: list[str], line: int) -> tuple[Table, int] | None:
    """Return the header in *lines*, the first of them *line* of the file, and how many lines it takes.

    None where they are prose: the first key must be one that metadata has, and a title or a date, or two
    known keys, must be among them (Pelican's and MultiMarkdown's rule would take any "Word: …" for metadata).
    """
    if not is_key_line(lines[0] if lines else ""):
        return None
    values: dict[str, Value] = {}
    numbers: dict[str, int] = {}
    remarks: list[Remark] = []
    key = ""
    taken = 0
    for taken, text in enumerate(lines):
        found = _LINE.match(text)
        if found:
            key = key_of(found[1])
            if key in values:
                remarks.append(
                    Remark(line=line + taken, reason=f"`{found[1]}` is set twice: the last one counts")
                )
            values[key], numbers[key] = _bare(found[2] or ""), line + taken
        elif text[:1] in (" ", "\t") and text.strip():
            values[key] = f"{values[key]} {text.strip()}".strip()
        else:
            break
    else:
        taken = len(lines)
    if not (TELLING & values.keys() or len(KNOWN & values.keys()) > 1):
        return None
    return Table(values=values, lines=numbers, remarks=tuple(remarks)), taken


def is_key_line(text: str) -> bool:
    """Return whether *text* is a header line whose key is one that metadata has."""
    found = _LINE.match(text)
    return found is not None and key_of(found[1]) in _FIRST_KEYS


def _bare(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and _PAIRS.get(value[0]) == value[-1]:
        return value[1:-1].strip()
    return value
