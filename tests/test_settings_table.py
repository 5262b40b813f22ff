"""The README's tables of settings: every key is there with its default, and no other.

A table follows a heading that names its section in backquotes, as ``### `[site]` `` or ``### `[[sources]]` ``; its
columns are `key`, `default` and `what it is`. A default is written as in the settings file, and `required` or `none`
where there is none.
"""

import re
from collections.abc import Iterator
from dataclasses import MISSING, Field, fields
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic.fields import FieldInfo

from publisher.config import Settings
from publisher.model import Podcast

README = Path(__file__).parents[1] / "README.md"
HEADING = re.compile(r"#+ `(\[\[?([\w.]+)\]\]?)`")
ROW = re.compile(r"\| `(\w+)` \| (.*?) \| (.+?) \|")
NAMES = {"sender": "from"}
# Tables within a table, and where each has its own heading; the keys of the first are the user's own.
WITHIN = {"paths": None, "social": None, "podcast": Podcast}


def documented(text: str) -> dict[str, dict[str, tuple[str, str]]]:
    """Return section -> key -> default and description, as the README's tables have them."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    section = ""
    for line in text.splitlines():
        if line.startswith("#"):
            heading = HEADING.fullmatch(line)
            section = heading[1] if heading else ""
        elif section and (row := ROW.fullmatch(line)):
            keys = found.setdefault(section, {})
            assert row[1] not in keys, f"{section} {row[1]} stands twice"
            keys[row[1]] = (row[2], row[3])
    return found


def expected() -> dict[str, dict[str, str]]:
    """Return section -> key -> default, as the program has them."""
    return {f"[[{name}]]" if many else f"[{name}]": dict(_keys(owner)) for name, owner, many in _tables()}


def _tables() -> Iterator[tuple[str, Any, bool]]:
    for name, info in Settings.model_fields.items():
        many = get_args(info.annotation)
        owner: Any = many[0] if many else info.annotation
        yield name, owner, bool(many)
        for field in fields(owner):
            if inner := WITHIN.get(field.name):
                yield f"{name}.{field.name}", inner, False


def _keys(owner: Any) -> Iterator[tuple[str, str]]:
    for field in fields(owner):
        if field.name not in WITHIN:
            yield NAMES.get(field.name, field.name), _default(field)


def _default(field: "Field[Any]") -> str:
    value = field.default
    if isinstance(value, FieldInfo):
        value = value.default
    if value is MISSING:
        return "required"
    return "none" if value is None else f"`{_as_toml(value)}`"


def _as_toml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_as_toml, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        minutes = value // timedelta(minutes=1)
        units = {"d": 24 * 60, "h": 60, "m": 1}
        return next(f'"{minutes // size}{unit}"' for unit, size in units.items() if not minutes % size)
    return f'"{value}"' if isinstance(value, str | Path) else str(value)


@pytest.fixture(scope="module")
def tables() -> dict[str, dict[str, tuple[str, str]]]:
    return documented(README.read_text(encoding="utf-8"))


def test_the_readme_has_a_table_for_every_section_and_no_other(
    tables: dict[str, dict[str, tuple[str, str]]],
) -> None:
    assert list(tables) == list(expected())


@pytest.mark.parametrize("section", expected())
def test_the_table_of_a_section_has_every_key_with_its_default(
    tables: dict[str, dict[str, tuple[str, str]]], section: str
) -> None:
    assert {key: default for key, (default, _) in tables[section].items()} == expected()[section]


def test_every_key_is_explained(tables: dict[str, dict[str, tuple[str, str]]]) -> None:
    assert all(len(words) > 10 for keys in tables.values() for _, words in keys.values())


def test_every_variable_and_default_is_as_the_program_reads_it() -> None:
    # The table is read as it is meant to be: what is wrong in it is found.
    table = (
        "### `[feeds]`\n\n| key | default | what it is |\n|---|---|---|\n| `entries` | `50` | how many |\n"
    )
    assert documented(table) == {"[feeds]": {"entries": ("`50`", "how many")}}
    assert list(expected()["[feeds]"].items())[:2] == [("entries", "`50`"), ("content", '`"full"`')]
    assert expected()["[feeds]"]["cache"] == '`"1h"`'
    assert expected()["[[digests]]"]["max_age"] == "none"
    assert expected()["[[sources]]"]["path"] == "required"
