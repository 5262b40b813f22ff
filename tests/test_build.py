"""One build: which files the site has, and that nothing is written but what changed."""

import json
import os
import xml.etree.ElementTree as ET
from datetime import timedelta
from pathlib import Path

import feedparser
import pytest

from publisher.errors import OutputError
from tests.blog import Blog, changes, snapshot

THEMES = (
    "[classifier]\naccuracy = 0.7\n"
    '[[themes]]\nname = "Feeds"\nkeywords = ["rss", "feed", "reader", "polling"]\n[[themes]]\nname = "Digests"\n'
)
FORMATS = ("atom.xml", "feed.json", "rss.xml")


def three(folder: str) -> set[str]:
    return {f"{folder}{name}" for name in FORMATS}


@pytest.fixture
def full(blog: Blog) -> Blog:
    """Two posts of two authors, themes and months, one with an address elsewhere; built."""
    blog.configure(THEMES)
    blog.write("a.md", "RSS feeds, readers of feeds, polling.", title="A", author="Ann", date="2026-04-02")
    blog.write("b.md", "Words.", title="B", author="Bob", tags=["digests"], link="https://old.example/b")
    blog.build()
    return blog


# What there is


def test_a_site_has_a_feed_in_three_formats_for_all_posts_each_theme_and_each_author(full: Blog) -> None:
    assert set(snapshot(full)) == {
        *three("feeds/"),
        *three("feeds/theme/feeds/"),
        *three("feeds/theme/digests/"),
        *three("feeds/author/ann/"),
        *three("feeds/author/bob/"),
        "feeds.opml",
        "feeds/index.html",
        "index.html",
        "themes/feeds/index.html",
        "themes/digests/index.html",
        "authors/ann/index.html",
        "authors/bob/index.html",
        "archive/index.html",
        "archive/2026/04/index.html",
        "archive/2026/05/index.html",
        "posts/a/index.html",
        "site.css",
        "feed.css",
    }


@pytest.mark.parametrize(
    ("folder", "titles"),
    [
        pytest.param("feeds/", ["B", "A"], id="all posts, the newest first"),
        pytest.param("feeds/theme/feeds/", ["A"], id="a theme by its keyword"),
        pytest.param("feeds/theme/digests/", ["B"], id="a theme by a tag"),
        pytest.param("feeds/author/ann/", ["A"], id="an author"),
    ],
)
def test_each_feed_has_its_posts_in_every_format(full: Blog, folder: str, titles: list[str]) -> None:
    assert [item["title"] for item in full.items(f"{folder}feed.json")] == titles
    for name in ("rss.xml", "atom.xml"):
        found = feedparser.parse((full.public / folder / name).read_bytes())
        assert not found.bozo
        assert [entry.title for entry in found.entries] == titles


def test_the_report_counts_what_there_is(full: Blog) -> None:
    _, report = changes(full)
    assert report.feeds == 15
    counts = report.counts
    assert (counts.files, counts.posts, counts.drafts, counts.skipped) == (2, 2, 0, ())


def test_feeds_are_advertised_in_the_heads_of_pages(full: Blog) -> None:
    front = (full.public / "index.html").read_text()
    for name, mime_type in (
        ("rss.xml", "rss+xml"),
        ("atom.xml", "atom+xml"),
        ("feed.json", "feed+json"),
    ):
        assert f'type="application/{mime_type}"' in front
        assert f'href="feeds/{name}"' in front
        assert (
            f'href="../../feeds/theme/feeds/{name}"' in (full.public / "themes/feeds/index.html").read_text()
        )


def test_the_list_of_feeds_for_readers_has_them_all(full: Blog) -> None:
    outlines = ET.parse(full.public / "feeds.opml").iter("outline")
    assert [(one.get("text"), one.get("xmlUrl", "")) for one in outlines] == [
        ("Blog", "https://blog.example/feeds/atom.xml"),
        ("Themes", ""),
        ("Blog: Digests", "https://blog.example/feeds/theme/digests/atom.xml"),
        ("Blog: Feeds", "https://blog.example/feeds/theme/feeds/atom.xml"),
        ("Authors", ""),
        ("Blog: Ann", "https://blog.example/feeds/author/ann/atom.xml"),
        ("Blog: Bob", "https://blog.example/feeds/author/bob/atom.xml"),
    ]


