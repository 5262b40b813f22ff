"""Style sheets as checks read them (CSS Syntax 3, as far as mail uses it). Pure; nothing here raises."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

COMMENT = re.compile(r"/\*.*?(?:\*/|$)|<!--|-->", re.DOTALL)
MARK = re.compile(r"[{};]|\"[^\"]*\"|'[^']*'|\([^()]*\)")
DECLARATION = re.compile(
    r"([-\w]+)\s*:\s*((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\((?:[^()]|\([^()]*\))*\)|[\"'(])*)"
)
IMPORTANT = re.compile(r"!\s*important\s*$", re.IGNORECASE)
COMMA = re.compile(r",(?![^(\[]*[)\]])")
GROUPING = ("@media", "@supports", "@layer", "@container")


class Declaration(NamedTuple):
    """A property, in lower case, and its value."""

    name: str
    value: str
    important: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Declarations for selectors, within at-rules (`@media (min-width: 480px)`), outermost first.

    `selectors` is empty for an at-rule without any, as `@font-face`.
    """

    within: tuple[str, ...]
    selectors: tuple[str, ...]
    declarations: tuple[Declaration, ...]


@lru_cache(maxsize=2048)
def declarations(text: str) -> tuple[Declaration, ...]:
    """Return what a block, or a style attribute, declares."""
    made = []
    for name, value in DECLARATION.findall(text):
        plain = IMPORTANT.sub("", value).strip()
        made.append(Declaration(name.lower(), plain, plain != value.strip()))
    return tuple(made)


@lru_cache(maxsize=64)
def rules(text: str, media: str = "") -> tuple[Rule, ...]:
    """Return the rules of a <style>, in order; *media* is its attribute."""
    reader = _Reader((f"@media {media}",) if media else ())
    return reader.read(COMMENT.sub(" ", text))


class _Reader:
    """Follows the braces: a grouping at-rule holds rules, everything else declarations."""

    def __init__(self, outer: tuple[str, ...]) -> None:
        self.outer = outer
        self.open: list[str] = []
        self.made: list[Rule] = []

    def read(self, text: str) -> tuple[Rule, ...]:
        start = 0
        for mark in MARK.finditer(text):
            if mark[0] not in "{};":
                continue
            piece = text[start : mark.start()].strip()
            if mark[0] == "{":
                self._opens(piece)
            elif mark[0] == "}":
                self._closes(piece)
            elif not self._holds_declarations():
                self._statement(piece)
            else:
                continue
            start = mark.end()
        self._closes(text[start:].strip())
        return tuple(self.made)

    def _holds_declarations(self) -> bool:
        return bool(self.open) and not self.open[-1].startswith(GROUPING)

    def _opens(self, piece: str) -> None:
        """Begin a block; what stands before its prelude within another block belongs to that one (CSS Nesting)."""
        before, _, prelude = piece.rpartition(";")
        if before:
            self._add(before)
        self.open.append(_tidy(prelude))
        if self.open[-1].startswith(GROUPING):
            self._add("", selectors=())

    def _closes(self, piece: str) -> None:
        if not self.open:
            return
        if self._holds_declarations():
            self._add(piece)
        self.open.pop()

    def _statement(self, piece: str) -> None:
        """Record an at-rule without a block: `@import url(...)`."""
        if piece.startswith("@"):
            self.made.append(Rule(within=(*self._within(), _tidy(piece)), selectors=(), declarations=()))

    def _add(self, text: str, selectors: tuple[str, ...] | None = None) -> None:
        named = [one for one in self.open if not one.startswith("@")]
        if selectors is None:
            selectors = tuple(one.strip() for one in COMMA.split(named[-1]) if one.strip()) if named else ()
        self.made.append(Rule(within=self._within(), selectors=selectors, declarations=declarations(text)))

    def _within(self) -> tuple[str, ...]:
        return (*self.outer, *(one for one in self.open if one.startswith("@")))


def _tidy(prelude: str) -> str:
    """Return a prelude with its space made one, an at-rule's name in lower case."""
    text = " ".join(prelude.split())
    if not text.startswith("@"):
        return text
    name, _, rest = text.partition(" ")
    name, bracket, more = name.partition("(")
    return " ".join((name.lower(), bracket + more + (" " if more and rest else "") + rest)).strip()
