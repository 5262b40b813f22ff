"""Recording a batch of files: which post each is (publisher.identity decides), and what to write of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection

from publisher import identity
from publisher.catalog import archives, collections, files, posts
from publisher.catalog.collections import Key
from publisher.catalog.files import FileRow, Place
from publisher.identity import Candidates, Claim, Known, claimed_times
from publisher.model import Notice, Reading, Site, Unread
from publisher.sources import File
from publisher.sync.compare import storable
from publisher.sync.reading import Job, Reader, Result
from publisher.sync.report import SyncReport


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What a whole sync keeps in mind while its batches pass.

    `files` are those that are new or altered, `pending` the altered ones not yet read again; `moved` the guids that
    found a new place; `given` the guids and pages handed out; `numbers` those of the collections, and `changed`
    which of them to build again; `written` are the ids of posts that are new or changed, `reworded` of those whose
    content is; `fresh` says that the catalog was empty.
    """

    site: Site
    now: datetime
    reader: Reader
    files: dict[Place, File]
    pending: set[Place]
    next_id: int
    fresh: bool
    numbers: dict[Key, int]
    moved: set[str] = field(default_factory=set)
    given: set[str] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    written: set[int] = field(default_factory=set)
    reworded: set[int] = field(default_factory=set)

    def file_at(self, connection: Connection, place: Place) -> File | None:
        """Return the file that is at *place* now, None where there is none."""
        if place in self.files:
            return self.files[place]
        seen = files.seen_at(connection, place)
        return File(place[1], *seen) if seen else None


@dataclass(frozen=True, slots=True)
class Decided:
    """A reading whose post is known, or new."""

    guid: str
    place: Place
    result: Result
    reading: Reading
    known: Known | None


@dataclass(slots=True)
class _Taken:
    """Answers whether a guid or an address is in use: from what was asked for the batch, else by a query."""

    connection: Connection
    column: str
    asked: set[str]
    found: Iterable[str]
    given: set[str]
    prefix: str = ""

    def __contains__(self, name: object) -> bool:
        value = self.prefix + quote(str(name)) if self.prefix else str(name)
        if name in self.given or value in self.found:
            return True
        return value not in self.asked and posts.exists(self.connection, self.column, value)


