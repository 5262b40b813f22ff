"""What a hub is asked, and what follows from its answer. Pure: the caller brings the time, and does the asking."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Literal
from urllib.parse import urljoin, urlsplit

Result = Literal["told", "later", "refused", "given up"]

# How long to wait after the first, second, ... failure; the last holds for all that follow.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=6),
)
# How long a feed is worth telling of: by then every reader has asked for itself. Where the first try came late,
# as it does where nobody deployed for days, the waits are gone through once all the same.
PATIENCE = timedelta(days=2)
FEWEST = len(WAITS)

# Not the request's fault: it took too long, came too early, or was one too many (RFC 9110, 15.5.9; RFC 8470; RFC 6585).
PASSING = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS)
# These say nothing of one feed: who is not there, or has too much to do, need not be asked about the next.
OF_THE_HUB = (0, HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
# The redirects after which a POST remains one (RFC 9110, 15.4.8 and 15.4.9).
SAME_METHOD = (HTTPStatus.TEMPORARY_REDIRECT, HTTPStatus.PERMANENT_REDIRECT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of asking a hub. `status` is 0 where nothing was answered; `reason` says it in words.

    `retry_after` is the header as it was sent; `final` says that asking again can never help.
    """

    reason: str
    status: int = 0
    retry_after: str = ""
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What follows from an answer; `again` is when to ask again, None for never."""

    result: Result
    again: datetime | None = None


def form(topic: str) -> dict[str, str]:
    """Return the fields that tell a hub that *topic* has changed.

    WebSub (6) and PubSubHubbub 0.4 (7) leave them to the hub; 0.3 (7.1) has `hub.url`, and some hubs know `hub.topic`
    only: both are sent. One feed a request, though 0.3 lets `hub.url` be repeated: what parses forms as PHP does sees
    the last alone and answers that all is well, and a hub that refuses one address refuses the others with it.
    """
    return {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}


def decide(answer: Answer, *, attempts: int, queued: datetime, now: datetime) -> Verdict:
    """Return what follows from *answer* to the attempt of this number, from 1, with *queued* the time of the change."""
    if 200 <= answer.status < 300:
        return Verdict(result="told")
    if answer.final or (300 <= answer.status < 500 and answer.status not in PASSING):
        return Verdict(result="refused")
    again = now + _wait(answer, attempts, now)
    if attempts >= FEWEST and again > queued + PATIENCE:
        return Verdict(result="given up")
    return Verdict(result="later", again=again)


def shuts(answer: Answer) -> bool:
    """Return whether *answer* holds for whatever else the hub would be asked now."""
    return answer.status in OF_THE_HUB


def _wait(answer: Answer, attempts: int, now: datetime) -> timedelta:
    """Return how long to wait: what the hub asks for, within the shortest and longest of our own waits, else those."""
    asked = retry_after(answer.retry_after, now)
    if asked is None:
        return WAITS[min(attempts, len(WAITS)) - 1]
    return min(max(asked, WAITS[0]), WAITS[-1])


def retry_after(value: str, now: datetime) -> timedelta | None:
    """Return the wait that a Retry-After header asks for, None where it says nothing (RFC 9110, 10.2.3)."""
    if value.isascii() and value.isdigit():
        # What is longer than a month is no number to reckon with.
        return timedelta(seconds=min(int(value[:8]), 31 * 86400))
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    # The oldest of HTTP's three forms names no zone: each is in GMT (RFC 9110, 5.6.7).
    return (date if date.tzinfo else date.replace(tzinfo=UTC)) - now


def redirected(address: str, status: int, location: str) -> str:
    """Return the address that a POST to *address* goes to next, "" where a redirect is not to be followed.

    Not where it would become a GET (301, 302, 303), leave HTTP, or lose its encryption.
    """
    if status not in SAME_METHOD or not location:
        return ""
    try:
        target = urljoin(address, location)
    except ValueError:
        return ""
    schemes = urlsplit(address).scheme, urlsplit(target).scheme
    return target if schemes in (("http", "http"), ("http", "https"), ("https", "https")) else ""
