"""The real command, in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object that it printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment for a command: ours without settings, and *more*."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PUBLISHER_")}
    return {**ours, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "default", **(more or {})}


def publisher(*arguments: str, folder: Path, environ: Mapping[str, str] | None = None) -> Outcome:
    """Return what `publisher` with *arguments* does when it is run in *folder*."""
    done = subprocess.run(
        [sys.executable, "-m", "publisher", *arguments],
        cwd=folder,
        env=environment(environ),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


def failure(outcome: Outcome) -> str:
    """Return the one line of a deliberate error."""
    assert outcome.status == 1
    assert outcome.out == ""
    assert outcome.err.startswith("publisher: ")
    assert outcome.err.count("\n") == 1
    return outcome.err.removeprefix("publisher: ").rstrip("\n")
