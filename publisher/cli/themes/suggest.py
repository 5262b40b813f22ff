"""`publisher themes suggest`."""

import json
from typing import Any

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import Reporter, print_json
from publisher.sync.texts import read_texts
from publisher.themes.suggesting import Suggestion, suggest
from publisher.workers import Workers


@click.command("suggest")
@click.option(
    "--count", type=click.IntRange(2, 40), help="How many themes; by default as many as suit the archive."
)
@option_json
@click.pass_obj
def command(config: str | None, *, count: int | None, as_json: bool) -> None:
    """Propose themes for an archive: settings to paste, each with its keywords, its size and typical titles.

    It looks at titles and texts alone, at no tag and no theme that is declared already, and changes nothing.
    """
    app = start(config)
    with Workers() as workers, Reporter(quiet=as_json) as progress:
        texts = read_texts(app.settings, workers, progress)
    found = suggest(texts, count)
    if as_json:
        print_json(_as_json(found))
    else:
        click.echo(_as_settings(found))


def _as_json(found: Suggestion) -> dict[str, Any]:
    return {
        "themes": [
            {"name": one.name, "keywords": one.keywords, "posts": one.posts, "titles": one.titles}
            for one in found.themes
        ],
        "posts": found.posts,
        "left_out": found.left_out,
    }


def _as_settings(found: Suggestion) -> str:
    head = f"# {len(found.themes)} themes for {found.posts:,} posts"
    parts = [head]
    for one in found.themes:
        lines = [f"# {one.posts:,} posts:", *(f"#   {title}" for title in one.titles), "[[themes]]"]
        lines += [f"name = {_toml(one.name)}", f"keywords = [{', '.join(map(_toml, one.keywords))}]"]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _toml(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
