"""The readable text of sanitised HTML, a line to each block."""

import re

from publisher.markup.scripts import joined

_INLINE_TAG = re.compile(
    r"</?(?:a|abbr|acronym|audio|b|bdi|bdo|big|cite|code|data|del|dfn|em|i|img|ins|kbd|mark|q|rp|rt|ruby|s|samp|"
    r"small|span|strike|strong|sub|sup|time|tt|u|var|video|wbr)(?: [^>]*)?>"
)
_ANY_TAG = re.compile(r"<[^>]*>")
_PRE = re.compile(r"<pre\b.*?</pre>", re.DOTALL)
_BREAK = "\0"


def text_of(html: str) -> str:
    """Return the text of sanitised *html*: a line to each block, and white space within it collapsed."""
    if "<pre" in html:
        html = _PRE.sub(lambda code: code[0].replace("\n", _BREAK), html)
    broken = _ANY_TAG.sub(_BREAK, _INLINE_TAG.sub("", html))
    return "\n".join(filter(None, map(str.strip, joined(_unescaped(broken)).split(_BREAK))))


def line_of(html: str) -> str:
    """Return the text of a piece of sanitised *html* on one line."""
    bare = _ANY_TAG.sub("", html) if "<" in html else html
    return joined(_unescaped(bare))


def _unescaped(text: str) -> str:
    """Return *text* with the four characters that a serialiser escapes (HTML, 13.3, "escaping a string")."""
    if "&" not in text:
        return text
    plain = text.replace("&nbsp;", "\xa0").replace("&lt;", "<").replace("&gt;", ">")
    return plain.replace("&amp;", "&")
