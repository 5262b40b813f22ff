"""A publication with digests: posts are published and slots come due when the test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from publisher.app import App
from publisher.catalog import Catalog, editions
from publisher.catalog.schema import edition
from publisher.catalog.selection import counts, decisions
from publisher.composing import find_digest, plan_of
from publisher.config import load
from publisher.issuing import Considered, Desk
from publisher.model import Digest
from publisher.records import Issued
from publisher.schedule import Slot
from publisher.schedule import of as schedule_of
from publisher.sync import sync
from publisher.workers import Workers
from tests.blog import Blog, silent
from tests.ledger import check_ledger

# A Monday; the digest `weekly` is known since then, three hours after a slot.
MONDAY = datetime(2026, 6, 1, 9, tzinfo=UTC)
KNOWN = MONDAY + timedelta(hours=3)
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)


def monday(week: int) -> datetime:
    """Return the slot of `weekly` so many weeks after the one before it was known; 1 is the first that is due."""
    return MONDAY + week * WEEK


def toml(name: str, values: dict[str, Any]) -> str:
    """Return a digest's settings."""
    written = {"schedule": "mon 09:00", "template": "brief", "group_by": "none", **values}
    lines = [
        f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}"
        for key, value in written.items()
    ]
    return "\n".join(["[[digests]]", f'name = "{name}"', *lines, ""])


@dataclass
class Newsroom:
    """A blog, its open catalog, and the digests of its settings, of which `weekly` is one."""

    blog: Blog
    known: datetime = KNOWN
    catalog: Catalog = field(init=False)
    desk: Desk = field(init=False)

    @classmethod
    @contextmanager
    def open(cls, blog: Blog, *, known: bool = True, **weekly: Any) -> Iterator["Newsroom"]:
        """Yield one with a digest `weekly`, known since then if *known*; at the end its ledger is checked."""
        room = cls(blog)
        room.configure(**weekly)
        with room.catalog:
            if known:
                room.issue(room.known)
            yield room
            room.check()

    def __post_init__(self) -> None:
        self.catalog = self.blog.catalog()

    def configure(self, extra: str = "", **weekly: Any) -> None:
        """Write the settings anew, with these of `weekly`."""
        self.settle(toml("weekly", weekly) + extra)

    def settle(self, text: str) -> None:
        """Write the settings anew, with the digests in *text*."""
        self.blog.configure(text)
        app = App(load(self.blog.config, self.blog.environ))
        self.desk = Desk(settings=app.settings, catalog=self.catalog, templates=app.templates)

    def publish(self, name: str, when: datetime, **matter: Any) -> None:
        """Write a post, which `sync` will find."""
        self.blog.write(f"{name}.md", date=when.isoformat(), **{"title": name, **matter})

    def withdraw(self, name: str) -> None:
        """Remove a post's file."""
        (self.blog.posts / f"{name}.md").unlink()

    def sync(self) -> None:
        """Sync, an hour after the last time."""
        self.blog.now += HOUR
        with Workers(1) as workers:
            sync(self.desk.settings, self.catalog, self.blog.now, silent, workers, allow_empty=True)

    def issue(self, now: datetime, name: str = "weekly", *, by_hand: bool = False) -> list[str]:
        """Sync, and return what became of the slots that are due at *now*."""
        self.sync()
        digest = find_digest(self.desk.settings, name)
        return [told(one) for one in self.desk.issue_due(digest, now, by_hand=by_hand)]

    def issue_for(self, slot: datetime, now: datetime | None = None, name: str = "weekly") -> list[str]:
        """Sync, and return what became of the slot at a moment, and those before it."""
        self.sync()
        digest = find_digest(self.desk.settings, name)
        return [told(one) for one in self.desk.issue_for(digest, self.slot(slot, name), now or slot)]

    def backfill(
        self, since: datetime, until: datetime, now: datetime, name: str = "weekly"
    ) -> Iterator[Considered]:
        """Yield what becomes of slots of the past."""
        digest = find_digest(self.desk.settings, name)
        return self.desk.backfill(digest, since, until, now, silent)

    def slot(self, moment: datetime, name: str = "weekly") -> Slot:
        """Return the digest's slot at a moment."""
        digest = find_digest(self.desk.settings, name)
        with self.catalog.reading() as connection:
            plan = plan_of(self.desk.settings, connection, digest)
        found = schedule_of(digest).slot(moment, plan.zone)
        assert found
        return found

    def edition(self, number: int, name: str = "weekly") -> Issued:
        """Return an edition as it is recorded."""
        with self.catalog.reading() as connection:
            found = editions.find(connection, name, number)
        assert found
        return found

    def mail(self, number: int, name: str = "weekly") -> tuple[str, str]:
        """Return the HTML and text of an edition as they are recorded."""
        with self.catalog.reading() as connection:
            return editions.mail(connection, name, number)

    def carried(self, name: str = "weekly") -> list[str]:
        """Return the titles of the posts of each edition, in alphabetical order, and * for one that is cancelled."""
        with self.catalog.reading() as connection:
            return [
                " ".join(sorted(post.title for post in one.posts)) + "*" * (one.status == "cancelled")
                for one in editions.every(connection, edition.c.digest == name)
            ]

    def reasons(self, slot: datetime, name: str = "weekly") -> dict[str, str]:
        """Return what becomes of each post for an edition at *slot*, by title."""
        return self.reasons_for(find_digest(self.desk.settings, name), slot)

    def reasons_for(self, digest: Digest, slot: datetime) -> dict[str, str]:
        """Return what becomes of each post for an edition of a digest at *slot*, by title."""
        with self.catalog.reading() as connection:
            terms = plan_of(self.desk.settings, connection, digest).terms(slot)
            found = counts(connection, terms)
            each = {
                decision.post.title: f"{outcome} {decision.edition or ''}".strip()
                for outcome in found
                for decision in decisions(connection, terms, outcome, 1000)
            }
        assert len(each) == sum(found.values())
        return each

    def check(self) -> None:
        """Check the laws of the ledger."""
        with self.catalog.reading() as connection:
            check_ledger(connection)


def told(one: Considered) -> str:
    """Return what became of a slot in short."""
    return f"{one.slot.key[5:10]} {one.outcome} {one.posts} {one.name}".strip() + (
        "" if one.new else " known"
    )
