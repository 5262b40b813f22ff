"""`publisher editions cancel`."""

import click

from publisher.app import start
from publisher.cli import clock
from publisher.cli.editions.named import argument, edition_of
from publisher.cli.issue import publish
from publisher.issuing import Desk


@click.command("cancel")
@argument
@click.pass_obj
def command(config: str | None, edition: str) -> None:
    """Cancel an edition of which nothing was sent: its page goes, and its posts wait for the next.

    Its number and its slot stay taken: no other edition gets them. Mind that this holds for one that was
    backfilled too: its old posts are in the next edition, which is mailed.
    """
    app, now = start(config), clock.now()
    with app.open_catalog() as catalog:
        with catalog.reading() as connection:
            found = edition_of(connection, edition)
        Desk(settings=app.settings, catalog=catalog, templates=app.templates).cancel(found, now)
        publish(app, catalog, now)
    posts = "post waits" if len(found.posts) == 1 else "posts wait"
    click.echo(f"{found.name} cancelled: {len(found.posts):,} {posts} for the next edition")
