"""Whole builds of real archives: counts that add up, and feeds that a parser of another's reads as we meant them."""

import json
from calendar import timegm
from datetime import datetime
from pathlib import Path
from typing import Any

import feedparser
import pytest

from publisher.feeds.atom import iri
from publisher.publish import BuildReport
from tests.blog import Blog
from tests.feeds.judges import faults_below, is_archive_page

AUTHORITY = "blog.example,2000"
# files, posts, drafts (undated ones too), skipped, files that are not posts
COUNTS = {
    "broken-history": (96, 62, 2, 10, 22),
    "cosx": (316, 313, 0, 2, 1),
    "eev-ee": (331, 327, 0, 0, 4),
    "electron-blog": (122, 122, 0, 0, 0),
    "frustrated-writer": (225, 221, 1, 1, 2),
    "osdev4arab": (10, 10, 0, 0, 0),
    "perldotcom": (498, 497, 1, 0, 0),
    "radio-t": (503, 503, 0, 0, 0),
    "ruby-lang": (1201, 1201, 0, 0, 0),
    "rust-blog": (442, 438, 0, 0, 4),
    "servicenow": (2007, 2000, 0, 0, 7),
    "servicenow-earlier": (315, 314, 0, 0, 1),
}


def archive(tmp_path: Path, folder: Path) -> Blog:
    """Return a publication whose posts are those of *folder*, read in place."""
    blog = Blog(tmp_path)
    text = blog.config.read_text(encoding="utf-8").replace('"posts"', json.dumps(str(folder)))
    blog.config.write_text(text, encoding="utf-8")
    blog.now = datetime.fromisoformat("2027-01-01T00:00:00Z")
    return blog


def adds_up(report: BuildReport) -> bool:
    counts = report.counts
    elsewhere = counts.drafts + counts.future + counts.duplicates + counts.not_posts + len(counts.skipped)
    return counts.files == report.sync.files == counts.posts - counts.kept + elsewhere


def of_json(document: dict[str, Any]) -> list[tuple[str, str, int, tuple[str, ...]]]:
    return [
        (
            item["id"],
            " ".join(item.get("title", "").split()),
            timegm(datetime.fromisoformat(item["date_published"]).utctimetuple()),
            tuple(author["name"] for author in item["authors"]),
        )
        for item in document["items"]
    ]


def of_xml(content: bytes) -> list[tuple[str, str, int, tuple[str, ...]]]:
    parsed = feedparser.parse(content)
    assert not parsed.bozo, parsed.bozo_exception
    return [
        (
            entry.id,
            " ".join(entry.get("title", "").split()),
            timegm(entry.published_parsed),
            tuple(author.name for author in entry.authors),
        )
        for entry in parsed.entries
    ]


def feeds_agree(public: Path) -> int:
    """Check every feed below *public* against its JSON form; return how many there were, archive pages apart."""
    documents = sorted(public.rglob("feed.json"))
    for document in documents:
        items = of_json(json.loads(document.read_bytes()))
        assert of_xml(document.with_name("rss.xml").read_bytes()) == items, document
        in_atom = [(iri(id_, AUTHORITY), *rest) for id_, *rest in items]
        assert of_xml(document.with_name("atom.xml").read_bytes()) == in_atom, document
    return sum(not is_archive_page(document.as_posix()) for document in documents)


@pytest.mark.slow
@pytest.mark.parametrize("name", COUNTS)
def test_an_archive_is_read_whole_and_its_feeds_say_the_same(
    name: str, corpora: Path, tmp_path: Path
) -> None:
    blog = archive(tmp_path, corpora / name)
    report = blog.build()
    counts = report.counts
    found = (counts.files, counts.posts, counts.drafts, len(counts.skipped), counts.not_posts)
    assert found == COUNTS[name]
    assert adds_up(report)
    assert all(notice.line > 0 for notice in counts.skipped)
    assert feeds_agree(blog.public) * 3 == report.feeds
    assert faults_below(blog.public, now=blog.now) == []
    again = blog.build()
    assert (again.sync.read, again.output.written) == (0, 0)


def test_the_seeds_become_feeds(seeds: Path, tmp_path: Path) -> None:
    blog = archive(tmp_path, seeds)
    report = blog.build()
    assert (report.counts.files, report.counts.posts, report.counts.warnings) == (5, 5, ())
    assert feeds_agree(blog.public) == 3  # all posts, and two authors
    assert faults_below(blog.public, now=blog.now) == []
    assert [post.published.date().isoformat() for post in blog.visible()] == [
        "2017-05-08",
        "2014-04-15",
        "2013-10-30",
        "2012-09-13",
        "2012-02-29",
    ]
    assert all(post.guid == post.url and "sys_id=" in post.guid for post in blog.visible())


@pytest.mark.slow
def test_an_archive_that_moved_and_changed_keeps_every_id(corpora: Path, tmp_path: Path) -> None:
    """The earlier state of 2012 has the same links at other paths, and no authors."""
    blog = archive(tmp_path, corpora / "servicenow-earlier")
    blog.build()
    before = {post.guid: post for post in blog.visible()}
    text = blog.config.read_text(encoding="utf-8")
    blog.config.write_text(text.replace("servicenow-earlier", "servicenow"), encoding="utf-8")
    report = blog.build()
    after = {post.guid: post for post in blog.visible()}
    kept = before.keys() & after.keys()
    assert report.sync.added == len(after) - len(kept)
    assert report.sync.withdrawn == len(before) - len(kept)
    assert len(kept) == 303  # 11 of the 314 links are gone
    assert sum(bool(after[guid].authors) for guid in kept) > sum(bool(before[guid].authors) for guid in kept)
    assert all(after[guid].url == before[guid].url for guid in kept)
