"""Moving in: posts take over the ids that the entries of an earlier feed have, so that no reader sees them as new.

Nothing is guessed: which post an entry is says publisher.feeds.matching, and what is in doubt is told and left alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from publisher.batches import Progress
from publisher.catalog import Catalog, posts
from publisher.catalog.adopting import candidates, give_guids
from publisher.config import Settings
from publisher.feeds.foreign import ForeignEntry, ForeignFeed
from publisher.feeds.matching import By, Candidate, Matches, match
from publisher.model import Reading
from publisher.sources import File
from publisher.sync import sync_within
from publisher.sync.reading import Job, Reader
from publisher.workers import Workers

# adopted: the post has the entry's id from now on. kept: it had it already. declared: its file names another id.
# taken: another post has the id. second: an earlier one of the feeds gave the post another id.
Outcome = Literal["adopted", "kept", "declared", "taken", "second"]
BATCH, FEWEST = 100, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Adoption:
    """What became of an entry whose post was found: `before` is the guid that the post had."""

    entry: ForeignEntry
    post: Candidate
    by: By
    outcome: Outcome

    @property
    def before(self) -> str:
        """The guid that the post had."""
        return self.post.guid

    @property
    def seen_before(self) -> bool:
        """Whether readers may have seen the post here already, under the guid that it gave up."""
        return self.outcome == "adopted" and self.post.published_here


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptReport:
    """What was adopted, and what was left on either side: `entries` without a post, visible `posts` without an entry.

    `carried` counts the posts without an entry that the feed of all posts carries: readers will see them as new.
    """

    adoptions: tuple[Adoption, ...]
    entries: tuple[ForeignEntry, ...]
    posts: tuple[Candidate, ...]
    carried: int

    def of(self, outcome: Outcome) -> tuple[Adoption, ...]:
        """Return the adoptions that ended like this."""
        return tuple(one for one in self.adoptions if one.outcome == outcome)


def adopt(
    settings: Settings,
    catalog: Catalog,
    feeds: Iterable[ForeignFeed],
    now: datetime,
    progress: Progress,
    workers: Workers,
    *,
    dry_run: bool = False,
) -> AdoptReport:
    """Sync, give posts the ids of the entries of *feeds* that they are, and return what was done.

    Of feeds that name one post differently the first counts. With *dry_run* the catalog stays as it was.
    """
    with catalog.alone(), catalog.writing() as connection:
        trial = connection.begin_nested()
        sync_within(connection, settings, now, progress, workers)
        adopter = _Adopter(settings, connection, now, workers)
        for feed in feeds:
            adopter.adopt(feed)
        report = adopter.report()
        if dry_run:
            trial.rollback()
    return report


@dataclass(slots=True)
class _Adopter:
    settings: Settings
    connection: Connection
    now: datetime
    workers: Workers
    settled: dict[int, Adoption] = field(default_factory=dict)
    others: list[Adoption] = field(default_factory=list)
    strangers: dict[str, ForeignEntry] = field(default_factory=dict)

    def adopt(self, feed: ForeignFeed) -> None:
        """Give posts the ids of the entries of *feed*, which names each once."""
        found = self._match(feed.entries)
        changing = [pair.post for pair in found.pairs if pair.by != "id"]
        declared = _declared(self.settings, changing, self.workers)
        holders = posts.known_by_guid(self.connection, [pair.entry.guid for pair in found.pairs])
        given = {}
        for one in decide(found, declared, holders, self.settled):
            if one.outcome == "second":
                self.others.append(one)
            else:
                self.settled.setdefault(one.post.id, one)
            if one.outcome == "adopted":
                given[one.post.id] = one.entry.guid
        give_guids(self.connection, given)
        self.strangers |= {entry.guid: entry for entry in found.entries}

    def _match(self, entries: Sequence[ForeignEntry]) -> Matches:
        site = self.settings.site
        return match(
            entries,
            tuple(candidates(self.connection, self.now)),
            authority=site.tag_authority,
            zone=ZoneInfo(site.timezone),
        )

    def report(self) -> AdoptReport:
        """Return what was done so far."""
        visible = [post for post in candidates(self.connection, self.now) if post.visible]
        carried = visible[: self.settings.feeds.entries]
        adoptions = (*self.settled.values(), *self.others)
        found = {one.entry.guid for one in adoptions}
        return AdoptReport(
            adoptions=adoptions,
            entries=tuple(entry for guid, entry in self.strangers.items() if guid not in found),
            posts=tuple(post for post in visible if post.id not in self.settled),
            carried=sum(post.id not in self.settled and not post.published_here for post in carried),
        )


def decide(
    found: Matches,
    declared: Mapping[int, str],
    holders: Mapping[str, object],
    settled: Mapping[int, Adoption],
) -> tuple[Adoption, ...]:
    """Return what becomes of each pair. Pure.

    *declared* are the guids that posts' own files name, by the post's id; *holders* the guids that posts have;
    *settled* what earlier feeds have led to.
    """

    def outcome(entry: ForeignEntry, post: Candidate, by: By) -> Outcome:
        if by == "id":
            return "kept"
        if post.id in settled:
            return "second"
        own = declared.get(post.id, "")
        # One that is relative there may be relative to anything.
        if own and not (own[0] in "/?" and entry.guid.endswith(own)):
            return "declared"
        return "taken" if entry.guid in holders else "adopted"

    return tuple(
        Adoption(
            entry=pair.entry, post=pair.post, by=pair.by, outcome=outcome(pair.entry, pair.post, pair.by)
        )
        for pair in found.pairs
    )


def _declared(settings: Settings, some: Sequence[Candidate], workers: Workers) -> dict[int, str]:
    """Return the guids that the files of posts name themselves, as they stand there, by the post's id."""
    reader = Reader.of(settings.site, settings.sources)
    jobs = [Job(source=post.source, file=File(post.path, 0, 0)) for post in some]
    results = workers.run(reader.read_all, jobs, total=len(jobs), size=BATCH, fewest=FEWEST)
    found = (result.found for batch in results for result in batch)
    return {
        post.id: one.guid_reference or one.guid
        for post, one in zip(some, found, strict=True)
        if isinstance(one, Reading) and one.guid
    }
