"""The operator's answers as pages: made of templates, with what is wrong above them."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from publisher.catalog import files
from publisher.errors import InputError, NoSuchDigestError, TemplateError
from publisher.rendering.environment import render
from publisher.web.faults import read_fault
from publisher.web.live import Live, State, template_folders

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


@dataclass(frozen=True, slots=True)
class Answers:
    """Makes pages of what is there now."""

    live: Live

    def page(self, state: State, template: str, status: int = 200, **context: object) -> Response:
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

    def refused(self, request: Request, error: Exception) -> Response:
        """Return the page for what is not there, or not allowed."""
        assert isinstance(error, HTTPException)
        answer = self._fault(request, error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    def failed(self, request: Request, error: Exception) -> Response:
        """Return the page for what is wrong: in what was asked for, or in a template, the settings or a post."""
        status = (
            400 if isinstance(error, InputError) else 404 if isinstance(error, NoSuchDigestError) else 500
        )
        return self._fault(request, status, str(error))

    def _fault(self, request: Request, status: int, said: str) -> Response:
        if not (request.url.path.endswith("/") or request.method == "POST"):
            return PlainTextResponse(f"{said}\n", status)
        state = self.live.state
        fault = read_fault(said, template_folders(state.app))
        return self.page(state, "operator/fault.html", status, fault=fault, asked=request.method)


def _skipped(state: State) -> tuple[str, ...]:
    """Return what is wrong with posts, as `path:line: reason`."""
    folders = {one.name: one.path for one in state.app.settings.sources}
    with state.catalog.reading() as connection:
        found = files.notices(connection, "skipped")
    places = (
        (one, folders.get(one.source, Path()) / one.path, f":{one.line}" if one.line else "") for one in found
    )
    return tuple(f"{path}{line}: {one.reason}" for one, path, line in places)
