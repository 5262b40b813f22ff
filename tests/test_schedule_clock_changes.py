"""Slots across clock changes and lost days, reckoned by hand from the offsets that each row states.

A slot stands as `key = moment in UTC`, with `missing` or `twice` where a clock change makes a difference.
"""

from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

import pytest

from publisher.errors import ScheduleError
from publisher.schedule import Schedule, Slot, parse, parse_cron
from tests.zones import zone


def utc(text: str) -> datetime:
    """Return a UTC time written as 2026-03-29T09:00."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(text: str) -> Schedule:
    """Return the schedule of a form, or of cron."""
    return parse_cron(text) if text[0] in "*0123456789" else parse(text)


def written(slot: Slot) -> str:
    """Return a slot as the rows have it."""
    return f"{slot.key} = {slot.at:%Y-%m-%dT%H:%M} {slot.moved}".rstrip()


ROWS = [
    pytest.param(
        "UTC",
        "daily 02:30",
        "2025-03-29T12:00",
        ["2025-03-30T02:30 = 2025-03-30T02:30", "2025-03-31T02:30 = 2025-03-31T02:30"],
        id="UTC: no change",
    ),
    pytest.param(
        "Europe/London",  # 30 March 2025: at 01:00 UTC, 01:00 (+0) becomes 02:00 (+1)
        "daily 01:30",
        "2025-03-29T00:00",
        [
            "2025-03-29T01:30 = 2025-03-29T01:30",
            "2025-03-30T01:30 = 2025-03-30T01:30 missing",
            "2025-03-31T01:30 = 2025-03-31T00:30",
        ],
        id="London, spring: within the missing hour",
    ),
    pytest.param(
        "Europe/London",  # the same change
        "daily 00:59,01:00,02:00",
        "2025-03-30T00:00",
        [
            "2025-03-30T00:59 = 2025-03-30T00:59",
            "2025-03-30T01:00 = 2025-03-30T01:00 missing",  # and 02:00 (+1) is the same moment
            "2025-03-31T00:59 = 2025-03-30T23:59",
        ],
        id="London, spring: the ends of the missing hour, two slots in one",
    ),
    pytest.param(
        "Europe/London",  # the same change
        "30 * * * *",
        "2025-03-30T00:00",
        [
            "2025-03-30T00:30 = 2025-03-30T00:30",
            "2025-03-30T01:30 = 2025-03-30T01:30 missing",
            "2025-03-30T03:30 = 2025-03-30T02:30",
        ],
        id="London, spring: every hour, each moment once",
    ),
    pytest.param(
        "Europe/London",  # 26 October 2025: at 01:00 UTC, 02:00 (+1) becomes 01:00 (+0)
        "daily 01:30",
        "2025-10-25T12:00",
        ["2025-10-26T01:30 = 2025-10-26T00:30 twice", "2025-10-27T01:30 = 2025-10-27T01:30"],
        id="London, autumn: the first of two",
    ),
    pytest.param(
        "Europe/London",  # the same change
        "daily 00:59,01:00,01:59,02:00",
        "2025-10-25T12:00",
        [
            "2025-10-26T00:59 = 2025-10-25T23:59",
            "2025-10-26T01:00 = 2025-10-26T00:00 twice",
            "2025-10-26T01:59 = 2025-10-26T00:59 twice",
            "2025-10-26T02:00 = 2025-10-26T02:00",
        ],
        id="London, autumn: the ends of the doubled hour",
    ),
    pytest.param(
        "Europe/London",  # 30 March (+0 to +1) and 26 October (+1 to +0) are last Sundays
        "monthly last sun 01:30",
        "2025-03-01T00:00",
        [
            "2025-03-30T01:30 = 2025-03-30T01:30 missing",
            "2025-04-27T01:30 = 2025-04-27T00:30",
        ],
        id="London: the last Sunday, the day of the change",
    ),
    pytest.param(
        "Europe/London",  # +0 in January and February, +1 from 30 March on
        "monthly 31 00:15",
        "2024-01-31T12:00",
        [
            "2024-02-29T00:15 = 2024-02-29T00:15",
            "2024-03-31T00:15 = 2024-03-31T00:15",  # 31 March 2024: +0 until 01:00 UTC
            "2024-04-30T00:15 = 2024-04-29T23:15",
            "2024-05-31T00:15 = 2024-05-30T23:15",
        ],
        id="London: month ends, a leap year's too",
    ),
    pytest.param(
        "America/New_York",  # 9 March 2025: at 07:00 UTC, 02:00 (-5) becomes 03:00 (-4)
        "daily 02:30",
        "2025-03-08T12:00",
        ["2025-03-09T02:30 = 2025-03-09T07:30 missing", "2025-03-10T02:30 = 2025-03-10T06:30"],
        id="New York, spring: within the missing hour",
    ),
    pytest.param(
        "America/New_York",  # 2 November 2025: at 06:00 UTC, 02:00 (-4) becomes 01:00 (-5)
        "sun 01:30",
        "2025-11-01T12:00",
        ["2025-11-02T01:30 = 2025-11-02T05:30 twice", "2025-11-09T01:30 = 2025-11-09T06:30"],
        id="New York, autumn: the first of two",
    ),
    pytest.param(
        "America/New_York",  # the same change: hours are an hour longer apart once
        "0 */1 * * *",
        "2025-11-02T04:30",
        [
            "2025-11-02T01:00 = 2025-11-02T05:00 twice",
            "2025-11-02T02:00 = 2025-11-02T07:00",
        ],
        id="New York, autumn: every hour, none for the second of two",
    ),
    pytest.param(
        "America/New_York",  # -5 in February
        "0 9 29 2 *",
        "2020-03-01T00:00",
        ["2024-02-29T09:00 = 2024-02-29T14:00", "2028-02-29T09:00 = 2028-02-29T14:00"],
        id="New York: 29 February",
    ),
    pytest.param(
        "America/St_Johns",  # 9 March 2025: at 05:30 UTC, 02:00 (-3:30) becomes 03:00 (-2:30)
        "daily 02:15",
        "2025-03-08T12:00",
        ["2025-03-09T02:15 = 2025-03-09T05:45 missing", "2025-03-10T02:15 = 2025-03-10T04:45"],
        id="St John's, spring: offsets of half hours",
    ),
    pytest.param(
        "America/St_Johns",  # 7 November 2010: at 02:31 UTC, 00:01 (-2:30) of the 7th becomes 23:01 (-3:30) of the 6th
        "daily 00:00,23:30",
        "2010-11-06T12:00",
        [
            "2010-11-06T23:30 = 2010-11-07T02:00 twice",
            "2010-11-07T00:00 = 2010-11-07T02:30 twice",
            "2010-11-07T23:30 = 2010-11-08T03:00",
            "2010-11-08T00:00 = 2010-11-08T03:30",
        ],
        id="St John's, autumn 2010: back over midnight",
    ),
    pytest.param(
        "Australia/Lord_Howe",  # 6 April 2025: at 15:00 UTC of the 5th, 02:00 (+11) becomes 01:30 (+10:30)
        "daily 01:29,01:45",
        "2025-04-05T00:00",
        [
            "2025-04-06T01:29 = 2025-04-05T14:29",
            "2025-04-06T01:45 = 2025-04-05T14:45 twice",
            "2025-04-07T01:29 = 2025-04-06T14:59",
        ],
        id="Lord Howe, autumn: half an hour back",
    ),
    pytest.param(
        "Australia/Lord_Howe",  # 5 October 2025: at 15:30 UTC of the 4th, 02:00 (+10:30) becomes 02:30 (+11)
        "daily 02:15",
        "2025-10-04T00:00",
        ["2025-10-05T02:15 = 2025-10-04T15:45 missing", "2025-10-06T02:15 = 2025-10-05T15:15"],
        id="Lord Howe, spring: half an hour on",
    ),
    pytest.param(
        "Australia/Lord_Howe",  # the same change: 02:20 is reckoned as 15:50 UTC, and 02:40 (+11) is 15:40 UTC
        "*/20 1-3 * * *",
        "2025-10-04T15:00",
        [
            "2025-10-05T01:40 = 2025-10-04T15:10",
            "2025-10-05T02:00 = 2025-10-04T15:30 missing",
            "2025-10-05T02:40 = 2025-10-04T15:40",
            "2025-10-05T02:20 = 2025-10-04T15:50 missing",
            "2025-10-05T03:00 = 2025-10-04T16:00",
        ],
        id="Lord Howe, spring: moments in order, though keys are not",
    ),
    pytest.param(
        "Asia/Tehran",  # 22 March 2022: at 20:30 UTC of the 21st, 00:00 (+3:30) becomes 01:00 (+4:30)
        "daily 00:30",
        "2022-03-21T12:00",
        ["2022-03-22T00:30 = 2022-03-21T21:00 missing", "2022-03-23T00:30 = 2022-03-22T20:00"],
        id="Tehran, the last spring: midnight is missing",
    ),
    pytest.param(
        "Asia/Tehran",  # 22 September 2022: at 19:30 UTC of the 21st, 00:00 (+4:30) becomes 23:00 (+3:30) of the 21st
        "daily 23:30",
        "2022-09-21T12:00",
        ["2022-09-21T23:30 = 2022-09-21T19:00 twice", "2022-09-22T23:30 = 2022-09-22T20:00"],
        id="Tehran, the last autumn: the end of the day twice",
    ),
    pytest.param(
        "Asia/Tehran",  # abolished: +3:30 all year
        "daily 00:30",
        "2023-03-20T12:00",
        [
            "2023-03-21T00:30 = 2023-03-20T21:00",
            "2023-03-22T00:30 = 2023-03-21T21:00",
            "2023-03-23T00:30 = 2023-03-22T21:00",
        ],
        id="Tehran since: no change",
    ),
    pytest.param(
        "Africa/Cairo",  # no summer time from 2015 to 2022: +2
        "fri 00:00",
        "2022-04-28T12:00",
        ["2022-04-29T00:00 = 2022-04-28T22:00", "2022-05-06T00:00 = 2022-05-05T22:00"],
        id="Cairo until 2022: no change",
    ),
    pytest.param(
        "Africa/Cairo",  # 28 April 2023: at 22:00 UTC of the 27th, 00:00 (+2) becomes 01:00 (+3)
        "monthly last fri 00:00",
        "2023-04-01T00:00",
        ["2023-04-28T00:00 = 2023-04-27T22:00 missing", "2023-05-26T00:00 = 2023-05-25T21:00"],
        id="Cairo, the first spring: midnight is missing",
    ),
    pytest.param(
        "Africa/Cairo",  # 27 October 2023: at 21:00 UTC of the 26th, 00:00 (+3) becomes 23:00 (+2) of the 26th
        "thu 23:30",
        "2023-10-26T12:00",
        ["2023-10-26T23:30 = 2023-10-26T20:30 twice", "2023-11-02T23:30 = 2023-11-02T21:30"],
        id="Cairo, the first autumn: the end of Thursday twice",
    ),
    pytest.param(
        "Pacific/Apia",  # 29 December 2011 is at -10, the 31st at +14: both end and begin at 10:00 UTC of the 30th
        "daily 00:00,09:00,23:59",
        "2011-12-29T11:00",
        [
            "2011-12-29T09:00 = 2011-12-29T19:00",
            "2011-12-29T23:59 = 2011-12-30T09:59",
            "2011-12-31T00:00 = 2011-12-30T10:00",
            "2011-12-31T09:00 = 2011-12-30T19:00",
        ],
        id="Apia: a date that is not there has no slot",
    ),
    pytest.param(
        "Pacific/Apia",  # 30 December 2011 was to be a Friday; 23 December at -10, 6 January at +14
        "fri 09:00",
        "2011-12-20T00:00",
        ["2011-12-23T09:00 = 2011-12-23T19:00", "2012-01-06T09:00 = 2012-01-05T19:00"],
        id="Apia: a Friday that is not there",
    ),
    pytest.param(
        "Pacific/Apia",  # the same day
        "monthly 30 23:00",
        "2011-11-15T00:00",
        ["2011-11-30T23:00 = 2011-12-01T09:00", "2012-01-30T23:00 = 2012-01-30T09:00"],
        id="Apia: a month without its thirtieth",
    ),
    pytest.param(
        "Asia/Dhaka",  # 19 June 2009: at 17:00 UTC, 23:00 (+6) becomes 00:00 (+7) of the 20th
        "daily 00:15,23:40",
        "2009-06-19T00:00",
        [
            "2009-06-20T00:15 = 2009-06-19T17:15",
            "2009-06-19T23:40 = 2009-06-19T17:40 missing",
            "2009-06-20T23:40 = 2009-06-20T16:40",
        ],
        id="Dhaka: the last hour of a day is missing, and comes in the next",
    ),
    pytest.param(
        "Asia/Dhaka",  # the same change: 00:15 (+7) of the 20th is the moment of 23:15 (+6)
        "15 0,23 * * *",
        "2009-06-19T00:00",
        ["2009-06-19T23:15 = 2009-06-19T17:15 missing", "2009-06-20T23:15 = 2009-06-20T16:15"],
        id="Dhaka: two slots in one, over midnight",
    ),
]


@pytest.mark.parametrize(("name", "text", "after", "rows"), ROWS)
def test_slots_across_a_change(name: str, text: str, after: str, rows: list[str]) -> None:
    found = islice(schedule(text).slots(zone(name), utc(after)), len(rows))
    assert [written(slot) for slot in found] == rows


@pytest.mark.parametrize(("name", "text", "after", "rows"), ROWS)
def test_the_last_slot_and_the_next_are_the_same_ones(
    name: str, text: str, after: str, rows: list[str]
) -> None:
    plan, here, instant = schedule(text), zone(name), timedelta(microseconds=1)
    slots = list(islice(plan.slots(here, utc(after)), len(rows)))
    for sooner, later in pairwise(slots):
        assert plan.last_slot(later.at - instant, here) == sooner
        assert plan.next_slot(sooner.at + instant, here) == later
        assert (plan.last_before(later.at, here), plan.next(later.at, here)) == (sooner.at, later.at)
    for slot in slots:
        assert plan.last_slot(slot.at, here) == plan.next_slot(slot.at, here) == slot


@pytest.mark.parametrize(("name", "text", "after", "rows"), ROWS)
def test_a_slot_is_found_by_its_key_and_by_its_moment(
    name: str, text: str, after: str, rows: list[str]
) -> None:
    plan, here = schedule(text), zone(name)
    for slot in islice(plan.slots(here, utc(after)), len(rows)):
        assert plan.slot(slot.key, here) == slot
        assert plan.slot(datetime.fromisoformat(slot.key), here) == slot
        assert plan.slot(slot.at, here) == slot
        assert plan.slot(slot.at.astimezone(here).isoformat(), here) == slot


@pytest.mark.parametrize(
    ("name", "text", "local", "found"),
    [
        pytest.param("UTC", "mon 09:00", "2026-11-23 09:00", "2026-11-23T09:00", id="a space for the T"),
        pytest.param("UTC", "mon 09:00", "2026-11-24T09:00", None, id="a Tuesday"),
        pytest.param("UTC", "mon 09:00", "2026-11-23T09:01", None, id="a minute late"),
        pytest.param("UTC", "mon 09:00", "2026-11-23T09:00:01", None, id="a second late"),
        pytest.param("UTC", "mon 09:00", "2026-11-23", None, id="midnight"),
        pytest.param("UTC", "mon 09:00", "2026-11-23T10:00+01:00", "2026-11-23T09:00", id="an offset"),
        pytest.param("UTC", "mon 09:00", "2026-11-23T09:00+01:00", None, id="another moment"),
        pytest.param("Pacific/Apia", "daily 09:00", "2011-12-30T09:00", None, id="a date that is not there"),
        # London: 01:30 (+0) of 30 March 2025 is the moment of 02:30 (+1).
        pytest.param("Europe/London", "30 * * * *", "2025-03-30T02:30", "2025-03-30T01:30", id="two in one"),
        pytest.param("Europe/London", "daily 02:30", "2025-03-30T02:30", "2025-03-30T02:30", id="one of two"),
        pytest.param("Europe/London", "daily 02:30", "2025-03-30T01:30", None, id="the other of two"),
    ],
)
def test_the_slot_at_a_local_time(name: str, text: str, local: str, found: str | None) -> None:
    slot = schedule(text).slot(local, zone(name))
    assert (slot and slot.key) == found


def test_a_local_time_that_is_none_is_refused() -> None:
    with pytest.raises(ScheduleError, match='not a time: monday; write it as "2026-11-23T09:00"'):
        parse("mon 09:00").slot("monday", zone("UTC"))


def test_a_midnight_that_has_come_once_is_the_last_slot_though_the_clock_is_before_it_again() -> None:
    # St John's, 7 November 2010: at 02:31 UTC, 00:01 (-2:30) of the 7th becomes 23:01 (-3:30) of the 6th.
    found = parse("daily 00:00").last_slot(utc("2010-11-07T02:45"), zone("America/St_Johns"))
    assert written(found) == "2010-11-07T00:00 = 2010-11-07T02:30 twice"


def test_slots_come_after_the_one_end_and_up_to_the_other() -> None:
    plan, here = parse("mon 09:00"), zone("UTC")
    first, last = utc("2026-11-02T09:00"), utc("2026-11-16T09:00")
    assert [slot.key for slot in plan.slots(here, first, last)] == ["2026-11-09T09:00", "2026-11-16T09:00"]
    assert list(plan.slots(here, last, first)) == []


def test_slots_are_in_the_order_of_their_moments() -> None:
    early, late = (Slot(key=key, at=utc(at)) for key, at in (("b", "2026-01-01"), ("a", "2026-01-02")))
    assert early < late


@pytest.mark.parametrize(
    ("search", "now", "said"),
    [
        pytest.param(Schedule.next_slot, "9998-12-31T00:00", "there is no slot after 9998-12-31", id="next"),
        pytest.param(Schedule.last_slot, "0002-01-02T00:00", "there is no slot before 0002-01-02", id="last"),
    ],
)
def test_the_calendar_ends_with_a_reason(search: object, now: str, said: str) -> None:
    assert callable(search)
    with pytest.raises(ScheduleError, match=said):
        search(parse_cron("0 9 29 2 *"), utc(now), zone("UTC"))
