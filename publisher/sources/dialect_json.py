"""JSON front matter, and what people write for it: single quotes, bare words, commas too many or too few."""

import json
import re

from publisher.sources.characters import storable
from publisher.sources.table import Remark, Table, Value, key_of, plain

_DEEPEST = 20
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)
_KEY = re.compile(r"[\s{]*[\"']?([\w -]+?)[\"']?\s*:")
_SPACE = re.compile(r"(?:\s+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_DOUBLE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_SINGLE = re.compile(r"'((?:[^'\\\n]|\\.)*)'|[‘’“”]([^‘’“”\n]*)[‘’“”]")
_BARE = re.compile(r"[^\s,:\[\]{}\"'][^,:\[\]{}\"'\n]*")


def parse(text: str, start: int, line: int) -> tuple[Table, int] | Remark:
    """Return the object at *start* of *text*, on *line* of the file, and its end; a Remark without one."""
    remarks: list[Remark] = []
    try:
        loaded, end = _DECODER.raw_decode(text, start)
        found = plain(loaded)
    except (ValueError, RecursionError):
        reader = _Relaxed(text, start, line)
        try:
            found, end, remarks = reader.mapping(0), reader.at, reader.remarks
        except _NotMendableError as fault:
            return Remark(line=reader.line, reason=f"JSON: {fault}")
    values = found if isinstance(found, dict) else {}
    return Table(values=values, lines=_lines(text[start:end], line), remarks=tuple(remarks)), end


def _lines(block: str, line: int) -> dict[str, int]:
    lines: dict[str, int] = {}
    for at, text in enumerate(block.split("\n")):
        if found := _KEY.match(text):
            lines.setdefault(key_of(found[1]), line + at)
    return lines


class _NotMendableError(ValueError):
    """What stands there has no plain meaning."""


class _Relaxed:
    """A reader of nearly-JSON that remarks on each liberty it takes."""

    def __init__(self, text: str, start: int, line: int) -> None:
        self._text, self.at, self._start, self._first = text, start, start, line
        self.remarks: list[Remark] = []

    @property
    def line(self) -> int:
        return self._first + self._text.count("\n", self._start, self.at)

    def mapping(self, depth: int) -> dict[str, Value]:
        self._expect("{")
        found: dict[str, Value] = {}
        while not self._closes("}", comma=bool(found)):
            key = key_of(self._scalar("a key"))
            self._space()
            self._expect(":")
            found[key] = self._value(depth + 1)
        return found

    def _list(self, depth: int) -> list[Value]:
        self._expect("[")
        found: list[Value] = []
        while not self._closes("]", comma=bool(found)):
            found.append(self._value(depth + 1))
        return found

    def _value(self, depth: int) -> Value:
        if depth > _DEEPEST:
            raise _NotMendableError("nested too deeply")
        self._space()
        next_char = self._text[self.at : self.at + 1]
        if next_char == "{":
            return self.mapping(depth)
        return self._list(depth) if next_char == "[" else self._scalar("a value")

    def _scalar(self, wanted: str) -> str:
        self._space()
        if found := _DOUBLE.match(self._text, self.at):
            self.at = found.end()
            return _unescaped(found[0])
        if found := _SINGLE.match(self._text, self.at):
            self._mended("other quotes than double ones")
            self.at = found.end()
            return (found[1] or found[2] or "").replace("\\'", "'").strip()
        if found := _BARE.match(self._text, self.at):
            return self._bare(found)
        raise _NotMendableError(f"{wanted} is missing")

    def _bare(self, found: re.Match[str]) -> str:
        word = found[0].strip()
        if word not in ("true", "false", "null") and not word.replace(".", "").lstrip("-").isdigit():
            self._mended(f"`{word[:40]}` has no quotes")
        self.at = found.end()
        return "" if word == "null" else word

    def _closes(self, bracket: str, *, comma: bool) -> bool:
        self._space()
        had_comma = comma and self._text.startswith(",", self.at)
        if had_comma:
            self.at += 1
            self._space()
        if self._text.startswith(bracket, self.at):
            if had_comma:
                self._mended("a comma after the last value")
            self.at += 1
            return True
        if comma and not had_comma:
            self._mended("a comma is missing before this")
        if self.at >= len(self._text):
            raise _NotMendableError(f"`{bracket}` is missing")
        return False

    def _expect(self, char: str) -> None:
        if not self._text.startswith(char, self.at):
            raise _NotMendableError(f"`{char}` is missing")
        self.at += 1

    def _space(self) -> None:
        if found := _SPACE.match(self._text, self.at):
            self.at = found.end()

    def _mended(self, reason: str) -> None:
        self.remarks.append(Remark(line=self.line, reason=f"mended: {reason}"))


def _unescaped(literal: str) -> str:
    try:
        return storable(str(json.loads(literal, strict=False))).strip()
    except ValueError:
        return literal[1:-1].strip()
