"""Archives of feeds (RFC 5005, 4): every post once, and pages that stay as they are."""

import json
from datetime import date, timedelta

import pytest
from lxml import etree

from tests.blog import Blog, changes
from tests.walk import FILES, documents, ids, link, walked

SMALL = "[feeds]\nentries = 4\narchive_entries = 3\n"
PATHS = [pytest.param(f"feeds/{file}", id=name) for name, file in FILES.items()]
ATOM = "{http://www.w3.org/2005/Atom}"
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def guid(name: str) -> str:
    return f"tag:blog.example,2000:main/{name}.md"


def write(blog: Blog, *numbers: int, **matter: str) -> None:
    """Write posts p1, p2 ..., each published on its own day."""
    for number in numbers:
        day = date(2026, 1, 1) + timedelta(days=number)
        blog.write(f"p{number}.md", f"Words {number}.", **{"title": f"P{number}", "date": f"{day}", **matter})


@pytest.fixture
def old(blog: Blog) -> Blog:
    """Eight posts by one author, with feeds of four and archive pages of three."""
    blog.configure(SMALL)
    write(blog, *range(1, 9), author="Ann")
    blog.build()
    return blog


@pytest.fixture
def any_old(any_blog: Blog) -> Blog:
    """The same on each kind of database."""
    any_blog.configure(SMALL)
    write(any_blog, *range(1, 9), author="Ann")
    any_blog.build()
    return any_blog


@pytest.mark.parametrize("path", PATHS)
def test_a_walk_of_the_archive_meets_every_post(any_old: Blog, path: str) -> None:
    found = {where: ids(document) for where, document in documents(any_old, path)}
    file = path.removeprefix("feeds/")
    assert found == {
        path: [guid(f"p{n}") for n in (8, 7, 6, 5)],
        f"feeds/archive/3/{file}": [guid(f"p{n}") for n in (8, 7)],
        f"feeds/archive/2/{file}": [guid(f"p{n}") for n in (6, 5, 4)],
        f"feeds/archive/1/{file}": [guid(f"p{n}") for n in (3, 2, 1)],
    }


@pytest.mark.parametrize("path", ["feeds/rss.xml", "feeds/atom.xml", "feeds/author/ann/atom.xml"])
def test_a_page_names_the_feed_it_is_of_and_the_page_before_and_never_the_next(old: Blog, path: str) -> None:
    folder, _, file = path.rpartition("/")
    root = f"https://blog.example/{folder}"
    parsed = dict(documents(old, path))
    newest, page, oldest = (parsed[f"{folder}/archive/{n}/{file}"] for n in (3, 2, 1))
    assert {link(one, "current") for one in (newest, page, oldest)} == {f"{root}/{file}"}
    assert [link(one, "self") for one in (newest, page)] == [f"{root}/archive/{n}/{file}" for n in (3, 2)]
    assert link(newest, "prev-archive") == f"{root}/archive/2/{file}"
    assert link(oldest, "prev-archive") == ""
    assert not any(link(one, "next-archive") for one in parsed.values())
    # What subscribes does so to the feed, not to a page of its past.
    assert link(parsed[path], "current") == ""
    assert {one.feed.get("id", "") for one in parsed.values()} in (
        {""},
        {f"tag:blog.example,2000:{folder}/atom.xml"},
    )


def test_a_page_of_a_json_feed_is_part_of_the_same_feed(old: Blog) -> None:
    found = dict(documents(old, "feeds/feed.json"))
    assert {one["feed_url"] for one in found.values()} == {"https://blog.example/feeds/feed.json"}
    assert found["feeds/feed.json"]["next_url"] == "https://blog.example/feeds/archive/3/feed.json"
    assert found["feeds/archive/1/feed.json"]["next_url"] == ""


