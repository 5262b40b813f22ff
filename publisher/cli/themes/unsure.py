"""`publisher themes unsure`."""

import click

from publisher.app import start
from publisher.catalog import themes
from publisher.cli import option_json
from publisher.cli.console import print_json, print_table
from publisher.cli.themes.posts import check_themes, name_of


@click.command("unsure")
@click.option("--count", type=click.IntRange(1), help="How many; else all.")
@option_json
@click.pass_obj
def command(config: str | None, *, count: int | None, as_json: bool) -> None:
    """List the posts that the classifier is not sure of, those nearest to a decision first.

    They stand under no theme, in a digest under its last heading. Put one under a theme with publisher themes set:
    the classifier learns from it.
    """
    app = start(config)
    check_themes(app.settings)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = themes.unsure(connection)
    shown = found[:count] if count else found
    if as_json:
        posts = [
            {
                "guid": one.guid,
                "source": one.place[0],
                "path": one.place[1],
                "title": one.title,
                "guess": one.placing.guess,
                "confidence": one.placing.confidence,
            }
            for one in shown
        ]
        print_json({"unsure": len(found), "posts": posts})
        return
    if not found:
        click.echo("there is none: every post is under a theme, or the editor said that it is under none")
        return
    rows = [
        (
            one.title,
            f"{name_of(app.settings, one.placing.guess)}?",
            f"{one.placing.confidence:.0%}",
            one.place[1],
        )
        for one in shown
    ]
    print_table([("post", "best guess", "confidence", "path"), *rows], right=(2,))
    if len(shown) < len(found):
        click.echo(f"and {len(found) - len(shown):,} more")
