"""What follows from a hub's answer."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.websub.deciding import PATIENCE, WAITS, Answer, Verdict, decide, redirected, retry_after
from tests.blog import NOON

DAY = timedelta(days=1)
FAILED = Answer(status=500, reason="500 Internal Server Error")


def minutes(verdict: Verdict) -> float:
    """Return how long after noon it is tried again, 0 for never."""
    return (verdict.again - NOON) / timedelta(minutes=1) if verdict.again else 0


@pytest.mark.parametrize(
    ("attempts", "expected"),
    [
        pytest.param(1, 1, id="the first failure"),
        pytest.param(2, 5, id="the second"),
        pytest.param(3, 30, id="the third"),
        pytest.param(4, 120, id="the fourth"),
        pytest.param(5, 360, id="the fifth"),
        pytest.param(6, 360, id="all that follow"),
    ],
)
def test_each_failure_is_followed_by_a_longer_wait(attempts: int, expected: int) -> None:
    verdict = decide(FAILED, attempts=attempts, queued=NOON, now=NOON)
    assert (verdict.result, minutes(verdict)) == ("later", expected)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        pytest.param(Answer(status=200, reason=""), "told", id="200"),
        pytest.param(Answer(status=202, reason=""), "told", id="202, it will look later"),
        pytest.param(Answer(status=204, reason=""), "told", id="204, the usual one"),
        pytest.param(Answer(status=0, reason=""), "later", id="no answer"),
        pytest.param(Answer(status=0, reason="", final=True), "refused", id="no hub's address"),
        pytest.param(Answer(status=301, reason=""), "refused", id="301, moved, and would be a GET"),
        pytest.param(Answer(status=308, reason=""), "refused", id="308, to where we do not follow"),
        pytest.param(Answer(status=400, reason=""), "refused", id="400, it does not want it"),
        pytest.param(Answer(status=404, reason=""), "refused", id="404, no hub there"),
        pytest.param(Answer(status=408, reason=""), "later", id="408, too slow"),
        pytest.param(Answer(status=410, reason=""), "refused", id="410, it is gone"),
        pytest.param(Answer(status=425, reason=""), "later", id="425, too early"),
        pytest.param(Answer(status=429, reason=""), "later", id="429, too many"),
        pytest.param(Answer(status=500, reason=""), "later", id="500, it failed"),
        pytest.param(Answer(status=503, reason=""), "later", id="503, it is overloaded"),
        pytest.param(Answer(status=599, reason=""), "later", id="a status of the 500s that nobody knows"),
    ],
)
def test_the_status_says_whether_to_ask_again(answer: Answer, expected: str) -> None:
    assert decide(answer, attempts=1, queued=NOON, now=NOON).result == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        pytest.param("120", 2, id="seconds"),
        pytest.param("5", 1, id="sooner than we ever come back"),
        pytest.param("86400", 360, id="a day, which is longer than we ever wait"),
        pytest.param("9" * 5000, 360, id="a number to choke on"),
        pytest.param("Mon, 01 Jun 2026 12:10:00 GMT", 10, id="a date"),
        pytest.param("Monday, 01-Jun-26 12:10:00 GMT", 10, id="a date as in RFC 850"),
        pytest.param("Mon Jun  1 12:10:00 2026", 10, id="a date as asctime has it"),
        pytest.param("Mon, 01 Jun 2026 11:00:00 GMT", 1, id="a date that is past"),
        pytest.param("Mon, 01 Jun 2027 12:00:00 GMT", 360, id="a date next year"),
        pytest.param("-5", 30, id="a negative number says nothing"),
        pytest.param("soon", 30, id="a word says nothing"),
        pytest.param("²", 30, id="no digit of ASCII"),
        pytest.param("Mon, 99 Jun 2026 12:00:00 GMT", 30, id="no date"),
        pytest.param("", 30, id="nothing"),
    ],
)
def test_a_hub_may_say_when_to_come_back(header: str, expected: int) -> None:
    answer = Answer(status=429, reason="", retry_after=header)
    assert minutes(decide(answer, attempts=3, queued=NOON, now=NOON)) == expected


@pytest.mark.parametrize(
    ("attempts", "queued", "expected"),
    [
        pytest.param(5, NOON - timedelta(hours=42), "later", id="the next try is two days after the change"),
        pytest.param(5, NOON - timedelta(hours=43), "given up", id="the next would be an hour later"),
        pytest.param(4, NOON - 30 * DAY, "later", id="deployed a month late, and tried four times"),
        pytest.param(5, NOON - 30 * DAY, "given up", id="deployed a month late, and tried five times"),
        pytest.param(1000, NOON - DAY, "later", id="tried often, on the first day"),
    ],
)
def test_after_two_days_it_is_given_up_if_it_was_tried_often_enough(
    attempts: int, queued: datetime, expected: str
) -> None:
    assert decide(FAILED, attempts=attempts, queued=queued, now=NOON).result == expected


def test_a_hub_that_is_told_on_time_is_tried_for_two_days() -> None:
    now, tries = NOON, []
    while True:
        tries.append(now - NOON)
        verdict = decide(FAILED, attempts=len(tries), queued=NOON, now=now)
        if verdict.again is None:
            break
        now = verdict.again
    # 1 + 5 + 30 + 120 minutes, then six hours each: 2:36, 8:36, 14:36, ... 44:36; 50:36 would be too late.
    assert verdict.result == "given up"
    assert [tries[0], tries[4], tries[-1]] == [
        timedelta(),
        timedelta(hours=2, minutes=36),
        timedelta(hours=44, minutes=36),
    ]
    assert len(tries) == 12


@given(
    status=st.sampled_from((0, 408, 429, 500, 503)),
    header=st.text() | st.integers().map(str),
    attempts=st.integers(1, 10_000),
    age=st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_the_next_try_is_never_now_and_never_beyond_six_hours(
    status: int, header: str, attempts: int, age: timedelta
) -> None:
    answer = Answer(status=status, reason="", retry_after=header)
    verdict = decide(answer, attempts=attempts, queued=NOON - age, now=NOON)
    if verdict.again:
        assert WAITS[0] <= verdict.again - NOON <= WAITS[-1]
    else:
        assert verdict.result == "given up"
        assert age > PATIENCE - WAITS[-1]


def test_a_wait_is_none_where_the_header_says_nothing() -> None:
    assert retry_after("", NOON) is None
    assert retry_after("0", NOON) == timedelta()


@pytest.mark.parametrize(
    ("address", "status", "location", "expected"),
    [
        pytest.param("http://a.example/", 307, "http://b.example/", "http://b.example/", id="307"),
        pytest.param("http://a.example/", 308, "https://a.example/", "https://a.example/", id="308 to HTTPS"),
        pytest.param(
            "https://a.example/x", 308, "/hub?a=1", "https://a.example/hub?a=1", id="a relative address"
        ),
        pytest.param("http://a.example/", 301, "http://b.example/", "", id="301 would make it a GET"),
        pytest.param("http://a.example/", 302, "http://b.example/", "", id="302 would make it a GET"),
        pytest.param("http://a.example/", 303, "http://b.example/", "", id="303 makes it a GET"),
        pytest.param("https://a.example/", 307, "http://a.example/", "", id="out of HTTPS"),
        pytest.param("http://a.example/", 307, "file:///etc/passwd", "", id="out of HTTP"),
        pytest.param("http://a.example/", 307, "http://[::1", "", id="no address"),
        pytest.param("http://a.example/", 307, "", "", id="nowhere"),
        pytest.param("http://a.example/", 204, "http://b.example/", "", id="no redirect"),
    ],
)
def test_only_a_redirect_that_keeps_the_method_and_the_encryption_is_followed(
    address: str, status: int, location: str, expected: str
) -> None:
    assert redirected(address, status, location) == expected
