"""How long a command takes before it does anything: imports are part of every one."""

import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.figures import Aim, Figure
from benchmarks.measure import run
from benchmarks.options import Options, say
from benchmarks.tools import hugo_binary

COMMANDS = {
    "publisher": (sys.executable, "-m", "publisher", "--version"),
    "hugo": (hugo_binary(), "version"),
    "pelican": (sys.executable, "-m", "pelican", "--version"),
}
TIMES = 5


def figures(options: Options) -> Iterator[Figure]:
    """Yield the time of `publisher --version`, beside the others' own."""
    say("start-up: each command's version")
    options.work.mkdir(parents=True, exist_ok=True)
    rounds = [{name: run(command, folder=options.work).seconds for name, command in COMMANDS.items()}
              for _ in range(TIMES)]  # fmt: skip
    middle = {name: median(times[name] for times in rounds) for name in COMMANDS}
    ours = middle.pop("publisher")
    yield Figure(name="--version", unit="ms", ours=ours, others=middle, aim=Aim(bound=0.150, strict=True))
