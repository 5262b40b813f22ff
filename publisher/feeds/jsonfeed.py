"""JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json
from typing import Any

from publisher.feeds.model import Feed
from publisher.feeds.xml import timestamp
from publisher.markup import printable
from publisher.model import Author, Enclosure, FullPost

_json = json.JSONEncoder(ensure_ascii=False).encode


def render_json(feed: Feed) -> bytes:
    """Return *feed* as a JSON Feed document."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": printable(feed.title),
        "home_page_url": feed.home_url,
        "feed_url": feed.self_urls.get("json"),
        "description": printable(feed.description),
        "language": feed.language,
        "authors": [{"name": printable(feed.author)}] if feed.author else None,
    }
    # A line for each member and each item: readable, and as fast as one line (json's own indent is not).
    members = [f"{_json(key)}: {_json(value)}" for key, value in document.items() if value]
    items = ",\n".join(_json(_item(feed, entry)) for entry in feed.entries)
    return ("{\n" + ",\n".join([*members, f'"items": [\n{items}\n]']) + "\n}\n").encode()


def _item(feed: Feed, entry: FullPost) -> dict[str, Any]:
    post = entry.post
    content = (
        {"content_html": printable(entry.content_html)}
        if feed.in_full
        else {"content_text": printable(post.summary)}
    )
    optional: dict[str, Any] = {
        "title": printable(post.title),
        "summary": printable(post.summary),
        "image": post.image.url if post.image else None,
        "language": post.language if post.language != feed.language else None,
        "tags": [printable(tag) for tag in post.tags],
        "attachments": [_attachment(post.enclosure)] if post.enclosure else None,
    }
    return {
        "id": post.guid,
        "url": post.url,
        **content,
        **{key: value for key, value in optional.items() if value},
        "date_published": timestamp(post.published),
        "date_modified": timestamp(post.updated),
        "authors": [_author(author) for author in feed.authors(entry)],
    }


def _author(author: Author) -> dict[str, str]:
    return {"name": printable(author.name), **({"url": author.url} if author.url else {})}


def _attachment(file: Enclosure) -> dict[str, Any]:
    size = {"size_in_bytes": file.length} if file.length else {}
    return {"url": file.url, "mime_type": file.mime_type, **size}
