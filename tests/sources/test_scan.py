"""Which files a source has."""

from pathlib import Path

import pytest

from publisher.errors import SourceError
from publisher.model import DEFAULT_SUFFIXES, Source
from publisher.sources import scan


def write(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("x")


def paths_in(folder: Path, suffixes: tuple[str, ...] = DEFAULT_SUFFIXES) -> list[str]:
    return sorted(file.path for file in scan(Source(name="s", path=folder, suffixes=suffixes)))


def test_files_come_with_size_and_time(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a/z.txt", "a.markdown", "C.HTM", "a/b/c.html")
    found = sorted(scan(Source(name="s", path=tmp_path)))
    assert [file.path for file in found] == ["C.HTM", "a.markdown", "a/b/c.html", "a/z.txt", "b.md"]
    assert (found[-1].size, found[-1].mtime_ns) == (1, (tmp_path / "b.md").stat().st_mtime_ns)


def test_other_suffixes_and_hidden_names_are_left_out(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a.png", ".b.md", ".git/c.md", "d.md.swp")
    assert paths_in(tmp_path) == ["a.md"]
    assert paths_in(tmp_path, suffixes=(".PNG",)) == ["a.png"]


def test_names_are_kept_as_they_stand_on_disk(tmp_path: Path) -> None:
    write(tmp_path, "פוסט ראשון.md", "e\u0301té.md")
    assert paths_in(tmp_path) == sorted(["פוסט ראשון.md", "e\u0301té.md"])


def test_links_within_the_source_are_followed_and_those_that_leave_it_are_not(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    write(outside, "secret.md", "folder/secret.md")
    write(inside, "real/post.md")
    (inside / "again").symlink_to(inside / "real")
    (inside / "same.md").symlink_to(inside / "real/post.md")
    (inside / "leak.md").symlink_to(outside / "secret.md")
    (inside / "leaks").symlink_to(outside / "folder")
    (inside / "inside-too").symlink_to(tmp_path / "inside-out")
    write(tmp_path / "inside-out", "neighbour.md")
    (inside / "gone.md").symlink_to(inside / "nowhere.md")
    assert paths_in(inside) == ["again/post.md", "real/post.md", "same.md"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    write(tmp_path, "a/post.md", "b/post.md")
    (tmp_path / "a/up").symlink_to(tmp_path)
    (tmp_path / "a/b").symlink_to(tmp_path / "b")
    (tmp_path / "b/a").symlink_to(tmp_path / "a")
    (tmp_path / "self").symlink_to(tmp_path / "self")
    found = paths_in(tmp_path)
    assert {"a/post.md", "b/post.md"} <= set(found)
    assert len(found) < 8


def test_the_source_itself_may_be_a_link(tmp_path: Path) -> None:
    write(tmp_path / "real", "a.md")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert paths_in(tmp_path / "link") == ["a.md"]


def test_a_source_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"posts: cannot be read: No such file"):
        list(scan(Source(name="s", path=tmp_path / "posts")))


def test_a_source_that_is_a_file_is_named(tmp_path: Path) -> None:
    write(tmp_path, "posts.md")
    with pytest.raises(SourceError, match=r"posts\.md: cannot be read: Not a directory"):
        list(scan(Source(name="s", path=tmp_path / "posts.md")))
