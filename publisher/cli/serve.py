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
@click.option(
    "--watch/--no-watch",
    default=True,
    help="Whether previews follow what is saved: templates, posts, settings. They do by default.",
)
@option_json
@click.pass_obj
def serve(
    config: str | None, port: int | None, operator_port: int | None, *, watch: bool, as_json: bool
) -> None:
    """Serve the output directory to the public, and previews of the digests to the operator.

    Two addresses, from [web]: the first may be reached by anyone, the second is for this machine only.
    Ctrl-C ends it.

    An open preview loads itself anew when a template, a post or a setting is saved: posts are synced into the
    catalog, and nothing is built. On a network drive that tells of no change, set WATCHFILES_FORCE_POLLING=1.
    """
    # What is built can be served without the posts, and previewed once they are there.
    app = start(config, need_folders=False)
    web = app.settings.web
    doors = addresses(web.address, port), addresses(web.operator_address, operator_port)
    feed = app.settings.feeds.paths.get("atom", "feeds/atom.xml").lstrip("/")
    say = partial(_say_json if as_json else _say, feed)
    serve_both(app, *doors, clock=lambda: datetime.now(UTC), say=say, warn=_warn, watch=watch)


def _say(feed: str, site: str, previews: str, digests: tuple[str, ...]) -> None:
    click.echo(f"site      {site}")
    click.echo(f"feeds     {site}feeds/ (all posts: {site}{feed})")
    click.echo(f"previews  {previews}preview/")
    for name in digests:
        click.echo(f"          {previews}preview/{name}/")
    click.echo("Ctrl-C ends it")


def _warn(said: str) -> None:
    click.echo(f"{click.style('warning', fg='yellow')}: {said}", err=True)


def _say_json(feed: str, site: str, previews: str, digests: tuple[str, ...]) -> None:
    print_json(
        {
            "site": site,
            "feed": f"{site}{feed}",
            "previews": {name: f"{previews}preview/{name}/" for name in digests},
        }
    )
