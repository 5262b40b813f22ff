"""The queue of what hubs are to be told, and the loop that tells them: each on both databases."""

import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from publisher.catalog import Catalog, pings
from publisher.catalog.schema import ping as table
from publisher.websub import PingReport, send_due
from publisher.websub.deciding import PATIENCE
from publisher.websub.telling import LEASE
from tests.blog import NOON, Blog
from tests.hub import Hub, Says
from tests.servers import free_port

RSS, ATOM, JSON = (f"https://blog.example/feeds/{name}" for name in ("rss.xml", "atom.xml", "feed.json"))
DAY = timedelta(days=1)

# The queue


def queue(catalog: Catalog, hub: str, *topics: str, now: datetime = NOON) -> None:
    with catalog.writing() as connection:
        pings.queue(connection, hub, topics, now)


def due(catalog: Catalog, now: datetime = NOON, *, everything: bool = False) -> list[str]:
    with catalog.reading() as connection:
        return [one.topic for one in pings.due(connection, now, everything=everything)]


def rows(catalog: Catalog) -> list[tuple[str, int, datetime, str]]:
    with catalog.reading() as connection:
        query = select(table.c.topic, table.c.attempts, table.c.next_attempt_at, table.c.error)
        return [tuple(row) for row in connection.execute(query.order_by(table.c.topic))]


@pytest.fixture
def catalog(any_blog: Blog) -> Iterator[Catalog]:
    with any_blog.catalog() as catalog:
        yield catalog


