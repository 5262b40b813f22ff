"""Single facts out of front matter: tags, language, summary, guid, whether it is a draft. Pure."""

import re
from math import isfinite

from publisher.markup import clean_text, parsable, unescaped
from publisher.sources.table import CATEGORIES, FLAGS, GUID, SCORE, SUMMARY, TAGS, Remark, Table, Value

LONGEST_SUMMARY = 1000

_YES = frozenset({"true", "yes", "on", "1"})
_NO = frozenset({"false", "no", "off", "0"})
_HIDDEN = frozenset({"draft", "hidden", "private", "pending", "unpublished"})
_LANGUAGE = re.compile(r"([A-Za-z]{2,3}|[A-Za-z]{5,8})((?:-[A-Za-z0-9]{1,8})*)")


def read_tags(table: Table, *, is_yaml: bool) -> tuple[str, ...]:
    """Return tags, then categories and topics, in order, each once.

    A text is parted at commas or semicolons; without either, `tags` in YAML at spaces, as Jekyll has them.
    """
    found: dict[str, None] = {}
    for key in TAGS + CATEGORIES:
        value = table.values.get(key)
        for name in _names(value, at_spaces=is_yaml and key in ("tags", "tag")) if value else ():
            if tag := clean_text(name):
                found[tag] = None
    return tuple(found)


def _names(value: Value, *, at_spaces: bool) -> list[str]:
    if isinstance(value, str):
        value = unescaped(value.removeprefix("- ").removeprefix("-"))
        if "," in value or ";" in value:
            return re.split(r"[,;]", value)
        return value.split() if at_spaces else [value]
    if isinstance(value, dict):
        return []
    return [_name(inner) for inner in value]


def _name(value: Value) -> str:
    """Return one item of a list of tags; a mapping's own name, or its key (`- perl: 6`)."""
    if isinstance(value, dict):
        named = value.get("name") or value.get("label") or value.get("title") or next(iter(value), "")
        return named if isinstance(named, str) else ""
    return value.removeprefix("-").strip() if isinstance(value, str) else ""


def is_draft(table: Table, path: str) -> bool:
    """Return whether the post is not to be shown: `draft: true`, `published: false`, a status, `_drafts`."""
    return (
        table.text(("draft",)).casefold() in _YES
        or table.text(("published",)).casefold() in _NO
        or table.text(("status",)).casefold() in _HIDDEN
        or table.text(("unlisted",)).casefold() in _YES
        or "_drafts" in path.split("/")[:-1]
    )


def is_flag(text: str) -> bool:
    """Return whether *text* is a yes or a no: `published: true` is no date."""
    return text.casefold() in _YES | _NO


def read_language(text: str) -> str:
    """Return *text* as a BCP 47 tag in its usual case (RFC 5646, 2.1.1), "" where it is none."""
    found = _LANGUAGE.fullmatch(text.strip().partition(".")[0].replace("_", "-"))
    if found is None:
        return ""
    tag = [found[1].lower()]
    for part in found[2].split("-")[1:]:
        if len(tag[-1]) == 1:
            tag.append(part.lower())
        elif len(part) == 4 and part.isalpha():
            tag.append(part.title())
        else:
            tag.append(part.upper() if len(part) == 2 and part.isalpha() else part.lower())
    return "-".join(tag)


def read_summary(table: Table) -> str:
    """Return the summary that the author gave, as plain text; "" without one."""
    for key in SUMMARY:
        written = table.text((key,))
        if summary := written and parsable(clean_text(written)):
            return summary if len(summary) <= LONGEST_SUMMARY else _cut(summary)
    return ""


def _cut(text: str) -> str:
    whole, space, _ = text[:LONGEST_SUMMARY].rpartition(" ")
    return (whole if space and len(whole) > LONGEST_SUMMARY // 2 else text[: LONGEST_SUMMARY - 1]) + "…"


def read_guid(table: Table) -> str:
    """Return the post's own permanent id, "" without. A bare number in `id` is a database row, not one."""
    for key in GUID:
        guid = " ".join(table.text((key,)).split())
        if guid and (key == "guid" or not guid.isdecimal()):
            return guid
    return ""


def read_score(table: Table) -> tuple[float, tuple[Remark, ...]]:
    """Return how much the post matters, and a remark where its score is no finite number; 0 where nothing is said.

    Without a score a flag of another system counts as 1; `sticky` may be a number, as in Hexo, higher first.
    Hugo's `weight` is not read: lower is first there, and lists and menus use it too.
    """
    said, line = table.find(SCORE)
    score = _number(said)
    if score is not None:
        return score, ()
    shown = f': "{said[:40]}"' if isinstance(said, str) else ""
    fault = Remark(line=line, reason=f"score is not a number{shown}; write one as 5 or -1.5")
    return _flagged(table), (fault,) if said else ()


def _flagged(table: Table) -> float:
    if sticky := _number(table.find("sticky")[0]):
        return sticky
    said = (table.find(flag)[0] for flag in FLAGS)
    return float(any(isinstance(value, str) and value.casefold() in _YES for value in said))


def _number(value: Value) -> float | None:
    try:
        number = float(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None
