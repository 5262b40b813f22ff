"""Which slots a schedule names, across clock changes and lost days."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from publisher.errors import ScheduleError
from publisher.schedule import Schedule, parse

ZONES = (
    "UTC",
    "Europe/London",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Asia/Tehran",
    "Africa/Cairo",
    "Pacific/Apia",
)


def utc(text: str) -> datetime:
    """Return a UTC time written as 2026-03-29T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        pytest.param("daily 07:30", Schedule(at=time(7, 30)), id="daily"),
        pytest.param("every day 7:30", Schedule(at=time(7, 30)), id="daily in other words, one digit"),
        pytest.param("mon 09:00", Schedule(at=time(9), weekdays=frozenset({0})), id="weekly"),
        pytest.param(
            "weekly Sunday 9:00", Schedule(at=time(9), weekdays=frozenset({6})), id="a name in full"
        ),
        pytest.param(
            "  Mon ,  THU   09:00 ", Schedule(at=time(9), weekdays=frozenset({0, 3})), id="two days, any case"
        ),
        pytest.param("tues,wednes 09:00", Schedule(at=time(9), weekdays=frozenset({1, 2})), id="cut names"),
        pytest.param("monthly 31 00:00", Schedule(at=time(0), month_day=31), id="a day of the month"),
        pytest.param(
            "monthly last fri 16:00",
            Schedule(at=time(16), weekdays=frozenset({4}), last=True),
            id="the last of a month",
        ),
        pytest.param(
            "every 2 weeks mon 23:59",
            Schedule(at=time(23, 59), weekdays=frozenset({0}), weeks=2),
            id="a fortnight",
        ),
        pytest.param(
            "every 1 week sat 00:00", Schedule(at=time(0), weekdays=frozenset({5})), id="every single week"
        ),
    ],
)
def test_a_schedule_is_read_as_it_is_meant(text: str, schedule: Schedule) -> None:
    assert parse(text) == schedule


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "allowed are", id="nothing"),
        pytest.param("0 9 * * 1", "allowed are", id="cron"),
        pytest.param("mon", "allowed are", id="no time"),
        pytest.param("09:00", "allowed are", id="no day"),
        pytest.param("mon 9", "allowed are", id="no minutes"),
        pytest.param("mon 9am", "allowed are", id="twelve-hour clock"),
        pytest.param("moon 09:00", '"moon" is no day of the week', id="no day of that name"),
        pytest.param("mo 09:00", '"mo" is no day of the week', id="a day cut too short"),
        pytest.param("monfri 09:00", '"monfri" is no day of the week', id="two days without a comma"),
        pytest.param("mon 24:00", "a day has times 00:00 to 23:59, not 24:00", id="the hour 24"),
        pytest.param("daily 10:60", "not 10:60", id="the minute 60"),
        pytest.param("monthly 0 09:00", "days 1 to 31, not 0", id="the day 0"),
        pytest.param("monthly 32 09:00", "days 1 to 31, not 32", id="the day 32"),
        pytest.param("every 0 weeks mon 09:00", "1 to 52 weeks, not 0", id="no weeks between"),
        pytest.param("every 53 weeks mon 09:00", "1 to 52 weeks, not 53", id="more than a year"),
    ],
)
def test_a_schedule_that_is_not_understood_says_what_is_allowed(text: str, reason: str) -> None:
    with pytest.raises(ScheduleError, match=reason.replace("*", r"\*")):
        parse(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # 2026-02 has 28 days; its first Sunday is the 1st.
        pytest.param("mon 09:00", [2, 9, 16, 23], id="mondays"),
        pytest.param("mon,thu 09:00", [2, 5, 9, 12, 16, 19, 23, 26], id="two days a week"),
        pytest.param("monthly 15 09:00", [15], id="the fifteenth"),
        pytest.param("monthly 31 09:00", [28], id="the last day of a shorter month"),
        pytest.param("monthly last fri 09:00", [27], id="the last Friday"),
        pytest.param("monthly last sat,sun 09:00", [22, 28], id="the last of each of two days"),
        # Weeks are counted from Monday 2024-01-01: 2026-02-02 is day 763, week 109; odd, so 9 February is even.
        pytest.param("every 2 weeks mon 09:00", [9, 23], id="a fortnight"),
        # Every fifth week: 110 = 22 * 5 is the week of 9 February.
        pytest.param("every 5 weeks wed 09:00", [11], id="every fifth week"),
    ],
)
def test_the_days_of_a_month_that_a_schedule_names(text: str, days: list[int]) -> None:
    schedule = parse(text)
    assert [day for day in range(1, 29) if schedule.names(date(2026, 2, day))] == days


