"""Which post an entry of somebody's feed is: by its id, its link, its title and date. Pure.

A guess is made only where it is the only one: two entries with one title on one day stay apart from two such posts.
"""

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal, TypeVar
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from publisher.feeds.foreign import ForeignEntry
from publisher.markup import clean_title

By = Literal["id", "link", "title", "path"]

_PORTS = {"http": 80, "https": 443}
_PATH_SAFE = "/-._~!$&'()*+,;=:@"
_INDEX = re.compile(r"/(?:index\.(?:html?|php))?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A stored post, as far as telling entries apart needs. `link` is its address.

    `visible` says that everybody may see it; `published_here` that it has been in a feed that was built here.
    """

    id: int
    guid: str
    link: str
    title: str
    published: datetime
    updated: datetime
    source: str
    path: str
    visible: bool
    published_here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An entry and the post that it is, and what told."""

    entry: ForeignEntry
    post: Candidate
    by: By


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """What belongs together, and what is left on either side, in the order in which it came."""

    pairs: tuple[Pair, ...]
    entries: tuple[ForeignEntry, ...]
    posts: tuple[Candidate, ...]


One = TypeVar("One", ForeignEntry, Candidate)
Key = Callable[[ForeignEntry | Candidate], Hashable]


def match(
    entries: Sequence[ForeignEntry], posts: Sequence[Candidate], *, authority: str, zone: ZoneInfo
) -> Matches:
    """Return which of *posts* each of *entries* is: by id, then by ever looser likeness, each only where unique.

    *authority* is what our own Atom feeds make ids of guids with that are no IRI; days are UTC's and *zone*'s.
    """
    found = {pair.entry.guid: pair for pair in _by_id(entries, posts, authority)}
    taken = {pair.post.id for pair in found.values()}
    for by, key in _keys(zone):
        if len(found) == len(entries):
            break
        mine = _unique(key, (entry for entry in entries if entry.guid not in found))
        theirs = _unique(key, (post for post in posts if post.id not in taken))
        for likeness in mine.keys() & theirs.keys():
            entry, post = mine[likeness], theirs[likeness]
            found[entry.guid] = Pair(entry=entry, post=post, by=by)
            taken.add(post.id)
    return Matches(
        pairs=tuple(found[entry.guid] for entry in entries if entry.guid in found),
        entries=tuple(entry for entry in entries if entry.guid not in found),
        posts=tuple(post for post in posts if post.id not in taken),
    )


def _by_id(entries: Sequence[ForeignEntry], posts: Sequence[Candidate], authority: str) -> Iterator[Pair]:
    by_guid = {post.guid: post for post in posts}
    made = f"tag:{authority}:guid/"
    if any(entry.guid.startswith(made) or "%" in entry.guid for entry in entries):
        from publisher.feeds.atom import iri  # it loads feedgen

        by_guid = {iri(guid, authority): post for guid, post in by_guid.items()} | by_guid
    for entry in entries:
        if entry.guid in by_guid:
            yield Pair(entry=entry, post=by_guid[entry.guid], by="id")


def _unique(key: Key, ones: Iterable[One]) -> dict[Hashable, One]:
    """Return those whose key no other has, by that key; a key of None is none."""
    found: dict[Hashable, One] = {}
    twice: set[Hashable] = set()
    for one in ones:
        likeness = key(one)
        if likeness is not None and found.setdefault(likeness, one) is not one:
            twice.add(likeness)
    return {likeness: one for likeness, one in found.items() if likeness not in twice}


def _keys(zone: ZoneInfo) -> Iterator[tuple[By, Key]]:
    """Yield what two things that are one have in common, the surest first."""
    yield "link", lambda one: one.link or None
    yield "link", lambda one: tidy_link(one.link) or None
    yield "link", lambda one: loose_link(one.link) or None
    for when in (_moment, _day, _local_day(zone)):
        yield "title", _both(lambda one: folded(one.title), when)
    # A site that moved to another domain, and an entry whose title was changed since.
    yield "path", _both(lambda one: _path(one.link), _day)


def _both(one: Key, other: Key) -> Key:
    def both(of: ForeignEntry | Candidate) -> Hashable:
        parts = one(of), other(of)
        return parts if all(parts) else None

    return both


def when(one: ForeignEntry | Candidate) -> datetime | None:
    """Return when something was published, as far as it says."""
    return one.published or one.updated


def _moment(one: ForeignEntry | Candidate) -> Hashable:
    moment = when(one)
    return moment and moment.replace(microsecond=0)


def _day(one: ForeignEntry | Candidate) -> Hashable:
    moment = when(one)
    return moment and moment.date()


def _local_day(zone: ZoneInfo) -> Key:
    def local_day(one: ForeignEntry | Candidate) -> Hashable:
        moment = when(one)
        return moment and moment.astimezone(zone).date()

    return local_day


@lru_cache(maxsize=65536)
def folded(title: str) -> str:
    """Return the letters and digits of *title*, whatever their case, the typography or the HTML around them."""
    plain = unicodedata.normalize("NFKC", clean_title(clean_title(title))).casefold()
    return "".join(filter(_is_of_a_word, plain)) or plain


def _is_of_a_word(character: str) -> bool:
    """Return whether it is a letter, a digit, or a mark on one, but for those that choose between pictures."""
    return character.isalnum() or (
        unicodedata.category(character) in ("Mn", "Mc") and not "\ufe00" <= character <= "\ufe0f"
    )


def tidy_link(link: str) -> str:
    """Return *link* in one of its equivalent spellings (RFC 3986, 6.2.2 and 6.2.3), without fragment and `utm_…`."""
    parts = _split(link)
    return parts._replace(fragment="").geturl() if parts else link


def loose_link(link: str) -> str:
    """Return *link* without what differs between two ways to one page: `https`, `www.`, `/` and `index.html`."""
    parts = _split(link)
    if not parts:
        return link
    host = parts.netloc.removeprefix("www.")
    return f"{host}{_INDEX.sub('', parts.path)}?{parts.query}" if host else link


def _path(link: str) -> str:
    """Return the path and query of *link*, "" where it leads to a site's front page."""
    parts = _split(link)
    path = _INDEX.sub("", parts.path) if parts else ""
    return f"{path}?{parts.query}" if parts and (path or parts.query) else ""


def _split(link: str) -> SplitResult | None:
    try:
        parts = urlsplit(link.strip())
        host, port = (parts.hostname or "").encode("idna").decode(), parts.port
    except ValueError:
        return None
    place = host if port in (None, _PORTS.get(parts.scheme)) else f"{host}:{port}"
    return SplitResult(
        parts.scheme, place, quote(unquote(parts.path), safe=_PATH_SAFE), _query(parts.query), parts.fragment
    )


def _query(query: str) -> str:
    if "%" not in query and "utm_" not in query:
        return query
    kept = (pair for pair in parse_qsl(query, keep_blank_values=True) if not pair[0].startswith("utm_"))
    return urlencode(list(kept))
