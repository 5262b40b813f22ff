"""The clock of a command: the system's, but for tests, which make time begin elsewhere and run faster."""

import logging
import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from publisher.errors import InputError

if TYPE_CHECKING:
    from publisher.scheduler.clock import Clock

VARIABLE = "PUBLISHER_TEST_CLOCK"
FORM = re.compile(r"(?P<start>[^@*]+)@(?P<anchor>\d+(?:\.\d+)?)\*(?P<factor>\d+(?:\.\d+)?)")

log = logging.getLogger("publisher")


def clock_of(environ: Mapping[str, str]) -> "Clock":
    """Return the system's clock, or the one that PUBLISHER_TEST_CLOCK describes, as docs/design.md says.

    InputError where that is malformed: time is the last thing to be wrong about quietly.
    """
    from publisher.scheduler.clock import Clock  # commands that only ask for the time need no scheduler
    from publisher.scheduler.facts import facts

    text = environ.get(VARIABLE, "")
    if not text:
        return Clock(now=lambda: datetime.now(UTC))
    try:
        found = FORM.fullmatch(text)
        if found is None:
            raise ValueError(text)
        start, factor = datetime.fromisoformat(found["start"]), float(found["factor"])
        anchor = datetime.fromtimestamp(float(found["anchor"]), UTC)
        if start.tzinfo is None or not factor:
            raise ValueError(text)
    except (ValueError, OverflowError, OSError) as error:
        raise InputError(
            f"{VARIABLE}: found {text!r}; it is for tests only, and written as "
            '"2026-05-04T08:59:00+00:00@1777885140*60": a time with an offset, when that was in seconds since 1970, '
            "and how many times as fast it runs"
        ) from error
    log.warning("the clock is that of a test", extra=facts(variable=VARIABLE, found=text))
    begin = start.astimezone(UTC)
    return Clock(now=lambda: begin + _since(anchor) * factor, factor=factor)


def now() -> datetime:
    """Return the time by which a command works; InputError where the clock of a test is malformed."""
    return clock_of(os.environ).now() if os.environ.get(VARIABLE) else datetime.now(UTC)


def _since(anchor: datetime) -> timedelta:
    return datetime.now(UTC) - anchor
