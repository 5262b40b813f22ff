"""All benchmarks in one run: a table for people, `--json` for programs. A new one is a line in BENCHMARKS."""

import argparse
import json
import os
import platform
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import builds, editions, feeds, many, serving, startup, themes
from benchmarks.figures import Figure, Share, as_json, share_table, table
from benchmarks.options import Options

WORK = Path(__file__).resolve().parent / "work"
BENCHMARKS: dict[str, Callable[[Options], Iterator[Figure | Share]]] = {
    "startup": startup.figures,
    "builds": builds.figures,
    "feeds": feeds.figures,
    "editions": editions.figures,
    "many": many.figures,
    "serving": serving.figures,
    "themes": themes.figures,
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

FOOT_OF_EDITIONS = """\
An edition is composed and rendered, HTML and text, from posts in memory, by a process that has made one before: the
middle of fifteen, and that of three processes. Jinja's share has all that templates call; the rest is composing,
checking the MJML, and keeping the edition short enough to be shown whole."""

FOOT_OF_SHARES = """\
Shares of posts put under the right theme, against labels that people gave and that are hidden: the mean of five
draws of the folds, of one with --quick. The tools have the same posts, labels and folds, and tf-idf of the same
terms. Met is "at least" within 0.01. Purity: how much of each suggested theme is of one true theme, with as many
themes as there truly are; posts that are left out count as wrong. Ten thousand posts are sorted on one core, with
imports, learning included."""


def main() -> None:
    """Measure what the arguments ask for, and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", choices=[*BENCHMARKS], help="this benchmark; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="2,000 posts only; one draw of the folds")
    parser.add_argument("--json", action="store_true", help="print one JSON object, in seconds and bytes")
    asked = parser.parse_args()
    options = Options(work=WORK, quick=asked.quick)
    found = [figure for name in asked.only or BENCHMARKS for figure in BENCHMARKS[name](options)]
    print(_as_json(found) if asked.json else "\n\n".join(_as_text(found)))


def _as_text(found: list[Figure | Share]) -> Iterator[str]:
    figures = [figure for figure in found if isinstance(figure, Figure)]
    shares = [figure for figure in found if isinstance(figure, Share)]
    yield _machine()
    if figures:
        tools = [tool for tool in TOOLS if any(tool in figure.others for figure in figures)]
        yield table(figures, tools)
        if tools:
            yield FOOT
    if any(figure.unit == "%" for figure in figures):
        yield FOOT_OF_EDITIONS
    if shares:
        yield share_table(shares)
        yield FOOT_OF_SHARES


def _as_json(found: list[Figure | Share]) -> str:
    return json.dumps({"machine": _machine(), "figures": [as_json(figure) for figure in found]}, indent=2)


def _machine() -> str:
    system, python = f"{platform.system()} {platform.machine()}", f"Python {platform.python_version()}"
    return f"{system}, {os.cpu_count()} processors, {python}"


if __name__ == "__main__":
    main()
