"""Building feeds from the same posts: all of them, after one has changed, and with nothing changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.figures import MIB, Aim, Figure
from benchmarks.measure import Run, run
from benchmarks.options import Options, say
from benchmarks.posts import change_newest, originals, write_posts
from benchmarks.tools import TOOLS, Tool, publisher

SMALL, LARGE, BEYOND = 2_000, 20_000, 40_000
TIMES, SHORT_TIMES = 3, 5
MEMORY = Aim(bound=200 * MIB, strict=True)
FULL = Aim(bound=2, of="hugo")
FULL_PELICAN = Aim(bound=1 / 8, of="pelican", strict=True)
CHANGED = Aim(bound=0.25, of="hugo")
FLAT = Aim(bound=1.1)

Runs = dict[str, list[Run]]


class UnequalError(Exception):
    """The tools did not build the same feeds, so their times say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """The tools in one folder of posts; what the figures call it."""

    label: str
    tools: tuple[Tool, ...]
    work: Path


def figures(options: Options) -> Iterator[Figure]:
    """Yield the figures for 2,000 posts and, unless quick, for 20,000, and how memory grows beyond."""
    yield from _measured(_bench(options.work, SMALL), judged=False)
    if options.quick:
        return
    large = _bench(options.work, LARGE)
    yield from _measured(large, judged=True)
    yield _growth(options.work, large)


def _bench(work: Path, count: int, makers: Sequence[Callable[[Path], Tool]] = TOOLS) -> Bench:
    source, posts = originals()
    say(f"{count:,} posts: made from {len(posts):,} of {source}")
    folder = work / str(count)
    write_posts(folder / "posts", posts, count)
    return Bench(label=f"{count:,}", tools=tuple(maker(folder) for maker in makers), work=folder)


def _measured(bench: Bench, *, judged: bool) -> Iterator[Figure]:
    full = _full_builds(bench, once=("pelican",) if judged else ())
    _same_feeds(bench)
    yield from _full_figures(bench, full, judged=judged)
    changed = _rebuilds(
        bench, f"{bench.label} posts: one changed", TIMES, lambda: change_newest(bench.work / "posts")
    )
    yield _figure(f"{bench.label}: one post changed", changed, CHANGED if judged else None)
    yield _figure(
        f"{bench.label}: nothing changed",
        _rebuilds(bench, f"{bench.label} posts: nothing changed", SHORT_TIMES),
    )


def _full_builds(bench: Bench, *, once: Sequence[str]) -> Runs:
    """Return the runs of each tool from nothing, in turns; the tools in *once* have one turn."""
    runs: Runs = {tool.name: [] for tool in bench.tools}
    for turn in range(TIMES):
        for tool in bench.tools:
            if turn == 0 or tool.name not in once:
                runs[tool.name].append(_full_build(bench, tool))
    return runs


def _full_build(bench: Bench, tool: Tool, *, watch: bool = False) -> Run:
    tool.forget()
    done = run(tool.command, folder=tool.folder, watch=watch)
    say(f"{bench.label} posts: full build, {tool.name}: {done.seconds:.2f} s")
    return done


def _rebuilds(bench: Bench, what: str, times: int, change: Callable[[], object] = bool) -> Runs:
    """Return *times* runs, in turns, of the tools that build where they stand, *change* before each.

    Pelican has no part in it: it would do the whole build again.
    """
    say(what)
    tools = [tool for tool in bench.tools if tool.name != "pelican"]
    runs: Runs = {tool.name: [] for tool in tools}
    for _ in range(times):
        change()
        for tool in tools:
            runs[tool.name].append(run(tool.command, folder=tool.folder))
    return runs


def _same_feeds(bench: Bench) -> None:
    counts = {tool.name: tool.counts() for tool in bench.tools}
    say(f"{bench.label} posts: items in the main feed, and author feeds: {counts}")
    if len(set(counts.values())) != 1:
        raise UnequalError(f"not the same feeds (items in the main one, author feeds): {counts}")


def _full_figures(bench: Bench, full: Runs, *, judged: bool) -> Iterator[Figure]:
    yield _figure(f"{bench.label}: full build", full, FULL if judged else None)
    if judged:
        yield _figure(f"{bench.label}: full build", full, FULL_PELICAN)
    yield _figure(f"{bench.label}: full build, processor time", full, of=lambda run: run.cpu)
    ours = next(tool for tool in bench.tools if tool.name == "publisher")
    watched = _full_build(bench, ours, watch=True)
    others = {name: float(max(run.largest for run in runs)) for name, runs in full.items()}
    largest = others.pop("publisher")
    aim = MEMORY if judged else None
    yield Figure(
        name=f"{bench.label}: peak memory, largest process", unit="MB", ours=largest, others=others, aim=aim
    )
    together = float(watched.together)
    yield Figure(
        name=f"{bench.label}: peak memory, all processes", unit="MB", ours=together, others=others, aim=aim
    )


def _figure(
    name: str, runs: Runs, aim: Aim | None = None, *, of: Callable[[Run], float] = lambda run: run.seconds
) -> Figure:
    middle = {tool: median(map(of, done)) for tool, done in runs.items()}
    return Figure(name=name, unit="s", ours=middle.pop("publisher"), others=middle, aim=aim)


def _growth(work: Path, large: Bench) -> Figure:
    """Return the peak memory of a build of 40,000 posts, divided by that of 20,000: all processes."""
    beyond = _bench(work, BEYOND, (publisher,))
    more = _full_build(beyond, beyond.tools[0], watch=True).together
    less = _full_build(large, large.tools[0], watch=True).together
    return Figure(
        name=f"memory of {BEYOND:,} by that of {LARGE:,}", unit="", ours=more / max(less, 1), aim=FLAT
    )
