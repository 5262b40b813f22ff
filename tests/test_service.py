"""The service, as a person or systemd has it: started by the real command, and ended by signals."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta

import httpx
import pytest

from publisher.catalog import editions
from publisher.catalog import service as rows
from publisher.config.load import RESERVED_VARIABLES
from publisher.records import ServiceRow
from tests.blog import Blog
from tests.command import environment, failure, publisher
from tests.desk import token
from tests.services import Running, service, test_clock, until

DAILY = '[[digests]]\nname = "daily"\nschedule = "daily 09:00"\nfirst = "all"\n'
MINUTELY = '[[digests]]\nname = "minutely"\ncron = "* * * * *"\nfirst = "all"\n'
# A minute and a day before slots, and how fast time runs then.
BEFORE_NINE = "2026-06-02T08:59:30+00:00"


@pytest.fixture
def daily(blog: Blog) -> Blog:
    """A publication with a daily digest, and a post."""
    blog.configure(DAILY)
    blog.write("a.md", title="First")
    return blog


def issued(blog: Blog) -> list[str]:
    """Return the names of the editions that there are."""
    with blog.catalog() as catalog, catalog.reading() as connection:
        return [one.name for one in editions.every(connection)]


def addresses(running: Running) -> tuple[str, str]:
    line = running.wait("doors open")
    return line["site"], line["previews"]


def test_it_builds_at_once_and_opens_both_doors(daily: Blog) -> None:
    with service(daily, "run") as running:
        site, previews = addresses(running)
        assert running.wait("site built")["posts"] == 1
        assert "First" in httpx.get(site).text
        assert httpx.get(f"{previews}daily/").status_code == 200


def test_a_scheduler_has_no_doors(daily: Blog) -> None:
    with service(daily) as running:
        running.wait("site built")
        assert not running.said("doors open")


def test_a_post_that_is_saved_is_built_at_once(daily: Blog) -> None:
    with service(daily, "run") as running:
        site, _ = addresses(running)
        running.wait("site built")
        daily.write("b.md", title="Second")
        assert running.wait("site built", 2)["added"] == 1
        assert "Second" in httpx.get(site).text


def test_an_open_preview_follows_what_is_saved(daily: Blog) -> None:
    with service(daily, "run") as running:
        _, previews = addresses(running)
        running.wait("site built")
        daily.write("b.md", title="Second")
        until(lambda: "Second" in httpx.get(f"{previews}daily/edition.html").text)
        before = httpx.get(f"{previews}version").json()
        daily.write("c.md", title="Third")
        until(lambda: httpx.get(f"{previews}version").json() != before)


def test_without_watching_a_post_waits_for_the_interval(daily: Blog) -> None:
    daily.configure(f'{DAILY}[service]\nwatch = false\ninterval = "10m"\n')
    # Ten minutes are a second and a half.
    with service(daily, environ=test_clock("2026-06-02T12:00:00+00:00", 400)) as running:
        running.wait("site built")
        daily.write("b.md", title="Second")
        second = running.wait("site built", 2)
        assert second["added"] == 1


def test_an_edition_is_issued_at_its_slot_and_its_pages_follow(daily: Blog) -> None:
    # The slot is after 5 s; the check of each minute would find it 15 s later.
    with service(daily, "run", environ=test_clock("2026-06-02T08:59:45+00:00", 3)) as running:
        site, _ = addresses(running)
        line = running.wait("edition issued")
        until(lambda: httpx.get(f"{site}editions/daily/1/").status_code == 200)
    assert (line["edition"], line["slot"], line["posts"]) == ("daily/1", "2026-06-02T09:00", 1)
    with daily.catalog() as catalog, catalog.reading() as connection:
        (edition,) = editions.every(connection)
    assert timedelta(0) <= edition.issued - edition.slot < timedelta(seconds=30)


def test_a_post_saved_just_before_the_slot_is_in_its_edition_though_nobody_watches(daily: Blog) -> None:
    daily.configure(f'{DAILY}[service]\nwatch = false\ninterval = "1w"\n')
    # The sync of the start is more than a minute past at the slot: 130 s are 6.5 s.
    with service(daily, environ=test_clock("2026-06-02T08:57:50+00:00", 20)) as running:
        running.wait("site built")
        daily.write("b.md", title="Second")
        assert running.wait("edition issued")["posts"] == 2


def test_a_slot_that_was_missed_is_caught_up_at_the_next_start(daily: Blog) -> None:
    with service(daily, environ=test_clock("2026-06-02T08:00:00+00:00", 1)) as running:
        running.wait("site built")
        until(lambda: seen(daily))
        assert running.end()[0] == 0
    with service(daily, environ=test_clock("2026-06-02T11:00:00+00:00", 1)) as running:
        assert running.wait("edition issued")["slot"] == "2026-06-02T09:00"
        assert running.end()[0] == 0
    with service(daily, environ=test_clock("2026-07-02T11:00:00+00:00", 1)) as running:
        running.wait("slot empty", slot="2026-07-02T09:00")
        missed = running.said("slots missed")
        assert [(one["slots"], one["first"], one["last"]) for one in missed] == [
            (29, "2026-06-03T09:00", "2026-07-01T09:00")
        ]


def seen(blog: Blog) -> bool:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return editions.ledger(connection, "daily").seen is not None


def test_the_house_is_kept(daily: Blog) -> None:
    daily.build()
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    unfinished = daily.public / f".index.html.{dead.pid}"
    unfinished.write_text("half a page")
    os.utime(unfinished, (0, 0))
    # Five minutes after the start are a second and a half.
    with service(daily, environ=test_clock("2026-06-02T12:00:00+00:00", 200)) as running:
        until(lambda: not unfinished.exists())
        assert running.end()[0] == 0
        assert not running.said("job failed")


def test_a_draft_waits_for_approval_and_says_where_to_look(daily: Blog) -> None:
    daily.configure(DAILY + "approve = true\n")
    with service(daily, environ=test_clock(BEFORE_NINE, 10)) as running:
        line = running.wait("edition waits for approval")
    assert line["preview"] == "http://127.0.0.1:8001/preview/daily/1/"


def test_a_button_of_the_operators_page_is_told_in_the_log(daily: Blog) -> None:
    daily.configure(DAILY + "approve = true\n")
    with service(daily, "run", environ=test_clock(BEFORE_NINE, 10)) as running:
        previews = running.wait("doors open")["previews"]
        running.wait("edition waits for approval")
        given = token(httpx.get(f"{previews}daily/1/").text)
        origin = {"Origin": previews.removesuffix("/preview/")}
        httpx.post(f"{previews}daily/1/release", data={"token": given}, headers=origin)
        assert running.wait("edition released")["edition"] == "daily/1"


def test_two_schedulers_make_one_edition_for_each_slot(daily: Blog) -> None:
    daily.configure(MINUTELY + "min_posts = 1\n")
    environ = test_clock("2026-06-02T12:00:30+00:00", 20)
    with service(daily, environ=environ) as one, service(daily, environ=environ) as other:
        until(lambda: bool(one.said("site built") or other.said("site built")))
        for number in range(1, 4):
            daily.write(f"new{number}.md", title=f"New {number}", date="2026-06-02")
            until(lambda: len(issued(daily)) >= number)  # noqa: B023 - used within the round
        assert (one.end()[0], other.end()[0]) == (0, 0)
    found = issued(daily)
    assert found == [f"minutely/{number}" for number in range(1, len(found) + 1)]
    told = one.said("edition issued") + other.said("edition issued")
    assert sorted(line["edition"] for line in told) == sorted(found)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_0_when_it_is_asked_to(daily: Blog, number: int) -> None:
    with service(daily, "run") as running:
        running.wait("site built")
        until(lambda: bool(processes(daily)))
        status, seconds = running.end(number)
        assert (status, seconds < 10) == (0, True)
        running.said("service stopped")
    (row,) = processes(daily)
    assert row.pid == running.process.pid
    assert row.stopped
    assert row.started <= row.beat <= row.stopped


def processes(blog: Blog) -> tuple[ServiceRow, ...]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return rows.processes(connection)


@pytest.mark.slow
def test_a_long_build_is_given_up_within_ten_seconds_and_the_next_one_ends_it(daily: Blog) -> None:
    for number in range(4000):
        daily.write(f"{number}.md", "Words about trains. " * 100, title=f"Post {number}")
    with service(daily) as running:
        running.wait("service ready")
        time.sleep(2)
        status, seconds = running.end()
        assert (status, seconds < 10) == (0, True)
        assert running.said("job stopped", job="build")
        assert not running.said("work given up")
        assert not running.said("job failed")
    with service(daily) as running:
        assert running.wait("site built", within=120)["posts"] == 4001


def test_a_second_ctrl_c_ends_at_once(daily: Blog) -> None:
    with service(daily) as running, held(daily):
        running.wait("service ready")
        time.sleep(1)
        running.send(signal.SIGINT)
        running.wait("service stops")
        assert running.end(signal.SIGINT)[0] == 130


def test_sighup_reads_the_settings_again(daily: Blog) -> None:
    with service(daily, "run", environ=test_clock(BEFORE_NINE, 3)) as running:
        site, previews = addresses(running)
        running.wait("site built")
        daily.configure(DAILY.replace('"daily"', '"morning"'))
        running.send(signal.SIGHUP)
        assert running.wait("settings read again")["digests"] == 1
        assert httpx.get(f"{previews}morning/").status_code == 200
        assert httpx.get(f"{previews}daily/").status_code == 404
        assert httpx.get(site).status_code == 200
        # The slot is that of the new digest: the old one is no more.
        assert running.wait("edition issued")["edition"] == "morning/1"
        assert running.end()[0] == 0


def test_wrong_settings_are_refused_and_the_old_ones_stay(daily: Blog) -> None:
    with service(daily, "run", environ=test_clock(BEFORE_NINE, 2)) as running:
        site, _ = addresses(running)
        running.wait("site built")
        daily.configure('[[digests]]\nname = "daily"\nschedule = "someday"\n')
        running.send(signal.SIGHUP)
        reason = running.wait("settings refused: the old ones stay")["reason"]
        assert re.match(r'.*publisher\.toml:\d+: digests\.daily\.schedule: found "someday"; ', reason)
        assert httpx.get(site).status_code == 200
        assert running.wait("edition issued")["edition"] == "daily/1"


def test_what_needs_a_restart_is_said(daily: Blog) -> None:
    with service(daily, "run") as running:
        site, _ = addresses(running)
        running.wait("site built")
        daily.configure(DAILY + '[web]\naddress = "127.0.0.2:1"\n')
        running.send(signal.SIGHUP)
        assert running.wait("some settings want a restart")["settings"] == "[web] address"
        assert httpx.get(site).status_code == 200


def test_the_operator_sees_the_catalog_that_the_service_works_with(daily: Blog) -> None:
    with service(daily, "run") as running:
        _, previews = addresses(running)
        running.wait("site built")
        settings = daily.folder / "publisher.toml"
        text = settings.read_text().replace('"sqlite:///data/publisher.db"', '"sqlite:///data/other.db"')
        settings.write_text(f'{text}[output]\ndirectory = "elsewhere"\n')
        running.send(signal.SIGHUP)
        assert running.wait("some settings want a restart")["settings"] == "[catalog] database"
        running.wait("site built", 2)
        numbers = httpx.get(previews.replace("preview/", "metrics")).text
        assert ("publisher_posts 1.0" in numbers, "publisher_service_up 1.0" in numbers) == (True, True)
        assert not (daily.folder / "data/other.db").exists()
        # The folder of the site is another at once: nothing is to be said of a restart.
        assert (daily.folder / "elsewhere/index.html").is_file()
        assert not running.said("previews do not follow")


def held(blog: Blog) -> "Held":
    return Held(blog)


class Held:
    """Another program that has the catalog to itself, within the block."""

    def __init__(self, blog: Blog) -> None:
        self._file = blog.folder / "data/publisher.db.lock"

    def __enter__(self) -> None:
        import sqlite3

        self._file.parent.mkdir(exist_ok=True)
        self._turn = sqlite3.connect(self._file, isolation_level=None)
        self._turn.execute("BEGIN EXCLUSIVE")

    def __exit__(self, *_: object) -> None:
        self._turn.close()


@pytest.mark.slow
def test_an_edition_does_not_wait_for_a_build_that_takes_long(daily: Blog) -> None:
    daily.build()
    with service(daily, environ=test_clock(BEFORE_NINE, 1)) as running, held(daily):
        line = running.wait("edition without a sync", within=90)
        assert line["reason"] == "another sync or build takes long"
        assert running.wait("edition issued")["edition"] == "daily/1"
        assert running.end()[0] == 0


# How it starts, or not


def test_what_a_killed_process_left_behind_stops_no_start(daily: Blog) -> None:
    with service(daily) as running:
        running.wait("site built")
    with service(daily) as running:
        running.wait("service ready")
        assert running.end()[0] == 0


def test_settings_that_are_wrong_are_one_line_and_status_1(daily: Blog) -> None:
    daily.configure('[service]\ninterval = "0m"\n')
    said = failure(publisher("scheduler", folder=daily.folder))
    assert said == 'publisher.toml:10: service.interval: found "0m"; allowed is "1m" or more'


def test_an_address_that_is_taken_is_one_line_and_status_1(daily: Blog) -> None:
    with service(daily, "run") as running:
        site, _ = addresses(running)
        port = site.rstrip("/").rpartition(":")[2]
        said = failure(publisher("run", "--port", port, "--operator-port", "0", folder=daily.folder))
    assert said == f"127.0.0.1:{port}: cannot be listened at: Address already in use; choose another port"


def test_a_fault_in_the_program_is_logged_and_status_70(daily: Blog) -> None:
    code = (
        "from publisher.cli import main\n"
        "from publisher.scheduler import Service\n"
        "Service.start = lambda self: 1 / 0\n"
        "main(['scheduler', '--log', 'json'])\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=daily.folder, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 70
    line = json.loads(done.stderr.splitlines()[-1])
    assert (line["event"], line["level"]) == ("service died", "critical")
    assert "ZeroDivisionError" in line["traceback"]


def test_a_wrong_option_is_status_2(daily: Blog) -> None:
    assert publisher("run", "--log", "xml", folder=daily.folder).status == 2


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "2026-05-04T08:59:00@0*1",
        "2026-05-04T08:59:00+00:00@0*0",
        "2026-05-04T08:59:00+00:00*60",
        "x@1*1",
    ],
)
def test_a_clock_that_is_malformed_is_refused_loudly(daily: Blog, text: str) -> None:
    said = failure(publisher("scheduler", folder=daily.folder, environ={"PUBLISHER_TEST_CLOCK": text}))
    assert said.startswith(f"PUBLISHER_TEST_CLOCK: found '{text}'; it is for tests only")
    assert "PUBLISHER_TEST_CLOCK" in RESERVED_VARIABLES


def test_a_clock_of_tests_is_warned_of(daily: Blog) -> None:
    with service(daily, environ=test_clock(BEFORE_NINE, 1)) as running:
        assert running.wait("the clock is that of a test")["level"] == "warning"


def test_it_logs_json_where_there_is_no_terminal_and_text_if_asked(daily: Blog) -> None:
    with service(daily) as running:
        line = running.wait("site built")
        assert list(line)[:3] == ["time", "level", "event"]
        assert not running.other
    with service(daily, "scheduler", "--log", "text") as running:
        until(lambda: bool(running.other))
        assert re.fullmatch(
            r"\d\d:\d\d:\d\d  service ready  digests=1  settings=publisher.toml\n", running.other[0]
        )
