"""A preview that is open follows what is saved: templates, posts, settings; and what it says where they are wrong."""

import re
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from publisher.app import shipped
from tests.blog import Blog
from tests.servers import Server, begun, serving, until, version

WHILE = 1.0
WEEKLY = '[[digests]]\nname = "weekly"\ngroup_by = "none"\n'


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """A publication with one digest, whose template `mine` is its own."""
    made = Blog(tmp_path)
    made.configure(WEEKLY + 'template = "mine"\n')
    shutil.copytree(shipped("templates") / "digest" / "brief", tmp_path / "templates" / "digest" / "mine")
    made.write("a.md", title="First", date="2026-05-01")
    made.build()
    return made


@pytest.fixture
def server(blog: Blog) -> Iterator[Server]:
    with serving(blog.folder) as running:
        begun(running)
        yield running


def settled(server: Server) -> str:
    """Return the version once it has not changed for a while."""
    seen, since = version(server), time.monotonic()
    while time.monotonic() - since < WHILE:
        time.sleep(0.1)
        if version(server) != seen:
            seen, since = version(server), time.monotonic()
    return seen


def moved(server: Server, before: str) -> None:
    """Wait until the version is another one."""
    until(lambda: version(server) != before)


def page(server: Server, path: str = "weekly/") -> tuple[int, str]:
    answer = httpx.get(server.previews + path)
    return answer.status_code, unescape(answer.text)


def shows(server: Server, words: str, path: str = "weekly/") -> Callable[[], bool]:
    return lambda: words in page(server, path)[1]


def warned(server: Server) -> list[str]:
    """End the server, and return what it printed on stderr."""
    server.process.send_signal(signal.SIGTERM)
    return server.process.communicate(timeout=10)[1].splitlines()


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# Posts


def test_a_saved_post_is_synced_and_moves_the_version(blog: Blog, server: Server) -> None:
    before = version(server)
    assert "Mended" not in page(server)[1]
    blog.write("a.md", title="Mended", date="2026-05-01")
    until(shows(server, "Mended"))
    moved(server, before)
    assert "Mended" not in (blog.public / "index.html").read_text(), "nothing is published by a preview"


def test_a_post_that_comes_and_one_that_goes_are_synced(blog: Blog, server: Server) -> None:
    new = blog.write("2026/b.md", title="Second", date="2026-05-01")
    until(shows(server, "Second", "weekly/?view=posts"))
    new.unlink()
    until(lambda: "Second" not in page(server, "weekly/edition.txt")[1])


def test_a_folder_of_posts_that_is_moved_in_is_synced(blog: Blog, server: Server) -> None:
    other = Blog(blog.folder / "elsewhere")
    other.write("b.md", title="Second", date="2026-05-01")
    other.posts.rename(blog.posts / "moved")
    until(shows(server, "Second", "weekly/?view=posts"))


def test_files_that_hold_no_posts_do_nothing(blog: Blog, server: Server) -> None:
    before = version(server)
    for name in (".a.md.swp", "a.md~", "picture.png", ".hidden/b.md"):
        file = blog.posts / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("one")
    time.sleep(WHILE)
    assert version(server) == before


def test_a_thousand_posts_saved_at_once_make_one_sync(blog: Blog, server: Server) -> None:
    before = int(version(server).rpartition(".")[2])
    for number in range(1000):
        blog.write(f"{number}.md", title=f"Post {number}", date="2026-05-01")
    until(shows(server, "<dd>1,001</dd>"))
    assert int(settled(server).rpartition(".")[2]) == before + 1


def test_a_post_that_cannot_be_read_is_named_until_it_is_mended(blog: Blog, server: Server) -> None:
    file = blog.posts / "b.md"
    file.write_text("---\ntitle: [\n---\n")
    until(shows(server, f"Skipped: <code>{file}:"))
    assert page(server)[0] == 200
    blog.write("b.md", title="Second", date="2026-05-01")
    until(lambda: "Skipped" not in page(server)[1])


