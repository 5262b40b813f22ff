"""Both doors, open while a program does other things: they are served from a thread of its own."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from starlette.types import ASGIApp, Receive, Scope, Send

from publisher.app import App
from publisher.catalog import Catalog
from publisher.web.live import Live
from publisher.web.operator import operator_app
from publisher.web.public import public_app
from publisher.web.server import (
    Door,
    address_of,
    listen,
    loop_factory,
    run_all,
    servers_for,
    stop_all,
)

if TYPE_CHECKING:
    import socket

    import uvicorn

log = logging.getLogger("publisher")

# In seconds: how long answers under way may take at the end.
PATIENCE = 2.0


class Current:
    """An application that may be exchanged for another; a request is answered by the one that it found."""

    def __init__(self, application: ASGIApp) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self.application(scope, receive, send)


class BothDoors:
    """Listens at both addresses from when it is made, and answers while in the block.

    OutputError where an address is taken.
    """

    def __init__(
        self, app: App, catalog: Catalog, public: Door, operator: Door, clock: Callable[[], datetime]
    ) -> None:
        with ExitStack() as stack:
            self._sockets: list[socket.socket] = [
                stack.enter_context(listen(*door)) for door in (public, operator)
            ]
            self._live = Live(app, catalog, clock=clock, warn=_warn, in_service=True)
            self._public = Current(_site(app))
            self._operator = operator_app(self._live, clock)
            self._closing = stack.pop_all()
        self._servers: list[uvicorn.Server] = []
        self._thread = threading.Thread(target=self._serve, name="doors", daemon=True)

    @property
    def addresses(self) -> tuple[str, str]:
        """The addresses of the site and of the operator's pages."""
        site, operator = (address_of(listening) for listening in self._sockets)
        return site, operator

    @property
    def live(self) -> bool:
        """Whether they are open."""
        return self._thread.is_alive()

    def show(self, app: App) -> None:
        """Show what other settings say, at the addresses that there are."""
        self._public.application = _site(app)
        self.saved(frozenset({app.settings.file.absolute()}))

    def saved(self, paths: frozenset[Path]) -> None:
        """Have previews take in what was saved at *paths*; posts are not synced here, as a build does that."""
        self._live.changed(paths)

    def built(self) -> None:
        """Have previews show what a build has synced."""
        self._live.built()

    def __enter__(self) -> Self:
        self._servers = servers_for(
            list(zip((self._public, self._operator), self._sockets, strict=True)), PATIENCE
        )
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        stop_all(self._servers)
        self._thread.join(PATIENCE + 1)
        self._closing.close()

    def _serve(self) -> None:
        with asyncio.Runner(loop_factory=loop_factory()) as runner:
            runner.run(run_all(self._servers, self._sockets))


def _site(app: App) -> ASGIApp:
    return public_app(app.settings.output.directory, app.settings.feeds.cache)


def _warn(said: str) -> None:
    log.warning("previews do not follow", extra={"facts": {"reason": said}})
