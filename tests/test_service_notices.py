"""What the service tells systemd, on a real socket."""

import signal
import time
from pathlib import Path

import httpx
import pytest

from tests.blog import Blog
from tests.services import service, systemd, until


@pytest.fixture
def daily(blog: Blog) -> Blog:
    """A publication with a daily digest, and a post."""
    blog.configure('[[digests]]\nname = "daily"\nschedule = "daily 09:00"\n')
    blog.write("a.md", title="First")
    return blog


@pytest.mark.parametrize(
    "abstract", [pytest.param(False, id="a path"), pytest.param(True, id="an abstract name")]
)
def test_systemd_is_told_when_it_is_ready_reloads_and_stops(
    daily: Blog, tmp_path: Path, abstract: bool
) -> None:
    with systemd(tmp_path, abstract=abstract) as listening:
        with service(daily, "run", environ={"NOTIFY_SOCKET": listening.address}) as running:
            until(listening.has("READY=1"))
            site = running.wait("doors open")["site"]
            assert httpx.get(site).status_code in (200, 404), "the doors are open"
            until(listening.has("STATUS=next: daily, "))
            running.send(signal.SIGHUP)
            until(listening.has("READY=1", 2))
            assert running.end()[0] == 0
        until(listening.has("STOPPING=1"))
    said = [notice for _, notice in listening.notices if not notice.startswith("STATUS")]
    assert [notice.partition("\n")[0] for notice in said] == [
        "READY=1",
        "RELOADING=1",
        "READY=1",
        "STOPPING=1",
    ]
    assert 0 < int(said[1].partition("MONOTONIC_USEC=")[2]) <= time.monotonic_ns() // 1000


def test_the_watchdog_is_told_more_often_than_it_asks(daily: Blog, tmp_path: Path) -> None:
    with systemd(tmp_path) as listening:
        environ = {"NOTIFY_SOCKET": listening.address, "WATCHDOG_USEC": "6000000"}
        with service(daily, environ=environ):
            until(listening.has("WATCHDOG=1", 4))
    times = [at for at, said in listening.notices if said == "WATCHDOG=1"]
    # Four in the time in which two would do.
    assert times[3] - times[0] < 12


def test_another_process_watchdog_is_left_alone(daily: Blog, tmp_path: Path) -> None:
    with systemd(tmp_path) as listening:
        environ = {"NOTIFY_SOCKET": listening.address, "WATCHDOG_USEC": "100000", "WATCHDOG_PID": "1"}
        with service(daily, environ=environ) as running:
            running.wait("site built")
        assert not listening.has("WATCHDOG=1")()


def test_status_says_that_settings_were_refused_until_they_are_mended(daily: Blog, tmp_path: Path) -> None:
    sound = daily.config.read_text()
    with (
        systemd(tmp_path) as listening,
        service(daily, environ={"NOTIFY_SOCKET": listening.address}) as running,
    ):
        until(listening.has("STATUS=next: daily, "))
        daily.config.write_text(sound + "[[digest]]\n")
        running.send(signal.SIGHUP)
        until(listening.has("STATUS=settings refused: "))
        daily.config.write_text(sound)
        running.send(signal.SIGHUP)
        until(listening.has("STATUS=next: daily, ", 2))


def test_status_says_what_fails(daily: Blog, tmp_path: Path) -> None:
    (daily.folder / "public").write_text("a file")
    with systemd(tmp_path) as listening, service(daily, environ={"NOTIFY_SOCKET": listening.address}):
        until(listening.has("STATUS=build fails: "))
