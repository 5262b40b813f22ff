"""The files of feeds: where they are, what is beside them, when they change; and that input alone decides bytes."""

import gzip
import json
import os
import subprocess
import sys
from email.utils import parsedate_to_datetime
from pathlib import Path

import brotli
import feedparser
import pytest

from tests.blog import Blog
from tests.command import environment

FEEDS = ("rss.xml", "atom.xml", "feed.json")


@pytest.fixture
def built(blog: Blog) -> Blog:
    blog.configure("[feeds]\nentries = 2\narchive_entries = 2\n")
    for number in range(1, 5):
        blog.write(f"p{number}.md", f"Words {number}.", title=f"P{number}", date=f"2026-01-0{number}")
    blog.build()
    return blog


def feed_files(blog: Blog) -> list[Path]:
    """Return every feed and archive page, and the OPML."""
    found = [file for file in blog.public.rglob("*") if file.name in (*FEEDS, "feeds.opml")]
    assert len(found) == 3 + 2 * 3 + 1
    return found


# What is beside a feed


def test_each_feed_has_its_compressed_copies_of_the_same_time(built: Blog) -> None:
    for file in feed_files(built):
        zipped, smaller = (file.with_name(file.name + suffix) for suffix in (".gz", ".br"))
        assert gzip.decompress(zipped.read_bytes()) == file.read_bytes()
        assert brotli.decompress(smaller.read_bytes()) == file.read_bytes()
        assert {one.stat().st_mtime_ns for one in (zipped, smaller)} == {file.stat().st_mtime_ns}
        # No time and no name in the header (RFC 1952, 2.3): the same input, the same bytes.
        assert zipped.read_bytes()[3:8] == bytes(5)


def test_a_feed_whose_bytes_stay_keeps_its_time(built: Blog) -> None:
    before = {file: file.stat().st_mtime_ns for file in feed_files(built)}
    os.utime(built.posts / "p1.md", (2_000_000_000, 2_000_000_000))
    built.write("p5.md", title="P5", date="2026-01-05", draft=True)
    built.build()
    assert {file: file.stat().st_mtime_ns for file in feed_files(built)} == before


def test_a_changed_feed_has_a_time_that_http_can_tell_from_the_last(built: Blog) -> None:
    file = built.public / "feeds/atom.xml"
    seconds = []
    for number in range(3):
        built.write("p4.md", f"Other words {number}.", title="P4", date="2026-01-04")
        built.build()
        seconds.append(int(file.stat().st_mtime))
    assert seconds[0] < seconds[1] < seconds[2]


@pytest.mark.parametrize("suffix", [pytest.param(".gz", id="gzip"), pytest.param(".br", id="brotli")])
def test_a_copy_that_is_missing_comes_back(built: Blog, suffix: str) -> None:
    file = built.public / f"feeds/atom.xml{suffix}"
    content = file.read_bytes()
    file.unlink()
    (built.public / "feeds/rss.xml").unlink()  # which makes the build look at this feed at all
    built.build()
    assert file.read_bytes() == content


def test_no_other_file_is_left_in_the_folder(built: Blog) -> None:
    assert not [file for file in built.public.rglob(".*") if file.is_file()]


# The list for the server


def test_the_list_tells_of_each_feed_and_of_nothing_else(built: Blog) -> None:
    listed = json.loads((built.public / "publish.json").read_bytes())
    assert set(listed) == {str(file.relative_to(built.public)) for file in feed_files(built)}
    assert listed["feeds/rss.xml"]["type"] == "application/rss+xml"
    assert listed["feeds/archive/1/feed.json"]["type"] == "application/feed+json"
    tags = [tag for told in listed.values() for tag in told["etags"].values()]
    assert len(set(tags)) == len(tags) == 3 * len(listed)
    for path, told in listed.items():
        modified = parsedate_to_datetime(told["last_modified"])
        assert int(modified.timestamp()) == int((built.public / path).stat().st_mtime)


