"""One line of text out of what people write in titles and summaries, and the characters that XML allows."""

import re
from html import unescape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")

_PHRASING = (
    "a|abbr|acronym|b|bdi|bdo|big|cite|code|del|dfn|em|font|i|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|span|strike|"
    "strong|sub|sup|tt|u|var|wbr"
)
_BREAKING = "blockquote|br|center|div|h[1-6]|hr|img|li|ol|p|pre|table|tbody|td|th|tr|ul"
_ATTRIBUTES = r"""(?:\s+[\w:.-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=]+))?)*+\s*/?"""
_PHRASING_TAG = re.compile(rf"</?(?:{_PHRASING}){_ATTRIBUTES}>", re.IGNORECASE)
_BREAKING_TAG = re.compile(rf"</?(?:{_BREAKING}){_ATTRIBUTES}>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_MARKDOWN = (
    (re.compile(r"!\[[^\[\]]*\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), " "),
    (re.compile(r"\[([^\[\]]+)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),
    (re.compile(r"\[([^\[\]]+)\]\[[^\[\]]*\]"), r"\1"),
    (re.compile(r"(`+)([^`]+)\1"), r"\2"),
    (re.compile(r"(?<![\w*])(\*\*|\*)(?=[^\s*])([^*]+)(?<=[^\s*])\1(?![\w*])"), r"\2"),
    (re.compile(r"(?<![\w_])(__|_)(?=[^\s_])([^_]+)(?<=[^\s_])\1(?![\w_])"), r"\2"),
    (re.compile(r"^\s*(?:#{1,6}|>)\s+", re.MULTILINE), ""),
)


def printable(text: str) -> str:
    """Return *text* without what XML 1.0's Char production forbids, lone surrogates included."""
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        return _FORBIDDEN.sub("", text)
    if len(raw.translate(None, _CONTROLS)) < len(raw) or "\ufffe" in text or "\uffff" in text:
        return _FORBIDDEN.sub("", text)
    return text


def clean_title(text: str) -> str:
    """Return *text* on one line, known HTML elements as their text, any other `<…>` as it is written.

    Entities become characters: each is read once, `&amp;amp;` as `&amp;`, and only with its semicolon.
    Marks of direction and emoji stay.
    """
    if "<" in text:
        text = _BREAKING_TAG.sub(" ", _PHRASING_TAG.sub("", text))
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return " ".join(printable(text).split())


def clean_text(text: str) -> str:
    """Return a line of HTML or Markdown, such as a front matter's summary, as plain text."""
    if any(sign in text for sign in "[`*_#>"):
        for written, plain in _MARKDOWN:
            text = written.sub(plain, text)
    return clean_title(text)
