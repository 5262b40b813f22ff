"""A post's lead image and enclosure, as its front matter or the audio in its body gives them."""

import re
from mimetypes import guess_type

from publisher.markup import clean_text
from publisher.model import Enclosure, Image
from publisher.sources.addresses import absolute
from publisher.sources.media import Resolver
from publisher.sources.table import ENCLOSURE, IMAGE, IMAGE_ALT, Table, Value

_AUDIO = re.compile(
    r"<audio\b[^>]*?\ssrc\s*=\s*[\"']?([^\s\"'>]+)|<audio\b[^>]*>\s*<source\b[^>]*?\ssrc\s*=\s*[\"']?([^\s\"'>]+)",
    re.IGNORECASE,
)
_TYPE = re.compile(r"[a-z]+/[\w.+-]+")
_SUFFIX_TYPES = {".opus": "audio/ogg", ".m4a": "audio/mp4", ".m4b": "audio/mp4", ".mp3": "audio/mpeg"}
_UNKNOWN_TYPE = "application/octet-stream"


def read_image(table: Table, resolve: Resolver) -> Image | None:
    """Return the image that the front matter names, None without one or where its file is missing."""
    for key in IMAGE:
        value = table.values.get(key, "")
        address = _address(value) if value else ""
        url = resolve(address) if address else ""
        if url and url not in resolve.missing and absolute(url):
            return Image(url=url, alt=clean_text(_alt(table, key, value)))
    return None


def _alt(table: Table, key: str, value: Value) -> str:
    within = value.get("alt", "") if isinstance(value, dict) else ""
    return within if isinstance(within, str) and within else table.text((key + "alt", *IMAGE_ALT))


def _address(value: Value) -> str:
    if isinstance(value, list):
        return _address(value[0]) if value else ""
    if isinstance(value, dict):
        return next(
            (_address(value[key]) for key in ("url", "src", "path", "image", "file") if value.get(key)), ""
        )
    return value


def read_enclosure(table: Table, resolve: Resolver) -> Enclosure | None:
    """Return the file that the front matter attaches to the post, None without one.

    A text may hold address, length and type in any order, as WordPress exports them.
    """
    for key in ENCLOSURE:
        value = table.values.get(key)
        if not value:
            continue
        address, *rest = _address(value).split() or [""]
        url = resolve(address) if address else ""
        if url and url not in resolve.missing:
            mapping = value if isinstance(value, dict) else {}
            facts = [*rest, *(str(mapping.get(name, "")) for name in ("type", "mimetype", "length", "size"))]
            return _enclosure(url, facts, resolve)
    return None


def audio_in(html: str, resolve: Resolver) -> Enclosure | None:
    """Return the first sound that *html* plays as an enclosure, None without one."""
    found = _AUDIO.search(html) if "<audio" in html else None
    url = resolve((found[1] or found[2]).replace("&amp;", "&")) if found else ""
    return _enclosure(url, [], resolve) if url and url not in resolve.missing else None


def _enclosure(url: str, facts: list[str], resolve: Resolver) -> Enclosure:
    length = next((int(fact) for fact in facts if fact.isascii() and fact.isdecimal() and len(fact) < 16), 0)
    mime_type = next((fact.lower() for fact in facts if _TYPE.fullmatch(fact.lower())), "") or _type_of(url)
    return Enclosure(url=url, mime_type=mime_type, length=length or resolve.size(url))


def _type_of(url: str) -> str:
    path = url.partition("?")[0].partition("#")[0].lower()
    known = next((kind for suffix, kind in _SUFFIX_TYPES.items() if path.endswith(suffix)), "")
    return known or guess_type(path)[0] or _UNKNOWN_TYPE
