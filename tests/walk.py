"""A reader that walks a feed's archive (RFC 5005, 4; JSON Feed's next_url), in files as they would be served."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser

from tests.blog import Blog

FILES = {"rss": "rss.xml", "atom": "atom.xml", "json": "feed.json"}


def file_of(blog: Blog, url: str) -> Path:
    """Return the file at an address of the site."""
    assert url.startswith("https://blog.example/")
    return blog.public / url.removeprefix("https://blog.example/")


def documents(blog: Blog, path: str) -> Iterator[tuple[str, Any]]:
    """Yield path and content of a subscription document, then of each older page of its archive."""
    seen: set[str] = set()
    while path:
        assert path not in seen, f"the chain comes back to {path}"
        seen.add(path)
        found = _parsed(blog.public / path)
        yield path, found
        url = found["next_url"] if path.endswith(".json") else _link(found, "prev-archive")
        path = str(file_of(blog, url).relative_to(blog.public)) if url else ""


def _parsed(file: Path) -> Any:
    if file.suffix == ".json":
        return {"next_url": "", **json.loads(file.read_bytes())}
    parsed = feedparser.parse(file.read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    return parsed


def _link(parsed: Any, rel: str) -> str:
    return next((link.href for link in parsed.feed.links if link.rel == rel), "")


def link(parsed: Any, rel: str) -> str:
    """Return where a feed's link of that relation leads, "" where there is none."""
    return _link(parsed, rel)


def ids(found: Any) -> list[str]:
    """Return the ids of a document's entries, in their order."""
    return [item["id"] for item in found.get("items") or found.get("entries", ())]


def walked(blog: Blog, path: str) -> list[str]:
    """Return the id of every post that the walk meets, each once, the first met first."""
    return list(dict.fromkeys(guid for _, found in documents(blog, path) for guid in ids(found)))
