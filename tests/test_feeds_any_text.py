"""Any text that is put into a feed comes back from it, through parsers that we did not write."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from publisher.feeds import EPOCH, FORMATS, Feed, Outline, render, render_opml
from publisher.model import Author, FullPost, Post
from tests.feeds.samples import ATOM, DC, FULL, JSON, PLAIN, RSS, A, C, feed, parsed


def printable(text: str) -> str:
    """Return *text* less what XML 1.0 forbids: control characters, surrogates and two code points."""
    return "".join(
        one
        for one in text
        if one in "\t\n\r" or (one >= " " and not 0xD800 <= ord(one) < 0xE000 and one not in "\ufffe\uffff")
    )


ANY = st.text(st.characters(exclude_categories=())) | st.sampled_from(
    [
        "]]>",
        "<!-- -->",
        "&amp;amp;",
        "\x00\x0b",
        "\ud800",
        "\r\n",
        "<![CDATA[x]]>",
        "&nbsp;",
        "﻿x",
        "\u2028",
        "\x85",
    ]
)
MOMENTS = st.integers(0, 4_000_000_000).map(lambda seconds: EPOCH + timedelta(seconds=seconds))
# feedparser takes what could be Windows-1252, or UTF-8 read as Latin-1, for just that, and mends it.
UNMENDED = ANY.map(lambda text: re.sub("[\x80-\xff]", "", text))


def some(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return what leaves something to see."""
    return text.filter(lambda found: printable(found).strip() != "")


@st.composite
def full_posts(draw: st.DrawFn, text: st.SearchStrategy[str]) -> FullPost:
    """Return a post made of any *text*."""
    number = draw(st.integers(0, 10**9))
    post = Post(
        guid=f"tag:blog.example,2000:main/{number}",
        url=f"https://blog.example/posts/{number}/",
        title=draw(some(text)),
        summary=draw(text),
        published=draw(MOMENTS),
        updated=draw(MOMENTS),
        authors=tuple(Author(name=name) for name in draw(st.lists(some(text), min_size=1, max_size=2))),
        tags=tuple(draw(st.lists(some(text), max_size=2))),
    )
    return FullPost(post=post, content_html=draw(text))


def feeds_of(text: st.SearchStrategy[str]) -> st.SearchStrategy[Feed]:
    entries = st.lists(full_posts(text), max_size=3, unique_by=lambda one: one.post.guid)
    return entries.map(lambda found: feed(*found))


FEEDS = feeds_of(ANY)


@given(FEEDS)
@example(feed(FULL, PLAIN))
def test_any_text_comes_back_from_atom(one: Feed) -> None:
    root = ET.fromstring(render(one, ATOM))
    entries = root.findall(f"{A}entry")
    assert len(entries) == len(one.entries)
    for entry, full in zip(entries, one.entries, strict=True):
        assert entry.findtext(f"{A}title") == printable(full.post.title)
        assert escaped_once(entry.findtext(f"{A}summary", "")) == printable(full.post.summary)
        assert entry.findtext(f"{A}content", "") == printable(full.content_html)
        names = [name.text for name in entry.findall(f"{A}author/{A}name")]
        assert names == [printable(author.name) for author in one.authors(full)]
        tags = [tag.get("term") for tag in entry.findall(f"{A}category")]
        assert tags == [printable(tag) for tag in full.post.tags]


@given(FEEDS)
@example(feed(FULL, PLAIN))
def test_any_text_comes_back_from_rss(one: Feed) -> None:
    items = ET.fromstring(render(one, RSS)).findall("channel/item")
    assert len(items) == len(one.entries)
    for item, full in zip(items, one.entries, strict=True):
        assert item.findtext("title") == printable(full.post.title)
        assert escaped_once(item.findtext("description", "")) == printable(full.post.summary)
        assert item.findtext(f"{C}encoded", "") == printable(full.content_html)
        names = [name.text for name in item.findall(f"{DC}creator")]
        assert names == [printable(author.name) for author in one.authors(full)]
        assert [tag.text for tag in item.findall("category")] == [printable(tag) for tag in full.post.tags]


