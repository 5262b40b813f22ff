"""Every address in a tree made absolute, lazy pictures given theirs, the lead image found."""

import re
from collections.abc import Callable, Iterator, Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from publisher.markup.allowed import DATA_PICTURE, SCHEMES
from publisher.model import Image

Attributes = Mapping[str, str | None]
Resolve = Callable[[str], str]

_HOLDERS = "a,img,source,video,audio,track,area,[cite],[longdesc]"
_ADDRESSES = ("href", "src", "poster", "cite", "longdesc")
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-lazy", "data-orig-file", "data-echo")
_NEEDED = {"source": {"src", "srcset"}, "track": {"src"}}
_LAZY_SETS = ("data-srcset", "data-lazy-srcset")

_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BREAKS = re.compile(r"[\t\n\r]")
_CANDIDATE = re.compile(r"[\s,]*(?:([^\s,]\S*?),+(?=\s|$)|([^\s,]\S*)([^,]*))")
_PLACEHOLDER = re.compile(
    r"\s*(?:data:|about:|$|[^?#]*\b(?:blank|spacer|placeholder|loading|transparent|pixel|1x1|grey|lazy)"
    r"[\w-]*\.(?:gif|png|svg|jpe?g)\b)",
    re.IGNORECASE,
)
_TINY = re.compile(r"\s*[012](?:\.\d+)?(?:px)?\s*")
_UNSEEN = re.compile(
    r"(?:^|[;\s])(?:(?:width|height):\s*[012](?:px)?\s*(?:;|!|$)|display:\s*none)", re.IGNORECASE
)
_ORNAMENT = re.compile(
    r"emoji|emoticon|smiley|smilies|avatar|(?:spacer|blank|empty|clear|transparent|dot)\.(?:gif|png)|\bpixel\.(?:gif|png|php)|/track(?:er|ing)?[/.?]|"
    r"feedburner|feedsportal|doubleclick|quantserve|statcounter|google-analytics|shields\.io|\bbadges?\b|"
    r"travis-ci|flattr|button[\w-]*\.(?:gif|png|svg)",
    re.IGNORECASE,
)
_ICON = 32


def settle(tree: LexborHTMLParser, resolve: Resolve) -> Image | None:
    """Make every address in *tree* absolute, in place, and return the first picture that is content."""
    lead = None
    for node in tree.css(_HOLDERS):
        if node.tag == "a":
            _link(node, resolve)
        elif node.tag == "img":
            picture = _picture(node, resolve)
            lead = lead or picture
        else:
            _other(node, resolve)
    return lead


def absolute(address: str, resolve: Resolve) -> str:
    """Return *address* resolved, "" where it is empty, unresolved or of a scheme that is not allowed."""
    plain = address.strip()
    if not plain.isprintable():
        plain = _BREAKS.sub("", plain)
    resolved = resolve(plain) if plain else ""
    scheme = _SCHEME.match(resolved)
    return "" if scheme and scheme[1].lower() not in SCHEMES else resolved


def is_placeholder(address: str) -> bool:
    """Return whether *address* is of a picture that only keeps the place of another, or is none."""
    return _PLACEHOLDER.match(address) is not None


def _link(node: LexborNode, resolve: Resolve) -> None:
    given = node.attributes
    anchor = given.get("id") or given.get("name")
    if anchor and "id" not in given:
        node.attrs["id"] = anchor
    address = absolute(given.get("href") or "", resolve)
    if address:
        if address != given["href"]:
            node.attrs["href"] = address
    elif anchor:
        _write(node, "href", "")
    else:
        node.unwrap(delete_empty=True)


def _picture(node: LexborNode, resolve: Resolve) -> Image | None:
    given = node.attributes
    candidates = _srcset(_first(given, ("srcset", *_LAZY_SETS)), resolve)
    address = _source(given, candidates, resolve)
    if not address or _is_unseen(given):
        node.decompose()
        return None
    node.attrs["src"] = address
    if candidates or "srcset" in given:
        _write(node, "srcset", candidates)
    if "longdesc" in given:
        _write(node, "longdesc", absolute(given["longdesc"] or "", resolve))
    return lead_image(given, address)


def _source(given: Attributes, candidates: str, resolve: Resolve) -> str:
    written = given.get("src") or ""
    if is_placeholder(written):
        best = _first(given, _LAZY)
        if best:
            return absolute(best, resolve)
        if candidates:
            return candidates.split(", ")[0].split(" ")[0]
    return written.strip() if DATA_PICTURE.match(written.strip()) else absolute(written, resolve)


def _is_unseen(given: Attributes) -> bool:
    sizes = (given.get("width"), given.get("height"))
    return any(size and _TINY.fullmatch(size) for size in sizes) or bool(
        _UNSEEN.search(given.get("style") or "")
    )


def lead_image(given: Attributes, address: str) -> Image | None:
    """Return the picture with these attributes as a lead image, None where it is an icon or an ornament."""
    width, height = _pixels(given.get("width")), _pixels(given.get("height"))
    if address.startswith("data:") or 0 < min(width or _ICON + 1, height or _ICON + 1) <= _ICON:
        return None
    if _ORNAMENT.search(f"{given.get('class') or ''} {address}"):
        return None
    return Image(url=address, alt=" ".join((given.get("alt") or "").split()), width=width, height=height)


def _pixels(size: str | None) -> int:
    return int(size) if size and size.isascii() and size.isdigit() and len(size) < 6 else 0


def _other(node: LexborNode, resolve: Resolve) -> None:
    given = node.attributes
    for name in _ADDRESSES:
        if name in given:
            _write(node, name, absolute(given[name] or "", resolve))
    if "src" not in given and (lazy := _first(given, _LAZY)):
        _write(node, "src", absolute(lazy, resolve))
    _write(node, "srcset", _srcset(_first(given, ("srcset", *_LAZY_SETS)), resolve))
    needed = _NEEDED.get(node.tag or "")
    if needed and needed.isdisjoint(node.attributes):
        node.decompose()


def _first(given: Attributes, names: tuple[str, ...]) -> str:
    return next((value for name in names if (value := given.get(name))), "")


def _write(node: LexborNode, name: str, value: str) -> None:
    if value:
        node.attrs[name] = value
    elif name in node.attrs:
        del node.attrs[name]


def _srcset(written: str, resolve: Resolve) -> str:
    """Return the candidates of a srcset with absolute addresses (HTML, 4.8.4.2.3: commas may be in one)."""
    return ", ".join(_candidates(written, resolve)) if written else ""


def _candidates(written: str, resolve: Resolve) -> Iterator[str]:
    for bare, address, descriptor in _CANDIDATE.findall(written):
        if found := absolute(bare or address, resolve):
            yield f"{found.replace(' ', '%20')} {descriptor.strip()}".rstrip()
