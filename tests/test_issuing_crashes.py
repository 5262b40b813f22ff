"""A process that dies at any statement has recorded all of what it did in a transaction, or nothing."""

from collections.abc import Callable, Iterator
from itertools import count

import pytest

from tests.blog import Blog
from tests.crashes import CrashError, crashing, dumped
from tests.newsroom import DAY, Newsroom, monday


@pytest.fixture
def room(any_blog: Blog) -> Iterator[Newsroom]:
    with Newsroom.open(any_blog, first="all", max_age="10d") as room:
        for number in range(3):
            room.publish(str(number), monday(0) + DAY)
        room.sync()
        yield room


def dies_at_each(room: Newsroom, act: Callable[[], object]) -> int:
    """Do something that dies at each of its statements in turn, until it does not; return how many it has."""
    before = dumped(room.catalog)
    for statement in count():
        try:
            with crashing(room.catalog, statement):
                act()
        except CrashError:
            assert dumped(room.catalog) == before
        else:
            return statement
    raise AssertionError


def test_a_crash_while_issuing_records_nothing_and_the_next_try_decides(room: Newsroom) -> None:
    weekly = room.desk.settings.digests[0]
    assert dies_at_each(room, lambda: room.desk.issue_due(weekly, monday(2))) > 15
    assert room.carried() == ["0 1 2"]
    assert len(dumped(room.catalog)["slot"]) == 2


def test_a_crash_while_a_slot_is_asked_for_records_nothing(room: Newsroom) -> None:
    weekly, slot = room.desk.settings.digests[0], room.slot(monday(2))
    assert dies_at_each(room, lambda: room.desk.issue_for(weekly, slot, monday(2))) > 15
    assert room.carried() == ["0 1 2"]


def test_a_crash_while_cancelling_leaves_the_edition_as_it_was(room: Newsroom) -> None:
    room.issue(monday(1))
    edition = room.edition(1)
    assert dies_at_each(room, lambda: room.desk.cancel(edition, monday(1))) > 3
    assert room.carried() == ["0 1 2*"]


def test_a_crash_while_releasing_leaves_a_draft(room: Newsroom) -> None:
    room.configure(first="all", approve=True)
    room.issue(monday(1))
    edition = room.edition(1)
    dies_at_each(room, lambda: room.desk.release(edition, monday(1)))
    assert room.edition(1).status == "released"


def test_a_crash_in_a_backfill_loses_no_edition_that_was_made(any_blog: Blog) -> None:
    with Newsroom.open(any_blog, known=False, first="all") as room:
        for week in range(-5, 0):
            room.publish(str(week), monday(week) - DAY)
        room.sync()
        told: list[str] = []
        for statement in range(9, 200, 7):
            try:
                with crashing(room.catalog, statement):
                    told.extend(one.name for one in room.backfill(monday(-6), monday(-1), monday(0)))
            except CrashError:
                assert len(room.carried()) == len(told)
        assert told == [f"weekly/{number}" for number in range(1, 6)]
        assert room.carried() == ["-5", "-4", "-3", "-2", "-1"]
