"""The public's application: the output directory, as any web server would serve it, and feeds as readers want them.

A bare ASGI application: feeds are polled far more often than anything is read, so nothing stands between them and
the server.
"""

import asyncio
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.hosting import NOT_ALLOWED, NOT_FOUND, WITHDRAWN, page
from publisher.web import conditions
from publisher.web.conditions import Headers
from publisher.web.files import CORS, Files, Place, local_path
from publisher.web.representations import SMALL, Memory, Message, Representation, read
from publisher.web.streaming import Part, open_as_seen, partial_content, stream, unsatisfiable, whole

# How often a file may be replaced while it is being looked at, before it counts as missing.
ATTEMPTS = 3
READING = ("GET", "HEAD")
EMPTY: Message = {"type": "http.response.body"}
FEED_METHODS, PAGE_METHODS = b"GET, HEAD, OPTIONS", b"GET, HEAD"
PREFLIGHT = [
    (b"allow", FEED_METHODS),
    (b"access-control-allow-methods", FEED_METHODS),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
    *CORS,
]
MOVED = "Moved", "This page is at the same address with a slash at its end."


def public_app(directory: Path, max_age: timedelta) -> ASGIApp:
    """Return the application that serves *directory*; a feed may be kept for *max_age* without asking again.

    Raises OutputError where the directory's list of feeds cannot be read.
    """
    return _Public(Files(directory, max_age))


class _Public:
    """The application. In the usual case, a file that is known and in memory, nothing but the answer is awaited."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._memory = Memory()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = local_path(scope["raw_path"])
        headers = conditions.headers_of(scope["headers"])
        for _ in range(ATTEMPTS):
            place = None if path is None else self._files.place(path)
            if path is None or place is None:
                break
            if scope["method"] not in READING:
                await _refuse(place, scope["method"], send)
                return
            try:
                found, source = await self._look(place, headers)
            except OSError:
                self._files.forget(path)
                continue
            with source or nullcontext():
                await _answer(found, source, headers, scope["method"], receive, send)
            return
        await self._absent(path, scope, send)

    async def _look(self, place: Place, headers: Headers) -> tuple[Representation, BinaryIO | None]:
        """Return what to send of *place*, and the file to stream it from where it is large.

        Raises OSError where the file is gone or being replaced.
        """
        type_ = place.shown if place.shown != place.own and conditions.accepts_html(headers) else place.own
        file, coding, seen = self._files.choose(place, conditions.codings(headers))
        found = self._memory.find(file, type_, seen)
        if found is None:
            if not self._files.is_within(file):
                raise PermissionError(file)
            variant = place.variant(file, type_, coding)
            # In the event loop where that takes less than what a thread costs all who wait for the same.
            found = read(variant) if seen.st_size <= SMALL else await asyncio.to_thread(read, variant)
            self._memory.keep(file, type_, found)
        return found, None if found.body is not None else open_as_seen(file, found.seen)

    async def _absent(self, path: str | None, scope: Scope, send: Send) -> None:
        """Answer where there is no file: 410 for a withdrawn post, 301 to a folder, else 404."""
        if path is not None and self._files.is_gone(path):
            await _say(410, WITHDRAWN, send)
        elif path is not None and self._files.is_folder(path):
            # Relative, as whoever stands in front may have taken the path's beginning away.
            query = b"?" + scope["query_string"] if scope["query_string"] else b""
            location = f"./{quote(path.rpartition('/')[2])}/".encode() + query
            await _say(301, MOVED, send, (b"location", location))
        else:
            await _say(404, NOT_FOUND, send)


async def _answer(
    found: Representation,
    source: BinaryIO | None,
    headers: Headers,
    method: str,
    receive: Receive,
    send: Send,
) -> None:
    """Send *found*, or of it what the request's conditions leave (RFC 9110, 13.2.2); *source* has what is large."""
    if conditions.failed(headers, found.tag, found.modified):
        await send({**found.not_modified, "status": 412})
        await send(EMPTY)
    elif conditions.unchanged(headers, found.tag, found.modified):
        await send(found.not_modified)
        await send(EMPTY)
    elif method == "HEAD":
        await send(found.ok)
        await send(EMPTY)
    elif b"range" in headers and found.ranges:
        start, parts = _ranged(found, headers)
        await send(start)
        await stream(source or BytesIO(found.body or b""), parts, receive, send)
    else:
        await send(found.ok)
        if source is None:
            await send({"type": "http.response.body", "body": found.body})
        else:
            await stream(source, whole(found), receive, send)


def _ranged(found: Representation, headers: Headers) -> tuple[Message, Sequence[Part]]:
    """Return the start of the answer to a request with a range, and the parts to send."""
    spans = conditions.ranges(headers, found.size, found.tag, found.modified_text)
    if spans is None:
        return found.ok, whole(found)
    return partial_content(found, spans) if spans else (unsatisfiable(found), ())


async def _refuse(place: Place, method: str, send: Send) -> None:
    """Answer a request that does not read: whether a script may read a feed is asked with OPTIONS."""
    if place.feed and method == "OPTIONS":
        await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
        await send(EMPTY)
    else:
        await _say(405, NOT_ALLOWED, send, (b"allow", FEED_METHODS if place.feed else PAGE_METHODS))


async def _say(status: int, words: tuple[str, str], send: Send, *more: tuple[bytes, bytes]) -> None:
    """Send a page of two sentences; the server leaves it out of the answer to a HEAD."""
    body = page(words).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-cache"),
        *more,
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
