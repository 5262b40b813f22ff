"""The pages of editions that were issued: how each was recorded, and the buttons that release or cancel a draft."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from publisher.catalog import editions
from publisher.composing import find_digest, zone_of
from publisher.config import Settings
from publisher.errors import InputError
from publisher.issuing import Desk
from publisher.records import Issued
from publisher.times import slot_in_words
from publisher.web.answers import Answers
from publisher.web.asked import Asked, read_asked
from publisher.web.forms import REFERRER, Forms
from publisher.web.live import Live
from publisher.web.parts import FRAMED, PARTS, part_of
from publisher.web.publishing import Publishing
from publisher.web.showing import Page, page_of
from publisher.web.shown import Shown, as_recorded
from publisher.web.standing import DONE, Act, standing_of

log = logging.getLogger("publisher")

EDITION = "/preview/{digest}/{number:int}/"
# The largest that a database takes for a number.
LARGEST = 2**31 - 1
# How many editions a page lists.
MOST = 100


@dataclass(frozen=True, slots=True)
class Editions:
    """Answers for the editions of digests."""

    live: Live
    clock: Callable[[], datetime]
    answers: Answers
    forms: Forms
    publishing: Publishing

    def routes(self) -> list[BaseRoute]:
        """Return what it answers."""
        return [
            Route("/preview/{digest}/editions", self.listing),
            Route(EDITION, self.frame),
            *(Route(EDITION + part, self.part) for part in (*FRAMED, *PARTS)),
            *(Route(EDITION + act, self.decide, methods=["POST"]) for act in DONE),
        ]

    def listing(self, request: Request) -> Response:
        """Return the list of a digest's editions, the newest first."""
        state = self.live.state
        digest = find_digest(state.app.settings, request.path_params["digest"])
        zone = zone_of(digest, state.app.settings)
        before = request.query_params.get("before", "")
        with state.catalog.reading() as connection:
            found = editions.listed(connection, digest.name, _number(before), MOST + 1)
        return self.answers.page(
            state,
            "operator/editions.html",
            digest=digest,
            lines=[(line, slot_in_words(line.slot, zone)) for line in found[:MOST]],
            newer=bool(_number(before)),
            older=found[MOST - 1].number if len(found) > MOST else 0,
        )

    def frame(self, request: Request) -> Response:
        """Return an edition as it was recorded, with what may be done about it."""
        state = self.live.state
        settings = state.app.settings
        with state.catalog.reading() as connection:
            issued, zone = _found(settings, connection, request)
            asked = _asked(request, zone)
            shown = as_recorded(settings, connection, issued)
            values = page_of(Page(shown=shown, asked=asked, zone=zone, connection=connection), settings)
            newest = editions.newest_numbers(connection)[issued.digest]
        already = request.query_params.get("already", "")
        under_way = self.publishing.under_way
        answer = self.answers.page(
            state,
            "operator/edition.html",
            digest=find_digest(settings, issued.digest),
            asked=asked,
            standing=standing_of(settings, issued, zone, under_way=under_way, asked=already),
            token=self.forms.token,
            slot=slot_in_words(issued.slot, zone),
            **_neighbours(issued.number, newest, asked),
            **values,
        )
        answer.headers.update(REFERRER)
        return answer

    def part(self, request: Request) -> Response:
        """Return one of the parts of an edition as it was recorded."""
        state = self.live.state
        with state.catalog.reading() as connection:
            issued, zone = _found(state.app.settings, connection, request)
            shown: Shown = as_recorded(state.app.settings, connection, issued)
        name = request.url.path.rpartition("/")[2]
        return part_of(shown, name, request, _asked(request, zone), state.app)

    async def decide(self, request: Request) -> Response:
        """Release or cancel a draft, and lead back to its page."""
        await self.forms.check(request)
        act: Act = "release" if request.url.path.endswith("/release") else "cancel"
        return await run_in_threadpool(self._decided, request, act)

    def _decided(self, request: Request, act: Act) -> Response:
        state, now = self.live.state, self.clock()
        settings = state.app.settings
        with state.catalog.reading() as connection:
            issued, _ = _found(settings, connection, request)
        desk = Desk(settings=settings, catalog=state.catalog, templates=state.app.templates)
        address = f"/preview/{issued.digest}/{issued.number}/"
        try:
            desk.release(issued, now) if act == "release" else desk.cancel(issued, now, draft_only=True)
        except InputError:
            return RedirectResponse(f"{address}?already={act}", 303)
        log.info(f"edition {DONE[act]}", extra={"facts": {"edition": issued.name}})
        if act == "release":
            self.publishing.begin()
        self.live.moved()
        return RedirectResponse(address, 303)


def _found(settings: Settings, connection: Connection, request: Request) -> tuple[Issued, ZoneInfo]:
    digest = find_digest(settings, request.path_params["digest"])
    number: int = request.path_params["number"]
    issued = editions.find(connection, digest.name, number) if number <= LARGEST else None
    if issued is None:
        newest = editions.newest_numbers(connection).get(digest.name)
        hint = f"the newest is {digest.name}/{newest}" if newest else "none was issued yet"
        raise HTTPException(404, f"no such edition: {digest.name}/{number}; {hint}")
    return issued, zone_of(digest, settings)


def _asked(request: Request, zone: ZoneInfo) -> Asked:
    """Return what the address asks for, but for a slot: an edition has its own."""
    asked, _ = read_asked({**request.query_params, "slot": ""}, zone)
    return asked


def _neighbours(number: int, newest: int, asked: Asked) -> dict[str, Any]:
    query = asked.link().removeprefix("./")
    return {
        "previous": f"../{number - 1}/{query}" if number > 1 else "",
        "following": f"../{number + 1}/{query}" if number < newest else "",
    }


def _number(text: str) -> int:
    """Return the number that an address names, 0 where it is none that an edition could have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
