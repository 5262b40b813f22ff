"""Posts under themes: who decides, what stays, what moves, in the catalog and in the feeds."""

import pytest

from publisher.catalog import themes
from publisher.config.corrections import corrections_file, read_corrections, write_correction
from publisher.sync.sorting import retrain
from tests.blog import Blog, silent
from tests.themes.subjects import SUBJECTS, settings_of, text_on, write_posts

ALL = settings_of(*SUBJECTS)
# The same themes, but what was said of baking is now said of sailing.
EXCHANGED = ALL.replace("Baking", "?").replace("Sailing", "Baking").replace("?", "Sailing")


@pytest.fixture
def sorted_blog(blog: Blog) -> Blog:
    """Thirty-six posts on three subjects, built, sorted by keywords alone."""
    blog.configure(ALL)
    write_posts(blog)
    blog.build()
    return blog


def placings(blog: Blog) -> dict[str, tuple[str, str]]:
    """Return theme and decider of each post, by its path."""
    with blog.catalog() as catalog, catalog.reading() as connection:
        return {one.place[1]: one.placing[1:3] for one in themes.placed(connection)}


def feed(blog: Blog, slug: str) -> set[str]:
    return {
        item["url"].rpartition("/posts/")[2].strip("/")
        for item in blog.items(f"feeds/theme/{slug}/feed.json")
    }


def correct(blog: Blog, path: str, theme: str | None) -> None:
    """Write a correction as the command does, for the next build."""
    settings = blog.app().settings
    with blog.catalog() as catalog, catalog.reading() as connection:
        [one] = themes.find(connection, path)
    write_correction(corrections_file(settings.file), (one.guid,), theme, one.title)


def would_move(blog: Blog, *, keep: bool = False) -> dict[str, tuple[str, str]]:
    """Return what a retraining would move, or does: from where, to where, by path."""
    settings = blog.app().settings
    corrections = read_corrections(corrections_file(settings.file), settings.themes)
    with blog.catalog() as catalog:
        moves = retrain(catalog, settings, corrections, silent, keep=keep)
    return {one.place[1]: (one.placing.theme, placing.theme) for one, placing in moves}


def test_an_archive_without_tags_is_sorted_by_keywords(sorted_blog: Blog) -> None:
    found = placings(sorted_blog)
    right = [path for path, (theme, _) in found.items() if theme == path.rpartition("-")[0]]
    wrong = [path for path, (theme, _) in found.items() if theme not in ("", path.rpartition("-")[0])]
    assert (len(found), wrong) == (36, [])
    assert len(right) >= 18
    assert {by for _, by in found.values()} == {"classifier"}


def test_the_feeds_of_themes_have_the_posts_that_were_sorted_there(sorted_blog: Blog) -> None:
    for subject in SUBJECTS:
        slug = subject.lower()
        assert feed(sorted_blog, slug) == {
            path.removesuffix(".md") for path, (theme, _) in placings(sorted_blog).items() if theme == slug
        }


def test_a_tag_decides_before_the_classifier(sorted_blog: Blog) -> None:
    sorted_blog.write("tagged.md", text_on("Baking", 99), tags=["Astronomies"], title="The oven")
    sorted_blog.build()
    assert placings(sorted_blog)["tagged.md"] == ("astronomy", "tag")
    assert "tagged" in feed(sorted_blog, "astronomy")


def test_a_post_of_several_themes_is_in_all_their_feeds_and_under_the_first(sorted_blog: Blog) -> None:
    sorted_blog.write("tagged.md", "Words.", tags=["sailing", "baking"])
    sorted_blog.build()
    assert placings(sorted_blog)["tagged.md"] == ("sailing", "tag")
    assert {slug for slug in ("baking", "sailing", "astronomy") if "tagged" in feed(sorted_blog, slug)} == {
        "sailing",
        "baking",
    }


def test_a_post_that_loses_its_tag_is_sorted_by_what_it_says(sorted_blog: Blog) -> None:
    sorted_blog.write("tagged.md", text_on("Baking", 99), tags=["Astronomy"], title="Bread from the oven")
    sorted_blog.build()
    sorted_blog.write("tagged.md", text_on("Baking", 99), title="Bread from the oven")
    sorted_blog.build()
    assert placings(sorted_blog)["tagged.md"] == ("baking", "classifier")
    assert ("tagged" in feed(sorted_blog, "astronomy"), "tagged" in feed(sorted_blog, "baking")) == (
        False,
        True,
    )


