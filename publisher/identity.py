"""Which post a file is: decided from what the file says and what the catalog knows. Pure.

Identity is not the path: files move, and a path may come to hold another post. Nor is it the title, the date,
chance or the order. A guid, once stored, is only read.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from urllib.parse import quote

from publisher.model import Reading
from publisher.slugs import slugify

# RFC 3986 pchar and "/", less what RFC 4151 leaves out of a tag's specific part.
TAG_SAFE = "/-._~!$&'()*+,;=:@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the catalog holds of a post, as far as recognising and updating it needs."""

    id: int
    guid: str
    url: str
    page: str
    source: str
    path: str
    content_hash: str
    signature: str
    updated: datetime
    withdrawn: bool
    published: datetime
    draft: bool
    retracted: datetime | None

    @property
    def is_its_link(self) -> bool:
        """Whether its guid is the link that its file had from the first, so that another link is another post."""
        return self.guid == self.url and not self.page


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The stored posts that a file might be: by guid or address, by its path, by its content among the vanished."""

    by_guid: dict[str, Known]
    by_url: dict[str, Known]
    at_path: Known | None = None
    vanished: Known | None = None


def recognise(reading: Reading, candidates: Candidates) -> str:
    """Return the guid of the stored post that *reading* is, else its own guid or link, else "": to be minted.

    Its own guid decides; then its link, where a post has that as guid or address; a link that is new belongs to
    the post at its path, unless that one's guid is its link. A file without either is the post that stood at its
    path, else one that vanished from elsewhere with the same content (RFC 4287, 4.2.6: an id never changes).
    """
    here, vanished = candidates.at_path, candidates.vanished
    if reading.guid:
        # What a relative one is relative to may have changed since; the id must not.
        same = here and reading.guid_reference and here.guid.endswith(reading.guid_reference)
        return here.guid if here and same else reading.guid
    if reading.link:
        known = candidates.by_guid.get(reading.link) or candidates.by_url.get(reading.link)
        if known:
            return known.guid
        return reading.link if here is None or here.is_its_link else here.guid
    if here and not here.is_its_link:
        return here.guid
    if vanished:
        return vanished.guid
    return here.guid if here else ""


def mint(authority: str, source: str, path: str, taken: Container[str]) -> str:
    """Return a new `tag:` URI (RFC 4151) for the file *path* of *source*; `-2` and on where it is taken."""
    guid = f"tag:{authority}:{quote(source, safe=TAG_SAFE)}/{quote(path, safe=TAG_SAFE)}"
    return next(name for name in _numbered(guid) if name not in taken)


def choose_page(wanted: str, path: str, taken: Container[str]) -> str:
    """Return the path of a post's page: as *wanted*, else made of the file's path, else numbered."""
    if wanted not in taken:
        return wanted
    stem = slugify(str(PurePosixPath(path).with_suffix("")))
    return next(f"{name}/" for name in _numbered(f"posts/{stem}") if f"{name}/" not in taken)


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Claim:
    """A file's claim to a guid; the greatest wins: newer `updated`, then `published`, then the later path."""

    times: str
    source: str
    path: str


def claimed_times(reading: Reading) -> str:
    """Return what decides between two files with one guid, as text that sorts as its times do."""
    updated = reading.updated or reading.published
    return (
        f"{updated.isoformat(timespec='microseconds')} {reading.published.isoformat(timespec='microseconds')}"
    )
