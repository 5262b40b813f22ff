"""Which days and times a schedule names, as people write it and as it is said in words."""

from datetime import date, timedelta

import pytest

from publisher.errors import ScheduleError
from publisher.model import Digest
from publisher.schedule import in_words, of, parse
from publisher.schedule.days import ascending, descending


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param("every day 7:30", "daily 07:30", id="daily in other words, one digit"),
        pytest.param("weekly Sunday 9:00", "sun 09:00", id="a name in full"),
        pytest.param("every monday at 09:00", "mon 09:00", id="as it is said"),
        pytest.param("on Mondays at 09:00", "mon 09:00", id="a plural"),
        pytest.param("  Mon ,  THU   09:00 ", "mon,thu 09:00", id="two days, any case and spaces"),
        pytest.param("tues,wednes 09:00", "tue,wed 09:00", id="cut names"),
        pytest.param("thu-sat 09:00", "thu,fri,sat 09:00", id="a range"),
        pytest.param("sat - mon 09:00", "sat,sun,mon 09:00", id="a range over the end of the week"),
        pytest.param("mon-sun 09:00", "daily 09:00", id="all days"),
        pytest.param("weekdays 08:00", "mon-fri 08:00", id="weekdays"),
        pytest.param("every weekday at 08:00", "mon-fri 08:00", id="every weekday"),
        pytest.param("daily 18:00, 07:30,18:00", "daily 07:30,18:00", id="times in any order, once each"),
        pytest.param("every 1 week sat 00:00", "sat 00:00", id="every single week"),
        pytest.param(
            "every 2 weeks on mon 09:00", "every 2 weeks mon 09:00", id="a fortnight, as it is said"
        ),
        pytest.param(
            "monthly on the 1st at 09:00", "monthly 1 09:00", id="a day of the month, as it is said"
        ),
        pytest.param("monthly 1st,15th 09:00", "monthly 1,15 09:00", id="two days of the month"),
        pytest.param("monthly last day 09:00", "monthly 31 09:00", id="the last day"),
        pytest.param("monthly first day 09:00", "monthly 1 09:00", id="the first day"),
        pytest.param("monthly on the last friday 16:00", "monthly last fri 16:00", id="the last Friday"),
    ],
)
def test_one_schedule_may_be_written_in_several_ways(text: str, same: str) -> None:
    assert parse(text) == parse(same)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("daily 07:30", "every day at 07:30", id="daily"),
        pytest.param("weekdays 07:30", "Monday to Friday at 07:30", id="weekdays"),
        pytest.param("mon 09:00", "every Monday at 09:00", id="weekly"),
        pytest.param(
            "sun,wed 09:00,17:05", "every Wednesday and Sunday at 09:00 and 17:05", id="two and two"
        ),
        pytest.param("mon,tue,wed 09:00", "Monday to Wednesday at 09:00", id="a run of days"),
        pytest.param(
            "every 2 weeks mon 09:00",
            "every 2 weeks on Monday at 09:00 (weeks counted from 1 January 2024)",
            id="a fortnight",
        ),
        pytest.param("monthly 1,15 09:00", "the 1st and 15th of every month at 09:00", id="two dates"),
        pytest.param("monthly 31 09:00", "the last day of every month at 09:00", id="the last day"),
        pytest.param(
            "monthly 30 09:00",
            "the 30th of every month (the last day of a shorter one) at 09:00",
            id="a day that February lacks",
        ),
        pytest.param(
            "monthly 29 09:00",
            "the 29th of every month (the last day of a shorter one) at 09:00",
            id="a day that most Februaries lack",
        ),
        pytest.param(
            "monthly first,last fri 16:00", "the first and last Friday of every month at 16:00", id="places"
        ),
        pytest.param(
            "monthly 2,3,11,12,13,22,23 09:00", "the 2nd, 3rd, 11th, 12th, 13th, 22nd and 23rd", id="th"
        ),
    ],
)
def test_a_schedule_is_said_in_words(text: str, words: str) -> None:
    assert in_words(parse(text)).startswith(words)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", 'say on which days, and when, as "daily 09:00"; allowed are', id="nothing"),
        pytest.param("09:00", 'say on which days, and when, as "daily 09:00"; allowed are', id="no day"),
        pytest.param("mon", 'it has no time of day (did you mean "mon 09:00"?); allowed are', id="no time"),
        pytest.param(
            "09:00 mon", 'the time comes last (did you mean "mon 09:00"?); allowed', id="time first"
        ),
        pytest.param("mon 9", '"9" is no time of day (did you mean "mon 09:00"?); allowed', id="no minutes"),
        pytest.param("mon 9am", '(did you mean "mon 09:00"?)', id="twelve hours, morning"),
        pytest.param("mon 9.30pm", '(did you mean "mon 21:30"?)', id="twelve hours, evening"),
        pytest.param("mon 12am", '(did you mean "mon 00:00"?)', id="twelve hours, midnight"),
        pytest.param("mon 12pm", '(did you mean "mon 12:00"?)', id="twelve hours, noon"),
        pytest.param("mon 0930", '(did you mean "mon 09:30"?)', id="no colon"),
        pytest.param("mon 9930", '"9930" is no time of day, as "09:00"', id="no time at all"),
        pytest.param("mon 9:00:00", '"9:00:00" is no time of day, as "09:00"', id="seconds"),
        pytest.param("mon 24:00", "a day has times 00:00 to 23:59, not 24:00", id="the hour 24"),
        pytest.param("daily 10:60", "not 10:60", id="the minute 60"),
        pytest.param("daily 07:30,", '"" is no time of day', id="a comma too many"),
        pytest.param("moon 09:00", '"moon" is no day of the week (did you mean "mon"?); allowed', id="moon"),
        pytest.param(
            "mo 09:00", '"mo" is no day of the week (did you mean "mon"?)', id="a day cut too short"
        ),
        pytest.param("dayly 09:00", '(did you mean "daily"?)', id="a word misspelt"),
        pytest.param("monfri 09:00", '"monfri" is no day of the week', id="two days without a comma"),
        pytest.param("weekly 09:00", 'say on which day, as "mon 09:00"; allowed', id="no day of the week"),
        pytest.param("monthly 09:00", 'say on which day, as "monthly 1 09:00"', id="no day of the month"),
        pytest.param("every 2 weeks 09:00", 'as "every 2 weeks mon 09:00"', id="no day of a fortnight"),
        pytest.param("fortnightly 09:00", 'as "every 2 weeks mon 09:00"', id="fortnightly"),
        pytest.param("hourly", 'cron = "0 * * * *"', id="hourly"),
        pytest.param("every 2 days 09:00", "only weeks are counted so", id="every other day"),
        pytest.param("monthly 0 09:00", "days 1 to 31, not 0", id="the day 0"),
        pytest.param("monthly 32 09:00", "days 1 to 31, not 32", id="the day 32"),
        pytest.param(
            "monthly fifth mon 09:00", "first, second, third, fourth, last; allowed", id="the fifth"
        ),
        pytest.param("monthly second day 09:00", 'as "monthly 2 09:00"', id="the second day"),
        pytest.param("every 0 weeks mon 09:00", "1 to 52 weeks, not 0", id="no weeks between"),
        pytest.param("every 53 weeks mon 09:00", "1 to 52 weeks, not 53", id="more than a year"),
        pytest.param("mon 09:00 Europe/Berlin", "a zone does not belong here: set timezone", id="a zone"),
        pytest.param("when I like 09:00", '"when i like" is not understood; allowed are "daily', id="else"),
        pytest.param("0 9 * * 1", 'write cron = "0 9 * * 1" in place of schedule', id="cron"),
        pytest.param("0 9 * * mon-fri", 'write cron = "0 9 * * mon-fri"', id="cron with names"),
        pytest.param("@daily", 'write cron = "@daily"', id="cron's own names"),
    ],
)
def test_a_schedule_that_is_not_understood_says_why_and_what_is_allowed(text: str, reason: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        parse(text)
    assert reason in str(raised.value)


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
        # A week ends with Sunday: 1 February ends week 108, 15 February week 110.
        pytest.param("every 2 weeks sun 09:00", [1, 15], id="a fortnight, on Sundays"),
        pytest.param("monthly 1,15 09:00", [1, 15], id="two dates"),
        # Its Mondays are the 2nd, 9th, 16th and 23rd.
        pytest.param("monthly first mon 09:00", [2], id="the first Monday"),
        pytest.param("monthly first sat 09:00", [7], id="the first Saturday, the seventh"),
        pytest.param("monthly second,fourth mon 09:00", [9, 23], id="the second and the fourth"),
        pytest.param("monthly third sun,mon 09:00", [15, 16], id="the third of each of two days"),
        pytest.param(
            "weekdays 09:00", [*range(2, 7), *range(9, 14), *range(16, 21), *range(23, 28)], id="weekdays"
        ),
        # Every fifth week: 110 = 22 * 5 is the week of 9 February.
        pytest.param("every 5 weeks wed 09:00", [11], id="every fifth week"),
    ],
)
def test_the_days_of_a_month_that_a_schedule_names(text: str, days: list[int]) -> None:
    assert parse(text).days.in_month(2026, 2) == tuple(days)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [
        pytest.param(2026, 2, 28, id="February"),
        pytest.param(2028, 2, 29, id="February of a leap year"),
        pytest.param(2100, 2, 28, id="February of 2100, which is none"),
        pytest.param(2026, 4, 30, id="April"),
        pytest.param(2026, 12, 31, id="December"),
    ],
)
def test_the_31st_is_the_last_day_of_a_shorter_month(year: int, month: int, day: int) -> None:
    assert parse("monthly 31 09:00").days.in_month(year, month) == (day,)
    assert parse("monthly 28,30,31 09:00").days.in_month(year, month) == tuple(
        sorted({28, min(30, day), day})
    )


