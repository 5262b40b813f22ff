"""What a check says of a message: how bad it is, where, why, and what to do about it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

Level = Literal["error", "warning", "note"]

LEVELS: tuple[Level, ...] = ("error", "warning", "note")
PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One fault. `code` is stable, in kebab case; `place` is for people, with a short excerpt.

    `count` is how many places have it, and `position` how far down the message the first is: -1 is its headers.
    """

    level: Level
    code: str
    place: str
    reason: str
    remedy: str
    count: int = 1
    position: int = field(default=-1, compare=False, repr=False)

    @property
    def key(self) -> tuple[str, ...]:
        """What findings have in common that are shown as one."""
        return (self.level, self.code, self.reason, self.remedy)


def gathered(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, those that differ by place only made one: errors first, then as they stand in the message."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in sorted(found, key=lambda one: one.position):
        groups.setdefault(finding.key, []).append(finding)
    return tuple(sorted(map(_together, groups.values()), key=lambda one: LEVELS.index(one.level)))


def _together(group: list[Finding]) -> Finding:
    """Return the first, with the places of all of the group."""
    places = tuple(dict.fromkeys(one.place for one in group))
    left = len(places) - PLACES
    shown = "; ".join(places[:PLACES]) + (f"; and {left} more" if left > 0 else "")
    return replace(group[0], place=shown, count=sum(one.count for one in group))


def as_json(findings: Iterable[Finding]) -> list[dict[str, str | int]]:
    """Return the findings as a report writes them."""
    return [
        {
            "level": one.level,
            "code": one.code,
            "place": one.place,
            "reason": one.reason,
            "remedy": one.remedy,
            "count": one.count,
        }
        for one in findings
    ]
