"""What is sent for a file under one type: bytes, ETag, and headers that are ready to send; the small kept in memory."""

import os
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import formatdate
from functools import partial
from pathlib import Path
from typing import Any

from publisher.hosting import etag

Signature = tuple[int, int, int, int]
Message = dict[str, Any]  # one of ASGI's
Lines = tuple[tuple[bytes, bytes], ...]

# A file up to this size is kept in memory, and all of those together up to this much: in bytes.
SMALL = 2 * 1024 * 1024
MEMORY = 64 * 1024 * 1024
# What a representation takes beside its bytes, roughly.
OVERHEAD = 4096
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A file to send: under which type, in which coding ("" for none). `kept` are the headers that a 304 has too."""

    file: str
    type: str
    coding: str
    kept: Lines
    ranges: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """A variant as it was when it was read. `body` is None where it is large, and to be streamed from the file."""

    seen: Signature
    tag: bytes
    modified: int
    modified_text: bytes
    size: int
    ranges: bool
    ok: Message
    not_modified: Message
    body: bytes | None


class Memory:
    """The representations that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], Representation] = OrderedDict()
        self._bytes = 0

    def find(self, file: str, type_: str, seen: os.stat_result) -> Representation | None:
        """Return what is remembered of *file*, None where that is nothing, or where it was another file then."""
        key = file, type_
        found = self._kept.get(key)
        if found is None or found.seen != signature(seen):
            return None
        self._kept.move_to_end(key)
        return found

    def keep(self, file: str, type_: str, found: Representation) -> None:
        """Remember *found*, and forget what was not asked for the longest."""
        earlier = self._kept.pop((file, type_), None)
        self._bytes += _cost(found) - (_cost(earlier) if earlier else 0)
        self._kept[file, type_] = found
        while self._bytes > MEMORY:
            _, oldest = self._kept.popitem(last=False)
            self._bytes -= _cost(oldest)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()
        self._bytes = 0


def read(variant: Variant) -> Representation:
    """Return *variant* as its file is now: what is hashed is what is sent. Raises OSError."""
    with Path(variant.file).open("rb") as opened:
        seen = os.fstat(opened.fileno())
        body = opened.read() if seen.st_size <= SMALL else None
        content = iter(partial(opened.read, CHUNK), b"") if body is None else [body]
        tag = etag(content, variant.type, variant.coding).encode()
    modified = int(seen.st_mtime)
    modified_text = formatdate(modified, usegmt=True).encode()
    size = seen.st_size if body is None else len(body)
    kept = ((b"etag", tag), *variant.kept)
    headers = _headers(variant, size, modified_text)
    return Representation(
        seen=signature(seen),
        tag=tag,
        modified=modified,
        modified_text=modified_text,
        size=size,
        ranges=variant.ranges,
        ok={"type": "http.response.start", "status": 200, "headers": [*headers, *kept]},
        not_modified={"type": "http.response.start", "status": 304, "headers": list(kept)},
        body=body,
    )


def signature(seen: os.stat_result) -> Signature:
    """Return what tells one state of a file from another."""
    return seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size, seen.st_ino


def _headers(variant: Variant, size: int, modified: bytes) -> Lines:
    lines = [
        (b"content-type", variant.type.encode()),
        (b"content-length", str(size).encode()),
        (b"last-modified", modified),
    ]
    if variant.coding:
        lines.append((b"content-encoding", variant.coding.encode()))
    if variant.ranges:
        lines.append((b"accept-ranges", b"bytes"))
    return tuple(lines)


def _cost(found: Representation) -> int:
    return OVERHEAD + len(found.body or b"")
