"""A post's lead image and enclosure, as its front matter or the audio in its body gives them."""

import re
from collections.abc import Iterator
from mimetypes import MimeTypes

from publisher.markup import clean_text
from publisher.model import Enclosure, Image
from publisher.sources.addresses import has_scheme, is_web
from publisher.sources.episodes import Facts, facts_of, read_duration, read_episode, read_number
from publisher.sources.media import Resolver
from publisher.sources.table import ENCLOSURE, IMAGE, IMAGE_ALT, Table, Value

_ENCLOSURES = (
    *ENCLOSURE,
    *("podcastfile", "podcastlink", "podcasturl", "podcastaudio"),
    *("audiofile", "audiourl", "audiolink", "mp3", "mp3url", "mp3file"),
)
# Where the address is in a mapping: under its own name, or under the format's, the most common first.
_ADDRESSES = ("url", "src", "path", "file", "filename", "audio", "mp3", "m4a", "mp4", "ogg", "opus")
_LENGTHS = (
    *("length", "size", "bytes", "filesize", "sizeinbytes", "enclosurelength"),
    *("podcastbytes", "podcastlength", "audiolength", "audiosize", "audiobytes"),
)
_TYPES = ("type", "mimetype", "contenttype", "enclosuretype", "audiotype")
_AUDIO = re.compile(r"<audio\b[^>]*?\ssrc=\"([^\"]+)|<audio\b[^>]*>\s*<source\b[^>]*?\ssrc=\"([^\"]+)")
_TYPE = re.compile(r"[a-z]+/[\w.+-]+", re.ASCII)
# What WordPress's player has to say of a file, as PHP writes it, comes last.
_SERIALISED = re.compile(r"\sa:[0-9]+:\{")
_MOST_BESIDE = 4
_DURATION = re.compile(r"\"duration\";s:[0-9]+:\"([0-9:]+)\"")
_SUFFIX_TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".aac": "audio/aac",
    ".ogg": "audio/ogg",
    ".oga": "audio/ogg",
    ".opus": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".weba": "audio/webm",
    ".mp4": "video/mp4",
    ".m4v": "video/mp4",
    ".mov": "video/quicktime",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
    ".pdf": "application/pdf",
    ".epub": "application/epub+zip",
}
# Of the library alone: the machine's own table of types would make two machines write two feeds.
_guess_type = MimeTypes().guess_type
_UNKNOWN_TYPE = "application/octet-stream"


def read_image(table: Table, resolve: Resolver) -> Image | None:
    """Return the image that the front matter names, None without one or where its file is missing."""
    for key in IMAGE:
        value = table.values.get(key, "")
        address = _address(value) if value else ""
        url = resolve(address) if address else ""
        if is_web(url) and url not in resolve.missing:
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


def read_enclosure(table: Table, html: str, resolve: Resolver) -> Enclosure | None:
    """Return the file that the front matter attaches to the post, else the first sound that *html* plays, else None.

    *html* is the post's own, sanitised.
    """
    for value in _named(table):
        address, own = _attached(value)
        url = resolve(address) if _is_file(address) else ""
        if is_web(url) and url not in resolve.missing:
            return _enclosure(url, facts_of(table, own), resolve)
    found = _AUDIO.search(html) if "<audio" in html else None
    url = (found[1] or found[2]).replace("&amp;", "&") if found else ""
    if not is_web(url) or url in resolve.missing:
        return None
    return _enclosure(url, facts_of(table, {}), resolve)


def _named(table: Table) -> Iterator[Value]:
    """Yield what may name the enclosure: a key of the post's, of a table with the episode, of one with parameters."""
    values = table.values
    yield from (value for key in _ENCLOSURES if (value := values.get(key)))
    for name in ("episode", "extra", "params"):
        within = values.get(name)
        if isinstance(within, dict):
            yield from (value for key in _ENCLOSURES if (value := within.get(key)))
            if name == "episode":
                yield within


def _attached(value: Value) -> tuple[str, Facts]:
    """Return the address in *value*, and what stands beside it of length, type and duration."""
    if isinstance(value, list):
        return _attached(value[0]) if value else ("", {})
    if isinstance(value, dict):
        inner = next((found for name in _ADDRESSES if (found := value.get(name))), "")
        address, own = _attached(inner)
        return address, value | own
    first, _, after = value.strip().partition("\n")
    address, beside = _parted(first)
    return address, _beside([*beside, *after.split()])


def _parted(line: str) -> tuple[str, list[str]]:
    """Return the address on *line*, which may hold blanks, and the words after it that say more of the file."""
    words: list[str] = []
    if tail := _SERIALISED.search(line):
        line, words = line[: tail.start()], line[tail.start() :].split()
    for _ in range(_MOST_BESIDE):
        parts = line.rsplit(None, 1)
        if len(parts) < 2 or not _is_beside(parts[1]):
            break
        line, words = parts[0], [parts[1], *words]
    return line, words


def _is_beside(word: str) -> bool:
    """Return whether *word* is a length or a type, and not the rest of an address that holds a blank."""
    if word.isascii() and word.isdecimal():
        return True
    return _TYPE.fullmatch(word.lower()) is not None and not _path(word).endswith(tuple(_SUFFIX_TYPES))


def _beside(words: list[str]) -> Facts:
    """Return what *words* say after an address, in any order, as WordPress exports them."""
    found: Facts = {}
    for word in words:
        if _TYPE.fullmatch(word.lower()):
            found.setdefault("type", word)
        elif word.isascii() and word.isdecimal():
            found.setdefault("length", word)
        elif clock := _DURATION.search(word):
            found.setdefault("duration", clock[1])
    return found


def _is_file(address: str) -> bool:
    """Return whether *address* may be a file's: `audio: true` and `podcast: The Garden Hour` name none."""
    return has_scheme(address) or address.startswith("/") or _path(address).endswith(tuple(_SUFFIX_TYPES))


def _enclosure(url: str, facts: Facts, resolve: Resolver) -> Enclosure:
    suffix = _path(url).rpartition(".")[2]
    given = (str(facts.get(name, "")).lower() for name in _TYPES)
    return Enclosure(
        url=url,
        mime_type=next(filter(_TYPE.fullmatch, given), "") or _type_of(url) or _UNKNOWN_TYPE,
        length=resolve.size(url) or read_number(facts, _LENGTHS, suffix),
        duration=read_duration(facts),
        episode=read_episode(facts, resolve),
    )


def _path(url: str) -> str:
    return url.partition("?")[0].partition("#")[0].lower()


def _type_of(url: str) -> str:
    """Return the media type that the suffix of *url* stands for, "" for none."""
    path = _path(url)
    known = next((kind for suffix, kind in _SUFFIX_TYPES.items() if path.endswith(suffix)), "")
    return known or _guess_type(path)[0] or ""
