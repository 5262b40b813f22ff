"""`publisher status`: what a person sees at a glance, and what a program reads."""

from datetime import UTC, datetime, timedelta

import pytest

from publisher.catalog import editions
from publisher.catalog import service as service_rows
from publisher.composing import find_digest
from publisher.issuing import Desk
from publisher.records import ServiceRow
from publisher.status import Downtime, ago, downtimes, lasting
from tests.blog import Blog
from tests.command import publisher
from tests.services import service, test_clock, until

DAILY = '[[digests]]\nname = "daily"\nschedule = "daily 00:00"\nfirst = "all"\n'
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def said(blog: Blog) -> str:
    outcome = publisher("status", folder=blog.folder)
    assert (outcome.status, outcome.err) == (0, "")
    return outcome.out


def test_before_anything_happened_it_says_how_to_begin(blog: Blog) -> None:
    blog.configure(DAILY)
    out = said(blog)
    assert "service  has never run here: publisher run starts it" in out
    assert "feeds    nothing was built yet: publisher build\n" in out
    assert "catalog  0 posts, 0 editions, 0." in out


def test_a_clock_that_was_ahead_is_told_with_what_it_costs(blog: Blog) -> None:
    blog.configure(DAILY)
    blog.write("a.md", date="2026-05-01")
    blog.build()
    later = datetime.now(UTC) + timedelta(days=400)
    with blog.catalog() as catalog:
        desk = Desk(settings=blog.app().settings, catalog=catalog, templates=blog.app().templates)
        desk.issue_due(find_digest(desk.settings, "daily"), later, by_hand=True)
    out = said(blog)
    assert "the clock was ahead: no slot before the next one has an edition any more\n" in out
    assert f"  next   {later + timedelta(days=1):%a %d %b %Y} 00:00 UTC, in 400 days: " in out


def test_a_digest_is_told_with_its_last_slot_its_next_and_what_that_will_find(blog: Blog) -> None:
    blog.configure(DAILY)
    blog.write("a.md", date="2026-05-01")
    blog.build()
    assert "  last   no slot came due yet\n" in said(blog)
    assert publisher("issue", "daily", folder=blog.folder).status == 0
    blog.write("b.md", date="2026-05-02")
    blog.build()
    out = said(blog)
    assert "daily  every day at 00:00, UTC\n" in out
    assert " 00:00 UTC: daily/1, 1 post\n" in out
    assert ": 1 post so far\n" in out
    assert "catalog  2 posts, 1 edition," in out
    found = publisher("status", "--json", folder=blog.folder).json
    (digest,) = found["digests"]
    assert (digest["edition"], digest["last"]["outcome"], digest["waiting"]) == ("daily/1", "issued", 1)


def test_an_edition_that_waits_for_approval_is_told_with_what_to_do(blog: Blog) -> None:
    blog.configure(DAILY + "approve = true\n")
    blog.write("a.md", date="2026-05-01")
    blog.build()
    publisher("issue", "daily", folder=blog.folder)
    assert "waits  daily/1 for approval: publisher editions approve daily/1\n" in said(blog)


def test_slots_that_nobody_has_looked_at_are_told(blog: Blog) -> None:
    blog.configure(DAILY)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    with blog.catalog() as catalog, catalog.writing() as connection:
        editions.see(connection, "daily", midnight - timedelta(days=2, hours=1))
    told = "slots have come due since and were not considered yet: publisher run does, or publisher issue daily\n"
    assert f"         3 {told}" in said(blog)
    with blog.catalog() as catalog, catalog.writing() as connection:
        key = f"{midnight - timedelta(days=1):%Y-%m-%dT%H:%M}"
        editions.decide(connection, "daily", key, midnight - timedelta(days=1), "empty", midnight)
    assert "         1 slot has come due since and was not considered yet: publisher run does" in said(blog)


def test_what_failed_is_told_with_its_reason_until_it_succeeds(any_blog: Blog) -> None:
    now = datetime.now(UTC)
    with any_blog.catalog() as catalog, catalog.writing() as connection:
        service_rows.job_succeeded(connection, "build", now - timedelta(hours=2), 1.25)
        for _ in range(3):
            service_rows.job_failed(connection, "build", now - timedelta(minutes=5), "posts: no such folder")
    out = said(any_blog)
    assert (
        "failing  build: failed 3 times, last 5 min ago: posts: no such folder; done 2 h ago in 1.2 s\n"
        in out
    )
    with any_blog.catalog() as catalog, catalog.writing() as connection:
        service_rows.job_succeeded(connection, "build", now, 0.5)
    assert "job      build: done less than a minute ago in 0.5 s; failed last 5 min ago\n" in said(any_blog)


def test_a_file_that_cannot_be_read_and_a_folder_that_is_away_are_told(blog: Blog) -> None:
    blog.write("bad.md", date="soon")
    blog.build()
    assert "skipped  1 file cannot be read: publisher build --json names them\n" in said(blog)
    blog.posts.rename(blog.folder / "away")
    assert "skipped  1 file cannot be read" in said(blog)


def test_a_night_of_downtime_is_told(blog: Blog) -> None:
    now = datetime.now(UTC)
    with blog.catalog() as catalog, catalog.writing() as connection:
        night = service_rows.started(
            connection, "host", 1, now - timedelta(hours=30), now - timedelta(hours=30)
        )
        service_rows.beat(connection, night, now - timedelta(hours=10))
        service_rows.started(connection, "host", 2, now - timedelta(minutes=65), now)
    out = said(blog)
    assert "service  running for 1 h 5 min (pid 2 on host)\n" in out
    assert "         was down for 8 h 55 min: " in out


