"""`publisher serve`."""

from datetime import UTC, datetime
from functools import partial

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json
from publisher.web import addresses, serve_both


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The public's port, in place of [web] address.")
@click.option(
    "--operator-port",
    type=click.IntRange(0, 65535),
    help="The operator's port, in place of [web] operator_address.",
)
@option_json
@click.pass_obj
def serve(config: str | None, port: int | None, operator_port: int | None, *, as_json: bool) -> None:
    """Serve the output directory to the public, and previews of the digests to the operator.

    Two addresses, from [web]: the first may be reached by anyone, the second is for this machine only.
    Ctrl-C ends it.
    """
    app = start(config)
    web = app.settings.web
    doors = addresses(web.address, port), addresses(web.operator_address, operator_port)
    feed = app.settings.feeds.paths.get("atom", "feeds/atom.xml").lstrip("/")
    say = partial(_say_json if as_json else _say, feed)
    serve_both(app, *doors, clock=lambda: datetime.now(UTC), say=say)


def _say(feed: str, site: str, previews: str, digests: tuple[str, ...]) -> None:
    click.echo(f"site      {site}")
    click.echo(f"feeds     {site}feeds/ (all posts: {site}{feed})")
    click.echo(f"previews  {previews}preview/")
    for name in digests:
        click.echo(f"          {previews}preview/{name}/")
    click.echo("Ctrl-C ends it")


def _say_json(feed: str, site: str, previews: str, digests: tuple[str, ...]) -> None:
    print_json(
        {
            "site": site,
            "feed": f"{site}{feed}",
            "previews": {name: f"{previews}preview/{name}/" for name in digests},
        }
    )
