"""`publish.json`: each feed's path with its type, ETag and Last-Modified, for whoever serves the folder."""

import json
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
            for name, content in codings.items()
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


def read_manifest(directory: Path) -> dict[str, str]:
    """Return each path with what is told of it, as JSON text; nothing where there is no list, or a broken one."""
    try:
        text = (directory / MANIFEST).read_text(encoding="utf-8")
        listed = json.loads(text)
        return {path: json.dumps(told, ensure_ascii=False) for path, told in listed.items()}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}


def to_bytes(lines: dict[str, str]) -> bytes:
    """Return the list as JSON, sorted by path."""
    shown = (f"{json.dumps(path, ensure_ascii=False)}: {line}" for path, line in sorted(lines.items()))
    return ("{\n" + ",\n".join(shown) + "\n}\n").encode()
