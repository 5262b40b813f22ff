"""One new post among 100,000, in 40 themes and by 900 authors: how long the build takes, and how much memory."""

import sys
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from shutil import rmtree
from statistics import median

from benchmarks.figures import MIB, Aim, Figure
from benchmarks.measure import Run, run
from benchmarks.options import Options, say
from benchmarks.posts import originals, split

COUNT, THEMES, AUTHORS, TIMES = 100_000, 40, 900, 5
# Posts that are neither a line nor a book.
SHORTEST, LONGEST = 300, 3_500
SETTINGS = """\
[site]
title = "Many"
url = "https://example.org/"
[[sources]]
name = "posts"
path = "posts"
"""
POST = """\
---
title: "Post {number}"
date: 20{year:02}-{month:02}-{day:02}T12:00:00Z
author: "Author {author}"
tags: [t{theme}]
---
{body}
"""


def figures(options: Options) -> Iterator[Figure]:
    """Yield time and memory of a build after one new post; nothing where only the quick ones are asked for."""
    if options.quick:
        return
    folder = options.work / "many"
    say(f"{COUNT:,} posts: the first build takes minutes")
    _write(folder)
    _build(folder)
    runs = [_with_one_more(folder, number) for number in range(TIMES)]
    seconds, memory = median(one.seconds for one in runs), max(one.largest for one in runs)
    name = f"one new post among {COUNT:,}"
    yield Figure(name=name, unit="s", ours=seconds, aim=Aim(bound=1.0, strict=True))
    yield Figure(
        name=f"{name}: largest process", unit="MB", ours=memory, aim=Aim(bound=150 * MIB, strict=True)
    )


def _write(folder: Path) -> None:
    rmtree(folder, ignore_errors=True)
    bodies = [body for one in originals()[1] if SHORTEST < len(body := split(one.text)[1]) < LONGEST]
    for number, body in enumerate(islice(cycle(bodies), COUNT)):
        _write_post(folder, number, body)
    themes = "".join(
        f'[[themes]]\nname = "Theme {number}"\ntags = ["t{number}"]\n' for number in range(THEMES)
    )
    (folder / "publisher.toml").write_text(SETTINGS + themes, encoding="utf-8")


def _write_post(folder: Path, number: int, body: str) -> None:
    year, month, day = number % 20, number // 20 % 12 + 1, number // 240 % 28 + 1
    # Numbers without a common factor, so that each author writes on many themes.
    author, theme = number * 7 % AUTHORS, number * 11 % THEMES
    file = folder / "posts" / f"20{year:02}" / f"{month:02}" / f"{number}.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    values = {"number": number, "year": year, "month": month, "day": day, "author": author, "theme": theme}
    file.write_text(POST.format(**values, body=body), encoding="utf-8")


def _with_one_more(folder: Path, number: int) -> Run:
    _write_post(folder, COUNT + number * 20 + 19, "One more.")
    return _build(folder)


def _build(folder: Path) -> Run:
    return run([sys.executable, "-m", "publisher", "build"], folder=folder)
