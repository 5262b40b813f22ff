"""What other sites put into a page (iframe, object, embed) becomes a link with the title of what it held."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from publisher.markup.addresses import absolute, is_placeholder
from publisher.markup.scripts import words

Resolve = Callable[[str], str]

_OUTER = "iframe,object,embed,applet,noscript"
_OUTER_TAGS = frozenset(_OUTER.split(","))
_PHRASING = words("p a h1 h2 h3 h4 h5 h6 b i em strong span small sub sup u font code pre summary dt")
_YOUTUBE = re.compile(r"(?:www\.|m\.)?(?:youtube|youtube-nocookie)\.com")
_YOUTUBE_PATH = re.compile(r"/(?:embed|v|e)/([\w-]{6,})")
_VIMEO_PATH = re.compile(r"/video/(\d+)")
_VIDEO_HOST = re.compile(
    r"(?:^|\.)(?:youtu\.be|youtube\.com|youtube-nocookie\.com|vimeo\.com|dailymotion\.com|bilibili\.com|youku\.com|"
    r"tudou\.com|rutube\.ru|ted\.com|wistia\.(?:net|com)|twitch\.tv|brightcove\.(?:net|com)|blip\.tv|loom\.com|"
    r"video\.google\.com|kaltura\.com|v\.qq\.com|peertube\.\w+)$"
)
_LONGEST_TITLE = 150


def replace(tree: LexborHTMLParser, resolve: Resolve) -> None:
    """Put a link in the place of each embedded page or film in *tree*, and out of a noscript its picture."""
    outermost = [node for node in tree.css(_OUTER) if not _has_ancestor(node, _OUTER_TAGS)]
    for node in outermost:
        if node.tag == "noscript":
            _picture_out(node)
        else:
            _link_instead(tree, node, resolve)


def _has_ancestor(node: LexborNode, tags: frozenset[str]) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in tags:
            return True
        parent = parent.parent
    return False


def _picture_out(node: LexborNode) -> None:
    """Put the picture of a noscript in its place, unless the picture before it is the real one already."""
    picture = node.css_first("img[src]")
    before = node.prev
    while before is not None and before.is_text_node and not (before.text_content or "").strip():
        before = before.prev
    if picture is not None and before is not None and before.tag == "img":
        if not is_placeholder(before.attributes.get("src") or ""):
            picture = None
        else:
            before.decompose()
    if picture is not None:
        node.insert_before(picture, move=True)
    node.decompose()


def _link_instead(tree: LexborHTMLParser, node: LexborNode, resolve: Resolve) -> None:
    written = _address(node)
    address = watchable(absolute(written, resolve)) if written else ""
    if address:
        node.insert_before(_link(tree, node, address), move=True)
    elif node.tag == "object":
        node.insert_before(node.text(separator=" ").strip())
    node.decompose()


def _link(tree: LexborHTMLParser, node: LexborNode, address: str) -> LexborNode:
    link = tree.create_node("a")
    link.attrs["href"] = address
    link.insert_child(_title(node, address))
    if _has_ancestor(node, _PHRASING):
        return link
    paragraph = tree.create_node("p")
    paragraph.insert_child(link, move=True)
    return paragraph


def _address(node: LexborNode) -> str:
    given = node.attributes
    own = given.get("src") or given.get("data-src") or given.get("data")
    if own and not own.startswith("about:"):
        return own
    for param in node.css("param"):
        if (param.attributes.get("name") or "").lower() in ("movie", "src", "url", "filename"):
            return param.attributes.get("value") or ""
    inner = node.css_first("embed[src]")
    return (inner.attributes.get("src") or "") if inner is not None else ""


def _title(node: LexborNode, address: str) -> str:
    title = " ".join((node.attributes.get("title") or "").split())
    if title:
        return title
    inside = " ".join(node.text(separator=" ").split()) if node.tag == "object" else ""
    if 0 < len(inside) <= _LONGEST_TITLE and "<" not in inside:
        return inside
    host = urlsplit(address).hostname or ""
    return "Video" if _VIDEO_HOST.search(host) else host.removeprefix("www.") or address


def watchable(address: str) -> str:
    """Return the page a person would watch for a player's *address*; any other address as it is."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if _YOUTUBE.fullmatch(host) and (found := _YOUTUBE_PATH.match(parts.path)):
        return f"https://www.youtube.com/watch?v={found[1]}"
    if host == "player.vimeo.com" and (found := _VIMEO_PATH.match(parts.path)):
        return f"https://vimeo.com/{found[1]}"
    if host.endswith("vimeo.com") and (clip := parse_qs(parts.query).get("clip_id")):
        return f"https://vimeo.com/{clip[0]}"
    return address
