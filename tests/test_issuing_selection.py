"""Which posts an edition carries: a ledger and no window of time, with the reason for each post that it does not."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from publisher.catalog import posts
from publisher.catalog.adopting import give_guids
from tests.blog import Blog
from tests.newsroom import DAY, HOUR, WEEK, Newsroom, monday


@pytest.fixture
def room(any_blog: Blog) -> Iterator[Newsroom]:
    """A digest of every Monday that carries all posts; `a` is in its first edition."""
    with Newsroom.open(any_blog, first="all") as room:
        room.publish("a", monday(0) + DAY)
        room.issue(monday(1))
        yield room


# Once


def test_an_edited_post_is_not_carried_twice(room: Newsroom) -> None:
    room.publish("a", monday(1) + DAY, title="a", summary="New.", tags=["new"])
    assert room.issue(monday(2)) == ["06-15 empty 0"]
    assert room.reasons(monday(3)) == {"a": "already 1"}


def test_a_post_whose_file_moved_is_not_carried_twice(room: Newsroom) -> None:
    (room.blog.posts / "a.md").rename(room.blog.posts / "b.md")
    assert room.issue(monday(2)) == ["06-15 empty 0"]


def test_a_post_that_was_given_another_guid_is_not_carried_twice(room: Newsroom) -> None:
    guid = room.edition(1).posts[0].guid
    with room.catalog.writing() as connection:
        (id_,) = posts.ids(connection, [guid])
        give_guids(connection, {id_: "https://old.example/?p=1"})
    assert room.issue(monday(2)) == ["06-15 empty 0"]
    assert room.edition(1).posts[0].guid == guid


def test_a_post_that_was_withdrawn_and_is_back_is_not_carried_twice(room: Newsroom) -> None:
    room.withdraw("a")
    room.publish("b", monday(1) + DAY)
    assert room.issue(monday(2)) == ["06-15 issued 1 weekly/2"]
    room.publish("a", monday(2) + DAY)
    assert room.issue(monday(3)) == ["06-22 empty 0"]


@pytest.mark.parametrize(
    "date", [pytest.param(-500 * WEEK, id="years back"), pytest.param(4 * WEEK, id="ahead")]
)
def test_a_post_of_another_date_is_not_carried_twice(room: Newsroom, date: Any) -> None:
    room.publish("a", monday(1) + date)
    for week in range(2, 8):
        room.issue(monday(week))
    assert room.carried() == ["a"]


# Not lost


def test_a_back_dated_post_is_in_the_next_edition_whatever_its_date(room: Newsroom) -> None:
    room.publish("b", monday(-1000))
    assert room.issue(monday(2)) == ["06-15 issued 1 weekly/2"]


def test_a_post_after_the_slot_waits_though_the_edition_is_late(room: Newsroom) -> None:
    room.publish("b", monday(2))
    room.publish("c", monday(2) + HOUR)
    assert room.issue(monday(2) + 2 * HOUR) == ["06-15 issued 1 weekly/2"]
    assert room.reasons(monday(2)) == {"a": "already 1", "b": "already 2", "c": "future"}
    room.issue(monday(3))
    assert room.carried() == ["a", "b", "c"]


def test_posts_of_slots_that_were_missed_are_in_the_next_edition(room: Newsroom) -> None:
    for week in (2, 3, 4):
        room.publish(str(week), monday(week) - DAY)
    assert room.issue(monday(3) + 2 * DAY) == ["06-15 coalesced 0", "06-22 late 0"]
    room.issue(monday(4))
    assert room.carried() == ["a", "2 3 4"]


def test_a_post_that_is_withdrawn_before_its_slot_is_carried_once_it_is_back(room: Newsroom) -> None:
    room.publish("b", monday(1) + DAY)
    room.sync()
    room.withdraw("b")
    assert room.issue(monday(2)) == ["06-15 empty 0"]
    assert room.reasons(monday(2)) == {"a": "already 1", "b": "withdrawn"}
    room.publish("b", monday(1) + DAY)
    room.issue(monday(3))
    assert room.carried() == ["a", "b"]


def test_a_draft_is_carried_once_it_is_none(room: Newsroom) -> None:
    room.publish("b", monday(1) + DAY, draft=True)
    assert room.issue(monday(2)) == ["06-15 empty 0"]
    assert room.reasons(monday(2))["b"] == "draft"
    room.publish("b", monday(1) + DAY)
    room.issue(monday(3))
    assert room.carried() == ["a", "b"]


# Where a digest begins


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        pytest.param("all", "at-slot of-the-week old-1 old-2", id="all"),
        pytest.param("window", "at-slot of-the-week", id="window: after the slot before"),
        pytest.param("none", "", id="none: what comes after the slot"),
    ],
)
def test_the_first_edition_has_what_first_says(any_blog: Blog, first: str, expected: str) -> None:
    with Newsroom.open(any_blog, first=first) as room:
        room.publish("old-1", monday(-9))
        room.publish("old-2", monday(0))
        room.publish("of-the-week", monday(0) + HOUR)
        room.publish("at-slot", monday(1))
        room.issue(monday(1))
        assert room.carried() == ([expected] if expected else [])
        room.publish("later", monday(1) + HOUR)
        room.issue(monday(2))
        assert room.carried()[-1] == "later"
        reasons = room.reasons(monday(3))
        assert {name for name in reasons if reasons[name] == "before_start"} == {
            name for name in ("old-1", "old-2", "of-the-week", "at-slot") if name not in expected
        }


@pytest.mark.parametrize("again", ["all", "none"])
def test_where_a_digest_begins_is_fixed_for_good(any_blog: Blog, again: str) -> None:
    with Newsroom.open(any_blog) as room:
        room.publish("old", monday(-9))
        room.publish("a", monday(0) + HOUR)
        room.publish("b", monday(0) + HOUR, draft=True)
        room.issue(monday(1))
        room.configure(first=again)
        room.publish("b", monday(0) + HOUR)
        room.issue(monday(2))
        assert room.carried() == ["a", "b"]


def test_what_was_before_the_start_stays_so_whatever_its_date(any_blog: Blog) -> None:
    with Newsroom.open(any_blog) as room:
        room.publish("old", monday(0))
        room.issue(monday(1))
        room.publish("old", monday(1) + HOUR)
        room.publish("added", monday(-9))
        room.issue(monday(2))
        room.publish("added", monday(2) + HOUR)
        assert room.issue(monday(3)) == ["06-22 empty 0"]
        assert room.reasons(monday(3)) == {"old": "before_start", "added": "before_start"}


def test_a_date_that_is_mended_before_the_next_slot_excludes_nothing(any_blog: Blog) -> None:
    with Newsroom.open(any_blog) as room:
        room.issue(monday(1))
        room.publish("a", monday(-520) + HOUR)
        room.sync()
        room.publish("a", monday(1) + HOUR)
        assert room.issue(monday(2)) == ["06-15 issued 1 weekly/1"]


@pytest.mark.parametrize("state", ["draft", "withdrawn"])
def test_what_nobody_could_see_at_the_start_is_carried_once_it_has_a_newer_date(
    any_blog: Blog, state: str
) -> None:
    with Newsroom.open(any_blog) as room:
        room.publish("a", monday(-9), draft=state == "draft")
        room.sync()
        if state == "withdrawn":
            room.withdraw("a")
        assert room.issue(monday(1)) == ["06-08 empty 0"]
        room.publish("a", monday(1) + DAY)
        assert room.issue(monday(2)) == ["06-15 issued 1 weekly/1"]


@pytest.mark.parametrize(
    ("now", "outcomes"),
    [
        pytest.param(monday(1) + 2 * DAY, ["late"], id="late"),
        pytest.param(monday(3), ["coalesced", "coalesced", "issued"], id="coalesced"),
    ],
)
def test_a_digest_begins_with_the_first_slot_that_is_considered(
    any_blog: Blog, now: Any, outcomes: list[str]
) -> None:
    with Newsroom.open(any_blog) as room:
        room.publish("old", monday(0))
        room.publish("a", monday(0) + HOUR)
        assert [one.split()[1] for one in room.issue(now)] == outcomes
        room.issue(monday(4))
        assert room.carried() == ["a"]


# How old a post may be


@pytest.fixture
def aged(any_blog: Blog) -> Iterator[Newsroom]:
    """A digest of posts of ten days at most, of which `a` is in the first edition."""
    with Newsroom.open(any_blog, first="all", max_age="10d") as room:
        room.publish("a", monday(0) + DAY)
        room.issue(monday(1))
        yield room


def test_age_concerns_only_what_was_published_before_the_edition_before(aged: Newsroom) -> None:
    aged.publish("too-old", monday(2) - 11 * DAY)
    aged.publish("just-not", monday(2) - 10 * DAY)
    aged.publish("at-the-slot-before", monday(1))
    assert aged.issue(monday(2)) == ["06-15 issued 2 weekly/2"]
    reasons = aged.reasons(monday(2))
    assert (reasons["too-old"], aged.carried()[-1]) == ("too_old", "at-the-slot-before just-not")


def test_age_concerns_nothing_that_is_new_since_the_slot_before(aged: Newsroom) -> None:
    aged.configure(first="all", max_age="5d")
    aged.publish("just-before", monday(1) - timedelta(seconds=1))
    aged.publish("at-it", monday(1))
    aged.publish("after-it", monday(1) + HOUR)
    aged.issue(monday(2))
    assert aged.carried()[-1] == "after-it at-it"


def test_the_first_edition_has_posts_of_any_age(any_blog: Blog) -> None:
    with Newsroom.open(any_blog, first="all", max_age="10d") as room:
        room.publish("old", monday(-99))
        assert room.issue(monday(1)) == ["06-08 issued 1 weekly/1"]


def test_too_old_is_no_longer_so_where_the_settings_allow_more(aged: Newsroom) -> None:
    aged.publish("b", monday(-9))
    assert aged.issue(monday(2)) == ["06-15 empty 0"]
    aged.configure(first="all", max_age="52w")
    assert aged.issue(monday(3)) == ["06-22 issued 1 weekly/2"]


def test_waiting_ages_no_post_out(aged: Newsroom) -> None:
    aged.configure(first="all", max_age="10d", min_posts=3)
    aged.publish("back-dated", monday(1) - DAY)
    assert aged.issue(monday(2)) == ["06-15 waiting 1"]
    aged.publish("b", monday(2) + DAY)
    assert aged.issue(monday(3)) == ["06-22 waiting 2"]
    aged.publish("too-old", monday(2) - 11 * DAY)
    aged.publish("c", monday(3) + DAY)
    assert aged.issue(monday(4)) == ["06-29 issued 3 weekly/2"]
    assert aged.carried()[-1] == "b back-dated c"


@pytest.mark.parametrize(
    "now",
    [pytest.param([monday(2) + 2 * DAY, monday(4)], id="grace"), pytest.param([monday(4)], id="downtime")],
)
def test_downtime_and_grace_age_no_post_out(aged: Newsroom, now: list[Any]) -> None:
    aged.publish("back-dated", monday(1) - DAY)
    aged.publish("b", monday(1) + DAY)
    for moment in now:
        aged.issue(moment)
    assert aged.carried() == ["a", "b back-dated"]


def test_a_slot_at_which_nothing_waited_makes_no_post_younger(aged: Newsroom) -> None:
    for week in (2, 3, 4):
        assert aged.issue(monday(week)) == [f"{monday(week):%m-%d} empty 0"]
    aged.publish("b", monday(1) - DAY)
    assert aged.issue(monday(5)) == ["07-06 empty 0"]


@pytest.mark.parametrize("cancelled", [1, 2], ids=["the one before the last", "the last"])
def test_a_cancelled_edition_ages_no_post_out(aged: Newsroom, cancelled: int) -> None:
    aged.publish("b", monday(1) + DAY)
    aged.issue(monday(2))
    aged.issue(monday(3))
    aged.desk.cancel(aged.edition(cancelled), monday(3))
    for week in (4, 5):
        aged.publish(str(week), monday(week) - DAY)
        aged.issue(monday(week))
    assert aged.carried()[-2:] == [f"4 {'ab'[cancelled - 1]}", "5"]


# The reasons


def test_every_post_is_carried_or_has_its_reason(aged: Newsroom) -> None:
    aged.publish("new", monday(1) + DAY)
    aged.publish("draft", monday(1) + DAY, draft=True)
    aged.publish("gone", monday(1) + DAY)
    aged.publish("future", monday(2) + DAY)
    aged.publish("old", monday(-9))
    aged.sync()
    aged.withdraw("gone")
    aged.sync()
    assert aged.reasons(monday(2)) == {
        "a": "already 1",
        "new": "carried",
        "draft": "draft",
        "gone": "withdrawn",
        "future": "future",
        "old": "too_old",
    }
