"""Whatever happens, in whatever order: each post in at most one standing edition, each slot decided once, and why."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select

from publisher.catalog import open_catalog
from publisher.catalog.schema import metadata
from publisher.errors import InputError
from publisher.issuing import Considered
from publisher.model import Digest
from publisher.schedule import of
from tests.blog import Blog, silent
from tests.crashes import CrashError, crashing, dumped
from tests.lawbook import DAY, Lawbook, Piece
from tests.newsroom import HOUR, Newsroom

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SETTINGS: dict[str, st.SearchStrategy[Any]] = {
    "min_posts": st.integers(1, 3),
    "max_wait": st.integers(0, 2),
    "max_age": st.sampled_from((None, 12 * HOUR, 2 * DAY, 5 * DAY)),
    "grace": st.sampled_from((HOUR, DAY, 3 * DAY)),
    "approve": st.booleans(),
}
# From now, in hours; a slot's very moment among them, as the clock moves by hours.
DATES = st.one_of(st.integers(-30, 0), st.integers(-80, 0), st.integers(-300, 80))
ANY = st.integers(0, 1000)


@cache
def empty_catalog() -> bytes:
    """Return the file of a catalog without a post."""
    with TemporaryDirectory(prefix="publisher-empty-") as name:
        Blog(Path(name)).catalog().close()
        return Path(name, "data", "publisher.db").read_bytes()


class Issuing(RuleBasedStateMachine):
    """A daily digest of few posts, two schedulers, a clock that goes both ways, and processes that die."""

    @initialize(
        first=st.sampled_from(("all", "all", "window", "none")), away=st.integers(0, 80), data=st.data()
    )
    def open(self, first: Any, away: int, data: st.DataObject) -> None:
        """Begin with a post, and a while in which nothing runs: the first slot may be missed."""
        self.temporary = TemporaryDirectory(prefix="publisher-machine-")
        folder = Path(self.temporary.name)
        (folder / "data").mkdir()
        (folder / "data" / "publisher.db").write_bytes(empty_catalog())
        self.room = Newsroom(Blog(folder))
        self.room.configure()
        self.other = open_catalog(self.room.desk.settings.catalog.database)
        self.desks = (self.room.desk, replace(self.room.desk, catalog=self.other))
        self.digest = replace(
            Digest(name="daily", schedule="daily 09:00", template="brief", group_by="none", first=first),
            **data.draw(st.fixed_dictionaries({}, optional=SETTINGS)),
        )
        self.now = NOON
        self.law = Lawbook(seen=NOON)
        self.unchanging: dict[str, set[tuple[Any, ...]]] = {}
        self.issue(0)
        self.publish(dates=[1], draft=False)
        self.now += away * HOUR

    def teardown(self) -> None:
        if hasattr(self, "room"):
            self.room.catalog.close()
            self.other.close()
            self.temporary.cleanup()

    # Posts

    @rule(dates=st.lists(DATES, min_size=1, max_size=2), draft=st.sampled_from((False, False, True)))
    def publish(self, dates: list[int], draft: bool) -> None:
        for hours in dates:
            if len(self.law.pieces) < 25:
                path = f"post-{len(self.law.pieces)}"
                self.law.pieces.append(Piece(path=path, published=self._moment(hours), draft=draft))
                self._write(len(self.law.pieces) - 1)

    @precondition(lambda self: self.law.pieces)
    @rule(which=ANY, how=st.sampled_from(("edit", "date", "draft", "move", "withdraw")), hours=DATES)
    def change_a_post(self, which: int, how: str, hours: int) -> None:
        piece = self.law.pieces[which % len(self.law.pieces)]
        if how == "move":
            self._move(piece)
        elif how == "withdraw":
            self._withdraw(which, piece)
        else:
            piece.wording += how == "edit"
            piece.draft = piece.draft != (how == "draft")
            piece.published = self._moment(hours) if how == "date" else piece.published
            self._write(which)

    # Time and settings

    @rule(days=st.integers(1, 3), desk=st.integers(0, 1), dates=st.lists(DATES, min_size=1, max_size=3))
    def days_pass(self, days: int, desk: int, dates: list[int]) -> None:
        """Go on as it ought to: something is published, and each slot is issued in time."""
        self.publish(dates=dates, draft=False)
        for _ in range(days):
            self.now = self.law.due(self.now, self.now + DAY)[0]
            self.issue(desk)

    @rule(hours=st.sampled_from((1, 5, 24, 48, 100, -1, -24, -100)))
    def have_another_time(self, hours: int) -> None:
        """Be down for a while, or have the clock set back."""
        self.now += hours * HOUR

    @rule(name=st.sampled_from(sorted(SETTINGS)), data=st.data())
    def change_a_setting(self, name: str, data: st.DataObject) -> None:
        self.digest = replace(self.digest, **{name: data.draw(SETTINGS[name])})

    # Slots

    @rule(desk=st.integers(0, 1))
    def issue(self, desk: int) -> None:
        self._agree(self.desks[desk].issue_due(self.digest, self.now))

    @rule(statement=st.integers(0, 45))
    def die_while_issuing(self, statement: int) -> None:
        before = dumped(self.other)
        try:
            with crashing(self.room.catalog, statement):
                made = self.desks[0].issue_due(self.digest, self.now)
        except CrashError:
            assert dumped(self.other) == before
        else:
            self._agree(made)

    @rule()
    def issue_together(self) -> None:
        with ThreadPoolExecutor(2) as pool:
            asked = [pool.submit(desk.issue_due, self.digest, self.now) for desk in self.desks]
            first, second = sorted((one.result() for one in asked), key=len, reverse=True)
        assert second == ()
        self._agree(first)

    @rule(desk=st.integers(0, 1), back=st.integers(0, 3))
    def issue_a_certain_slot(self, desk: int, back: int) -> None:
        at = self.law.due(self.now - 5 * DAY, self.now)[-1 - back]
        slot = of(self.digest).slot(at, ZoneInfo("UTC"))
        assert slot
        law = self.law
        if at in law.slots:
            (known,) = self.desks[desk].issue_for(self.digest, slot, self.now)
            assert (known.outcome, known.new) == (law.slots[at], False)
        elif law.considered and at < law.considered:
            with pytest.raises(InputError, match="older than"):
                self.desks[desk].issue_for(self.digest, slot, self.now)
        else:
            made = self.desks[desk].issue_for(self.digest, slot, self.now)
            due = [one for one in law.due(law.known_until, at) if one != at]
            assert [one.outcome for one in made] == law.consider(
                [*due, at], self.now, self.digest, asked_for=True
            )
            self._look(at)

    @precondition(lambda self: self.law.known_until <= self.now)
    @rule(days=st.integers(1, 3))
    def backfill(self, days: int) -> None:
        since = self.law.known_until
        due = self.law.due(since, min(since + days * DAY, self.now))
        if due:
            made = self.desks[0].backfill(self.digest, since, due[-1], self.now, silent)
            for slot, one in zip(due, made, strict=True):
                assert one.outcome == self.law.decide(slot, self.digest, mailed=False)
                self._look(slot)

    @precondition(lambda self: self.law.volumes)
    @rule(which=ANY, verb=st.sampled_from(("release", "cancel")))
    def release_or_cancel(self, which: int, verb: str) -> None:
        number = which % len(self.law.volumes)
        volume = self.law.volumes[number]
        act = getattr(self.desks[which % 2], verb)
        edition = self.room.edition(number + 1, "daily")
        if volume.status == "draft" or (volume.status, verb) == ("released", "cancel"):
            act(edition, self.now)
            volume.status = {"release": "released", "cancel": "cancelled"}[verb]
        else:
            with pytest.raises(InputError, match="already"):
                act(edition, self.now)

    # What ought to be

    def _agree(self, made: tuple[Considered, ...]) -> None:
        """Compare what became of the slots that are due with the law."""
        due = self.law.due(self.law.known_until, self.now)
        assert [one.slot.at for one in made] == due
        assert [one.outcome for one in made] == self.law.consider(due, self.now, self.digest)
        if due:
            self._look(due[-1])

    def _look(self, slot: datetime) -> None:
        """Check the law itself: what nothing excludes is in exactly one edition once a slot has passed."""
        digest = self.digest
        if digest.first == "all" and digest.min_posts == 1 and not digest.max_age:
            for number, piece in enumerate(self.law.pieces):
                visible = piece.here and not piece.draft and piece.published <= slot
                if visible and self.law.slots[slot] in ("issued", "empty"):
                    assert len(self.law.carried_by(number)) == 1

    @invariant()
    def the_ledger_is_whole(self) -> None:
        if not hasattr(self, "room"):
            return
        self.room.check()
        rows = dumped(self.other, changing=False)
        for name in ("slot", "edition", "edition_post"):
            assert self.unchanging.get(name, set()) <= rows[name]
        self.unchanging = rows

    @invariant()
    def the_ledger_is_as_the_law_says(self) -> None:
        if not hasattr(self, "room"):
            return
        with self.other.reading() as connection:
            slot = metadata.tables["slot"].c
            found = {row[0]: row[1] for row in connection.execute(select(slot.at, slot.outcome))}
        assert found == self.law.slots
        names = [f"post-{number}" for number in range(len(self.law.pieces))]
        assert self.room.carried("daily") == [
            " ".join(sorted(names[post] for post in one.posts)) + "*" * (one.status == "cancelled")
            for one in self.law.volumes
        ]

    @invariant()
    def every_exclusion_has_its_reason(self) -> None:
        if not hasattr(self, "room"):
            return
        slot = self.law.due(self.now, self.now + DAY)[0]
        found = self.room.reasons_for(self.digest, slot)
        assert found == {
            f"post-{number}": f"{reason} {max(self.law.carried_by(number), default='')}".strip()
            for number in range(len(self.law.pieces))
            for reason in [self.law.reason(number, slot, self.digest)]
        }

    # Files

    def _moment(self, hours: int) -> datetime:
        return self.now.replace(minute=0) + timedelta(hours=hours)

    def _move(self, piece: Piece) -> None:
        if piece.here:
            old = self.room.blog.posts / f"{piece.path}.md"
            piece.path = f"moved/{piece.path}"
            new = self.room.blog.posts / f"{piece.path}.md"
            new.parent.mkdir(parents=True, exist_ok=True)
            old.rename(new)
            self._sync()

    def _withdraw(self, which: int, piece: Piece) -> None:
        """Withdraw a post, or bring it back."""
        piece.here = not piece.here
        if piece.here:
            self._write(which)
        else:
            self.room.withdraw(piece.path)
            self._sync()

    def _write(self, which: int) -> None:
        number = which % len(self.law.pieces)
        piece = self.law.pieces[number]
        if piece.here:
            self.room.publish(
                piece.path,
                piece.published,
                title=f"post-{number}",
                draft=piece.draft,
                body=f"Words of {number}, {piece.wording}.",
            )
            self._sync()

    def _sync(self) -> None:
        self.room.blog.now = self.now
        self.room.sync()


TestIssuing = Issuing.TestCase
TestIssuing.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
