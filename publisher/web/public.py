"""The public's application: the output directory, as any web server would serve it."""

import os
from os import PathLike
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import FileResponse, Response
from starlette.routing import Mount
from starlette.staticfiles import NotModifiedResponse, StaticFiles
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
        name = Path(full_path).name
        if name not in FEED_TYPES:
            return super().file_response(full_path, stat_result, scope, status_code)
        asked = Headers(scope=scope)
        as_xml = name.endswith("xml") and "text/html" in asked.get("accept", "")
        media_type = "application/xml" if as_xml else FEED_TYPES[name]
        response = FileResponse(full_path, status_code, stat_result=stat_result)
        response.headers["content-type"] = f"{media_type}; charset=utf-8"
        response.headers["vary"] = "Accept"
        # One tag for each media type (RFC 9110, 8.8.3: representations that differ have tags that differ).
        kind = "-xml" if as_xml else ""
        response.headers["etag"] = '"{}{}"'.format(response.headers["etag"].strip('"'), kind)
        return (
            NotModifiedResponse(response.headers)
            if self.is_not_modified(response.headers, asked)
            else response
        )


def public_app(directory: Path) -> Starlette:
    """Return the application that serves *directory*."""
    return Starlette(routes=[Mount("/", Site(directory=directory, html=True))])
