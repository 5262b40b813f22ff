"""`publisher editions show`."""

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json
from publisher.cli.editions.named import argument, edition_of, local, values
from publisher.composing import web_url


@click.command("show")
@argument
@option_json
@click.pass_obj
def command(config: str | None, edition: str, *, as_json: bool) -> None:
    """Say what is in an edition: its slot, its status, its posts by section, each as it was then."""
    app = start(config)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = edition_of(connection, edition)
    if as_json:
        sections = [
            {
                "heading": section.heading,
                "slug": section.slug,
                "posts": [
                    {"guid": post.guid, "title": post.title, "url": post.url} for post in section.posts
                ],
            }
            for section in found.sections
        ]
        print_json({**values(found), "sections": sections})
        return
    click.echo(f"{found.name}: {found.subject}")
    click.echo(
        f"slot {local(app, found, found.slot)}, issued {local(app, found, found.issued)}, {found.status}"
    )
    if found.status == "released":
        click.echo(web_url(app.settings, found.digest, found.number))
    for section in found.sections:
        click.echo(f"\n{click.style(section.heading or 'posts', bold=True)} {len(section.posts):,}")
        for post in section.posts:
            click.echo(f"  {post.title}")
