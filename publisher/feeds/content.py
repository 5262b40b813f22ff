"""A post's body as a feed carries it: read far from its page, by programs that allow less than a page does. Pure."""

import re
from html import escape, unescape
from posixpath import basename
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from publisher.feeds.xml import escaped
from publisher.markup import printable
from publisher.model import FullPost

_FRAGMENT = re.compile(r'(<a [^>]*?href=")(#[^"]*")')
_PLAYER = re.compile(r"<(audio|video)\b([^>]*)>(.*?)</\1>", re.DOTALL)
_CONTROLS = re.compile(r' (?:controls|autoplay|loop|muted)(?:="[^"]*")?')
_SOURCE = re.compile(r'\bsrc="([^"]*)"')
_OVERRIDE = re.compile(r"<(/?)bdo\b")


class Body(NamedTuple):
    """A body as every format of a feed carries it: HTML, and that escaped for XML; both empty where it has none."""

    html: str
    xml: str


def body_of(entry: FullPost) -> Body:
    """Return the body of *entry*."""
    html = _referenced(printable(feed_html(entry)))
    return Body(html, escaped(html))


def as_html(text: str) -> str:
    """Return a text as HTML."""
    return _referenced(escape(printable(text), quote=False))


def _referenced(html: str) -> str:
    """Return *html* with the character that stands for a broken one as a reference.

    In the document itself validators take it for a fault of the encoding.
    """
    return html.replace("\ufffd", "&#xFFFD;") if "\ufffd" in html else html


def feed_html(entry: FullPost) -> str:
    """Return the body of *entry* with links to its own parts absolute, and a link beside each player.

    Feed readers leave players out or silent, and `controls` and `bdo` count as a risk to the W3C's validator.
    """
    html = entry.content_html
    if 'href="#' in html:
        html = _FRAGMENT.sub(lambda link: f"{link[1]}{escape(entry.post.url)}{link[2]}", html)
    if "<audio" in html or "<video" in html:
        html = _PLAYER.sub(_with_link, html)
    if "<bdo" in html:
        html = _OVERRIDE.sub(r"<\1span", html)
    return html


def _with_link(player: re.Match[str]) -> str:
    attributes = _CONTROLS.sub("", player[2])
    found = _SOURCE.search(attributes) or _SOURCE.search(player[3])
    if not found:
        return f"<{player[1]}{attributes}>{player[3]}</{player[1]}>"
    url = unescape(found[1])
    name = unquote(basename(urlsplit(url).path)) or url
    link = f'<a href="{found[1]}">{escape(name, quote=False)}</a>'
    return f"<{player[1]}{attributes}>{player[3]}</{player[1]}>{link}"
