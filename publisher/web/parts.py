"""The parts of an edition, each at an address of its own: as it is sent, or on the screen that was asked for."""

import json
from collections.abc import Callable

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from publisher.app import App
from publisher.web.asked import VALUES, Asked
from publisher.web.letter import in_mode, policy, web_page, with_links_apart
from publisher.web.shown import Shown

PARTS: dict[str, tuple[str, Callable[[Shown], bytes]]] = {
    "edition.txt": ("text/plain; charset=utf-8", lambda shown: shown.part("plain").encode()),
    "edition.mjml": ("text/plain; charset=utf-8", lambda shown: shown.mjml.encode()),
    "edition.eml": ("message/rfc822", lambda shown: shown.message.as_bytes()),
    "report.json": (
        "application/json",
        lambda shown: json.dumps(shown.report(), ensure_ascii=False, indent=2).encode(),
    ),
}
# What is shown within a page: made for the screen that was asked for.
FRAMED = ("edition.html", "web.html")


def check_part(request: Request) -> str:
    """Return the name of the part that is asked for; HTTPException where there is none of that name."""
    name: str = request.path_params["part"]
    if name not in (*FRAMED, *PARTS):
        raise HTTPException(404, f"{name}: an edition has {', '.join((*FRAMED, *PARTS))}")
    return name


def part_of(shown: Shown, name: str, request: Request, asked: Asked, app: App) -> Response:
    """Return a part of an edition; HTTPException where what it is made from was not kept."""
    if name not in FRAMED:
        media_type, part = PARTS[name]
        if name == "edition.mjml" and not shown.mjml:
            raise HTTPException(404, f"{name}: of an edition that was issued, its HTML and text are kept")
        return Response(part(shown), media_type=media_type)
    html = web_page(shown.issued, app) if name == "web.html" else shown.part("html")
    if request.query_params.get("mode") in VALUES["mode"]:
        html = with_links_apart(in_mode(html, asked.mode))
    return HTMLResponse(html, headers={"content-security-policy": policy(images=asked.images == "on")})
