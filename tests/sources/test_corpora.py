"""Whole folders of real posts: every file of them is accounted for."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from publisher.model import Reading, Source, Unread
from publisher.sources import Rules, read, scan


@pytest.mark.slow
@pytest.mark.parametrize(
    ("folder", "counts"),
    [
        pytest.param("servicenow", {"post": 2000, "not_post": 7}, id="servicenow: 7 section pages"),
        pytest.param(
            "servicenow-earlier", {"post": 314, "not_post": 1}, id="servicenow-earlier: a section page"
        ),
        pytest.param("ruby-lang", {"post": 1201}, id="ruby-lang"),
        pytest.param("rust-blog", {"post": 438, "not_post": 4}, id="rust-blog: 3 section pages, a redirect"),
        pytest.param("radio-t", {"post": 503}, id="radio-t"),
        pytest.param("perldotcom", {"post": 497, "draft": 1}, id="perldotcom: a dated draft"),
        pytest.param(
            "cosx", {"post": 313, "skipped": 2, "not_post": 1}, id="cosx: archives and search, a bare page"
        ),
        pytest.param("eev-ee", {"post": 327, "not_post": 4}, id="eev-ee: 4 demonstrations"),
        pytest.param(
            "frustrated-writer",
            {"post": 221, "draft": 1, "skipped": 1, "not_post": 2},
            id="frustrated-writer: an undated draft, search, 2 section pages",
        ),
        pytest.param("osdev4arab", {"post": 10}, id="osdev4arab"),
        pytest.param("electron-blog", {"post": 122}, id="electron-blog"),
        pytest.param(
            "broken-history", {"post": 62, "draft": 2, "skipped": 10, "not_post": 22}, id="broken-history"
        ),
    ],
)
def test_every_file_of_a_folder_is_accounted_for(folder: str, counts: dict[str, int], corpora: Path) -> None:
    source = Source(name=folder, path=corpora / folder)
    rules = Rules(source=source, site_url="https://site.example/", zone=ZoneInfo("UTC"), language="en")
    seen: Counter[str] = Counter()
    for file in scan(source):
        found = read((source.path / file.path).read_bytes(), path=file.path, rules=rules)
        seen["draft" if isinstance(found, Reading) and found.draft else _kind(found)] += 1
    assert dict(seen) == counts


def _kind(found: Reading | Unread) -> str:
    return found.kind if isinstance(found, Unread) else "post"


def test_the_five_seeds_are_html_posts(seeds: Path) -> None:
    source = Source(name="seeds", path=seeds)
    rules = Rules(source=source, site_url="https://site.example/", zone=ZoneInfo("UTC"), language="en")
    posts = [
        read((seeds / file.path).read_bytes(), path=file.path, rules=rules) for file in sorted(scan(source))
    ]
    assert [post.published.date().isoformat() for post in posts if isinstance(post, Reading)] == [
        "2012-09-13",
        "2012-02-29",
        "2014-04-15",
        "2017-05-08",
        "2013-10-30",
    ]
    for post in posts:
        assert isinstance(post, Reading)
        assert post.link.startswith("https://community.servicenow.com/")
        assert "&lt;p" not in post.content_html
        assert post.summary


@pytest.mark.slow
def test_every_skip_of_the_broken_files_names_a_line(corpora: Path) -> None:
    source = Source(name="broken-history", path=corpora / "broken-history")
    rules = Rules(source=source, site_url="https://site.example/", zone=ZoneInfo("UTC"), language="en")
    for file in scan(source):
        found = read((source.path / file.path).read_bytes(), path=file.path, rules=rules)
        if isinstance(found, Unread) and found.kind == "skipped":
            assert found.notice.line > 0, found.notice