def escaped_once(text: str) -> str:
    assert not re.search("[<>]|&(?!amp;|lt;|gt;)", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@given(FEEDS)
@example(feed(FULL, PLAIN))
def test_any_text_comes_back_from_json(one: Feed) -> None:
    items = json.loads(render(one, JSON))["items"]
    assert len(items) == len(one.entries)
    for item, full in zip(items, one.entries, strict=True):
        assert item["title"] == printable(full.post.title)
        assert item.get("summary", "") == printable(full.post.summary)
        assert item["content_html"] == printable(full.content_html)
        assert [one["name"] for one in item["authors"]] == [
            printable(author.name) for author in one.authors(full)
        ]
        assert item.get("tags", []) == [printable(tag) for tag in full.post.tags]


def squeezed(text: str | None) -> str:
    """Return text as feedparser leaves it: without white space around it, line ends as one."""
    return re.sub("\r\n?", "\n", text or "").strip()


@given(feeds_of(UNMENDED))
@example(feed(FULL, PLAIN))
def test_a_reader_finds_the_same_in_all_three(one: Feed) -> None:
    items = json.loads(render(one, JSON))["items"]
    for format_ in (RSS, ATOM):
        entries = parsed(render(one, format_)).entries
        assert [entry.id for entry in entries] == [item["id"] for item in items]
        assert [entry.link for entry in entries] == [item["url"] for item in items]
        assert [squeezed(entry.title) for entry in entries] == [squeezed(item["title"]) for item in items]
        assert [stamp(entry.published_parsed) for entry in entries] == [
            item["date_published"] for item in items
        ]
        changed = [stamp(dict.get(entry, "updated_parsed") or entry.published_parsed) for entry in entries]
        assert changed == [item["date_modified"] for item in items]
        bodies = [squeezed(entry.content[0].value) if "content" in entry else "" for entry in entries]
        assert bodies == [squeezed(item["content_html"]) for item in items]
        names = [[squeezed(author.name) for author in entry.authors if author] for entry in entries]
        assert names == [[squeezed(author["name"]) for author in item["authors"]] for item in items]


def stamp(found: Any) -> str:
    year, month, day, hour, minute, second = found[:6]
    return f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"


@given(FEEDS)
def test_twice_the_same_feed_is_twice_the_same_bytes(one: Feed) -> None:
    for format_ in FORMATS:
        assert render(one, format_) == render(replace(one), format_)


@given(title=some(ANY), group=ANY)
def test_any_title_comes_back_from_opml(title: str, group: str) -> None:
    outlines = tuple(
        Outline(
            title=name, xml_url=f"https://x.example/{name[:1]!a}", html_url="https://x.example/", group=group
        )
        for name in (title, "Other")
    )
    body = ET.fromstring(render_opml(title, outlines)).find("body")
    assert body is not None
    (holder,) = body.findall("outline") if group else (body,)
    assert holder.get("text", "") == printable(group)
    assert [one.get("text") for one in holder.findall("outline")] == [printable(title), "Other"]


def test_opml_lists_each_feed_under_its_group() -> None:
    outlines = (
        Outline(title="Blog", xml_url="https://b.example/atom.xml", html_url="https://b.example/"),
        Outline(
            title="X & Y", xml_url="https://b.example/x.xml", html_url="https://b.example/x/", group="Themes"
        ),
    )
    root = ET.fromstring(render_opml("Blog", outlines))
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Blog")
    assert [dict(one.attrib) for one in root.iter("outline")] == [
        {
            "type": "rss",
            "text": "Blog",
            "title": "Blog",
            "xmlUrl": "https://b.example/atom.xml",
            "htmlUrl": "https://b.example/",
        },
        {"text": "Themes"},
        {
            "type": "rss",
            "text": "X & Y",
            "title": "X & Y",
            "xmlUrl": "https://b.example/x.xml",
            "htmlUrl": "https://b.example/x/",
        },
    ]
