"""What readers of a feed that is live elsewhere would notice, were ours put in its place."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from publisher.check import CheckReport, check
from publisher.cli.check import check as command
from publisher.feeds import FORMATS
from publisher.feeds.comparison import Finding, Published
from publisher.feeds.foreign import ForeignFeed, read_feed
from publisher.workers import Workers
from tests.blog import Blog, silent
from tests.foreign import NOON, entry


def checked(blog: Blog, against: Path, url: str = "") -> CheckReport:
    """Check against the feed in a file that is live at *url*, at the time of the last build."""
    live = Published(name="live", url=url, feed=read_feed(against.read_bytes()))
    with Workers(1) as workers:
        return check(blog.app().settings, blog.now, silent, workers, against=live)


def only(report: CheckReport) -> Finding:
    (finding,) = report.findings
    return finding


def wordpress(folder: Path, *items: str, self_url: str = "https://blog.example/feed/") -> Path:
    """Write a feed as WordPress would; each item is `day guid link`."""
    shown = "".join(
        f"<item><title>Day {day}</title><link>{link}</link>"
        f'<guid isPermaLink="false">{guid}</guid><pubDate>0{day} May 2026 10:00:00 +0000</pubDate></item>'
        for day, guid, link in map(str.split, items)
    )
    file = folder / "live.xml"
    file.write_text(
        '<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Blog</title>'
        f'<atom:link href="{self_url}" rel="self"/>{shown}</channel></rss>',
        encoding="utf-8",
    )
    return file


@pytest.fixture
def posts(blog: Blog) -> Blog:
    """Three posts with addresses of their own, and the address of the feed that there was."""
    blog.configure('[feeds.paths]\nrss = "/feed/"')
    for day in (1, 2, 3):
        blog.write(
            f"{day}.md",
            title=f"Day {day}",
            date=f"2026-05-0{day}T10:00:00Z",
            link=f"https://blog.example/{day}/",
        )
    return blog


def test_a_live_feed_with_the_same_ids_is_as_it_should_be(posts: Blog) -> None:
    items = (f"{day} https://blog.example/{day}/ https://blog.example/{day}/" for day in (3, 2, 1))
    report = checked(posts, wordpress(posts.folder, *items), "https://blog.example/feed/")
    assert (report.feeds, report.entries, report.gone, report.findings) == (1, 3, 0, ())


def test_ids_that_are_not_adopted_are_told(posts: Blog) -> None:
    items = (f"{day} https://blog.example/?p={day} http://blog.example/{day}" for day in (3, 2, 1))
    report = checked(posts, wordpress(posts.folder, *items))
    assert [(finding.kind, finding.before, finding.after) for finding in report.findings] == [
        ("id", f"https://blog.example/?p={day}", f"https://blog.example/{day}/") for day in (3, 2, 1)
    ]


def test_posts_older_than_what_readers_were_shown_are_told(posts: Blog) -> None:
    live = wordpress(posts.folder, "3 https://blog.example/3/ https://blog.example/3/")
    report = checked(posts, live)
    assert [(finding.kind, finding.entry) for finding in report.findings] == [
        ("older", "Day 2"),
        ("older", "Day 1"),
    ]
    assert report.findings[0].remedy.endswith("entries to 1 until newer posts have taken their place")
    posts.build()
    assert checked(posts, live).findings == ()


def test_a_feed_without_dates_has_no_newest_and_no_oldest_entry(posts: Blog) -> None:
    live = posts.folder / "live.json"
    live.write_text('{"title": "Blog", "items": [{"id": "https://blog.example/3/"}, {"id": "gone"}]}')
    report = checked(posts, live)
    assert (report.entries, report.gone, report.findings) == (2, 1, ())


def test_posts_that_a_feed_has_no_room_for_are_not_told(posts: Blog) -> None:
    posts.configure('[feeds]\nentries = 2\n[feeds.paths]\nrss = "/feed/"')
    report = checked(posts, wordpress(posts.folder, "3 https://blog.example/3/ https://blog.example/3/"))
    assert [finding.entry for finding in report.findings] == ["Day 2"]


def test_an_address_that_no_feed_would_have_is_told_with_the_setting(posts: Blog) -> None:
    posts.configure()
    items = [f"{day} https://blog.example/{day}/ https://blog.example/{day}/" for day in (3, 2, 1)]
    finding = only(checked(posts, wordpress(posts.folder, *items), "https://www.blog.example/feed"))
    assert (finding.before, finding.after) == (
        "https://www.blog.example/feed",
        "https://blog.example/feeds/rss.xml",
    )
    finding = only(checked(posts, wordpress(posts.folder, *items), "https://blog.example/feed/"))
    assert finding.remedy.startswith('set "rss" = "/feed/" in [feeds.paths], or ')
    assert finding.after == "https://blog.example/feeds/rss.xml"
    elsewhere = only(checked(posts, wordpress(posts.folder, *items), "https://counted.example/blog"))
    assert elsewhere.remedy == "let the server redirect it there for good (301)"
    query = only(checked(posts, wordpress(posts.folder, *items), "https://blog.example/?feed=rss2"))
    assert query.remedy == "let the server redirect it there for good (301)"


def test_the_feed_at_that_address_or_with_that_title_is_the_one_compared(posts: Blog) -> None:
    posts.write("4.md", date="2026-05-04", author="Ada")
    posts.build()
    posts.write("5.md", date="2026-05-05")
    live = posts.public / "feeds/author/ada/atom.xml"
    url = "https://blog.example/feeds/author/ada/atom.xml"
    assert checked(posts, live, url).findings == ()
    assert checked(posts, live).findings == ()
    posts.write("4.md", date="2026-05-04", author="Grace")
    assert [finding.kind for finding in checked(posts, live).findings] == ["lost"]
    live.write_text(live.read_text().replace("Blog: Ada", "Another name"))
    assert [finding.kind for finding in checked(posts, live, url).findings] == ["lost"]
    assert checked(posts, live).findings == ()


@pytest.mark.parametrize(
    ("guid", "kept"),
    [
        pytest.param("https://blog.example/1", True, id="an IRI"),
        pytest.param("1 at https://blog.example", False, id="none, which Atom cannot have"),
    ],
)
def test_an_id_that_atom_cannot_keep_is_told(blog: Blog, guid: str, kept: bool) -> None:
    blog.write("1.md", title="Day 1", guid=guid)
    for format_ in FORMATS:
        expected = [guid] if format_.name == "atom" and not kept else []
        feed = ForeignFeed(
            format=format_.name,
            title="Blog",
            self_url="",
            next_page="",
            entries=(entry(guid, published=NOON),),
        )
        with Workers(1) as workers:
            live = Published(name="live", url="", feed=feed)
            report = check(blog.app().settings, blog.now, silent, workers, against=live)
        assert [finding.before for finding in report.findings if finding.kind == "id"] == expected
        assert all(finding.remedy.startswith("none") for finding in report.findings if finding.kind == "id")


def test_the_command_tells_programs_everything(posts: Blog) -> None:
    live = wordpress(posts.folder, "3 https://blog.example/?p=3 https://blog.example/3/")
    told = json.loads(
        CliRunner().invoke(command, ["--against", str(live), "--json"], obj=str(posts.config)).output
    )
    assert (told["against"], told["feeds"], told["entries"], told["gone"]) == (str(live), 1, 1, 0)
    assert told["counts"] == {"id": 1, "address": 0, "lost": 0, "backwards": 0, "date": 0, "older": 2}
    assert told["findings"][0] == {
        "kind": "id",
        "feed": str(live),
        "entry": "Day 3",
        "before": "https://blog.example/?p=3",
        "after": "https://blog.example/3/",
        "remedy": "write guid: https://blog.example/?p=3 into 3.md, or publisher adopt the feed that has it",
    }