@pytest.mark.parametrize(
    ("zone", "text", "after", "slots"),
    [
        pytest.param(
            "UTC",
            "daily 01:30",
            "2026-03-28T12:00",
            ["2026-03-29T01:30", "2026-03-30T01:30", "2026-03-31T01:30"],
            id="UTC: no change",
        ),
        pytest.param(
            "Europe/London",
            "daily 01:30",  # 29 March: 01:00 GMT becomes 02:00 BST; 01:30 with GMT's offset is 01:30 UTC
            "2026-03-28T12:00",
            ["2026-03-29T01:30", "2026-03-30T00:30"],
            id="London, spring: the hour that is not there",
        ),
        pytest.param(
            "Europe/London",
            "daily 01:30",  # 25 October: 01:30 BST is 00:30 UTC, 01:30 GMT an hour later
            "2026-10-24T12:00",
            ["2026-10-25T00:30", "2026-10-26T01:30"],
            id="London, autumn: the first of two",
        ),
        pytest.param(
            "America/New_York",
            "daily 02:30",  # 8 March: 02:30 with EST (-5) is 07:30 UTC; then EDT (-4)
            "2026-03-07T12:00",
            ["2026-03-08T07:30", "2026-03-09T06:30"],
            id="New York, spring: the hour that is not there",
        ),
        pytest.param(
            "America/New_York",
            "daily 01:30",  # 1 November: 01:30 EDT (-4) is 05:30 UTC; then EST (-5)
            "2026-10-31T12:00",
            ["2026-11-01T05:30", "2026-11-02T06:30"],
            id="New York, autumn: the first of two",
        ),
        pytest.param(
            "America/St_Johns",
            "daily 00:00",  # 7 November 2010: 00:01 NDT (-2:30) became 23:01 NST (-3:30) of the 6th
            "2010-11-06T12:00",
            ["2010-11-07T02:30", "2010-11-08T03:30"],
            id="St John's, autumn 2010: a minute past midnight",
        ),
        pytest.param(
            "America/St_Johns",
            "daily 02:15",  # 8 March 2026: NST (-3:30) is 05:45 UTC; then NDT (-2:30)
            "2026-03-07T12:00",
            ["2026-03-08T05:45", "2026-03-09T04:45"],
            id="St John's, spring: half hours",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            "daily 01:45",  # 5 April 2026: 01:45 at +11 is 14:45 UTC of the 4th; then +10:30
            "2026-04-04T00:00",
            ["2026-04-04T14:45", "2026-04-05T15:15"],
            id="Lord Howe, autumn: half an hour back",
        ),
        pytest.param(
            "Australia/Lord_Howe",
            "daily 02:15",  # 4 October 2026: 02:15 is not there; at +10:30 it is 15:45 UTC of the 3rd; then +11
            "2026-10-03T00:00",
            ["2026-10-03T15:45", "2026-10-04T15:15"],
            id="Lord Howe, spring: half an hour on",
        ),
        pytest.param(
            "Asia/Tehran",
            "daily 00:30",  # 22 March 2022: 00:00 becomes 01:00; at +3:30 it is 21:00 UTC of the 21st; then +4:30
            "2022-03-21T12:00",
            ["2022-03-21T21:00", "2022-03-22T20:00"],
            id="Tehran, spring 2022: midnight is not there",
        ),
        pytest.param(
            "Asia/Tehran",
            "daily 09:00",  # abolished: +3:30 all year
            "2026-03-21T00:00",
            ["2026-03-21T05:30", "2026-03-22T05:30"],
            id="Tehran since 2023: no change",
        ),
        pytest.param(
            "Africa/Cairo",
            "fri 00:00",  # 24 April 2026: midnight becomes 01:00; at +2 it is 22:00 UTC of the 23rd; then +3
            "2026-04-23T12:00",
            ["2026-04-23T22:00", "2026-04-30T21:00"],
            id="Cairo, spring: midnight is not there",
        ),
        pytest.param(
            "Africa/Cairo",
            "thu 23:30",  # 29 October 2026: midnight becomes 23:00; the first 23:30 is at +3, the next week +2
            "2026-10-29T12:00",
            ["2026-10-29T20:30", "2026-11-05T21:30"],
            id="Cairo, autumn: the last hour of Thursday twice",
        ),
        pytest.param(
            "Pacific/Apia",
            "daily 09:00",  # 29 December 2011 at -10 is 19:00 UTC; no 30th; the 31st at +14 is 19:00 UTC of the 30th
            "2011-12-29T12:00",
            ["2011-12-29T19:00", "2011-12-30T19:00", "2011-12-31T19:00"],
            id="Apia: a date that is not there has no slot",
        ),
        pytest.param(
            "Pacific/Apia",
            "fri 09:00",  # 30 December 2011 was to be a Friday
            "2011-12-25T12:00",
            ["2012-01-05T19:00"],
            id="Apia: a Friday that is not there",
        ),
        pytest.param(
            "Pacific/Apia",
            "monthly 30 23:00",
            "2011-12-02T00:00",
            ["2012-01-30T09:00"],
            id="Apia: a month without its thirtieth",
        ),
    ],
)
def test_slots_across_a_change(zone: str, text: str, after: str, slots: list[str]) -> None:
    schedule, here, moment = parse(text), ZoneInfo(zone), utc(after)
    forward = []
    for _ in slots:
        forward.append(schedule.next(moment, here))
        moment = forward[-1] + timedelta(microseconds=1)
    assert forward == [utc(slot) for slot in slots]
    backward = [schedule.last_before(moment, here)]
    while len(backward) < len(slots):
        backward.append(schedule.last_before(backward[-1], here))
    assert backward[::-1] == forward