@pytest.mark.parametrize(
    ("text", "starting", "first"),
    [
        # Monday 1 January 2024 + 14 n; 2026-11-23 is day 1057, week 151: odd, so 2 and 16 November are even.
        pytest.param("every 2 weeks mon 09:00", None, [(11, 2), (11, 16)], id="from 2024"),
        pytest.param("every 2 weeks mon 09:00", date(2026, 11, 23), [(11, 9), (11, 23)], id="from a date"),
        pytest.param(
            "every 2 weeks mon,thu 09:00",
            date(2026, 11, 26),
            [(11, 9), (11, 12)],
            id="from the second of two",
        ),
        pytest.param(
            "every 3 weeks mon 09:00", date(2030, 1, 7), [(11, 9), (11, 30)], id="from a date to come"
        ),
    ],
)
def test_weeks_are_counted_from_a_date_on_both_sides_of_it(
    text: str, starting: date | None, first: list[tuple[int, int]]
) -> None:
    # 7 January 2030 is 1141 days = 163 weeks after 23 November 2026, and 163 = 54 * 3 + 1: 30 November is 54 * 3
    # weeks before it, and 9 November three more.
    days = ascending(parse(text, starting=starting).days, date(2026, 11, 2))
    assert [next(days), next(days)] == [date(2026, month, day) for month, day in first]


