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
        sockets = [stack.enter_context(_listen(*door)) for door in (public, operator)]
        site, previews = (_address(listening) for listening in sockets)
        say(site, previews, tuple(digest.name for digest in app.settings.digests))
        live = Live(app, catalog, clock=clock, warn=warn)
        if watch:
            stack.enter_context(live)
        applications = public_app(directory, app.settings.feeds.cache), operator_app(live, clock)
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(_serve(list(zip(applications, sockets, strict=True))))


def _listen(host: str, port: int) -> socket.socket:
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


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
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


async def _serve(doors: list[tuple[ASGIApp, socket.socket]]) -> None:
    """Run a server for each door until a signal, or until one of them ends; what is in hand is finished."""
    servers = [
        _Server(
            uvicorn.Config(
                application,
                http="httptools",
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=5,
            )
        )
        for application, _ in doors
    ]

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    runs = [
        asyncio.create_task(server.serve(sockets=[listening]))
        for server, (_, listening) in zip(servers, doors, strict=True)
    ]
    await asyncio.wait(runs, return_when=asyncio.FIRST_COMPLETED)
    stop()
    await asyncio.gather(*runs)
