"""`publisher run` and `publisher scheduler`."""

import logging
import os
import socket
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

import click

from publisher.app import App, start
from publisher.catalog import Catalog
from publisher.cli.clock import clock_of
from publisher.cli.logs import Kind, log_as
from publisher.config.values import Web
from publisher.errors import PublisherError
from publisher.scheduler import Clock, Control, Notifier, Service, Signals
from publisher.scheduler.facts import facts
from publisher.scheduler.presence import Presence

log = logging.getLogger("publisher")

# The exit status of a fault in the program itself, as sysexits.h has it.
FAULT = 70

if TYPE_CHECKING:
    from publisher.web.doors import BothDoors

LOG = click.option(
    "--log",
    type=click.Choice(["text", "json"]),
    help="How it logs, on stderr: text on a terminal, else one JSON object a line.",
)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="The public's port, in place of [web] address.")
@click.option(
    "--operator-port",
    type=click.IntRange(0, 65535),
    help="The operator's port, in place of [web] operator_address.",
)
@LOG
@click.pass_obj
def run(config: str | None, port: int | None, operator_port: int | None, log: Kind | None) -> None:
    """Run the service: build, issue editions, and serve the site and the operator's pages.

    \b
    It builds      when it starts, when a file of a source is saved, and every [service] interval;
    it issues      the edition of each digest at its slot, and publishes its pages;
    it catches up  after a restart, a sleep or a changed clock: what was missed is decided as `grace` says.

    What goes wrong is logged, and tried again after 10 and 30 seconds, 1, 5 and 15 minutes, for as long as it takes.
    Several processes may run on one catalog: each slot has one edition, whoever comes first.

    \b
    SIGTERM, Ctrl-C  end it within ten seconds; a second Ctrl-C ends it at once
    SIGHUP           reads the settings again; wrong ones are refused, and the old ones stay

    \b
    Exit status:
      0    it was asked to end
      1    something that you can mend, in one line: settings, an address that is taken, a catalog out of reach
      2    a wrong option
      130  a second Ctrl-C
      70   a fault in publisher: its traceback is logged

    systemd should start it again after all but 0 and 2: publisher service systemd prints a unit that says so.
    """
    _run(config, log, doors=(port, operator_port))


@click.command()
@LOG
@click.pass_obj
def scheduler(config: str | None, log: Kind | None) -> None:
    """Run the service without the web: build, and issue editions, while another server shows the site.

    It is publisher run in all but that: see publisher run --help for its signals, exit status and what it does when.
    """
    _run(config, log, doors=None)


def _run(config: str | None, kind: Kind | None, *, doors: tuple[int | None, int | None] | None) -> None:
    log_as(kind)
    try:
        with Signals().caught() as signals, ExitStack() as stack:
            left = _control(config, doors, stack).run(signals)
            if left:
                # What is in hand may take longer than an end may: killed at any moment, it does no harm.
                _end_now(0)
    except PublisherError:
        raise
    except Exception:
        log.critical("service died", exc_info=True)
        _end_now(FAULT)


def _control(config: str | None, doors: tuple[int | None, int | None] | None, stack: ExitStack) -> Control:
    """Return what runs the service; what is opened for it is closed with *stack*."""
    clock, notifier = clock_of(os.environ), Notifier.of(os.environ)
    app = _load(config, doors)
    catalog = stack.enter_context(app.open_catalog())
    presence = Presence(socket.gethostname(), os.getpid(), clock.now())
    opened = stack.enter_context(_doors(app, catalog, clock, *doors)) if doors else None
    service = Service(app, catalog, clock=clock, notifier=notifier, presence=presence, doors=opened)
    again = partial(_load, str(app.settings.file.absolute()), doors)
    return Control(service, clock=clock, notifier=notifier, load=again)


def _load(config: str | None, doors: tuple[int | None, int | None] | None) -> App:
    """Return the app, with the ports that the command line names."""
    app = start(config, need_folders=False)
    if doors is None:
        return app
    web = app.settings.web
    named = Web(
        address=_named(web.address, doors[0]), operator_address=_named(web.operator_address, doors[1])
    )
    return App(app.settings.model_copy(update={"web": named}))


def _named(address: str, port: int | None) -> str:
    return address if port is None else f"{address.rpartition(':')[0]}:{port}"


def _end_now(status: int) -> None:
    """End, whatever other threads do."""
    logging.shutdown()
    os._exit(status)


def _doors(
    app: App, catalog: Catalog, clock: Clock, port: int | None, operator_port: int | None
) -> "BothDoors":
    from publisher.web import addresses
    from publisher.web.doors import BothDoors  # a scheduler without the web does without it

    web = app.settings.web
    doors = addresses(web.address, port), addresses(web.operator_address, operator_port)
    opened = BothDoors(app, catalog, *doors, clock.now)
    site, operator = opened.addresses
    log.info("doors open", extra=facts(site=site, previews=f"{operator}preview/"))
    return opened
