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


def test_writing_changes_one_line_and_leaves_the_rest(tmp_path: Path) -> None:
    file = tmp_path / "themes.tsv"
    file.write_text("# Ours\na\tfeeds\tFirst\n\nb\tfeeds\tSecond\n", encoding="utf-8")
    write_correction(file, "a", "digests", "First")
    assert file.read_text(encoding="utf-8") == "# Ours\n\nb\tfeeds\tSecond\na\tdigests\tFirst\n"
    write_correction(file, "b", None, "Second")
    assert file.read_text(encoding="utf-8") == "# Ours\n\na\tdigests\tFirst\n"


def test_a_new_file_says_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "themes.tsv"
    write_correction(file, "a", "", "First")
    first, second = file.read_text(encoding="utf-8").splitlines()
    assert (first[:2], second) == ("# ", "a\t-\tFirst")
    assert list(tmp_path.iterdir()) == [file]
