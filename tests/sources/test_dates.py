"""Dates as people write them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.sources.dates import parse

NEW_YORK = ZoneInfo("America/New_York")  # UTC-5 in winter, UTC-4 in summer


@pytest.mark.parametrize(
    ("written", "year", "month", "day", "hour", "minute"),
    [
        pytest.param("2012-02-29T02:49:21.000Z", 2012, 2, 29, 2, 49, id="ISO in UTC"),
        pytest.param("2018-12-11T0:10:32+00:00", 2018, 12, 11, 0, 10, id="one-digit hour"),
        pytest.param("2026-1-3T00:00:00Z", 2026, 1, 3, 0, 0, id="one-digit month and day"),
        pytest.param("2015-03-04 10:00:00 -0400", 2015, 3, 4, 14, 0, id="offset after a space"),
        pytest.param("2015-03-04 10:00:00-04", 2015, 3, 4, 14, 0, id="offset in hours"),
        pytest.param("2013-12-14 18:53:33 UTC", 2013, 12, 14, 18, 53, id="UTC by name"),
        pytest.param("2015-03-04 10:00 PST", 2015, 3, 4, 18, 0, id="a zone of RFC 5322"),
        pytest.param("2015-03-04 10:00 Asia/Tokyo", 2015, 3, 4, 1, 0, id="a zone by its IANA name"),
        pytest.param("2015-03-04 10:00", 2015, 3, 4, 15, 0, id="naive: the site's zone"),
        pytest.param("2015-07-04", 2015, 7, 4, 4, 0, id="date only: midnight in the site's zone, in summer"),
        pytest.param("2015/07/04", 2015, 7, 4, 4, 0, id="slashes, year first"),
        pytest.param("20150704", 2015, 7, 4, 4, 0, id="no separators"),
        pytest.param("2019-12-01-19:48", 2019, 12, 2, 0, 48, id="time after a hyphen"),
        pytest.param("2021年10月01日", 2021, 10, 1, 4, 0, id="Chinese"),
        pytest.param("2021년 10월 1일", 2021, 10, 1, 4, 0, id="Korean"),
        pytest.param("٢٠١٥-٠٧-٢٨", 2015, 7, 28, 4, 0, id="Arabic-Indic digits"),
        pytest.param("17 October 2002", 2002, 10, 17, 4, 0, id="English, day first"),
        pytest.param("1st of May, 2002", 2002, 5, 1, 4, 0, id="English, an ordinal"),
        pytest.param("Oct 17, 2002 3:04 PM", 2002, 10, 17, 19, 4, id="English, month first, twelve hours"),
        pytest.param("October 17, 2002 at 12:30 am", 2002, 10, 17, 4, 30, id="half past midnight"),
        pytest.param("Thu, 17 Oct 2002 10:00:00 +0200", 2002, 10, 17, 8, 0, id="RFC 5322"),
        pytest.param("Thu Oct 17 10:00:00 2002", 2002, 10, 17, 14, 0, id="C's ctime"),
        pytest.param("Thu Oct 17 10:00:00 UTC 2002", 2002, 10, 17, 10, 0, id="Unix's date"),
        pytest.param("25/12/2012", 2012, 12, 25, 5, 0, id="only one number can be the month"),
        pytest.param("‘2018-07-07’", 2018, 7, 7, 4, 0, id="typographic quotes"),
        pytest.param(
            "2012-03-11 02:30", 2012, 3, 11, 7, 30, id="an hour that spring skips: the offset before"
        ),
        pytest.param("2012-11-04 01:30", 2012, 11, 4, 5, 30, id="an hour that autumn repeats: the first"),
    ],
)
def test_a_date_is_understood(written: str, year: int, month: int, day: int, hour: int, minute: int) -> None:
    found = parse(written, NEW_YORK)
    assert isinstance(found, datetime), found
    assert found.replace(second=0, microsecond=0) == datetime(year, month, day, hour, minute, tzinfo=UTC)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        pytest.param("2008-10-32", 'impossible date "2008-10-32"', id="a 32nd day"),
        pytest.param("2009-09-31", 'impossible date "2009-09-31"', id="31 September"),
        pytest.param("2025-14-07 14:00", 'impossible date "2025-14-07 14:00"', id="month 14 is not guessed"),
        pytest.param("2014-01-01T25:00:00Z", 'impossible date "2014-01-01T25:00:00Z"', id="hour 25"),
        pytest.param("0013-01-01", 'impossible date "0013-01-01"', id="a year of another calendar"),
        pytest.param("10/11/2012", 'ambiguous date "10/11/2012": write it as YYYY-MM-DD', id="two readings"),
        pytest.param("`r Sys.Date()`", 'date not understood: "`r Sys.Date()`"', id="code"),
        pytest.param("tomorrow", 'date not understood: "tomorrow"', id="a word"),
        pytest.param("2020-01-01 10:00 AB", 'impossible date "2020-01-01 10:00 AB"', id="an unknown zone"),
        pytest.param("2012", 'date not understood: "2012"', id="a year alone"),
    ],
)
def test_what_names_no_one_day_is_refused_with_the_reason(written: str, reason: str) -> None:
    assert parse(written, NEW_YORK) == reason


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        pytest.param("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC), id="in UTC"),
        # 15:59:60 at UTC-8 is 23:59:60 in UTC
        pytest.param("1990-12-31T15:59:60-08:00", datetime(1991, 1, 1, tzinfo=UTC), id="with an offset"),
    ],
)
def test_a_leap_second_is_the_first_of_the_next_minute(written: str, moment: datetime) -> None:
    assert parse(written, NEW_YORK) == moment
    assert (
        parse(written.replace(":60", ":61"), NEW_YORK) == f'impossible date "{written.replace(":60", ":61")}"'
    )


@given(st.datetimes(min_value=datetime(1600, 1, 1), max_value=datetime(2999, 1, 1)))  # noqa: DTZ001
def test_every_iso_date_comes_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert parse(aware.isoformat(), NEW_YORK) == aware


@given(st.text(max_size=40))
def test_no_text_raises(text: str) -> None:
    assert parse(text, NEW_YORK)