def test_a_feed_that_carries_every_post_needs_no_archive(blog: Blog) -> None:
    blog.configure(SMALL)
    write(blog, 1, 2, 3, 4)
    blog.build()
    assert [where for where, _ in documents(blog, "feeds/atom.xml")] == ["feeds/atom.xml"]
    assert not (blog.public / "feeds/archive").exists()
    write(blog, 5)
    blog.build()
    assert walked(blog, "feeds/atom.xml") == [guid(f"p{n}") for n in (5, 4, 3, 2, 1)]


def archive(changed: set[str]) -> set[str]:
    """Return the changed archive pages of the feed of all posts."""
    return {
        path.removesuffix("/atom.xml")
        for path in changed
        if path.startswith("feeds/archive/") and "atom" in path
    }


def test_a_new_post_changes_the_newest_page_only(any_old: Blog) -> None:
    write(any_old, 9)
    assert archive(changes(any_old)[0]) == {"feeds/archive/3"}
    write(any_old, 10)
    changed, _ = changes(any_old)
    assert archive(changed) == {"feeds/archive/4"}
    assert "feeds/author/ann/archive/3/atom.xml" not in changed


def test_a_back_dated_post_joins_the_newest_page(any_old: Blog) -> None:
    any_old.write("late.md", title="Late", date="2020-01-01")
    assert archive(changes(any_old)[0]) == {"feeds/archive/3"}
    pages = dict(documents(any_old, "feeds/atom.xml"))
    assert ids(pages["feeds/archive/3/atom.xml"]) == [guid("late"), guid("p8"), guid("p7")]
    assert set(walked(any_old, "feeds/atom.xml")) == {guid("late"), *(guid(f"p{n}") for n in range(1, 9))}


def test_an_edited_post_changes_its_own_page_only(any_old: Blog) -> None:
    any_old.write("p2.md", "Other words.", title="P2", date="2026-01-03", author="Ann")
    assert archive(changes(any_old)[0]) == {"feeds/archive/1"}


def test_a_post_with_another_date_keeps_its_place(old: Blog) -> None:
    old.write("p2.md", "Words 2.", title="P2", date="2026-03-01", author="Ann")
    assert archive(changes(old)[0]) == {"feeds/archive/1"}
    pages = dict(documents(old, "feeds/atom.xml"))
    assert ids(pages["feeds/atom.xml"])[0] == guid("p2")
    assert ids(pages["feeds/archive/1/atom.xml"]) == [guid("p3"), guid("p2"), guid("p1")]


def test_a_withdrawn_post_leaves_a_gap_and_comes_back_to_it(any_old: Blog) -> None:
    text = (any_old.posts / "p5.md").read_text()
    (any_old.posts / "p5.md").unlink()
    assert archive(changes(any_old)[0]) == {"feeds/archive/2"}
    pages = dict(documents(any_old, "feeds/atom.xml"))
    assert ids(pages["feeds/archive/2/atom.xml"]) == [guid("p6"), guid("p4")]
    (any_old.posts / "p5.md").write_text(text)
    assert archive(changes(any_old)[0]) == {"feeds/archive/2"}
    assert set(walked(any_old, "feeds/atom.xml")) == {guid(f"p{n}") for n in range(1, 9)}


def test_a_post_that_leaves_an_author_and_returns_has_its_old_place(any_old: Blog) -> None:
    write(any_old, 3, author="Bob")
    any_old.build()
    assert guid("p3") not in walked(any_old, "feeds/author/ann/atom.xml")
    write(any_old, 3, author="Ann")
    any_old.build()
    pages = dict(documents(any_old, "feeds/author/ann/atom.xml"))
    assert ids(pages["feeds/author/ann/archive/1/atom.xml"]) == [guid("p3"), guid("p2"), guid("p1")]


def test_a_post_enters_when_its_time_has_come(any_old: Blog) -> None:
    soon = any_old.now + timedelta(hours=2, minutes=30)
    any_old.write("soon.md", title="Soon", date=soon.isoformat())
    write(any_old, 9)
    any_old.build()
    assert guid("soon") not in walked(any_old, "feeds/atom.xml")
    any_old.now += timedelta(hours=2)
    any_old.build()
    pages = dict(documents(any_old, "feeds/atom.xml"))
    assert ids(pages["feeds/archive/4/atom.xml"]) == [guid("soon")]
    assert ids(pages["feeds/archive/3/atom.xml"]) == [guid("p9"), guid("p8"), guid("p7")]