@pytest.mark.parametrize(
    ("digest", "reason"),
    [
        pytest.param(
            Digest(name="a", schedule="mon 09:00", starting=date(2026, 11, 23)),
            'it is for schedules of every so many weeks, as "every 2 weeks mon 09:00"; this one is "mon 09:00"',
            id="of every week",
        ),
        pytest.param(
            Digest(name="a", cron="0 9 * * 1", starting=date(2026, 11, 23)),
            'as "every 2 weeks mon 09:00"; this one is "0 9 * * 1"',
            id="of cron",
        ),
        pytest.param(
            Digest(name="a", schedule="every 2 weeks mon 09:00", starting=date(2026, 11, 25)),
            "that is a Wednesday, and the schedule has none (did you mean Monday, 2026-11-23?)",
            id="on another day",
        ),
        pytest.param(
            Digest(name="a", schedule="every 2 weeks mon 09:00", starting=date(1, 1, 2)),
            "allowed are the years 1900 to 2999",
            id="at the beginning of all calendars",
        ),
        pytest.param(
            Digest(name="a", schedule="every 2 weeks mon,fri 09:00", starting=date(2026, 11, 26)),
            "that is a Thursday, and the schedule has none (did you mean Friday, 2026-11-27?)",
            id="on another day, the nearest later",
        ),
    ],
)
def test_a_start_that_no_week_could_be_counted_from_is_refused(digest: Digest, reason: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        of(digest)
    assert reason in str(raised.value)


def test_the_schedule_of_a_digest_is_what_it_says_in_either_way() -> None:
    assert of(Digest(name="a", schedule="tue 10:00")) == parse("tue 10:00")
    assert of(Digest(name="a", cron="0 10 * * 2")) == parse("tue 10:00")
    starting = date(2026, 11, 23)
    text = "every 2 weeks mon 09:00"
    assert of(Digest(name="a", schedule=text, starting=starting)) == parse(text, starting=starting)


@pytest.mark.parametrize("text", ["daily 09:00", "every 7 weeks tue,sun 09:00", "monthly 30 09:00"])
def test_the_days_back_are_the_days_on(text: str) -> None:
    days, first, last = parse(text).days, date(2027, 12, 30), date(2032, 3, 1)
    on = [day for day in ascending(days, first) if day < last][:400]
    back = [day for day in descending(days, on[-1]) if day > first - timedelta(days=1)][: len(on)]
    assert back[::-1] == on