def test_a_list_that_is_lost_or_broken_comes_back_whole(built: Blog) -> None:
    file = built.public / "publish.json"
    before = file.read_bytes()
    for broken in (None, b"", b"{", b'{"feeds/atom.xml"}', b"\xff"):
        file.unlink() if broken is None else file.write_bytes(broken)
        built.build()
        assert file.read_bytes() == before


def test_a_changed_feed_changes_its_own_line_only(built: Blog) -> None:
    file = built.public / "publish.json"
    before = set(file.read_text().splitlines())
    built.write("p1.md", "Other words.", title="P1", date="2026-01-01")
    built.build()
    changed = {line.split('"')[1] for line in set(file.read_text().splitlines()) - before}
    assert changed == {f"feeds/archive/1/{name}" for name in FEEDS}


# Where feeds are

PATHS = """
[feeds]
tags = true
[feeds.paths]
rss = "/feed/"
atom = "atom.xml"
"theme/rss" = "/category/{slug}/feed/"
"theme/linux/json" = "/linux.json"
"author/ann/rss" = "/ann.xml"
[[themes]]
name = "Linux"
tags = ["linux"]
"""


@pytest.fixture
def elsewhere(blog: Blog) -> Blog:
    blog.configure(PATHS)
    blog.write("a.md", title="A", author="Ann", tags=["linux"])
    blog.build()
    return blog


@pytest.mark.parametrize(
    ("file", "address"),
    [
        pytest.param("feed/index.xml", "feed/", id="a folder"),
        pytest.param("atom.xml", "atom.xml", id="a file at the top"),
        pytest.param("category/linux/feed/index.xml", "category/linux/feed/", id="all of a kind"),
        pytest.param("ann.xml", "ann.xml", id="one of a kind"),
        pytest.param("feeds/author/ann/atom.xml", "feeds/author/ann/atom.xml", id="the rest as ever"),
    ],
)
def test_a_feed_is_where_the_settings_want_it_and_says_so(elsewhere: Blog, file: str, address: str) -> None:
    found = feedparser.parse((elsewhere.public / file).read_bytes())
    assert not found.bozo
    own = [link.href for link in found.feed.links if link.rel == "self"]
    assert own == [f"https://blog.example/{address}"]
    assert (elsewhere.public / f"{file}.br").is_file()
    assert file in json.loads((elsewhere.public / "publish.json").read_bytes())


def test_a_feed_that_moved_keeps_its_own_id(elsewhere: Blog) -> None:
    found = feedparser.parse((elsewhere.public / "atom.xml").read_bytes())
    assert found.feed.id == "tag:blog.example,2000:feeds/atom.xml"
    assert (
        json.loads((elsewhere.public / "linux.json").read_bytes())["feed_url"]
        == "https://blog.example/linux.json"
    )


def test_pages_and_lists_lead_to_where_feeds_are(elsewhere: Blog) -> None:
    front = (elsewhere.public / "index.html").read_text()
    assert 'type="application/rss+xml" title="Blog (RSS)" href="feed/"' in front
    assert 'xmlUrl="https://blog.example/atom.xml"' in (elsewhere.public / "feeds.opml").read_text()
    assert "https://blog.example/linux.json" in (elsewhere.public / "feeds/index.html").read_text()
    assert not (elsewhere.public / "feeds/rss.xml").exists()


def test_a_stylesheet_is_found_from_every_feed(elsewhere: Blog) -> None:
    for file, way in (
        ("atom.xml", ""),
        ("feed/index.xml", "../"),
        ("category/linux/feed/index.xml", "../../../"),
    ):
        line = (elsewhere.public / file).read_text().splitlines()[1]
        assert line == f'<?xml-stylesheet type="text/css" href="{way}feed.css"?>'
    assert (elsewhere.public / "feed.css").is_file()


# Tags and languages


