"""`publisher editions export`."""

from pathlib import Path

import click

from publisher.addressing import edition_message, read_part
from publisher.app import start
from publisher.catalog import editions
from publisher.cli.console import readable
from publisher.cli.editions.named import argument, edition_of
from publisher.errors import InputError, OutputError


@click.command("export")
@argument
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.pass_obj
def command(config: str | None, edition: str, folder: Path) -> None:
    """Write the mail of an edition into DIR, ready for any program that sends: .eml, .html and .txt.

    Links to unsubscribe and to the preferences are those of [mail]; one that is not set there stays as the
    placeholder {{unsubscribe_url}} or {{preferences_url}}, which most services that send newsletters can fill in.
    """
    app = start(config)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = edition_of(connection, edition)
        html, text = editions.mail(connection, found.digest, found.number)
    if found.status == "cancelled":
        raise InputError(
            f"{found.name} was cancelled: its posts are in another edition, or wait for the next"
        )
    if found.status == "draft":
        click.echo(f"{found.name} waits for approval: publisher editions approve {found.name}", err=True)
    message = edition_message(app.settings, found, html, text)
    name = f"{found.digest}-{found.number}"
    contents = {
        f"{name}.eml": message.as_bytes(),
        f"{name}.html": read_part(message, "html").encode(),
        f"{name}.txt": read_part(message, "plain").encode(),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, content in contents.items():
            (folder / file).write_bytes(content)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be written: {error.strerror}") from error
    click.echo("\n".join(readable((folder / file).absolute()) for file in contents))
