"""What readers would notice of a build, told before it: each thing once, and nothing left behind."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from publisher.catalog import schema
from publisher.check import CheckReport, check
from publisher.cli.check import check as command
from publisher.errors import InputError, OutputError
from publisher.feeds.comparison import Finding
from publisher.workers import Workers
from tests.blog import Blog, silent

ALL = "feeds/feed.json"


def checked(blog: Blog) -> CheckReport:
    """Check, at the time of the last build."""
    with Workers(1) as workers:
        return check(blog.app().settings, blog.now, silent, workers)


def kinds(report: CheckReport) -> list[tuple[str, str]]:
    return [(finding.kind, finding.feed) for finding in report.findings]


def only(report: CheckReport) -> Finding:
    (finding,) = report.findings
    return finding


def run(blog: Blog, *arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, obj=str(blog.config))


@pytest.fixture
def built(blog: Blog) -> Blog:
    """Three posts, the newest by an author of their own, built."""
    for day in (1, 2):
        blog.write(f"{day}.md", title=f"Day {day}", date=f"2026-05-0{day}T10:00:00Z")
    blog.write("3.md", title="Day 3", date="2026-05-03T10:00:00Z", author="Ada")
    blog.build()
    return blog


def contents(blog: Blog) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the catalog."""
    with blog.catalog() as catalog, catalog.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in schema.metadata.sorted_tables
        }


# Nothing to tell


def test_before_the_first_build_nothing_was_published(blog: Blog) -> None:
    blog.write("a.md")
    assert checked(blog) == CheckReport()
    assert not (blog.folder / "data").exists()


def test_what_did_not_change_is_not_told(built: Blog) -> None:
    report = checked(built)
    assert (report.feeds, report.entries, report.gone, report.findings) == (2, 3, 0, ())


def test_new_posts_and_edits_are_what_readers_expect(built: Blog) -> None:
    built.write("4.md", date="2026-05-04")
    built.write("2.md", "Edited.", title="Day 2", date="2026-05-02T10:00:00Z")
    (built.posts / "1.md").rename(built.posts / "moved.md")
    assert checked(built).findings == ()


def test_a_check_leaves_nothing_behind(any_blog: Blog) -> None:
    any_blog.write("a.md")
    any_blog.build()
    before = contents(any_blog)
    any_blog.write("a.md", "Other words.", title="Another")
    any_blog.write("b.md", date="2026-05-02")
    assert checked(any_blog).entries == 1
    assert contents(any_blog) == before


def test_a_lost_catalog_is_not_replaced_and_the_ids_are_compared_all_the_same(built: Blog) -> None:
    (built.posts / "1.md").rename(built.posts / "moved.md")
    built.sync()
    for file in (built.folder / "data").iterdir():
        file.unlink()
    finding = only(checked(built))
    assert (finding.kind, finding.before, finding.after) == (
        "id",
        "tag:blog.example,2000:main/1.md",
        "tag:blog.example,2000:main/moved.md",
    )
    assert list((built.folder / "data").iterdir()) == []


# What is told


def test_a_changed_id_is_told_once_with_its_remedy(built: Blog) -> None:
    built.write("3.md", title="Day 3", date="2026-05-03T10:00:00Z", author="Ada", guid="own:3")
    report = checked(built)
    assert [finding for finding in report.findings if finding.kind == "id"] == [
        Finding(
            kind="id",
            feed=ALL,
            entry="Day 3",
            before="tag:blog.example,2000:main/3.md",
            after="own:3",
            remedy="write guid: tag:blog.example,2000:main/3.md into 3.md, "
            "or publisher adopt the feed that has it",
        )
    ]
    assert report.gone == 0


