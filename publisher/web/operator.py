"""The operator's application: each digest's editions, as they would be read and as they would be sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from zoneinfo import ZoneInfo

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from publisher import schedule
from publisher.catalog import files
from publisher.composing import find_digest, zone_of
from publisher.errors import InputError, NoSuchDigestError, PublisherError, TemplateError
from publisher.model import Digest
from publisher.preview import Preview, preview, slot_in_words
from publisher.rendering.environment import render, source
from publisher.web.asked import VALUES, read_asked
from publisher.web.faults import read_fault
from publisher.web.guarding import Guard
from publisher.web.letter import in_mode, policy, web_page, with_links_apart
from publisher.web.live import Live, State, template_folders
from publisher.web.showing import Page, page_of, slots_of

# What this door may be called: under any other name in Host, another site could read it (DNS rebinding).
HOSTS = ["localhost", "127.0.0.1", "[::1]"]
PARTS: dict[str, tuple[str, Callable[[Preview], bytes]]] = {
    "edition.txt": ("text/plain; charset=utf-8", lambda made: made.part("plain").encode()),
    "edition.mjml": ("text/plain; charset=utf-8", lambda made: made.rendering.mjml.encode()),
    "edition.eml": ("message/rfc822", lambda made: made.message.as_bytes()),
    "report.json": (
        "application/json",
        lambda made: json.dumps(made.report(), ensure_ascii=False, indent=2).encode(),
    ),
}
# What is shown within a page: made for the screen that was asked for.
FRAMED = ("edition.html", "web.html")
# What pages load, from the folders of templates.
ASSETS = {"operator.css": "text/css; charset=utf-8", "reload.js": "text/javascript; charset=utf-8"}
# For when the templates of these pages are what is wrong.
WITHOUT_TEMPLATE = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Previews</title>
<script src="/preview/reload.js" defer></script>
<body data-version="{}">
<main>
<h1>This has to be mended first</h1>
<p>{}</p>
</main>
"""


def operator_app(live: Live, clock: Callable[[], datetime]) -> Starlette:
    """Return the application for the operator; *clock* gives the time, aware."""
    door = _Door(live, clock)
    routes = [
        Route("/", lambda _: RedirectResponse("/preview/")),
        Route("/preview/", door.index),
        Route("/preview/version", door.version),
        *(Route(f"/preview/{name}", door.asset) for name in ASSETS),
        Route("/preview/{digest}/", door.frame),
        Route("/preview/{digest}/{part}", door.part),
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard), Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)],
        exception_handlers={HTTPException: door.refused, PublisherError: door.failed},
    )


@dataclass(frozen=True, slots=True)
class _Door:
    live: Live
    clock: Callable[[], datetime]

    def index(self, _: Request) -> Response:
        """Return the list of digests."""
        state = self.live.state
        digests = [self._described(state, digest) for digest in state.app.settings.digests]
        return self._page(state, "operator/index.html", digests=digests)

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
        digest, zone = _found(state, request)
        asked, moment = read_asked(request.query_params, zone)
        moment = moment or self.clock()
        settings = state.app.settings
        with state.catalog.reading() as connection:
            made = preview(settings, connection, digest, moment, state.app.templates)
            shown = {}
            if made:
                page = Page(made=made, asked=asked, zone=zone, connection=connection)
                shown = page_of(page, settings)
        return self._page(
            state,
            "operator/preview.html" if made else "operator/nothing.html",
            200 if made else 404,
            digest=digest,
            slots=slots_of(digest, zone, asked, moment),
            asked=asked,
            **shown,
        )

    def part(self, request: Request) -> Response:
        """Return one of the parts of a digest's edition for a slot: as it is sent, or on the screen asked for."""
        name = request.path_params["part"]
        if name not in (*FRAMED, *PARTS):
            raise HTTPException(404, f"{name}: an edition has {', '.join((*FRAMED, *PARTS))}")
        state = self.live.state
        digest, zone = _found(state, request)
        asked, moment = read_asked(request.query_params, zone)
        made = _previewed(state, digest, moment or self.clock())
        if made is None:
            raise HTTPException(404, _nothing(digest))
        if name not in FRAMED:
            media_type, part = PARTS[name]
            return Response(part(made), media_type=media_type)
        html = web_page(made, state.app) if name == "web.html" else made.part("html")
        if request.query_params.get("mode") in VALUES["mode"]:
            html = with_links_apart(in_mode(html, asked.mode))
        headers = {"content-security-policy": policy(images=asked.images == "on")}
        return HTMLResponse(html, headers=headers)

    def refused(self, request: Request, error: Exception) -> Response:
        """Return the page for what is not there, or not allowed."""
        assert isinstance(error, HTTPException)
        return self._fault(request, error.status_code, str(error.detail))

    def failed(self, request: Request, error: Exception) -> Response:
        """Return the page for what is wrong: in what was asked for, or in a template, the settings or a post."""
        status = (
            400 if isinstance(error, InputError) else 404 if isinstance(error, NoSuchDigestError) else 500
        )
        return self._fault(request, status, str(error))

    def _fault(self, request: Request, status: int, said: str) -> Response:
        if not request.url.path.endswith("/"):
            return PlainTextResponse(f"{said}\n", status)
        state = self.live.state
        fault = read_fault(said, template_folders(state.app))
        return self._page(state, "operator/fault.html", status, fault=fault)

    def _described(self, state: State, digest: Digest) -> dict[str, str]:
        zone = zone_of(digest, state.app.settings)
        slot = schedule.of(digest).next(self.clock(), zone)
        return {
            "name": digest.name,
            "title": digest.title or digest.name,
            "schedule": schedule.in_words(schedule.of(digest)),
            "template": digest.template,
            "slot": slot_in_words(slot, zone),
        }

    def _page(self, state: State, template: str, status: int = 200, **context: object) -> Response:
        """Return a page; with status 500 while the settings are wrong, as then it is not what they say."""
        faults = {subject: read_fault(said) for subject, said in state.faults.items()}
        status = 500 if status == 200 and "settings" in faults else status
        version = self.live.version_of(state)
        context |= {
            "site": state.app.settings.site,
            "status": status,
            "version": version,
            "faults": faults,
            "skipped": _skipped(state),
        }
        try:
            return HTMLResponse(render(state.app.templates, template, context), status)
        except TemplateError as error:
            return HTMLResponse(WITHOUT_TEMPLATE.format(escape(version), escape(str(error))), 500)


def _found(state: State, request: Request) -> tuple[Digest, ZoneInfo]:
    digest = find_digest(state.app.settings, request.path_params["digest"])
    return digest, zone_of(digest, state.app.settings)


def _previewed(state: State, digest: Digest, moment: datetime) -> Preview | None:
    with state.catalog.reading() as connection:
        return preview(state.app.settings, connection, digest, moment, state.app.templates)


def _skipped(state: State) -> tuple[str, ...]:
    """Return what is wrong with posts, as `path:line: reason`."""
    folders = {one.name: one.path for one in state.app.settings.sources}
    with state.catalog.reading() as connection:
        found = files.notices(connection, "skipped")
    places = (
        (one, folders.get(one.source, Path()) / one.path, f":{one.line}" if one.line else "") for one in found
    )
    return tuple(f"{path}{line}: {one.reason}" for one, path, line in places)


def _nothing(digest: Digest) -> str:
    return f"{digest.name}: there is no post to show yet"
