"""HTML within a feed: what the validator calls a risk, what is no HTML, and addresses that are not whole."""

import re
from functools import lru_cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

from html5lib.html5parser import HTMLParser, ParseError

from tests.feeds.w3c.addresses import flaw
from tests.feeds.w3c.styles import dangers
from tests.feeds.w3c.words import words

Flaw = tuple[str, str]

ACCEPTED = words(
    "a abbr acronym address area article aside audio b bdi big blockquote br button canvas caption center cite "
    "code col colgroup command data datagrid datalist dd del details dfn dialog dir div dl dt em eventsource "
    "fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd keygen "
    "label legend li m main map mark menu meter multicol nav nextid noscript ol optgroup option output p picture "
    "pre progress q rp rt ruby s samp section select small sound source spacer span strike strong sub summary sup "
    "table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr"
)
KNOWN = (ACCEPTED - words("keygen multicol nextid sound spacer")) | words(
    "applet base basefont bdo body comment embed frame frameset head html iframe isindex link listing meta "
    "noframes object param plaintext script slot style title xmp"
)
ATTRIBUTES = words(
    "abbr accept accept-charset accesskey action align allow allowfullscreen allowpaymentrequest alt as "
    "autocapitalize autocomplete autofocus autoplay axis background balance bgcolor bgproperties border "
    "bordercolor bordercolordark bordercolorlight bottompadding cellpadding cellspacing ch challenge char charoff "
    "charset checked choff cite class clear color cols colspan compact contenteditable coords crossorigin data "
    "datafld datapagesize datasrc datetime decoding default delay dir dirname disabled download draggable dynsrc "
    "enctype end enterkeyhint face for form formenctype frame galleryimg gutter headers height hidden hidefocus "
    "high href hreflang hspace icon id inputmode is ismap itemid itemprop itemref itemscope itemtype keytype kind "
    "label lang leftspacing list loading longdesc loop loopcount loopend loopstart low lowsrc max maxlength media "
    "method min minlength multiple muted name nohref nonce noshade nowrap open optimum pattern ping placeholder "
    "playsinline point-size poster pqg preload prompt radiogroup readonly referrerpolicy rel repeat-max repeat-min "
    "replace required rev reversed rightspacing rows rowspan rules scope selected shape size sizes span "
    "spellcheck src srclang srcset start step style summary suppress tabindex target template title toppadding "
    "translate type unselectable urn usemap valign value variable volume vrml vspace width wrap xml:lang xmlns"
)

_REFERENCE = re.compile(
    r"""<(?:a\s[^>]*?href|img\s[^>]*?src)=(?:"([^"]*)"|'([^']*)'|([\w-]+))(?=[\s>])""", re.IGNORECASE
)
_WITH_SCHEME = re.compile(r"\w+:")


@lru_cache(maxsize=16384)
def flaws(markup: str) -> tuple[Flaw, ...]:
    """Return the names of the rules that *markup* breaks, and what breaks each; html5lib is the judge, as W3C's is."""
    found: list[Flaw] = [("SecurityRisk", "?import")] if "<?import " in markup.lower() else []
    try:
        tree = HTMLParser(strict=True).parseFragment(markup)
    except ParseError as error:
        return (*found, ("NotHtml", str(error)))
    for element in _elements(tree):
        found += _judge(str(element.tag).split("}")[-1], list(element.attrib.items()))
    return tuple(found)


def _elements(tree: Any) -> list[Element]:
    return [one for one in tree.iter() if isinstance(one.tag, str) and one.tag != "DOCUMENT_FRAGMENT"]


def _judge(name: str, attributes: list[tuple[str, str]]) -> list[Flaw]:
    if name not in KNOWN:
        return [("NotHtml", name)]
    if name not in ACCEPTED:
        return [("SecurityRisk", name)]
    found: list[Flaw] = []
    for key, value in attributes:
        if key == "style":
            found += [("DangerousStyleAttr", danger) for danger in dangers(value)]
        elif key not in ATTRIBUTES and not key.startswith("data-"):
            found.append(("SecurityRiskAttr", key))
    return found


@lru_cache(maxsize=16384)
def relative_references(markup: str) -> tuple[Flaw, ...]:
    """Return the links and pictures of *markup* whose address is not whole.

    The validator overlooks a link whose `href` is not its first attribute; this does not.
    """
    found: list[Flaw] = []
    for written in map("".join, _REFERENCE.findall(markup)):
        address = unescape(written).strip()
        if not _WITH_SCHEME.match(address):
            odd = flaw(address, full=False, otherwise="") == "InvalidUriChar"
            found.append(("InvalidUriChar" if odd else "ContainsRelRef", address))
    return tuple(found)
