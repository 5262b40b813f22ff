"""Sending parts of a file that is not in memory, or not wanted whole (RFC 9110, 14)."""

import asyncio
import os
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from starlette.types import Receive, Send

from publisher.web.conditions import Span
from publisher.web.representations import CHUNK, Message, Representation, Signature, signature

Part = bytes | Span


def open_as_seen(file: str, seen: Signature) -> BinaryIO:
    """Return *file*, opened. Raises OSError, also where it is another than the one that was *seen*."""
    source = Path(file).open("rb")  # noqa: SIM115 - the caller closes it
    if signature(os.fstat(source.fileno())) != seen:
        source.close()
        raise FileNotFoundError(file)
    return source


def whole(found: Representation) -> Sequence[Part]:
    """Return all of *found* as its one part."""
    return ((0, found.size),)


def unsatisfiable(found: Representation) -> Message:
    """Return a 416: none of the ranges is there (15.5.17)."""
    headers = [(b"content-range", b"bytes */%d" % found.size), (b"content-length", b"0")]
    return {"type": "http.response.start", "status": 416, "headers": headers}


def partial_content(found: Representation, spans: Sequence[Span]) -> tuple[Message, Sequence[Part]]:
    """Return the start of a 206 and what follows it: one part as it is, several as multipart/byteranges (14.6)."""
    headers = dict(found.ok["headers"])
    if len(spans) == 1:
        headers[b"content-range"] = _content_range(spans[0], found.size)
        parts: list[Part] = [spans[0]]
    else:
        boundary = sha256(found.tag + repr(spans).encode()).hexdigest()[:32].encode()
        parts = list(_multipart(spans, boundary, headers[b"content-type"], found.size))
        headers[b"content-type"] = b"multipart/byteranges; boundary=" + boundary
    length = sum(len(part) if isinstance(part, bytes) else part[1] - part[0] for part in parts)
    headers[b"content-length"] = str(length).encode()
    return {"type": "http.response.start", "status": 206, "headers": list(headers.items())}, parts


async def stream(source: BinaryIO, parts: Sequence[Part], receive: Receive, send: Send) -> None:
    """Send *parts*, each ready bytes or a span of *source*, until they end or the client goes."""
    left = asyncio.create_task(_until_gone(receive))
    try:
        for part in parts:
            if isinstance(part, bytes):
                await send({"type": "http.response.body", "body": part, "more_body": True})
            elif not await _send_span(source, part, send, left):
                return
        await send({"type": "http.response.body"})
    finally:
        left.cancel()


async def _send_span(source: BinaryIO, span: Span, send: Send, left: "asyncio.Task[None]") -> bool:
    """Return whether all of *span* was sent: not where the client is gone, or the file was cut short."""
    first, end = span
    while first < end:
        chunk = await asyncio.to_thread(_read, source, first, min(CHUNK, end - first))
        if not chunk or left.done():
            return False
        first += len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": True})
    return True


def _read(source: BinaryIO, first: int, size: int) -> bytes:
    source.seek(first)
    return source.read(size)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _multipart(spans: Sequence[Span], boundary: bytes, type_: bytes, size: int) -> Iterator[Part]:
    for span in spans:
        head = b"\r\n--%b\r\nContent-Type: %b\r\nContent-Range: %b\r\n\r\n"
        yield head % (boundary, type_, _content_range(span, size))
        yield span
    yield b"\r\n--%b--\r\n" % boundary


def _content_range(span: Span, size: int) -> bytes:
    return b"bytes %d-%d/%d" % (span[0], span[1] - 1, size)