@pytest.mark.parametrize(
    ("matter", "kind", "before", "after"),
    [
        pytest.param(
            {"date": "2026-04-30T10:00:00Z"},
            "backwards",
            "2026-05-02T10:00:00+00:00",
            "2026-04-30T10:00:00+00:00",
            id="published earlier",
        ),
        pytest.param(
            {"date": "2026-05-02T10:00:01Z"},
            "date",
            "2026-05-02T10:00:00+00:00",
            "2026-05-02T10:00:01+00:00",
            id="published a second later",
        ),
        pytest.param(
            {"date": "2026-05-02T10:00:00Z", "updated": "2026-05-02T09:00:00Z"},
            "backwards",
            "2026-05-02T10:00:00+00:00",
            "2026-05-02T09:00:00+00:00",
            id="updated earlier",
        ),
    ],
)
def test_a_date_that_moves_is_told(
    built: Blog, matter: dict[str, str], kind: str, before: str, after: str
) -> None:
    built.write("2.md", title="Day 2", **matter)
    finding = only(checked(built))
    assert (finding.kind, finding.feed, finding.entry) == (kind, ALL, "Day 2")
    assert (finding.before, finding.after) == (before, after)
    assert "2.md" in finding.remedy


def test_fractions_of_a_second_are_no_change(blog: Blog) -> None:
    blog.write("a.md", date="2026-05-01T10:00:00.750Z", updated="2026-05-01T11:00:00.750Z")
    blog.build()
    assert checked(blog).findings == ()


@pytest.mark.parametrize(
    "matter",
    [
        pytest.param(None, id="its file is gone"),
        pytest.param({"draft": True}, id="a draft again"),
        pytest.param({"date": "2030-01-01"}, id="dated to come"),
    ],
)
def test_a_feed_that_loses_its_newest_entry_is_told(
    built: Blog, matter: dict[str, str | bool] | None
) -> None:
    if matter is None:
        (built.posts / "3.md").unlink()
    else:
        matter = {"title": "Day 3", "date": "2026-05-03T10:00:00Z", "author": "Ada", **matter}
        built.write("3.md", "Words.", **matter)
    report = checked(built)
    assert sorted(kinds(report)) == [("lost", "feeds/author/ada/feed.json"), ("lost", ALL)]
    assert {finding.entry for finding in report.findings} == {"Day 3"}
    assert report.gone == 1


def test_a_feed_that_loses_an_older_entry_is_as_it_should_be(built: Blog) -> None:
    (built.posts / "1.md").unlink()
    report = checked(built)
    assert (report.findings, report.gone) == ((), 1)


def test_a_feed_that_moves_is_told_in_every_format_with_where_to(built: Blog) -> None:
    built.configure('[feeds.paths]\nrss = "/feed/"\njson = "/feed.json"')
    found = {finding.feed: (finding.before, finding.after) for finding in checked(built).findings}
    assert found == {
        "feeds/rss.xml": ("https://blog.example/feeds/rss.xml", "https://blog.example/feed/"),
        ALL: ("https://blog.example/feeds/feed.json", "https://blog.example/feed.json"),
    }
    remedy = (
        'set "rss" = "/feeds/rss.xml" in [feeds.paths], or let the server redirect it there for good (301)'
    )
    assert remedy in {finding.remedy for finding in checked(built).findings}


def test_a_feed_that_goes_with_what_it_was_made_of_is_told(built: Blog) -> None:
    built.write("3.md", title="Day 3", date="2026-05-03T10:00:00Z", author="Grace")
    for file in (built.folder / "data").iterdir():
        file.unlink()
    assert {(finding.kind, finding.before, finding.after) for finding in checked(built).findings} == {
        ("address", f"https://blog.example/feeds/author/ada/{name}", "")
        for name in ("rss.xml", "atom.xml", "feed.json")
    }


def test_a_site_that_moves_moves_its_feeds(built: Blog) -> None:
    built.configure(url="https://new.example/")
    findings = checked(built).findings
    assert {(finding.before, finding.after) for finding in findings if finding.feed == ALL} == {
        ("https://blog.example/feeds/feed.json", "https://new.example/feeds/feed.json")
    }
    assert {finding.kind for finding in findings} == {"address"}


