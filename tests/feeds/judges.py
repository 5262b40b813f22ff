"""Every judge of a feed at once: W3C's rules, Atom's grammar and JSON Feed's."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from tests.feeds import grammar, json_rules, w3c

_ARCHIVE_PAGE = re.compile(r"/archive/\d+/[^/]*$")
TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"


def faults(
    document: bytes, *, location: str = "", now: datetime | None = None, but: tuple[str, ...] = ()
) -> list[str]:
    """Return what is wrong with a feed in any format, a line each; *but* names W3C's warnings that must be let be.

    Two posts of one time have it in common (DuplicateUpdated), and nobody declares tombstones without one.
    """
    if document.startswith(b"{"):
        return list(json_rules.check(document, location=location))
    found = [
        f"{one.line}: {one.name} {one.element} {one.value}"
        for one in w3c.check(document, location=location, now=now)
        if one.level != "info"
        and one.name not in ("DuplicateUpdated", *but)
        and not _declares_tombstones(one, document)
    ]
    return found + (list(grammar.faults(document)) if b"<feed" in document[:1000] else [])


def _declares_tombstones(one: w3c.Finding, document: bytes) -> bool:
    return (one.name, one.value) == ("UnknownNamespace", TOMBSTONES) and b"deleted-entry" in document


def feeds_below(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the path and bytes of each feed below *folder*."""
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".xml", ".json") and path.is_file():
            document = path.read_bytes()
            if any(
                mark in document[:1000] for mark in (b"<rss", b"<feed", b'"https://jsonfeed.org/version/1')
            ):
                yield path.relative_to(folder).as_posix(), document


def is_archive_page(path: str) -> bool:
    """Return whether a feed at *path* is a page of another's archive."""
    return _ARCHIVE_PAGE.search(path) is not None


def faults_below(
    folder: Path, *, url: str = "https://blog.example/", now: datetime | None = None
) -> list[str]:
    """Return what is wrong with the feeds of a site in *folder*, a line each.

    An archive page of a JSON Feed says where the feed is, not where the page is.
    """
    found = []
    for path, document in feeds_below(folder):
        location = "" if path.endswith(".json") and is_archive_page(path) else url + quote(path)
        found += [f"{path}: {fault}" for fault in faults(document, location=location, now=now)]
    return found
