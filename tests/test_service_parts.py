"""The parts of the service: what is said of failures, when jobs fire, what is logged, what is tidied."""

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError

from publisher.app import App
from publisher.catalog import editions, open_catalog
from publisher.catalog import service as rows
from publisher.cli.clock import clock_of
from publisher.errors import SourceError
from publisher.schedule import parse
from publisher.scheduler import Clock, Control, Notifier, Service, Signals
from publisher.scheduler.control import DiedError
from publisher.scheduler.failures import Streak, failure_of
from publisher.scheduler.presence import Presence
from publisher.scheduler.running import Hand, Job
from publisher.scheduler.tidying import remove_unfinished, tidy
from publisher.scheduler.triggers import AtSlots, Every
from publisher.scheduler.watching import matters, watched
from publisher.scheduler.work import Work
from tests.blog import NOON, Blog, silent
from tests.command import ROOT, environment
from tests.services import Systemd, systemd, until
from tests.zones import zone

HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


# How failures are told, and tried again


def raised(error: Exception) -> Exception:
    """Return *error* as it is once it was raised."""
    try:
        raise error
    except Exception as caught:
        return caught


def test_a_job_is_tried_again_after_10_s_30_s_1_5_and_then_every_15_minutes() -> None:
    streak, failure, delays = Streak(), failure_of(raised(ValueError("no"))), []
    for _ in range(7):
        streak.failed(failure, NOON)
        delays.append(int(streak.delay.total_seconds()))
    assert delays == [10, 30, 60, 300, 900, 900, 900]
    assert streak.succeeded() == 7
    streak.failed(failure, NOON)
    assert streak.delay == timedelta(seconds=10)


def test_the_same_failure_is_told_in_full_once_and_then_once_an_hour() -> None:
    streak, failure = Streak(), failure_of(raised(ValueError("no")))
    told = [streak.failed(failure, NOON + n * 20 * MINUTE) for n in range(8)]
    # At 0:00 in full; a line at 1:00 and 2:00.
    assert told == ["full", "nothing", "nothing", "line", "nothing", "nothing", "line", "nothing"]


def test_another_failure_is_told_in_full_and_the_first_is_not_forgotten_for_it() -> None:
    streak = Streak()
    one, other = failure_of(raised(ValueError("one"))), failure_of(raised(ValueError("other")))
    told = [streak.failed(failure, NOON) for failure in (one, other, one, other)]
    assert told == ["full", "full", "nothing", "nothing"]


def test_a_failure_that_comes_and_goes_is_a_line_each_time() -> None:
    streak, failure, told = Streak(), failure_of(raised(ValueError("no"))), []
    for n in range(3):
        told.append(streak.failed(failure, NOON + n * MINUTE))
        streak.succeeded()
    assert told == ["full", "line", "line"]
    assert streak.failed(failure, NOON + 30 * HOUR) == "full"


@pytest.mark.parametrize(
    ("error", "said", "mendable"),
    [
        pytest.param(SourceError("posts: missing"), "posts: missing", True, id="what we raise"),
        pytest.param(ValueError("no"), "ValueError: no", False, id="a fault in the program"),
        pytest.param(
            OSError(28, "No space left on device", "/x/y"),
            "/x/y: No space left on device",
            True,
            id="the system",
        ),
        pytest.param(
            OperationalError("INSERT", {}, Exception("database or disk is full")),
            "catalog: database or disk is full: make room",
            True,
            id="the database",
        ),
    ],
)
def test_what_a_person_can_mend_is_one_line(error: Exception, said: str, mendable: bool) -> None:
    failure = failure_of(raised(error))
    assert (failure.said, failure.mendable) == (said, mendable)


def not_fired(name: str, *, unless_failing: bool = False) -> None:
    raise AssertionError(name, unless_failing)


def test_a_job_that_raises_is_logged_with_its_traceback_recorded_and_recovers(
    blog: Blog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "publisher")
    outcomes = [ValueError("a fault"), ValueError("a fault"), None]
    later: list[tuple[str, timedelta]] = []

    def act(_: Work) -> None:
        if error := outcomes.pop(0):
            raise error

    clock = Clock(now=lambda: NOON)
    with blog.catalog() as catalog:
        work = Work(app=blog.app(), catalog=catalog, clock=clock, go_on=silent, fire=not_fired)
        stopping = threading.Event()
        job = Job("test", act, lambda: work, clock, Hand(), lambda *found: later.append(found), stopping)
        for _ in range(2):
            job()
        with catalog.reading() as connection:
            (row,) = rows.jobs(connection)
        assert (row.failures, row.error, row.failed, row.succeeded) == (2, "ValueError: a fault", NOON, None)
        job()
        with catalog.reading() as connection:
            (row,) = rows.jobs(connection)
        assert (row.failures, row.error, row.failed, row.succeeded) == (0, "", NOON, NOON)
    assert later == [("test", 10 * SECOND), ("test", 30 * SECOND)]
    assert [record.message for record in caplog.records] == ["job failed", "job recovered"]
    assert caplog.records[0].exc_info
    assert caplog.records[1].__dict__["facts"]["after_failures"] == 2


