"""The allow list: what a reader's client may be sent. nh3 enforces it, last, on everything that leaves."""

import re

import nh3

from publisher.markup.scripts import words

BLOCKS = words(
    "address article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hgroup hr li nav ol p pre section summary table caption colgroup col thead tbody "
    "tfoot tr td th ul"
)
INLINE = words(
    "a abbr acronym b bdi bdo big cite code data del dfn em i ins kbd mark q rp rt ruby s samp small "
    "span strike strong sub sup time tt u var wbr br img picture source audio video track map area"
)
DROPPED = words(
    "script style title template noscript iframe object embed applet textarea select option datalist "
    "svg math noembed noframes xmp plaintext head frameset"
)
SCHEMES = words("http https mailto tel sms ftp ftps irc ircs news xmpp magnet geo webcal")

_ATTRIBUTES = {
    "*": {"id", "dir", "lang", "title"},
    "a": {"href", "hreflang"},
    "area": {"href", "alt", "shape", "coords"},
    "audio": {"src", "controls", "preload", "loop", "muted"},
    "blockquote": {"cite"},
    "code": {"class"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open"},
    "img": {"src", "srcset", "sizes", "alt", "width", "height", "longdesc", "usemap"},
    "ins": {"cite", "datetime"},
    "li": {"value"},
    "map": {"name"},
    "ol": {"start", "reversed", "type"},
    "pre": {"class"},
    "q": {"cite"},
    "source": {"src", "srcset", "sizes", "type", "media"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label", "default"},
    "video": {"src", "poster", "controls", "preload", "loop", "muted", "width", "height"},
}
PLAIN_ATTRIBUTES = {tag: names - {"class"} for tag, names in _ATTRIBUTES.items()}
_LANGUAGE = re.compile(r"(?:^|\s)(language-[\w+#.-]+)")
DATA_PICTURE = re.compile(r"data:image/(?:png|gif|jpe?g|webp|avif|bmp)[;,]", re.IGNORECASE)


def sanitise(markup: str) -> str:
    """Return *markup* with the elements, attributes and addresses of the allow list, and nothing else."""
    if 'class="' in markup and "language-" in markup:
        return _CAREFUL.clean(markup)
    return _CAREFUL.clean(markup) if "data:" in markup else _CLEANER.clean(markup)


def _careful(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        found = _LANGUAGE.search(value)
        return found[1] if found else None
    if value[:5].lower() == "data:" and name in ("href", "src", "poster"):
        return value if (tag, name) == ("img", "src") and DATA_PICTURE.match(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=BLOCKS | INLINE,
    attributes=PLAIN_ATTRIBUTES,
    clean_content_tags=DROPPED,
    url_schemes=SCHEMES,
    link_rel=None,
)
_CAREFUL = nh3.Cleaner(
    tags=BLOCKS | INLINE,
    attributes=_ATTRIBUTES,
    attribute_filter=_careful,
    clean_content_tags=DROPPED,
    url_schemes=SCHEMES | {"data"},
    link_rel=None,
)
