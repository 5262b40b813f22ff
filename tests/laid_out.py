"""A site as a build leaves it: feeds with compressed neighbours and their list, pages, sounds, a withdrawn post."""

import gzip
import json
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import brotli

# When everything was written, in seconds, and as HTTP says it.
WRITTEN, WRITTEN_TEXT = 1_780_000_000, "Thu, 28 May 2026 20:26:40 GMT"
RSS, ATOM, JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"
FEEDS = {
    "feeds/rss.xml": RSS,
    "feeds/atom.xml": ATOM,
    "feeds/feed.json": JSON,
    "feeds/archive/3/atom.xml": ATOM,
    "feeds.opml": "text/x-opml",
    "feed/index.xml": ATOM,
    "by/jane/feed/index.json": JSON,
    "rss": RSS,
}
PATHS = {"atom": "/feed/", "rss": "/rss", "author/json": "/by/{slug}/feed/"}
PAGES = {
    "index.html": b"<!doctype html><title>Front</title>",
    "posts/a/index.html": b"<!doctype html><title>A</title>",
    "posts/\u00e9t\u00e9/index.html": b"<!doctype html><title>Summer</title>",
    "feeds/index.html": b"<!doctype html><title>Feeds</title>",
    "site.css": b"body { margin: 0 }",
    "media/main/notes.xml": b'<?xml version="1.0"?><notes/>',
    "media/main/data.bin": b"\0\1\2",
    "media/main/picture.png": b"\x89PNG",
    "posts/gone/.gone": b"",
    ".secret": b"hidden",
}
SHORT_SOUND, LONG_SOUND = "media/main/short.mp3", "media/main/long.mp3"


@dataclass(frozen=True, slots=True)
class Laid:
    """The folder with the settings; the site is in public/."""

    folder: Path

    @property
    def public(self) -> Path:
        return self.folder / "public"

    def bytes_of(self, path: str) -> bytes:
        return (self.public / path).read_bytes()

    def write(self, path: str, content: bytes, written: float = WRITTEN) -> None:
        """Put a file in its place as a build does: whole."""
        target = self.public / path
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f".{target.name}.new")
        unfinished.write_bytes(content)
        os.utime(unfinished, (written, written))
        unfinished.replace(target)

    def write_feed(self, path: str, content: bytes, written: float = WRITTEN) -> None:
        """Write a feed and its compressed neighbours."""
        self.write(path, content, written)
        self.write(f"{path}.gz", gzip.compress(content, mtime=0), written)
        self.write(f"{path}.br", brotli.compress(content), written)

    def list_feeds(self, feeds: dict[str, str]) -> None:
        """Write the list of feeds."""
        listed = {path: {"type": type_, "etag": '"any"'} for path, type_ in feeds.items()}
        self.write("publish.json", json.dumps(listed).encode())


def lay_out(folder: Path, url: str) -> Laid:
    """Return a site of *url*, laid out in *folder* with its settings."""
    laid = Laid(folder)
    for path, content in PAGES.items():
        laid.write(path, content)
    for path, type_ in FEEDS.items():
        laid.write_feed(path, f"<!-- {path}, {type_} -->".encode() + b"words " * 500)
    laid.write(SHORT_SOUND, sound(1000))
    laid.write(LONG_SOUND, sound(5_000_000))
    laid.list_feeds(FEEDS)
    (folder / "posts").mkdir()
    paths = ", ".join(f'"{key}" = "{path}"' for key, path in PATHS.items())
    (folder / "publisher.toml").write_text(
        f'[site]\nurl = "{url}"\n[[sources]]\nname = "main"\npath = "posts"\n'
        f'[feeds]\ncache = "2h"\npaths = {{ {paths} }}\n',
        encoding="utf-8",
    )
    return laid


def sound(size: int) -> bytes:
    """Return bytes of which no two parts are alike."""
    blocks = (sha256(str(number).encode()).digest() for number in range(size // 32 + 1))
    return b"".join(blocks)[:size]