# When jobs fire


def test_a_digest_fires_at_its_slots_whatever_the_clocks_do() -> None:
    # The night to 25 October 2026 has 01:30 twice in London: an hour and a half before, and half an hour before 02:00.
    now = datetime(2026, 10, 24, 23, 0, tzinfo=UTC)
    trigger = AtSlots(parse("daily 01:30"), zone("Europe/London"), Clock(now=lambda: now))
    assert trigger.get_next_fire_time(None, NOON) - NOON == pytest.approx(90 * MINUTE, abs=SECOND)
    now += 2 * HOUR
    following = trigger.get_next_fire_time(None, NOON) - NOON
    assert following == pytest.approx(24 * HOUR + 30 * MINUTE, abs=SECOND), "not an hour later"


def test_a_fast_clock_waits_shorter() -> None:
    clock = Clock(now=lambda: NOON, factor=60)
    trigger = AtSlots(parse("daily 13:00"), zone("UTC"), clock)
    assert trigger.get_next_fire_time(None, NOON) - NOON == pytest.approx(MINUTE, abs=SECOND)
    every = Every(10 * MINUTE, clock, first=MINUTE)
    assert every.get_next_fire_time(None, NOON) - NOON == SECOND
    assert every.get_next_fire_time(NOON, NOON) - NOON == 10 * SECOND


def test_the_clock_of_tests_is_the_same_in_all_processes() -> None:
    anchor = time.time() - 10
    text = f"2026-05-04T10:59:00+02:00@{anchor}*60"
    clock = clock_of({"PUBLISHER_TEST_CLOCK": text})
    # Ten seconds since are ten minutes.
    assert clock.now() - datetime(2026, 5, 4, 9, 9, tzinfo=UTC) < 10 * MINUTE
    assert clock.now() >= datetime(2026, 5, 4, 9, 9, tzinfo=UTC)
    assert abs(clock_of({}).now() - datetime.now(UTC)) < MINUTE


@contextmanager
def started(blog: Blog, notifier: Notifier, clock: Clock) -> Iterator[Service]:
    """A service in this process."""
    with blog.catalog() as catalog:
        presence = Presence("host", os.getpid(), clock.now())
        service = Service(blog.app(), catalog, clock=clock, notifier=notifier, presence=presence)
        yield service


def test_a_scheduler_that_hangs_tells_the_watchdog_nothing(blog: Blog, tmp_path: Path) -> None:
    blog.write("a.md")
    with systemd(tmp_path) as listening:
        notifier = Notifier(address=listening.address, watchdog=SECOND)
        with started(blog, notifier, Clock(now=lambda: datetime.now(UTC))) as service:
            service.start()
            until(listening.has("WATCHDOG=1", 3))
            hang = threading.Event()
            service.firing.scheduler.add_job(hang.wait, args=(4,), executor="inline")
            time.sleep(2)
            before = count(listening)
            time.sleep(1.5)
            assert count(listening) == before
            hang.set()
            until(lambda: count(listening) > before)
            service.stop(5)


def count(listening: Systemd) -> int:
    return sum(said == "WATCHDOG=1" for _, said in listening.notices)


def test_a_clock_that_is_set_or_a_machine_that_slept_is_noticed(
    blog: Blog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "publisher")
    blog.configure('[[digests]]\nname = "daily"\nschedule = "daily 09:00"\nfirst = "all"\n')
    blog.write("a.md")
    began, moved = datetime.now(UTC), timedelta()
    clock = Clock(now=lambda: datetime(2026, 6, 2, 8, tzinfo=UTC) + (datetime.now(UTC) - began) + moved)
    signals = Signals()
    with started(blog, Notifier(), clock) as service:
        control = Control(service, clock=clock, notifier=Notifier(), load=lambda: App(blog.app().settings))
        running = threading.Thread(target=control.run, args=(signals,), daemon=True)
        running.start()
        until(lambda: seen(blog))
        moved = 2 * HOUR
        # Most of a minute would have passed else, or an hour.
        until(lambda: "clock was set, or the machine slept" in caplog.messages, within=15)
        until(lambda: "edition issued" in caplog.messages, within=15)
        signals._came.put(signal.SIGTERM)
        running.join(20)
        assert not running.is_alive()