def test_an_address_beyond_ascii_is_written_the_same_everywhere(blog: Blog) -> None:
    blog.write("日記.md", author="李白")
    blog.build()
    listed = [one.get("xmlUrl") for one in ET.parse(blog.public / "feeds.opml").iter("outline")]
    feed = feedparser.parse((blog.public / "feeds/author/李白/atom.xml").read_bytes()).feed
    own = next(link.href for link in feed.links if link.rel == "self")
    assert own == "https://blog.example/feeds/author/%E6%9D%8E%E7%99%BD/atom.xml"
    assert own in listed
    assert blog.items()[0]["url"] == "https://blog.example/posts/%E6%97%A5%E8%A8%98/"
    assert (blog.public / "posts/日記/index.html").is_file()


def test_a_feed_carries_the_newest_posts_up_to_its_limit(blog: Blog) -> None:
    blog.configure("[feeds]\nentries = 2")
    for day in (1, 3, 2):
        blog.write(f"{day}.md", date=f"2026-05-0{day}")
    blog.build()
    assert [item["title"] for item in blog.items()] == ["3.md", "2.md"]


def test_a_feed_of_summaries_carries_no_body(blog: Blog) -> None:
    blog.configure('[feeds]\ncontent = "summary"')
    blog.write("a.md", "One sentence to sum it up.\n\n" + "More words here. " * 100)
    blog.build()
    (item,) = blog.items()
    assert "content_html" not in item
    assert len(item["content_text"]) < 300
    assert "content" not in feedparser.parse((blog.public / "feeds/atom.xml").read_bytes()).entries[0]


def test_a_site_without_posts_is_a_site_all_the_same(blog: Blog) -> None:
    blog.configure(THEMES)
    report = blog.build()
    assert report.counts.posts == 0
    assert blog.items() == []
    assert (blog.public / "index.html").is_file()
    assert (blog.public / "feeds.opml").is_file()
    assert changes(blog)[0] == set()


def test_the_same_posts_give_the_same_bytes_on_another_machine(full: Blog, tmp_path: Path) -> None:
    other = Blog(tmp_path / "other")
    other.configure(THEMES)
    for path in full.posts.iterdir():
        (other.posts / path.name).write_bytes(path.read_bytes())
    other.build()
    assert {path: raw for path, (_, raw) in snapshot(other).items()} == {
        path: raw for path, (_, raw) in snapshot(full).items()
    }


# The second time


def test_a_second_build_writes_nothing(full: Blog) -> None:
    changed, report = changes(full)
    assert changed == set()
    assert (report.sync.read, report.output.written, report.output.removed) == (0, 0, 0)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("feeds/rss.xml", id="the feed of all posts"),
        pytest.param("feeds/author/bob/feed.json", id="an author's feed"),
        pytest.param("index.html", id="the front page"),
        pytest.param("themes/feeds/index.html", id="a theme's page"),
        pytest.param("archive/2026/04/index.html", id="a month's page"),
        pytest.param("archive/index.html", id="the archive"),
        pytest.param("feeds/index.html", id="the page of feeds"),
        pytest.param("feeds.opml", id="the list of feeds"),
        pytest.param("site.css", id="the style sheet"),
        pytest.param("posts/a/index.html", id="a post's page"),
    ],
)
def test_a_file_that_was_removed_comes_back(full: Blog, path: str) -> None:
    before = (full.public / path).read_bytes()
    (full.public / path).unlink()
    changed, report = changes(full)
    assert (changed, report.output.written) == ({path}, 1)
    assert (full.public / path).read_bytes() == before


def test_a_page_of_an_empty_theme_comes_back_too(blog: Blog) -> None:
    blog.configure(THEMES)
    blog.write("a.md", "RSS feeds, readers of feeds, polling.")
    blog.build()
    (blog.public / "themes/digests/index.html").unlink()
    assert changes(blog)[0] == {"themes/digests/index.html"}


