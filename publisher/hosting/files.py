"""What a web server has to know of the output directory: which file is a feed, and what type each file has.

`publisher serve` asks here, and another web server is told by the settings that `publisher hosting` makes.
"""

import json
import re
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from publisher.errors import OutputError
from publisher.feeds import FORMATS

MANIFEST = "publish.json"
REMEDY = "where it is broken, remove it, and publisher build writes it again"
# The marker in the folder of a withdrawn post's page.
GONE = ".gone"
OPML_TYPE = "text/x-opml"
UNKNOWN_TYPE = "application/octet-stream"
# Coding, suffix of the compressed neighbour: the smaller first.
CODINGS = (("br", ".br"), ("gzip", ".gz"))
# An own table, as the system's differs from machine to machine.
TYPES = {
    "aac": "audio/aac", "avif": "image/avif", "css": "text/css", "csv": "text/csv", "epub": "application/epub+zip",
    "flac": "audio/flac", "gif": "image/gif", "gz": "application/gzip", "htm": "text/html", "html": "text/html",
    "ico": "image/x-icon", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript",
    "json": "application/json", "m4a": "audio/mp4", "m4b": "audio/mp4", "m4v": "video/mp4", "md": "text/markdown",
    "mov": "video/quicktime", "mp3": "audio/mpeg", "mp4": "video/mp4", "oga": "audio/ogg", "ogg": "audio/ogg",
    "ogv": "video/ogg", "opus": "audio/ogg", "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml",
    "txt": "text/plain", "vtt": "text/vtt", "wav": "audio/wav", "webm": "video/webm", "webp": "image/webp",
    "woff2": "font/woff2", "xml": "application/xml", "zip": "application/zip",
}  # fmt: skip
# In UTF-8, as we write and read it. XML says its encoding itself.
UTF_8 = (
    "application/json", "text/css", "text/csv", "text/html", "text/javascript", "text/markdown", "text/plain",
    "text/vtt",
)  # fmt: skip
# What a compressed neighbour may stand for.
COMPRESSIBLE = (*UTF_8, "application/xml", "image/svg+xml")
# What is said where there is nothing to send: a heading and a sentence.
NOT_FOUND = "Not found", "There is no page at this address."
WITHDRAWN = "Gone", "What was at this address has been withdrawn by its author."
NOT_ALLOWED = "Not allowed", "Here one can only read."
PAGE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{0}</title>
<style>body{{font:1.1em/1.5 system-ui,sans-serif;max-width:32em;margin:20vh auto;padding:0 1em}}</style>
<h1>{0}</h1>
<p>{1}</p>
</html>
"""
# Patterns of the files of feeds at the addresses that they have by default, and their types.
WELL_KNOWN = (
    *((rf"(?:feeds/(?:.+/)?|editions/[^/]+/){re.escape(one.file)}", one.mime_type) for one in FORMATS),
    (r"feeds\.opml", OPML_TYPE),
)


def well_known_feed(path: str) -> str:
    """Return the type of the feed that *path* (below the output directory) names by default; "" for none."""
    return next((type_ for pattern, type_ in WELL_KNOWN if re.fullmatch(pattern, path)), "")


def listed_feeds(directory: Path) -> dict[str, str] | None:
    """Return the type of each feed by its path, as the last build listed them; None where there is no list.

    Raises OutputError where it is no such list.
    """
    file = directory / MANIFEST
    try:
        listed = json.loads(file.read_bytes())
        return {str(path): str(facts["type"]) for path, facts in listed.items()}
    except FileNotFoundError:
        return None
    except OSError as error:
        raise OutputError(f"{file}: cannot be read: {error.strerror}; {REMEDY}") from error
    except (ValueError, AttributeError, TypeError, KeyError) as error:
        raise OutputError(f"{file}: not the list of what was built; {REMEDY}") from error


def type_of(path: str, feeds: Mapping[str, str] | None) -> tuple[str, bool]:
    """Return the media type of the file at *path*, and whether it is a feed. Without *feeds*, its name tells."""
    feed = well_known_feed(path) if feeds is None else feeds.get(path, "")
    suffix = path.rpartition("/")[2].rpartition(".")[2].lower()
    return feed or TYPES.get(suffix, UNKNOWN_TYPE), bool(feed)


def shown_type(feed_type: str) -> str:
    """Return the type under which a browser shows a feed: under its own it would download it or show the source."""
    if feed_type.endswith("+xml"):
        return "application/xml"
    return "application/json" if feed_type.endswith("+json") else feed_type


def content_type(media_type: str, *, feed: bool) -> str:
    """Return the Content-Type of what has this media type."""
    return f"{media_type}; charset=utf-8" if feed or media_type in UTF_8 else media_type


def etag(content: Iterable[bytes], type_: str, coding: str = "") -> str:
    """Return the strong ETag of bytes, sent as *type_* and in *coding* (RFC 9110, 8.8.3; "" for no coding).

    The same bytes in the same coding under the same type have the same tag, whenever they were written.
    """
    digest = sha256(f"{type_}\n{coding}\n".encode())
    for some in content:
        digest.update(some)
    return f'"{digest.hexdigest()[:32]}"'


def page(words: tuple[str, str]) -> str:
    """Return a page that says *words*, for a person who meets it."""
    return PAGE.format(*words)
