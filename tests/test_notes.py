"""An editor's note above an edition: from which file it comes, and what of it each part shows."""

import pytest

from tests.blog import Blog
from tests.command import publisher

WEEKLY = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\ntemplate = "TEMPLATE"\n'
NOTE = """\
Dear readers, **this** is it: [the pick](/posts/a/), and <script>alert(1)</script>[mail](mailto:me@blog.example).

![A boat](boat.png)
"""
AT = ("--at", "2026-05-04")


@pytest.fixture
def weekly(blog: Blog) -> Blog:
    blog.configure(WEEKLY.replace("TEMPLATE", "letter"))
    blog.write("a.md", title="A")
    blog.sync()
    return blog


def parts(blog: Blog, *arguments: str) -> tuple[str, str]:
    """Return the HTML and text of the preview that a command makes."""
    outcome = publisher("preview", "weekly", *AT, *arguments, folder=blog.folder)
    assert outcome.status == 0, outcome.err
    folder = blog.folder / "preview" / "weekly"
    return (folder / "index.html").read_text(), (folder / "edition.txt").read_text()


@pytest.mark.parametrize("template", ["cards", "brief", "letter"])
def test_the_note_with_the_editions_name_stands_in_both_parts(weekly: Blog, template: str) -> None:
    weekly.configure(WEEKLY.replace("TEMPLATE", template))
    (weekly.folder / "editions").mkdir()
    (weekly.folder / "editions" / "weekly-1.md").write_text(NOTE)
    html, text = parts(weekly)
    assert "<strong>this</strong> is it" in html
    assert "Dear readers, this is it: the pick (https://blog.example/posts/a/)" in " ".join(text.split())
    assert "alert" not in html + text
    assert 'src="https://blog.example/boat.png"' in html
    assert 'alt="A boat"' in html
    assert 'href="mailto:me@blog.example"' in html


def test_the_note_of_another_edition_is_not_shown(weekly: Blog) -> None:
    (weekly.folder / "editions").mkdir()
    (weekly.folder / "editions" / "weekly-2.md").write_text("Later.")
    (weekly.folder / "editions" / "daily-1.md").write_text("Daily.")
    assert "Later." not in parts(weekly)[0]
    assert "Daily." not in parts(weekly)[0]


def test_a_note_that_is_named_comes_before_the_editions_own(weekly: Blog) -> None:
    (weekly.folder / "editions").mkdir()
    (weekly.folder / "editions" / "weekly-1.md").write_text("Own.")
    (weekly.folder / "other.html").write_text("<p>Named.</p>")
    html, text = parts(weekly, "--note", "other.html")
    assert ("Named." in html, "Named." in text, "Own." in html + text) == (True, True, False)


def test_a_note_that_is_not_there_is_named(weekly: Blog) -> None:
    outcome = publisher("preview", "weekly", *AT, "--note", "nowhere.md", folder=weekly.folder)
    assert (outcome.status, outcome.err) == (
        1,
        "publisher: nowhere.md: cannot be read: No such file or directory\n",
    )


def test_the_note_is_in_what_is_checked(weekly: Blog) -> None:
    (weekly.folder / "note.md").write_text("[here](http://intranet.local/x) ![](boat.png)")
    found = publisher("check", "weekly", *AT, "--note", "note.md", "--json", folder=weekly.folder).json
    places = {finding["place"] for finding in found["findings"] if finding["level"] != "note"}
    assert "the link 'here'" in places
