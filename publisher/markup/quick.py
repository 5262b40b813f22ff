"""The short way from HTML to sanitised HTML, for the plain pages that nearly all posts are: one pass of the sanitiser.

It gives up (None) where anything needs the tree: embeds, lazy pictures, pictures that are not content, links that lead
nowhere. What follows the sanitiser only takes out whole elements and spacers, so that nothing gets in.
"""

import re
from collections.abc import Callable

from publisher.markup.addresses import absolute, lead_image
from publisher.markup.allowed import DATA_PICTURE, sanitise
from publisher.markup.text import parsable
from publisher.markup.tidy import trim
from publisher.model import Image

# A tag that is none of these takes the long way, as does one in capitals: the pattern leaps from `<` to `<`.
_UNUSUAL_TAG = re.compile(
    r"<(?!/|!--|(?:p|a|br|span|b|i|u|em|strong|div|img|li|ul|ol|h[1-6]|blockquote|table|thead|tbody|tr|td|th|hr|font|"
    r"code|pre|center|sub|sup|small|big|del|ins|strike|s|tt|cite|q|abbr|dl|dt|dd|figure|figcaption|o:p)[\s/>])"
)
_UNUSUAL_WORDS = (" name=", "language-")
_WRITTEN_PICTURE = re.compile(r"<img[^>]*")
_UNUSUAL_IN_PICTURE = (
    "data-", "srcset", "longdesc", "emo", "smil", "avatar", "spacer", "blank", "pixel"
)  # fmt: skip
_UNSEEN = re.compile(r"display:\s*none|(?:width|height)\s*[=:]\s*[\"']?\s*[012](?:px|\.|[\s\"';>/]|$)")
# As a serialiser writes them: attributes in double quotes, and no double quote within.
_ADDRESSED_TAG = re.compile(r'<(?:a|img|q|blockquote|del|ins) [^"<>]*(?:"[^"]*"[^"<>]*)*>')
_ADDRESS = re.compile(r' (href|src|cite)="([^"]*)"(?=[ >])')
_PICTURE = re.compile(r"<img ([^>]*)>")
_ATTRIBUTE = re.compile(r'([a-z-]+)="([^"]*)"')
_LEADS_NOWHERE = re.compile(r"<a(?=[ >])(?![^>]* href=\")|<img(?![^>]* src=\")")


def _settled(markup: str, resolve: Callable[[str], str]) -> str:
    """Return serialised *markup* with the addresses in its tags resolved, and without those that are dropped."""

    def attribute(found: re.Match[str]) -> str:
        if found[1] == "src" and DATA_PICTURE.match(found[2]):
            return found[0]
        address = absolute(_unescaped(found[2]), resolve)
        return f' {found[1]}="{_escaped(address)}"' if address else ""

    return _ADDRESSED_TAG.sub(lambda tag: _ADDRESS.sub(attribute, tag[0]), markup)


def cleaned(html: str, resolve: Callable[[str], str]) -> tuple[str, Image | None] | None:
    """Return sanitised *html* and its lead image, None where the page needs the long way."""
    if _is_unusual(html):
        return None
    markup = sanitise(html)
    is_mended = _ends(markup) != _ends(html)
    if "&#" in html:  # a reference may stand for a character that XML or HTML forbids
        markup = parsable(markup)
    markup = _settled(markup, resolve)
    if _LEADS_NOWHERE.search(markup):
        return None
    trimmed = trim(markup)
    if is_mended and sanitise(trimmed) != trimmed:
        return None  # it was not closed, or not nested, as HTML means it: what comes out might not be stable
    return trimmed, _lead(trimmed)


def _ends(html: str) -> int:
    """Return how many elements are closed; not paragraphs, which close by themselves."""
    return html.count("</") - html.count("</p>")


def _is_unusual(html: str) -> bool:
    return (
        _UNUSUAL_TAG.search(html) is not None
        or any(word in html for word in _UNUSUAL_WORDS)
        or any(_is_unusual_picture(picture.lower()) for picture in _WRITTEN_PICTURE.findall(html))
    )


def _is_unusual_picture(picture: str) -> bool:
    return any(sign in picture for sign in _UNUSUAL_IN_PICTURE) or _UNSEEN.search(picture) is not None


def _lead(markup: str) -> Image | None:
    for picture in _PICTURE.finditer(markup):
        given = {name: _unescaped(value) for name, value in _ATTRIBUTE.findall(picture[1])}
        if image := lead_image(given, given.get("src", "")):
            return image
    return None


def _escaped(value: str) -> str:
    """Return an attribute's value as a serialiser writes it."""
    plain = value.replace("&", "&amp;").replace('"', "&quot;")
    return plain.replace("<", "&lt;").replace(">", "&gt;")


def _unescaped(value: str) -> str:
    """Return an attribute as a serialiser escaped it (HTML, 13.3, "escaping a string")."""
    if "&" not in value:
        return value
    plain = value.replace("&nbsp;", "\xa0").replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    return plain.replace("&amp;", "&")
