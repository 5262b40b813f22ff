"""`publisher themes` as an editor uses it: list, unsure, explain, set, retrain."""

import json
import re

import pytest

from publisher.catalog.themes import placed
from tests.blog import Blog
from tests.command import Outcome, failure, publisher
from tests.themes.subjects import SUBJECTS, settings_of, text_on, write_posts


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """Thirty-six posts on three subjects, one more with a tag and one that nobody can place; built."""
    blog = Blog(tmp_path_factory.mktemp("archive"))
    blog.configure(settings_of(*SUBJECTS))
    write_posts(blog)
    blog.write("tagged.md", text_on("Baking", 99), title="Tagged", tags=["sailing", "Astronomies"])
    blog.write("odd.md", "Quarterly figures were presented to shareholders.", title="Quarterly figures")
    assert publisher("build", folder=blog.folder).status == 0
    return blog


def themes(blog: Blog, *arguments: str) -> Outcome:
    return publisher("themes", *arguments, folder=blog.folder)


def sorted_under(blog: Blog, slug: str) -> list[str]:
    """Return the paths of the posts that the classifier put under a theme."""
    with blog.catalog() as catalog, catalog.reading() as connection:
        return [one.place[1] for one in placed(connection) if one.placing[1:3] == (slug, "classifier")]


def test_the_list_counts_who_decided(archive: Blog) -> None:
    found = themes(archive, "list", "--json").json
    assert [(one["name"], one["by"]["tag"]) for one in found["themes"]] == [
        ("Baking", 0),
        ("Sailing", 1),
        ("Astronomy", 0),
    ]
    assert sum(one["posts"] for one in found["themes"]) + found["unsure"] == 38
    assert found["classifier"]["labels"] == 1
    printed = themes(archive, "list").out
    assert re.search(r"^Sailing +\d+ +1 +0 +\d+$", printed, re.MULTILINE)
    assert "publisher themes unsure" in printed


def test_the_posts_that_nobody_is_sure_of_are_listed(archive: Blog) -> None:
    found = themes(archive, "unsure", "--json").json
    assert "odd.md" in [one["path"] for one in found["posts"]]
    confidences = [one["confidence"] for one in found["posts"]]
    assert confidences == sorted(confidences, reverse=True)
    assert "Quarterly figures" in themes(archive, "unsure").out


def test_an_explanation_names_the_theme_the_words_the_confidence_and_the_runner_up(archive: Blog) -> None:
    path = next(iter(sorted_under(archive, "baking")))
    found = themes(archive, "explain", path, "--json").json
    assert (found["theme"], found["by"]) == ("baking", "classifier")
    assert found["confidence"] >= found["least"]
    assert {one["text"] for one in found["reasons"]} & set(SUBJECTS["Baking"].split())
    assert next(iter(found["chances"])) == "baking"
    printed = themes(archive, "explain", f"posts/{path}").out
    for said in ("Baking, as the classifier says", "because of: ", "runner-up:  "):
        assert said in printed


def test_an_explanation_names_the_tag_that_decided_and_the_other_feeds(archive: Blog) -> None:
    printed = themes(archive, "explain", "main/tagged.md").out
    assert "theme:      Sailing, as its tag sailing says" in printed
    assert "also in:    Astronomy (its other tags)" in printed


def test_setting_a_theme_is_kept_and_can_be_taken_back(archive: Blog) -> None:
    outcome = themes(archive, "set", "odd.md", "Astronomies")
    assert (outcome.status, outcome.out.splitlines()[0]) == (0, "Quarterly figures: none -> Astronomy")
    corrections = archive.folder / "themes.tsv"
    assert corrections.read_text(encoding="utf-8").splitlines()[-1].split("\t")[1:] == [
        "astronomy",
        "Quarterly figures",
    ]
    assert "as the editor says (themes.tsv)" in themes(archive, "explain", "odd.md").out
    assert publisher("build", folder=archive.folder).status == 0
    feed = json.loads((archive.public / "feeds/theme/astronomy/feed.json").read_text(encoding="utf-8"))
    assert "Quarterly figures" in [item["title"] for item in feed["items"]]
    assert (
        themes(archive, "set", "odd.md", "--forget").out.splitlines()[0]
        == "Quarterly figures: Astronomy -> none"
    )
    assert publisher("build", folder=archive.folder).status == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ["explain", "nope.md"], "no such post: nope.md; give its guid, address or path", id="no post"
        ),
        pytest.param(
            ["set", "odd.md", "sport"], "no such theme: sport; there are: baking, sailing", id="no theme"
        ),
        pytest.param(["set", "odd.md", "sialing"], '(did you mean "sailing"?)', id="a slip of the pen"),
        pytest.param(["set", "odd.md", "--forget"], "nothing was set for odd.md", id="nothing to take back"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(archive: Blog, arguments: list[str], said: str) -> None:
    assert said in failure(themes(archive, *arguments))


def test_an_empty_theme_is_none_that_there_is(archive: Blog) -> None:
    assert "no such theme: " in failure(themes(archive, "set", "odd.md", ""))


def test_a_theme_or_what_else_is_meant_must_be_given(archive: Blog) -> None:
    for arguments in (["odd.md"], ["odd.md", "sailing", "--none"], ["odd.md", "--none", "--forget"]):
        outcome = themes(archive, "set", *arguments)
        assert (outcome.status, "give a THEME, or --none, or --forget" in outcome.err) == (2, True)


def test_retraining_without_a_terminal_shows_and_moves_nothing(archive: Blog) -> None:
    archive.configure(
        settings_of(*SUBJECTS).replace("oven", "mast").replace("dough", "sail").replace("flour", "keel")
    )
    try:
        outcome = publisher("build", folder=archive.folder)
        assert "publisher themes retrain shows what would move" in outcome.out
        shown = themes(archive, "retrain", "--json").json
        assert (shown["moved"], shown["moves"] != []) == (False, True)
        printed = themes(archive, "retrain").out
        assert f"{len(shown['moves'])} posts to move" in printed
        assert "publisher themes retrain --yes does" in printed
        assert themes(archive, "retrain", "--json").json == shown
        assert themes(archive, "retrain", "--yes", "--json").json["moves"] == shown["moves"]
        assert themes(archive, "retrain").out == "no post would move\n"
    finally:
        archive.configure(settings_of(*SUBJECTS))
        themes(archive, "retrain", "--yes")


def test_without_themes_each_command_says_how_to_get_some(blog: Blog) -> None:
    blog.write("a.md")
    blog.build()
    for arguments in (["list"], ["unsure"], ["explain", "a.md"], ["set", "a.md", "x"], ["retrain"]):
        assert "no [[themes]] are declared; publisher themes suggest proposes some" in failure(
            themes(blog, *arguments)
        )
