"""The operator's application: previews, editions and their approval, how it all stands, and what machines ask."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from publisher import schedule
from publisher.catalog import editions
from publisher.composing import find_digest, zone_of
from publisher.errors import PublisherError
from publisher.model import Digest
from publisher.preview import preview
from publisher.records import SlotRow
from publisher.rendering.environment import source
from publisher.status import status_of, what_became
from publisher.times import slot_in_words
from publisher.web.answers import Answers
from publisher.web.asked import read_asked
from publisher.web.editions import Editions
from publisher.web.forms import REFERRER, Forms
from publisher.web.guarding import Guard
from publisher.web.live import Live, State
from publisher.web.machines import Machines
from publisher.web.overview import edition_href, overview
from publisher.web.parts import check_part, part_of
from publisher.web.publishing import Publishing
from publisher.web.showing import Page, page_of, slots_of
from publisher.web.shown import Shown, as_it_would_be, as_recorded
from publisher.web.standing import standing_of

# What this door may be called: under any other name in Host, another site could read it (DNS rebinding).
HOSTS = ["localhost", "127.0.0.1", "[::1]"]
# What pages load, from the folders of templates.
ASSETS = {"operator.css": "text/css; charset=utf-8", "reload.js": "text/javascript; charset=utf-8"}


def operator_app(live: Live, clock: Callable[[], datetime]) -> Starlette:
    """Return the application for the operator; *clock* gives the time, aware."""
    answers, forms = Answers(live), Forms()
    door = _Door(live, clock, answers, forms)
    issued = Editions(live, clock, answers, forms, Publishing(live, clock))
    return Starlette(
        routes=[*Machines(live, clock).routes(), *door.routes(), *issued.routes(), *door.previews()],
        middleware=[Middleware(Guard), Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        exception_handlers={HTTPException: answers.refused, PublisherError: answers.failed},
    )


@dataclass(frozen=True, slots=True)
class _Door:
    live: Live
    clock: Callable[[], datetime]
    answers: Answers
    forms: Forms

    def routes(self) -> list[BaseRoute]:
        """Return what is answered for all digests."""
        return [
            Route("/", lambda _: RedirectResponse("/preview/")),
            Route("/preview/", self.index),
            Route("/preview/status", self.status),
            Route("/preview/version", self.version),
            *(Route(f"/preview/{name}", self.asset) for name in ASSETS),
        ]

    def previews(self) -> list[BaseRoute]:
        """Return what is answered for the slots of a digest."""
        return [Route("/preview/{digest}/", self.frame), Route("/preview/{digest}/{part}", self.part)]

    def index(self, _: Request) -> Response:
        """Return the list of digests."""
        state = self.live.state
        with state.catalog.reading() as connection:
            digests = [self._described(state, connection, one) for one in state.app.settings.digests]
        return self.answers.page(state, "operator/index.html", digests=digests)

    def status(self, _: Request) -> Response:
        """Return how everything stands."""
        state = self.live.state
        with state.catalog.reading() as connection:
            found = status_of(state.app.settings, connection, self.clock())
        page = self.answers.page(state, "operator/status.html", token=self.forms.token, **overview(found))
        page.headers.update(REFERRER)
        return page

    def version(self, _: Request) -> Response:
        """Return what changes when anything is saved, or the program is started again."""
        return JSONResponse({"version": self.live.version_of(self.live.state)})

    def asset(self, request: Request) -> Response:
        """Return what pages load."""
        name = request.url.path.rpartition("/")[2]
        return Response(source(self.live.state.app.templates, f"operator/{name}"), media_type=ASSETS[name])

    def frame(self, request: Request) -> Response:
        """Return a digest's edition for a slot, with what a person should know of it."""
        state = self.live.state
        settings = state.app.settings
        digest, zone = _found(state, request)
        asked, moment = read_asked(request.query_params, zone)
        moment = moment or self.clock()
        values: dict[str, Any] = {}
        with state.catalog.reading() as connection:
            decided = _decided(connection, digest, zone, moment)
            shown = _shown(state, connection, digest, moment, decided)
            if shown:
                values = page_of(Page(shown=shown, asked=asked, zone=zone, connection=connection), settings)
        return self.answers.page(
            state,
            "operator/preview.html" if shown else "operator/nothing.html",
            200 if shown or decided else 404,
            digest=digest,
            slots=slots_of(digest, zone, asked, moment),
            asked=asked,
            became=what_became(digest.name, decided) if decided else "",
            issued=standing_of(settings, shown.issued, zone) if shown and decided else None,
            **values,
        )

    def part(self, request: Request) -> Response:
        """Return one of the parts of a digest's edition for a slot: as it is sent, or on the screen asked for."""
        name = check_part(request)
        state = self.live.state
        digest, zone = _found(state, request)
        asked, moment = read_asked(request.query_params, zone)
        moment = moment or self.clock()
        with state.catalog.reading() as connection:
            decided = _decided(connection, digest, zone, moment)
            shown = _shown(state, connection, digest, moment, decided)
        if shown is None:
            nothing = what_became(digest.name, decided) if decided else "there is no post to show yet"
            raise HTTPException(404, f"{digest.name}: {nothing}")
        return part_of(shown, name, request, asked, state.app)

    def _described(self, state: State, connection: Connection, digest: Digest) -> dict[str, Any]:
        zone = zone_of(digest, state.app.settings)
        last = next(iter(editions.recent_slots(connection, digest.name, 1)), None)
        return {
            "name": digest.name,
            "title": digest.title or digest.name,
            "schedule": schedule.in_words(schedule.of(digest)),
            "template": digest.template,
            "slot": slot_in_words(schedule.of(digest).next(self.clock(), zone), zone),
            "last": slot_in_words(last.at, zone) if last else "",
            "became": what_became(digest.name, last) if last else "",
            "href": edition_href(digest.name, last) if last else "",
            "drafts": editions.drafts(connection, digest.name),
        }


def _found(state: State, request: Request) -> tuple[Digest, ZoneInfo]:
    digest = find_digest(state.app.settings, request.path_params["digest"])
    return digest, zone_of(digest, state.app.settings)


def _decided(connection: Connection, digest: Digest, zone: ZoneInfo, moment: datetime) -> SlotRow | None:
    """Return what became of the first slot at or after *moment*, None where that is still to be."""
    slot = schedule.of(digest).next_slot(moment, zone)
    return editions.slots(connection, digest.name, [slot.key]).get(slot.key)


def _shown(
    state: State, connection: Connection, digest: Digest, moment: datetime, decided: SlotRow | None
) -> Shown | None:
    """Return the edition for a slot: the recorded one where that was *decided*; None where there is none."""
    settings = state.app.settings
    if decided:
        issued = editions.find(connection, digest.name, decided.number) if decided.number else None
        return as_recorded(settings, connection, issued) if issued else None
    made = preview(settings, connection, digest, moment, state.app.templates)
    return as_it_would_be(made) if made else None