def test_archive_pages_are_no_feeds_of_their_own(blog: Blog) -> None:
    blog.configure("[feeds]\nentries = 1\narchive_entries = 1")
    for day in (1, 2, 3):
        blog.write(f"{day}.md", date=f"2026-05-0{day}")
    blog.build()
    assert (blog.public / "feeds/archive/3/feed.json").is_file()
    report = checked(blog)
    assert (report.feeds, report.entries, report.findings) == (1, 1, ())
    blog.configure("[feeds]\nentries = 1\narchive_entries = 3")
    assert checked(blog).findings == ()


@pytest.mark.parametrize(
    "broken", ["{", "[]", '{"a": 1}'], ids=["half", "another list", "not as it is written"]
)
@pytest.mark.parametrize("path", [ALL, "publish.json"])
def test_what_was_published_and_cannot_be_read_is_named(built: Blog, path: str, broken: str) -> None:
    (built.public / path).write_text(broken)
    with pytest.raises(OutputError) as raised:
        checked(built)
    assert str(raised.value).startswith(f"{built.public / path}: ")
    assert str(raised.value).endswith("; where it is broken, remove it, and publisher build writes it again")


# The command


def test_the_command_says_each_kind_with_count_examples_and_remedy(built: Blog) -> None:
    for day in (1, 2):
        built.write(f"{day}.md", title=f"Day {day}", date="2026-04-01T10:00:00Z")
    outcome = run(built)
    assert outcome.exit_code == 0
    assert outcome.output == (
        f"{built.folder}/public: 2 feeds, 3 entries\n"
        "warning: 2 entries are dated earlier than they were\n"
        "  feeds/feed.json: Day 2: 2026-05-02T10:00:00+00:00 -> 2026-04-01T10:00:00+00:00\n"
        "    set its date in 2.md to 2026-05-02T10:00:00+00:00\n"
        "  feeds/feed.json: Day 1: 2026-05-01T10:00:00+00:00 -> 2026-04-01T10:00:00+00:00\n"
        "    set its date in 1.md to 2026-05-01T10:00:00+00:00\n"
    )


def test_the_command_fails_on_a_finding_only_where_it_is_to_be_strict(built: Blog) -> None:
    assert [run(built, *flags).exit_code for flags in ((), ("--strict",))] == [0, 0]
    assert run(built).output.endswith("no reader will see an old post as new\n")
    (built.posts / "3.md").unlink()
    assert [run(built, *flags).exit_code for flags in ((), ("--strict",))] == [0, 1]
    assert "1 entry will not be there; readers keep what they have\n" in run(built).output


def test_the_command_says_that_nothing_was_published(blog: Blog) -> None:
    blog.write("a.md")
    outcome = run(blog, "--strict")
    assert (outcome.exit_code, outcome.output) == (
        0,
        f"nothing was published before: there is no feed in {blog.folder}/public\n",
    )


def test_many_findings_are_shown_in_part_and_counted(blog: Blog) -> None:
    for number in range(10, 19):
        blog.write(f"{number}.md", date=f"2026-05-{number}")
    blog.build()
    for number in range(10, 18):
        blog.write(f"{number}.md", date=f"2026-04-{number}")
    lines = run(blog).output.splitlines()
    assert lines[1] == "warning: 8 entries are dated earlier than they were"
    assert lines[-1] == "  and 3 more; --json lists them all"
    assert len(lines) == 2 + 5 * 2 + 1


def test_what_is_no_feed_stops_the_command(blog: Blog) -> None:
    outcome = run(blog, "--against", "ftp://blog.example/feed")
    assert isinstance(outcome.exception, InputError)
    assert str(outcome.exception) == "ftp://blog.example/feed: not a file, http or https address"


@pytest.mark.slow
def test_real_posts_built_are_as_they_were(corpora: Path, tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    blog.configure(f'[[sources]]\nname = "other"\npath = "{corpora / "electron-blog"}"')
    blog.now = datetime(2026, 9, 1, tzinfo=UTC)
    blog.build()
    report = checked(blog)
    assert (report.feeds > 1, report.entries > 50, report.findings) == (True, True, ())
