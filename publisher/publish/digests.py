"""Digests as the public sees them: whatever of them was released, also where the settings no longer have them."""

from dataclasses import dataclass, field, replace
from urllib.parse import quote

from sqlalchemy import Connection

from publisher.catalog import released
from publisher.catalog.released import Released
from publisher.config import Settings
from publisher.model import Post, Site
from publisher.records import Issued

# The folders of the site that an edition may name.
MEDIA = "media/"
OWN = (MEDIA, "posts/")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDigest:
    """A digest and what was released of it, the newest first; what was cancelled since is apart."""

    name: str
    title: str
    editions: tuple[Released, ...] = field(repr=False)
    cancelled: tuple[Released, ...] = field(repr=False)


def public_digests(connection: Connection, settings: Settings) -> tuple[PublicDigest, ...]:
    """Return the digests in the order of the settings, then those that are no longer there by name."""
    found = released.by_digest(connection)
    titles = {digest.name: digest.title or digest.name for digest in settings.digests}
    names = [name for name in titles if name in found]
    names += sorted(found.keys() - titles.keys())
    return tuple(_digest(name, titles.get(name, ""), found[name]) for name in names)


def at_home(issued: Issued, site: Site) -> Issued:
    """Return an edition whose posts, pictures and note are found where the site is now.

    It was recorded with absolute addresses, and a site may move after that.
    """
    pages = ((post.url, quote(post.page)) for post in issued.posts if post.page)
    before = next((url.removesuffix(page) for url, page in pages if url.endswith(f"/{page}")), site.url)
    if before == site.url:
        return issued
    sections = tuple(
        replace(section, posts=tuple(_moved(post, before, site.url) for post in section.posts))
        for section in issued.sections
    )
    note = issued.note
    for folder in OWN:
        note = note.replace(f'="{before}{folder}', f'="{site.url}{folder}')
    return replace(issued, note=note, sections=sections)


def _moved(post: Post, before: str, now: str) -> Post:
    if post.page and post.url == before + quote(post.page):
        post = replace(post, url=now + quote(post.page))
    if post.image and post.image.url.startswith(f"{before}{MEDIA}"):
        post = replace(post, image=replace(post.image, url=now + post.image.url.removeprefix(before)))
    return post


def _digest(name: str, title: str, every: tuple[Released, ...]) -> PublicDigest:
    return PublicDigest(
        name=name,
        title=title or every[0].title,
        editions=tuple(one for one in every if one.cancelled is None),
        cancelled=tuple(one for one in every if one.cancelled is not None),
    )
