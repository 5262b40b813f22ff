"""Anybody's feed, read: RSS 0.9x, 1.0 and 2.0, Atom, JSON Feed. Pure, and as literal about ids as readers are.

Not a reader of posts: of an entry it tells what identifies and dates it, and nothing that would need sanitising.
"""

import json
from calendar import timegm
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

from publisher.feeds.model import FormatName
from publisher.markup import clean_title, printable

# What leads to the next older part of a feed (RFC 5005, 3 and 4); an archive before a page, as it is complete.
OLDER = ("prev-archive", "next")
YEARS = range(2, 9999)


class NotAFeedError(ValueError):
    """What was read is no feed; `feeds` are the addresses of feeds that it names, as pages do."""

    def __init__(self, reason: str, feeds: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.feeds = feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignEntry:
    """One entry. `guid` is its id to the letter, its link where it has none; times are aware, None where not given."""

    guid: str
    link: str
    title: str
    published: datetime | None
    updated: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignFeed:
    """A feed, or one page of it. `self_url` is where it says it is, `next_page` where its older entries are, or ""."""

    format: FormatName
    title: str
    self_url: str
    next_page: str
    entries: tuple[ForeignEntry, ...]


def read_feed(content: bytes, url: str = "") -> ForeignFeed:
    """Return the feed in *content*, which came from *url* ("" where not known): addresses are absolute by that.

    NotAFeedError where it is none.
    """
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return _read_json(content, url) if start.startswith(b"{") else _read_xml(content, url)


# JSON Feed (jsonfeed.org/version/1.1)


def _read_json(content: bytes, url: str) -> ForeignFeed:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise NotAFeedError(f"is not JSON: {error}") from error
    if not isinstance(found, dict) or not isinstance(found.get("items"), list):
        raise NotAFeedError("is JSON, but no JSON Feed: it has no items")
    base = url or _text(found, "feed_url") or _text(found, "home_page_url")
    return ForeignFeed(
        format="json",
        title=_text(found, "title"),
        self_url=_text(found, "feed_url"),
        next_page=_address(base, _text(found, "next_url")),
        entries=_named(_json_entry(item, base) for item in found["items"] if isinstance(item, dict)),
    )


def _json_entry(item: dict[str, Any], base: str) -> ForeignEntry:
    link = _address(base, _text(item, "url") or _text(item, "external_url"))
    published, updated = (_rfc3339(_text(item, name)) for name in ("date_published", "date_modified"))
    return ForeignEntry(
        guid=_text(item, "id") or link,
        link=link,
        title=clean_title(_text(item, "title")),
        published=published,
        updated=updated,
    )


def _text(found: dict[str, Any], name: str) -> str:
    """Return a member as text; a number stands for its digits (JSON Feed 1.1, `id`)."""
    value = found.get(name)
    return printable(str(value)).strip() if isinstance(value, str | int | float) else ""


def _rfc3339(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
        return _possible((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC))
    except (ValueError, OverflowError):
        return None


def _possible(moment: datetime) -> datetime | None:
    """Return a time that has a day in every zone, None for one at either end of what can be reckoned with."""
    return moment if moment.year in YEARS else None


# RSS and Atom


def _read_xml(content: bytes, url: str) -> ForeignFeed:
    import feedparser  # slow to load, and needed only here

    # From a stream: bytes of a file's name would be taken for that file.
    headers = {"content-location": url} if url else {}
    found = feedparser.parse(
        BytesIO(content), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    feed = found.feed
    if not found.get("version") and not found.entries:
        raise NotAFeedError("is no feed (RSS, Atom or JSON Feed)", tuple(_advertised(feed)))
    links = {link.get("rel"): link.get("href", "") for link in reversed(feed.get("links", ()))}
    base = url or links.get("self", "") or feed.get("link", "")
    older = next((links[rel] for rel in OLDER if links.get(rel)), "")
    literal = _literal_ids(content)
    ids = literal if len(literal) == len(found.entries) else [""] * len(found.entries)
    posts = ((entry, id_) for entry, id_ in zip(found.entries, ids, strict=True) if _is_post(entry))
    return ForeignFeed(
        format="atom" if found.get("version", "").startswith("atom") else "rss",
        title=clean_title(feed.get("title", "")),
        self_url=links.get("self", ""),
        next_page=_address(base, older),
        entries=_named(_xml_entry(entry, id_, base) for entry, id_ in posts),
    )


def _advertised(page: Any) -> Iterator[str]:
    """Yield the feeds that a page names in its head (autodiscovery)."""
    for link in page.get("links", ()):
        if link.get("rel") == "alternate" and link.get("type", "").endswith(("rss+xml", "atom+xml", "json")):
            yield link.get("href", "")


def _is_post(entry: Any) -> bool:
    """Return whether an entry is a post: WordPress's export lists pages, pictures and menus among them."""
    return str(entry.get("wp_post_type", "post")) == "post"


def _xml_entry(entry: Any, literal: str, base: str) -> ForeignEntry:
    # FeedBurner counts clicks through an address of its own, and gives the real one beside it.
    link = _address(base, entry.get("feedburner_origlink") or entry.get("link", ""))
    published, updated = (_utc(dict.get(entry, f"{name}_parsed")) for name in ("published", "updated"))
    return ForeignEntry(
        guid=printable(literal or entry.get("id", "")) or link,
        link=link,
        title=clean_title(entry.get("title", "")),
        published=published,
        updated=updated,
    )


def _utc(parsed: Any) -> datetime | None:
    """Return feedparser's nine numbers, which are UTC, as a time."""
    try:
        return _possible(datetime.fromtimestamp(timegm(parsed), UTC)) if parsed else None
    except (ValueError, OverflowError):
        return None


def _literal_ids(content: bytes) -> list[str]:
    """Return the text of each entry's `guid` or `id` as it stands, "" where it has none.

    feedparser joins an id with the feed's base, and mends what it takes for wrong letters; most readers do not.
    """
    from lxml import etree

    parser = etree.XMLParser(recover=True, huge_tree=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:  # nothing that it could recover
        return []
    return [] if root is None else [_literal_id(entry) for entry in root.iter("{*}item", "{*}entry")]


def _literal_id(entry: Any) -> str:
    space = entry.tag.rpartition("}")[0]
    wanted = (f"{space}}}guid", f"{space}}}id") if space else ("guid", "id")
    found = next((child for child in entry if child.tag in wanted), None)
    return "" if found is None else "".join(found.itertext()).strip()


# Both


def _named(entries: Iterable[ForeignEntry]) -> tuple[ForeignEntry, ...]:
    """Return the entries that have an id, each id once: the first, as feeds have the newest first."""
    kept: dict[str, ForeignEntry] = {}
    for entry in entries:
        if entry.guid:
            kept.setdefault(entry.guid, entry)
    return tuple(kept.values())


def _address(base: str, link: str) -> str:
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link
