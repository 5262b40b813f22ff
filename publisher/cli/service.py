"""`publisher service`."""

import re
import sys
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from publisher.app import App, start
from publisher.errors import InputError
from publisher.hosting.systemd import Installation, unit

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")


@click.group()
def service() -> None:
    """Print what starts the service with the machine."""


@service.command()
@click.option("--user", metavar="NAME", help="Who it runs as; else the owner of the settings file.")
@click.option("--name", default="publisher", show_default=True, help="What the unit is called.")
@click.option("--no-web", is_flag=True, help="Run publisher scheduler, where another server shows the site.")
@click.pass_obj
def systemd(config: str | None, user: str | None, name: str, *, no_web: bool) -> None:
    """Print a unit for systemd that runs the service with no more rights than it needs.

    \b
      publisher build
      publisher service systemd | sudo tee /etc/systemd/system/publisher.service
      sudo systemctl daemon-reload
      sudo systemctl enable --now publisher

    \b
      systemctl status publisher      how it is, and when the next edition is due
      journalctl -u publisher -f      what it does
      sudo systemctl reload publisher  after a change of the settings

    The unit has the absolute paths of this program, of the settings and of the folders that are written to: print it
    again when one of them moves. The text is made from templates/hosting/publisher.service, which you may copy beside
    your settings and change.
    """
    if not NAME.fullmatch(name):
        raise InputError(f"--name: {name}: allowed are letters, digits, dots, - and _")
    app = start(config)
    installation = _installation(app, "scheduler" if no_web else "run")
    click.echo(unit(app.templates, installation, user=user or _owner(app.settings.file), name=name), nl=False)
    for folder in installation.writes:
        if not folder.is_dir():
            said = f"{folder}: is not there yet, and systemd wants it: run publisher build before it starts"
            click.echo(f"{click.style('warning', fg='yellow')}: {said}", err=True)


def _installation(app: App, command: str) -> Installation:
    settings = app.settings
    file = settings.file.absolute()
    url = make_url(settings.catalog.database)
    data = (Path(url.database).parent,) if url.get_backend_name() == "sqlite" and url.database else ()
    return Installation(
        title=settings.site.title,
        command=(*_program(), "--config", str(file), command),
        settings=file,
        writes=(*data, settings.output.directory),
        reads=tuple(source.path for source in settings.sources),
        postgresql=not data,
    )


def _program() -> tuple[str, ...]:
    """Return the command that this program was started as, by its absolute path."""
    beside = Path(sys.executable).with_name("publisher")
    return (str(beside),) if beside.is_file() else (sys.executable, "-m", "publisher")


def _owner(file: Path) -> str:
    """Return who owns *file*; InputError where that is root, as nothing here needs that."""
    import pwd

    number = file.stat().st_uid
    if number == 0:
        raise InputError(
            f"{file}: belongs to root, and the service should not run as root: name who owns the folders with --user "
            "(sudo useradd --system publisher; sudo chown -R publisher: FOLDER)"
        )
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
