"""What commands say: progress on stderr (a bar on a terminal, plain lines elsewhere), results on stdout."""

import json
import sys
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import click

from publisher.config import Settings
from publisher.model import Notice

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

# How many notices of a kind are shown before the rest are only counted.
SHOWN = 20
# Seconds between plain lines, and before the first: short work says nothing.
PATIENCE = 2.0


class Reporter:
    """Shows how far long work is. Call it with what is being done, how many are done, and of how many."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet
        self._bar: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._last = time.monotonic()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._quiet:
            return
        if sys.stderr.isatty():
            self._show_bar(what, done, total)
        elif time.monotonic() - self._last > PATIENCE:
            self._last = time.monotonic()
            click.echo(f"{what}: {done:,}" + (f" of {total:,}" if total else ""), err=True)

    def _show_bar(self, what: str, done: int, total: int) -> None:
        if self._bar is None:
            if time.monotonic() - self._last < PATIENCE / 10:
                return
            self._bar = _start_bar()
        if what not in self._tasks:
            self._tasks[what] = self._bar.add_task(what, total=total or None)
        self._bar.update(self._tasks[what], completed=done, total=total or None)


def _start_bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar


def print_table(rows: Sequence[Sequence[str]], right: Collection[int] | None = None) -> None:
    """Print *rows*, the headings first; columns but the first are set to the right, or those in *right*.

    Wide characters (Unicode UAX 11) take two places.
    """
    from rich.cells import cell_len  # slow to load

    widths = [max(cell_len(row[column]) for row in rows) for column in range(len(rows[0]))]
    flush = range(1, len(widths)) if right is None else right
    for row in rows:
        cells = [
            " " * (width - cell_len(cell)) + cell
            if column in flush
            else cell + " " * (width - cell_len(cell))
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.echo("  ".join(cells).rstrip())


def print_json(value: dict[str, Any]) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def notice_as_json(notice: Notice) -> dict[str, Any]:
    """Return a notice for machines; `line` is 0 where it is about the file as a whole."""
    return {"source": notice.source, "path": notice.path, "line": notice.line, "reason": notice.reason}


def show_notices(kind: str, notices: Iterable[Notice], settings: Settings) -> None:
    """Print notices on stderr as `kind: path:line: reason`, each path one that can be opened."""
    folders = {source.name: source.path for source in settings.sources}
    found = tuple(notices)
    for notice in found[:SHOWN]:
        where = readable(folders.get(notice.source, Path()) / notice.path)
        line = f":{notice.line}" if notice.line else ""
        click.echo(f"{click.style(kind, fg='yellow')}: {where}{line}: {notice.reason}", err=True)
    if len(found) > SHOWN:
        click.echo(f"{kind}: and {len(found) - SHOWN:,} more; --json lists them all", err=True)


def readable(path: Path) -> str:
    """Return *path* relative to the current folder where it lies below it."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
