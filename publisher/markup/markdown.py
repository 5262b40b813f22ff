"""Markdown to HTML. Not sanitised: what comes out goes through `read_html`."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

_MATHS = re.compile(r"\$\$(?!\s*\$\$)[^`]+?\$\$|\$(?=[^\s$`])(?:\\.|[^$`\\])*?(?<=\S)\$(?![\w$])", re.DOTALL)
_ENVIRONMENT = re.compile(
    r"\\begin\{(\w+\*?)\}.*?\\end\{\1\}|"
    r"\\\((?=(?:(?!\\\)).)*?(?:[\^_={]|\\[a-zA-Z]))(?:(?!\\\)).)+\\\)|"
    r"\\\[(?=(?:(?!\\\]).)*?(?:[\^_={]|\\[a-zA-Z]))(?:(?!\\\]).)+\\\]",
    re.DOTALL,
)
_IDEOGRAPH = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PUNCTUATION = "\u3001-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65“”‘’"
_STRONG = re.compile(
    rf"\*\*(?=[^\s*])([^*`\n]*[{_PUNCTUATION}])\*\*(?=[{_IDEOGRAPH}\w])|"
    rf"(?<=[{_IDEOGRAPH}\w])\*\*(?=[{_PUNCTUATION}])([^*`\n]+)(?<=\S)\*\*"
)


def to_html(markdown: str) -> str:
    """Return *markdown* as HTML: CommonMark 0.31 with GitHub's tables, strikethrough and bare addresses.

    Footnotes and definition lists besides. HTML passes through. TeX mathematics stays as it is written.
    """
    html: str = _parser().render(markdown)
    return html


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.gfm_autolink import gfm_autolink_plugin

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False).use(deflist_plugin).use(gfm_autolink_plugin)
    parser.inline.ruler.before("escape", "maths", _maths)
    parser.inline.ruler.before("emphasis", "ideographic_strong", _ideographic_strong)
    parser.block.ruler.before(
        "lheading", "maths_block", _maths_block, {"alt": ["paragraph", "reference", "blockquote"]}
    )
    return parser


def _maths(state: "StateInline", silent: bool) -> bool:
    """Keep a span of mathematics as it is written: `$5 and $10` is none (a space before the closing sign)."""
    mark = state.src[state.pos]
    found = _MATHS.match(state.src, state.pos) if mark == "$" else None
    found = _ENVIRONMENT.match(state.src, state.pos) if mark == "\\" else found
    if found is None:
        return False
    if not silent:
        state.push("text", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _maths_block(state: "StateBlock", start: int, end: int, silent: bool) -> bool:
    """Keep a display of mathematics on lines of its own in one paragraph, whatever its lines begin with."""
    first = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if state.is_code_block(start) or not first.startswith("$$"):
        return False
    line = start
    text = first
    while text.count("$$") < 2:
        line += 1
        if line >= end or state.isEmpty(line):
            return False
        text = state.getLines(start, line + 1, state.blkIndent, keepLastLF=False)
    if not text.rstrip().endswith("$$"):
        return False
    if not silent:
        _paragraph(state, text.strip(), start, line + 1)
    return True


def _paragraph(state: "StateBlock", text: str, start: int, end: int) -> None:
    state.line = end
    for kind, nesting in (("paragraph_open", 1), ("inline", 0), ("paragraph_close", -1)):
        token = state.push(kind, "" if kind == "inline" else "p", nesting)  # type: ignore[arg-type]
        token.map = [start, end]
        if kind == "inline":
            token.content = text
            token.children = []


def _ideographic_strong(state: "StateInline", silent: bool) -> bool:
    """Read `**「…」**` between ideographs, which CommonMark's flanking rules (6.2) leave as stars."""
    found = _STRONG.match(state.src, state.pos) if state.src[state.pos] == "*" else None
    if found is None or silent:
        return False
    state.push("strong_open", "strong", 1)
    text = found[1] or found[2]
    state.pos, limit, state.posMax = state.pos + 2, state.posMax, state.pos + 2 + len(text)
    state.md.inline.tokenize(state)
    state.push("strong_close", "strong", -1)
    state.pos, state.posMax = found.end(), limit
    return True
