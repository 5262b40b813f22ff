"""What time it is. The clock comes in: that of the tests starts elsewhere, and runs faster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Tells the time, aware; it runs `factor` times as fast as that of the system."""

    now: Callable[[], datetime]
    factor: float = 1.0

    def wait(self, moment: datetime) -> timedelta:
        """Return how long it is until *moment*, in time that the system counts; nothing where it is past."""
        return self.real(moment - self.now())

    def real(self, duration: timedelta) -> timedelta:
        """Return how long *duration* is in time that the system counts; nothing where it is negative."""
        return max(duration, timedelta()) / self.factor
