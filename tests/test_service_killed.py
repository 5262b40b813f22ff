"""The service where it is killed again and again, and where there are several: the ledger is whole all the same."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from publisher.catalog import editions
from publisher.catalog import service as service_rows
from publisher.catalog.schema import edition, slot
from publisher.composing import find_digest
from publisher.records import Issued
from publisher.schedule import of as schedule_of
from tests.blog import Blog
from tests.command import publisher
from tests.ledger import check_ledger
from tests.services import service, until

OFTEN = '[[digests]]\nname = "often"\ncron = "* * * * *"\nfirst = "all"\ntemplate = "brief"\n'
DAILY = '[[digests]]\nname = "daily"\nschedule = "daily 09:00"\nfirst = "all"\n'
DIGESTS = ("often", "daily")
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
KILLS, SLOTS = 50, 20
# When it is killed: after what it logs, "" for its start, so many seconds at most. Once it is ready it issues what came
# due, then it builds the pages of that, and so at each slot.
MOMENTS = (
    ("", 1.2),
    ("service ready", 0.5),
    ("edition issued", 0.2),
    ("service ready", 1.5),
    ("site built", 0.2),
)
# How long nothing runs then, mostly no time.
DOWNTIMES = (*[timedelta()] * 7, 10 * MINUTE, 2 * HOUR, 13 * HOUR)
# Enough that processes of their own read them.
ARCHIVE = 320
# How many times as fast time runs for several schedulers: a slot is half a second.
PACE = 120


class Time:
    """The clock of the tests: a minute is a second; while nothing runs it may be put forward."""

    def __init__(self, start: datetime, factor: float = 60) -> None:
        self._start, self._anchor, self._factor = start, time.time(), factor

    @property
    def environ(self) -> dict[str, str]:
        return {"PUBLISHER_TEST_CLOCK": f"{self._start.isoformat()}@{self._anchor:.6f}*{self._factor:g}"}

    @property
    def now(self) -> datetime:
        return self._start + timedelta(seconds=time.time() - self._anchor) * self._factor

    def passing(self, seconds: float) -> timedelta:
        """Return how much time passes in so many seconds."""
        return timedelta(seconds=seconds) * self._factor

    def pass_by(self, span: timedelta) -> None:
        """Let so much time pass in which nobody does anything."""
        self._start += span

    def until(self, moment: datetime) -> float:
        """Return how many seconds it is until *moment*, 0 where it is past."""
        return max((moment - self.now).total_seconds() / self._factor, 0.0)


def next_minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0) + MINUTE


class Killer:
    """Runs the service and kills it at a moment that chance says, by one of several ways to choose it."""

    def __init__(self, blog: Blog, clock: Time, chance: Random) -> None:
        self.blog, self.clock, self.chance = blog, clock, chance
        self.posts = 0
        self.said: list[str] = []

    def post(self) -> None:
        """Publish a post, some of them back-dated."""
        back = self.chance.choice([timedelta(), timedelta(), HOUR, 400 * DAY])
        self.posts += 1
        self.blog.write(
            f"new{self.posts}.md", title=f"New {self.posts}", date=(self.clock.now - back).isoformat()
        )

    @property
    def everything(self) -> list[str]:
        """The titles of all posts, in alphabetical order."""
        new = [f"New {number + 1}" for number in range(self.posts)]
        return sorted([f"Old {number}" for number in range(ARCHIVE)] + new)

    def round(self, number: int) -> None:
        """Start it, and kill it; some time may pass until the next start."""
        wanted, longest = MOMENTS[number % len(MOMENTS)]
        delay, group = self.chance.uniform(0, longest), self.chance.random() < 0.5
        self.said.append(f"{number}: {wanted or 'start'} + {delay:.3f} s{', its group' if group else ''}")
        self.post()
        with service(self.blog, "run", environ=self.clock.environ) as running:
            if wanted:
                running.wait(wanted)
            time.sleep(delay)
            assert running.process.poll() is None, running.faults
            running.kill(group=group)
            until(lambda: processes_in(self.blog.folder) == [])
        assert running.faults == []
        self.clock.pass_by(self.chance.choice(DOWNTIMES))


def processes_in(folder: Path) -> list[int]:
    """Return the processes whose folder that is."""
    return list(_processes_in(folder))


def _processes_in(folder: Path) -> Iterator[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if Path(process, "cwd").readlink() == folder:
                yield int(process.name)
        except OSError:
            continue


def carried(blog: Blog, name: str) -> list[str]:
    """Return the titles of the posts in the standing editions of a digest, in alphabetical order."""
    return sorted(post.title for one in issued(blog, name) if one.status != "cancelled" for post in one.posts)


def issued(blog: Blog, name: str) -> list[Issued]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return list(editions.every(connection, edition.c.digest == name))


def check_slots(blog: Blog) -> None:
    """Check the ledger, and that every slot since a digest was first known of has one row."""
    settings = blog.app().settings
    with blog.catalog() as catalog, catalog.reading() as connection:
        check_ledger(connection)
        for name in (digest.name for digest in settings.digests):
            found = editions.ledger(connection, name)
            if found.seen is None or found.considered is None:
                continue
            schedule = schedule_of(find_digest(settings, name))
            wanted = [one.key for one in schedule.slots(ZoneInfo("UTC"), found.seen, found.considered)]
            query = select(slot.c.key).where(slot.c.digest == name).order_by(slot.c.at)
            assert list(connection.execute(query).scalars()) == wanted


def check_site(blog: Blog) -> None:
    """Check that the site has the editions of the ledger, and no others."""
    for name in DIGESTS:
        folder, all_of_them = blog.public / "editions" / name, issued(blog, name)
        numbers = {path.parent.name for path in folder.glob("*/index.html")}
        assert numbers == {str(one.number) for one in all_of_them}
        guids = [one.guid for one in reversed(all_of_them)]
        told = [item["id"] for item in blog.items(f"editions/{name}/feed.json")]
        assert told == guids[: len(told)]
        assert len(told) >= min(len(guids), 10)


def built_since_the_last_edition(blog: Blog, clock: Time) -> bool:
    """Return whether a build has succeeded that began after the last edition was issued."""
    newest = max(one.issued for name in DIGESTS for one in issued(blog, name))
    with blog.catalog() as catalog, catalog.reading() as connection:
        jobs = {row.name: row for row in service_rows.jobs(connection)}
    build = jobs["build"]
    return bool(build.succeeded and build.succeeded - clock.passing(build.seconds) > newest)


@pytest.mark.slow
def test_a_service_that_is_killed_fifty_times_leaves_the_ledger_whole(blog: Blog) -> None:
    blog.configure(OFTEN + DAILY)
    for number in range(ARCHIVE):
        blog.write(f"old/{number}.md", title=f"Old {number}")
    clock = Time(datetime(2026, 6, 2, 8, 50, 30, tzinfo=UTC))
    killer = Killer(blog, clock, Random("fifty"))
    try:
        for number in range(KILLS):
            killer.round(number)
            check_slots(blog)
        killer.post()
        nine = (clock.now + DAY).replace(hour=9, minute=0, second=0, microsecond=0)
        clock.pass_by(nine - 3 * MINUTE - clock.now)
        killer.post()
        let_it_finish(blog, clock, killer.everything)
        check_slots(blog)
        check_site(blog)
        last = publisher("build", "--json", folder=blog.folder, environ=clock.environ)
        assert (last.status, last.json["written"], last.json["removed"]) == (0, 0, 0)
        assert processes_in(blog.folder) == []
    except BaseException as error:
        error.add_note("\n".join(killer.said))
        raise


def let_it_finish(blog: Blog, clock: Time, everything: list[str]) -> None:
    """Run the service until each post is in an edition of each digest, and the site is as it should be."""
    with service(blog, "run", environ=clock.environ) as running:
        for name in DIGESTS:
            until(lambda: carried(blog, name) == everything)  # noqa: B023 - used within the round
        until(lambda: built_since_the_last_edition(blog, clock))
        assert running.end()[0] == 0
    assert running.faults == []
    assert [carried(blog, name) for name in DIGESTS] == [everything, everything]


@pytest.mark.slow
@pytest.mark.parametrize("count", [2, 8])
def test_several_schedulers_make_one_edition_of_each_of_twenty_slots(any_blog: Blog, count: int) -> None:
    """However slow the machine is: a post is there for one slot, and the next post once that has its edition."""
    any_blog.configure(OFTEN)
    any_blog.write("draft.md", draft=True)
    clock = Time(datetime(2026, 6, 2, 8, 0, 30, tzinfo=UTC), factor=PACE)
    with ExitStack() as stack:
        all_of_them = [stack.enter_context(service(any_blog, environ=clock.environ)) for _ in range(count)]
        for one in all_of_them:
            one.wait("service ready")
        until(lambda: len(alive(any_blog)) == count)
        for number in range(1, SLOTS + 1):
            moment = next_minute(clock.now)
            any_blog.write(f"{number}.md", title=f"Post {number}", date=(moment - MINUTE / 2).isoformat())
            until(lambda: len(issued(any_blog, "often")) >= number)  # noqa: B023 - used within the round
        assert [one.end()[0] for one in all_of_them] == [0] * count
    assert [one.faults for one in all_of_them] == [[]] * count
    check_slots(any_blog)
    found = issued(any_blog, "often")
    assert [(one.number, [post.title for post in one.posts]) for one in found] == [
        (number, [f"Post {number}"]) for number in range(1, SLOTS + 1)
    ]
    told = [line["edition"] for one in all_of_them for line in one.said("edition issued")]
    assert sorted(told) == sorted(f"often/{number + 1}" for number in range(SLOTS))


def alive(blog: Blog) -> list[int]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return [row.pid for row in service_rows.processes(connection)]
