"""The command as people run it: what it prints, what it writes, and how it ends."""

import json
import re
import shutil
from pathlib import Path

import pytest

from publisher import __version__
from publisher.cli import COMMANDS
from tests.blog import Blog
from tests.command import failure, publisher

DIGEST = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\n'


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `publisher init` made, and `publisher build` built."""
    folder = tmp_path_factory.mktemp("started")
    assert publisher("init", "blog", folder=folder).status == 0
    assert publisher("build", folder=folder / "blog").status == 0
    return folder / "blog"


@pytest.fixture
def built(blog: Blog) -> Blog:
    """A publication with one post and a digest, built."""
    blog.configure(DIGEST)
    blog.write("a.md", title="A", date="2026-05-01")
    blog.build()
    return blog


# Help


def test_the_version_is_the_packages(tmp_path: Path) -> None:
    outcome = publisher("--version", folder=tmp_path)
    assert (outcome.status, outcome.out, outcome.err) == (0, f"publisher {__version__}\n", "")


def test_help_lists_every_command_and_how_to_start(tmp_path: Path) -> None:
    for arguments in (("--help",), ("-h",), ()):
        outcome = publisher(*arguments, folder=tmp_path)
        said = outcome.out + outcome.err
        assert all(re.search(rf"^  {name}  +[A-Z].*", said, re.MULTILINE) for name in COMMANDS)
        assert "publisher init my-blog" in said


@pytest.mark.parametrize(
    ("arguments", "taught"),
    [
        pytest.param(["init"], ["DIR", "publisher.toml", "--json"], id="init"),
        pytest.param(["sync"], ["--strict", "--allow-empty", "--json", "path:line: reason"], id="sync"),
        pytest.param(["build"], ["--strict", "--allow-empty", "--fresh", "--json", "second run"], id="build"),
        pytest.param(
            ["preview"], ["DIGEST", "--at TIME", "--output", "--all", "--json", "report.json"], id="preview"
        ),
        pytest.param(
            ["schedule"],
            ["[DIGEST]", "--count N", "--from TIME", "--json", "monthly last fri 16:00", "starting", "cron"],
            id="schedule",
        ),
        pytest.param(["serve"], ["--port", "--operator-port", "Ctrl-C"], id="serve"),
        pytest.param(["catalog"], ["export", "import", "version control"], id="catalog"),
        pytest.param(["catalog", "export"], ["[FILE]", "--json", "standard output"], id="catalog export"),
        pytest.param(["catalog", "import"], ["FILE", "--json", "empty catalog"], id="catalog import"),
    ],
)
def test_a_command_explains_itself(tmp_path: Path, arguments: list[str], taught: list[str]) -> None:
    outcome = publisher(*arguments, "--help", folder=tmp_path)
    assert (outcome.status, outcome.err) == (0, "")
    said = " ".join(outcome.out.split())
    assert [words for words in taught if words not in said] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["biuld"], "biuld", id="an unknown command"),
        pytest.param(["build", "--strickt"], "--strict", id="an unknown option, and the nearest"),
        pytest.param(["preview"], "DIGEST", id="a missing argument"),
    ],
)
def test_a_wrong_word_on_the_command_line_is_a_usage_error(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    outcome = publisher(*arguments, folder=tmp_path)
    assert outcome.status == 2
    assert outcome.err.startswith("Usage: publisher")
    assert said in outcome.err


# Init


def test_init_writes_settings_and_posts_and_nothing_else(tmp_path: Path) -> None:
    outcome = publisher("init", "blog", folder=tmp_path)
    assert (outcome.status, outcome.err) == (0, "")
    assert "next: cd blog; publisher build; publisher serve" in outcome.out
    assert sorted(path.name for path in (tmp_path / "blog").iterdir()) == ["posts", "publisher.toml"]
    assert len(list((tmp_path / "blog" / "posts").glob("*.md"))) >= 10
    assert "# " in (tmp_path / "blog" / "publisher.toml").read_text()


def test_init_into_the_empty_folder_one_stands_in(tmp_path: Path) -> None:
    outcome = publisher("init", ".", "--json", folder=tmp_path)
    found = outcome.json
    assert found["files"] == sum(1 for path in tmp_path.rglob("*") if path.is_file())
    assert (tmp_path / "publisher.toml").is_file()


def test_a_build_works_where_init_was(started: Path) -> None:
    assert sorted(path.name for path in started.iterdir()) == ["data", "posts", "public", "publisher.toml"]
    assert (started / "public" / "feeds" / "atom.xml").is_file()
    items = json.loads((started / "public" / "feeds" / "feed.json").read_bytes())["items"]
    assert len(items) >= 10


def test_the_sample_gives_neither_warning_nor_skipped_file(started: Path) -> None:
    found = publisher("build", "--json", folder=started).json
    assert (found["skipped"], found["warnings"]) == ([], [])


@pytest.mark.parametrize("digest", ["weekly", "monthly"])
def test_a_preview_works_where_init_was(started: Path, tmp_path: Path, digest: str) -> None:
    outcome = publisher("preview", digest, "--output", str(tmp_path), folder=started)
    assert outcome.status == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "edition.eml",
        "edition.mjml",
        "edition.txt",
        "index.html",
        "report.json",
    ]


def test_init_writes_only_into_a_new_or_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").touch()
    assert failure(publisher("init", "full", folder=tmp_path)).startswith("full: is not empty")
    assert failure(publisher("init", "full/x/y", folder=tmp_path)).startswith("full/x/y: cannot be written: ")
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["x"]


# Build and sync


def test_a_second_build_says_that_there_is_nothing_to_write(built: Blog) -> None:
    outcome = publisher("build", folder=built.folder)
    assert (outcome.status, outcome.err) == (0, "")
    first, second, third, last = outcome.out.splitlines()
    assert first == "1 file, 0 read: 1 post"
    assert second == "no post changed"
    assert third == "3 feeds, nothing to write: public is as it should be"
    assert re.fullmatch(r"done in \d+\.\d s, 0 files skipped", last)


def test_a_build_as_json_is_one_object(blog: Blog) -> None:
    blog.write("a.md", title="A", date="2026-05-01")
    blog.write("b.md", date="2026-13-45")
    outcome = publisher("build", "--json", folder=blog.folder)
    assert (outcome.status, outcome.err) == (0, "")
    found = outcome.json
    assert found.pop("seconds") > 0
    (skipped,) = found.pop("skipped")
    assert (skipped["source"], skipped["path"], skipped["line"]) == ("main", "b.md", 3)
    assert "2026-13-45" in skipped["reason"]
    # What is compressed counts with what it is of, and the list of feeds for none.
    suffixes = [path.suffix for path in blog.public.rglob("*") if path.is_file()]
    assert found.pop("written") == sum(suffix not in (".gz", ".br") for suffix in suffixes) - 1
    assert found == {
        "files": 2,
        "read": 2,
        "posts": 1,
        "added": 1,
        "updated": 0,
        "moved": 0,
        "withdrawn": 0,
        "drafts": 0,
        "future": 0,
        "duplicates": 0,
        "not_posts": 0,
        "kept": 0,
        "unsure": 0,
        "standing": 0,
        "warnings": [],
        "cut": [],
        "feeds": 3,
        "unchanged": 0,
        "removed": 0,
    }
    again = publisher("build", "--json", folder=blog.folder).json
    assert (again["read"], again["written"], again["added"], len(again["skipped"])) == (0, 0, 0, 1)


def test_the_counts_add_up_and_each_skipped_file_is_named(blog: Blog) -> None:
    blog.write("post.md")
    blog.write("draft.md", draft=True)
    blog.write("undated.md", date=None, draft=True)
    blog.write("future.md", date="2999-01-01")
    blog.write("twice.md", guid="x:1")
    blog.write("twice again.md", guid="x:1")
    blog.write("no date.md", date=None)
    (blog.posts / "README.md").write_text("No front matter.\n")
    outcome = publisher("sync", folder=blog.folder)
    assert outcome.status == 0
    assert outcome.out.splitlines()[0] == (
        "8 files, 8 read: 2 posts, 2 drafts, 1 dated in the future, 1 second file of a post, 1 not a post"
    )
    assert re.fullmatch(r"done in \d+\.\d s, 1 file skipped", outcome.out.splitlines()[-1])
    assert "skipped: posts/no date.md:2: no date\n" in outcome.err
    assert "warning: posts/twice again.md: left out: twice.md has the same guid" in outcome.err


@pytest.mark.parametrize("command", ["sync", "build"])
def test_strict_is_an_exit_status_of_1_where_a_file_was_skipped(blog: Blog, command: str) -> None:
    blog.write("a.md")
    assert publisher(command, "--strict", folder=blog.folder).status == 0
    blog.write("b.md", date=None)
    assert publisher(command, "--strict", folder=blog.folder).status == 1
    # It was not read again, and still it counts.
    assert publisher(command, "--strict", "--json", folder=blog.folder).status == 1
    assert publisher(command, folder=blog.folder).status == 0


def test_a_build_on_an_empty_catalog_over_a_site_stops_unless_fresh(built: Blog) -> None:
    shutil.rmtree(built.folder / "data")
    said = failure(publisher("build", folder=built.folder))
    assert said.startswith(f"{built.public}: holds files, but the catalog is empty")
    assert "publisher catalog import FILE" in said
    assert publisher("build", "--fresh", folder=built.folder).status == 0


def test_a_source_that_is_suddenly_empty_stops_unless_that_is_meant(built: Blog) -> None:
    (built.posts / "a.md").unlink()
    assert "--allow-empty" in failure(publisher("build", folder=built.folder))
    assert publisher("build", "--allow-empty", "--json", folder=built.folder).json["withdrawn"] == 1


def test_nothing_is_styled_where_no_terminal_is(blog: Blog) -> None:
    blog.write("a.md", date=None)
    outcome = publisher("build", folder=blog.folder)
    assert "\x1b" not in outcome.out + outcome.err


# Preview


def test_a_preview_says_what_it_holds_and_where_it_is(built: Blog) -> None:
    outcome = publisher("preview", "weekly", "--at", "2026-05-01", folder=built.folder)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.splitlines()[1:] == ["1 post: posts 1", "open preview/weekly/index.html"]
    report = json.loads((built.folder / "preview/weekly/report.json").read_bytes())
    assert report["slot"] == "2026-05-04T09:00:00+00:00"


def test_a_preview_as_json_is_its_report(built: Blog, tmp_path: Path) -> None:
    found = publisher(
        "preview", "weekly", "--json", "--output", str(tmp_path / "x"), folder=built.folder
    ).json
    assert found.pop("output") == str(tmp_path / "x")
    assert found == json.loads((tmp_path / "x" / "report.json").read_bytes())


def test_a_preview_on_an_old_archive_says_so(built: Blog) -> None:
    outcome = publisher("preview", "weekly", "--at", "2026-08-01", folder=built.folder)
    assert outcome.out.splitlines()[2] == (
        "Nothing new for Mon 03 Aug 2026 09:00 UTC: this is the last slot that has posts, Mon 04 May 2026 09:00 UTC."
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["wekly"], 'no such digest: wekly (did you mean "weekly"?)', id="a misspelt digest"),
        pytest.param(["x"], "no such digest: x; there are: weekly", id="no such digest"),
        pytest.param(["weekly", "--at", "soon"], "--at: not a time: soon", id="no time"),
        pytest.param(["weekly", "--at", "9999-12-31"], "--at: not a time: 9999-12-31", id="the end of time"),
        pytest.param(["weekly", "--at", "0001-01-01"], "--at: not a time: 0001-01-01", id="the beginning"),
        pytest.param(
            ["weekly", "--at", "2020-01-01"], "weekly: there is no post to show", id="before all posts"
        ),
        pytest.param(
            ["weekly", "--output", "publisher.toml/x"], "publisher.toml/x: ", id="a folder below a file"
        ),
    ],
)
def test_a_preview_that_cannot_be_is_one_line(built: Blog, arguments: list[str], said: str) -> None:
    assert failure(publisher("preview", *arguments, folder=built.folder)).startswith(said)


# Settings


def test_settings_are_found_by_option_variable_and_place(built: Blog, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for arguments, environ in (
        (("--config", str(built.config), "sync"), {}),
        (("--config", str(built.folder), "sync"), {}),
        (("sync",), {"PUBLISHER_CONFIG": str(built.config)}),
    ):
        outcome = publisher(*arguments, folder=elsewhere, environ=environ)
        assert (outcome.status, outcome.err) == (0, "")
        assert outcome.out.startswith("1 file, 0 read: 1 post")
    assert list(elsewhere.iterdir()) == []
    assert failure(publisher("sync", folder=elsewhere)).startswith(
        "no settings: neither config/publisher.toml"
    )
    assert (
        failure(publisher("--config", "x.toml", "sync", folder=elsewhere)) == "x.toml: no such settings file"
    )


def test_a_variable_stands_over_the_file(built: Blog) -> None:
    publisher("build", folder=built.folder, environ={"PUBLISHER_SITE_TITLE": "Other"})
    assert json.loads((built.public / "feeds/feed.json").read_bytes())["title"] == "Other"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        pytest.param(
            "title = ", "titel = ", "publisher.toml:2: site.titel: unknown key (did you mean", id="key"
        ),
        pytest.param(
            '"Blog"', "3", "publisher.toml:2: site.title: found 3; allowed is a valid string", id="type"
        ),
        pytest.param(
            "[catalog]", 'timezone = "Berlin"\n[catalog]', "publisher.toml:4: site.timezone: found", id="zone"
        ),
        pytest.param('"posts"', '"postz"', 'publisher.toml:8: sources.main.path: found "postz"', id="folder"),
        pytest.param(
            "mon 09:00", "moon 09:00", "publisher.toml:11: digests.weekly.schedule: found", id="schedule"
        ),
        pytest.param("[site]", "[site", "publisher.toml:1: not valid TOML", id="syntax"),
        pytest.param("sqlite:///data", "sqlite:///posts/a.md", "catalog: sqlite:///", id="database"),
    ],
)
def test_a_wrong_setting_is_one_line_on_stderr(built: Blog, before: str, after: str, said: str) -> None:
    built.config.write_text(built.config.read_text().replace(before, after, 1))
    assert failure(publisher("build", folder=built.folder)).startswith(said)


def test_a_fault_in_a_template_of_ones_own_is_one_line_with_its_place(built: Blog) -> None:
    folder = built.folder / "templates" / "site"
    folder.mkdir(parents=True)
    (folder / "_subscribe.html").write_text("<p>\n{{ nonsense(\n")
    said = failure(publisher("build", folder=built.folder))
    assert re.search(r"templates/site/_subscribe\.html:\d+: ", said)


def test_a_command_that_is_not_one_is_told_the_nearest(tmp_path: Path) -> None:
    outcome = publisher("biuld", folder=tmp_path)
    assert outcome.status == 2
    assert 'no such command: biuld (did you mean "build"?)' in outcome.err
