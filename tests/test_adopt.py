"""Moving in with subscribers: posts take over the ids of a feed that there is, and keep them whatever comes."""

import json
from dataclasses import dataclass
from html import escape
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result

from publisher.adopt import AdoptReport, adopt
from publisher.catalog.ledger import export_lines, import_lines
from publisher.cli.adopt import adopt as command
from publisher.errors import InputError
from publisher.feeds.foreign import ForeignEntry, ForeignFeed, read_feed
from publisher.workers import Workers
from tests.blog import Blog, silent
from tests.foreign import NOON, entry

# As WordPress has them: an address, but not the post's.
GUID = "https://old.example/?p=12"


def feed(*entries: ForeignEntry) -> ForeignFeed:
    return ForeignFeed(format="rss", title="Old", self_url="", next_page="", entries=entries)


def adopted(blog: Blog, *feeds: ForeignFeed, dry_run: bool = False) -> AdoptReport:
    """Adopt, an hour after the last time."""
    app = blog.app()
    with Workers(1) as workers, app.open_catalog() as catalog:
        return adopt(app.settings, catalog, feeds, blog.now, silent, workers, dry_run=dry_run)


def run(blog: Blog, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=str(blog.config))


def rss_file(folder: Path, *items: dict[str, str]) -> str:
    """Write a feed as WordPress would, and return where."""
    shown = "".join(
        f"<item><title>{escape(item.get('title', ''))}</title><link>{escape(item.get('link', ''))}</link>"
        f'<guid isPermaLink="false">{escape(item["guid"])}</guid>'
        f"<pubDate>{item.get('date', 'Fri, 01 May 2026 12:00:00 +0000')}</pubDate></item>"
        for item in items
    )
    file = folder / "old.xml"
    file.write_text(
        f'<rss version="2.0"><channel><title>Old</title>{shown}</channel></rss>', encoding="utf-8"
    )
    return str(file)


# What is kept


def test_an_adopted_id_is_in_every_format(blog: Blog) -> None:
    blog.configure("[feeds]\nentries = 1\narchive_entries = 1")
    blog.write("a.md", title="A", link="https://old.example/a")
    blog.write("b.md", title="B", link="https://old.example/b", date="2026-05-02")
    blog.build()
    adopted(
        blog, feed(entry(GUID, link="https://old.example/a"), entry("urn:b", link="http://old.example/b"))
    )
    blog.build()
    for folder, guid in (("", "urn:b"), ("archive/1/", GUID), ("archive/2/", "urn:b")):
        for name in ("rss.xml", "atom.xml", "feed.json"):
            content = (blog.public / "feeds" / f"{folder}{name}").read_bytes()
            assert [one.guid for one in read_feed(content).entries] == [guid]
    (item,) = feedparser.parse((blog.public / "feeds/archive/1/rss.xml").read_bytes()).entries
    assert (item.id, item.guidislink) == (GUID, False)


@pytest.mark.parametrize("link", ["https://old.example/a", None], ids=["a link", "a page of its own"])
@pytest.mark.parametrize(
    "guid", [GUID, "123 at https://old.example", "https://blog.example/posts/a/", "tag:x,2000:y", "urn:x"]
)
def test_an_adopted_id_outlives_every_change(blog: Blog, link: str | None, guid: str) -> None:
    matter = {"title": "A", "link": link} if link else {"title": "A"}
    blog.write("a.md", "One.", **matter)
    blog.write("other.md", date="2026-05-02")
    adopted(blog, feed(entry(guid, title="A", published=NOON)))
    assert blog.guids()["A"] == guid
    assert blog.sync().read == 0
    blog.write("a.md", "Two, and more.", **matter)
    assert (blog.sync().updated, blog.guids()["A"]) == (1, guid)
    (blog.posts / "a.md").rename(blog.posts / "moved.md")
    assert (blog.sync().moved, blog.guids()["A"]) == (1, guid)
    blog.write("moved.md", "Two, and more.", title="A", link="https://new.example/elsewhere")
    assert (blog.sync().added, blog.guids()["A"]) == (0, guid)
    blog.write("moved.md", "Three.", title="A")
    assert (blog.sync().added, blog.guids()["A"]) == (0, guid)
    (blog.posts / "moved.md").unlink()
    blog.sync()
    blog.write("moved.md", "Three.", title="A")
    assert (blog.sync().added, blog.guids()["A"]) == (0, guid)


