"""Where a sentence ends, and where a text may be cut, in scripts with spaces and without."""

import re
from collections.abc import Iterator
from itertools import accumulate, takewhile

from publisher.markup.scripts import WIDE, width, words

_CLOSING = "\"'”’»)\\]›」』）】"
# All of it begins with one class, so that the search can leap to where a sentence may end.
_END = re.compile(
    rf"[.!?…؟۔।。！？｡](?:(?<=[.!?…؟۔।])[.!?…؟۔।]*[“{_CLOSING}]*(?=\s|$)|"
    rf"(?<=[。！？｡])[。！？｡]*[{_CLOSING}]*|(?<=[!?…])[!?…]*[{_CLOSING}]*(?=[\u3041-\u9fff]))"
)
_PLAIN_STOP = re.compile(rf"\.[“{_CLOSING}]*")
_BEFORE_A_WORD = re.compile(r"[\s(\[«„“\"'/–—]")
_WORD_REACH = 24
_TRAILING = ' \t\n,;:–—-(/·•|、，；：（\u060c\u061b「“"«'

# An abbreviation that another word always follows, and one that may also be a sentence's last word.
_NEVER_LAST = words(
    "mr mrs ms dr prof st vs dept est approx fig figs vol ch sec eq ed eds nos pp cf e.g i.e a.k.a "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "z.b d.h u.a bzw ca vgl evtl ggf inkl str abb hr fr bd nr tel m mm mme mlle p.ex env "
    "sra srta ud uds pág págs p.ej núm sig dott ing avv pag т.е т.к им стр рис см ул"
)
_SELDOM_LAST = words(
    "etc inc ltd co corp jr sr al a.m p.m u.s u.k d.c usw ecc др пр т.д т.п г гг руб тыс млн млрд ee.uu"
)
_BEFORE_A_NUMBER = words("no nos nr n núm num p s art § №")
_ORDINAL_DOT = words("de da nb nn no fi is cs sk sl hr sr bs hu pl et lv tr lb")


def sentence_ends(text: str, language: str) -> Iterator[int]:
    """Yield the offset after each sentence of *text*; an abbreviation or an initial does not end one."""
    for found in _END.finditer(text):
        following = text[found.end() + 1 : found.end() + 2]
        if following.islower() and text[found.end()].isspace():
            continue
        if not (following and _PLAIN_STOP.fullmatch(found[0]) and _goes_on(text, found, following, language)):
            yield found.end()


def _goes_on(text: str, stop: re.Match[str], following: str, language: str) -> bool:
    """Return whether the sentence goes on after a single full stop, with *following* after it."""
    before = text[max(0, stop.start() - _WORD_REACH) : stop.start()]
    word = _BEFORE_A_WORD.split(before)[-1].lower()
    if word.isdecimal():
        return len(word) <= 2 and (stop.start() == len(word) or language.split("-")[0] in _ORDINAL_DOT)
    if word in _BEFORE_A_NUMBER and following.isdecimal():
        return True
    if word in _SELDOM_LAST:
        return not following.isupper()
    return word in _NEVER_LAST or (len(word) == 1 and word.isalpha() and word != "i")


def shorten(text: str, *, limit: int, least: int, language: str) -> str:
    """Return *text* within *limit* columns.

    It ends with a sentence where whole sentences fill *least*, otherwise with a word and an ellipsis.
    """
    if len(text) <= limit and width(text) <= limit:
        return text
    reach = _reach(text, limit)
    last = 0
    for end in sentence_ends(text, language):
        if end > reach:
            break
        last = end
    if last and width(text[:last]) >= least:
        return text[:last]
    return text[: _word_edge(text, _reach(text, limit - 1))].rstrip(_TRAILING) + "…"


def _reach(text: str, limit: int) -> int:
    """Return how many characters of *text* fit into *limit* columns."""
    if not WIDE.search(text, 0, limit):
        return min(limit, len(text))
    taken = accumulate(2 if WIDE.match(character) else 1 for character in text)
    return sum(1 for _ in takewhile(lambda columns: columns <= limit, taken))


def _word_edge(text: str, at: int) -> int:
    """Return the last offset up to *at* where no word is broken; *at* itself where there is only one word."""
    edge = at
    while edge and not (_parts(text[edge]) or _parts(text[edge - 1])):
        edge -= 1
    return edge or at


def _parts(character: str) -> bool:
    return character.isspace() or WIDE.match(character) is not None
