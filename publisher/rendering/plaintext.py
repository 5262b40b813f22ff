"""Plain text within a width, where a Chinese character takes two columns and an address is never cut."""

import re
from collections.abc import Iterator

from publisher.languages import display_width, is_wide

WIDTH = 72
# What no space divides: one that must not break (U+00A0, U+202F) is a part of its word.
WORD = re.compile(r"[^ \t\n\r\f\v\u2028\u2029]+")
LAST_NARROW = "\u10ff"
NEVER_FIRST = frozenset("、。，．：；！？）」』】》〉〕］｝’”…—～ー々")
NEVER_LAST = frozenset("（「『【《〈〔［｛‘“")


def wrap(text: str, indent: str = "", first: str | None = None, width: int = WIDTH) -> str:
    """Return *text* in lines of at most *width* columns, each after *indent* (the first after *first*).

    A single word with `://` in it stays whole however long it is.
    """
    lines: list[str] = []
    line = indent if first is None else first
    column, filled = display_width(line), False
    for space, piece in _pieces(text, width - display_width(indent)):
        gap, columns = " " if space and filled else "", display_width(piece)
        if filled and column + len(gap) + columns > width:
            lines.append(line)
            line, gap, column = indent, "", display_width(indent)
        line, column, filled = line + gap + piece, column + len(gap) + columns, True
    return "\n".join([*lines, line]) if filled else ""


def heading_rule(text: str, char: str = "-", width: int = WIDTH) -> str:
    """Return a line of *char* as long as the last line of *text*, to stand under it."""
    return char * min(display_width(text.rpartition("\n")[2]), width)


def _pieces(text: str, width: int) -> Iterator[tuple[bool, str]]:
    """Yield what must stay on one line, each with whether a space came before it."""
    for word in WORD.findall(text):
        space = True
        for piece in _split(word, width):
            yield space, piece
            space = False


def _split(word: str, width: int) -> Iterator[str]:
    if "://" in word or (len(word) <= width and max(word) <= LAST_NARROW):
        yield word
        return
    piece = ""
    for char in word:
        if piece and (_may_break(piece[-1], char) or display_width(piece + char) > width):
            yield piece
            piece = ""
        piece += char
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    """Return whether a line may end between two characters (UAX 14, for ideographs alone)."""
    return (is_wide(before) or is_wide(after)) and before not in NEVER_LAST and after not in NEVER_FIRST
