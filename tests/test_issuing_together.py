"""Several processes that issue from one catalog, and processes that are killed while they do."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from publisher.catalog.schema import slot
from tests.blog import Blog
from tests.command import environment
from tests.newsroom import DAY, HOUR, MONDAY, Newsroom, toml

SLOTS = 20
KILLS = 50


@contextmanager
def process(blog: Blog) -> Iterator["subprocess.Popen[str]"]:
    """Yield a process that issues; at the end it has written no error."""
    command = [sys.executable, "-m", "tests.issuing_process", str(blog.config)]
    streams: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    running = subprocess.Popen(command, cwd=blog.folder, env=environment(), text=True, **streams)
    with running:
        try:
            yield running
        finally:
            _, errors = running.communicate("")
    assert (running.returncode, errors) == (0, "")


def say(running: "subprocess.Popen[str]", line: str) -> None:
    assert running.stdin
    running.stdin.write(line + "\n")
    running.stdin.flush()


def answer(running: "subprocess.Popen[str]") -> Any:
    assert running.stdout
    assert running.stderr
    line = running.stdout.readline()
    assert line, running.stderr.read()
    return json.loads(line)


@pytest.fixture
def room(any_blog: Blog) -> Iterator[Newsroom]:
    """A digest of every day that was never considered; the settings name the catalog as another process can open it."""
    if any_blog.database.startswith("sqlite"):
        any_blog.database = f"sqlite:///{any_blog.folder}/data/publisher.db"
    any_blog.configure()
    room = Newsroom(any_blog)
    room.settle(toml("daily", {"first": "all", "schedule": "daily 09:00"}))
    with room.catalog:
        yield room
        room.check()


def publish_daily(room: Newsroom, days: int, each: int = 1) -> None:
    """Publish posts for the slots of so many days, all of which are in the catalog from the beginning."""
    for day in range(days):
        for number in range(each):
            room.publish(f"{day:03}-{number}", MONDAY + day * DAY + (1 + number) * HOUR)
    room.sync()


def outcomes(room: Newsroom) -> list[str]:
    with room.catalog.reading() as connection:
        return list(connection.execute(select(slot.c.outcome).order_by(slot.c.at)).scalars())


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 8])
def test_several_processes_make_one_edition_of_each_slot(room: Newsroom, count: int) -> None:
    publish_daily(room, SLOTS)
    with ExitStack() as stack:
        all_of_them = [stack.enter_context(process(room.blog)) for _ in range(count)]

        def tell(now: datetime) -> list[str]:
            for one in all_of_them:
                say(one, f"issue {now.isoformat()}")
            return [made for one in all_of_them for made in answer(one)]

        assert tell(MONDAY + HOUR) == []
        for day in range(1, SLOTS + 1):
            now = MONDAY + day * DAY
            assert tell(now) == [f"{now:%Y-%m-%dT%H:%M} issued daily/{day}"]
    assert outcomes(room) == ["issued"] * SLOTS
    assert room.carried("daily") == [f"{day:03}-0" for day in range(SLOTS)]


@pytest.mark.slow
@pytest.mark.parametrize("verb", ["issue-and-die", "backfill-and-die"])
def test_a_process_that_is_killed_leaves_the_ledger_whole(room: Newsroom, verb: str) -> None:
    days, chance = 250, Random(verb)
    publish_daily(room, days, each=2)
    until = MONDAY + days * DAY
    editions = []
    with process(room.blog) as running:
        # What is loaded at the first edition need not be loaded again by each child.
        say(running, f"{verb} 0 {MONDAY.isoformat()} {(MONDAY + DAY).isoformat()}")
        assert answer(running) == 0
        for _ in range(KILLS):
            say(running, f"{verb} {chance.uniform(0, 0.06)} {MONDAY.isoformat()} {until.isoformat()}")
            assert answer(running) == -9
            room.check()
            editions.append(len(outcomes(room)))
        say(running, f"{verb} 0 {MONDAY.isoformat()} {until.isoformat()}")
        assert answer(running) == 0
    assert editions == sorted(editions)
    assert editions[0] < editions[-1] < days
    assert outcomes(room) == ["issued"] * days
    assert room.carried("daily") == [f"{day:03}-0 {day:03}-1" for day in range(days)]
