"""What a request's headers ask for: conditions, ranges, codings. Pure; RFC 9110 by section.

What is asked the same way again and again is worked out once.
"""

import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from publisher.hosting import CODINGS

Headers = Mapping[bytes, bytes]
Span = tuple[int, int]  # the first byte, and the one after the last

TAG = re.compile(rb'(W/)?("[\x21\x23-\x7e\x80-\xff]*")')
RANGE = re.compile(rb"[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII)
# More than any client sends; what is remembered stays small.
LONGEST = 1024
MOST_RANGES = 50


def headers_of(raw: list[tuple[bytes, bytes]]) -> Headers:
    """Return the headers by name; lines of one name are one list (RFC 9110, 5.3)."""
    headers = dict(raw)
    if len(headers) != len(raw):
        headers = {}
        for name, value in raw:
            headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


def accepts_html(headers: Headers) -> bool:
    """Return whether the Accept header lists text/html, as browsers' does."""
    return b"accept" in headers and _lists_html(headers[b"accept"][:LONGEST])


def codings(headers: Headers) -> tuple[str, ...]:
    """Return the codings that may be sent, the best first; "" is none, and always the last resort (12.5.3)."""
    return _codings(headers[b"accept-encoding"][:LONGEST]) if b"accept-encoding" in headers else ("",)


def failed(headers: Headers, tag: bytes, modified: int) -> bool:
    """Return whether If-Match, else If-Unmodified-Since, says not to answer (13.2.2, steps 1 and 2)."""
    if b"if-match" in headers:
        return not _matches(headers[b"if-match"], tag, weakly=False)
    since = _seconds(headers, b"if-unmodified-since")
    return since is not None and modified > since


def unchanged(headers: Headers, tag: bytes, modified: int) -> bool:
    """Return whether the client has it: If-None-Match, and only without one If-Modified-Since (13.1.3)."""
    if b"if-none-match" in headers:
        asked = headers[b"if-none-match"]
        return asked == tag or _matches(asked, tag, weakly=True)
    since = _seconds(headers, b"if-modified-since")
    return since is not None and modified <= since


def ranges(headers: Headers, size: int, tag: bytes, modified: bytes) -> tuple[Span, ...] | None:
    """Return the parts that are asked for, () where none of them exists, None where all is to be sent (14.2).

    All is sent where the representation is not the one of If-Range (13.1.5), where the header is not understood, and
    where the parts together are more than the whole.
    """
    asked = headers.get(b"range", b"")
    if asked[:6].lower() != b"bytes=" or headers.get(b"if-range", tag) not in (tag, modified):
        return None
    parsed = [RANGE.fullmatch(one) for one in asked[6:].split(b",")]
    spans = [_span(match, size) for match in parsed if match and match[0].strip() != b"-"]
    if not 0 < len(spans) == len(parsed) <= MOST_RANGES or any(first > last for first, last in spans):
        return None
    there = tuple((first, min(last + 1, size)) for first, last in spans if first < size)
    return there if sum(end - first for first, end in there) <= size else None


def _span(match: re.Match[bytes], size: int) -> Span:
    """Return first and last byte; what begins at *size* is not there."""
    first, last = match[1], match[2]
    if not first:
        return (max(size - int(last), 0) if int(last) else size), size
    return int(first), int(last) if last else max(size, int(first))


def _matches(asked: bytes, tag: bytes, *, weakly: bool) -> bool:
    """Return whether one of the listed tags is *tag*, which is strong (8.8.3.2)."""
    if asked.strip() == b"*":
        return True
    return any(opaque == tag and (weakly or not weak) for weak, opaque in TAG.findall(asked))


def _seconds(headers: Headers, name: bytes) -> int | None:
    return _moment(headers[name][:LONGEST]) if name in headers else None


@lru_cache(maxsize=1024)
def _moment(text: bytes) -> int | None:
    """Return an HTTP date (5.6.7) in seconds since 1970, None where it is none: it is then ignored."""
    try:
        moment = parsedate_to_datetime(text.decode("latin-1"))
        return int(moment.replace(tzinfo=moment.tzinfo or UTC).timestamp())
    except (ValueError, OverflowError):
        return None


@lru_cache(maxsize=256)
def _lists_html(accept: bytes) -> bool:
    return any(name == "text/html" and quality > 0 for name, quality in _weighted(accept))


@lru_cache(maxsize=256)
def _codings(accept_encoding: bytes) -> tuple[str, ...]:
    asked = dict(_weighted(accept_encoding))
    if "x-gzip" in asked:  # 8.4.1.3
        asked.setdefault("gzip", asked["x-gzip"])
    rest = asked.get("*", 0.0)
    # What is not mentioned may be sent as it is, but only where no listed coding can be.
    weights = [(asked.get(coding, rest), coding) for coding, _ in CODINGS]
    weights.append((asked.get("identity", rest), ""))
    best = sorted((one for one in weights if one[0] > 0), key=lambda one: -one[0])
    return tuple(dict.fromkeys((*(coding for _, coding in best), "")))


def _weighted(header: bytes) -> list[tuple[str, float]]:
    """Return the members of a list with their weights (12.4.2), in lower case."""
    members = [one.split(";") for one in header.decode("latin-1").lower().split(",")]
    return [(name.strip(), _weight(parameters)) for name, *parameters in members if name.strip()]


def _weight(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0
