"""TOML front matter. Dates become text as written in ISO form, so that one module reads all dates."""

import re
import tomllib

from publisher.sources.characters import with_whole_characters
from publisher.sources.table import Remark, Table, Value, key_of, plain

_KEY = re.compile(r"^[ \t]*[\"']?([A-Za-z_][\w.-]*)[\"']?[ \t]*=[ \t]*(.*)$", re.MULTILINE)
_AT = re.compile(r"\(at line (\d+), column \d+\)")
_HALF = "not a Unicode scalar value"
_QUOTES = "\"'“”„‘’‚«»"
_MOST_REPAIRS = 20


def parse(block: str, line: int) -> Table | Remark:
    """Return the table in *block*, whose first line is *line* of the file; a Remark where it is not TOML."""
    lines = block.split("\n")
    remarks: list[Remark] = []
    for _ in range(_MOST_REPAIRS):
        try:
            return _table(tomllib.loads("\n".join(lines)), block, line, tuple(remarks))
        except (ValueError, RecursionError) as error:
            at = _line_of(error, len(lines))
            if _made_whole(lines, at, error):
                continue
            mended = _mend(lines, at)
            if not mended:
                return Remark(line=line + at, reason=f"TOML: {_AT.sub('', str(error)).strip()}")
            remarks.append(Remark(line=line + at, reason=f"mended: {mended}"))
    return Remark(line=line, reason="TOML: too many faults")


def _made_whole(lines: list[str], at: int, error: Exception) -> bool:
    """Mend in place the characters that the line at *at* has in two halves, and return whether there were any."""
    before = lines[at]
    if _HALF in str(error):
        lines[at] = with_whole_characters(before)
    return lines[at] != before


def _line_of(error: Exception, count: int) -> int:
    found = _AT.search(str(error))
    return min(int(found[1]), count) - 1 if found else count - 1


def _table(loaded: dict[str, object], block: str, line: int, remarks: tuple[Remark, ...]) -> Table:
    values: dict[str, Value] = {key_of(name): plain(value) for name, value in loaded.items()}
    taxonomies = values.get("taxonomies")
    if isinstance(taxonomies, dict):  # Zola keeps tags and categories there
        values = taxonomies | values
    lines: dict[str, int] = {}
    for found in _KEY.finditer(block):
        lines.setdefault(key_of(found[1]), line + block.count("\n", 0, found.start()))
    return Table(values=values, lines=lines, remarks=remarks)


def _mend(lines: list[str], at: int) -> str:
    """Mend the line at *at* in place and return what was wrong, "" where it is not plain."""
    found = _KEY.match(lines[at])
    if found is None:
        return ""
    name = found[1]
    for earlier in range(at):
        same = _KEY.match(lines[earlier])
        if same and same[1] == name and _sound(lines[earlier]) and _sound(lines[at]):
            lines[earlier] = ""
            return f"`{name}` is set twice: the last one counts"
    value = found[2].strip()
    if _sound(lines[at]) or not value or value[0] in "[{":
        return ""
    lines[at] = f"{name} = {_quoted(value.strip(_QUOTES))}"
    return f"`{name}` is text without its quotes" if _sound(lines[at]) else ""


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _sound(text: str) -> bool:
    try:
        return bool(tomllib.loads(text))
    except ValueError:
        return False
