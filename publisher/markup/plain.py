"""The readable text of sanitised HTML, a line to each block."""

import re
from html import unescape

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|audio|b|bdi|bdo|big|cite|code|data|del|dfn|em|i|img|ins|kbd|mark|q|rp|rt|ruby|s|samp|small|"
    r"span|strike|strong|sub|sup|time|tt|u|var|video|wbr)(?: [^>]*)?>"
)
_ANY_TAG = re.compile(r"<[^>]*>")
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)

_BREAK = "\0"


def text_of(html: str) -> str:
    """Return the text of sanitised *html*: blocks on lines of their own, white space within them collapsed."""
    if "<pre" in html:
        html = _PRE.sub(lambda code: code[0].replace("\n", _BREAK), html)
    broken = _ANY_TAG.sub(_BREAK, _INLINE_TAG.sub("", html))
    lines = " ".join(unescape(broken).split()).split(_BREAK)
    return "\n".join(filter(None, map(str.strip, lines)))


def line_of(html: str) -> str:
    """Return the text of a piece of sanitised *html* on one line."""
    return " ".join(unescape(_ANY_TAG.sub("", html)).split())
