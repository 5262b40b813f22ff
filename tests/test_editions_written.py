"""Which files a new edition writes, what comes back that was lost or cut short, and whom it is told to."""

import json
import shutil
from datetime import timedelta

import pytest
from lxml import html

from publisher.catalog import pings
from publisher.errors import OutputError
from publisher.hosting import content_type, etag, listed_feeds
from tests.blog import Blog, changes, snapshot
from tests.issued import (
    FEEDS,
    LISTS,
    broken,
    issue,
    issued,
    page,
    publish,
    read,
    rewrites_only,
)

__all__ = ["issued"]


def test_a_second_build_writes_nothing(issued: Blog) -> None:
    for output in (issued.build().output, publish(issued)):
        assert (output.written, output.unchanged, output.removed) == (0, 0, 0)


def test_a_new_edition_writes_its_page_the_previous_one_the_lists_and_the_feeds(issued: Blog) -> None:
    issued.write("Four.md", title="Four")
    issued.build()
    issue(issued, "Four")
    before = snapshot(issued)
    written = publish(issued)
    after = snapshot(issued)
    changed = {path for path in after if before.get(path) != after[path]}
    assert changed == {*LISTS, page(3), page(4)}
    assert (written.written, written.removed) == (len(changed), 0)
    listed = json.loads((issued.public / "publish.json").read_bytes())
    assert listed[FEEDS[0]]["etag"] == written.feeds[FEEDS[0]].etags["identity"]
    assert publish(issued).unchanged == 0
    rewrites_only(issued)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(page(2), id="an edition's page"),
        pytest.param("editions/weekly/index.html", id="the digest's page"),
        pytest.param("editions/index.html", id="the page of all"),
        pytest.param("editions/weekly/rss.xml", id="a feed"),
        pytest.param("editions/weekly/atom.xml.br", id="a feed, compressed"),
    ],
)
def test_a_file_that_was_lost_comes_back(issued: Blog, path: str) -> None:
    before = (issued.public / path).read_bytes()
    (issued.public / path).unlink()
    issued.build()
    assert (issued.public / path).read_bytes() == before
    rewrites_only(issued)


def test_new_looks_write_every_page_again(issued: Blog) -> None:
    issued.config.write_text(issued.config.read_text().replace('title = "Blog"', 'title = "Diary"'))
    changed = changes(issued)[0]
    assert {*LISTS, page(1), page(2), page(3)} <= changed


def test_editions_move_with_the_site(blog: Blog) -> None:
    blog.write("pic.png", "no picture")
    blog.write("a.md", "![](pic.png)", title="A")
    blog.write("b.md", title="B", link="https://blog.example/elsewhere/b")
    blog.sync()
    issue(blog, note='<p><a href="https://blog.example/posts/a/">See</a></p>')
    blog.build()
    blog.configure(url="https://new.example/blog/")
    blog.build()
    assert list(broken(blog)) == []
    (item,) = blog.items(FEEDS[1])
    assert item["id"] == "tag:blog.example,2000:editions/weekly/1"
    links = html.fromstring(item["content_html"]).xpath("//a/@href")
    assert sorted({item["url"], *map(str, links)}) == [  # type: ignore[arg-type]
        "https://blog.example/elsewhere/b",
        "https://new.example/blog/editions/weekly/1/",
        "https://new.example/blog/posts/a/",
    ]
    assert (blog.public / page(1)).read_text().count("https://blog.example/") == 1
    pictures = read(blog, page(1)).xpath("//img/@src")
    assert pictures == ["../../../media/main/pic.png"]


def test_editions_published_apart_are_what_a_build_would_have_made(issued: Blog) -> None:
    before = snapshot(issued)
    shutil.rmtree(issued.public / "editions")
    publish(issued)
    assert {path: content for path, (_, content) in snapshot(issued).items()} == {
        path: content for path, (_, content) in before.items()
    }


def test_editions_published_before_the_first_build_do_not_stand_for_one(blog: Blog) -> None:
    blog.write("a.md", title="A")
    blog.sync()
    issue(blog, "A")
    publish(blog)
    assert (blog.public / page(1)).is_file()
    blog.build()
    assert (blog.public / "index.html").is_file()
    assert list(broken(blog)) == []
    assert set(FEEDS) <= set(listed_feeds(blog.public) or ())


def test_editions_published_where_the_list_of_feeds_was_lost_leave_it_to_the_next_build(issued: Blog) -> None:
    before = (issued.public / "publish.json").read_bytes()
    (issued.public / "publish.json").unlink()
    shutil.rmtree(issued.public / "editions")
    publish(issued)
    issued.build()
    after = (issued.public / "publish.json").read_bytes()
    assert json.loads(after).keys() == json.loads(before).keys()


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(page(3), id="a page"),
        pytest.param("editions/weekly/atom.xml", id="a feed"),
        pytest.param("editions/index.html", id="the page of all, after the feeds"),
    ],
)
@pytest.mark.parametrize("apart", [pytest.param(True, id="apart"), pytest.param(False, id="by a build")])
def test_what_was_cut_short_is_made_good_by_the_next_build(issued: Blog, path: str, *, apart: bool) -> None:
    issued.write("Four.md", title="Four")
    issued.build()
    issue(issued, "Four")
    (issued.public / path).unlink()
    (issued.public / path).mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        publish(issued) if apart else issued.build()
    (issued.public / path).rmdir()
    issued.build()
    assert {file for file in snapshot(issued) if file.startswith("editions/")} == {
        *LISTS,
        *map(page, (1, 2, 3, 4)),
    }
    assert list(broken(issued)) == []
    listed = json.loads((issued.public / "publish.json").read_bytes())
    content = (issued.public / "editions/weekly/rss.xml").read_bytes()
    assert etag([content], content_type("application/rss+xml", feed=True)) == listed[FEEDS[2]]["etag"]
    rewrites_only(issued)


# Whom it is told to


def _waiting(blog: Blog) -> list[str]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        due = pings.due(connection, blog.now + timedelta(days=1))
    return sorted(ping.topic.removeprefix("https://blog.example/") for ping in due)


@pytest.mark.parametrize("apart", [pytest.param(True, id="at once"), pytest.param(False, id="by a build")])
def test_the_hub_is_told_of_a_new_edition(blog: Blog, *, apart: bool) -> None:
    blog.configure('[feeds]\nhub = "https://hub.example/"\n')
    blog.write("a.md", title="A")
    blog.build()
    with blog.catalog() as catalog, catalog.writing() as connection:
        for ping in pings.due(connection, blog.now):
            pings.settle(connection, ping)
    issue(blog, "A")
    if apart:
        publish(blog)
        assert _waiting(blog) == sorted(FEEDS)
    else:
        blog.build()
        assert set(FEEDS) <= set(_waiting(blog))
