"""Where the output directory is served from: what any web server has to know of it, and nginx told so."""

from publisher.hosting.files import (
    CODINGS,
    COMPRESSIBLE,
    GONE,
    MANIFEST,
    NOT_ALLOWED,
    NOT_FOUND,
    OPML_TYPE,
    REMEDY,
    WITHDRAWN,
    content_type,
    etag,
    listed_feeds,
    page,
    shown_type,
    type_of,
)

__all__ = [
    "CODINGS",
    "COMPRESSIBLE",
    "GONE",
    "MANIFEST",
    "NOT_ALLOWED",
    "NOT_FOUND",
    "OPML_TYPE",
    "REMEDY",
    "WITHDRAWN",
    "content_type",
    "etag",
    "listed_feeds",
    "page",
    "shown_type",
    "type_of",
]