@pytest.mark.parametrize("link", ["https://old.example/a", None], ids=["a link", "a page of its own"])
def test_an_adopted_id_goes_with_an_export(any_blog: Blog, tmp_path: Path, link: str | None) -> None:
    any_blog.write("a.md", title="A", **({"link": link} if link else {}))
    adopted(any_blog, feed(entry(GUID, title="A", published=NOON)))
    with any_blog.catalog() as catalog, catalog.reading() as connection:
        lines = list(export_lines(connection))
    other = Blog(tmp_path, database="sqlite:///data/second.db")
    with other.catalog() as catalog, catalog.writing() as connection:
        assert import_lines(connection, lines, "export") == 1
    report = other.sync()
    assert (report.added, report.withdrawn, other.guids()) == (0, 0, {"A": GUID})


def test_a_second_file_of_an_adopted_post_is_still_one(blog: Blog) -> None:
    blog.write("a.md", title="A", link="https://old.example/a")
    blog.write("b.md", title="B", link="https://old.example/a", date="2026-04-01")
    adopted(blog, feed(entry(GUID, link="https://old.example/a")))
    blog.write("a.md", "Edited.", title="A", link="https://old.example/a")
    blog.sync()
    (blog.posts / "a.md").unlink()
    assert (blog.sync().withdrawn, blog.guids()) == (0, {"B": GUID})


def test_a_post_next_to_an_adopted_one_gets_an_id_of_its_own(blog: Blog) -> None:
    blog.write("a.md", title="A")
    adopted(blog, feed(entry("tag:blog.example,2000:main/b.md", title="A", published=NOON)))
    blog.write("b.md", title="B")
    blog.sync()
    assert blog.guids() == {"A": "tag:blog.example,2000:main/b.md", "B": "tag:blog.example,2000:main/b.md-2"}


# What is left


def test_adopting_twice_is_adopting_once(blog: Blog) -> None:
    blog.write("a.md", title="A")
    old = feed(entry(GUID, title="A", published=NOON))
    first, second = adopted(blog, old), adopted(blog, old)
    assert [len(one.of("adopted")) for one in (first, second)] == [1, 0]
    assert [one.entry.guid for one in second.of("kept")] == [GUID]


def test_a_trial_changes_nothing(blog: Blog) -> None:
    blog.write("a.md", title="A")
    assert len(adopted(blog, feed(entry(GUID, title="A", published=NOON)), dry_run=True).of("adopted")) == 1
    assert blog.visible() == ()
    blog.sync()
    adopted(blog, feed(entry(GUID, title="A", published=NOON)), dry_run=True)
    assert blog.guids() == {"A": "tag:blog.example,2000:main/a.md"}


def test_what_a_file_says_itself_stays(blog: Blog) -> None:
    blog.write("a.md", title="A", guid="own:1")
    blog.write("b.md", title="B", guid=GUID, date="2026-05-02")
    report = adopted(
        blog,
        feed(entry("x:1", title="A", published=NOON), entry(GUID, title="B", published=NOON.replace(day=2))),
    )
    assert [(one.outcome, one.before) for one in report.adoptions] == [("declared", "own:1"), ("kept", GUID)]
    assert blog.guids() == {"A": "own:1", "B": GUID}


def test_no_two_posts_get_one_id(blog: Blog) -> None:
    blog.write("a.md", "One.", title="A", guid=GUID)
    blog.write("z.md")
    blog.sync()
    (blog.posts / "a.md").unlink()
    blog.write("b.md", "Two.", title="A")
    report = adopted(blog, feed(entry(GUID, title="A", published=NOON)))
    assert [(one.outcome, one.post.path) for one in report.adoptions] == [("taken", "b.md")]
    assert blog.guids()["A"] == "tag:blog.example,2000:main/b.md"


