"""`publisher editions list`."""

import click

from publisher.app import start
from publisher.catalog import editions
from publisher.catalog.schema import edition as table
from publisher.cli import option_json
from publisher.cli.console import print_json, print_table
from publisher.cli.editions.named import local, values


@click.command("list")
@click.argument("digest", required=False)
@option_json
@click.pass_obj
def command(config: str | None, digest: str | None, *, as_json: bool) -> None:
    """List the editions of DIGEST, or of every digest, the newest last.

    A draft waits for `publisher editions approve`; a cancelled one keeps its number, and its posts wait for the next.
    """
    app = start(config)
    conditions = [table.c.digest == digest] if digest else []
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = tuple(editions.every(connection, *conditions))
    if as_json:
        print_json({"editions": [values(edition) for edition in found]})
    elif not found:
        click.echo("no edition was issued yet; publisher issue DIGEST does, and publisher run on schedule")
    else:
        rows = [
            (
                edition.name,
                local(app, edition, edition.slot),
                edition.status if edition.mailed else f"{edition.status}, not mailed",
                f"{len(edition.posts):,}",
                edition.subject,
            )
            for edition in found
        ]
        print_table([("edition", "slot", "status", "posts", "subject"), *rows], right=(3,))