def test_a_changed_post_rewrites_the_feeds_and_pages_that_carry_it(full: Blog) -> None:
    full.write(
        "a.md", "RSS feeds, readers of feeds, polling, again.", title="A", author="Ann", date="2026-04-02"
    )
    changed, report = changes(full)
    assert changed == {
        *three("feeds/"),
        *three("feeds/theme/feeds/"),
        *three("feeds/author/ann/"),
        "index.html",
        "themes/feeds/index.html",
        "authors/ann/index.html",
        "posts/a/index.html",
    }
    assert report.output.written == len(changed)
    assert full.items()[1]["date_modified"] == f"{full.now:%Y-%m-%dT%H:%M:%SZ}"


def test_a_touched_post_rewrites_nothing(full: Blog) -> None:
    os.utime(full.posts / "a.md", (2_000_000_000, 2_000_000_000))
    changed, report = changes(full)
    assert (changed, report.sync.read, report.sync.updated) == (set(), 1, 0)


def test_a_post_that_changes_its_author_leaves_one_page_and_joins_another(full: Blog) -> None:
    full.write("a.md", "RSS feeds, readers of feeds, polling.", title="A", author="Bob", date="2026-04-02")
    full.build()
    assert [item["title"] for item in full.items("feeds/author/bob/feed.json")] == ["B", "A"]
    assert not (full.public / "authors/ann").exists()
    # A subscription never breaks: the feed stays, empty.
    assert full.items("feeds/author/ann/feed.json") == []
    assert "author/ann" not in (full.public / "feeds.opml").read_text()
    assert changes(full)[0] == set()


def test_a_withdrawn_post_leaves_every_feed_and_its_page_goes(full: Blog) -> None:
    (full.posts / "a.md").unlink()
    report = full.build()
    assert (report.sync.withdrawn, report.output.removed) == (1, 3)
    assert [item["title"] for item in full.items()] == ["B"]
    assert full.items("feeds/author/ann/feed.json") == full.items("feeds/theme/feeds/feed.json") == []
    # What tells a server that the page is gone for good.
    assert [path.name for path in (full.public / "posts/a").iterdir()] == [".gone"]
    assert not (full.public / "archive/2026/04").exists()
    assert not (full.public / "authors/ann").exists()


def test_a_withdrawn_post_that_comes_back_has_its_page_and_id_again(full: Blog) -> None:
    before = full.items()
    content = (full.posts / "a.md").read_bytes()
    (full.posts / "a.md").unlink()
    full.build()
    (full.posts / "a.md").write_bytes(content)
    full.build()
    assert full.items() == before
    assert [path.name for path in (full.public / "posts/a").iterdir()] == ["index.html"]


def test_a_post_made_a_draft_leaves_the_site(full: Blog) -> None:
    full.write(
        "a.md",
        "RSS feeds, readers of feeds, polling.",
        title="A",
        author="Ann",
        date="2026-04-02",
        draft=True,
    )
    report = full.build()
    assert (report.counts.posts, report.counts.drafts) == (1, 1)
    assert [item["title"] for item in full.items()] == ["B"]
    assert [path.name for path in (full.public / "posts/a").iterdir()] == [".gone"]


def test_a_post_that_becomes_due_appears_at_the_next_build(full: Blog) -> None:
    full.write("c.md", title="C", date=(full.now + timedelta(days=1)).isoformat(), author="Cy")
    report = full.build()
    assert (report.counts.posts, report.counts.future) == (2, 1)
    assert not (full.public / "posts/c").exists()
    assert not (full.public / "feeds/author/cy").exists()
    full.now += timedelta(days=1)
    changed, report = changes(full)
    assert (report.counts.posts, report.counts.future, report.sync.read) == (3, 0, 0)
    assert [item["title"] for item in full.items()] == ["C", "B", "A"]
    assert {
        "posts/c/index.html",
        "feeds/author/cy/rss.xml",
        "feeds.opml",
        "archive/2026/06/index.html",
    } <= changed
    assert not any("ann" in path or "bob" in path for path in changed)


