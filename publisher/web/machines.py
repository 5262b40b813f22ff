"""What machines ask of the operator's door: whether the process lives, is ready, and how it all stands in numbers."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from publisher.catalog.engine import recall
from publisher.web.live import Live
from publisher.web.metrics import Numbers, exposed, read_numbers

# In seconds: how long an answer of the catalog is waited for, and how long one holds.
PATIENCE, FRESH = 2.0, 1.0
T = TypeVar("T")


class Kept(Generic[T]):
    """What *read* gives: read by one thread at a time, and at most once in FRESH seconds, however many ask."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._found: Future[T] | None = None
        self._begun = 0.0

    async def ask(self, seconds: float = PATIENCE) -> T:
        """Return what was read; TimeoutError where it is not known after so long, else what the reading raised."""
        return await asyncio.wait_for(asyncio.wrap_future(self._reading()), seconds)

    def _reading(self) -> "Future[T]":
        with self._lock:
            stale = time.monotonic() - self._begun > FRESH
            if self._found is None or (stale and self._found.done()):
                self._found, self._begun = Future(), time.monotonic()
                # It cannot be cancelled: who asks no longer leaves it to the next.
                self._found.set_running_or_notify_cancel()
                threading.Thread(
                    target=self._fill, args=(self._found,), name="catalog for machines", daemon=True
                ).start()
            return self._found

    def _fill(self, found: "Future[T]") -> None:
        try:
            found.set_result(self._read())
        except Exception as error:
            found.set_exception(error)


class Machines:
    """Answers machines. What needs the catalog is answered in time even where that hangs."""

    def __init__(self, live: Live, clock: Callable[[], datetime]) -> None:
        self._live = live
        self._clock = clock
        self._built = Kept(self._read_built)
        self._numbers = Kept(self._read_numbers)

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [
            Route("/healthz", self.health),
            Route("/readyz", self.ready),
            Route("/metrics", self.metrics),
        ]

    async def health(self, _: Request) -> Response:
        """Return that the process lives."""
        return PlainTextResponse("ok\n")

    async def ready(self, _: Request) -> Response:
        """Return whether there is something to show, and 503 with the reason where there is not."""
        try:
            reason = "" if await self._built.ask() else "nothing was built yet: publisher build"
        except Exception as error:
            reason = f"catalog: {_reason(error)}"
        return PlainTextResponse(f"{reason or 'ok'}\n", 503 if reason else 200)

    async def metrics(self, request: Request) -> Response:
        """Return the numbers for Prometheus, in the form that it asks for; few where the catalog does not answer."""
        numbers: Numbers | None = None
        with suppress(Exception):  # publisher_catalog_up tells of it
            numbers = await self._numbers.ask()
        body, media_type = exposed(numbers, request.headers.get("accept", ""))
        return Response(body, headers={"content-type": media_type})

    def _read_built(self) -> bool:
        state = self._live.state
        with state.catalog.reading() as connection:
            built = recall(connection, "built until")
        return bool(built) and (state.app.settings.output.directory / "index.html").is_file()

    def _read_numbers(self) -> Numbers:
        state = self._live.state
        with state.catalog.reading() as connection:
            return read_numbers(state.app.settings, connection, self._clock())


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"it did not answer within {PATIENCE:.0f} seconds"
    if isinstance(error, DBAPIError):
        return f"it cannot be read: {error.orig}"
    return f"it cannot be read: {type(error).__name__}: {error}"