def test_each_tag_has_a_feed_where_the_settings_say_so(elsewhere: Blog) -> None:
    assert [item["title"] for item in elsewhere.items("feeds/tag/linux/feed.json")] == ["A"]
    assert (elsewhere.public / "tags/linux/index.html").is_file()
    elsewhere.configure(PATHS.replace("tags = true", "tags = false"))
    elsewhere.build()
    # Who subscribed keeps an address that answers.
    assert elsewhere.items("feeds/tag/linux/feed.json") == []
    assert not (elsewhere.public / "tags/linux").exists()


def test_languages_have_feeds_once_there_are_two(blog: Blog) -> None:
    blog.write("en.md", title="In English")
    blog.build()
    assert not (blog.public / "feeds/language").exists()
    blog.write("he.md", title="\u05e9\u05dc\u05d5\u05dd", lang="he")
    blog.build()
    hebrew = json.loads((blog.public / "feeds/language/he/feed.json").read_bytes())
    assert (hebrew["language"], [item["title"] for item in hebrew["items"]]) == (
        "he",
        ["\u05e9\u05dc\u05d5\u05dd"],
    )
    assert hebrew["title"] == "Blog: \u05e2\u05d1\u05e8\u05d9\u05ea"
    english = json.loads((blog.public / "feeds/language/en/feed.json").read_bytes())
    assert [item["title"] for item in english["items"]] == ["In English"]
    everything = feedparser.parse((blog.public / "feeds/atom.xml").read_bytes())
    assert {entry.title: entry.title_detail.language for entry in everything.entries} == {
        "In English": "en",
        "\u05e9\u05dc\u05d5\u05dd": "he",
    }


# The same input, the same bytes


@pytest.fixture
def german(tmp_path: Path) -> dict[str, str]:
    """The environment of a locale with names of months and days of its own, made here."""
    folder = tmp_path / "locales"
    folder.mkdir()
    if not Path("/usr/share/i18n/locales/de_DE").is_file():
        if os.environ.get("PUBLISHER_TESTS_NO_SKIP"):
            pytest.fail("the definitions of locales are not installed (on Debian, the package locales)")
        pytest.skip("the definitions of locales are not installed")
    subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", folder / "de_DE.UTF-8"], check=True)
    environ = {"LOCPATH": str(folder), "LC_ALL": "de_DE.UTF-8"}
    code = "import locale, time; locale.setlocale(locale.LC_ALL, ''); print(time.strftime('%B', time.gmtime(5e6)))"
    month = subprocess.run(
        [sys.executable, "-c", code], env=environment(environ), capture_output=True, text=True, check=True
    )
    assert month.stdout == "Februar\n"
    return environ


def test_two_processes_zones_and_locales_give_the_same_bytes(
    blog: Blog, tmp_path: Path, german: dict[str, str]
) -> None:
    for number in range(1, 9):
        day = f"2026-0{number}-01T23:30:00+02:00"
        blog.write(
            f"p{number}.md",
            "Wörter & <b>more</b>.",
            title=f"März {number}",
            date=day,
            author="Änn",
            tags=["ü"],
        )
    blog.configure("[feeds]\nentries = 3\narchive_entries = 2\ntags = true\n")
    settings = blog.config.read_text()
    trees = []
    for name, environ in (
        ("here", {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1"}),
        ("there", {"TZ": "America/Los_Angeles", "PYTHONHASHSEED": "2", **german}),
    ):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "posts").symlink_to(blog.posts)
        (folder / "publisher.toml").write_text(settings)
        command = [sys.executable, "-m", "publisher", "build"]
        done = subprocess.run(command, cwd=folder, env=environment(environ), capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
        files = [file for file in (folder / "public").rglob("*") if file.is_file()]
        # That one tells when the others were written.
        trees.append(
            {file.relative_to(folder): file.read_bytes() for file in files if file.name != "publish.json"}
        )
    assert len(trees[0]) > 60
    assert trees[0] == trees[1]
