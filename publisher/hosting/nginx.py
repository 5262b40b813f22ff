"""nginx told to serve the output directory as `publisher serve` does. Pure but for reading the template."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from publisher.errors import InputError
from publisher.feeds import FORMATS
from publisher.hosting.files import (
    COMPRESSIBLE,
    GONE,
    MANIFEST,
    NOT_ALLOWED,
    NOT_FOUND,
    TYPES,
    UNKNOWN_TYPE,
    UTF_8,
    WELL_KNOWN,
    WITHDRAWN,
    page,
)
from publisher.rendering.environment import render


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chosen:
    """A pattern of the addresses of feeds; `index` is the file that one which ends with a slash means, else ""."""

    address: str
    index: str
    type: str


def nginx(
    templates: tuple[Path, ...],
    *,
    url: str,
    directory: Path,
    max_age: timedelta,
    paths: Mapping[str, str],
    brotli: bool = False,
) -> str:
    """Return the settings with which nginx serves *directory* as `publisher serve` does, as far as it can.

    *paths* are the addresses of feeds that the settings chose. Raises InputError for what nginx cannot be told.
    """
    site = urlsplit(url)
    _check_no_variable(directory, site.hostname, site.path)
    chosen = tuple(_chosen(paths))
    feeds = [*WELL_KNOWN, *((one.address + re.escape(one.index), one.type) for one in chosen)]
    context: dict[str, object] = {
        "url": url,
        "host": site.hostname,
        "listen": _listen(site),
        "tls": site.scheme == "https",
        "prefix": site.path.rstrip("/"),
        "prefix_pattern": re.escape(site.path.rstrip("/")),
        "name": re.sub(r"\W", "_", f"{site.hostname}{site.path}".rstrip("/"), flags=re.ASCII),
        "directory": directory,
        "feeds": [(f"^/{pattern}$", type_) for pattern, type_ in feeds],
        "feed_pattern": f"^/(?:{'|'.join(pattern for pattern, _ in feeds)})$",
        "folders": [(f"^/({one.address})$", f"/$1{one.index}") for one in chosen if one.index],
        "types": _by_type(),
        "default_type": UNKNOWN_TYPE,
        "utf_8": [type_ for type_ in UTF_8 if type_ != "text/html"],
        "compressible": [suffix for suffix, type_ in TYPES.items() if type_ in COMPRESSIBLE],
        "max_age": int(max_age.total_seconds()),
        "brotli": brotli,
        "manifest": MANIFEST,
        "gone": GONE,
        "pages": {"missing": page(NOT_FOUND), "gone": page(WITHDRAWN), "read_only": page(NOT_ALLOWED)},
        "quoted": _quoted,
    }
    return render(templates, "hosting/nginx.conf", context)


def _listen(site: SplitResult) -> tuple[str, ...]:
    """Return where to listen: at the site's own address where that is one, else at all of the machine's."""
    port = 80 if site.scheme == "https" else site.port or 80
    host = "127.0.0.1" if site.hostname == "localhost" else f"{site.hostname}"
    try:
        one = ip_address(host)
    except ValueError:
        return f"{port}", f"[::]:{port}"
    return (f"[{one}]:{port}" if one.version == 6 else f"{one}:{port}",)


def _chosen(paths: Mapping[str, str]) -> Iterator[_Chosen]:
    """Yield what is known of chosen addresses; `{slug}` in one stands for any."""
    for key, address in paths.items():
        format_ = next(one for one in FORMATS if one.name == key.rpartition("/")[2])
        pattern = "[^/]+".join(re.escape(part) for part in address.lstrip("/").split("{slug}"))
        index = f"index.{'json' if format_.name == 'json' else 'xml'}" if address.endswith("/") else ""
        yield _Chosen(address=pattern, index=index, type=format_.mime_type)


def _check_no_variable(*texts: object) -> None:
    for text in texts:
        if "$" in str(text):
            raise InputError(
                f"{text}: nginx takes what follows a $ for a variable, and knows no way around it"
            )


def _quoted(text: object) -> str:
    """Return *text* as a string of nginx's settings, where a backslash is one but before these characters."""
    quote = "'" if '"' in f"{text}" and "'" not in f"{text}" else '"'
    written = re.sub(r"""\\(?=[\\"'trn]|$)""", r"\\\\", f"{text}").replace(quote, f"\\{quote}")
    return f"{quote}{written}{quote}"


def _by_type() -> dict[str, list[str]]:
    """Return the suffixes of each media type."""
    found: dict[str, list[str]] = {}
    for suffix, type_ in TYPES.items():
        found.setdefault(type_, []).append(suffix)
    return found
