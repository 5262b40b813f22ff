"""`publisher send-test`."""

from datetime import UTC, datetime
from pathlib import Path

import click

from publisher.app import App, start
from publisher.cli.preview import option_at, option_note, preview_of
from publisher.errors import SettingsError, TransportError
from publisher.preview import marked_as_test
from publisher.transport import Server, send


@click.command("send-test")
@click.argument("digest")
@click.argument("address")
@option_at
@option_note
@click.pass_obj
def send_test(config: str | None, digest: str, address: str, at: str | None, note: Path | None) -> None:
    """Send the edition of DIGEST that would go out to ADDRESS alone, its subject marked [Test].

    The server is that of [smtp]. Nothing is recorded, and nobody else gets it.
    """
    app = start(config)
    made = preview_of(app, digest, at, note=note)
    message = marked_as_test(app.settings, made, address, datetime.now(UTC))
    server = server_of(app)
    try:
        send(message, server)
    except TransportError as error:
        if error.permanent:
            raise
        raise TransportError(f"{error}; [smtp] says which mail server", permanent=False) from error
    click.echo(f"{message['Subject']}: given to {server} for {address}")


def server_of(app: App) -> Server:
    """Return the server of the settings, its password read from the file that has it."""
    smtp = app.settings.smtp
    password = ""
    if smtp.password_file:
        file = app.settings.file.absolute().parent / smtp.password_file
        try:
            password = file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(
                f"{app.settings.file}: smtp.password_file: {file}: {error.strerror}"
            ) from error
    return Server(
        host=smtp.host, port=smtp.port, security=smtp.security, username=smtp.username, password=password
    )
