"""`publisher templates`: a user's own templates, started from ours."""

from pathlib import Path

import pytest

from tests.blog import Blog
from tests.command import ROOT, failure, publisher

WEEKLY = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\n'
SHIPPED = ROOT / "templates"
LOOK = ("edition.mjml", "edition.txt", "preheader.txt", "subject.txt")


def written(blog: Blog) -> list[str]:
    """Return the paths of the files in the user's folder."""
    own = blog.folder / "templates"
    return sorted(path.relative_to(own).as_posix() for path in own.rglob("*") if path.is_file())


@pytest.fixture
def weekly(blog: Blog) -> Blog:
    blog.configure(WEEKLY)
    blog.write("a.md", "Words.", title="First post", date="2026-05-01")
    return blog


@pytest.mark.parametrize("look", ["cards", "brief", "letter"])
def test_a_look_is_copied_as_it_is(weekly: Blog, look: str) -> None:
    outcome = publisher("templates", "copy", look, folder=weekly.folder)
    assert (outcome.status, outcome.err) == (0, "")
    assert written(weekly) == [f"digest/{look}/{name}" for name in LOOK]
    for path in written(weekly):
        assert (weekly.folder / "templates" / path).read_bytes() == (SHIPPED / path).read_bytes()
        assert f"templates/{path}\n" in outcome.out


def test_a_look_of_ones_own_is_used_once_the_settings_ask_for_it(weekly: Blog) -> None:
    outcome = publisher("templates", "copy", "brief", "--as", "mine", folder=weekly.folder)
    assert outcome.out.splitlines()[-1] == (
        'next: set template = "mine" under [[digests]] in publisher.toml; change a file; '
        "publisher preview weekly shows it"
    )
    assert written(weekly) == [f"digest/mine/{name}" for name in LOOK]
    weekly.configure(WEEKLY + 'template = "mine"\n')
    (weekly.folder / "templates/digest/mine/subject.txt").write_text("All mine")
    publisher("build", folder=weekly.folder)
    assert "All mine" in publisher("preview", "weekly", folder=weekly.folder).out


def test_a_copy_of_ours_is_used_without_a_word_in_the_settings(weekly: Blog) -> None:
    outcome = publisher("templates", "copy", "cards", folder=weekly.folder)
    assert outcome.out.endswith("\nnext: change a file; publisher preview weekly shows it\n")
    (weekly.folder / "templates/digest/cards/subject.txt").write_text("Changed")
    publisher("build", folder=weekly.folder)
    assert publisher("preview", "weekly", folder=weekly.folder).out.startswith("Changed\n")


def test_nothing_is_overwritten_unless_told_to(weekly: Blog) -> None:
    mine = weekly.folder / "templates/digest/cards/subject.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("Mine")
    assert failure(publisher("templates", "copy", "cards", folder=weekly.folder)) == (
        f"{mine}: is there already; --force replaces what is there"
    )
    assert written(weekly) == ["digest/cards/subject.txt"]
    outcome = publisher("templates", "copy", "cards", "--force", folder=weekly.folder)
    assert "templates/digest/cards/subject.txt replaced\n" in outcome.out
    assert mine.read_bytes() == (SHIPPED / "digest/cards/subject.txt").read_bytes()


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(
            ("letter", "--all"),
            ["digest/_parts.mjml", "digest/_parts.txt", *(f"digest/letter/{name}" for name in LOOK)],
            id="with what the looks share",
        ),
        pytest.param(("digest/_parts.mjml",), ["digest/_parts.mjml"], id="what they share, alone"),
        pytest.param(("templates/site/post.html",), ["site/post.html"], id="a path as it is shown"),
        pytest.param(("hosting",), ["hosting/nginx.conf", "hosting/publisher.service"], id="an area"),
    ],
)
def test_what_is_named_is_what_is_copied(weekly: Blog, asked: tuple[str, ...], expected: list[str]) -> None:
    outcome = publisher("templates", "copy", *asked, "--json", folder=weekly.folder)
    assert outcome.json == {
        "folder": str(weekly.folder / "templates"),
        "written": outcome.json["written"],
        "replaced": [],
    }
    assert sorted(outcome.json["written"]) == written(weekly) == expected


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        pytest.param(("crads",), 'no such template: crads (did you mean "cards"?)', id="a look misspelt"),
        pytest.param(
            ("site/pots.html",),
            'no such template: site/pots.html (did you mean "site/post.html"?)',
            id="a file misspelt",
        ),
        pytest.param(
            ("../../etc",), "no such template: ../../etc; there are the looks", id="out of the folder"
        ),
        pytest.param(("site", "--as", "mine"), "--as is for a look of editions (", id="an area renamed"),
        pytest.param(("site", "--all"), "--all is for a look of editions (", id="an area with shared parts"),
        pytest.param(
            ("cards", "--as", "../mine"), "--as: found ../mine; allowed are letters, digits", id="no name"
        ),
    ],
)
def test_what_cannot_be_copied_is_said(weekly: Blog, asked: tuple[str, ...], said: str) -> None:
    assert failure(publisher("templates", "copy", *asked, folder=weekly.folder)).startswith(said)
    assert written(weekly) == []


