"""What is wrong with a file, as a page shows it: the place, the reason, and the lines around it."""

import re
from dataclasses import dataclass
from pathlib import Path

PLACED = re.compile(r"(?P<file>[^\n:]+):(?P<line>\d+): (?P<reason>.+)", re.DOTALL)
# How many lines are shown before the one that is wrong, and after it.
AROUND = 3
LONGEST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a file, and whether it is the one that is wrong."""

    number: int
    text: str
    wrong: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong: `place` is `file:line`, "" where there is none, and `lines` those around it."""

    place: str
    reason: str
    lines: tuple[Line, ...] = ()


def read_fault(said: str, folders: tuple[Path, ...] = ()) -> Fault:
    """Return the fault that the one line *said* of an error tells, with the lines of a file in one of *folders*.

    Of no other file: settings may hold a password.
    """
    placed = PLACED.fullmatch(said)
    if not placed:
        return Fault(place="", reason=said)
    place = f"{placed['file']}:{placed['line']}"
    file = Path(placed["file"])
    readable = any(file.is_relative_to(folder) for folder in folders)
    lines = _around(file, int(placed["line"])) if readable else ()
    return Fault(place=place, reason=placed["reason"], lines=lines)


def _around(file: Path, wrong: int) -> tuple[Line, ...]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ()
    first = max(0, wrong - 1 - AROUND)
    return tuple(
        Line(number=number, text=line[:LONGEST], wrong=number == wrong)
        for number, line in enumerate(text[first : wrong + AROUND], first + 1)
    )
