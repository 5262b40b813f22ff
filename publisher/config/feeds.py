"""What no type can say of [feeds]: addresses that are one, and paths that no two feeds share."""

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

from publisher.config import errors
from publisher.config.values import Feeds
from publisher.errors import SettingsError
from publisher.feeds import FORMATS
from publisher.model import Site

KINDS = ("theme", "tag", "author", "language")
FORMAT = "|".join(format_.name for format_ in FORMATS)
# `rss` (all posts), `theme/rss` (every theme's), `theme/linux/rss` (one theme's).
KEY = re.compile(rf"(?:({'|'.join(KINDS)})/(?:([^/]+)/)?)?(?:{FORMAT})")
# Segments of letters, digits and what an address may hold without escapes (RFC 3986, 2.3), and {slug}.
PATH = re.compile(r"/?(?:(?:[\w.~-]|\{slug\})+/)*(?:[\w.~-]|\{slug\})*", re.ASCII)
# What the site itself writes.
TAKEN = re.compile(r"(index\.html|site\.css|feed\.css|feeds\.opml|publish\.json)|.*\.(html|gz|br)")


def check_feeds(feeds: Feeds, fault: errors.Locator) -> None:
    """Raise SettingsError for a hub that is no address, and for a path that is none or leads where another does."""
    if feeds.hub and (not is_web_address(feeds.hub) or "@" in urlsplit(feeds.hub).netloc):
        # Every feed names it: a password in it would be everybody's.
        remedy = 'allowed is an address such as "https://hub.example.org/", without a name and password'
        raise SettingsError(fault.line(("feeds", "hub"), feeds.hub, remedy))
    seen: dict[str, str] = {}
    for key, path in feeds.paths.items():
        place = ("feeds", "paths", key)
        match = KEY.fullmatch(key)
        if not match:
            allowed = 'allowed are keys such as "rss", "theme/atom" and "theme/linux/json"'
            raise SettingsError(fault.line(place, path, allowed))
        remedy = _fault_of(
            path, whole_kind=bool(match[1] and not match[2]), one=not match[1] or bool(match[2])
        )
        if remedy:
            raise SettingsError(fault.line(place, path, remedy))
        if seen.setdefault(path.lstrip("/"), key) != key:
            raise SettingsError(fault.line(place, path, f"{seen[path.lstrip('/')]} has that address already"))


def _fault_of(path: str, *, whole_kind: bool, one: bool) -> str:
    """Return what is wrong with a path, "" for nothing."""
    bare = path.lstrip("/")
    if (
        not PATH.fullmatch(path)
        or not bare
        or path.startswith("//")
        or any(part.startswith(".") for part in bare.split("/"))
    ):
        return 'allowed is a path below the site, such as "/feed.xml" or "/feed/"'
    if TAKEN.fullmatch(bare):
        return "the site has something else at that address"
    if whole_kind and "{slug}" not in path:
        return 'allowed is a path with {slug} in it, such as "/themes/{slug}.xml"'
    return "{slug} stands only in the path of a whole kind of feeds" if one and "{slug}" in path else ""


def with_pictures(site: Site, fault: errors.Locator) -> Site:
    """Return *site* with the addresses of its pictures absolute."""
    found = {
        name: urljoin(site.url, getattr(site, name)) for name in ("icon", "image") if getattr(site, name)
    }
    for name, url in found.items():
        if not is_web_address(url):
            remedy = 'allowed is an address, or a path on the site such as "/icon.png"'
            raise SettingsError(fault.line(("site", name), getattr(site, name), remedy))
    return replace(site, **found)


def is_web_address(url: str) -> bool:
    """Return whether *url* is an absolute http or https address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)
