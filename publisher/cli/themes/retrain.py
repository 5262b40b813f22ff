"""`publisher themes retrain`."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from publisher.app import App, start
from publisher.catalog.themes import Placed, Placing
from publisher.cli import option_json
from publisher.cli.console import Reporter, print_json, print_table
from publisher.cli.themes.posts import check_themes, name_of
from publisher.config.corrections import corrections_file, read_corrections
from publisher.sync.sorting import retrain

Moves = Sequence[tuple[Placed, Placing]]


@click.command("retrain")
@click.option("--yes", is_flag=True, help="Move the posts without asking.")
@option_json
@click.pass_obj
def command(config: str | None, *, yes: bool, as_json: bool) -> None:
    """Let the classifier learn anew, and show which posts would move; then ask whether to move them.

    Otherwise a post stays under the theme that it was once put under, as readers have seen it there. What tags and
    the editor decided does not move. Without a terminal nothing is moved unless --yes says so.
    """
    app = start(config)
    check_themes(app.settings)
    moves = _run(app, quiet=as_json, keep=yes)
    if as_json:
        print_json({"moved": yes, "moves": [_as_json(*move) for move in moves]})
        return
    _show(moves, app)
    if yes or not moves:
        return
    if sys.stdin.isatty() and click.confirm(f"Move {_posts(len(moves))}?"):
        _run(app, quiet=False, keep=True)
        click.echo("moved; publisher build brings it to feeds and pages")
    elif not sys.stdin.isatty():
        click.echo("nothing was moved: publisher themes retrain --yes does")


def _run(app: App, *, quiet: bool, keep: bool) -> Moves:
    corrections = read_corrections(corrections_file(app.settings.file), app.settings.themes)
    with app.open_catalog() as catalog, Reporter(quiet=quiet) as progress:
        return retrain(catalog, app.settings, corrections, progress, keep=keep)


def _show(moves: Moves, app: App) -> None:
    if not moves:
        click.echo("no post would move")
        return
    rows = [
        (
            one.title,
            name_of(app.settings, one.placing.theme),
            name_of(app.settings, placing.theme),
            f"{placing.confidence:.0%}",
        )
        for one, placing in moves
    ]
    print_table([("post", "from", "to", "confidence"), *rows], right=(3,))
    click.echo(f"{_posts(len(moves))} to move")


def _posts(number: int) -> str:
    return f"{number:,} {'post' if number == 1 else 'posts'}"


def _as_json(one: Placed, placing: Placing) -> dict[str, Any]:
    return {
        "guid": one.guid,
        "source": one.place[0],
        "path": one.place[1],
        "title": one.title,
        "from": one.placing.theme,
        "to": placing.theme,
        "confidence": placing.confidence,
    }
