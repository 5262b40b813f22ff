"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from publisher.feeds.content import Body
from publisher.feeds.model import Feed
from publisher.feeds.xml import Frame, timestamp
from publisher.markup import printable
from publisher.model import Author, Enclosure, FullPost

_json = json.JSONEncoder(ensure_ascii=False).encode


def json_frame(feed: Feed) -> Frame:
    """Return *feed* as a JSON Feed document without its items.

    An archive page is a part of the same feed, so its `feed_url`, the feed's identity, is the same.
    """
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": printable(feed.title),
        "home_page_url": feed.home_url,
        "feed_url": (feed.current_urls or feed.self_urls).get("json"),
        "next_url": feed.previous_urls.get("json"),
        "description": printable(feed.description),
        "icon": feed.icon,
        "favicon": feed.icon,
        "language": feed.language,
        "authors": [{"name": printable(feed.author)}] if feed.author else None,
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub and not feed.current_urls else None,
        "_publisher": {"rights": printable(feed.rights)} if feed.rights else None,
    }
    # A line for each member and each item: readable, and as fast as one line (json's own indent is not).
    members = [f"{_json(key)}: {_json(value)}" for key, value in document.items() if value]
    return Frame(("{\n" + ",\n".join([*members, '"items": [\n'])).encode(), b"\n]\n}\n")


def json_item(feed: Feed, entry: FullPost, body: Body) -> str:
    """Return *entry* as an item."""
    post = entry.post
    content = {"content_html": body.html} if feed.in_full else {"content_text": printable(post.summary)}
    optional: dict[str, Any] = {
        "title": printable(post.title),
        "summary": printable(post.summary),
        "image": post.image.url if post.image else None,
        "language": post.language if post.language != feed.language else None,
        "tags": [printable(tag) for tag in post.tags],
        "attachments": [_attachment(post.enclosure)] if post.enclosure else None,
    }
    return _json(
        {
            "id": post.guid,
            "url": post.url,
            **content,
            **{key: value for key, value in optional.items() if value},
            "date_published": timestamp(post.published),
            "date_modified": timestamp(post.updated),
            "authors": [_author(author) for author in feed.authors(entry)],
        }
    )


def _author(author: Author) -> dict[str, str]:
    return {"name": printable(author.name), **({"url": author.url} if author.url else {})}


def _attachment(file: Enclosure) -> dict[str, Any]:
    known = {"size_in_bytes": file.length, "duration_in_seconds": file.duration}
    return {
        "url": file.url,
        "mime_type": file.mime_type,
        **{key: value for key, value in known.items() if value},
    }
