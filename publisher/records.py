"""What the ledger of a digest holds, as values. Frozen; no file, network, clock or settings."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from publisher.model import Post, Section

# A draft waits for a person; a cancelled edition keeps its number and slot, and its posts wait for the next.
Status = Literal["draft", "released", "cancelled"]
# What becomes of a slot that came due.
SlotOutcome = Literal["issued", "waiting", "empty", "late", "coalesced"]
# What becomes of a post for an edition: in it, in its web edition alone, in it once there are enough; else why not.
Outcome = Literal[
    "carried",
    "over_limit",
    "waiting",
    "already",
    "before_start",
    "too_old",
    "future",
    "draft",
    "withdrawn",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """An edition as it was recorded: only its status changes. `sections` have every post, each as it was then.

    `digest` is the digest's name, `title` what readers see of that. `key` is the slot on the clock of the digest's
    zone. `note` is the editor's, as HTML. `mailed` says whether it is for delivery.
    """

    digest: str
    title: str
    number: int
    key: str
    slot: datetime
    status: Status
    mailed: bool
    guid: str
    issued: datetime
    released: datetime | None
    cancelled: datetime | None
    subject: str
    preheader: str
    note: str
    sections: tuple[Section, ...]

    @property
    def name(self) -> str:
        """What it is called: `weekly/7`."""
        return f"{self.digest}/{self.number}"

    @property
    def posts(self) -> tuple[Post, ...]:
        """Its posts, in order."""
        return tuple(post for section in self.sections for post in section.posts)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionLine:
    """An edition as a list names it; `posts` is how many it carries."""

    number: int
    slot: datetime
    status: Status
    mailed: bool
    subject: str
    posts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Where a digest stands. `begun` is None until a slot was considered; then `start` is fixed, None for no limit.

    `seen` is when it was first known of, None where it never was. `previous` is the slot of the newest edition that
    is not cancelled, `considered` the newest slot of all, `waited` how many slots have passed with too few posts since
    none waited, `waiting_since` the first slot that posts may have waited since for whatever reason, `number` that of
    the next edition.
    """

    seen: datetime | None = None
    begun: datetime | None = None
    start: datetime | None = None
    previous: datetime | None = None
    considered: datetime | None = None
    waited: int = 0
    waiting_since: datetime | None = None
    number: int = 1

    @property
    def looked(self) -> datetime | None:
        """After when slots have not been looked at; None where the digest was never known of.

        Those between a backfilled past and the day it was first known of were nobody's to issue.
        """
        return max(self.seen, self.considered or self.seen) if self.seen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """A slot that was considered: what became of it, how many posts there were, the number of its edition (0: none)."""

    key: str
    at: datetime
    outcome: SlotOutcome
    decided: datetime
    posts: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a post for an edition. `edition` is the number of the one that carried it, 0 for none."""

    post: Post
    outcome: Outcome
    edition: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Slots in a row that came and went without an edition, as nothing was running: the first, the last, how many.

    `carrier` is the slot that was issued next, whose edition has their posts; None where there is none yet.
    """

    first: datetime
    last: datetime
    count: int
    carrier: SlotRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRow:
    """How a job of the service last went. `failures` counts those since it last succeeded, `error` is the last one's.

    `seconds` is how long it took when it last succeeded.
    """

    name: str
    succeeded: datetime | None
    seconds: float
    failed: datetime | None
    failures: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A process of the service: when it began, was last known to live, and ended as asked (None: not, or not yet)."""

    number: int
    host: str
    pid: int
    started: datetime
    beat: datetime
    stopped: datetime | None
