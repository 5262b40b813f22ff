"""All benchmarks in one run: a table for people, `--json` for programs. A new one is a line in BENCHMARKS."""

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import builds, feeds, many, serving, startup
from benchmarks.figures import Figure, as_json, table
from benchmarks.options import Options

WORK = Path(__file__).resolve().parent / "work"
BENCHMARKS: dict[str, Callable[[Options], Iterator[Figure]]] = {
    "startup": startup.figures,
    "builds": builds.figures,
    "feeds": feeds.figures,
    "many": many.figures,
    "serving": serving.figures,
}
TOOLS = ("hugo", "pelican", "feedgen", "nginx")
FOOT = """\
Each time is that of a whole process: the middle of three, in turns with the others; of five for what is
short. Pelican builds the 20,000 once, and is left out where it would only do the same again. A full build
has an empty output folder and, for us, an empty catalog. The feeds are the same: all posts, and each
author's, the newest fifty in full. Hugo writes them as RSS, Pelican as RSS and Atom, we as RSS, Atom and JSON
Feed; we also sanitise the posts, summarise them, write archives and compressed copies, and keep a catalog.
Our memory is that of one more build. Feeds alone are timed without reading posts; a thousand answers of a server
are timed with 32 connections, one process of ours beside one worker of nginx."""


def main() -> None:
    """Measure what the arguments ask for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=[*BENCHMARKS], help="this benchmark; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="2,000 posts only")
    parser.add_argument("--json", action="store_true", help="print one JSON object, in seconds and bytes")
    asked = parser.parse_args()
    options = Options(work=WORK, quick=asked.quick)
    found = [figure for name in asked.only or BENCHMARKS for figure in BENCHMARKS[name](options)]
    print(_as_json(found) if asked.json else f"{_machine()}\n\n{table(found, TOOLS)}\n\n{FOOT}")


def _as_json(found: list[Figure]) -> str:
    return json.dumps({"machine": _machine(), "figures": [as_json(figure) for figure in found]}, indent=2)


def _machine() -> str:
    system, python = f"{platform.system()} {platform.machine()}", f"Python {platform.python_version()}"
    return f"{system}, {os.cpu_count()} processors, {python}"


if __name__ == "__main__":
    main()
