"""Parsers of feeds that we did not write, and what each sees of an entry, in the same words."""

import json
import os
import re
import shutil
import subprocess
from calendar import timegm
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import fastfeedparser
import feedparser
import pytest

_EMPTY = re.compile(r'(?:<content\b[^>]*>)?<div xmlns="http://www.w3.org/1999/xhtml"/>(?:</content>)?')


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An entry as a reader has it. None: it does not say. Times are seconds since 1970."""

    id: str
    url: str
    title: str
    content: str
    published: int | None
    updated: int | None = None
    authors: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    enclosure: str | None = None


Reader = Callable[[bytes], list[Seen]]


def seconds(timestamp: str) -> int:
    """Return a time of RFC 3339 in seconds since 1970."""
    return int(datetime.fromisoformat(timestamp).timestamp())


def line(text: str | None) -> str:
    """Return *text* on one line."""
    return " ".join((text or "").split())


def body(text: str | None) -> str:
    """Return *text* with line ends as XML has them, and without white space around it.

    What is empty in Atom is an empty division of XHTML, which some give as it is written.
    """
    return "" if text and _EMPTY.fullmatch(text.strip()) else re.sub("\r\n?", "\n", text or "").strip()


def with_json(raw: bytes) -> list[Seen]:
    """Return the entries of a JSON Feed, as the standard library reads it."""
    return [
        Seen(
            id=item["id"],
            url=item["url"],
            title=line(item.get("title")),
            content=body(item.get("content_html") or item.get("summary")),
            published=seconds(item["date_published"]),
            updated=seconds(item["date_modified"]),
            authors=tuple(line(author["name"]) for author in item["authors"]),
            tags=tuple(map(line, item.get("tags", ()))),
            enclosure=next((one["url"] for one in item.get("attachments", ())), ""),
        )
        for item in json.loads(raw)["items"]
    ]


def with_feedparser(raw: bytes) -> list[Seen]:
    """Return the entries as feedparser has them: RSS and Atom, every author."""
    found = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return [_of_feedparser(entry) for entry in found.entries]


def _of_feedparser(entry: Any) -> Seen:
    published = timegm(entry.published_parsed)
    updated = dict.get(entry, "updated_parsed")
    content = entry.content[0].value if "content" in entry else ""
    return Seen(
        id=entry.id,
        url=entry.link,
        title=line(entry.get("title")),
        content=body(content or entry.get("summary")),
        published=published,
        updated=timegm(updated) if updated else published,
        authors=tuple(line(author.get("name")) for author in entry.authors),
        tags=tuple(line(tag.term) for tag in entry.get("tags", ())),
        enclosure=next((one.href for one in entry.enclosures), ""),
    )


def with_fastfeedparser(raw: bytes) -> list[Seen]:
    """Return the entries as fastfeedparser has them: all three formats, the first author."""
    return [_of_fastfeedparser(entry) for entry in fastfeedparser.parse(raw).entries]


def _of_fastfeedparser(entry: Any) -> Seen:
    content = next((one["value"] for one in entry.get("content") or ()), "")
    files = entry.get("enclosures") or [
        one for one in entry.get("links") or () if one.get("rel") == "enclosure"
    ]
    return Seen(
        id=entry["id"],
        url=entry["link"],
        title=line(entry.get("title")),
        content=body(content or entry.get("description")),
        published=seconds(entry["published"]),
        updated=seconds(entry.get("updated") or entry["published"]),
        authors=(line(entry.get("author")),),
        tags=tuple(line(tag["term"]) for tag in entry.get("tags") or ()),
        enclosure=next((one.get("url") or one["href"] for one in files), ""),
    )


def with_sfeed(raw: bytes) -> list[Seen]:
    """Return the entries as sfeed (a program in C) has them: RSS and Atom, the first author."""
    if shutil.which("sfeed") is None:
        (pytest.fail if os.environ.get("PUBLISHER_TESTS_NO_SKIP") else pytest.skip)("sfeed is not at hand")
    done = subprocess.run(["sfeed"], input=raw, capture_output=True, timeout=60, check=True)
    return [_of_sfeed(row.split("\t")) for row in done.stdout.decode().split("\n") if row]


def _of_sfeed(fields: list[str]) -> Seen:
    published, title, url, content, _, id_, author, enclosure, tags = fields
    return Seen(
        id=id_,
        url=url,
        title=line(title),
        content=body(re.sub(r"\\(.)", lambda found: {"n": "\n", "t": "\t"}.get(found[1], found[1]), content)),
        published=int(published) if published else None,
        authors=(author,),
        enclosure=enclosure,
        tags=tuple(filter(None, tags.split("|"))),
    )


READERS: dict[str, tuple[tuple[str, ...], Reader]] = {
    "feedparser": (("rss", "atom"), with_feedparser),
    "fastfeedparser": (("rss", "atom", "json"), with_fastfeedparser),
    "sfeed": (("rss", "atom"), with_sfeed),
}