def test_a_service_that_died_is_not_said_to_run(blog: Blog) -> None:
    now = datetime.now(UTC)
    with blog.catalog() as catalog, catalog.writing() as connection:
        service_rows.started(connection, "host", 1, now - timedelta(hours=2), now - timedelta(minutes=4))
    out = said(blog)
    assert "service  not running since " in out
    assert publisher("status", "--json", folder=blog.folder).json["service"]["running"] is False


def run(start: float, beat: float, stopped: float | None = None) -> ServiceRow:
    """Return a process by hours before now."""
    hours = [None if ago is None else NOW - timedelta(hours=ago) for ago in (start, beat, stopped)]
    assert hours[0]
    assert hours[1]
    return ServiceRow(number=1, host="h", pid=1, started=hours[0], beat=hours[1], stopped=hours[2])


def gap(since: float, until: float | None) -> Downtime:
    return Downtime(
        since=NOW - timedelta(hours=since), until=None if until is None else NOW - timedelta(hours=until)
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param((), [], id="it never ran"),
        pytest.param((run(5, 0),), [], id="it runs"),
        pytest.param((run(5, 2, 2),), [gap(2, None)], id="it was stopped"),
        pytest.param((run(5, 2),), [gap(2, None)], id="it was killed"),
        pytest.param((run(1, 0), run(9, 4)), [gap(4, 1)], id="it was down"),
        pytest.param((run(1, 0), run(9, 1.01)), [], id="it was started anew at once"),
        pytest.param((run(5, 3, 3), run(9, 0)), [], id="another ran meanwhile"),
        pytest.param((run(1, 0), run(200, 190)), [gap(190, 1)], id="for long, until lately"),
        pytest.param((run(180, 0), run(200, 190)), [], id="long ago"),
        pytest.param((run(1, 0), run(5, 3), run(9, 7)), [gap(3, 1), gap(7, 5)], id="twice, the newest first"),
    ],
)
def test_a_downtime_is_where_no_process_ran(rows: tuple[ServiceRow, ...], expected: list[Downtime]) -> None:
    assert list(downtimes(rows, NOW)) == expected


@pytest.mark.parametrize(
    ("span", "words"),
    [
        pytest.param({"seconds": 59}, "less than a minute", id="seconds"),
        pytest.param({"minutes": 59}, "59 min", id="minutes"),
        pytest.param({"hours": 2}, "2 h", id="hours"),
        pytest.param({"hours": 9, "minutes": 55}, "9 h 55 min", id="hours and minutes"),
        pytest.param({"days": 1, "hours": 3}, "1 day 3 h", id="a day"),
        pytest.param({"days": 2000, "hours": 3}, "2,000 days", id="years"),
    ],
)
def test_a_span_is_said_in_two_units(span: dict[str, float], words: str) -> None:
    assert lasting(timedelta(**span)) == words
    assert ago(NOW - timedelta(**span), NOW) == f"{words} ago"


HOURLY = '[[digests]]\nname = "hourly"\ncron = "0 * * * *"\nfirst = "all"\n'


def test_after_a_night_of_downtime_a_glance_says_what_happened(blog: Blog) -> None:
    blog.configure(
        HOURLY + '[[digests]]\nname = "late"\nschedule = "daily 03:00"\ngrace = "1h"\nfirst = "all"\n'
    )
    blog.write("a.md", title="Evening", date="2026-06-01T21:30:00+00:00")
    for command in (("build",), ("issue", "hourly")):
        assert (
            publisher(*command, folder=blog.folder, environ=test_clock("2026-06-01T22:00:30+00:00", 1)).status
            == 0
        )
    with service(blog, environ=test_clock("2026-06-01T22:01:00+00:00", 1)) as running:
        until(lambda: "check" in jobs_of(blog))
        running.process.kill()
    blog.write("b.md", title="Night", date="2026-06-02T02:30:00+00:00")
    with service(blog, environ=test_clock("2026-06-02T07:30:00+00:00", 1)) as running:
        assert running.wait("edition issued", digest="hourly")["slot"] == "2026-06-02T07:00"
        running.wait("slot late", digest="late")
        until(lambda: "issue late" in jobs_of(blog))
    outcome = publisher("status", folder=blog.folder, environ=test_clock("2026-06-02T07:31:00+00:00", 1))
    said = outcome.out.splitlines()
    assert said[1].startswith("service  running for ")
    assert said[2].startswith("         was down for 9 h 2")
    assert said[2].endswith(" to Tue 02 Jun 07:30 UTC")
    assert "  last   Tue 02 Jun 2026 07:00 UTC: hourly/2, 1 post" in said
    missed = "8 slots were missed, Mon 01 Jun 2026 23:00 to Tue 02 Jun 2026 06:00 UTC"
    assert f"         {missed}: their posts are in hourly/2" in said
    late = "no edition: it was past its grace at 02 Jun 07:30 UTC, its posts are in the next"
    assert f"  last   Tue 02 Jun 2026 03:00 UTC: {late}" in said


def jobs_of(blog: Blog) -> set[str]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return {row.name for row in service_rows.jobs(connection)}