def test_a_service_whose_scheduler_ended_by_itself_ends_too(blog: Blog) -> None:
    clock = Clock(now=lambda: datetime.now(UTC))
    with started(blog, Notifier(), clock) as service:
        control = Control(service, clock=clock, notifier=Notifier(), load=blog.app)
        threading.Timer(1.5, lambda: service.firing.scheduler.shutdown(wait=False)).start()
        with pytest.raises(DiedError, match="the scheduler"):
            control.run(Signals())


def seen(blog: Blog) -> bool:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return editions.ledger(connection, "daily").seen is not None


# Which files matter


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("posts/a.md", True, id="a post"),
        pytest.param("posts/pictures/a.png", True, id="a picture"),
        pytest.param("posts", True, id="the folder itself"),
        pytest.param("themes.tsv", True, id="corrections"),
        pytest.param("templates/site/base.html", True, id="a template"),
        pytest.param("posts/.git/index", False, id="a hidden folder"),
        pytest.param("posts/a.md~", False, id="a backup"),
        pytest.param("posts/.a.md.swp", False, id="an editor's own"),
        pytest.param("posts/public/index.html", False, id="what we write"),
        pytest.param("posts/data/publisher.db-wal", False, id="the catalog"),
        pytest.param("editions/weekly-1.md", False, id="a note, which is of an edition"),
        pytest.param("publisher.toml", False, id="the settings, which are read again when asked"),
    ],
)
def test_a_build_follows_only_what_it_reads(blog: Blog, path: str, expected: bool) -> None:
    blog.database = "sqlite:///posts/data/publisher.db"
    blog.configure('[output]\ndirectory = "posts/public"\n')
    assert matters(blog.app(), blog.folder / path) is expected


def test_without_watch_nothing_is_watched(blog: Blog) -> None:
    assert blog.posts in watched(blog.app())
    blog.configure("[service]\nwatch = false\n")
    assert watched(blog.app()) == ()


# What is tidied


def test_unfinished_files_of_dead_processes_are_removed(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / "feeds").mkdir()
    old = time.time() - 2 * 3600
    names = {
        f"feeds/.rss.xml.{dead.pid}": (old, False),
        f".index.html.{os.getpid()}": (old, True),
        f".young.{dead.pid}": (time.time(), True),
        ".htaccess": (old, True),
        ".well-known.txt": (old, True),
        "page.123": (old, True),
    }
    for name, (at, _) in names.items():
        (tmp_path / name).write_text("")
        os.utime(tmp_path / name, (at, at))
    assert remove_unfinished(tmp_path, silent) == 1
    assert {name: (tmp_path / name).exists() for name in names} == {
        name: stays for name, (_, stays) in names.items()
    }


def test_old_rows_of_processes_go_and_the_newest_stay(any_blog: Blog) -> None:
    with any_blog.catalog() as catalog:
        with catalog.writing() as connection:
            for day in range(60):
                at = NOON + timedelta(days=day)
                number = rows.started(connection, "host", day, at, at)
                rows.beat(connection, number, at + HOUR)
            rows.job_succeeded(connection, "issue gone", NOON, 1.0)
            rows.job_succeeded(connection, "issue weekly", NOON, 1.0)
            rows.job_failed(connection, "build", NOON, "why")
        assert tidy(catalog, NOON + timedelta(days=400), {"issue weekly"}) == 10
        with catalog.reading() as connection:
            assert [row.pid for row in rows.processes(connection)] == list(range(59, 9, -1))
            assert [row.name for row in rows.jobs(connection)] == ["build", "issue weekly"]


def test_a_worker_ends_with_the_process_that_it_works_for() -> None:
    code = (
        "import os, sys, time\n"
        "from publisher.workers import Workers\n"
        "with Workers(2) as workers:\n"
        "    print(*[workers.begin(os.getpid).result() for _ in range(20)], flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment(), cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout
    pids = {int(pid) for pid in process.stdout.readline().split()}
    assert process.pid not in pids
    process.kill()
    process.wait()
    process.stdout.close()
    try:
        until(lambda: not any(alive(pid) for pid in pids))
    finally:
        for pid in filter(alive, pids):
            os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    """Return whether that process runs: it is there, and no zombie."""
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_nothing_but_a_catalog_knows_of_a_process(blog: Blog) -> None:
    with open_catalog(f"sqlite:///{blog.folder}/data/publisher.db") as catalog:
        presence = Presence("host", 7, NOON)
        presence.beat(catalog, NOON)
        presence.beat(catalog, NOON + MINUTE)
        presence.end(catalog, NOON + HOUR)
        with catalog.reading() as connection:
            (row,) = rows.processes(connection)
    assert (row.started, row.beat, row.stopped) == (NOON, NOON + HOUR, NOON + HOUR)
