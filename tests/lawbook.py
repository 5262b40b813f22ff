"""What the ledger of a daily digest ought to hold, by the letter of the rules, in plain Python: no catalog."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from publisher.model import Digest

DAY = timedelta(days=1)
NINE = time(9)


@dataclass
class Piece:
    """A post as its file says. `here` says that there is a file."""

    path: str
    published: datetime
    draft: bool = False
    here: bool = True
    wording: int = 0


@dataclass
class Volume:
    """An edition: the slot it is for, its posts by their place among the pieces, and what became of it."""

    slot: datetime
    posts: frozenset[int]
    status: str


@dataclass
class Lawbook:
    """A digest of every day at nine, UTC: its slots, each with what became of it, and its editions."""

    seen: datetime
    pieces: list[Piece] = field(default_factory=list)
    slots: dict[datetime, str] = field(default_factory=dict)
    volumes: list[Volume] = field(default_factory=list)
    barred: set[int] = field(default_factory=set)
    start: datetime | None = None

    @property
    def considered(self) -> datetime | None:
        """The newest slot that was considered."""
        return max(self.slots, default=None)

    @property
    def known_until(self) -> datetime:
        """After when slots come due."""
        return max(self.seen, self.considered or self.seen)

    def due(self, after: datetime, until: datetime) -> list[datetime]:
        """Return the slots after one moment, up to another."""
        slot = datetime.combine(after.date(), NINE, after.tzinfo)
        found = []
        while slot <= until:
            if slot > after:
                found.append(slot)
            slot += DAY
        return found

    def standing(self) -> Iterator[tuple[int, Volume]]:
        """Yield the editions that are not cancelled, with their numbers."""
        for number, volume in enumerate(self.volumes, 1):
            if volume.status != "cancelled":
                yield number, volume

    def carried_by(self, post: int) -> list[int]:
        """Return the numbers of the editions that stand and carry a post."""
        return [number for number, volume in self.standing() if post in volume.posts]

    def reason(self, post: int, slot: datetime, digest: Digest) -> str:
        """Return what becomes of a post for an edition at *slot*."""
        piece = self.pieces[post]
        start = self.start if self.slots else _first_start(slot, digest)
        for holds, reason in (
            (self.carried_by(post), "already"),
            (not piece.here, "withdrawn"),
            (piece.draft, "draft"),
            (piece.published > slot, "future"),
            (post in self.barred or (start and piece.published <= start), "before_start"),
            (self._too_old(post, slot, digest), "too_old"),
        ):
            if holds:
                return reason
        return "carried"

    def _too_old(self, post: int, slot: datetime, digest: Digest) -> bool:
        """Return whether age rules a post out: waiting, grace, downtime and a cancelled edition never did."""
        previous = max((volume.slot for _, volume in self.standing()), default=None)
        if digest.max_age is None or previous is None:
            return False
        was_cancelled = any(post in one.posts for one in self.volumes if one.status == "cancelled")
        empty = max((at for at, outcome in self.slots.items() if outcome == "empty"), default=previous)
        passed = [slot, *(at for at in self.slots if at > max(previous, empty))]
        published = self.pieces[post].published
        return published < previous and published < min(passed) - digest.max_age and not was_cancelled

    def consider(
        self, due: list[datetime], now: datetime, digest: Digest, *, asked_for: bool = False
    ) -> list[str]:
        """Decide on slots as the service would, and return what becomes of each."""
        if not due:
            return []
        self._begin(due[0], digest)
        for slot in due[:-1]:
            self.slots[slot] = "coalesced"
        if now - due[-1] > digest.grace and not asked_for:
            self.slots[due[-1]] = "late"
        else:
            self.decide(due[-1], digest)
        return [self.slots[slot] for slot in due]

    def decide(self, slot: datetime, digest: Digest, *, mailed: bool = True) -> str:
        """Issue an edition for a slot or not, and return what becomes of it."""
        self._begin(slot, digest)
        posts = self._ruled(slot, digest)
        if not posts:
            self.slots[slot] = "empty"
        elif len(posts) < digest.min_posts and not (digest.max_wait and self._waited() >= digest.max_wait):
            self.slots[slot] = "waiting"
        else:
            status = "draft" if digest.approve and mailed else "released"
            self.volumes.append(Volume(slot=slot, posts=posts, status=status))
            self.slots[slot] = "issued"
        return self.slots[slot]

    def _begin(self, slot: datetime, digest: Digest) -> None:
        if not self.slots:
            self.start = _first_start(slot, digest)
            self._ruled(slot, digest)

    def _ruled(self, slot: datetime, digest: Digest) -> frozenset[int]:
        """Return the posts for a slot, having barred for good those from before the start."""
        reasons = {post: self.reason(post, slot, digest) for post in range(len(self.pieces))}
        self.barred.update(post for post, reason in reasons.items() if reason == "before_start")
        return frozenset(post for post, reason in reasons.items() if reason == "carried")

    def _waited(self) -> int:
        """Return how many slots have had too few posts since none waited."""
        count = 0
        for slot in sorted(self.slots, reverse=True):
            if self.slots[slot] in ("issued", "empty"):
                break
            count += self.slots[slot] == "waiting"
        return count


def _first_start(slot: datetime, digest: Digest) -> datetime | None:
    return {"all": None, "window": slot - DAY, "none": slot}[digest.first]
