"""Feeds, read back by parsers that we did not write: feedparser, and the standard library's JSON and XML."""

import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import feedparser
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.feeds import EPOCH, FORMATS, Feed, Outline, render, render_opml
from publisher.model import Author, Enclosure, FullPost, Image, Post

RSS, ATOM, JSON = FORMATS
SELF: dict[str, str] = {one.name: f"https://blog.example/feeds/{one.file}" for one in FORMATS}
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


# One feed, three formats


def test_what_a_feed_says_of_itself() -> None:
    rss, atom, document = trees(feed(FULL))
    assert (rss.findtext("title"), rss.findtext("description")) == ("Blog & more", "About <things>")
    assert (rss.findtext("link"), rss.findtext("language")) == ("https://blog.example/", "en")
    assert atom.findtext(f"{A}id") == "tag:blog.example,2000:feeds/atom.xml"
    assert (atom.findtext(f"{A}title"), atom.findtext(f"{A}subtitle")) == ("Blog & more", "About <things>")
    assert atom.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert atom.findtext(f"{A}author/{A}name") == "The Blog"
    links = {link.get("rel"): link.get("href") for link in atom.findall(f"{A}link")}
    assert links == {"self": SELF["atom"], "alternate": "https://blog.example/"}
    own = rss.find(f"{A}link")
    assert own is not None
    assert own.attrib == {"rel": "self", "type": "application/rss+xml", "href": SELF["rss"]}
    del document["items"]
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Blog & more",
        "home_page_url": "https://blog.example/",
        "feed_url": SELF["json"],
        "description": "About <things>",
        "language": "en",
        "authors": [{"name": "The Blog"}],
    }


def test_an_item_of_rss() -> None:
    rss, _, _ = trees(feed(FULL))
    (item,) = rss.findall("item")
    assert item.findtext("title") == "First & <b>foremost</b>"
    assert item.findtext("link") == "https://blog.example/posts/a/"
    # A description is HTML, so text is escaped in it (RSS 2.0).
    assert item.findtext("description") == "What it is: 1 &lt; 2 &amp; so on."
    assert item.findtext(f"{C}encoded") == FULL.content_html
    assert [name.text for name in item.findall(f"{DC}creator")] == ["Ann", "Bob"]
    assert [tag.text for tag in item.findall("category")] == ["one", "two & three"]
    assert item.findtext("pubDate") == "Fri, 01 May 2026 10:30:00 +0000"
    assert item.findtext(f"{A}updated") == "2026-05-03T10:30:00Z"
    guid, enclosure = item.find("guid"), item.find("enclosure")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == ("tag:blog.example,2000:main/a.md", "false")
    assert enclosure is not None
    assert enclosure.attrib == {
        "url": "https://blog.example/a.mp3?x=1&y=2",
        "length": "1234",
        "type": "audio/mpeg",
    }


def test_an_entry_of_atom() -> None:
    _, atom, _ = trees(feed(FULL))
    (entry,) = atom.findall(f"{A}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert [
        child.text for child in entry if child.tag in (f"{A}id", f"{A}title", f"{A}updated", f"{A}published")
    ] == [
        "tag:blog.example,2000:main/a.md",
        "First & <b>foremost</b>",
        "2026-05-03T10:30:00Z",
        "2026-05-01T10:30:00Z",
    ]
    people = [[part.text for part in author] for author in entry.findall(f"{A}author")]
    assert people == [["Ann", "https://ann.example/", "ann@blog.example"], ["Bob"]]
    assert [link.attrib for link in entry.findall(f"{A}link")] == [
        {"rel": "alternate", "type": "text/html", "href": "https://blog.example/posts/a/"},
        {
            "rel": "enclosure",
            "type": "audio/mpeg",
            "href": "https://blog.example/a.mp3?x=1&y=2",
            "length": "1234",
        },
    ]
    assert [tag.get("term") for tag in entry.findall(f"{A}category")] == ["one", "two & three"]
    summary, content = entry.find(f"{A}summary"), entry.find(f"{A}content")
    assert summary is not None
    assert content is not None
    assert (summary.get("type"), summary.text) == ("text", "What it is: 1 < 2 & so on.")
    assert (content.get("type"), content.text) == ("html", FULL.content_html)


