"""`publisher themes suggest`."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click
from babel import Locale

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import Reporter, print_json
from publisher.sync.texts import read_texts
from publisher.workers import Workers

if TYPE_CHECKING:
    from publisher.themes.suggesting import Proposal, Suggestion


@click.command("suggest")
@click.option(
    "--count",
    type=click.IntRange(2, 40),
    help="How many themes; by default as many as suit the size of the archive.",
)
@option_json
@click.pass_obj
def command(config: str | None, *, count: int | None, as_json: bool) -> None:
    """Propose themes for an archive: settings to paste, each with its size and typical titles.

    It looks at titles and texts alone, at no tag and no theme that is declared already, and changes nothing. The
    same archive gives the same proposal.
    """
    app = start(config)
    with Workers() as workers, Reporter(quiet=as_json) as progress:
        texts = read_texts(app.settings, workers, progress)
        progress("comparing", 0, len(texts))
        from publisher.themes.suggesting import suggest  # scipy takes a while to load

        found = suggest(texts, count)
    if as_json:
        print_json(_as_json(found))
    else:
        click.echo(as_settings(found))


def as_settings(found: "Suggestion") -> str:
    """Return what to paste: a table for each theme, and what was found as comments."""
    return "\n\n".join(["\n".join(_head(found)), *map(_settings, found.themes)])


def _head(found: "Suggestion") -> Iterator[str]:
    """Say what was read, what was not, and what to do next."""
    yield f"# {len(found.themes)} themes for {found.posts - sum(found.left_out.values()):,} posts."
    if found.left_out:
        often = sorted(found.left_out.items(), key=lambda one: (-one[1], one[0]))
        others = ", ".join(f"{number:,}{_language(tag)}" for tag, number in often)
        yield f"# Left out, as they are not in the language of most: {others}."
    yield "# Paste this into the settings, change what you know better, then: publisher build; publisher themes unsure"


def _language(tag: str) -> str:
    name = Locale("en").languages.get(tag)
    return f" in {name}" if name and tag != "und" else ""


def _settings(theme: "Proposal") -> str:
    lines = [f"# {theme.posts:,} posts, such as", *(f"#   {_plain(title)}" for title in theme.titles)]
    lines += ["[[themes]]", f"name = {_quoted(theme.name)}"]
    lines.append(f"keywords = [{', '.join(map(_quoted, theme.keywords))}]")
    return "\n".join(lines)


def _plain(title: str) -> str:
    """Return *title* on one line, without what no comment in TOML may hold (TOML 1.0, Comment)."""
    return " ".join("".join(char if char.isprintable() else " " for char in title).split())


def _quoted(text: str) -> str:
    """Return *text* as a basic string: JSON's is one, as no name has a control character."""
    return json.dumps(text, ensure_ascii=False)


def _as_json(found: "Suggestion") -> dict[str, Any]:
    themes = [
        {"name": one.name, "keywords": one.keywords, "posts": one.posts, "titles": one.titles}
        for one in found.themes
    ]
    return {"themes": themes, "posts": found.posts, "left_out": found.left_out}
