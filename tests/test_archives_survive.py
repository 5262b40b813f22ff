"""Archives and ids over what happens to a build: cut short, moved, removed, made on a fresh machine."""

import gzip
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import feedparser
import pytest

from publisher.catalog.ledger import export_lines, import_lines
from tests.blog import Blog
from tests.command import environment
from tests.test_archives import SMALL, guid, old, write
from tests.walk import documents, ids, walked

__all__ = ["old"]


def test_a_build_that_is_killed_after_other_settings_is_made_good(blog: Blog) -> None:
    blog.configure("[feeds]\nentries = 4\narchive_entries = 20\n")
    write(blog, *range(1, 101))
    blog.build()
    blog.configure('[feeds]\nentries = 4\narchive_entries = 1\ncontent = "summary"\n')
    command = [sys.executable, "-m", "publisher", "build", "--json"]
    with subprocess.Popen(
        command, cwd=blog.folder, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as building:
        while not (blog.public / "feeds/archive/12/atom.xml").exists():
            assert building.poll() is None, "it ended before it could be killed"
        building.kill()
    assert not (blog.public / "feeds/archive/100/feed.json").exists()
    blog.build()
    assert set(walked(blog, "feeds/atom.xml")) == {guid(f"p{n}") for n in range(1, 101)}
    for file in (blog.public / "feeds").rglob("*.xml"):
        assert gzip.decompress(file.with_name(f"{file.name}.gz").read_bytes()) == file.read_bytes()
    assert "<content" not in (blog.public / "feeds/archive/1/atom.xml").read_text()


def test_pages_beyond_the_last_go_when_pages_become_larger(old: Blog) -> None:
    old.configure(SMALL.replace("archive_entries = 3", "archive_entries = 6"))
    old.build()
    assert sorted(folder.name for folder in (old.public / "feeds/archive").iterdir()) == ["1", "2"]
    assert set(walked(old, "feeds/atom.xml")) == {guid(f"p{n}") for n in range(1, 9)}


@pytest.mark.parametrize(
    "path", ["feeds/archive/2/rss.xml", "feeds/archive/3/atom.xml.br", "feeds/atom.xml.gz"]
)
def test_a_page_or_copy_that_was_removed_comes_back(old: Blog, path: str) -> None:
    before = (old.public / path).read_bytes()
    (old.public / path).unlink()
    old.build()
    assert (old.public / path).read_bytes() == before


def test_a_feed_that_moved_is_no_longer_where_it_was(old: Blog) -> None:
    old.configure(SMALL + '[feeds.paths]\nrss = "/feed.xml"\n')
    old.build()
    assert not list((old.public / "feeds").glob("rss.xml*"))
    assert (old.public / "feed.xml.gz").is_file()


def rebuilt(blog: Blog, folder: Path) -> Blog:
    """Return the publication as a fresh machine builds it from the posts and the exported catalog."""
    with blog.catalog() as catalog, catalog.reading() as connection:
        lines = list(export_lines(connection))
    other = Blog(folder, extra=blog.config.read_text().partition('path = "posts"\n')[2], now=blog.now)
    shutil.copytree(blog.posts, other.posts, dirs_exist_ok=True)
    with other.catalog() as catalog, catalog.writing() as connection:
        import_lines(connection, lines, "catalog.jsonl")
    other.build()
    with other.catalog() as catalog, catalog.reading() as connection:
        assert list(export_lines(connection)) == lines
    return other


def feeds_of(blog: Blog) -> dict[str, bytes]:
    return {
        str(file.relative_to(blog.public)): file.read_bytes()
        for file in (blog.public / "feeds").rglob("*")
        if file.is_file()
    }


def test_a_fresh_machine_builds_the_same_feeds_whatever_happened(old: Blog, tmp_path: Path) -> None:
    for number in (5, 6, 7, 8):
        (old.posts / f"p{number}.md").unlink()
    old.build()
    write(old, 1, draft="true", author="Ann")
    write(old, 2, author="Bob")
    old.write("he.md", title="He", date="2026-02-02", lang="he")
    old.build()
    (old.posts / "he.md").unlink()
    write(old, 2, author="Ann")
    write(old, 20, draft="true")
    old.build()
    found = feeds_of(old)
    # Feeds of an author and a language without posts, and an archive that would not be begun today.
    assert {
        "feeds/author/bob/atom.xml",
        "feeds/language/he/rss.xml",
        "feeds/archive/1/feed.json",
    } <= found.keys()
    assert feeds_of(rebuilt(old, tmp_path / "fresh")) == found


def test_ids_do_not_change_with_the_host(old: Blog) -> None:
    old.write("odd.md", title="Odd", guid="note 42", date="2026-03-01")
    old.build()
    before = feedparser.parse((old.public / "feeds/atom.xml").read_bytes())
    assert before.entries[0].id == "tag:blog.example,2000:guid/note%2042"
    old.configure(SMALL, url="https://elsewhere.example/")
    old.build()
    after = feedparser.parse((old.public / "feeds/atom.xml").read_bytes())
    assert (after.feed.id, ids(after)) == (before.feed.id, ids(before))


def test_a_post_with_a_date_to_come_leaves_as_if_it_were_withdrawn(old: Blog) -> None:
    soon = old.now + timedelta(hours=3)
    old.write("p8.md", "Words 8.", title="P8", date=soon.isoformat(), author="Ann")
    old.build()
    assert [file.name for file in (old.public / "posts/p8").iterdir()] == [".gone"]
    assert b"deleted-entry" in (old.public / "feeds/atom.xml").read_bytes()
    old.now = soon
    old.build()
    assert [file.name for file in (old.public / "posts/p8").iterdir()] == ["index.html"]
    assert ids(next(documents(old, "feeds/atom.xml"))[1])[0] == guid("p8")
    assert b"deleted-entry" not in (old.public / "feeds/atom.xml").read_bytes()


def test_a_relative_id_is_one_of_the_site_and_stays_when_that_moves(old: Blog) -> None:
    old.write("export.md", title="Export", guid="/?p=12", date="2026-03-01")
    old.build()
    for name in ("rss.xml", "atom.xml", "feed.json"):
        assert ids(next(documents(old, f"feeds/{name}"))[1])[0] == "https://blog.example/?p=12"
    old.configure(SMALL, url="https://elsewhere.example/")
    old.build()
    assert ids(next(documents(old, "feeds/atom.xml"))[1])[0] == "https://blog.example/?p=12"


def test_what_is_written_while_a_build_runs_is_built_by_the_next(any_blog: Blog) -> None:
    any_blog.configure(SMALL)
    write(any_blog, *range(1, 200))
    command = [sys.executable, "-m", "publisher"]
    with subprocess.Popen(
        [*command, "build"],
        cwd=any_blog.folder,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as building:
        while not (any_blog.public / "feeds/atom.xml").exists():
            assert building.poll() is None, "it ended before anything could be written beside it"
        write(any_blog, 201)
        done = subprocess.run(
            [*command, "sync"], cwd=any_blog.folder, env=environment(), capture_output=True, check=False
        )
        assert (done.returncode, building.wait()) == (0, 0)
    any_blog.now = datetime.now(UTC)
    any_blog.build()
    assert guid("p201") in walked(any_blog, "feeds/atom.xml")
