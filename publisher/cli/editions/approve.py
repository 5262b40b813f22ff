"""`publisher editions approve`."""

import click

from publisher.app import start
from publisher.cli import clock
from publisher.cli.editions.named import argument, edition_of
from publisher.cli.issue import publish
from publisher.issuing import Desk


@click.command("approve")
@argument
@click.pass_obj
def command(config: str | None, edition: str) -> None:
    """Release an edition that waits for approval (approve = true): its page and feed entry are written at once."""
    app, now = start(config), clock.now()
    with app.open_catalog() as catalog:
        with catalog.reading() as connection:
            found = edition_of(connection, edition)
        Desk(settings=app.settings, catalog=catalog, templates=app.templates).release(found, now)
        publish(app, catalog, now)
    click.echo(f"{found.name} released")
