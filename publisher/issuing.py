"""Issuing what is due: each slot is considered once, and decided in one transaction together with its edition."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from publisher.batches import Progress
from publisher.catalog import Catalog, editions, posts
from publisher.catalog.selection import eligible
from publisher.composing import Composed, Plan, compose_for, plan_of
from publisher.config import Settings
from publisher.errors import InputError
from publisher.model import Digest
from publisher.publish.plan import with_first_authority
from publisher.records import Issued, SlotOutcome, SlotRow, Status
from publisher.schedule import Slot


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A slot, what became of it, and the edition that was issued for it, if any. `new` says that it was decided now."""

    digest: str
    slot: Slot
    outcome: SlotOutcome
    posts: int = 0
    edition: Issued | None = None
    number: int = 0
    new: bool = True

    @property
    def name(self) -> str:
        """What the slot's edition is called, "" where there is none."""
        return f"{self.digest}/{self.number}" if self.number else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What issuing an edition needs besides its slot. `note` is the file of the editor's note, if not its own."""

    settings: Settings
    catalog: Catalog
    templates: tuple[Path, ...]
    note: Path | None = None

    def knows(self, digest: Digest) -> bool:
        """Return whether a digest was ever seen: else its slots come due from now on."""
        with self.catalog.reading() as connection:
            return plan_of(self.settings, connection, digest).ledger.seen is not None

    def is_due(self, digest: Digest, now: datetime) -> bool:
        """Return whether a slot of a digest came due that was not considered yet."""
        with self.catalog.reading() as connection:
            plan = plan_of(self.settings, connection, digest)
            if plan.ledger.seen is None:
                return False
            return bool(self._new(connection, plan, plan.schedule.slots(plan.zone, _known_until(plan), now)))

    def issue_due(self, digest: Digest, now: datetime, *, by_hand: bool = False) -> tuple[Considered, ...]:
        """Consider every slot of a digest that came due, and return what became of them, the oldest first.

        Of several only the newest may issue. A digest begins with the next slot after it was first known of; *by_hand*,
        with the last one that is not too late.
        """
        with self.catalog.writing() as connection:
            editions.see(connection, digest.name, now)
            plan = plan_of(self.settings, connection, digest)
            due = self._new(connection, plan, plan.schedule.slots(plan.zone, _known_until(plan), now))
            if by_hand and not due:
                last = plan.schedule.last_slot(now, plan.zone)
                if known := editions.slots(connection, digest.name, [last.key]).get(last.key):
                    return (_as_it_is(connection, digest, last, known),)
                considered = plan.ledger.considered
                newer = considered is None or last.at > considered
                due = [last] if newer and now - last.at <= digest.grace else []
            return tuple(self._consider(connection, plan, due, now))

    def too_late(self, digest: Digest, now: datetime) -> Slot | None:
        """Return the newest slot that only `issue_for` may still consider, and that has posts; None without one."""
        with self.catalog.reading() as connection:
            plan = plan_of(self.settings, connection, digest)
            candidates = [plan.schedule.last_slot(now, plan.zone)]
            if plan.ledger.begun is None and (newest := posts.newest_before(connection, now)):
                candidates.append(plan.schedule.next_slot(newest, plan.zone))
            for slot in self._new(connection, plan, candidates):
                newer = plan.ledger.considered is None or slot.at > plan.ledger.considered
                if newer and slot.at <= now and eligible(connection, plan.terms(slot.at)):
                    return slot
            return None

    def issue_for(self, digest: Digest, slot: Slot, now: datetime) -> tuple[Considered, ...]:
        """Consider the given slot, which is not in the future, however late it is; those missed before are coalesced.

        InputError where a later slot was considered already. One that was itself considered stays as it is.
        """
        with self.catalog.writing() as connection:
            editions.see(connection, digest.name, now)
            plan = plan_of(self.settings, connection, digest)
            if known := editions.slots(connection, digest.name, [slot.key]).get(slot.key):
                return (_as_it_is(connection, digest, slot, known),)
            _refuse_older(plan, slot)
            before = plan.schedule.slots(plan.zone, _known_until(plan), slot.at)
            due = [*self._new(connection, plan, (one for one in before if one.key != slot.key)), slot]
            return tuple(self._consider(connection, plan, due, now, late_as_well=True))

    def backfill(
        self, digest: Digest, since: datetime, until: datetime, now: datetime, progress: Progress
    ) -> Iterator[Considered]:
        """Issue, for nobody to be mailed, the editions of the slots after *since*, up to the first at or after *until*.

        Each in a transaction of its own, which stands when it is yielded: cut short, it goes on where it was.
        InputError where a slot that was never considered is older than one that was.
        """
        with self.catalog.writing() as connection:
            editions.see(connection, digest.name, now)
            plan = plan_of(self.settings, connection, digest)
            last = plan.schedule.next_slot(until, plan.zone)
            wanted = self._new(connection, plan, plan.schedule.slots(plan.zone, since, min(last.at, now)))
        for done, slot in enumerate(wanted, 1):
            if found := self._catch_up(digest, slot, now):
                yield found
            progress(digest.name, done, len(wanted))

    def _catch_up(self, digest: Digest, slot: Slot, now: datetime) -> Considered | None:
        """Decide on a slot of the past, for nobody to be mailed; None where another process did meanwhile."""
        with self.catalog.writing() as connection:
            plan = plan_of(self.settings, connection, digest)
            if editions.slots(connection, digest.name, [slot.key]):
                return None
            _refuse_older(plan, slot)
            return self.decide(connection, plan, slot, now, mailed=False)

    def release(self, edition: Issued, now: datetime) -> None:
        """Release a draft; InputError where it is none."""
        self._move(edition, ("draft",), "released", now)

    def cancel(self, edition: Issued, now: datetime, *, draft_only: bool = False) -> None:
        """Cancel an edition of which nothing was sent; InputError where it was cancelled before.

        With *draft_only* also where it was released meanwhile.
        """
        self._move(edition, ("draft",) if draft_only else ("draft", "released"), "cancelled", now)

    def _move(self, edition: Issued, sources: tuple[Status, ...], status: Status, now: datetime) -> None:
        with self.catalog.writing() as connection:
            found = editions.find(connection, edition.digest, edition.number)
            if found is None or found.status not in sources:
                known = found.status if found else "unknown"
                raise InputError(f"{edition.name} is {known} already")
            editions.set_status(connection, edition.digest, edition.number, status, now)

    def _new(self, connection: Connection, plan: Plan, slots: Iterable[Slot]) -> list[Slot]:
        """Return those slots that were not considered; one may have been under another zone or schedule."""
        found = list(slots)
        known = editions.slots(connection, plan.digest.name, [slot.key for slot in found])
        return [slot for slot in found if slot.key not in known]

    def _consider(
        self,
        connection: Connection,
        plan: Plan,
        due: list[Slot],
        now: datetime,
        *,
        late_as_well: bool = False,
    ) -> Iterator[Considered]:
        if not due:
            return
        *missed, newest = due
        name = plan.digest.name
        plan = self._begun(connection, plan, due[0])
        since = plan.ledger.waiting_since or due[0].at
        plan = replace(plan, ledger=replace(plan.ledger, waiting_since=since))
        editions.coalesce(connection, name, {slot.key: slot.at for slot in missed}, now)
        for slot in missed:
            yield Considered(digest=name, slot=slot, outcome="coalesced")
        if now - newest.at > plan.digest.grace and not late_as_well:
            editions.decide(connection, name, newest.key, newest.at, "late", now)
            yield Considered(digest=name, slot=newest, outcome="late")
            return
        yield self.decide(connection, plan, newest, now)

    def decide(
        self, connection: Connection, plan: Plan, slot: Slot, now: datetime, *, mailed: bool = True
    ) -> Considered:
        """Decide on a slot: issue an edition, or record why not. *mailed* says whether it is for delivery."""
        name = plan.digest.name
        plan = self._begun(connection, plan, slot)
        terms = plan.terms(slot.at)
        posts = eligible(connection, terms)
        editions.pass_over(connection, terms)
        if not plan.goes_out(len(posts)):
            outcome: SlotOutcome = "waiting" if posts else "empty"
            editions.decide(connection, name, slot.key, slot.at, outcome, now, len(posts))
            return Considered(digest=name, slot=slot, outcome=outcome, posts=len(posts))
        slot_id = editions.decide(connection, name, slot.key, slot.at, "issued", now, len(posts))
        made = compose_for(self.settings, plan, slot.at, posts, self.templates, note=self.note)
        issued = self._record(connection, plan, slot, made, now, slot_id, mailed=mailed)
        return Considered(
            digest=name, slot=slot, outcome="issued", posts=len(posts), edition=issued, number=issued.number
        )

    def _begun(self, connection: Connection, plan: Plan, slot: Slot) -> Plan:
        """Return the plan with its start fixed: by its first slot, for good."""
        if plan.ledger.begun is not None:
            return plan
        start = plan.first_start(slot.at)
        editions.begin(connection, plan.digest.name, slot.at, start)
        begun = replace(plan, ledger=replace(plan.ledger, begun=slot.at, start=start))
        editions.pass_over(connection, begun.terms(slot.at))
        return begun

    def _record(
        self,
        connection: Connection,
        plan: Plan,
        slot: Slot,
        made: Composed,
        now: datetime,
        slot_id: int,
        *,
        mailed: bool,
    ) -> Issued:
        digest, number = plan.digest, made.edition.number
        draft = digest.approve and mailed
        authority = with_first_authority(connection, self.settings).site.tag_authority
        issued = Issued(
            digest=digest.name,
            title=digest.title or digest.name,
            number=number,
            key=slot.key,
            slot=slot.at,
            status="draft" if draft else "released",
            mailed=mailed,
            guid=f"tag:{authority}:editions/{digest.name}/{number}",
            issued=now,
            released=None if draft else now,
            cancelled=None,
            subject=made.rendering.subject,
            preheader=made.rendering.preheader,
            note=made.note,
            sections=made.whole.sections,
        )
        rendering = made.rendering
        editions.record(connection, issued, slot_id, rendering.html, rendering.text, rendering.posts)
        return issued


def _known_until(plan: Plan) -> datetime:
    """Return after when slots have not come due yet; the digest has been seen."""
    if plan.ledger.looked is None:
        raise ValueError(f"{plan.digest.name} was not seen")
    return plan.ledger.looked


def _refuse_older(plan: Plan, slot: Slot) -> None:
    considered = plan.ledger.considered
    if considered is not None and slot.at <= considered:
        how = "older than" if slot.at < considered else "at the moment of"
        raise InputError(
            f"{plan.digest.name}: {slot.key} is {how} the newest slot that was considered, "
            f"{considered.astimezone(plan.zone):%Y-%m-%dT%H:%M}: its posts are in that edition, or wait for the next"
        )


def _as_it_is(connection: Connection, digest: Digest, slot: Slot, known: SlotRow) -> Considered:
    edition = editions.find(connection, digest.name, known.number) if known.number else None
    return Considered(
        digest=digest.name,
        slot=replace(slot, at=known.at),
        outcome=known.outcome,
        posts=known.posts,
        edition=edition,
        number=known.number,
        new=False,
    )
