"""JSON Feed 1.1 (jsonfeed.org/version/1.1) as a judge: what must be there, of which type, and what may not."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Faults = Iterator[str]
Rule = Callable[[str, Any], Faults]

VERSION = "https://jsonfeed.org/version/1.1"
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+(?:\s*;.*)?")
_OUR_OWN = re.compile(r"_[A-Za-z][^.]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_CHARACTERS = re.compile(r"[0-9A-Za-z:/?#\[\]@!$&'()*+,;=._~%-]+")


def check(document: bytes, *, location: str = "") -> tuple[str, ...]:
    """Return what is wrong with *document*, a line each; *location* is where it is served, "" not to compare."""
    try:
        found = json.loads(document.decode(), object_pairs_hook=_members)
    except ValueError as error:
        return (f"not JSON: {error}",)
    if not isinstance(found, dict):
        return ("no object",)
    return tuple(_of_feed(found, location))


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    twice = [key for key, count in Counter(key for key, _ in pairs).items() if count > 1]
    if twice:
        raise ValueError(f"{twice[0]} stands there twice")
    return dict(pairs)


def _text(where: str, value: Any) -> Faults:
    if not isinstance(value, str):
        yield f"{where}: no text"
    elif _SURROGATE.search(value):
        yield f"{where}: half of a character"


def _filled(where: str, value: Any) -> Faults:
    yield from _text(where, value)
    if value == "":
        yield f"{where}: empty"


def _address(where: str, value: Any) -> Faults:
    if not isinstance(value, str) or not _CHARACTERS.fullmatch(value):
        yield f"{where}: no address"
    elif urlsplit(value).scheme not in ("http", "https") or not urlsplit(value).netloc:
        yield f"{where}: not absolute"


def _moment(where: str, value: Any) -> Faults:
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        yield f"{where}: not as RFC 3339 has it"
        return
    try:
        datetime.fromisoformat(value)
    except ValueError:
        yield f"{where}: no such time"


def _language(where: str, value: Any) -> Faults:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        yield f"{where}: no language"


def _media_type(where: str, value: Any) -> Faults:
    if not isinstance(value, str) or not _MIME.fullmatch(value):
        yield f"{where}: no media type"


def _yes_or_no(where: str, value: Any) -> Faults:
    if not isinstance(value, bool):
        yield f"{where}: neither true nor false"


def _amount(where: str, value: Any) -> Faults:
    if isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
        yield f"{where}: no amount"


def _each(rule: Rule) -> Rule:
    """Return the rule that a value is an array, and *rule* holds for each of its values."""

    def of(where: str, values: Any) -> Faults:
        if not isinstance(values, list):
            yield f"{where}: no array"
            return
        for number, value in enumerate(values):
            yield from rule(f"{where}[{number}]", value)

    return of


def _object(rules: Mapping[str, Rule], *needed: str) -> Rule:
    """Return the rule that a value is an object with what is *needed*, and only with members that have a rule."""

    def of(where: str, value: Any) -> Faults:
        if not isinstance(value, dict):
            yield f"{where}: no object"
            return
        prefix = f"{where}." if where else ""
        yield from (f"{prefix}{key}: missing" for key in needed if key not in value)
        for key, member in value.items():
            if key in rules:
                yield from rules[key](f"{prefix}{key}", member)
            elif not _OUR_OWN.fullmatch(key):
                yield f"{prefix}{key}: no member of JSON Feed 1.1"

    return of


def _author(where: str, value: Any) -> Faults:
    yield from _object({"name": _filled, "url": _any_address, "avatar": _address})(where, value)
    if isinstance(value, dict) and not value.keys() & {"name", "url", "avatar"}:
        yield f"{where}: nobody"


def _any_address(where: str, value: Any) -> Faults:
    if not (isinstance(value, str) and value.startswith("mailto:") and "@" in value):
        yield from _address(where, value)


def _item(where: str, value: Any) -> Faults:
    yield from _object(_ITEM, "id")(where, value)
    if isinstance(value, dict) and not value.keys() & {"content_html", "content_text"}:
        yield f"{where}: neither content_html nor content_text"


def _of_feed(feed: dict[str, Any], location: str) -> Faults:
    yield from _object(_FEED, "version", "title", "items")("", feed)
    if next(iter(feed), "") != "version":
        yield "version: not the first"
    if feed.get("version") != VERSION:
        yield f"version: not {VERSION}"
    yield from (f"{key}: missing" for key in ("home_page_url", "feed_url") if key not in feed)
    if feed.get("next_url", "") == feed.get("feed_url"):
        yield "next_url: the feed itself"
    if location and feed.get("feed_url") != location:
        yield "feed_url: not where it is"
    items = feed.get("items")
    ids = (
        Counter(str(item.get("id")) for item in items if isinstance(item, dict))
        if isinstance(items, list)
        else {}
    )
    yield from (f"items: {one} stands there twice" for one, count in ids.items() if count > 1)


_ATTACHMENT = _object(
    {
        "url": _address,
        "mime_type": _media_type,
        "title": _text,
        "size_in_bytes": _amount,
        "duration_in_seconds": _amount,
    },
    "url",
    "mime_type",
)
_ITEM: Mapping[str, Rule] = {
    "id": _filled,
    "url": _address,
    "external_url": _address,
    "title": _text,
    "content_html": _text,
    "content_text": _text,
    "summary": _text,
    "image": _address,
    "banner_image": _address,
    "date_published": _moment,
    "date_modified": _moment,
    "authors": _each(_author),
    "tags": _each(_filled),
    "language": _language,
    "attachments": _each(_ATTACHMENT),
}
_FEED: Mapping[str, Rule] = {
    "version": _text,
    "title": _filled,
    "home_page_url": _address,
    "feed_url": _address,
    "description": _text,
    "user_comment": _text,
    "next_url": _address,
    "icon": _address,
    "favicon": _address,
    "authors": _each(_author),
    "language": _language,
    "expired": _yes_or_no,
    "hubs": _each(_object({"type": _filled, "url": _address}, "type", "url")),
    "items": _each(_item),
}