class Batch:
    """Some results, and all that is known of them; `record` writes them down."""

    def __init__(self, connection: Connection, ledger: Ledger, results: tuple[Result, ...]) -> None:
        self.connection = connection
        self.ledger = ledger
        self.results = results
        self.files: dict[Place, FileRow] = {}
        self.inserts: dict[str, dict[str, Any]] = {}
        self.rewrites: dict[str, dict[str, Any]] = {}
        self.members: dict[int, set[int]] = {}
        # Those that were seen no more, or are now: feeds that they left have to say so too.
        self.retracted: set[int] = set()
        # Read again for nothing, though perhaps by other rules of what belongs together.
        self.unchanged: set[int] = set()
        self._look_up([result.found for result in results if isinstance(result.found, Reading)])

    def _look_up(self, readings: list[Reading]) -> None:
        """Ask the catalog once for everything that the files of this batch might be."""
        ledger, connection = self.ledger, self.connection
        self.asked_guids = {reading.guid or reading.link for reading in readings} - {""}
        self.asked_urls = {self._page_url(reading.page) for reading in readings if reading.page}
        nameless = [reading for reading in readings if not reading.guid and not reading.link]
        if nameless:
            self.asked_guids |= {self._first_guid(result) for result in self.results}
        self.by_guid = posts.known_by_guid(connection, self.asked_guids)
        self.by_url: dict[str, Known] = {}
        self.at_place: dict[Place, Known] = {}
        self.by_hash: dict[str, list[Known]] = {}
        if ledger.fresh:
            self.by_url = posts.known_by_url(connection, self.asked_urls)
            return
        self.asked_urls |= {reading.link for reading in readings if reading.link}
        self.by_url = posts.known_by_url(connection, self.asked_urls)
        self.at_place = posts.known_by_place(connection, [_place(result) for result in self.results])
        self.by_hash = posts.known_by_hash(connection, {reading.content_hash for reading in nameless})

    def _page_url(self, page: str) -> str:
        return self.ledger.site.url + quote(page)

    def _first_guid(self, result: Result) -> str:
        """Return the guid that would be minted for the file, were it free."""
        return identity.mint(self.ledger.site.tag_authority, *_place(result), ())

    def record(self, report: SyncReport) -> None:
        """Decide and write the whole batch, counting in *report*."""
        decided = []
        for result in self.results:
            self.ledger.pending.discard(_place(result))
            if isinstance(result.found, Unread):
                self._keep_unread(result, result.found)
            else:
                decided.append(self._decide(result, result.found))
        claims = files.claims(self.connection, {one.guid for one in decided})
        for one in decided:
            if self._wins(one, claims.setdefault(one.guid, [])):
                self._write_post(one, report)
        self._write()

    # Which post is it

    def _decide(self, result: Result, reading: Reading) -> Decided:
        place = _place(result)
        here = self.at_place.get(place)
        if here and here.guid in self.ledger.moved:
            here = None
        vanished = None if reading.guid or reading.link else self._vanished(reading, place)
        candidates = Candidates(by_guid=self.by_guid, by_url=self.by_url, at_path=here, vanished=vanished)
        guid = identity.recognise(reading, candidates) or self._mint(place)
        known = next((one for one in (here, vanished) if one and one.guid == guid), None)
        known = (
            known
            or self.by_guid.get(guid)
            or next((one for one in self.by_url.values() if one.guid == guid), None)
        )
        if known is None:
            self.ledger.given.add(guid)
        elif (known.source, known.path) != place:
            self.ledger.moved.add(guid)
        if reading.page:
            result, reading = self._with_page(result, reading, known)
        return Decided(guid, place, result, reading, known)

    def _vanished(self, reading: Reading, place: Place) -> Known | None:
        """Return a stored post with this content that is no longer where it was."""
        for known in self.by_hash.get(reading.content_hash, ()):
            if known.guid in self.ledger.moved:
                continue
            was = (known.source, known.path)
            if was == place:
                return None
            file = self.ledger.file_at(self.connection, was)
            if file is None or (was in self.ledger.pending and self._left(known, file)):
                return known
        return None

    def _left(self, known: Known, file: File) -> bool:
        """Return whether the file at the post's place, altered and not yet read, has become another post."""
        found = self.ledger.reader.read(Job(source=known.source, file=file)).found
        return isinstance(found, Unread) or found.content_hash != known.content_hash

    def _mint(self, place: Place) -> str:
        taken = _Taken(self.connection, "guid", self.asked_guids, self.by_guid, self.ledger.given)
        return identity.mint(self.ledger.site.tag_authority, *place, taken)

    def _with_page(self, result: Result, reading: Reading, known: Known | None) -> tuple[Result, Reading]:
        """Return the reading with its page settled: its addresses are relative to it, so it may be read again."""
        given = self.ledger.given
        taken = _Taken(self.connection, "url", self.asked_urls, self.by_url, given, self.ledger.site.url)
        page = (
            known.page
            if known and known.page
            else identity.choose_page(reading.page, result.job.file.path, taken)
        )
        given.add(page)
        if page == reading.page:
            return result, reading
        again = self.ledger.reader.read(replace(result.job, page=page))
        return (again, again.found) if isinstance(again.found, Reading) else (result, reading)

    # Which file speaks for it

    def _wins(self, one: Decided, claims: list[Claim]) -> bool:
        """Return whether the file is the one that speaks for its guid, and record what each file then is."""
        reading = one.reading
        mine = Claim(times=claimed_times(reading), source=one.place[0], path=one.place[1])
        rivals = [claim for claim in claims if (claim.source, claim.path) != one.place]
        best = max((*rivals, mine))
        for claim in rivals:
            if best == mine:
                self._demote(claim, one.guid, mine)
        claims.append(mine)
        notices = reading.warnings if best == mine else (_duplicate(mine, one.guid, best),)
        self._keep(one.result.job, "post" if best == mine else "duplicate", one.guid, notices, mine)
        return best == mine

    def _demote(self, loser: Claim, guid: str, winner: Claim) -> None:
        place = (loser.source, loser.path)
        notice = _duplicate(loser, guid, winner)
        if place in self.files:
            self.files[place] = replace(self.files[place], outcome="duplicate", notices=(notice,))
        else:
            files.demote(self.connection, *place, notice)

    def _keep_unread(self, result: Result, found: Unread) -> None:
        """Record a file that gives no post; one that broke keeps the post that it gave before."""
        here = self.at_place.get(_place(result))
        stands = (
            found.kind == "skipped" and here and not here.withdrawn and here.guid not in self.ledger.moved
        )
        self._keep(result.job, found.kind, here.guid if here and stands else "", (found.notice,))

    def _keep(
        self, job: Job, outcome: str, guid: str, notices: tuple[Notice, ...], claim: Claim | None = None
    ) -> None:
        path = storable(job.file.path)
        self.files[job.source, path] = FileRow(
            source=job.source,
            path=path,
            size=job.file.size,
            mtime_ns=job.file.mtime_ns,
            outcome=outcome,
            guid=guid,
            claim=claim.times if claim else "",
            notices=notices,
        )

    # What to write of it

    def _write_post(self, one: Decided, report: SyncReport) -> None:
        known, earlier = one.known, self.inserts.get(one.guid)
        row = self._row(one)
        if known is None and earlier is None:
            row["id"], self.ledger.next_id = self.ledger.next_id, self.ledger.next_id + 1
            self.inserts[one.guid] = row
            report.added += 1
        elif earlier is not None:
            self.inserts[one.guid] = {**row, "id": earlier["id"]}
            row = self.inserts[one.guid]
        elif known:
            row["id"] = known.id
            if not self._differs(known, row):
                self.unchanged.add(known.id)
                self._join(one, known.id)
                return
            report.moved += (known.source, known.path) != one.place and not known.withdrawn
            # A post brought back by an import has no signature until its file is read: its content tells.
            mark = "signature" if known.signature else "content_hash"
            report.updated += getattr(known, mark) != row[mark]
            self.rewrites[one.guid] = row
            if row["retracted"] or known.retracted or known.withdrawn:
                self.retracted.add(known.id)
            if known.content_hash != row["content_hash"]:
                self.ledger.reworded.add(known.id)
        self._join(one, row["id"])

    def _join(self, one: Decided, id_: int) -> None:
        numbers = self.ledger.numbers
        collections.declare(self.connection, one.result.collections, numbers)
        self.members[id_] = {numbers[key] for key in one.result.collections}

    @staticmethod
    def _differs(known: Known, row: dict[str, Any]) -> bool:
        return known.withdrawn or any(
            getattr(known, name) != row[name]
            for name in ("signature", "content_hash", "source", "path", "url", "page")
        )

    def _row(self, one: Decided) -> dict[str, Any]:
        reading, known = one.reading, one.known
        page = reading.page or (known.page if known else "")
        return {
            **one.result.row,
            "guid": one.guid,
            "source": one.place[0],
            "path": one.place[1],
            "page": page,
            "first_seen": self.ledger.now,
            "withdrawn": None,
            "retracted": self._retracted(reading, known),
            "page_stale": page != "",
            "updated": self._updated(reading, known),
        }

    def _retracted(self, reading: Reading, known: Known | None) -> datetime | None:
        """Return when a post that everybody could see became a draft or one to come, None for what is neither."""
        now = self.ledger.now
        if known is None or not (reading.draft or reading.published > now):
            return None
        was_seen = not (known.draft or known.withdrawn or known.published > now)
        return known.retracted or (now if was_seen else None)

    def _updated(self, reading: Reading, known: Known | None) -> datetime:
        """Return the front matter's time, else that of the sync which found the title or body changed."""
        if reading.updated:
            return reading.updated
        if known is None:
            return reading.published
        return known.updated if known.content_hash == reading.content_hash else self.ledger.now

    def _write(self) -> None:
        connection = self.connection
        files.save(connection, self.files.values(), fresh=self.ledger.fresh)
        posts.insert(connection, list(self.inserts.values()))
        posts.rewrite(connection, list(self.rewrites.values()))
        rewritten = {row["id"] for row in self.rewrites.values()}
        before = collections.memberships(connection, rewritten | self.unchanged)
        now = self.members
        self.ledger.written |= {row["id"] for row in self.inserts.values()} | rewritten
        # Themes are decided later, once all is read.
        themes = {number for (kind, _), number in self.ledger.numbers.items() if kind == "theme"}
        joined = [(id_, number) for id_ in now for number in sorted(now[id_] - before.get(id_, set()))]
        left = [(id_, number) for id_ in before for number in sorted(before[id_] - now[id_] - themes)]
        collections.join(connection, joined, fresh=self.ledger.fresh)
        collections.leave(connection, left)
        archives.touch(connection, rewritten)
        changed = self.ledger.changed
        changed.update(number for _, number in (*joined, *left))
        changed |= collections.ever_of(connection, self.retracted)
        for id_ in now.keys() - self.unchanged:
            changed.update(now[id_], before.get(id_, ()))


def _place(result: Result) -> Place:
    return (result.job.source, storable(result.job.file.path))


def _duplicate(loser: Claim, guid: str, winner: Claim) -> Notice:
    reason = f"left out: {winner.path} has the same guid and is newer ({guid})"
    return Notice(source=loser.source, path=loser.path, line=0, reason=reason)
