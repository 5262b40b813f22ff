"""From a place in what a template gave back to the template's own line, by marks that are taken out again."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

OPEN, CLOSE = "\ue0f0", "\ue0f1"
MARK = re.compile(f"{OPEN}([^{CLOSE}]*){CLOSE}")


class Tracer(Extension):
    """Marks each line of a template's own text with the file and line it stands on."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the template's tokens, its text marked."""
        file = stream.filename or stream.name or ""
        for token in stream:
            yield _marked(token, file) if token.type == "data" else token


def _marked(token: Token, file: str) -> Token:
    lines = token.value.split("\n")
    marked = (f"{OPEN}{file}:{token.lineno + offset}{CLOSE}{line}" for offset, line in enumerate(lines))
    return Token(token.lineno, token.type, "\n".join(marked))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """A rendered text without its marks, and where each of them stood."""

    text: str
    offsets: tuple[int, ...]
    places: tuple[str, ...]

    def place(self, offset: int) -> str:
        """Return `file:line` of the template that gave the text at *offset*, "" if nothing is known of it."""
        index = bisect_right(self.offsets, offset) - 1
        return self.places[index] if index >= 0 else ""


def read_marks(marked: str) -> Traced:
    """Return *marked* without its marks, which are remembered."""
    text, offsets, places, length, end = [], [], [], 0, 0
    for match in MARK.finditer(marked):
        text.append(marked[end : match.start()])
        length += match.start() - end
        offsets.append(length)
        places.append(match[1])
        end = match.end()
    text.append(marked[end:])
    return Traced(text="".join(text), offsets=tuple(offsets), places=tuple(places))
