"""Feeds for tests: two posts, a feed of any, and how readers see it."""

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser

from publisher.feeds import FORMATS, Feed, render
from publisher.feeds.model import FormatName
from publisher.model import Author, Enclosure, FullPost, Image, Post

RSS, ATOM, JSON = FORMATS
SELF: dict[FormatName, str] = {one.name: f"https://blog.example/feeds/{one.file}" for one in FORMATS}
DAY = datetime(2026, 5, 1, 10, 30, tzinfo=UTC)
A, C, DC = (
    "{http://www.w3.org/2005/Atom}",
    "{http://purl.org/rss/1.0/modules/content/}",
    "{http://purl.org/dc/elements/1.1/}",
)
FULL = FullPost(
    post=Post(
        guid="tag:blog.example,2000:main/a.md",
        url="https://blog.example/posts/a/",
        title="First & <b>foremost</b>",
        published=DAY,
        updated=DAY + timedelta(days=2, microseconds=5),
        summary="What it is: 1 < 2 & so on.",
        authors=(
            Author(name="Ann", email="ann@blog.example", url="https://ann.example/"),
            Author(name="Bob"),
        ),
        tags=("one", "two & three"),
        language="de",
        image=Image(url="https://blog.example/i.png"),
        enclosure=Enclosure(url="https://blog.example/a.mp3?x=1&y=2", mime_type="audio/mpeg", length=1234),
    ),
    content_html='<p>Words &amp; more, <a href="https://x.example/?a=1&amp;b=2">there</a>.</p>\n',
)
PLAIN = FullPost(
    post=Post(
        guid="https://old.example/b", url="https://old.example/b", title="Second", published=DAY, updated=DAY
    ),
    content_html="",
)


def feed(*entries: FullPost, **changed: Any) -> Feed:
    made = Feed(
        guid="tag:blog.example,2000:feeds/atom.xml",
        title="Blog & more",
        description="About <things>",
        home_url="https://blog.example/",
        language="en",
        author="The Blog",
        entries=entries,
        self_urls=SELF,
    )
    return replace(made, **changed)


def parsed(raw: bytes) -> Any:
    """Return a feed as feedparser reads it, with nothing cleaned or resolved."""
    found = feedparser.parse(raw, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.bozo_exception
    return found


def trees(one: Feed) -> tuple[ET.Element, ET.Element, dict[str, Any]]:
    """Return the RSS channel, the Atom feed and the JSON object of a feed."""
    channel = ET.fromstring(render(one, RSS)).find("channel")
    assert channel is not None
    document: dict[str, Any] = json.loads(render(one, JSON))
    return channel, ET.fromstring(render(one, ATOM)), document
