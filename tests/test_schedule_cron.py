"""Cron expressions, as crontab(5) has them, and what is said of those that are none."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice

import pytest
from apscheduler.triggers.cron import CronTrigger

from publisher.errors import ScheduleError
from publisher.schedule import in_words, parse, parse_cron
from publisher.schedule.days import ascending
from tests.zones import zone


@pytest.mark.parametrize(
    ("text", "same"),
    [
        pytest.param("0 9 * * 1", "mon 09:00", id="1 is Monday"),
        pytest.param("0 9 * * 0", "sun 09:00", id="0 is Sunday"),
        pytest.param("0 9 * * 7", "sun 09:00", id="7 is Sunday"),
        pytest.param("0 9 * * 6", "sat 09:00", id="6 is Saturday"),
        pytest.param("0 9 * * SUN", "sun 09:00", id="a name"),
        pytest.param("0 9 * * mon,Thursday", "mon,thu 09:00", id="names in a list"),
        pytest.param("0 9 * * 1-5", "weekdays 09:00", id="a range"),
        pytest.param("0 9 * * mon-fri", "weekdays 09:00", id="a range of names"),
        pytest.param("0 9 * * 5-7", "fri,sat,sun 09:00", id="a range to 7"),
        pytest.param("0 9 * * fri-sun", "fri,sat,sun 09:00", id="a range to sun"),
        pytest.param("0 9 * * 0-7", "daily 09:00", id="a range of all"),
        pytest.param("0 9 * * 1-5/2", "mon,wed,fri 09:00", id="a step in a range"),
        pytest.param("  0\t9 *  * * ", "daily 09:00", id="any space"),
        pytest.param("30 7,18 * * *", "daily 07:30,18:30", id="several hours"),
        pytest.param("0,30 9 * * *", "daily 09:00,09:30", id="several minutes"),
        pytest.param("*/20 8-9 * * *", "daily 08:00,08:20,08:40,09:00,09:20,09:40", id="a step"),
        pytest.param("0 9 1-31 * 5", "daily 09:00", id="either of all days and Friday"),
        pytest.param("0 9 5 * 0-6", "daily 09:00", id="either of a day and all weekdays"),
        pytest.param("@daily", "daily 00:00", id="@daily"),
        pytest.param("@midnight", "daily 00:00", id="@midnight"),
        pytest.param("@Weekly", "sun 00:00", id="@weekly"),
    ],
)
def test_cron_says_the_same_as_a_schedule(text: str, same: str) -> None:
    assert parse_cron(text) == parse(same)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        # 1 May 2026 is a Friday: Fridays are the 1st, 8th, 15th, 22nd, 29th; Mondays the 4th, 11th, 18th, 25th.
        pytest.param("0 9 1,15 * *", ["05-01", "05-15", "06-01"], id="days of the month"),
        pytest.param("0 9 31 * *", ["05-31", "07-31", "08-31"], id="the 31st is in long months only"),
        pytest.param("0 9 13 * 5", ["05-01", "05-08", "05-13", "05-15"], id="the 13th or a Friday"),
        pytest.param("0 9 */2 * 5", ["05-01", "05-15", "05-29", "06-05"], id="odd days that are Fridays"),
        pytest.param("0 9 13 * */2", ["06-13", "08-13", "09-13"], id="the 13th on an even weekday"),
        pytest.param("0 9 1-7 * mon", ["05-01", "05-02", "05-03", "05-04"], id="the first week or a Monday"),
        pytest.param("0 9 4 jul,12 *", ["07-04", "12-04"], id="months by name and number"),
        pytest.param("0 9 1 */4 *", ["05-01", "09-01"], id="a step of months counts from January"),
        pytest.param("@monthly", ["05-01", "06-01"], id="@monthly"),
    ],
)
def test_the_days_that_cron_names(text: str, days: list[str]) -> None:
    found = islice(ascending(parse_cron(text).days, date(2026, 5, 1)), len(days))
    assert [f"{day:%m-%d}" for day in found] == days


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        pytest.param("0 9 29 2 *", ["2028-02-29T09:00", "2032-02-29T09:00"], id="29 February"),
        # 29 February is a Sunday in 2032 and, a cycle of 28 years later, in 2060.
        pytest.param("0 9 29 2 */7", ["2032-02-29T09:00", "2060-02-29T09:00"], id="29 February on a Sunday"),
        pytest.param("@yearly", ["2027-01-01T00:00", "2028-01-01T00:00"], id="@yearly"),
        pytest.param("@hourly", ["2026-05-01T00:00", "2026-05-01T01:00"], id="@hourly"),
        pytest.param("50-59/5 9 * * *", ["2026-05-01T09:50", "2026-05-01T09:55"], id="a step in a range"),
    ],
)
def test_the_slots_that_cron_names(text: str, slots: list[str]) -> None:
    start = datetime(2026, 4, 30, 23, 59, tzinfo=UTC)
    found = islice(parse_cron(text).slots(zone("UTC"), start), len(slots))
    assert [slot.key for slot in found] == slots


def test_a_new_century_is_no_leap_year() -> None:
    found = parse_cron("0 9 29 2 *").next_slot(datetime(2096, 3, 1, tzinfo=UTC), zone("UTC"))
    assert found.key == "2104-02-29T09:00"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "cron has five fields, minute, hour, day of the month, month and day", id="nothing"),
        pytest.param("0 9 * *", 'as "0 9 * * 1"; this has 4', id="four fields"),
        pytest.param("0 0 9 * * 1", "this has 6: there are no seconds, and no years", id="six fields"),
        pytest.param("60 * * * *", '"60" is no minute; allowed are 0 to 59', id="the minute 60"),
        pytest.param("0 24 * * *", '"24" is no hour; allowed are 0 to 23', id="the hour 24"),
        pytest.param("0 9 0 * *", '"0" is no day of the month; allowed are 1 to 31', id="the day 0"),
        pytest.param("0 9 * 13 *", '"13" is no month; allowed are 1 to 12, or jan to dec', id="the month 13"),
        pytest.param("0 9 * * 8", '"8" is no day of the week; allowed are 0 to 7, or sun to sat', id="day 8"),
        pytest.param("0 9 * * moon", '"moon" is no day of the week (did you mean "mon"?)', id="moon"),
        pytest.param("0 9 * juin *", '"juin" is no month (did you mean "jun"?)', id="a foreign month"),
        pytest.param("0 9 * apirl *", '"apirl" is no month (did you mean "april"?)', id="a misspelt month"),
        pytest.param("0 9 ² * *", '"²" is no day of the month', id="a digit that is none"),
        pytest.param("0 9 1,,2 * *", '"" is no day of the month', id="a comma too many"),
        pytest.param("0 9 -1 * *", '"-1" is no day of the month', id="a negative number"),
        pytest.param("0 9 31 2 *", "there is no such date: it would never come", id="31 February"),
        pytest.param("0 9 31 4,6,9,11 *", "it would never come", id="the 31st of short months"),
        pytest.param(f"{'1' * 5000} * * * *", "is no minute", id="a number without end"),
        pytest.param(f"*/{'1' * 5000} * * * *", "is no minute", id="a step without end"),
        pytest.param("5/15 * * * *", '(did you mean "5-59/15"?)', id="a step without a range"),
        pytest.param("*/90 * * * *", "allowed is a step of 1 to 59", id="a step longer than an hour"),
        pytest.param("*/0 * * * *", "allowed is a step of 1 to 59", id="a step of nothing"),
        pytest.param("0 22-4 * * *", 'write "22-23,0-4" for the two parts', id="a range over midnight"),
        pytest.param("0 9 * * 5L", '"monthly last fri 09:00"', id="Quartz: the last Friday"),
        pytest.param("0 9 L * *", '"monthly last day 09:00"', id="Quartz: the last day"),
        pytest.param("0 9 * * 1#1", '"monthly first mon 09:00"', id="Quartz: the first Monday"),
        pytest.param("0 9 ? * 1", "cron has no ?: write *", id="Quartz: no day"),
        pytest.param(
            "@dayly", '"@dayly" is not known (did you mean "@daily"?); allowed are @hourly', id="@dayly"
        ),
        pytest.param("@reboot", '"@reboot" is not known; allowed are @hourly', id="@reboot"),
        pytest.param("mon 09:00", "this has 2", id="a schedule"),
    ],
)
def test_an_expression_that_is_none_says_why_and_what_is_allowed(text: str, reason: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        parse_cron(text)
    assert reason in str(raised.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("0 9 * * 1", "every Monday at 09:00", id="as a schedule"),
        pytest.param("0 9 29 2 *", "the 29th of February at 09:00", id="a date"),
        pytest.param("0 9 * 1,7 *", "every day in January and July at 09:00", id="months"),
        pytest.param("0 9 * 12 mon", "every Monday in December at 09:00", id="weekdays of a month"),
        pytest.param(
            "0 9 13 * fri", "the 13th of every month, and every Friday, at 09:00", id="a day of either kind"
        ),
        pytest.param(
            "0 9 1-7 6 mon",
            "the 1st to 7th of June, and every Monday in June, at 09:00",
            id="a day of either kind, of a month",
        ),
        pytest.param(
            "0 9 */2 * sat,sun",
            "every 2nd day from the 1st to the 31st of every month, if it is a Saturday or Sunday, at 09:00",
            id="a day of both kinds",
        ),
        pytest.param("@hourly", "every hour, from 00:00 to 23:00", id="hours"),
        pytest.param("* 9 * * *", "every minute, from 09:00 to 09:59", id="minutes"),
        pytest.param(
            "*/15 9-17 * * mon-fri",
            "Monday to Friday every 15 minutes, from 09:00 to 17:45",
            id="quarters of an hour on some days",
        ),
        pytest.param("0 */2 * * *", "every 2 hours, from 00:00 to 22:00", id="every other hour"),
        pytest.param(
            "0,7 8-11 * * *", "every day at 8 times, from 08:00 to 11:07", id="more times than one would read"
        ),
    ],
)
def test_cron_is_said_in_words(text: str, words: str) -> None:
    assert in_words(parse_cron(text)) == words


@pytest.mark.parametrize(
    "text",
    [
        "0 9 * * mon",
        "15,45 6-22/4 * * *",
        "0 9 1,15 * *",
        "30 12 * feb,aug sat-sun",
        "0 0 29 2 *",
        "59 23 31 * *",
        "*/25 3 10-20/5 */3 *",
    ],
)
def test_a_second_opinion_on_ordinary_days(text: str) -> None:
    # APScheduler, which reads names of weekdays as they are meant; it wants both fields of days to agree.
    start = datetime(2026, 1, 1, tzinfo=UTC)
    minute, hour, day, month, weekday = text.replace("sat-sun", "sat,sun").split()
    other = CronTrigger(
        minute=minute, hour=hour, day=day, month=month, day_of_week=weekday, timezone=zone("UTC")
    )
    expected, moment = [], start
    for _ in range(50):
        fired = other.get_next_fire_time(None, moment)
        expected.append(fired)
        moment = fired + timedelta(seconds=1)
    ours = parse_cron(text).slots(zone("UTC"), start - timedelta(seconds=1))
    assert [slot.at for slot in islice(ours, 50)] == expected