def test_other_settings_write_every_page_again(old: Blog) -> None:
    old.configure(SMALL + 'content = "summary"\n')
    assert archive(changes(old)[0]) == {f"feeds/archive/{n}" for n in (1, 2, 3)}


def test_an_archive_that_was_removed_comes_back(old: Blog) -> None:
    before = walked(old, "feeds/atom.xml")
    for file in (old.public / "feeds").rglob("*.xml"):
        file.unlink()
    old.build()
    assert walked(old, "feeds/atom.xml") == before


# Withdrawn posts (RFC 6721)


def tombstones(blog: Blog) -> dict[str, str]:
    root = etree.parse(blog.public / "feeds/atom.xml").getroot()
    return {one.get("ref", ""): one.get("when", "") for one in root.iter(TOMBSTONE)}


def test_a_withdrawn_post_has_a_tombstone_while_a_reader_could_hold_it(any_old: Blog) -> None:
    assert b"tombstones" not in (any_old.public / "feeds/atom.xml").read_bytes()
    (any_old.posts / "p7.md").unlink()
    any_old.build()
    assert tombstones(any_old) == {guid("p7"): f"{any_old.now:%Y-%m-%dT%H:%M:%SZ}"}
    write(any_old, 9, 10)
    any_old.build()
    assert guid("p7") in tombstones(any_old)
    # Four newer posts: the feed would no longer carry it.
    write(any_old, 11)
    any_old.build()
    assert tombstones(any_old) == {}
    assert b"tombstones" not in (any_old.public / "feeds/atom.xml").read_bytes()


def test_a_post_made_a_draft_has_a_tombstone_and_loses_it_when_it_is_back(any_old: Blog) -> None:
    write(any_old, 8, draft="true")
    any_old.build()
    first = tombstones(any_old)
    assert list(first) == [guid("p8")]
    write(any_old, 8, draft="true", author="Bob")
    any_old.build()
    assert tombstones(any_old) == first
    write(any_old, 8)
    any_old.build()
    assert tombstones(any_old) == {}


def test_a_draft_that_nobody_saw_has_none(old: Blog) -> None:
    old.write("secret.md", title="Secret", date="2026-02-01", draft=True)
    old.build()
    (old.posts / "secret.md").unlink()
    old.build()
    assert tombstones(old) == {}


# Size


def test_a_feed_that_is_too_large_carries_fewer_posts_and_leads_to_the_others(blog: Blog) -> None:
    blog.configure("[feeds]\nmax_kilobytes = 40\n")
    for number in range(1, 21):
        day = date(2026, 1, 1) + timedelta(days=number)
        blog.write(f"p{number}.md", "Words, words. " * 150, title=f"P{number}", date=f"{day}")
    report = blog.build()
    assert [(one.kind, one.carried, one.posts) for one in report.cut] == [("all", 13, 20)]
    sizes = [(blog.public / "feeds" / file).stat().st_size for file in FILES.values()]
    assert 35 * 1024 < max(sizes) <= 40 * 1024
    for file in FILES.values():
        first = next(documents(blog, f"feeds/{file}"))
        assert len(ids(first[1])) == 13
        assert set(walked(blog, f"feeds/{file}")) == {guid(f"p{n}") for n in range(1, 21)}
    # It is said once.
    blog.write("p21.md", "Words, words. " * 150, title="P21", date="2026-02-01")
    assert blog.build().cut == ()


def test_a_feed_never_carries_fewer_than_ten(blog: Blog) -> None:
    blog.configure("[feeds]\nmax_kilobytes = 1\n")
    write(blog, *range(1, 13))
    blog.build()
    assert len(json.loads((blog.public / "feeds/feed.json").read_bytes())["items"]) == 10
