"""The operator's application: each digest's next edition, as it would be read and as it would be sent."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from publisher import schedule
from publisher.app import App
from publisher.catalog import Catalog
from publisher.composing import find_digest, zone_of
from publisher.errors import NoSuchDigestError
from publisher.model import Digest
from publisher.preview import Preview, preview, slot_in_words
from publisher.rendering.environment import render

# What this door may be called: under any other name in Host, another site could read it (DNS rebinding).
HOSTS = ["localhost", "127.0.0.1", "[::1]"]
PARTS: dict[str, tuple[str, Callable[[Preview], bytes]]] = {
    "edition.html": ("text/html; charset=utf-8", lambda made: made.part("html").encode()),
    "edition.txt": ("text/plain; charset=utf-8", lambda made: made.part("plain").encode()),
    "edition.mjml": ("text/plain; charset=utf-8", lambda made: made.rendering.mjml.encode()),
    "edition.eml": ("message/rfc822", lambda made: made.message.as_bytes()),
    "report.json": (
        "application/json",
        lambda made: json.dumps(made.report(), ensure_ascii=False, indent=2).encode(),
    ),
}


def operator_app(app: App, catalog: Catalog, clock: Callable[[], datetime]) -> Starlette:
    """Return the application for the operator; *clock* gives the time, aware."""
    door = _Door(app, catalog, clock)
    routes = [
        Route("/", lambda _: RedirectResponse("/preview/")),
        Route("/preview/", door.index),
        Route("/preview/{digest}/", door.frame),
        Route("/preview/{digest}/{part}", door.part),
    ]
    return Starlette(routes=routes, middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS)])


@dataclass(frozen=True, slots=True)
class _Door:
    app: App
    catalog: Catalog
    clock: Callable[[], datetime]

    def index(self, _: Request) -> Response:
        """Return the list of digests."""
        digests = [self._described(digest) for digest in self.app.settings.digests]
        return self._page("operator/index.html", digests=digests)

    def frame(self, request: Request) -> Response:
        """Return a digest's next edition, with what a person should know of it."""
        made = self._preview(request)
        return self._page(
            "operator/preview.html",
            subject=made.rendering.subject,
            preheader=made.rendering.preheader,
            slot=slot_in_words(made.edition.slot, zone_of(made.edition.digest, self.app.settings)),
            total=made.edition.total,
            html_bytes=made.report()["bytes"]["html"],
            findings=made.findings(self.app.settings),
            remarks=[said for said in (made.remark, made.fitted) if said],
        )

    def part(self, request: Request) -> Response:
        """Return one of the parts of a digest's next edition."""
        if request.path_params["part"] not in PARTS:
            raise HTTPException(404)
        media_type, part = PARTS[request.path_params["part"]]
        return Response(part(self._preview(request)), media_type=media_type)

    def _described(self, digest: Digest) -> dict[str, str]:
        zone = zone_of(digest, self.app.settings)
        slot = schedule.of(digest).next(self.clock(), zone)
        return {
            "name": digest.name,
            "title": digest.title or digest.name,
            "schedule": digest.schedule,
            "slot": slot_in_words(slot, zone),
        }

    def _preview(self, request: Request) -> Preview:
        settings = self.app.settings
        try:
            digest = find_digest(settings, request.path_params["digest"])
        except NoSuchDigestError as error:
            raise HTTPException(404, str(error)) from error
        with self.catalog.reading() as connection:
            made = preview(settings, connection, digest, self.clock(), self.app.templates)
        if made is None:
            raise HTTPException(404, f"{digest.name}: there is no post to show yet")
        return made

    def _page(self, template: str, **context: object) -> Response:
        page = render(self.app.templates, template, {"site": self.app.settings.site, **context})
        return HTMLResponse(page)
