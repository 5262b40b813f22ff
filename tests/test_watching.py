"""What the watcher tells of: real files and folders, on a real disk."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from publisher.watching import Watcher
from tests.servers import until

# Long enough for a change to be told, were there one.
WHILE = 0.8


class Told:
    """What a watcher told, one set of paths a time."""

    def __init__(self) -> None:
        self.times: list[frozenset[Path]] = []
        self.faults: list[Exception] = []

    def all(self) -> set[Path]:
        return {path for paths in self.times for path in paths}

    def forget(self) -> None:
        self.times.clear()


@contextmanager
def watching(*paths: Path) -> Iterator[Told]:
    """Watch paths; what is told at the beginning is forgotten."""
    told = Told()
    with Watcher(lambda: paths, on_change=told.times.append, on_fault=told.faults.append):
        until(lambda: any(path.exists() for path in paths) <= bool(told.times))
        told.forget()
        yield told


@pytest.fixture(params=["by events", "by looking"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways of watching, in turn."""
    if request.param == "by looking":
        monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    return str(request.param)


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    folder = tmp_path / "posts"
    (folder / "2026").mkdir(parents=True)
    return folder


@pytest.mark.usefixtures("way")
def test_a_file_that_is_saved_in_a_folder_is_told(posts: Path) -> None:
    file = posts / "2026" / "a.md"
    with watching(posts) as told:
        file.write_text("one")
        until(lambda: file in told.all())
        told.forget()
        time.sleep(1.1)  # who looks sees whole seconds
        file.write_text("another")
        until(lambda: file in told.all())
        told.forget()
        file.unlink()
        until(lambda: file in told.all())


@pytest.mark.usefixtures("way")
def test_a_file_in_a_folder_that_is_made_later_is_told(posts: Path) -> None:
    file = posts / "2027" / "new" / "a.md"
    with watching(posts) as told:
        file.parent.mkdir(parents=True)
        until(lambda: bool(told.times))
        file.write_text("one")
        until(lambda: file in told.all())


def test_a_single_file_is_followed_when_an_editor_replaces_it(tmp_path: Path) -> None:
    file, other = tmp_path / "publisher.toml", tmp_path / "publisher.toml.new"
    file.write_text("one")
    with watching(file) as told:
        for text in ("two", "three"):
            other.write_text(text)
            other.replace(file)
            until(lambda: told.all() == {file})
            told.forget()


def test_what_lies_beside_a_single_file_is_not_told(tmp_path: Path) -> None:
    file = tmp_path / "publisher.toml"
    file.write_text("one")
    with watching(file) as told:
        (tmp_path / "other.toml").write_text("one")
        time.sleep(WHILE)
        assert told.times == []


def test_a_thousand_files_saved_at_once_are_told_once(posts: Path) -> None:
    with watching(posts) as told:
        for number in range(1000):
            (posts / f"{number}.md").write_text("one")
        until(lambda: len(told.all()) >= 1000)
        assert len(told.times) == 1


def test_a_folder_that_is_missing_is_told_of_when_it_comes_and_so_is_what_is_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "later"
    with watching(folder) as told:
        folder.mkdir()
        until(lambda: folder in told.all())
        (folder / "a.md").write_text("one")
        until(lambda: folder / "a.md" in told.all())
        shutil.rmtree(folder)
        told.forget()
        until(lambda: folder in told.all())


def test_a_folder_that_is_replaced_is_watched_on(posts: Path) -> None:
    with watching(posts) as told:
        posts.rename(posts.with_name("old"))
        posts.mkdir()
        until(lambda: posts in told.all())
        told.forget()
        (posts / "a.md").write_text("one")
        until(lambda: posts / "a.md" in told.all())


def test_a_link_that_leads_elsewhere_now_is_followed(tmp_path: Path, posts: Path) -> None:
    other, link = tmp_path / "other", tmp_path / "current"
    other.mkdir()
    link.symlink_to(posts)
    with watching(link) as told:
        link.unlink()
        link.symlink_to(other)
        until(lambda: link in told.all())
        told.forget()
        (other / "a.md").write_text("one")
        until(lambda: link / "a.md" in told.all())


def test_other_paths_may_be_asked_for_meanwhile(tmp_path: Path, posts: Path) -> None:
    paths, told = [posts], Told()
    with Watcher(lambda: tuple(paths), on_change=told.times.append, on_fault=told.faults.append):
        until(lambda: posts in told.all())
        other = tmp_path / "other"
        other.mkdir()
        paths[:] = [other]
        until(lambda: other in told.all())
        told.forget()
        (posts / "a.md").write_text("one")
        (other / "b.md").write_text("one")
        until(lambda: other / "b.md" in told.all())
        assert posts / "a.md" not in told.all()


def test_what_is_there_is_told_once_at_the_beginning(posts: Path, tmp_path: Path) -> None:
    told = Told()
    missing = tmp_path / "missing"
    with Watcher(lambda: (posts, missing), on_change=told.times.append, on_fault=told.faults.append):
        until(lambda: bool(told.times))
        time.sleep(WHILE)
    assert told.times == [frozenset({posts})]


def test_a_fault_is_told_and_watching_goes_on(posts: Path) -> None:
    told = Told()
    faults: list[Exception] = []

    def fails_once(paths: frozenset[Path]) -> None:
        if not faults:
            raise OSError(28, "No space left on device")
        told.times.append(paths)

    with Watcher(lambda: (posts,), on_change=fails_once, on_fault=faults.append):
        until(lambda: len(faults) == 1)
        assert str(faults[0]) == "[Errno 28] No space left on device"
        file = posts / "a.md"
        time.sleep(1.5)
        file.write_text("one")
        until(lambda: file in told.all())


def test_it_ends_at_once(posts: Path) -> None:
    with watching(posts) as told:
        began = time.monotonic()
    assert time.monotonic() - began < 1
    (posts / "a.md").write_text("one")
    time.sleep(WHILE)
    assert told.times == []
