"""One entry of broken YAML -> the same mended. Repairs are tried until YAML accepts the outcome. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from publisher.sources import dialect_yaml
from publisher.sources.table import key_of

_HEAD = re.compile(r"([\"']?[A-Za-z_][\w.-]*(?: [\w.-]+){0,3}[\"']?)[ \t]*([:：;])[ \t]*(.*)$")
_ITEM = re.compile(r"([ \t]*)-(?:[ \t]+|(?=[^\s-]))(.*)$")
_PAIR = re.compile(r"([ \t]*(?:-[ \t]+)?)([A-Za-z_][\w.-]*)[ \t]*:[ \t]+(.*)$")
_BLOCK_TEXT = re.compile(r"[|>][+-]?\d?[+-]?\s*(?:#.*)?$")
_QUOTES = "\"'“”„‘’«»"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A key line and the lines that follow it; `line` is where it begins in the file."""

    line: int
    name: str
    lines: tuple[str, ...]
    indented: bool = False

    @property
    def key(self) -> str:
        """The key as all dialects spell it here."""
        return key_of(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class MendedEntry:
    """The mapping of one key that an entry comes to, and what was mended at which of its lines."""

    node: yaml.MappingNode
    reasons: tuple[tuple[int, str], ...] = ()


Reasons = tuple[tuple[int, str], ...]
Outcome = tuple[list[str], Reasons]


def mend_entry(entry: Entry) -> MendedEntry | None:
    """Return *entry* as YAML accepts it, None where no repair gives it one plain meaning."""
    reasons: Reasons = ((0, f"`{entry.name}` stands too far right"),) if entry.indented else ()
    lines, head_reasons = _spaced_head(entry)
    reasons += head_reasons
    for repair in (_as_it_is, *_REPAIRS):
        outcome = repair(lines)
        if outcome is None:
            continue
        node = _sound(outcome[0])
        if node is not None:
            return MendedEntry(node=node, reasons=reasons + outcome[1])
    return None


def is_item(text: str) -> bool:
    """Return whether *text* is an item of a list, with or without the space after its dash."""
    return _ITEM.match(text) is not None


def _sound(lines: list[str]) -> yaml.MappingNode | None:
    try:
        node = dialect_yaml.compose("\n".join(lines))
        if isinstance(node, yaml.MappingNode) and len(dialect_yaml.table(node, 0).values) == 1:
            return node
    except (yaml.YAMLError, dialect_yaml.NotPlainError, RecursionError):
        pass
    return None


def _spaced_head(entry: Entry) -> Outcome:
    found = _HEAD.match(entry.lines[0])
    if found is None:
        return list(entry.lines), ()
    head = f"{found[1]}: {found[3]}".rstrip()
    reasons: Reasons = ()
    if found[2] != ":":
        reasons = ((0, f"`{found[2]}` for the colon after `{found[1]}`"),)
    elif found[3] and not entry.lines[0][found.end(2)].isspace():
        reasons = ((0, f"no space after `{found[1]}:`"),)
    return [head, *entry.lines[1:]], reasons


def _as_it_is(lines: list[str]) -> Outcome | None:
    return lines, ()


def _untabbed(lines: list[str]) -> Outcome | None:
    at = next((at for at, text in enumerate(lines) if "\t" in text), -1)
    return ([text.expandtabs(2) for text in lines], ((at, "a tab"),)) if at >= 0 else None


def _listed(lines: list[str]) -> Outcome | None:
    """A list whose dashes lack their space, stand at several depths or have nothing after them."""
    items = [(at, _ITEM.match(text)) for at, text in enumerate(lines) if at and _means_something(text)]
    if not items or not all(found for _, found in items):
        return None
    head = _HEAD.match(lines[0])
    keeps_head = head is not None and head[3]
    rebuilt = [lines[0]]
    for _, found in items:
        text = found[2].strip() if found else ""
        if text.strip(_QUOTES) and not keeps_head:
            rebuilt.append("- " + (text if _sound([f"x: {text}"]) else _quoted(text)))
        elif text.strip(_QUOTES):
            return None
    return rebuilt, ((items[0][0], "a list whose dashes are out of line"),)


def _means_something(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith("#") and bool(text.strip(" \t-"))


def _without_empty_items(lines: list[str]) -> Outcome | None:
    kept = [text for at, text in enumerate(lines) if not at or text.strip(" \t-")]
    at = next((at for at, text in enumerate(lines) if at and text.strip(" \t") == "-"), -1)
    return (kept, ((at, "a list item with nothing in it"),)) if at >= 0 else None


def _indented_text(lines: list[str]) -> Outcome | None:
    """A block of text (`>` or `|`) that is not indented."""
    found = _HEAD.match(lines[0])
    if found is None or not _BLOCK_TEXT.match(found[3]):
        return None
    return [lines[0], *("  " + text.strip() for text in lines[1:])], ((1, "text that should be indented"),)


def _folded(lines: list[str]) -> Outcome | None:
    """One text over several lines, none of which is a list item or a key of its own."""
    found = _HEAD.match(lines[0])
    more = [text for text in lines[1:] if text.strip() and not text.lstrip().startswith("#")]
    if found is None or any(_ITEM.match(text) or _PAIR.match(text) for text in more):
        return None
    if any(not text.strip() for text in _up_to_last(lines[1:])) or (more and not found[3]):
        return None
    if found[3][:1] not in _QUOTES and any(not text[0].isspace() for text in more):
        return None
    text, reason = _plain_text(" ".join([found[3].strip(), *(text.strip() for text in more)]))
    return [f"{found[1]}: {_quoted(text)}"], ((0, f"{reason} in `{found[1]}`"),)


def _up_to_last(lines: list[str]) -> list[str]:
    last = max((at for at, text in enumerate(lines) if text.strip() and not text.startswith("#")), default=-1)
    return lines[: last + 1]


def _line_by_line(lines: list[str]) -> Outcome | None:
    """A nested value whose own line does not parse."""
    rebuilt: list[str] = []
    reasons: Reasons = ()
    for at, text in enumerate(lines):
        pair = _PAIR.match(text)
        if at and pair and pair[3] and _sound([f"{pair[2]}: {pair[3]}"]) is None:
            inner, reason = _plain_text(pair[3].strip())
            rebuilt.append(f"{pair[1]}{pair[2]}: {_quoted(inner)}")
            reasons += ((at, f"{reason} in `{pair[2]}`"),)
        else:
            rebuilt.append(text)
    return (rebuilt, reasons) if reasons else None


def _dashed(lines: list[str]) -> Outcome | None:
    """A list of mappings, one of which lacks its dash."""
    first = next(
        (found for text in lines[1:] if (found := re.match(r"([ \t]*)-[ \t]+([\w-]+):", text))), None
    )
    if first is None:
        return None
    undashed = re.compile(rf"{first[1]}({re.escape(first[2])}[ \t]*:.*)$")
    rebuilt = [undashed.sub(rf"{first[1]}- \1", text) for text in lines]
    at = next((at for at, text in enumerate(lines) if rebuilt[at] != text), 0)
    return (rebuilt, ((at, f"no dash before `{first[2]}`"),)) if at else None


def _plain_text(value: str) -> tuple[str, str]:
    """Return the text that *value* plainly is, and what was wrong with it as YAML."""
    first, last = value[:1], value[-1:]
    if first and first in "\"'" and _ends_early(value):
        return value, "quotes around a part only"
    if first and first in _QUOTES:
        inner = value[1:-1] if len(value) > 1 and last in _QUOTES else value[1:]
        same = last == first or (first, last) in (("“", "”"), ("‘", "’"), ("„", "“"), ("«", "»"))
        reason = "quotes within quotes" if same else "a closing quote missing or of another kind"
        if first not in "\"'":
            reason = "typographic quotes"
        return inner.replace('\\"', '"').replace("\\'", "'"), reason
    if last and last in "\"'" and value.count(last) % 2:
        return value[:-1].rstrip(), "an opening quote missing"
    if ": " in value or value.endswith(":"):
        return value, "a colon without quotes"
    return value, f"text that begins with `{first}` without quotes"


def _ends_early(value: str) -> bool:
    """Return whether the quote that opens *value* closes within it: `"Soil" and "water"` has no quotes around it."""
    at = value.find(value[0], 1)
    return (
        0 < at < len(value) - 1
        and value[at - 1] not in " \\"
        and not value[at + 1].isalnum()
        and (value[at + 1] not in _QUOTES)
    )


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_REPAIRS: tuple[Callable[[list[str]], Outcome | None], ...] = (
    _untabbed,
    _without_empty_items,
    _listed,
    _indented_text,
    _folded,
    _line_by_line,
    _dashed,
)