def test_a_new_title_of_the_site_rewrites_every_feed_and_no_dates(full: Blog) -> None:
    dates = [item["date_modified"] for item in full.items()]
    full.config.write_text(full.config.read_text().replace('title = "Blog"', 'title = "Diary"'))
    changed, _ = changes(full)
    assert three("feeds/") | three("feeds/author/bob/") | {"posts/a/index.html", "feeds.opml"} <= changed
    assert json.loads((full.public / "feeds/feed.json").read_bytes())["title"] == "Diary"
    assert [item["date_modified"] for item in full.items()] == dates


def test_a_template_of_ones_own_rewrites_the_pages_and_no_feed(full: Blog) -> None:
    folder = full.folder / "templates" / "site"
    folder.mkdir(parents=True)
    (folder / "_subscribe.html").write_text("<p>Subscribe to us!</p>\n")
    changed, _ = changes(full)
    assert "Subscribe to us!" in (full.public / "index.html").read_text()
    assert changed
    assert all(path.endswith(".html") for path in changed)


def test_a_theme_that_is_added_finds_posts_that_did_not_change(full: Blog) -> None:
    full.write("c.md", "Bread from the oven.", title="Bread")
    full.build()
    full.configure(THEMES + '[[themes]]\nname = "Bread"\nkeywords = ["bread", "oven"]\n')
    full.build()
    assert [item["title"] for item in full.items("feeds/theme/bread/feed.json")] == ["Bread"]


def test_output_within_a_source_is_not_read_as_posts(blog: Blog) -> None:
    blog.config.write_text(
        '[site]\nurl = "https://blog.example/"\n[[sources]]\nname = "main"\npath = "."\n', encoding="utf-8"
    )
    blog.write("a.md")
    blog.build()
    changed, report = changes(blog)
    assert (changed, report.counts.files, report.sync.read) == (set(), 1, 0)


# What could go wrong


def test_a_build_on_an_empty_catalog_over_a_site_stops_and_says_so(full: Blog) -> None:
    before = snapshot(full)
    for path in (full.folder / "data").iterdir():
        path.unlink()
    with pytest.raises(OutputError, match="--fresh"):
        full.build()
    assert snapshot(full) == before
    assert full.build(fresh=True).sync.added == 2
    assert {path: raw for path, (_, raw) in snapshot(full).items()} == {
        path: raw for path, (_, raw) in before.items()
    }


def test_an_empty_output_directory_is_no_reason_to_stop(blog: Blog) -> None:
    blog.public.mkdir()
    blog.write("a.md")
    assert blog.build().sync.added == 1


def test_a_file_where_the_output_directory_should_be_is_said_to_be_in_the_way(blog: Blog) -> None:
    blog.public.write_text("in the way")
    blog.write("a.md")
    with pytest.raises(OutputError, match="public"):
        blog.build()


def test_half_characters_and_control_characters_do_not_stop_a_build(any_blog: Blog) -> None:
    strange = "a\ud800b\x00c\ufffed"
    matter = {"title": strange, "guid": strange, "tags": [strange], "author": strange, "summary": strange}
    (any_blog.posts / "a.md").write_text(json.dumps({**matter, "date": "2026-05-01"}) + "\n\nWords.\n")
    report = any_blog.build()
    assert report.counts.posts + len(report.counts.skipped) == 1
    for name in ("rss.xml", "atom.xml"):
        found = feedparser.parse((any_blog.public / "feeds" / name).read_bytes())
        assert not found.bozo
        ids = [item["id"] for item in any_blog.items()]
        # It is no IRI, which Atom wants (RFC 4287, 4.2.6).
        wanted = [f"tag:blog.example,2000:guid/{id_}" for id_ in ids] if name == "atom.xml" else ids
        assert [entry.id for entry in found.entries] == wanted


def test_a_file_name_that_is_not_utf_8_is_reported_and_stops_no_other(any_blog: Blog) -> None:
    any_blog.write("a.md")
    name = os.fsencode(any_blog.posts) + b"/caf\xe9.md"
    with open(name, "wb") as file:  # noqa: PTH123 - a Path cannot be made of every name
        file.write((any_blog.posts / "a.md").read_bytes())
    report = any_blog.build()
    assert report.counts.posts == 1
    assert [notice.reason for notice in report.counts.skipped] == ["the file's name is not UTF-8"]
    assert changes(any_blog)[0] == set()