def test_a_post_without_evidence_is_left_to_the_editor(sorted_blog: Blog) -> None:
    sorted_blog.write(
        "odd.md", "Quarterly figures were presented to shareholders.", title="Quarterly figures"
    )
    report = sorted_blog.build()
    assert placings(sorted_blog)["odd.md"] == ("", "classifier")
    with sorted_blog.catalog() as catalog, catalog.reading() as connection:
        unsure = [one.place[1] for one in themes.unsure(connection)]
    assert "odd.md" in unsure
    assert report.counts.unsure == len(unsure)


# The editor's word


def test_a_correction_stands_whatever_else_is_said(sorted_blog: Blog) -> None:
    sorted_blog.write("tagged.md", text_on("Baking", 99), tags=["Baking"])
    sorted_blog.build()
    correct(sorted_blog, "tagged.md", "sailing")
    sorted_blog.build()
    assert placings(sorted_blog)["tagged.md"] == ("sailing", "editor")
    assert ("tagged" in feed(sorted_blog, "sailing"), "tagged" in feed(sorted_blog, "baking")) == (
        True,
        False,
    )
    sorted_blog.write("tagged.md", text_on("Baking", 100), tags=["Baking"])
    sorted_blog.build()
    assert placings(sorted_blog)["tagged.md"] == ("sailing", "editor")


def test_a_correction_outlives_the_catalog(sorted_blog: Blog) -> None:
    correct(sorted_blog, "baking-0.md", "sailing")
    for file in (sorted_blog.folder / "data").iterdir():
        file.unlink()
    sorted_blog.build(fresh=True)
    assert placings(sorted_blog)["baking-0.md"] == ("sailing", "editor")


def test_the_editor_may_say_that_a_post_is_under_no_theme(sorted_blog: Blog) -> None:
    correct(sorted_blog, "baking-0.md", "")
    sorted_blog.build()
    assert placings(sorted_blog)["baking-0.md"] == ("", "editor")
    with sorted_blog.catalog() as catalog, catalog.reading() as connection:
        assert "baking-0.md" not in [one.place[1] for one in themes.unsure(connection)]


def test_a_correction_that_is_taken_back_leaves_the_post_to_the_classifier(sorted_blog: Blog) -> None:
    before = placings(sorted_blog)["baking-0.md"]
    for theme in ("sailing", None):
        correct(sorted_blog, "baking-0.md", theme)
        sorted_blog.build()
    assert placings(sorted_blog)["baking-0.md"] == before


def test_corrections_teach(blog: Blog) -> None:
    """The two themes have no keyword that any post says: all that is known is what the editor says."""
    blog.configure('[[themes]]\nname = "Alpha"\n[[themes]]\nname = "Beta"\n')
    write_posts(blog, each=10)
    blog.build()
    for number in range(4):
        correct(blog, f"baking-{number}.md", "alpha")
        correct(blog, f"sailing-{number}.md", "beta")
    blog.build()
    would_move(blog, keep=True)
    found = placings(blog)
    taught = [
        found[f"{subject}-{number}.md"][0] for subject in ("baking", "sailing") for number in range(4, 10)
    ]
    assert taught.count("alpha") >= 5
    assert taught.count("beta") >= 5
    assert set(taught[:6]) <= {"alpha", ""}
    assert set(taught[6:]) <= {"beta", ""}


def test_a_correction_of_no_post_is_told(sorted_blog: Blog) -> None:
    (sorted_blog.folder / "themes.tsv").write_text("gone.md\tsailing\n", encoding="utf-8")
    assert [(one.line, one.reason) for one in sorted_blog.sync().notices] == [(1, "no such post: gone.md")]
    assert sorted_blog.sync().notices == ()