def test_an_item_of_json_feed() -> None:
    _, _, document = trees(feed(FULL))
    assert document["items"] == [
        {
            "id": "tag:blog.example,2000:main/a.md",
            "url": "https://blog.example/posts/a/",
            "content_html": FULL.content_html,
            "title": "First & <b>foremost</b>",
            "summary": "What it is: 1 < 2 & so on.",
            "image": "https://blog.example/i.png",
            "language": "de",
            "tags": ["one", "two & three"],
            "attachments": [
                {
                    "url": "https://blog.example/a.mp3?x=1&y=2",
                    "mime_type": "audio/mpeg",
                    "size_in_bytes": 1234,
                }
            ],
            "date_published": "2026-05-01T10:30:00Z",
            "date_modified": "2026-05-03T10:30:00Z",
            "authors": [{"name": "Ann", "url": "https://ann.example/"}, {"name": "Bob"}],
        }
    ]


def test_a_post_at_its_guid_is_a_permalink_and_has_the_feeds_author() -> None:
    rss, atom, document = trees(feed(PLAIN))
    guid = rss.find("item/guid")
    assert guid is not None
    assert guid.get("isPermaLink") == "true"
    assert rss.findtext(f"item/{DC}creator") == "The Blog"
    assert rss.find(f"item/{A}updated") is None
    assert atom.findtext(f"{A}entry/{A}author/{A}name") == "The Blog"
    assert document["items"][0]["authors"] == [{"name": "The Blog"}]
    assert document["items"][0]["content_html"] == ""


def test_without_any_author_the_feeds_title_stands_in() -> None:
    rss, atom, document = trees(feed(PLAIN, author=""))
    assert rss.findtext(f"item/{DC}creator") == "Blog & more"
    assert atom.findtext(f"{A}author/{A}name") == "Blog & more"
    assert "authors" not in document
    assert document["items"][0]["authors"] == [{"name": "Blog & more"}]


def test_a_feed_of_summaries_carries_no_body() -> None:
    rss, atom, document = trees(feed(FULL, in_full=False))
    assert rss.find(f"item/{C}encoded") is None
    assert atom.find(f"{A}entry/{A}content") is None
    (item,) = document["items"]
    assert "content_html" not in item
    assert item["content_text"] == item["summary"] == "What it is: 1 < 2 & so on."


def test_a_feed_is_as_new_as_its_newest_post_and_an_empty_one_as_old_as_time() -> None:
    rss, atom, document = trees(feed(PLAIN, FULL))
    assert atom.findtext(f"{A}updated") == "2026-05-03T10:30:00Z"
    assert rss.findtext("lastBuildDate") == "Sun, 03 May 2026 10:30:00 +0000"
    assert rss.findtext("pubDate") == "Fri, 01 May 2026 10:30:00 +0000"
    rss, atom, document = trees(feed())
    assert atom.findtext(f"{A}updated") == "1970-01-01T00:00:00Z"
    assert feed().updated == feed().published == EPOCH
    assert (rss.findall("item"), document["items"]) == ([], [])


def test_entries_keep_their_order() -> None:
    entries = [replace(PLAIN, post=replace(PLAIN.post, guid=f"x:{n}")) for n in (3, 1, 2)]
    for format_ in FORMATS:
        assert ids(render(feed(*entries), format_)) == ["x:3", "x:1", "x:2"]


def test_a_feed_without_an_address_of_its_own_has_no_self_link() -> None:
    rss, atom, document = trees(feed(self_urls={}))
    assert rss.find(f"{A}link") is None
    assert [link.get("rel") for link in atom.findall(f"{A}link")] == ["alternate"]
    assert "feed_url" not in document


def ids(raw: bytes) -> list[str]:
    if raw.startswith(b"{"):
        return [item["id"] for item in json.loads(raw)["items"]]
    return [entry.id for entry in parsed(raw).entries]


# Any text in, the same text out


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
        assert entry.findtext(f"{A}summary", "") == printable(full.post.summary)
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
