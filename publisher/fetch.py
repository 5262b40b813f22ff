"""Reading what a person names, a file or a web address: within a time, within a size, and with the reason if not."""

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publisher import __version__
from publisher.errors import InputError
from publisher.feeds.foreign import ForeignFeed, NotAFeedError, read_feed

if TYPE_CHECKING:
    import httpx

MEGABYTE = 1024 * 1024
LARGEST = 64 * MEGABYTE
# Seconds for one answer as a whole, and for a server to say anything at all.
PATIENCE, SILENCE = 60.0, 20.0
REDIRECTS = 10
# Pages of a feed that are followed.
PAGES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What was read. `url` is where it came from in the end, "" for a file."""

    content: bytes
    url: str


def fetch(
    where: str, *, largest: int = LARGEST, patience: float = PATIENCE, silence: float = SILENCE
) -> Fetched:
    """Return the bytes of the file or web address *where*, *largest* at most.

    It may take *patience* seconds, *silence* of them without a word.
    InputError says what cannot be read, and why.
    """
    if not is_address(where):
        return Fetched(content=_read_file(where, largest), url="")
    import httpx  # slow to load, and files need none of it

    headers = {"User-Agent": f"publisher/{__version__}", "Accept": "*/*"}
    try:
        with (
            httpx.Client(
                follow_redirects=True, max_redirects=REDIRECTS, timeout=silence, headers=headers
            ) as client,
            client.stream("GET", where) as answer,
        ):
            return Fetched(content=_read_answer(where, answer, largest, patience), url=str(answer.url))
    except httpx.TimeoutException as error:
        raise InputError(f"{_shown(where)}: no answer within {silence:g} seconds") from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise InputError(f"{_shown(where)}: cannot be read: {error}") from error


def is_address(where: str) -> bool:
    """Return whether *where* is a web address, else it is a file; InputError for an address of another kind."""
    scheme, colon, _ = where.partition("://")
    if colon and scheme.lower() not in ("http", "https"):
        raise InputError(f"{_shown(where)}: not a file, http or https address")
    return bool(colon)


def _read_file(where: str, largest: int) -> bytes:
    try:
        with Path(where).open("rb") as file:
            content = file.read(largest + 1)
    except (OSError, ValueError) as error:
        raise InputError(f"{where}: cannot be read: {getattr(error, 'strerror', None) or error}") from error
    _check_size(where, len(content), largest)
    return content


def _read_answer(where: str, answer: "httpx.Response", largest: int, patience: float) -> bytes:
    if not answer.is_success:
        raise InputError(f"{_shown(where)}: answered {answer.status_code} {answer.reason_phrase}".rstrip())
    until = time.monotonic() + patience
    content = bytearray()
    for some in answer.iter_bytes():
        content += some
        _check_size(where, len(content), largest)
        if time.monotonic() > until:
            raise InputError(f"{_shown(where)}: not read in full within {patience:g} seconds")
    return bytes(content)


def _check_size(where: str, size: int, largest: int) -> None:
    if size > largest:
        raise InputError(f"{_shown(where)}: larger than {largest // MEGABYTE} MB")


def _shown(where: str) -> str:
    """Return *where* without the password that an address may hold."""
    try:
        place = urlsplit(where)
    except ValueError:
        return where
    host = place.netloc.rpartition("@")[2]
    return place._replace(netloc=host).geturl() if place.netloc != host else where


def fetch_feed(where: str) -> tuple[ForeignFeed, str]:
    """Return the feed at *where*, and the address that it came from in the end ("" for a file); else InputError."""
    found = fetch(where)
    try:
        return read_feed(found.content, found.url), found.url
    except NotAFeedError as error:
        hint = f"; it names {', '.join(error.feeds[:3])}" if error.feeds else ""
        raise InputError(f"{_shown(where)}: {error}{hint}") from error


def fetch_whole_feed(where: str, *, most: int = PAGES) -> ForeignFeed:
    """Return the feed at *where* with the entries of its older pages, where it is on the web and links to them.

    After *most* pages it ends; `next_page` is then where it would go on.
    """
    feed, url = fetch_feed(where)
    seen, following = {where, url}, feed.next_page if url else ""
    entries = {entry.guid: entry for entry in feed.entries}
    for _ in range(most - 1):
        if following in seen or not following.startswith(("http://", "https://")):
            following = ""
            break
        page, url = fetch_feed(following)
        seen |= {following, url}
        for entry in page.entries:
            entries.setdefault(entry.guid, entry)
        following = page.next_page
    return replace(feed, entries=tuple(entries.values()), next_page=following)
