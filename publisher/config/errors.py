"""What is wrong with a settings file, said in one line: file, line, key, what was found, what is allowed."""

import json
import re
import tomllib
import typing
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from publisher.errors import nearest as nearest

Place = tuple[str | int, ...]
UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*\]")


def zone_remedy(zone: str) -> str:
    """Return what an unknown time zone should have been."""
    return f"allowed is an IANA name such as Europe/Berlin{nearest(zone, available_timezones())}"


def toml_fault(file: Path, error: tomllib.TOMLDecodeError) -> str:
    """Return a TOML syntax error as `file:line: what`."""
    at = re.search(r" \(at line (\d+), column (\d+)\)$", str(error))
    where, said = (f":{at[1]}", str(error)[: at.start()]) if at else ("", str(error))
    return f"{file}{where}: not valid TOML: {said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Locator:
    """Finds where a value came from: a line of the file, or an environment variable."""

    file: Path
    text: str
    values: Mapping[str, Any]
    variables: Mapping[str, str]

    def line(self, place: Place, found: object, remedy: str) -> str:
        """Return the one line for a value that is not allowed."""
        return f"{self._where(place)}: {self._key(place)}: found {_shown(found)}; {remedy}"

    def describe(self, error: ValidationError, settings: type[BaseModel]) -> str:
        """Return the one line for the first thing that *error* holds, an unknown key before a missing one."""
        faults = sorted(error.errors(), key=lambda fault: fault["type"] not in UNKNOWN)
        return self._fault(faults[0], settings)

    def _fault(self, fault: ErrorDetails, settings: type[BaseModel]) -> str:
        place = fault["loc"]
        if fault["type"] in UNKNOWN:
            names = _names(_type_at(settings, place[:-1]))
            hint = nearest(str(place[-1]), names) or f"; allowed are {', '.join(names)}"
            return f"{self._where(place)}: {self._key(place)}: unknown key{hint}"
        if fault["type"] in ("missing", "missing_keyword_only_argument"):
            return f"{self._where(place[:-1])}: {self._key(place)}: missing{_example(place)}"
        if fault["type"] in ("dataclass_type", "tuple_type", "too_short"):
            return self.line(place, fault["input"], _shape(fault["type"], place))
        expected = str(fault.get("ctx", {}).get("expected", ""))
        remedy = fault["msg"].replace("Input should be ", "allowed is ")
        return self.line(
            place, fault["input"], remedy + nearest(str(fault["input"]), re.findall(r"'([^']+)'", expected))
        )

    def _key(self, place: Place) -> str:
        """Return `digests.weekly.schedule`: the name of a table in place of its number, where it has one."""
        words: list[str] = []
        here: Any = self.values
        for step in place:
            here = _step(here, step)
            name = here.get("name") if isinstance(here, dict) and isinstance(step, int) else None
            words.append(str(name) if name else str(step + 1) if isinstance(step, int) else step)
        return " ".join(".".join(words).split())

    def _where(self, place: Place) -> str:
        variable = self.variables.get(".".join(map(str, place)))
        if variable:
            return variable
        number = self._line_number(place)
        return f"{self.file}:{number}" if number else str(self.file)

    def _line_number(self, place: Place) -> int:
        """Return the line of the key at *place*, of its table where the key is not found, else 0."""
        section = str(place[0]) if place else ""
        within = place[1] if len(place) > 1 else ""
        if isinstance(within, str):
            inner = self._line_in(f"{section}.{within}", 0, str(place[2]) if len(place) > 2 else "")
            return inner or self._line_in(section, 0, within)
        return self._line_in(section, within, str(place[2]) if len(place) > 2 else "")

    def _line_in(self, section: str, wanted: int, key: str) -> int:
        """Return the line of *key* in the table of that name, the *wanted*th of its name, else of its header."""
        best, inside, count, top = 0, False, -1, True
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := HEADER.match(line):
                count += header[2] == section
                inside = header[2] == section and (header[1] == "[" or count == wanted)
                best, top = (number if inside and not best else best), False
            elif inside and _assigns(line, key):
                return number
            elif top and _assigns(line, section):
                best = number
        return best


def _assigns(line: str, key: str) -> bool:
    return bool(key and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line))


def _shape(kind: str, place: Place) -> str:
    """Return how a table, or a list, is written."""
    if kind == "dataclass_type":
        return (
            f"allowed is a table: [{place[0]}]" if len(place) == 1 else f"allowed is a table: [[{place[0]}]]"
        )
    if len(place) > 1:
        return "allowed is a list"
    return f"allowed {'is at least one' if kind == 'too_short' else 'are tables'}: [[{place[0]}]]"


def _step(here: Any, step: str | int) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None


def _shown(found: object) -> str:
    text = json.dumps(found, ensure_ascii=False) if isinstance(found, str) else str(found)
    return text if len(text) <= 60 else text[:57] + "..."


def _example(place: Place) -> str:
    if place == ("sources",):
        return '; add [[sources]] with a name and a path, as: name = "posts", path = "posts"'
    return f"; add {place[-1]} = " + ('["..."]' if place[-1] == "categories" else '"..."')


def _names(owner: Any) -> list[str]:
    """Return the keys that a table may have, as they are written in the file."""
    if isinstance(owner, type) and issubclass(owner, BaseModel):
        return list(owner.model_fields)
    hints = typing.get_type_hints(owner, include_extras=True)
    return [_alias(hints[field.name]) or field.name for field in fields(owner)] if is_dataclass(owner) else []


def _alias(hint: Any) -> str | None:
    infos = [extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, FieldInfo)]
    return infos[0].alias if infos else None


def _type_at(owner: Any, place: Place) -> Any:
    """Return the class that holds the key after *place*."""
    for step in place:
        if isinstance(step, str):
            hint = typing.get_type_hints(owner, include_extras=False)[step]
            # Of a table that may be missing, the class of the table.
            owner = next((one for one in typing.get_args(hint) if is_dataclass(one)), hint)
    return owner
