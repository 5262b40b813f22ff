"""One line of text out of what people write in titles and summaries, and the characters that XML allows."""

import re
from html import unescape

_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r")
# What HTML forbids besides (13.2.3.5, and Infra's "noncharacter"): sought in bytes, many times as fast as in text.
_NONCHARACTERS = [chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF)]
_UNPARSABLE = re.compile(
    f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{''.join(_NONCHARACTERS)}]"
)
_HTML_CONTROLS = _CONTROLS + b"\x7f"
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_NONCHARACTER = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")

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


def parsable(html: str) -> str:
    """Return *html* without what XML forbids, and without the characters that HTML's parsers call an error."""
    try:
        raw = html.encode()
    except UnicodeEncodeError:
        return _UNPARSABLE.sub("", html)
    is_sound = len(raw.translate(None, _HTML_CONTROLS)) == len(raw)
    if is_sound and not raw.isascii():
        is_sound = not (
            _C1_CONTROL.search(raw) or _NONCHARACTER.search(raw) or any(one in html for one in _NONCHARACTERS)
        )
    return html if is_sound else _UNPARSABLE.sub("", html)


def unescaped(text: str) -> str:
    """Return *text* with HTML's references as the characters that they mean: those with a semicolon, each once."""
    return _ENTITY.sub(lambda entity: parsable(unescape(entity[0])), text) if "&" in text else text


def clean_title(text: str) -> str:
    """Return *text* on one line, known HTML elements as their text, any other `<…>` as it is written.

    Entities become characters: each is read once, `&amp;amp;` as `&amp;`, and only with its semicolon.
    Marks of direction and emoji stay.
    """
    if "<" in text:
        text = _BREAKING_TAG.sub(" ", _PHRASING_TAG.sub("", text))
    return " ".join(printable(unescaped(text)).split())


def clean_text(text: str) -> str:
    """Return a line of HTML or Markdown, such as a front matter's summary, as plain text."""
    if any(sign in text for sign in "[`*_#>"):
        for written, plain in _MARKDOWN:
            text = written.sub(plain, text)
    return clean_title(text)
