"""Each rule for JSON Feed is broken once by a small document."""

import json
from typing import Any

import pytest

from tests.feeds.json_rules import VERSION, check

HERE = "https://a.example/feed.json"
ITEM: dict[str, Any] = {"id": "tag:a.example,2026:1", "url": "https://a.example/1", "content_html": ""}
FEED: dict[str, Any] = {
    "version": VERSION,
    "title": "A",
    "home_page_url": "https://a.example/",
    "feed_url": HERE,
}
FULL_ITEM = {
    **ITEM,
    "title": "<draft>",
    "summary": "x",
    "image": "https://a.example/i.png",
    "date_published": "2026-05-01T10:00:00Z",
    "date_modified": "2026-05-01T10:00:00.5+02:00",
    "authors": [{"name": "Ann"}, {"url": "mailto:a@a.example"}],
    "tags": ["a, b"],
    "language": "zh-Hans",
    "attachments": [{"url": "https://a.example/a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 1}],
    "_ours": {"x": 1},
}


def feed(*items: Any, without: str = "", **more: Any) -> bytes:
    """Return a sound document with these items, with *more* and *without* some."""
    document = {key: value for key, value in FEED.items() if key not in without.split()}
    return json.dumps({**document, **more, "items": list(items)}).encode()


def item(*, without: str = "", **more: Any) -> bytes:
    return feed({key: value for key, value in ITEM.items() if key not in without.split()} | more)


SOUND = [
    pytest.param(feed(), id="an empty feed"),
    pytest.param(feed(ITEM), id="an item"),
    pytest.param(feed(FULL_ITEM), id="an item with everything"),
    pytest.param(item(without="content_html", content_text="x"), id="text"),
    pytest.param(
        feed(
            icon="https://a.example/i.png",
            next_url="https://a.example/2",
            hubs=[{"type": "WebSub", "url": "https://h.example/"}],
            expired=False,
            language="en",
        ),
        id="a feed with everything",
    ),
]
BROKEN = [
    pytest.param(b"{", "not JSON: ", id="no JSON"),
    pytest.param(b"\xff", "not JSON: ", id="no UTF-8"),
    pytest.param(b"[]", "no object", id="an array"),
    pytest.param(
        feed().replace(b'"title"', b'"title": "B", "title"'), "not JSON: title", id="a member twice"
    ),
    pytest.param(feed(without="version"), "version: missing", id="no version"),
    pytest.param(feed(version="https://jsonfeed.org/version/1"), "version: not https", id="another version"),
    pytest.param(
        json.dumps({"title": "A", **FEED, "items": []}).encode(), "version: not the first", id="version later"
    ),
    pytest.param(feed(without="title"), "title: missing", id="no title"),
    pytest.param(feed(title=""), "title: empty", id="an empty title"),
    pytest.param(feed(title=None), "title: no text", id="no text"),
    pytest.param(feed(title="\ud800"), "title: half of a character", id="half a character"),
    pytest.param(json.dumps(FEED).encode(), "items: missing", id="no items"),
    pytest.param(json.dumps({**FEED, "items": {}}).encode(), "items: no array", id="items no array"),
    pytest.param(feed("x"), "items[0]: no object", id="an item no object"),
    pytest.param(feed(without="home_page_url"), "home_page_url: missing", id="no home"),
    pytest.param(feed(home_page_url="/"), "home_page_url: not absolute", id="a relative home"),
    pytest.param(feed(without="feed_url"), "feed_url: missing", id="no address"),
    pytest.param(feed(feed_url="https://a.example/"), "feed_url: not where it is", id="another address"),
    pytest.param(feed(next_url=HERE), "next_url: the feed itself", id="next is itself"),
    pytest.param(feed(author={"name": "Ann"}), "author: no member", id="what 1.1 gave up"),
    pytest.param(feed(authors=[{}]), "authors[0]: nobody", id="nobody"),
    pytest.param(feed(authors=[{"name": ""}]), "authors[0].name: empty", id="an empty name"),
    pytest.param(feed(language="en_GB"), "language: no language", id="no language"),
    pytest.param(feed(expired=0), "expired: neither", id="neither true nor false"),
    pytest.param(feed(hubs=[{"url": "https://h.example/"}]), "hubs[0].type: missing", id="a hub of no type"),
    pytest.param(feed(hubs=[{"type": "WebSub"}]), "hubs[0].url: missing", id="a hub nowhere"),
    pytest.param(feed(subtitle="x"), "subtitle: no member", id="an unknown member"),
    pytest.param(
        feed().replace(b'"items"', b'"_a.b": {}, "items"'), "_a.b: no member", id="an extension with a dot"
    ),
    pytest.param(item(without="id"), "items[0].id: missing", id="no id"),
    pytest.param(item(id=1), "items[0].id: no text", id="an id that is no text"),
    pytest.param(item(id=""), "items[0].id: empty", id="an empty id"),
    pytest.param(feed(ITEM, ITEM), "items: tag:a.example,2026:1 stands there twice", id="an id twice"),
    pytest.param(item(url="/1"), "items[0].url: not absolute", id="a relative address"),
    pytest.param(item(url="https://a.example/a b"), "items[0].url: no address", id="a space in an address"),
    pytest.param(
        item(image="https://a.example/é"), "items[0].image: no address", id="an address not in ASCII"
    ),
    pytest.param(item(without="content_html"), "items[0]: neither", id="no content"),
    pytest.param(item(date_published="2026-05-01"), "items[0].date_published: not as", id="no time"),
    pytest.param(item(date_published="2026-05-01T10:00:00"), "items[0].date_published: not as", id="no zone"),
    pytest.param(
        item(date_modified="2026-02-30T10:00:00Z"), "items[0].date_modified: no such", id="no such day"
    ),
    pytest.param(item(tags="a"), "items[0].tags: no array", id="tags no array"),
    pytest.param(item(tags=[""]), "items[0].tags[0]: empty", id="an empty tag"),
    pytest.param(
        item(attachments=[{"url": "https://a.example/a"}]),
        "items[0].attachments[0].mime_type: missing",
        id="no media type",
    ),
    pytest.param(
        item(attachments=[{"mime_type": "a/b"}]), "items[0].attachments[0].url: missing", id="no file"
    ),
    pytest.param(
        item(attachments=[{"url": "https://a.example/a", "mime_type": "mp3"}]),
        "items[0].attachments[0].mime_type: no media",
        id="no such media type",
    ),
    pytest.param(
        item(attachments=[{"url": "https://a.example/a", "mime_type": "a/b", "size_in_bytes": "1"}]),
        "items[0].attachments[0].size_in_bytes: no amount",
        id="a size as text",
    ),
]


@pytest.mark.parametrize("raw", SOUND)
def test_a_sound_document_is_passed(raw: bytes) -> None:
    assert check(raw, location=HERE) == ()


@pytest.mark.parametrize(("raw", "start"), BROKEN)
def test_a_broken_rule_is_named(raw: bytes, start: str) -> None:
    assert [fault for fault in check(raw, location=HERE) if fault.startswith(start)] != []
