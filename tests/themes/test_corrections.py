"""The editor's corrections: a file for people and version control."""

from pathlib import Path

import pytest

from publisher.config.corrections import read_corrections, write_correction
from publisher.errors import SettingsError
from publisher.model import Theme

THEMES = (Theme(name="Feeds and readers", slug="feeds"), Theme(name="Digests", slug="digests"))


def read(folder: Path, text: str) -> tuple[dict[str, str], list[str]]:
    """Return what a file says, and what is said of it."""
    file = folder / "themes.tsv"
    file.write_text(text, encoding="utf-8")
    found = read_corrections(file, THEMES)
    return found.themes, [str(one).replace(f"{folder}/", "") for one in found.notices]


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        pytest.param("a.md\tfeeds\n", {"a.md": "feeds"}, id="a slug"),
        pytest.param("a.md\tFeeds and Reader\n", {"a.md": "feeds"}, id="a name, as one might spell it"),
        pytest.param(
            "tag:x,2000:a\tdigests\tA title\n", {"tag:x,2000:a": "digests"}, id="a title for people"
        ),
        pytest.param("a.md\t-\n", {"a.md": ""}, id="no theme"),
        pytest.param(
            "# A comment\n\na.md\tfeeds", {"a.md": "feeds"}, id="comments, blank lines, no last line feed"
        ),
        pytest.param("\ufeffa.md\tfeeds\r\n", {"a.md": "feeds"}, id="as Windows writes it"),
        pytest.param("a.md\tfeeds\na.md\tdigests\n", {"a.md": "digests"}, id="the last word counts"),
    ],
)
def test_a_line_puts_a_post_under_a_theme(tmp_path: Path, text: str, themes: dict[str, str]) -> None:
    assert read(tmp_path, text) == (themes, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "a.md\tfeds\n",
            'themes.tsv:1: no such theme: feds (did you mean "feeds"?)',
            id="a slip of the pen",
        ),
        pytest.param(
            "\na.md\tsport\n",
            "themes.tsv:2: no such theme: sport; there are: feeds, digests",
            id="another theme",
        ),
        pytest.param(
            "a.md feeds\n",
            "themes.tsv:1: no tab: allowed is a guid, a tab and a theme",
            id="a space for a tab",
        ),
    ],
)
def test_a_line_of_no_use_is_said_with_its_remedy_and_stops_nothing(
    tmp_path: Path, text: str, said: str
) -> None:
    assert read(tmp_path, f"{text}b.md\tfeeds\n") == ({"b.md": "feeds"}, [said])


def test_without_a_file_there_is_no_correction(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "themes.tsv", THEMES).themes == {}


def test_a_file_that_is_no_text_is_an_error_that_names_it(tmp_path: Path) -> None:
    file = tmp_path / "themes.tsv"
    file.write_bytes(b"a.md\t\xff\n")
    with pytest.raises(SettingsError, match=r"themes\.tsv: not UTF-8 \(.* at byte 5\)"):
        read_corrections(file, THEMES)


def test_a_post_is_found_by_its_guid_or_its_place(tmp_path: Path) -> None:
    file = tmp_path / "themes.tsv"
    file.write_text("tag:x:1\tfeeds\nblog/b.md\tdigests\nc.md\t-\n", encoding="utf-8")
    found = read_corrections(file, THEMES)
    assert [
        found.find("tag:x:1", "blog", "a.md"),
        found.find("tag:x:2", "blog", "b.md"),
        found.find("tag:x:3", "blog", "c.md"),
        found.find("tag:x:4", "blog", "d.md"),
    ] == ["feeds", "digests", "", None]


def written(folder: Path, before: str, names: tuple[str, ...], theme: str | None) -> tuple[str, bool]:
    """Return what a file becomes by a correction, and whether something was said of the post before."""
    file = folder / "themes.tsv"
    file.write_bytes(before.encode())
    spoke = write_correction(file, names, theme, "Title")
    return file.read_bytes().decode(), spoke


@pytest.mark.parametrize(
    ("before", "theme", "after", "spoke"),
    [
        pytest.param(
            "# Ours\n\nb\tfeeds\n", "digests", "# Ours\n\nb\tfeeds\na\tdigests\tTitle\n", False, id="new"
        ),
        pytest.param("a\tfeeds\tOld\nb\tfeeds\n", "", "b\tfeeds\na\t-\tTitle\n", True, id="another"),
        pytest.param("a.md\tfeeds\n", "digests", "a\tdigests\tTitle\n", True, id="for a line by path"),
        pytest.param(
            "blog/a.md\tgone\nb\tfeeds\n", None, "b\tfeeds\n", True, id="taken back, of a theme no more"
        ),
        pytest.param("b\tfeeds", None, "b\tfeeds", False, id="nothing to take back"),
        pytest.param("b\tfeeds\r\n", "feeds", "b\tfeeds\r\na\tfeeds\tTitle\r\n", False, id="as Windows does"),
        pytest.param(
            "\ufeffb\tfeeds\n", "feeds", "\ufeffb\tfeeds\na\tfeeds\tTitle\n", False, id="a mark at the start"
        ),
    ],
)
def test_writing_changes_the_lines_of_one_post_and_leaves_the_rest(
    tmp_path: Path, before: str, theme: str | None, after: str, *, spoke: bool
) -> None:
    assert written(tmp_path, before, ("a", "blog/a.md", "a.md"), theme) == (after, spoke)


def test_a_guid_may_begin_like_a_comment(tmp_path: Path) -> None:
    written(tmp_path, "# A comment\n", ("#7",), "feeds")
    assert read_corrections(tmp_path / "themes.tsv", THEMES).themes == {"#7": "feeds"}


def test_a_new_file_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "themes.tsv"
    write_correction(file, ("a",), "", "First")
    first, second = file.read_text(encoding="utf-8").splitlines()
    assert (first[:2], second) == ("# ", "a\t-\tFirst")
    assert list(tmp_path.iterdir()) == [file]


def test_a_link_to_the_file_stays_one(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    link = tmp_path / "themes.tsv"
    link.symlink_to("kept/themes.tsv")
    write_correction(link, ("a",), "feeds", "First")
    assert link.is_symlink()
    assert read_corrections(tmp_path / "kept/themes.tsv", THEMES).themes == {"a": "feeds"}


def test_a_line_whose_post_is_not_there_is_told(tmp_path: Path) -> None:
    file = tmp_path / "themes.tsv"
    file.write_text("# Ours\na.md\tfeeds\nb.md\tfeeds\n", encoding="utf-8")
    found = read_corrections(file, THEMES).without_post({"b.md"})
    assert [(one.line, one.reason) for one in found] == [(2, "no such post: a.md")]