def test_of_two_feeds_the_first_counts(blog: Blog) -> None:
    blog.write("a.md", title="A")
    blog.write("b.md", title="B", date="2026-05-02")
    rss = feed(entry("rss:a", title="A", published=NOON))
    atom = feed(
        entry("atom:a", title="A", published=NOON),
        entry("atom:b", title="B", published=NOON.replace(day=2)),
        entry("atom:c"),
    )
    report = adopted(blog, rss, atom, feed(entry("rss:a"), entry("atom:c")))
    assert blog.guids() == {"A": "rss:a", "B": "atom:b"}
    assert {one.entry.guid: one.outcome for one in report.adoptions} == {
        "rss:a": "adopted",
        "atom:b": "adopted",
        "atom:a": "second",
    }
    assert [one.guid for one in report.entries] == ["atom:c"]


def test_an_entry_that_one_of_two_feeds_tells_more_of_is_not_left(blog: Blog) -> None:
    blog.write("a.md", title="A")
    report = adopted(blog, feed(entry(GUID, title="Renamed")), feed(entry(GUID, title="A", published=NOON)))
    assert (report.entries, len(report.of("adopted"))) == ((), 1)


def test_it_is_told_where_readers_have_seen_another_id(blog: Blog) -> None:
    blog.write("a.md", title="A")
    blog.build()
    blog.write("b.md", title="B", date="2026-05-02")
    report = adopted(
        blog,
        feed(entry("x:a", title="A", published=NOON), entry("x:b", title="B", published=NOON.replace(day=2))),
    )
    assert {one.post.path: one.seen_before for one in report.adoptions} == {"a.md": True, "b.md": False}


def test_what_has_no_counterpart_is_told(blog: Blog) -> None:
    blog.configure("[feeds]\nentries = 2")
    for day in (1, 2, 3):
        blog.write(f"{day}.md", date=f"2026-05-0{day}")
    blog.write("draft.md", draft=True, date="2026-05-04")
    report = adopted(
        blog,
        feed(
            entry("x:1", title="1.md", published=NOON),
            entry("x:2", title="Gone", link="https://old.example/gone"),
            entry("x:d", title="draft.md", published=NOON.replace(day=4)),
        ),
    )
    assert [one.guid for one in report.entries] == ["x:2"]
    assert ([one.path for one in report.posts], report.carried) == (["3.md", "2.md"], 2)
    assert {one.post.path for one in report.of("adopted")} == {"1.md", "draft.md"}
    blog.build()
    assert adopted(blog, feed()).carried == 0


# The command


def test_the_command_says_what_it_did_and_what_it_left(blog: Blog) -> None:
    blog.write("a.md", title="A")
    blog.write("b.md", title="B", guid="own:b", date="2026-05-02")
    blog.write("c.md", title="C", date="2026-05-03")
    old = rss_file(
        blog.folder,
        {"guid": GUID, "title": "A"},
        {"guid": "x:b", "title": "B", "date": "Sat, 02 May 2026 12:00:00 +0000"},
        {"guid": "x:gone", "title": "Gone", "link": "https://old.example/gone"},
    )
    trial = run(blog, old, "--dry-run")
    assert "1 post would take the entry's id\n" in trial.output
    assert trial.output.endswith("nothing was changed\n")
    outcome = run(blog, old)
    assert outcome.exit_code == 0
    assert outcome.output == (
        "3 entries: 1 post took the entry's id\n"
        "1 post left, as the file itself names another id; take that out to adopt the feed's:\n"
        "  b.md: x:b\n"
        "1 entry without a post:\n"
        "  2026-05-01 Gone https://old.example/gone\n"
        "1 post without an entry (1 of them new to readers of the feed of all posts):\n"
        "  2026-05-03 c.md: C\n"
        "next: publisher build\n"
    )


