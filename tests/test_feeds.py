"""Feeds, read back by parsers that we did not write: feedparser, and the standard library's JSON and XML."""

import json
from dataclasses import replace

from publisher.feeds import EPOCH, FORMATS, render
from tests.feeds.samples import DC, FULL, PLAIN, SELF, A, C, feed, parsed, trees

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
    assert people == [["Ann"], ["Bob"]]  # address and email only where each has one
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
    assert (summary.get("type"), summary.text) == ("html", "What it is: 1 &lt; 2 &amp; so on.")
    assert (content.get("type"), content.text) == ("html", FULL.content_html)


def test_an_author_alone_has_an_address_and_an_email_in_atom() -> None:
    alone = replace(FULL, post=replace(FULL.post, authors=FULL.post.authors[:1]))
    _, atom, _ = trees(feed(alone))
    author = atom.find(f"{A}entry/{A}author")
    assert author is not None
    assert [part.text for part in author] == ["Ann", "https://ann.example/", "ann@blog.example"]


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
    assert atom.findtext(f"{A}updated") == "2000-01-01T00:00:00Z"
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