def test_a_withdrawn_post_is_told_in_the_feed_of_a_theme_that_it_left(sorted_blog: Blog) -> None:
    correct(sorted_blog, "baking-11.md", "sailing")
    sorted_blog.build()
    correct(sorted_blog, "baking-11.md", "astronomy")
    sorted_blog.build()
    (sorted_blog.posts / "baking-11.md").unlink()
    sorted_blog.build()
    for slug in ("sailing", "astronomy"):
        assert "deleted-entry" in (sorted_blog.public / f"feeds/theme/{slug}/atom.xml").read_text(
            encoding="utf-8"
        )


# What stays


def test_a_new_post_moves_no_other(sorted_blog: Blog) -> None:
    before = placings(sorted_blog)
    for number in range(40, 60):
        sorted_blog.write(f"new-{number}.md", text_on("Sailing", number), title="The dough and the loaf")
        sorted_blog.build()
    after = placings(sorted_blog)
    assert {path: after[path] for path in before} == before


def test_changed_keywords_move_nothing_until_the_editor_asks(sorted_blog: Blog) -> None:
    before = placings(sorted_blog)
    sorted_blog.configure(EXCHANGED)
    report = sorted_blog.build()
    after = placings(sorted_blog)
    assert {path: one for path, one in after.items() if before[path][0]} == {
        path: one for path, one in before.items() if one[0]
    }
    assert report.sync.standing == sum(theme != "" for theme, _ in before.values())


def test_retraining_shows_what_would_move_and_moves_it_only_when_asked(sorted_blog: Blog) -> None:
    assert would_move(sorted_blog) == {}
    before = placings(sorted_blog)
    sorted_blog.configure(EXCHANGED)
    sorted_blog.build()
    shown = would_move(sorted_blog)
    assert shown
    settled = {path: one for path, one in placings(sorted_blog).items() if one[1] == "classifier"}
    assert {path: settled[path][0] for path in shown} == {path: was for path, (was, _) in shown.items()}
    assert would_move(sorted_blog, keep=True) == shown
    after = placings(sorted_blog)
    assert {path: after[path][0] for path in shown} == {path: to for path, (_, to) in shown.items()}
    assert {path: one for path, one in after.items() if path not in shown and one[1] == "classifier"} == {
        path: one for path, one in before.items() if path not in shown and after[path][1] == "classifier"
    }
    sorted_blog.build()
    for path, (was, to) in shown.items():
        name = path.removesuffix(".md")
        assert not was or name not in feed(sorted_blog, was)
        assert not to or name in feed(sorted_blog, to)


def test_posts_of_a_theme_that_is_no_more_find_another(sorted_blog: Blog) -> None:
    sorted_blog.configure(settings_of("Sailing", "Astronomy"))
    sorted_blog.build()
    assert {theme for theme, _ in placings(sorted_blog).values()} <= {"sailing", "astronomy", ""}
    sorted_blog.configure("")
    sorted_blog.build()
    assert set(placings(sorted_blog).values()) == {("", "")}


def test_an_exported_catalog_keeps_what_the_classifier_decided(sorted_blog: Blog) -> None:
    from publisher.catalog.ledger import export_lines, import_lines

    for number in range(40, 46):
        sorted_blog.write(f"new-{number}.md", text_on("Sailing", number), title=f"The dough {number}")
        sorted_blog.build()
    before = placings(sorted_blog)
    with sorted_blog.catalog() as catalog, catalog.reading() as connection:
        lines = list(export_lines(connection))
    for file in (sorted_blog.folder / "data").iterdir():
        file.unlink()
    with sorted_blog.catalog() as catalog, catalog.writing() as connection:
        import_lines(connection, lines, "export")
    sorted_blog.build()
    assert placings(sorted_blog) == before


def test_the_same_archive_is_sorted_the_same_way(sorted_blog: Blog) -> None:
    before = placings(sorted_blog)
    for file in (sorted_blog.folder / "data").iterdir():
        file.unlink()
    sorted_blog.build(fresh=True)
    assert placings(sorted_blog) == before


def test_without_themes_nothing_is_sorted(blog: Blog) -> None:
    write_posts(blog, each=1)
    blog.build()
    assert set(placings(blog).values()) == {("", "")}
    with blog.catalog() as catalog, catalog.reading() as connection:
        assert themes.recall_model(connection) == b""
