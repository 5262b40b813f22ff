"""Values to rows and back. No SQL is run here."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from publisher.catalog import schema
from publisher.model import Author, Enclosure, Episode, FullPost, Image, Notice, Post

_post = schema.post.c
POST_COLUMNS: tuple[ColumnElement[Any], ...] = (
    _post.guid,
    _post.url,
    _post.page,
    _post.title,
    _post.published,
    _post.updated,
    _post.summary,
    _post.authors,
    _post.tags,
    _post.language,
    _post.theme,
    _post.image,
    _post.enclosure,
    _post.reading_minutes,
    _post.score,
)
FULL_COLUMNS = (*POST_COLUMNS, schema.content.c.content_html)


def pack(value: Any) -> str:
    """Return a list or mapping as compact JSON; "" for nothing."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else ""


def unpack(text: str) -> tuple[str, ...]:
    """Return the list of texts that `pack` made *text* of."""
    return tuple(json.loads(text)) if text else ()


def pack_authors(authors: tuple[Author, ...]) -> str:
    """Return *authors* as JSON."""
    return pack([[author.name, author.email, author.url] for author in authors])


def pack_image(image: Image | None) -> str:
    """Return an image as JSON, "" for None."""
    return pack([image.url, image.alt, image.width, image.height]) if image else ""


def _image(text: str) -> Image | None:
    if not text:
        return None
    url, alt, width, height = json.loads(text)
    return Image(url=url, alt=alt, width=width, height=height)


def pack_enclosure(enclosure: Enclosure | None) -> str:
    """Return an enclosure as JSON, "" for None. What it does not say of duration and episode is not written."""
    if enclosure is None:
        return ""
    found: list[Any] = [enclosure.url, enclosure.mime_type, enclosure.length]
    episode = enclosure.episode
    if enclosure.duration or episode != Episode():
        said = [episode.number, episode.season, episode.type, episode.explicit, episode.image]
        found += [enclosure.duration, said]
    return pack(found)


def _enclosure(text: str) -> Enclosure | None:
    if not text:
        return None
    url, mime_type, length, *more = json.loads(text)
    if not more:
        return Enclosure(url=url, mime_type=mime_type, length=length)
    duration, (number, season, kind, explicit, image) = more
    episode = Episode(number=number, season=season, type=kind, explicit=explicit, image=image)
    return Enclosure(url=url, mime_type=mime_type, length=length, duration=duration, episode=episode)


def pack_notices(notices: Iterable[Notice]) -> str:
    """Return *notices* as JSON."""
    return pack([[notice.line, notice.reason] for notice in notices])


def unpack_notices(source: str, path: str, text: str) -> tuple[Notice, ...]:
    """Return the notices that `pack_notices` kept for the file at *path* of *source*."""
    found = json.loads(text) if text else []
    return tuple(Notice(source=source, path=path, line=line, reason=reason) for line, reason in found)


def _authors(text: str) -> tuple[Author, ...]:
    found = json.loads(text) if text else []
    return tuple(Author(name=name, email=email, url=url) for name, email, url in found)


def to_post(row: Sequence[Any]) -> Post:
    """Return the post of a row that begins with POST_COLUMNS."""
    (
        guid,
        url,
        page,
        title,
        published,
        updated,
        summary,
        authors,
        tags,
        language,
        theme,
        image,
        enclosure,
        minutes,
        score,
    ) = row[: len(POST_COLUMNS)]
    return Post(
        guid=guid,
        url=url,
        page=page,
        title=title,
        published=published,
        updated=updated,
        summary=summary,
        authors=_authors(authors),
        tags=unpack(tags),
        language=language,
        theme=theme,
        image=_image(image),
        enclosure=_enclosure(enclosure),
        reading_minutes=minutes,
        score=score,
    )


def to_full_post(row: Sequence[Any]) -> FullPost:
    """Return the post and body of a row that begins with FULL_COLUMNS."""
    return FullPost(post=to_post(row), content_html=row[len(POST_COLUMNS)])


def pack_post(post: Post) -> str:
    """Return a post as JSON, so that it stays as it is whatever becomes of its file."""
    return pack(
        {
            "guid": post.guid,
            "url": post.url,
            "page": post.page,
            "title": post.title,
            "published": schema.stored(post.published),
            "updated": schema.stored(post.updated),
            "summary": post.summary,
            "authors": pack_authors(post.authors),
            "tags": pack(post.tags),
            "language": post.language,
            "theme": post.theme,
            "image": pack_image(post.image),
            "enclosure": pack_enclosure(post.enclosure),
            "reading_minutes": post.reading_minutes,
            "score": post.score,
        }
    )


def unpack_post(text: str) -> Post:
    """Return the post that `pack_post` made *text* of."""
    values = json.loads(text)
    values["published"] = datetime.fromisoformat(values["published"])
    values["updated"] = datetime.fromisoformat(values["updated"])
    return to_post([values[column.name] for column in POST_COLUMNS])