def test_what_is_queued_is_due_once(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/", RSS, ATOM, RSS)
    assert due(catalog) == [ATOM, RSS]
    assert due(catalog, NOON - timedelta(seconds=1)) == []


def test_what_has_been_due_longest_comes_first(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/", RSS, now=NOON - DAY)
    queue(catalog, "https://hub.example/", ATOM)
    assert due(catalog) == [RSS, ATOM]


def test_nothing_to_queue_is_nothing_queued(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/")
    assert rows(catalog) == []


def test_many_feeds_are_queued_at_once(catalog: Catalog) -> None:
    topics = [f"https://blog.example/feeds/{number}/atom.xml" for number in range(3000)]
    queue(catalog, "https://hub.example/", *topics)
    queue(catalog, "https://hub.example/", *topics, now=NOON + DAY)
    assert len(due(catalog, NOON + DAY)) == 3000


def test_a_claimed_feed_is_nobody_elses_until_the_claim_ends(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/", ATOM)
    with catalog.writing() as connection:
        (ping,) = pings.due(connection, NOON)
        claimed = pings.claim(connection, ping, NOON + LEASE)
        assert claimed
        assert claimed.attempts == 1
        assert pings.claim(connection, ping, NOON + LEASE) is None
    assert due(catalog) == []
    assert due(catalog, everything=True) == []
    # Whoever claimed it was killed before the answer was recorded: nothing is lost.
    assert due(catalog, NOON + LEASE) == [ATOM]
    assert rows(catalog) == [(ATOM, 1, NOON + LEASE, pings.CLAIMED)]


def test_a_feed_that_changes_while_its_hub_is_told_is_told_of_again(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/", ATOM)
    with catalog.writing() as connection:
        (ping,) = pings.due(connection, NOON)
        claimed = pings.claim(connection, ping, NOON + LEASE)
        assert claimed
    changed = NOON + timedelta(seconds=5)
    queue(catalog, "https://hub.example/", ATOM, now=changed)
    with catalog.writing() as connection:
        pings.settle(connection, claimed)
        pings.postpone(connection, claimed, NOON + DAY, "late")
    assert rows(catalog) == [(ATOM, 0, changed, "")]


def test_a_newer_change_that_another_process_is_telling_of_is_not_taken_for_ours(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/", ATOM)
    with catalog.writing() as connection:
        (ping,) = pings.due(connection, NOON)
        ours = pings.claim(connection, ping, NOON + LEASE)
        assert ours
        pings.queue(connection, "https://hub.example/", [ATOM], NOON + DAY)
        (newer,) = pings.due(connection, NOON + DAY)
        assert pings.claim(connection, newer, NOON + DAY + LEASE)
        pings.settle(connection, ours)
    assert rows(catalog) == [(ATOM, 1, NOON + DAY + LEASE, pings.CLAIMED)]


def test_who_was_overtaken_does_not_undo_what_another_process_recorded(catalog: Catalog) -> None:
    queue(catalog, "https://hub.example/", ATOM)
    with catalog.writing() as connection:
        (ping,) = pings.due(connection, NOON)
        slow = pings.claim(connection, ping, NOON + LEASE)
        assert slow
        quick = pings.claim(connection, slow, NOON + 2 * LEASE)
        assert quick
        pings.postpone(connection, quick, NOON + DAY, "busy")
        pings.postpone(connection, slow, NOON, "late")
    assert rows(catalog) == [(ATOM, 2, NOON + DAY, "busy")]


# The loop, against a real hub


def tell(
    catalog: Catalog, now: datetime = NOON, *, limit: timedelta | None = None, everything: bool = False
) -> PingReport:
    """Tell hubs with a clock that runs from *now* on."""
    began = time.monotonic()
    return send_due(
        catalog,
        now,
        lambda: now + timedelta(seconds=time.monotonic() - began),
        limit=limit,
        everything=everything,
    )


def results(report: PingReport) -> list[tuple[str, str]]:
    return [(one.topic, one.result) for one in report.outcomes]


def test_a_hub_is_told_of_each_feed_and_then_no_more(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, RSS, ATOM, JSON)
    report = tell(catalog)
    assert results(report) == [(ATOM, "told"), (JSON, "told"), (RSS, "told")]
    assert (report.waiting, report.next_due, report.left, report.failed) == (0, None, 0, ())
    assert hub.topics == [ATOM, JSON, RSS]
    assert tell(catalog).outcomes == ()
    assert rows(catalog) == []


def test_what_fails_is_tried_again_when_its_time_has_come(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, ATOM)
    hub.script.extend([Says(status=500), Says(status=500)])
    (one,) = tell(catalog).failed
    assert (one.result, one.reason, one.attempts) == ("later", "500 Internal Server Error", 1)
    assert one.again
    assert timedelta(minutes=1) <= one.again - NOON < timedelta(minutes=1, seconds=30)
    assert tell(catalog, one.again - timedelta(seconds=1)).outcomes == ()
    (two,) = tell(catalog, one.again).failed
    assert two.again
    assert timedelta(minutes=5) <= two.again - one.again < timedelta(minutes=5, seconds=30)
    assert results(tell(catalog, two.again)) == [(ATOM, "told")]
    assert len(hub.told) == 3


def test_what_waits_for_a_later_try_can_be_tried_now(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, ATOM)
    hub.script.append(Says(status=500))
    report = tell(catalog)
    assert (report.waiting, report.next_due) == (1, report.failed[0].again)
    assert results(tell(catalog, everything=True)) == [(ATOM, "told")]


def test_all_that_waits_is_tried_once_even_where_it_fails_again(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, ATOM, RSS)
    hub.always = Says(status=500)
    tell(catalog)
    assert len(tell(catalog, everything=True).failed) == 2
    assert len(hub.told) == 4


def test_what_is_queued_again_starts_anew(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, ATOM)
    hub.script.append(Says(status=500))
    tell(catalog)
    queue(catalog, hub.url, ATOM, now=NOON + timedelta(seconds=30))
    assert rows(catalog) == [(ATOM, 0, NOON + timedelta(seconds=30), "")]
    assert results(tell(catalog, NOON + timedelta(seconds=30))) == [(ATOM, "told")]


def test_a_hub_that_is_busy_is_asked_no_more_and_sets_the_time_for_all(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, RSS, ATOM, JSON)
    hub.always = Says(status=429, headers={"Retry-After": "600"})
    report = tell(catalog)
    assert [one.result for one in report.failed] == ["later"] * 3
    assert len(hub.told) == 1
    assert all(
        one.again and timedelta(minutes=10) <= one.again - NOON < timedelta(minutes=11)
        for one in report.failed
    )


def test_one_feed_that_a_hub_fails_on_does_not_keep_the_others(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, RSS, ATOM, JSON)
    hub.script.append(Says(status=500))
    assert results(tell(catalog)) == [(ATOM, "later"), (JSON, "told"), (RSS, "told")]


def test_one_hub_that_is_gone_does_not_keep_the_others(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, f"http://127.0.0.1:{free_port()}/", ATOM, RSS)
    queue(catalog, hub.url, ATOM)
    report = tell(catalog)
    assert [(one.hub, one.topic) for one in report.told] == [(hub.url, ATOM)]
    assert [one.result for one in report.failed] == ["later", "later"]


def test_what_a_hub_refuses_is_dropped_and_reported(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, ATOM)
    hub.always = Says(status=403)
    (one,) = tell(catalog).failed
    assert (one.result, one.again, one.reason) == ("refused", None, "403 Forbidden")
    assert rows(catalog) == []


def test_what_failed_for_two_days_is_given_up_and_reported(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, ATOM)
    hub.always = Says(status=500)
    now, found = NOON, []
    while rows(catalog):
        (one,) = tell(catalog, now).failed
        found.append(one.result)
        now = one.again or now
    assert found == ["later"] * 11 + ["given up"]
    assert NOON + PATIENCE - timedelta(hours=6) < now <= NOON + PATIENCE


def test_a_hub_that_hangs_costs_one_time_limit_and_no_more(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, *(f"{ATOM}?{number}" for number in range(30)))
    hub.always = Says(delay=60)
    began = time.monotonic()
    report = tell(catalog, limit=timedelta(seconds=1.5))
    assert time.monotonic() - began < 4
    assert len(hub.told) == 1
    assert [one.reason for one in report.failed] == [report.failed[0].reason] * 30
    assert (report.left, report.waiting, due(catalog)) == (0, 30, [])


def test_what_there_is_no_time_for_stays_due(catalog: Catalog, hub: Hub) -> None:
    queue(catalog, hub.url, *(f"{ATOM}?{number}" for number in range(30)))
    hub.always = Says(delay=0.1)
    # Half a second to begin requests in, and a second for the last of them.
    report = tell(catalog, limit=timedelta(seconds=1.5))
    assert 0 < len(report.told) <= 5
    assert report.failed == ()
    assert report.left == 30 - len(report.told) == len(due(catalog))
    hub.always = Says()
    assert len(tell(catalog).told) == report.left


def test_two_processes_do_not_tell_a_hub_twice(any_blog: Blog, hub: Hub) -> None:
    topics = [f"{ATOM}?{number}" for number in range(20)]
    hub.always = Says(delay=0.02)
    with any_blog.catalog() as catalog:
        queue(catalog, hub.url, *topics)
    reports: list[PingReport] = []

    def work() -> None:
        with any_blog.catalog() as own:
            barrier.wait()
            reports.append(tell(own))

    barrier = threading.Barrier(2)
    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(hub.topics) == sorted(topics)
    assert sum(len(report.told) for report in reports) == 20


# What a build queues


def queued(blog: Blog) -> list[str]:
    with blog.catalog() as catalog:
        return due(catalog, blog.now)


def site(blog: Blog, hub: str, extra: str = "") -> None:
    blog.configure(f'[feeds]\nhub = "{hub}"\n{extra}')
    blog.write("rain.md", "It rains.")
    blog.build()


def test_a_build_queues_each_format_of_each_feed_that_changed(any_blog: Blog, hub: Hub) -> None:
    site(any_blog, hub.url)
    assert queued(any_blog) == sorted((RSS, ATOM, JSON))
    with any_blog.catalog() as catalog:
        tell(catalog, any_blog.now)
    any_blog.build()
    assert queued(any_blog) == []
    any_blog.write("rain.md", "It rains no more.")
    any_blog.build()
    assert queued(any_blog) == sorted((RSS, ATOM, JSON))


def test_only_the_feeds_that_carry_a_changed_post_are_queued(blog: Blog, hub: Hub) -> None:
    for name in ("ann", "bob"):
        blog.write(f"{name}.md", f"By {name}.", author=name)
    site(blog, hub.url)
    with blog.catalog() as catalog:
        assert len(tell(catalog, blog.now).told) == 9
    blog.write("ann.md", "By Ann herself.", author="ann")
    blog.build()
    folders = {topic.rpartition("/")[0] for topic in queued(blog)}
    assert folders == {"https://blog.example/feeds", "https://blog.example/feeds/author/ann"}


def test_what_is_subscribed_to_is_queued_never_an_archive_page(blog: Blog, hub: Hub) -> None:
    for number in range(12):
        blog.write(f"{number}.md")
    site(blog, hub.url, "entries = 5\narchive_entries = 5")
    assert (blog.public / "feeds/archive/1/atom.xml").is_file()
    assert queued(blog) == sorted((RSS, ATOM, JSON))


def test_the_address_that_the_settings_give_a_feed_is_what_is_queued(blog: Blog, hub: Hub) -> None:
    site(blog, hub.url, 'paths = {rss = "/feed/"}')
    assert queued(blog) == sorted((ATOM, JSON, "https://blog.example/feed/"))


def test_without_a_hub_nothing_is_queued(blog: Blog) -> None:
    site(blog, "")
    assert queued(blog) == []
