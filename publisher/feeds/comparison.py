"""What readers would notice, between a feed as it was published and as it is about to be. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from publisher.feeds.foreign import ForeignEntry, ForeignFeed
from publisher.feeds.matching import Candidate, Pair, match, tidy_link, when
from publisher.feeds.model import FormatName

# id: an entry has another id than before. address: a feed is no longer where it was. lost: its newest entry is gone.
# backwards: an entry is dated earlier than it was. date: it is published later than it was. older: an entry is
# older than all that readers have been shown, and has never been published here.
Kind = Literal["id", "address", "lost", "backwards", "date", "older"]
KINDS: tuple[Kind, ...] = ("id", "address", "lost", "backwards", "date", "older")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that readers would notice. `feed` is a path or an address, `entry` a title, "" for the whole feed."""

    kind: Kind
    feed: str
    entry: str
    before: str
    after: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A feed as readers have it. `name` is how it is called here, `url` where they poll it, "" where not known."""

    name: str
    url: str
    feed: ForeignFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A feed as it is about to be: `guids` of its entries, newest first; `key` is how [feeds] paths begins for it."""

    title: str
    key: str
    urls: Mapping[FormatName, str]
    guids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """Which post each entry that was published is, by the entry's id; `gone` counts those without one."""

    pairs: Mapping[str, Pair]
    gone: int


def find(
    published: Sequence[Published], posts: Sequence[Candidate], *, authority: str, zone: ZoneInfo
) -> Found:
    """Return which of *posts* the entries of all *published* feeds are; an entry in several feeds is one."""
    entries = {entry.guid: entry for one in published for entry in one.feed.entries}
    found = match(tuple(entries.values()), posts, authority=authority, zone=zone)
    return Found({pair.entry.guid: pair for pair in found.pairs}, len(found.entries))


# Entries


def compare_entries(published: Sequence[Published], found: Found, *, authority: str) -> Iterator[Finding]:
    """Yield what is different about entries, each under the first feed that has it.

    *authority* is what our Atom feeds make ids of guids with that are no IRI.
    """
    feeds = {entry.guid: one for one in reversed(published) for entry in one.feed.entries}
    for guid, pair in found.pairs.items():
        one = feeds[guid]
        after = _id_in(one.feed.format, pair.post.guid, authority)
        if after != guid:
            remedy = f"write guid: {guid} into {pair.post.path}, or publisher adopt the feed that has it"
            if pair.post.guid == guid:
                remedy = "none: an id in Atom is an IRI (RFC 4287, 4.2.6), and this was not"
            yield _finding("id", one.name, pair, guid, after, remedy)
        yield from _compare_dates(one.name, pair)


def _id_in(format_: FormatName, guid: str, authority: str) -> str:
    """Return the id that a post with *guid* has in a format."""
    if format_ != "atom":
        return guid
    from publisher.feeds.atom import iri  # it loads feedgen

    return iri(guid, authority)


def _compare_dates(feed: str, pair: Pair) -> Iterator[Finding]:
    entry, post = pair.entry, pair.post
    if entry.published and _whole(post.published) != entry.published:
        moved_back = post.published < entry.published
        remedy = f"set its date in {post.path} to {entry.published.isoformat()}"
        times = entry.published.isoformat(), _whole(post.published).isoformat()
        yield _finding("backwards" if moved_back else "date", feed, pair, *times, remedy)
    elif entry.updated and _whole(post.updated) < entry.updated:
        remedy = f"set updated in {post.path} to {entry.updated.isoformat()} or later"
        times = entry.updated.isoformat(), _whole(post.updated).isoformat()
        yield _finding("backwards", feed, pair, *times, remedy)


def _whole(moment: datetime) -> datetime:
    """Return a time as feeds have it, in whole seconds."""
    return moment.replace(microsecond=0)


def _finding(kind: Kind, feed: str, pair: Pair, before: str, after: str, remedy: str) -> Finding:
    return Finding(
        kind=kind,
        feed=feed,
        entry=pair.entry.title or pair.entry.link,
        before=before,
        after=after,
        remedy=remedy,
    )


# Feeds


def compare_feed(
    one: Published, planned: Planned, found: Found, *, spelling: Callable[[str], str] = tidy_link
) -> Iterator[Finding]:
    """Yield what is different about a feed as a whole: its address, and whether its newest entry is in it.

    *spelling* brings addresses into the form in which they are to be the same.
    """
    url = planned.urls[one.feed.format]
    if one.url and spelling(one.url) not in map(spelling, planned.urls.values()):
        yield moved(one.name, one.url, url, f"{planned.key}{one.feed.format}")
    dated = [entry for entry in one.feed.entries if when(entry)]
    if dated:
        newest = max(dated, key=_time)
        pair = found.pairs.get(newest.guid)
        if pair is None or pair.post.guid not in planned.guids:
            yield Finding(
                kind="lost",
                feed=one.name,
                entry=newest.title or newest.link,
                before=newest.guid,
                after="",
                remedy="bring its file back, or take from it what hides it (a draft, a date to come); "
                "nothing where it was withdrawn on purpose",
            )


def _time(entry: ForeignEntry) -> tuple[datetime, str]:
    """Return what orders entries that have a time."""
    moment = when(entry)
    assert moment is not None
    return moment, entry.guid


def moved(feed: str, before: str, after: str, key: str) -> Finding:
    """Return that a feed will not be at the address *before*, but at *after* ("" for nowhere).

    *key* is what [feeds] paths calls it, "" where that has no name for it.
    """
    old, new = urlsplit(before), urlsplit(after)
    remedy = "let the server redirect it there for good (301)" if after else "keep what the feed was made of"
    if key and old.netloc == new.netloc and not old.query:
        remedy = f'set "{key}" = "{old.path}" in [feeds.paths], or {remedy}'
    return Finding(kind="address", feed=feed, entry="", before=before, after=after, remedy=remedy)


def find_older(
    one: Published, planned: Planned, found: Found, posts: Mapping[str, Candidate]
) -> Iterator[Finding]:
    """Yield the entries of *planned* that readers of *one* have never been shown, though they are older than all of it.

    *posts* are those of the catalog by guid.
    """
    dates = [moment for moment in map(when, one.feed.entries) if moment]
    known = {pair.post.guid for pair in found.pairs.values()}
    for guid in planned.guids if dates else ():
        post = posts[guid]
        if guid not in known and not post.published_here and post.published < min(dates):
            yield Finding(
                kind="older",
                feed=one.name,
                entry=post.title or post.link,
                before="",
                after=guid,
                remedy="publisher adopt an export, or older pages, of the feed that readers have; or set "
                f"[feeds] entries to {len(one.feed.entries)} until newer posts have taken their place",
            )
