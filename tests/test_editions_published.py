"""Editions on the site: their pages, the lists of them and their feeds."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import feedparser

from publisher.hosting import listed_feeds, type_of
from publisher.publish import list_feeds
from tests.blog import Blog, changes, snapshot
from tests.feeds.judges import faults_below
from tests.issued import (
    FEEDS,
    LISTS,
    WEEKLY,
    broken,
    issue,
    issued,
    many,
    page,
    publish,
    read,
    rewrites_only,
    set_status,
    texts,
)

__all__ = ["issued"]
DAILY = '[[digests]]\nname = "daily"\n'


# What there is


def test_a_released_edition_has_a_page_a_line_and_an_entry(issued: Blog) -> None:
    assert {path for path in snapshot(issued) if path.startswith("editions/")} == {
        *LISTS,
        page(1),
        page(2),
        page(3),
    }
    assert texts(issued, page(2), "//h1 | //article//h2") == ["Two", "Two"]
    lines = texts(issued, "editions/weekly/index.html", "//ol/li/a")
    assert lines == ["Three", "Two", "One"]
    said = texts(issued, "editions/weekly/index.html", "//ol/li[1]/p")
    assert said == ["No. 3May 3, 20261 post", "What is in it"]
    titles = [item["title"] for item in issued.items("editions/weekly/feed.json")]
    assert titles == ["Weekly: Three", "Weekly: Two", "Weekly: One"]


def test_every_link_of_the_site_leads_somewhere(issued: Blog) -> None:
    assert list(broken(issued)) == []
    ways = read(issued, page(2)).xpath("//nav[@class='after']/a/@href")
    assert ways == ["../1/index.html", "../3/index.html", "../index.html"]


def test_a_draft_is_on_no_page_and_in_no_feed_until_it_is_released(issued: Blog) -> None:
    issued.write("Four.md", title="Four")
    issued.build()
    issue(issued, "Four", status="draft")
    rewrites_only(issued)
    set_status(issued, 4, "released")
    rewrites_only(issued, *LISTS, page(3), page(4))


def test_a_draft_between_two_editions_is_passed_over_by_their_links(issued: Blog) -> None:
    for name, status in (("Four", "draft"), ("Five", "released")):
        issued.write(f"{name}.md", title=name)
        issued.sync()
        issue(issued, name, status=status)  # type: ignore[arg-type]
    issued.build()
    assert read(issued, page(5)).xpath("//a[@rel='prev']/@href") == ["../3/index.html"]
    assert read(issued, page(3)).xpath("//a[@rel='next']/@href") == ["../5/index.html"]
    assert not (issued.public / "editions/weekly/4").exists()


def test_the_feeds_satisfy_every_judge(issued: Blog) -> None:
    issued.config.write_text(issued.config.read_text() + '[feeds]\nhub = "https://hub.example/"\n')
    issued.write("Four.md", title="Four & <more>", summary='It\'s "good" & <b>bold</b>.', lang="he")
    issued.sync()
    issue(issued, "Four & <more>", note="<p>Dear <em>all</em>.</p>", heading="What & why")
    set_status(issued, 2, "cancelled")
    issued.build()
    assert faults_below(issued.public, now=issued.now) == []


def test_an_entry_has_the_note_and_the_posts_with_absolute_links(issued: Blog) -> None:
    issued.write("Four.md", title="Four", summary="In short.")
    issued.sync()
    made = issue(issued, "Four", note="<p>Dear all.</p>", heading="Why")
    issued.build()
    newest = issued.items("editions/weekly/feed.json")[0]
    assert (newest["id"], newest["url"]) == (made.guid, "https://blog.example/editions/weekly/4/")
    assert (newest["date_published"], newest["date_modified"]) == ("2026-05-25T09:00:00Z",) * 2
    assert (newest["summary"], newest["authors"]) == ("What is in it", [{"name": "Blog"}])
    assert newest["content_html"].split("\n") == [
        "<p>Dear all.</p>",
        "<h2>Why</h2>",
        "<div>",
        '<h3><a href="https://blog.example/posts/four/">Four</a></h3>',
        "<p><small>May 1, 2026</small></p>",
        "<p>In short.</p>",
        "</div>",
        "",
    ]


def test_the_feeds_are_in_the_heads_on_the_page_of_feeds_and_in_the_list_for_readers(issued: Blog) -> None:
    for path, up in (
        (page(2), "../../../"),
        ("editions/weekly/index.html", "../../"),
        ("editions/index.html", "../"),
    ):
        advertised = read(issued, path).xpath("//link[@rel='alternate']/@href")
        assert advertised[:3] == [
            f"{up}editions/weekly/{name}" for name in ("rss.xml", "atom.xml", "feed.json")
        ]
    assert "https://blog.example/editions/weekly/atom.xml" in texts(issued, "feeds/index.html", "//code")
    outlines = ET.parse(issued.public / "feeds.opml").iter("outline")
    assert ("Blog: The week", "https://blog.example/editions/weekly/atom.xml") in [
        (one.get("text"), one.get("xmlUrl")) for one in outlines
    ]
    assert changes(issued)[1].feeds == 9
    listed = listed_feeds(issued.public) or {}
    assert sorted(path for path in listed if "editions" in path) == sorted(FEEDS)
    assert all(type_of(path, None)[1] for path in FEEDS)


def test_a_feed_carries_as_many_editions_as_the_settings_say(issued: Blog) -> None:
    issued.configure(WEEKLY + '[feeds]\nentries = 2\ncontent = "summary"\n')
    issued.build()
    found = feedparser.parse((issued.public / FEEDS[0]).read_bytes())
    assert [entry.title for entry in found.entries] == ["Weekly: Three", "Weekly: Two"]
    assert "content" not in found.entries[0]
    assert found.feed.id == "tag:blog.example,2000:editions/weekly/atom.xml"


def test_the_feeds_are_listed_with_the_editions_that_they_carry(issued: Blog) -> None:
    issued.configure(WEEKLY + "[feeds]\nentries = 2\n")
    issued.build()
    with issued.catalog() as catalog, catalog.reading() as connection:
        found = tuple(list_feeds(issued.app().settings, connection, issued.now))[-3:]
    assert sorted(one.path for one in found) == sorted(FEEDS)
    of, newest = found[0].collection, found[0].newest
    assert (of.kind, of.title, of.posts, of.carried) == ("digest", "The week", 3, 2)
    assert newest == datetime(2026, 5, 18, 9, tzinfo=UTC)
    assert all(one.size > one.size_gzip > 0 for one in found)


def test_many_editions_are_listed_by_year(blog: Blog) -> None:
    for number in range(60):
        blog.write(f"{number}.md", title=f"Post {number}", date="2026-05-01")
    blog.build()
    many(blog, blog.visible(), 1)
    blog.build()
    years = texts(blog, "editions/weekly/index.html", "//h2")
    assert years == ["2027 25 editions", "2026 35 editions"]
    assert len(texts(blog, "editions/weekly/index.html", "//ol/li")) == 60


def test_several_digests_share_a_page_that_has_the_newest_of_each(issued: Blog) -> None:
    issued.configure(WEEKLY + DAILY)
    for number in range(7):
        issued.write(f"d{number}.md", title=f"D{number}")
        issued.sync()
        issue(issued, f"D{number}", digest="daily")
    issued.build()
    headings = texts(issued, "editions/index.html", "//h2")
    assert headings == ["The week 3 editions", "daily 7 editions"]
    assert len(texts(issued, "editions/index.html", "//section[2]/ol/li")) == 5
    rest = read(issued, "editions/index.html").xpath("//p[contains(@class, 'rest')]/a/@href")
    assert rest == ["../editions/daily/index.html"]
    assert list(broken(issued)) == []


def test_the_first_edition_of_another_digest_puts_its_feeds_on_the_page_of_feeds(issued: Blog) -> None:
    issue(issued, "One", digest="daily")
    publish(issued)
    rewrites_only(issued, "feeds/index.html", "feeds.opml")
    assert "https://blog.example/editions/daily/atom.xml" in texts(issued, "feeds/index.html", "//code")
    assert "https://blog.example/editions/daily/atom.xml" in (issued.public / "feeds.opml").read_text()


def test_a_digest_that_left_the_settings_keeps_its_pages_and_feeds(issued: Blog) -> None:
    before = {path for path in snapshot(issued) if path.startswith("editions/")}
    issued.configure()
    issued.build()
    assert {path for path in snapshot(issued) if path.startswith("editions/")} == before
    assert texts(issued, "editions/weekly/index.html", "//h1") == ["Weekly"]
    assert set(FEEDS) <= set(listed_feeds(issued.public) or ())


def test_a_site_without_editions_does_not_speak_of_them(blog: Blog) -> None:
    blog.configure(WEEKLY)
    blog.write("a.md")
    blog.build()
    assert not (blog.public / "editions").exists()
    assert not [path for path, (_, content) in snapshot(blog).items() if b"ditions/" in content]


def test_the_first_edition_puts_them_into_the_navigation_of_every_page(blog: Blog) -> None:
    blog.write("a.md", title="A")
    blog.build()
    issue(blog, "A")
    publish(blog)
    assert texts(blog, "editions/index.html", "//header//nav/a") == ["Archive", "Editions", "Feeds"]
    assert texts(blog, "index.html", "//header//nav/a") == ["Archive", "Feeds"]
    blog.build()
    for path in snapshot(blog):
        if path.endswith(".html"):
            assert texts(blog, path, "//header//nav/a") == ["Archive", "Editions", "Feeds"]
    rewrites_only(blog)


# What is taken back


def test_a_cancelled_edition_leaves_its_place_to_its_neighbours(issued: Blog) -> None:
    set_status(issued, 2, "cancelled")
    gone = "editions/weekly/2/.gone"
    rewrites_only(issued, *LISTS, page(1), page(2), page(3), gone)
    assert [path.name for path in (issued.public / "editions/weekly/2").iterdir()] == [".gone"]
    assert list(broken(issued)) == []
    assert [item["title"] for item in issued.items(FEEDS[1])] == ["Weekly: Three", "Weekly: One"]
    assert b"deleted-entry" in (issued.public / FEEDS[0]).read_bytes()
    rewrites_only(issued)
    (issued.public / gone).unlink()
    rewrites_only(issued, gone)


def test_a_digest_whose_editions_are_all_cancelled_keeps_its_feeds(issued: Blog) -> None:
    for number in (1, 2, 3):
        set_status(issued, number, "cancelled")
    issued.build()
    assert issued.items(FEEDS[1]) == []
    assert "No editions yet." in texts(issued, "editions/weekly/index.html", "//p")
    assert list(broken(issued)) == []
    assert faults_below(issued.public, now=issued.now) == []


def test_a_withdrawn_post_stays_in_its_edition_and_nothing_leads_to_it(issued: Blog) -> None:
    issued.write("Two.md", title="Two", author="Bob", date="2026-05-02")
    issued.write("Four.md", title="Four", author="Cy")
    issued.sync()
    issue(issued, "Four")
    issued.build()
    (issued.posts / "Four.md").unlink()
    issued.build()
    assert list(broken(issued)) == []
    assert texts(issued, page(4), "//article//h2 | //article//bdi") == ["Four", "Cy"]
    assert read(issued, page(4)).xpath("//article//a") == []


def test_either_database_tells_what_was_released_cancelled_and_withdrawn(any_blog: Blog) -> None:
    for name in ("One", "Two", "Three", "Four"):
        any_blog.write(f"{name}.md", title=name, author=name)
    any_blog.build()
    issue(any_blog, "One", "Two")
    issue(any_blog, "Three", status="draft")
    issue(any_blog, "Four")
    any_blog.build()
    (any_blog.posts / "One.md").unlink()
    set_status(any_blog, 2, "released")
    set_status(any_blog, 3, "cancelled")
    rewritten = {page(1), page(2), page(3), "editions/weekly/3/.gone"}
    assert LISTS | rewritten <= changes(any_blog)[0]
    assert texts(any_blog, "editions/weekly/index.html", "//ol/li/a") == ["Three", "One"]
    assert list(broken(any_blog)) == []
    rewrites_only(any_blog)
