"""How the publication stands, as the page of it shows that: what `publisher status` says."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from publisher.records import JobRow, SlotRow
from publisher.status import (
    DigestStatus,
    Status,
    ahead_words,
    catalog_words,
    downtime_words,
    feeds_words,
    job_words,
    missed_words,
    newest_words,
    next_words,
    overdue_words,
    service_words,
    what_became,
)
from publisher.times import slot_in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A slot in the row of those considered last; `href` leads to its edition, "" where it has none."""

    outcome: str
    words: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A digest: `last` and `became` are "" until a slot came due; `odd` says that this one was not as planned."""

    name: str
    title: str
    schedule: str
    last: str
    became: str
    href: str
    odd: bool
    remarks: tuple[str, ...]
    newest: str
    next: str
    soon: str
    posts: str
    marks: tuple[Mark, ...]
    drafts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """How a job went; `failed` is "" where it last succeeded."""

    name: str
    failed: str
    done: str


def overview(found: Status) -> dict[str, Any]:
    """Return the values of the page."""
    state, since, remedy = service_words(found)
    kind = "running" if found.processes else "down" if found.downtimes else "never"
    jobs = tuple(_job(job, found.now) for job in found.jobs)
    return {
        "now": f"{found.now:%A %d %B %Y %H:%M} UTC",
        "service": {"kind": kind, "state": state, "since": since, "remedy": remedy},
        "downtimes": downtime_words(found),
        "cards": tuple(card(digest, found.now) for digest in found.digests),
        "failing": tuple(job for job in jobs if job.failed),
        "jobs": tuple(job for job in jobs if not job.failed),
        "feeds": feeds_words(found),
        "built": found.built is not None,
        "contents": catalog_words(found),
        "database": found.database,
    }


def _job(job: JobRow, now: datetime) -> JobLine:
    failed, done = job_words(job, now)
    return JobLine(name=job.name, failed=failed, done=done)


def card(digest: DigestStatus, now: datetime) -> Card:
    """Return how a digest stands."""
    last = digest.last
    soon, posts = next_words(digest, now)
    overdue = overdue_words(digest)
    remarks = (
        missed_words(digest),
        f"{overdue}: publisher run does, or publisher issue {digest.name}" if overdue else "",
        ahead_words(digest),
    )
    return Card(
        name=digest.name,
        title=digest.title,
        schedule=f"{digest.schedule}, {digest.zone.key}",
        last=slot_in_words(last.at, digest.zone) if last else "",
        became=what_became(digest.name, last) if last else "",
        href=edition_href(digest.name, last) if last else "",
        odd=bool(last and last.outcome in ("late", "coalesced")),
        remarks=tuple(remark for remark in remarks if remark),
        newest=newest_words(digest),
        next=slot_in_words(digest.next.at, digest.zone),
        soon=soon,
        posts=posts,
        marks=tuple(_mark(digest, row) for row in reversed(digest.recent)),
        drafts=digest.drafts,
    )


def _mark(digest: DigestStatus, row: SlotRow) -> Mark:
    when = slot_in_words(row.at, digest.zone)
    outcome = "draft" if row.number in digest.drafts else row.outcome
    words = f"{when}: {what_became(digest.name, row)}"
    return Mark(outcome=outcome, words=words, href=edition_href(digest.name, row))


def edition_href(digest: str, row: SlotRow) -> str:
    """Return the address of the page of a slot's edition, "" where it has none."""
    return f"/preview/{digest}/{row.number}/" if row.number else ""