def test_the_command_warns_of_ids_that_readers_have_seen_here(blog: Blog) -> None:
    blog.write("a.md", title="A")
    blog.build()
    said = run(blog, rss_file(blog.folder, {"guid": GUID, "title": "A"})).output
    assert (
        "warning: 1 post had been published here under another id, and will be new to those who saw it there:\n"
        "  a.md: was tag:blog.example,2000:main/a.md\n"
    ) in said


def test_the_command_tells_programs_everything(blog: Blog) -> None:
    for number in range(30):
        blog.write(f"{number}.md", date=None)
    blog.write("a.md", title="A", link="https://old.example/a/")
    old = rss_file(
        blog.folder, {"guid": GUID, "link": "http://old.example/a"}, {"guid": "x", "title": "Gone"}
    )
    told = json.loads(run(blog, old, "--json").output)
    assert told["adopted"] == [
        {
            "id": GUID,
            "before": "https://old.example/a/",
            "by": "link",
            "link": "http://old.example/a",
            "published_here": False,
            "source": "main",
            "path": "a.md",
        }
    ]
    assert [one["id"] for one in told["entries_without_post"]] == ["x"]
    assert (told["kept"], told["dry_run"], told["posts_without_entry"]) == (0, False, [])
    again = json.loads(run(blog, old, "--json").output)
    assert (again["adopted"], again["kept"]) == ([], 1)


def test_a_long_list_is_cut_short_and_counted(blog: Blog) -> None:
    blog.write("a.md")
    items = [{"guid": f"x:{number}", "title": f"Gone {number}"} for number in range(13)]
    lines = run(blog, rss_file(blog.folder, *items)).output.splitlines()
    assert lines[1] == "13 entries without a post:"
    assert lines[12] == "  and 3 more; --json lists them all"


def test_what_is_no_feed_stops_the_command_before_it_opens_anything(blog: Blog) -> None:
    (blog.folder / "old.xml").write_text("Hello.")
    outcome = run(blog, str(blog.folder / "old.xml"))
    assert isinstance(outcome.exception, InputError)
    assert str(outcome.exception) == f"{blog.folder}/old.xml: is no feed (RSS, Atom or JSON Feed)"
    assert not (blog.folder / "data").exists()


# Real posts


@dataclass
class Archive(Blog):
    """A blog of somebody's posts, under a source name and an address of its own."""

    source: str = "main"
    url: str = "https://blog.example/"
    folder_of_posts: Path = Path()

    def configure(self, extra: str = "", url: str = "") -> None:
        self.config.write_text(
            f'[site]\nurl = "{url or self.url}"\n[catalog]\ndatabase = "{self.database}"\n'
            f"[feeds]\nentries = 2000\nmax_kilobytes = 0\n"
            f'[[sources]]\nname = "{self.source}"\npath = "{self.folder_of_posts}"\n{extra}',
            encoding="utf-8",
        )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("corpus", "posts", "document"),
    [
        pytest.param("frustrated-writer", 221, "rss.xml", id="frustrated-writer"),
        pytest.param("electron-blog", 121, "atom.xml", id="electron-blog"),
        pytest.param("osdev4arab", 10, "rss.xml", id="osdev4arab"),
        pytest.param("broken-history", 61, "atom.xml", id="broken-history"),
        pytest.param("cosx", 313, "feed.json", id="cosx"),
    ],
)
def test_a_blog_set_up_anew_elsewhere_keeps_every_id(
    corpora: Path, tmp_path: Path, corpus: str, posts: int, document: str
) -> None:
    old = Archive(tmp_path / "old", folder_of_posts=corpora / corpus)
    old.build()
    content = (old.public / "feeds" / document).read_bytes()
    new = Archive(
        tmp_path / "new",
        folder_of_posts=corpora / corpus,
        source="writing",
        url="https://www.elsewhere.example/",
    )
    report = adopted(new, read_feed(content))
    assert (report.entries, report.posts, len(report.adoptions)) == ((), (), posts)
    new.build()
    assert sorted(item["id"] for item in new.items()) == sorted(item["id"] for item in old.items())
