"""How a job that fails is tried again, and how much is said of it. Pure: the caller brings the clock."""

import traceback
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from publisher.catalog.engine import fault_of
from publisher.errors import PublisherError

# How long after the first failure a job is tried again, after the second, and so on; then always after the last.
DELAYS = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
)
# How often the same failure is told while it goes on, and how long one is remembered that was told in full.
AGAIN = timedelta(hours=1)
REMEMBERED = timedelta(days=1)

Telling = Literal["full", "line", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """What went wrong: a line to read, what tells it from others, and whether a person can mend it.

    Of what nobody but us can mend, a fault in the program, there is a traceback to show.
    """

    said: str
    key: str
    mendable: bool


def failure_of(error: BaseException) -> Failure:
    """Return what to say of *error*: what a person can mend is its one line, anything else has its type as well."""
    if fault := (error if isinstance(error, PublisherError) else fault_of(error)):
        return Failure(said=str(fault), key=str(fault), mendable=True)
    if isinstance(error, OSError) and error.strerror and error.filename:
        said = f"{error.filename}: {error.strerror}"
        return Failure(said=said, key=said, mendable=True)
    said = f"{type(error).__name__}: {error}"
    place = traceback.extract_tb(error.__traceback__)[-1:]
    return Failure(said=said, key=f"{said} {place}", mendable=False)


@dataclass(slots=True)
class Streak:
    """How often a job has failed in a row, and what was told of that when."""

    count: int = 0
    _told: dict[str, datetime] = field(default_factory=dict)
    _in_full: dict[str, datetime] = field(default_factory=dict)

    def failed(self, failure: Failure, now: datetime) -> Telling:
        """Count a failure, and return how much is to be said of it.

        One that was not told in full within a day is told in full; then it is a line at most once an hour.
        """
        self.count += 1
        key = failure.key
        self._in_full = {one: at for one, at in self._in_full.items() if abs(now - at) < REMEMBERED}
        if key not in self._in_full:
            self._in_full[key] = self._told[key] = now
            return "full"
        if key in self._told and abs(now - self._told[key]) < AGAIN:
            return "nothing"
        self._told[key] = now
        return "line"

    def succeeded(self) -> int:
        """Return how many failures that ends."""
        ended, self.count = self.count, 0
        self._told.clear()
        return ended

    @property
    def delay(self) -> timedelta:
        """How long after the last failure the job is tried again."""
        return DELAYS[min(self.count, len(DELAYS)) - 1]
