"""From a post's HTML to what the feeds and the digest show of it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from publisher.markup import addresses, embeds, quick
from publisher.markup.allowed import sanitise
from publisher.markup.guard import tame
from publisher.markup.plain import text_of
from publisher.markup.scripts import count_words
from publisher.markup.summary import summarise
from publisher.markup.text import parsable
from publisher.markup.tidy import tidy
from publisher.model import Image

_WITHOUT_EVENTS = int(LexborDocumentOptions.WO_EVENTS)
_EMBEDDED = re.compile(r"<(?:[iI][fF][rR]|[oO][bB][jJ]|[eE][mM][bB]|[aA][pP][pP]|[nN][oO][sS])")
_WORDS_A_MINUTE = 230
_CHARACTERS_A_MINUTE = 500
_MOST_ROUNDS = 5
_HEADINGS = re.compile("</?h[1-6]")
_TELLTALES = ("<", ' href="', ' src="')


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

    *resolve* gives the absolute address of one as it is written, or "" to drop it. *language* is a BCP 47
    tag. The HTML returned gives itself again when it is read again with addresses left as they are.
    """
    source = tame(parsable(html))
    clean, image = quick.cleaned(source, resolve) or _cleaned(source, resolve)
    text = text_of(clean)
    return Body(
        html=clean,
        text=text,
        summary=summarise(clean, language),
        image=image,
        reading_minutes=_minutes(text),
    )


def _cleaned(html: str, resolve: Callable[[str], str]) -> tuple[str, Image | None]:
    """Return the sanitised HTML and the lead image; read again until the sanitiser has nothing to mend."""
    markup, mended, image = _settled(html, resolve)
    clean = sanitise(markup)
    rounds = 1
    while rounds < _MOST_ROUNDS and (mended or not _agree(markup, clean)):
        markup, mended, _again = _settled(clean, str)
        clean = sanitise(markup)
        rounds += 1
    return clean, image


def _agree(markup: str, clean: str) -> bool:
    """Return whether the sanitiser left the elements and addresses of *markup* as they were."""
    if any(markup.count(mark) != clean.count(mark) for mark in _TELLTALES):
        return False
    return "<h" not in markup or _HEADINGS.findall(markup) == _HEADINGS.findall(clean)


def _settled(html: str, resolve: Callable[[str], str]) -> tuple[str, bool, Image | None]:
    source = tame(parsable(html))
    tree = LexborHTMLParser(source, is_fragment=True, options=_WITHOUT_EVENTS)
    if _EMBEDDED.search(source):
        embeds.replace(tree, resolve)
    image = addresses.settle(tree, resolve)
    serialised = tree.html or ""
    markup, mended = tidy(parsable(serialised) if "&#" in source else serialised)
    return markup, mended, image


def _minutes(text: str) -> int:
    """Return the minutes that *text* takes to read; pictures add none."""
    words, characters = count_words(text)
    return max(1, round(words / _WORDS_A_MINUTE + characters / _CHARACTERS_A_MINUTE))