def test_pages_do_not_wait_while_another_process_has_its_turn(blog: Blog, server: Server) -> None:
    with sqlite3.connect(blog.folder / "data" / "publisher.db.lock", isolation_level=None) as turn:
        turn.execute("BEGIN EXCLUSIVE")
        blog.write("a.md", title="Mended", date="2026-05-01")
        time.sleep(WHILE)
        began = time.monotonic()
        assert "First" in page(server)[1]
        assert time.monotonic() - began < 1
        edit(blog.folder / "templates" / "digest" / "mine" / "subject.txt", "{", "Anew: {")
        until(shows(server, "Anew: "))
        turn.execute("ROLLBACK")
    until(shows(server, "Mended"))
    turn.close()


def test_corrections_of_themes_are_taken_in(blog: Blog, server: Server) -> None:
    blog.configure(WEEKLY.replace("none", "theme") + '[[themes]]\nname = "Sea"\n[[themes]]\nname = "Land"\n')
    until(lambda: "First" in page(server)[1])
    (blog.folder / "themes.tsv").write_text("a.md\tland\n")
    until(shows(server, '"heading": "Land"', "weekly/report.json"))


# Templates


def test_a_saved_template_is_used(blog: Blog, server: Server) -> None:
    before = version(server)
    edit(blog.folder / "templates" / "digest" / "mine" / "subject.txt", "{", "Anew: {")
    moved(server, before)
    assert "<title>Anew: " in page(server)[1]


def test_a_template_that_is_put_before_a_shipped_one_is_used(blog: Blog, server: Server) -> None:
    before = settled(server)
    blog.configure(WEEKLY)
    moved(server, before)
    before = settled(server)
    assert "All mine" not in page(server)[1]
    own = blog.folder / "templates" / "digest" / "cards"
    own.mkdir()
    (own / "subject.txt").write_text("All mine")
    moved(server, before)
    until(shows(server, "<title>All mine"))


def test_a_template_that_is_wrong_is_shown_with_its_lines_until_it_is_mended(
    blog: Blog, server: Server
) -> None:
    file = blog.folder / "templates" / "digest" / "mine" / "edition.mjml"
    right = file.read_text(encoding="utf-8")
    line = right[: right.index("<mj-section")].count("\n") + 1
    before = version(server)
    file.write_text(right.replace("<mj-section", "<mj-sektion", 1), encoding="utf-8")
    moved(server, before)
    status, shown = page(server)
    assert status == 500
    assert f"<code>{file}:{line}</code>" in shown
    assert "unknown MJML tag <mj-sektion> (did you mean <mj-section>?)" in shown
    assert re.search(rf'<span class="wrong"><b>{line}</b> *<mj-sektion', shown)
    assert page(server, "weekly/edition.html")[0] == 500
    assert page(server, "")[0] == 200
    before = version(server)
    file.write_text(right, encoding="utf-8")
    moved(server, before)
    assert page(server)[0] == 200


def test_a_template_of_these_pages_that_is_wrong_is_named_too(blog: Blog, server: Server) -> None:
    before = version(server)
    own = blog.folder / "templates" / "operator"
    own.mkdir()
    (own / "base.html").write_text("{{ nothing }}")
    moved(server, before)
    status, shown = page(server)
    assert (status, f"{own}/base.html:1: 'nothing' is undefined" in shown) == (500, True)
    assert '<script src="/preview/reload.js"' in shown
    (own / "base.html").unlink()
    until(lambda: page(server)[0] == 200)


# Settings


def test_a_saved_setting_is_used(blog: Blog, server: Server) -> None:
    before = version(server)
    blog.configure(WEEKLY + 'template = "mine"\ntitle = "The week"\n[[digests]]\nname = "daily"\n')
    moved(server, before)
    assert "<h1>The week</h1>" in page(server)[1]
    assert page(server, "daily/")[0] == 200


def test_settings_that_are_wrong_are_named_and_those_before_stay(blog: Blog, server: Server) -> None:
    before = version(server)
    blog.configure(WEEKLY + 'template = "mine"\nschedul = "mon 09:00"\n')
    moved(server, before)
    status, shown = page(server)
    line = blog.config.read_text().splitlines().index('schedul = "mon 09:00"') + 1
    assert status == 500
    assert (
        f"<code>{blog.config.name}:{line}</code> digests.weekly.schedul: unknown key (did you mean" in shown
    )
    assert "First" in shown
    before = version(server)
    blog.configure(WEEKLY + 'template = "mine"\nschedule = "mon 09:00"\n')
    moved(server, before)
    assert page(server)[0] == 200
    assert len(warned(server)) == 1


