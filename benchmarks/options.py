"""What a benchmark is asked: how much to measure, and where it may write."""

import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`quick` leaves the large measures out; `work` is a folder to fill and to leave."""

    work: Path
    quick: bool = False


def say(line: str) -> None:
    """Tell whoever waits what is being measured: on stderr, so that the figures stay clean."""
    print(line, file=sys.stderr, flush=True)