def test_the_list_shows_whose_each_template_is(weekly: Blog) -> None:
    own = weekly.folder / "templates"
    publisher("templates", "copy", "site/post.html", folder=weekly.folder)
    publisher("templates", "copy", "site/site.css", folder=weekly.folder)
    (own / "site/site.css").write_text("body {}")
    (own / "site/.post.html.swp").write_text("an editor's")
    (own / "site/post.html~").write_text("an editor's")
    (own / "site/psot.html").write_text("misspelt")
    states = {
        one["path"]: one["state"]
        for one in publisher("templates", "list", "--json", folder=weekly.folder).json["templates"]
    }
    shipped = {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*") if path.is_file()}
    assert states == dict.fromkeys(shipped, "shipped") | {
        "site/post.html": "same",
        "site/site.css": "own",
        "site/psot.html": "added",
    }
    said = publisher("templates", "list", folder=weekly.folder).out
    lines = [" ".join(line.split()) for line in said.splitlines()]
    assert {"site/site.css yours", "site/post.html yours, as ours", "site/psot.html yours alone"} < set(lines)
    assert lines[-1] == "3 of them in templates; publisher templates copy NAME puts one there"


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        pytest.param("crads", ' (did you mean "cards"?)', id="misspelt"),
        pytest.param("newspaper", "; publisher templates copy cards --as NEW makes one", id="not made yet"),
    ],
)
def test_a_look_that_there_is_not_is_said_before_anything_is_done(
    weekly: Blog, name: str, remedy: str
) -> None:
    weekly.configure(WEEKLY + f'template = "{name}"\n')
    line = weekly.config.read_text().splitlines().index(f'template = "{name}"') + 1
    said = failure(publisher("preview", "weekly", folder=weekly.folder))
    assert said == (
        f'publisher.toml:{line}: digests.weekly.template: found "{name}"; '
        f"allowed is a folder of templates/digest/: brief, cards, letter{remedy}"
    )


def test_a_look_can_be_made_that_the_settings_ask_for_already(weekly: Blog) -> None:
    weekly.configure(WEEKLY + 'template = "mine"\n')
    outcome = publisher("templates", "copy", "cards", "--as", "mine", folder=weekly.folder)
    assert outcome.status == 0
    assert outcome.out.endswith("\nnext: change a file; publisher preview weekly shows it\n")


def test_templates_beside_settings_elsewhere_are_those_that_are_listed(weekly: Blog, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    asked = ("--config", str(weekly.config), "templates")
    publisher(*asked, "copy", "brief", folder=elsewhere)
    assert list(elsewhere.iterdir()) == []
    assert written(weekly) == [f"digest/brief/{name}" for name in LOOK]
