"""`publisher serve`."""

from datetime import UTC, datetime

import click

from publisher.app import start
from publisher.web import addresses, serve_both


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The public's port, in place of [web] address.")
@click.option(
    "--operator-port",
    type=click.IntRange(0, 65535),
    help="The operator's port, in place of [web] operator_address.",
)
@click.pass_obj
def serve(config: str | None, port: int | None, operator_port: int | None) -> None:
    """Serve the output directory to the public, and previews of the digests to the operator.

    Two addresses, from [web]: the first may be reached by anyone, the second is for this machine only.
    Ctrl-C ends it.
    """
    app = start(config)
    web = app.settings.web
    doors = addresses(web.address, port), addresses(web.operator_address, operator_port)
    serve_both(app, *doors, clock=lambda: datetime.now(UTC), say=click.echo)
