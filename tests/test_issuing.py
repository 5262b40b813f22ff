"""Issuing: each slot is considered once, and an edition's number, slot, posts and bytes never change after it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from publisher.catalog import editions
from publisher.catalog.schema import metadata
from publisher.errors import InputError, PublisherError
from tests.blog import Blog
from tests.newsroom import DAY, HOUR, KNOWN, WEEK, Newsroom, monday, toml


@pytest.fixture
def room(any_blog: Blog) -> Iterator[Newsroom]:
    """A digest of every Monday that carries all posts, on each kind of database in turn."""
    with Newsroom.open(any_blog, first="all") as room:
        yield room


@pytest.fixture
def lite(blog: Blog) -> Iterator[Newsroom]:
    """The same on SQLite alone, where no SQL is concerned."""
    with Newsroom.open(blog, first="all") as room:
        yield room


# Slots


def test_a_slot_is_issued_once(room: Newsroom) -> None:
    room.publish("a", monday(0) + DAY)
    assert room.issue(monday(1) - HOUR) == []
    assert room.issue(monday(1)) == ["06-08 issued 1 weekly/1"]
    assert room.issue(monday(1)) == []
    room.publish("b", monday(0) + 2 * DAY)
    assert room.issue(monday(1) + HOUR) == []
    assert room.issue(monday(1) + HOUR, by_hand=True) == ["06-08 issued 1 weekly/1 known"]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        pytest.param(monday(1), ["06-08 issued 1 weekly/1"], id="on time"),
        pytest.param(monday(1) + DAY, ["06-08 issued 1 weekly/1"], id="as late as the grace allows"),
        pytest.param(monday(1) + DAY + timedelta(seconds=1), ["06-08 late 0"], id="later than the grace"),
        pytest.param(
            monday(3), ["06-08 coalesced 0", "06-15 coalesced 0", "06-22 issued 1 weekly/1"], id="two missed"
        ),
        pytest.param(
            monday(3) + 2 * DAY, ["06-08 coalesced 0", "06-15 coalesced 0", "06-22 late 0"], id="all missed"
        ),
    ],
)
def test_what_becomes_of_slots_says_how_late_it_is(
    lite: Newsroom, now: datetime, expected: list[str]
) -> None:
    lite.publish("a", monday(0) + DAY)
    assert lite.issue(now) == expected
    assert lite.issue(now) == []


def test_a_digest_begins_with_the_next_slot_and_by_hand_with_the_last(blog: Blog) -> None:
    with Newsroom.open(blog, known=False, first="all") as room:
        room.publish("a", monday(0) - DAY)
        assert room.issue(monday(0) + HOUR) == []
        assert room.issue(monday(0) + HOUR, by_hand=True) == ["06-01 issued 1 weekly/1"]
        assert room.issue(monday(0) + HOUR, by_hand=True) == ["06-01 issued 1 weekly/1 known"]
        assert room.issue(monday(1)) == ["06-08 empty 0"]


def test_by_hand_the_last_slot_is_left_where_it_is_too_late(blog: Blog) -> None:
    with Newsroom.open(blog, known=False, first="all") as room:
        room.publish("a", monday(0) - DAY)
        assert room.issue(monday(0) + 2 * DAY, by_hand=True) == []


@pytest.mark.parametrize(
    ("counts", "settings", "expected"),
    [
        pytest.param([0, 0, 1], {}, "empty empty issued", id="empty until there is a post"),
        pytest.param([1, 1, 1], {"min_posts": 3}, "waiting waiting issued", id="until there are enough"),
        pytest.param(
            [1, 0, 0, 0], {"min_posts": 3}, "waiting waiting waiting waiting", id="as long as it takes"
        ),
        pytest.param(
            [1, 0, 0, 1, 0, 0],
            {"min_posts": 3, "max_wait": 2},
            "waiting waiting issued waiting waiting issued",
            id="two slots at most",
        ),
        pytest.param(
            [0, 0, 1, 0], {"min_posts": 3, "max_wait": 1}, "empty empty waiting issued", id="empty is no wait"
        ),
        pytest.param([3, 2, 3], {"min_posts": 3}, "issued waiting issued", id="each edition anew"),
    ],
)
def test_few_posts_wait(blog: Blog, counts: list[int], settings: dict[str, Any], expected: str) -> None:
    outcomes = []
    with Newsroom.open(blog, first="all", **settings) as room:
        for week, count in enumerate(counts, 1):
            for number in range(count):
                room.publish(f"{week}-{number}", monday(week) - DAY)
            (one,) = room.issue(monday(week))
            outcomes.append(one.split()[1])
    assert " ".join(outcomes) == expected


def test_a_slot_without_posts_ends_the_waiting_of_those_before(lite: Newsroom) -> None:
    lite.configure(first="all", min_posts=2, max_wait=1)
    lite.publish("a", monday(0) + DAY)
    assert lite.issue(monday(1)) == ["06-08 waiting 1"]
    lite.withdraw("a")
    assert lite.issue(monday(2)) == ["06-15 empty 0"]
    lite.publish("b", monday(2) + DAY)
    assert lite.issue(monday(3)) == ["06-22 waiting 1"]
    assert lite.issue(monday(4)) == ["06-29 issued 1 weekly/1"]


def test_a_clock_that_was_set_back_issues_nothing_again(lite: Newsroom) -> None:
    lite.publish("a", monday(0) + DAY)
    assert lite.issue(monday(2)) == ["06-08 coalesced 0", "06-15 issued 1 weekly/1"]
    lite.publish("b", monday(0) + DAY)
    for now in (monday(1), monday(0), monday(2)):
        assert lite.issue(now) == []
    assert lite.issue(monday(1), by_hand=True) == ["06-08 coalesced 0 known"]
    assert lite.issue(monday(3)) == ["06-22 issued 1 weekly/2"]


# A slot that is asked for


def test_a_slot_that_is_asked_for_is_issued_however_late(room: Newsroom) -> None:
    room.publish("a", monday(0) + DAY)
    assert room.issue_for(monday(2), monday(2) + 5 * DAY) == ["06-08 coalesced 0", "06-15 issued 1 weekly/1"]
    assert room.issue_for(monday(2), monday(2) + 5 * DAY) == ["06-15 issued 1 weekly/1 known"]
    assert room.issue_for(monday(1), monday(2) + 5 * DAY) == ["06-08 coalesced 0 known"]
    assert room.issue(monday(2) + 5 * DAY) == []


def test_a_slot_that_is_older_than_one_that_was_considered_is_refused(lite: Newsroom) -> None:
    lite.publish("a", monday(0) - DAY)
    lite.issue(monday(1))
    with pytest.raises(InputError, match=r"weekly: 2026-06-01T09:00 is older than .* 2026-06-08T09:00"):
        lite.issue_for(monday(0), monday(1))


def test_a_slot_that_was_decided_is_told_as_it_is(lite: Newsroom) -> None:
    lite.configure(first="all", min_posts=2)
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    lite.configure(first="all")
    assert lite.issue_for(monday(1)) == ["06-08 waiting 1 known"]


# Changed settings


def test_a_key_that_was_considered_in_another_zone_is_not_considered_again(lite: Newsroom) -> None:
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    lite.publish("b", monday(0) + DAY)
    # 09:00 in New York is four hours later on the same day, and has the same key.
    lite.configure(first="all", timezone="America/New_York")
    assert lite.issue(monday(1) + 5 * HOUR) == []
    assert lite.issue(monday(2) + 4 * HOUR) == ["06-15 issued 1 weekly/2"]


def test_a_moment_that_was_considered_under_another_key_is_refused(lite: Newsroom) -> None:
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    # 09:00 in UTC is 11:00 in Berlin.
    lite.configure(first="all", timezone="Europe/Berlin", schedule="mon 11:00")
    assert lite.issue(monday(1) + HOUR) == []
    with pytest.raises(InputError, match="at the moment of the newest slot"):
        lite.issue_for(monday(1), monday(1) + HOUR)


def test_a_changed_schedule_goes_on_from_the_newest_slot(lite: Newsroom) -> None:
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    lite.publish("b", monday(1) + HOUR)
    lite.configure(first="all", schedule="daily 07:00")
    assert lite.issue(monday(1) + HOUR) == []
    assert lite.issue(monday(1) + DAY) == ["06-09 issued 1 weekly/2"]
    lite.configure(first="all")
    assert lite.issue(monday(2)) == ["06-15 empty 0"]


def test_two_digests_do_not_disturb_each_other(room: Newsroom) -> None:
    room.settle(toml("weekly", {"first": "all"}) + toml("daily", {"first": "all", "schedule": "daily 09:00"}))
    room.issue(KNOWN, "daily")
    room.publish("a", monday(0) + HOUR)
    assert room.issue(monday(0) + DAY, "daily") == ["06-02 issued 1 daily/1"]
    room.publish("b", monday(1) - HOUR)
    assert room.issue(monday(1)) == ["06-08 issued 2 weekly/1"]
    room.desk.cancel(room.edition(1), monday(1))
    assert room.issue(monday(1), "daily")[-1] == "06-08 issued 1 daily/2"
    assert (room.carried(), room.carried("daily")) == (["a b*"], ["a", "b"])


def test_a_renamed_digest_is_another_and_one_that_comes_back_goes_on(lite: Newsroom) -> None:
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    lite.settle(toml("news", {"first": "all"}))
    assert lite.issue(monday(1) + HOUR, "news") == []
    assert lite.issue(monday(2), "news") == ["06-15 issued 1 news/1"]
    lite.publish("b", monday(2) + DAY)
    lite.configure(first="all")
    assert lite.issue(monday(3)) == ["06-15 coalesced 0", "06-22 issued 1 weekly/2"]
    assert (lite.carried(), lite.carried("news")) == (["a", "b"], ["a"])


# An edition, and what becomes of it


def test_an_edition_never_changes(room: Newsroom) -> None:
    room.publish("a", monday(0) + DAY, tags=["one"])
    room.publish("b", monday(0) + DAY)
    room.issue(monday(1))
    before = (recorded(room), room.edition(1), room.mail(1))
    room.publish("a", monday(1) + DAY, title="Another", tags=["two"], summary="Changed.")
    room.withdraw("b")
    room.publish("c", monday(0) + DAY)
    room.configure(first="all", title="Another", group_by="theme", template="cards", max_posts=1)
    assert room.issue(monday(2)) == ["06-15 issued 1 weekly/2"]
    assert (recorded(room)[:3], room.edition(1), room.mail(1)) == before[:1] + before[1:]


def recorded(room: Newsroom) -> tuple[list[tuple[object, ...]], ...]:
    """Return the rows of the slot, edition and posts of the first edition."""
    with room.catalog.reading() as connection:
        return tuple(
            [tuple(row) for row in connection.execute(select(table).where(table.c[column] == 1))]
            for table, column in (
                (metadata.tables["slot"], "id"),
                (metadata.tables["edition"], "id"),
                (metadata.tables["edition_post"], "edition_id"),
            )
        )


def test_the_mail_has_its_placeholders_as_they_are(lite: Newsroom) -> None:
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    for part in lite.mail(1):
        assert "{{unsubscribe_url}}" in part
        assert "{{preferences_url}}" in part


def test_what_a_limit_keeps_out_of_the_mail_is_in_the_edition(room: Newsroom) -> None:
    room.configure(first="all", max_posts=2)
    for name in "abcd":
        room.publish(name, monday(0) + DAY)
    room.issue(monday(1))
    room.publish("e", monday(1) + DAY)
    room.issue(monday(2))
    assert room.carried() == ["a b c d", "e"]
    with room.catalog.reading() as connection:
        shown = metadata.tables["edition_post"].c.shown
        assert sorted(connection.execute(select(shown)).scalars()) == [False, False, True, True, True]


def test_a_cancelled_edition_keeps_its_number_and_slot_and_its_posts_wait(room: Newsroom) -> None:
    room.publish("a", monday(0) + DAY)
    room.issue(monday(1))
    room.desk.cancel(room.edition(1), monday(1) + HOUR)
    assert room.issue(monday(1) + HOUR) == []
    room.publish("b", monday(1) + DAY)
    assert room.issue(monday(2)) == ["06-15 issued 2 weekly/2"]
    assert room.carried() == ["a*", "a b"]
    assert (room.edition(1).status, room.edition(1).slot) == ("cancelled", monday(1))
    with room.catalog.reading() as connection:
        assert editions.ledger(connection, "weekly").previous == monday(2)


def test_the_edition_before_is_the_newest_that_stands(room: Newsroom) -> None:
    for week in (1, 2, 3):
        room.publish(str(week), monday(week) - DAY)
        room.issue(monday(week))
    previous = []
    for number in (2, 3, 1):
        room.desk.cancel(room.edition(number), monday(3))
        with room.catalog.reading() as connection:
            previous.append(editions.ledger(connection, "weekly").previous)
    assert previous == [monday(3), monday(1), None]


def test_with_approval_an_edition_is_a_draft_until_it_is_released(lite: Newsroom) -> None:
    lite.configure(first="all", approve=True)
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    draft = lite.edition(1)
    assert (draft.status, draft.released, draft.mailed) == ("draft", None, True)
    lite.desk.release(draft, monday(1) + DAY)
    released = lite.edition(1)
    assert (released.status, released.released, released.issued) == ("released", monday(1) + DAY, monday(1))


def test_the_posts_of_a_draft_are_carried_unless_it_is_cancelled(lite: Newsroom) -> None:
    lite.configure(first="all", approve=True)
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    assert lite.issue(monday(2)) == ["06-15 empty 0"]
    lite.desk.cancel(lite.edition(1), monday(2))
    assert lite.issue(monday(3)) == ["06-22 issued 1 weekly/2"]


@pytest.mark.parametrize(
    ("before", "step", "refused"),
    [
        pytest.param("", "release", "weekly/1 is released already", id="release what is released"),
        pytest.param("cancel", "cancel", "weekly/1 is cancelled already", id="cancel what is cancelled"),
        pytest.param("cancel", "release", "weekly/1 is cancelled already", id="release what is cancelled"),
    ],
)
def test_what_was_decided_of_an_edition_stands(lite: Newsroom, before: str, step: str, refused: str) -> None:
    lite.publish("a", monday(0) + DAY)
    lite.issue(monday(1))
    if before:
        getattr(lite.desk, before)(lite.edition(1), monday(1))
    with pytest.raises(InputError, match=refused):
        getattr(lite.desk, step)(lite.edition(1), monday(1))


def test_numbers_have_no_gap_whatever_becomes_of_slots(lite: Newsroom) -> None:
    for week in (1, 3, 4, 7):
        lite.publish(str(week), monday(week) - DAY)
        lite.issue(monday(week))
        if week == 3:
            lite.desk.cancel(lite.edition(2), monday(week))
    assert lite.carried() == ["1", "3*", "3 4", "7"]


def test_a_template_that_fails_leaves_no_row_and_is_tried_again(room: Newsroom) -> None:
    own = room.blog.folder / "templates" / "digest" / "brief"
    shipped = Path(__file__).parents[1] / "templates" / "digest" / "brief"
    own.mkdir(parents=True)
    for file in shipped.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    room.configure(first="all")
    mail = next(own.glob("*.mjml"))
    mail.write_text("{{ no_such_thing.at_all }}", encoding="utf-8")
    room.publish("a", monday(0) + DAY)
    with pytest.raises(PublisherError, match="no_such_thing"):
        room.issue(monday(2))
    with room.catalog.reading() as connection:
        for name in ("slot", "edition", "edition_post"):
            assert connection.execute(select(metadata.tables[name])).all() == []
    mail.write_bytes((shipped / mail.name).read_bytes())
    assert room.issue(monday(2) + HOUR) == ["06-08 coalesced 0", "06-15 issued 1 weekly/1"]


def test_an_edition_is_known_by_a_guid_of_its_own(lite: Newsroom) -> None:
    for week in (1, 2):
        lite.publish(str(week), monday(week) - DAY)
        lite.issue(monday(week))
    guids = [lite.edition(number).guid for number in (1, 2)]
    assert [guid.rpartition(":")[2] for guid in guids] == ["editions/weekly/1", "editions/weekly/2"]
    assert guids[0] != guids[1]


def test_a_week_of_an_hourly_digest_that_was_missed_is_one_edition(lite: Newsroom) -> None:
    lite.configure(first="all", schedule="daily " + ",".join(f"{hour:02}:00" for hour in range(24)))
    lite.publish("a", monday(0) + DAY)
    told = lite.issue(KNOWN + WEEK)
    assert len(told) == 7 * 24
    assert [one for one in told if "coalesced" not in one] == ["06-08 issued 1 weekly/1"]
