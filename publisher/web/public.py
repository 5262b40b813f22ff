"""The public's application: the output directory, as any web server would serve it."""

import os
from os import PathLike
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from publisher.feeds import FORMATS

FEED_TYPES = {format_.file: format_.mime_type for format_ in FORMATS} | {"feeds.opml": "text/x-opml"}


class Site(StaticFiles):
    """Files with the media types of feeds, where a browser is told the one that it can show."""

    def file_response(
        self,
        full_path: str | PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or 304 where the reader has it."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        name = Path(full_path).name
        if name in FEED_TYPES:
            as_xml = name.endswith("xml") and "text/html" in Headers(scope=scope).get("accept", "")
            media_type = "application/xml" if as_xml else FEED_TYPES[name]
            response.headers["content-type"] = f"{media_type}; charset=utf-8"
            response.headers["vary"] = "Accept"
        return response


def public_app(directory: Path) -> Starlette:
    """Return the application that serves *directory*."""
    return Starlette(routes=[Mount("/", Site(directory=directory, html=True))])
