"""From a post's HTML to what the feeds and the digest show of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from publisher.markup import addresses, embeds
from publisher.markup.allowed import sanitise
from publisher.markup.guard import tame
from publisher.markup.plain import text_of
from publisher.markup.summary import summarise
from publisher.markup.text import printable
from publisher.markup.tidy import tidy
from publisher.model import Image

_WITHOUT_EVENTS = int(LexborDocumentOptions.WO_EVENTS)
_EMBEDDED = re.compile(r"<(?:i?frame|object|embed|applet|noscript)\b", re.IGNORECASE)
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORDS_A_MINUTE = 230
_CHARACTERS_A_MINUTE = 500
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A post's body: sanitised HTML, its readable text, a summary, the lead image, minutes to read."""

    html: str
    text: str
    summary: str
    image: Image | None
    reading_minutes: int


def read_html(html: str, *, resolve: Callable[[str], str], language: str) -> Body:
    """Return the body in *html*.

    *resolve* gives the absolute address of one as it is written, or "" to drop it. *language* is a BCP 47 tag. What
    is returned gives itself again when it is read again, with addresses left as they are.
    """
    clean, image = _cleaned(html, resolve)
    text = text_of(clean)
    return Body(
        html=clean,
        text=text,
        summary=summarise(clean, language),
        image=image,
        reading_minutes=_minutes(text),
    )


def _cleaned(html: str, resolve: Callable[[str], str]) -> tuple[str, Image | None]:
    markup, image = _settled(html, resolve)
    clean = sanitise(markup)
    for _ in range(_MOST_ROUNDS):
        if _shape(clean) == _shape(markup):
            break
        markup, _again = _settled(clean, str)
        clean = sanitise(markup)
    return clean, image


def _settled(html: str, resolve: Callable[[str], str]) -> tuple[str, Image | None]:
    source = tame(printable(html))
    tree = LexborHTMLParser(source, is_fragment=True, options=_WITHOUT_EVENTS)
    if _EMBEDDED.search(source):
        embeds.replace(tree, resolve)
    image = addresses.settle(tree, resolve)
    return printable(tidy(tree.html or "")), image


def _shape(markup: str) -> tuple[int, int, int]:
    """Return what differs when the sanitiser took something out, and so the rest may be tidied further."""
    return markup.count("<"), markup.count(' href="'), markup.count(' src="')


def _minutes(text: str) -> int:
    """Return the minutes that *text* takes to read; pictures add none."""
    unspaced = 0 if text.isascii() else len(_UNSPACED.findall(text))
    words = len(text.split()) if not unspaced else len(_UNSPACED.sub(" ", text).split())
    return max(1, round(words / _WORDS_A_MINUTE + unspaced / _CHARACTERS_A_MINUTE))