def test_a_settings_file_that_goes_and_comes_again_is_no_end(blog: Blog, server: Server) -> None:
    aside = blog.config.with_name("aside.toml")
    blog.config.rename(aside)
    until(shows(server, "publisher.toml: no such settings file"))
    aside.rename(blog.config)
    until(lambda: page(server)[0] == 200)


def test_another_catalog_is_opened(blog: Blog, server: Server) -> None:
    blog.database = "sqlite:///data/other.db"
    blog.configure(WEEKLY)
    until(lambda: (blog.folder / "data" / "other.db").exists())
    until(shows(server, "First"))


def test_what_is_taken_only_at_the_start_is_said(blog: Blog, server: Server) -> None:
    blog.configure(WEEKLY + '[web]\naddress = "127.0.0.1:1"\n')
    until(shows(server, "[web]: taken when publisher serve is started again"))
    blog.configure(WEEKLY)
    until(lambda: "[web]" not in page(server)[1])


def test_a_new_folder_of_posts_is_watched_from_then_on(blog: Blog, server: Server) -> None:
    more = blog.folder / "more"
    more.mkdir()
    blog.configure(WEEKLY + '[[sources]]\nname = "more"\npath = "more"\n')
    time.sleep(WHILE)
    (more / "b.md").write_text("---\ntitle: Second\ndate: 2026-05-02\n---\nWords.\n")
    until(shows(server, "Second"))


# Beginning and end


def test_a_missing_folder_is_named_and_watched_for(blog: Blog) -> None:
    aside = blog.folder / "aside"
    blog.posts.rename(aside)
    with serving(blog.folder) as running:
        until(shows(running, f"{blog.posts}: cannot be read: No such file or directory"))
        aside.rename(blog.posts)
        until(lambda: "cannot be read" not in page(running)[1])
        blog.write("a.md", title="Mended", date="2026-05-01")
        until(shows(running, "Mended"))
        assert warned(running) == [f"warning: {blog.posts}: cannot be read: No such file or directory"]


def test_a_source_that_is_emptied_is_not_withdrawn(blog: Blog, server: Server) -> None:
    (blog.posts / "a.md").unlink()
    until(shows(server, "is empty, and its 1 files would be withdrawn"))
    assert "First" in page(server)[1]


def test_what_was_saved_before_the_start_is_read(blog: Blog) -> None:
    blog.write("a.md", title="Mended", date="2026-05-01")
    with serving(blog.folder) as running:
        until(shows(running, "Mended"))


def test_without_watching_nothing_moves(blog: Blog) -> None:
    with serving(blog.folder, "--no-watch") as running:
        before = version(running)
        blog.write("a.md", title="Mended", date="2026-05-01")
        blog.configure(WEEKLY)
        time.sleep(WHILE)
        assert version(running) == before
        assert "Mended" not in page(running)[1]


def test_a_restart_is_another_version(blog: Blog) -> None:
    with serving(blog.folder, "--no-watch") as one, serving(blog.folder, "--no-watch") as other:
        assert version(one) != version(other)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize(
    "busy", ["", "waits its turn", "reads"], ids=lambda busy: f"a sync {busy}" if busy else "idle"
)
def test_a_signal_ends_it_within_a_second(blog: Blog, number: signal.Signals, busy: str) -> None:
    turn = sqlite3.connect(blog.folder / "data" / "publisher.db.lock", isolation_level=None)
    with serving(blog.folder) as running:
        begun(running)
        if busy == "waits its turn":
            turn.execute("BEGIN EXCLUSIVE")
        for index in range(3000 if busy else 0):
            blog.write(f"{index}.md", title=f"Post {index}", date="2026-05-01")
        time.sleep(0.5)
        began = time.monotonic()
        running.process.send_signal(number)
        out, err = running.process.communicate(timeout=10)
        took = time.monotonic() - began
    turn.close()
    assert (running.process.returncode, out, err) == (0, "", "")
    assert took < 2  # a second, on a machine that is busy
    assert blog.sync().added == (3000 if busy else 0), "a sync that is cut off has not happened"
