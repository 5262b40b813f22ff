"""Making the archive that a digest would have had: for nobody to be mailed, and to be gone on with where it was cut."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from publisher.app import App
from publisher.catalog import editions
from publisher.catalog.schema import edition_post, slot
from publisher.config import load
from publisher.errors import InputError
from publisher.issuing import Desk
from publisher.sync import sync
from publisher.workers import Workers
from tests.blog import Blog, silent
from tests.ledger import check_ledger
from tests.newsroom import DAY, HOUR, Newsroom, monday, toml

NOW = monday(0)


@pytest.fixture
def room(any_blog: Blog) -> Iterator[Newsroom]:
    """A digest of every Monday that was never considered, and a post for each of five weeks."""
    with Newsroom.open(any_blog, known=False, first="all") as room:
        for week in range(-5, 0):
            room.publish(str(week), monday(week) - DAY)
        room.sync()
        yield room


def names(room: Newsroom, since: datetime, until: datetime, now: datetime = NOW) -> list[str]:
    return [one.name for one in room.backfill(since, until, now)]


def test_a_backfill_makes_an_edition_of_each_slot_for_nobody_to_be_mailed(room: Newsroom) -> None:
    assert names(room, monday(-6), monday(-1)) == [f"weekly/{n}" for n in range(1, 6)]
    assert room.carried() == ["-5", "-4", "-3", "-2", "-1"]
    assert {(one.mailed, one.status) for one in map(room.edition, range(1, 6))} == {(False, "released")}


def test_a_backfill_ends_with_the_first_slot_that_has_all_that_was_asked_for(room: Newsroom) -> None:
    names(room, monday(-6), monday(-3) - 2 * DAY)
    assert room.edition(3).slot == monday(-3)
    assert room.carried() == ["-5", "-4", "-3"]


def test_a_backfill_has_no_slot_of_the_future(room: Newsroom) -> None:
    assert names(room, monday(-6), monday(8), monday(-2) + HOUR) == [f"weekly/{n}" for n in range(1, 5)]


def test_a_backfill_needs_no_approval(room: Newsroom) -> None:
    room.configure(first="all", approve=True)
    names(room, monday(-6), monday(-5))
    assert room.edition(1).status == "released"


@pytest.mark.parametrize("cut", range(1, 6))
def test_a_backfill_that_is_cut_short_goes_on_where_it_was(room: Newsroom, cut: int) -> None:
    made = room.backfill(monday(-6), monday(-1), monday(0))
    before = [next(made).name for _ in range(cut)]
    # What was told stands at once, whatever becomes of the rest.
    assert room.carried() == ["-5", "-4", "-3", "-2", "-1"][:cut]
    made.close()  # type: ignore[attr-defined]
    assert before + names(room, monday(-6), monday(-1)) == [f"weekly/{n}" for n in range(1, 6)]
    assert room.carried() == ["-5", "-4", "-3", "-2", "-1"]


def test_a_backfill_that_is_done_does_nothing(room: Newsroom) -> None:
    names(room, monday(-6), monday(-1))
    assert names(room, monday(-6), monday(-1)) == []


def test_a_backfill_refuses_slots_before_those_that_were_considered(room: Newsroom) -> None:
    names(room, monday(-4), monday(-1))
    with pytest.raises(InputError, match="weekly: 2026-04-20T09:00 is older than the newest slot"):
        names(room, monday(-7), monday(-1))


def test_a_backfill_stops_where_the_service_issued_a_newer_slot_meanwhile(room: Newsroom) -> None:
    room.issue(monday(0) - DAY)
    made = room.backfill(monday(-6), monday(-1), monday(0))
    next(made)
    assert room.issue(monday(0)) == ["06-01 issued 4 weekly/2"]
    with pytest.raises(InputError, match="older than the newest slot that was considered, 2026-06-01T09:00"):
        next(made)


def test_after_a_backfill_the_schedule_goes_on(room: Newsroom) -> None:
    names(room, monday(-6), monday(-2), monday(0) + HOUR)
    assert room.issue(monday(0) + HOUR) == []
    room.publish("new", monday(1) - DAY)
    # The post of the last slot before the digest was known of, and the new one.
    assert room.issue(monday(1)) == ["06-08 issued 2 weekly/5"]
    assert (room.edition(4).mailed, room.edition(5).mailed) == (False, True)


def test_min_posts_holds_for_the_past_too(room: Newsroom) -> None:
    room.configure(first="all", min_posts=2)
    outcomes = [one.outcome for one in room.backfill(monday(-6), monday(-1), monday(0))]
    assert outcomes == ["waiting", "issued", "waiting", "issued", "waiting"]


@pytest.mark.slow
@pytest.mark.parametrize("schedule", ["mon 09:00", "monthly 1 09:00"])
def test_seven_years_of_an_archive_are_in_exactly_one_edition_each(
    tmp_path: Path, corpora: Path, schedule: str
) -> None:
    since, until = datetime(2008, 1, 1, tzinfo=UTC), datetime(2014, 12, 31, 23, 59, tzinfo=UTC)
    now = datetime(2026, 6, 1, tzinfo=UTC)
    blog = Blog(tmp_path)
    blog.configure(toml("past", {"schedule": schedule, "first": "all", "max_posts": 10}))
    text = blog.config.read_text(encoding="utf-8").replace('"posts"', f'"{corpora / "servicenow"}"')
    blog.config.write_text(text, encoding="utf-8")
    app = App(load(blog.config, {}))
    with Workers() as workers, app.open_catalog() as catalog:
        report = sync(app.settings, catalog, now, silent, workers)
        desk = Desk(settings=app.settings, catalog=catalog, templates=app.templates)
        made = list(desk.backfill(app.settings.digests[0], since, until, now, silent))
        assert sum(one.posts for one in made if one.outcome == "issued") == report.added == 2000
        with catalog.reading() as connection:
            check_ledger(connection)
            carried = list(connection.execute(select(edition_post.c.post_id)).scalars())
            assert len(carried) == len(set(carried)) == 2000
            slots = connection.execute(select(slot.c.at, slot.c.outcome).order_by(slot.c.at)).all()
            assert [one.slot.at for one in made] == [row.at for row in slots]
            issued = list(editions.every(connection))
    assert all(one.slot >= post.published for one in issued for post in one.posts)
    before = dict(zip((one.slot for one in issued[1:]), (one.slot for one in issued), strict=False))
    assert all(before[one.slot] < post.published for one in issued[1:] for post in one.posts)
