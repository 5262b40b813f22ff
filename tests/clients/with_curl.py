"""curl and a JSON parser: a script of one's own, which keeps the ETag in a file and takes what is compressed."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from publisher.model import Enclosure
from tests.clients.reading import QUIET, Entry, Format, Poll, canonical, compare, run


class Curl:
    """A script that reads JSON Feed."""

    program: ClassVar[str] = "curl"
    formats: ClassVar[tuple[Format, ...]] = ("json",)
    spared: ClassVar[tuple[int, ...]] = QUIET

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.url = url
        self.seen: dict[str, Entry] = {}

    def poll(self) -> Poll:
        """Fetch what is not what it was; read what there is."""
        etag = ("--etag-save", "etag", "--etag-compare", "etag")
        run(["curl", "--silent", "--fail", "--compressed", *etag, "--output", "feed", self.url], self.home)
        found = compare(self.seen, map(_entry, json.loads((self.home / "feed").read_bytes())["items"]))
        self.seen |= {one.id: one for one in found.new + found.changed}
        return found

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:  # noqa: ARG004
        """Return all of it."""
        return entry


def _entry(item: dict[str, Any]) -> Entry:
    files = [
        Enclosure(url=one["url"], mime_type=one["mime_type"], length=one["size_in_bytes"])
        for one in item.get("attachments", ())
    ]
    return Entry(
        id=item["id"],
        title=item["title"],
        url=item["url"],
        published=datetime.fromisoformat(item["date_published"]),
        updated=datetime.fromisoformat(item["date_modified"]),
        authors=tuple(one["name"] for one in item["authors"]),
        content=canonical(item["content_html"]),
        enclosure=files[0] if files else None,
    )