def test_a_slot_is_due_at_its_own_moment_and_not_before_itself() -> None:
    schedule, zone, monday = parse("mon 09:00"), ZoneInfo("UTC"), utc("2026-06-01T09:00")
    assert schedule.next(monday, zone) == monday
    assert schedule.last_before(monday, zone) == monday - timedelta(days=7)


TIMES = st.builds(lambda h, m: f"{h:02}:{m:02}", st.integers(0, 23), st.integers(0, 59))
DAYS = st.lists(
    st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), min_size=1, unique=True
).map(",".join)
SCHEDULES = st.one_of(
    st.builds("daily {}".format, TIMES),
    st.builds("{} {}".format, DAYS, TIMES),
    st.builds("monthly {} {}".format, st.integers(1, 31), TIMES),
    st.builds("monthly last {} {}".format, DAYS, TIMES),
    st.builds("every {} weeks {} {}".format, st.integers(1, 52), DAYS, TIMES),
)
MOMENTS = st.integers(0, 40 * 366 * 86_400).map(
    lambda seconds: utc("2000-01-01T00:00") + timedelta(seconds=seconds)
)


@given(text=SCHEDULES, zone=st.sampled_from(ZONES), now=MOMENTS)
@example(text="daily 00:00", zone="Pacific/Apia", now=utc("2011-12-30T10:00"))
@example(text="fri 12:00", zone="Pacific/Apia", now=utc("2011-12-30T10:00"))
@example(text="daily 01:30", zone="Europe/London", now=utc("2026-10-25T00:45"))
@example(text="daily 02:15", zone="Australia/Lord_Howe", now=utc("2026-10-03T15:45"))
def test_now_lies_after_the_last_slot_and_not_after_the_next(text: str, zone: str, now: datetime) -> None:
    schedule, here = parse(text), ZoneInfo(zone)
    before, after = schedule.last_before(now, here), schedule.next(now, here)
    assert before < now <= after
    assert schedule.next(before, here) == before
    assert schedule.last_before(after + timedelta(microseconds=1), here) == after
    assert schedule.next(before + timedelta(microseconds=1), here) == after
