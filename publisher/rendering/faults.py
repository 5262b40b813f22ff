"""What is wrong with a template, in words that help to mend it: the nearest right name, and where a block began."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import FrameType

import jinja2
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError
from jinja2.environment import TemplateModule
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from jinja2.utils import missing

from publisher.rendering.strings import keys, no_such_string

TAGS = (
    *("autoescape", "block", "break", "call", "continue", "elif", "else", "extends", "filter", "for", "from"),
    *("if", "import", "include", "macro", "set", "with"),
)
CLOSED = ("autoescape", "block", "call", "filter", "for", "if", "macro", "set", "with")
UNDEFINED = re.compile(r"'(\w+)' is undefined")
NO_FILTER = re.compile(r"No (filter|test) named '([\w.]+)'")
UNKNOWN_TAG = re.compile(r"Encountered unknown tag '(\w+)'")
ENDED, NESTING = "Unexpected end of template", "You probably made a nesting mistake"
NOT_GIVEN = re.compile(r"parameter '(\w+)' was not provided")


def nearest(word: str, allowed: Iterable[str], quote: str = '"{}"') -> str:
    """Return ` (did you mean "title"?)`, or "" where nothing is near."""
    import difflib  # slow to load, and needed only where something is wrong

    close = difflib.get_close_matches(word, list(allowed), n=1)
    return f" (did you mean {quote.format(close[0])}?)" if close else ""


class Undefined(StrictUndefined):
    """What a template asks for and is not there: any use of it says what is there of a similar name."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        """Return what is wrong, in place of Jinja's words, which name our classes."""
        owner, name = self._undefined_obj, self._undefined_name
        if self._undefined_hint or owner is missing or not isinstance(name, str):
            return str(super()._undefined_message)
        return f"{_called(owner)} has no '{name}'{nearest(name, _attributes(owner))}"


def _called(owner: object) -> str:
    if isinstance(owner, TemplateModule):
        return "the imported template"
    name = type(owner).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _attributes(owner: object) -> list[str]:
    names = owner if isinstance(owner, dict) else dir(owner)
    return [name for name in names if isinstance(name, str) and not name.startswith("_")]


class KnownWords(Extension):
    """Refuses `_("key")` where there are no such words, in branches too that are seldom taken."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the template's tokens as they are. Raises TemplateSyntaxError."""
        last: list[Token] = []
        for token in stream:
            if token.type in ("comma", "rparen"):
                _check_key(last, stream)
            last = [*last[-2:], token]
            yield token


def _check_key(last: list[Token], stream: TokenStream) -> None:
    """Look at what stands before the end of an argument: `_`, a parenthesis, a string that is no key."""
    kinds = [(token.type, token.value) for token in last]
    if kinds[:2] != [("name", "_"), ("lparen", "(")] or kinds[2][0] != "string":
        return
    key = last[2].value
    if key not in keys():
        raise TemplateSyntaxError(no_such_string(key), last[2].lineno, stream.name, stream.filename)


def syntax_fault(error: TemplateSyntaxError, environment: Environment) -> tuple[int, str]:
    """Return the line and the reason why a template cannot be read; of a block never closed, where it begins."""
    said, line = (error.message or "").removesuffix("."), error.lineno
    if found := NO_FILTER.match(said):
        names = environment.filters if found[1] == "filter" else environment.tests
        return line, f"no such {found[1]}: {found[2]}{nearest(found[2], names)}"
    wrongly_nested = NESTING in said
    if not wrongly_nested and (found := UNKNOWN_TAG.match(said)):
        return line, f"no such tag: {found[1]}{nearest(found[1], TAGS)}"
    opened = _still_open(error.source or "", line, environment) if wrongly_nested or ENDED in said else []
    if not opened:
        return line, said
    if wrongly_nested:
        return line, f"{said}; the {{% {opened[-1].tag} %}} of line {opened[-1].line} is still open"
    return opened[-1].line, f"{{% {opened[-1].tag} %}} is never closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block that was begun: its tag, and on which line."""

    tag: str
    line: int


def _still_open(source: str, until: int, environment: Environment) -> list[Block]:
    """Return the blocks that are open where line *until* ends a block that is none of them, or the template ends."""
    opened: list[Block] = []
    for line, words in _tags(source, environment):
        tag = words[0]
        if tag in CLOSED and not (tag == "set" and "=" in words):
            opened.append(Block(tag=tag, line=line))
        elif tag.startswith("end") and opened:
            if opened[-1].tag != tag.removeprefix("end") and line >= until:
                break
            opened.pop()
    return opened


def _tags(source: str, environment: Environment) -> Iterator[tuple[int, list[str]]]:
    """Yield the words of each `{% ... %}`, and the line that it is on."""
    words: list[str] = []
    for line, kind, text in environment.lex(source):
        if kind == "block_begin":
            words = []
        elif kind == "block_end" and words:
            yield line, words
        elif text.strip():
            words.append(text)


def run_fault(error: Exception, frame: FrameType) -> str:
    """Return what is wrong where a template fails while it is filled in; *frame* is that of its line."""
    if isinstance(error, RecursionError):
        return "it includes, imports or calls itself without end"
    said = str(error)
    if isinstance(error, jinja2.UndefinedError) and (found := UNDEFINED.fullmatch(said)):
        # Jinja's tracebacks have in the frame of a template's line what can be named there.
        return said + nearest(found[1], [name for name in frame.f_locals if not name.startswith("_")])
    return said
