"""Whether a body is HTML or Markdown, and the heading that it begins with. Pure."""

import re

from publisher.markup import clean_title
from publisher.model import SourceFormat

_BLOCK = (
    "p|div|table|h[1-6]|ul|ol|dl|blockquote|section|article|header|figure|center|pre|hr|iframe|object|embed|style|"
    "script|html|body|head|main|video|audio|form"
)
_INLINE = "br|img|span|font|strong|b|em|i|u|a"
_OPENS_HTML = re.compile(
    rf"\s*(?:<!--.*?-->\s*)*<(?:!doctype\b|(?:{_BLOCK}|{_INLINE})(?=[\s/>]))", re.IGNORECASE | re.DOTALL
)
_OPENS_BLOCK = re.compile(
    r"\s*<(?:p|div|table|h[1-6]|ul|ol|dl|blockquote|section|article)(?:>|\s(?![^>]*\bmarkdown\b))",
    re.IGNORECASE,
)
_IN_BLOCK = re.compile(rf"</?(?:!doctype\b|(?:{_BLOCK}|li|tr|t[dh]|tbody|thead)(?=[\s/>]))", re.IGNORECASE)
_RAW = re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_MARKDOWN = re.compile(
    r"^#{1,6} +\S|^ {0,3}(?:`{3,}|~{3,})|^ {0,3}>\s+\S|^\[[^\]\n]+\]:[ \t]|\]\((?:https?:|/|\.|#|\{|<)|"
    r"\]\[[\w-]*\]|\*\*[^\s*][^*\n]*\*\*|(?<!\w)__[^\s_][^_\n]*__(?!\w)|(?:^|\n)\n[*+-] +\S",
    re.MULTILINE,
)
_WITHIN_LINES = ("](", "**", "__", "][")
_AT_LINE_START = ("\n[", "\n#", "\n```", "\n~~~", "\n> ", "\n- ", "\n* ", "\n+ ")
_LINES_APART = re.compile(r"\n[ \t]*\n")
_CLOSED = re.compile(r"</(?:p|div|li|h[1-6]|td|blockquote)>|<br\b", re.IGNORECASE)
_HASH_HEADING = re.compile(r"\s*#[ \t]+(\S[^\n]*?)(?:[ \t]+#+)?[ \t]*(?:\{#[\w-]+\}[ \t]*)?(?:\n|\Z)")
_UNDERLINED_HEADING = re.compile(r"\s*(\S[^\n]*)\n=+[ \t]*(?:\n|\Z)")
_HTML_HEADING = re.compile(r"\s*<h1\b[^>]*>(.*?)</h1>", re.IGNORECASE | re.DOTALL)
_HTML_SUFFIXES = (".html", ".htm")
_HTML_PER_MARKDOWN = 4
_MOST_LOOSE = 0.2


def is_html(body: str, *, path: str, form: SourceFormat) -> bool:
    """Return whether *body* is HTML rather than Markdown: as its source says, else by its content.

    HTML begins with an element, and closes several for each thing in it that only Markdown would mean.
    """
    if form != "auto":
        return form == "html"
    if path.lower().endswith(_HTML_SUFFIXES):
        return True
    if not _OPENS_HTML.match(body):
        return False
    if not _LINES_APART.search(body):
        # An HTML block ends at a blank line (CommonMark, 4.6), so this is one even to Markdown.
        if _OPENS_BLOCK.match(body):
            return True
        if _closed_at_least(body) >= _HTML_PER_MARKDOWN * _marks_at_most(body):
            return True
    text = _RAW.sub("", body)
    if _loose_share(text) > _MOST_LOOSE:
        return False
    marks = sum(1 for _ in _MARKDOWN.finditer(text))
    return len(_CLOSED.findall(text)) >= _HTML_PER_MARKDOWN * marks


def _closed_at_least(body: str) -> int:
    return body.count("</p>") + body.count("<br") + body.count("</li>")


def _marks_at_most(body: str) -> int:
    """Return how many signs of Markdown *body* can hold: a quick look that spares most HTML the long one."""
    at_line_start = sum(body.count(sign) for sign in _AT_LINE_START) if "\n" in body else 0
    return sum(body.count(sign) for sign in _WITHIN_LINES) + at_line_start


def _loose_share(text: str) -> float:
    """Return how much of *text* stands in paragraphs outside of elements, which only Markdown has; 0 to 1."""
    blocks = [block for part in _LINES_APART.split(text) if (block := part.strip())]
    if len(blocks) < 2:
        return 0.0
    return sum(len(block) for block in blocks if not _IN_BLOCK.match(block)) / sum(map(len, blocks))


def first_heading(body: str, *, html: bool) -> tuple[str, str]:
    """Return the heading of the first level that *body* begins with, as text, and the body after it."""
    forms = (_HTML_HEADING,) if html else (_HASH_HEADING, _UNDERLINED_HEADING, _HTML_HEADING)
    for form in forms:
        if found := form.match(body):
            return clean_title(found[1] if html else _without_marks(found[1])), body[found.end() :]
    return "", body


def same_title(one: str, other: str) -> bool:
    """Return whether two titles differ in no more than case, spaces and punctuation."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _without_marks(text: str) -> str:
    """Return a Markdown heading without the marks of links, code and emphasis."""
    text = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"(`+)(.+?)\1", r"\2", text)
    text = re.sub(r"(\*\*|\*|(?<!\w)__|(?<!\w)_)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)
