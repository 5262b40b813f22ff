"""`publisher themes list`."""

import click

from publisher.app import start
from publisher.catalog import themes
from publisher.cli import option_json
from publisher.cli.console import print_json, print_table
from publisher.cli.themes.posts import check_themes
from publisher.sync.learning import find_model

DECIDERS = ("tag", "editor", "classifier")


@click.command("list")
@option_json
@click.pass_obj
def command(config: str | None, *, as_json: bool) -> None:
    """List the themes: how many posts each has, and who decided so.

    A post's own tags decide first, unless the editor said otherwise (publisher themes set); the classifier has the
    rest. What it is not sure of is in no theme: publisher themes unsure lists those.
    """
    app = start(config)
    check_themes(app.settings)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        counts = themes.counts(connection)
        model = find_model(themes.recall_model(connection))
    rows = [
        (theme.name, theme.slug, [counts.get((theme.slug, by), 0) for by in DECIDERS])
        for theme in app.settings.themes
    ]
    unsure, aside = counts.get(("", "classifier"), 0), counts.get(("", "editor"), 0)
    if as_json:
        print_json(
            {
                "themes": [
                    {
                        "name": name,
                        "slug": slug,
                        "posts": sum(by),
                        "by": dict(zip(DECIDERS, by, strict=True)),
                    }
                    for name, slug, by in rows
                ],
                "unsure": unsure,
                "set_aside": aside,
                "classifier": {"posts": model.posts, "labels": model.labels, "confidence": model.least}
                if model
                else None,
            }
        )
        return
    table = [
        ("theme", "posts", "by tag", "by editor", "by classifier"),
        *((name, f"{sum(by):,}", *(f"{number:,}" for number in by)) for name, _, by in rows),
        ("none", f"{unsure + aside:,}", "", f"{aside:,}", f"{unsure:,}"),
    ]
    print_table(table)
    if model:
        click.echo(
            f"the classifier learnt from {model.posts:,} posts, {model.labels:,} of them under a theme by tag or "
            f"editor; it puts a post under a theme from {model.least:.0%} confidence on"
        )
    if unsure:
        posts = "post" if unsure == 1 else "posts"
        click.echo(f"{unsure:,} {posts} that it is not sure of: publisher themes unsure")
