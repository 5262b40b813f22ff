"""Serving both applications from one process, until a signal ends it."""

import asyncio
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

import uvicorn
from starlette.types import ASGIApp

from publisher.app import App
from publisher.errors import OutputError
from publisher.web.live import Live
from publisher.web.operator import operator_app
from publisher.web.public import public_app

# In seconds: how long answers under way may take at the end.
PATIENCE = 5.0

Door = tuple[str, int]
Say = Callable[[str, str, tuple[str, ...]], None]  # the site's address, the operator's, the digests' names


def addresses(address: str, port: int | None) -> Door:
    """Return host and port of `HOST:PORT`, with *port* in place of its own where it is given."""
    host, _, own = address.rpartition(":")
    return host.strip("[]"), int(own) if port is None else port


def serve_both(
    app: App,
    public: Door,
    operator: Door,
    *,
    clock: Callable[[], datetime],
    say: Say,
    warn: Callable[[str], None],
    watch: bool = True,
) -> None:
    """Serve the site at *public* and previews at *operator* until SIGINT or SIGTERM; *say* tells the addresses.

    With *watch* previews follow what is saved, and *warn* tells what goes wrong with that.
    OutputError where nothing is built yet, or an address is taken.
    """
    directory = app.settings.output.directory
    if not (directory / "index.html").is_file():
        raise OutputError(f"{directory}: nothing is built yet; run publisher build first")
    with ExitStack() as stack:
        catalog = stack.enter_context(app.open_catalog())
        sockets = [stack.enter_context(listen(*door)) for door in (public, operator)]
        site, previews = (address_of(listening) for listening in sockets)
        say(site, previews, tuple(digest.name for digest in app.settings.digests))
        live = Live(app, catalog, clock=clock, warn=warn)
        if watch:
            stack.enter_context(live)
        applications = public_app(directory, app.settings.feeds.cache), operator_app(live, clock)
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(_serve(list(zip(applications, sockets, strict=True))))


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; OutputError where the address is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise OutputError(
            f"{host}:{port}: cannot be listened at: {error.strerror}; choose another port"
        ) from error
    return listening


def address_of(listening: socket.socket) -> str:
    """Return the address to open in a browser."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the faster event loop, None (asyncio's own) on Windows, where there is none."""
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop


class _Server(uvicorn.Server):
    """A server that leaves signals to us: one signal ends both, and the exit status is 0."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def servers_for(
    doors: list[tuple[ASGIApp, socket.socket]], patience: float = PATIENCE
) -> list[uvicorn.Server]:
    """Return a server for each door, which at the end gives answers under way so many seconds of *patience*."""
    return [
        _Server(
            uvicorn.Config(
                application,
                http="httptools",
                ws="none",
                lifespan="off",
                log_config=None,
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=int(patience),
            )
        )
        for application, _ in doors
    ]


async def _serve(doors: list[tuple[ASGIApp, socket.socket]]) -> None:
    """Run a server for each door until a signal, or until one of them ends; what is in hand is finished."""
    servers = servers_for(doors)

    def stop() -> None:
        stop_all(servers)

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    await run_all(servers, [listening for _, listening in doors])


async def run_all(servers: list[uvicorn.Server], sockets: list[socket.socket]) -> None:
    """Run the servers until one of them ends, or is stopped; what is in hand is finished."""
    runs = [
        asyncio.create_task(server.serve(sockets=[listening]))
        for server, listening in zip(servers, sockets, strict=True)
    ]
    await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED)
    stop_all(servers)
    await asyncio.gather(*runs)


def stop_all(servers: list[uvicorn.Server]) -> None:
    """Have the servers end, soon."""
    for server in servers:
        server.should_exit = True
