"""`publish.json`: each feed's path with its type, ETag and Last-Modified, for whoever serves the folder."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from publisher.hosting import MANIFEST, content_type, etag


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedFile:
    """What a server tells of a feed: strong ETags by coding (`identity`, `gzip`, `br`), and when its bytes changed."""

    mime_type: str
    etags: dict[str, str]
    modified: datetime

    @classmethod
    def of(cls, codings: dict[str, bytes], mime_type: str, modified: float) -> "FeedFile":
        """Return what is told of these bytes, written at *modified* (seconds since 1970)."""
        type_ = content_type(mime_type, feed=True)
        tags = {
            name: etag([content], type_, "" if name == "identity" else name)
            for name, content in sorted(codings.items())
        }
        return cls(mime_type=mime_type, etags=tags, modified=datetime.fromtimestamp(int(modified), UTC))

    def line(self) -> str:
        """Return it as JSON (the time as in HTTP: RFC 9110, 5.6.7)."""
        told = {
            "type": self.mime_type,
            "etag": self.etags["identity"],
            "etags": self.etags,
            "last_modified": format_datetime(self.modified, usegmt=True),
        }
        return json.dumps(told, ensure_ascii=False)


def read_manifest(directory: Path) -> dict[str, str] | None:
    """Return each path (as JSON) with what is told of it (as JSON); None where there is no list as we write it."""
    try:
        text = (directory / MANIFEST).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    lines = text.split("\n")
    pairs = [line.removesuffix(",").partition(": ") for line in lines[1:-2]]
    if lines[0] != "{" or lines[-2:] != ["}", ""] or not all(told for _, _, told in pairs):
        return None
    return {path: told for path, _, told in pairs}


def update(listed: dict[str, str], feeds: Mapping[str, FeedFile]) -> set[str]:
    """Put *feeds* into a list, by path, and return the paths whose bytes are not what was listed before."""
    changed = set()
    for path, feed in feeds.items():
        key = json.dumps(path, ensure_ascii=False)
        if feed.etags["identity"][1:-1] not in listed.get(key, ""):
            changed.add(path)
        listed[key] = feed.line()
    return changed


def to_bytes(listed: dict[str, str]) -> bytes:
    """Return the list as JSON, sorted by path."""
    return ("{\n" + ",\n".join(f"{path}: {told}" for path, told in sorted(listed.items())) + "\n}\n").encode()
