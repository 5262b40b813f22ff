"""One source file -> a Reading, or why it gives none. Of other files only those it names are looked at."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from posixpath import dirname
from typing import Literal
from urllib.parse import urljoin

from publisher.markup import clean_title
from publisher.markup.markdown import to_html
from publisher.markup.reading import read_html
from publisher.model import Notice, Reading, Unread
from publisher.sources import bodies, fields, names, templating
from publisher.sources.attachments import read_enclosure, read_image
from publisher.sources.authors import read_authors
from publisher.sources.decode import decode
from publisher.sources.frontmatter import Document
from publisher.sources.frontmatter import read as read_document
from publisher.sources.links import read_link, read_slug
from publisher.sources.media import Resolver
from publisher.sources.moments import NO_DATE, read_published, read_updated
from publisher.sources.rules import Rules
from publisher.sources.table import LANGUAGE, TITLE, Remark, Table

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """A file's text, and what was wrong with its bytes."""

    path: str
    text: str
    remarks: tuple[Remark, ...]


def read(raw: bytes, *, path: str, rules: Rules, page: str = "") -> Reading | Unread:
    """Return what the file *path* of the source says, whose bytes are *raw*; an Unread where it is no post.

    *page* is where the post's page is to stand, for a post without a link; "" chooses it by its slug.
    """
    shown = path.encode("utf-8", "backslashreplace").decode()
    if shown != path:
        return _unread(shown, Remark(line=0, reason="the file's name is not UTF-8"))
    if names.is_section(path):
        return _unread(path, Remark(line=0, reason="a section's own page"), "not_post")
    text, remarks = decode(raw)
    document = read_document(text)
    if document is None:
        return _unread(
            path, Remark(line=0, reason="no front matter" if text.strip() else "empty"), "not_post"
        )
    if isinstance(document, Remark):
        return _unread(path, document)
    published = read_published(document.table, path=path, zone=rules.zone)
    if isinstance(published, Remark):
        return _undated(document, path, published)
    return _assemble(
        _File(path=path, text=text, remarks=remarks), document, published, rules=rules, page=page
    )


def _unread(path: str, remark: Remark, kind: Literal["skipped", "not_post", "draft"] = "skipped") -> Unread:
    return Unread(notice=Notice(path=path, line=remark.line, reason=remark.reason), kind=kind)


def _undated(document: Document, path: str, fault: Remark) -> Unread:
    """Return why a file without a usable date is no post: a draft, a page with nothing in it, or a fault."""
    if fields.is_draft(document.table, path):
        return _unread(path, Remark(line=fault.line, reason=f"a draft: {fault.reason}"), "draft")
    if fault.reason == NO_DATE and not document.table.text(TITLE) and not document.body.strip():
        return _unread(path, Remark(line=0, reason="neither title, date nor text"), "not_post")
    line = fault.line or min(document.table.lines.values(), default=1)
    return _unread(path, Remark(line=line, reason=fault.reason))


def _assemble(file: _File, document: Document, published: datetime, *, rules: Rules, page: str) -> Reading:
    table, path = document.table, file.path
    link = read_link(table, base_url=rules.source.base_url)
    page = "" if link else page or f"posts/{names.slug_of(path, read_slug(table))}/"
    resolve = Resolver(rules=rules, path=path, link=link, page=page)
    html = bodies.is_html(document.body, path=path, form=rules.source.format)
    title, text = _title_and_text(document, html=html)
    text, dropped = templating.expand(text, html=html, base_url=rules.source.base_url)
    source_html = text if html else to_html(text)
    language = fields.read_language(table.text(LANGUAGE))
    body = read_html(source_html, resolve=resolve, language=language or rules.language)
    updated, late = read_updated(table, zone=rules.zone)
    score, unscored = fields.read_score(table)
    image = read_image(table, resolve) or body.image
    enclosure = read_enclosure(table, body.html, resolve)
    guid = fields.read_guid(table)
    # `/?p=12`, as exports of other systems leave it: an id is absolute (RFC 4287, 4.2.6).
    reference = guid if guid.startswith(("/", "?")) else ""
    remarks = file.remarks + table.remarks + late + unscored + _language_remarks(table, language)
    remarks += _dropped(dropped) + _missing(resolve, file.text)
    return Reading(
        path=path,
        title=title,
        published=published,
        content_html=body.html,
        content_text=body.text,
        content_hash=_hash(table.text(TITLE), document.body),
        guid=urljoin(rules.source.base_url or rules.site_url, guid) if reference else guid,
        guid_reference=reference,
        link=link,
        page=page,
        updated=updated,
        summary=fields.read_summary(table) or body.summary,
        authors=read_authors(table, rules=rules, folder=dirname(path)),
        tags=fields.read_tags(table, is_yaml=document.is_yaml),
        language=language,
        image=None if image and image.url in resolve.missing else image,
        enclosure=enclosure,
        reading_minutes=body.reading_minutes,
        score=score,
        draft=fields.is_draft(table, path),
        media=tuple(resolve.media),
        warnings=tuple(Notice(path=path, line=remark.line, reason=remark.reason) for remark in remarks),
    )


def _title_and_text(document: Document, *, html: bool) -> tuple[str, str]:
    """Return the post's title, and its body without a first heading that says the same."""
    title = clean_title(document.table.text(TITLE))
    heading, rest = bodies.first_heading(document.body, html=html)
    if heading and (not title or bodies.same_title(heading, title)):
        return title or heading, rest
    return title, document.body


def _hash(title: str, body: str) -> str:
    return hashlib.blake2b(f"{title}\0{body}".encode(), digest_size=16).hexdigest()


def _language_remarks(table: Table, language: str) -> tuple[Remark, ...]:
    key, value = table.pick(LANGUAGE)
    if language or not isinstance(value, str) or not value:
        return ()
    return (Remark(line=table.line(key), reason=f'not a language tag: "{value[:40]}"'),)


def _dropped(dropped: Counter[str]) -> tuple[Remark, ...]:
    named = ", ".join(f"{name} ({count})" for name, count in sorted(dropped.items()))
    return (
        (Remark(line=0, reason=f"left out, as it means something only to its generator: {named}"),)
        if named
        else ()
    )


def _missing(resolve: Resolver, text: str) -> tuple[Remark, ...]:
    missing = list(resolve.missing.values())
    if not missing:
        return ()
    at = text.find(missing[0])
    more = f" and {len(missing) - _MOST_NAMED} more" if len(missing) > _MOST_NAMED else ""
    reason = f"file not found beside the post: {', '.join(missing[:_MOST_NAMED])}{more}"
    return (Remark(line=text.count("\n", 0, at) + 1 if at >= 0 else 0, reason=reason),)
