"""Which slots a schedule names. Pure: the caller brings the clock and the zone."""

from publisher.schedule.cron import parse_cron
from publisher.schedule.forms import of, parse
from publisher.schedule.slots import Moved, Schedule, Slot
from publisher.schedule.words import in_words

__all__ = ["Moved", "Schedule", "Slot", "in_words", "of", "parse", "parse_cron"]
