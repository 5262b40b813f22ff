"""Whether a message is fit to be sent: given what is about to go, what is wrong with it. Pure: no I/O, no clock."""

from publisher.preflight.asked import Link, LinkAnswer, addresses, judge
from publisher.preflight.checks import check
from publisher.preflight.draft import Context, Expected
from publisher.preflight.findings import Finding, Level, as_json, gathered

__all__ = [
    "Context",
    "Expected",
    "Finding",
    "Level",
    "Link",
    "LinkAnswer",
    "addresses",
    "as_json",
    "check",
    "gathered",
    "judge",
]
