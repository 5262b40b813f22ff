"""What an edition would be: its posts chosen, grouped and rendered. It reads the catalog, and records nothing."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from publisher import schedule
from publisher.catalog import editions
from publisher.catalog.selection import Terms
from publisher.config import Settings
from publisher.config.errors import nearest
from publisher.digest import Wording, compose
from publisher.errors import NoSuchDigestError
from publisher.model import Digest, Edition, Post
from publisher.records import Ledger
from publisher.rendering import MailIdentity, Rendering, render_edition
from publisher.rendering.periods import period
from publisher.rendering.strings import lookup
from publisher.schedule import Schedule

# Where notes are beside the settings, and what the note of an edition is called.
NOTES, NOTE = "editions", "{digest}-{number}.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A digest with its schedule, the zone that this is meant in, and where it stands."""

    digest: Digest
    schedule: Schedule
    zone: ZoneInfo
    ledger: Ledger

    def terms(self, slot: datetime, *, everything: bool = False) -> Terms:
        """Return what is asked of the catalog for an edition at *slot*."""
        start = self.ledger.start if self.ledger.begun else self.first_start(slot)
        return Terms(
            digest=self.digest.name,
            slot=slot,
            start=start,
            previous=self.ledger.previous,
            max_age=self.digest.max_age,
            aged_at=self.ledger.waiting_since,
            everything=everything,
        )

    def goes_out(self, count: int) -> bool:
        """Return whether an edition of so many posts goes out, or waits for more."""
        digest = self.digest
        waited = digest.max_wait and self.ledger.waited >= digest.max_wait
        return count > 0 and (count >= digest.min_posts or bool(waited))

    def first_start(self, slot: datetime) -> datetime | None:
        """Return after when posts are in the first edition, were it for *slot*; None for all of them."""
        if self.digest.first == "window":
            return self.schedule.last_before(slot, self.zone)
        return slot if self.digest.first == "none" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """An edition as its mail shows it; as a whole, with what the limits keep out of that; rendered; its note's HTML."""

    edition: Edition
    whole: Edition
    rendering: Rendering
    note: str


def find_digest(settings: Settings, name: str) -> Digest:
    """Return the digest called *name*; NoSuchDigestError names those there are."""
    names = [digest.name for digest in settings.digests]
    if name not in names:
        hint = nearest(name, names) or f"; there are: {', '.join(names) or 'none'}"
        raise NoSuchDigestError(f"no such digest: {name}{hint}")
    return settings.digests[names.index(name)]


def zone_of(digest: Digest, settings: Settings) -> ZoneInfo:
    """Return the zone in which the digest's schedule is meant."""
    return ZoneInfo(digest.timezone or settings.site.timezone)


def plan_of(settings: Settings, connection: Connection, digest: Digest) -> Plan:
    """Return how and where a digest stands."""
    return Plan(
        digest=digest,
        schedule=schedule.of(digest),
        zone=zone_of(digest, settings),
        ledger=editions.ledger(connection, digest.name),
    )


def compose_for(
    settings: Settings,
    plan: Plan,
    slot: datetime,
    posts: tuple[Post, ...],
    templates: tuple[Path, ...],
    *,
    note: Path | None = None,
    number: int = 0,
) -> Composed:
    """Return the edition that carries *posts*, of which there is one at least, under *number*, else the next one.

    Its note is the file *note*, else the one beside the settings that has the edition's name, if there is one.
    """
    plan = replace(plan, ledger=replace(plan.ledger, number=number or plan.ledger.number))
    whole = _edition(settings, plan, replace(plan.digest, max_posts=0, max_per_section=0), slot, posts)
    edition = _edition(settings, plan, plan.digest, slot, posts)
    found = note or _own_note(settings, edition)
    site = settings.site
    html = _read(found, settings) if found else ""
    rendering = render_edition(
        edition,
        site=site,
        mail=identity_of(settings),
        templates=templates,
        web_url=web_url(settings, edition.digest.name, edition.number),
        look=settings.template,
        themes=settings.themes,
        editor_note=html,
    )
    return Composed(edition=edition, whole=whole, rendering=rendering, note=html)


def _edition(
    settings: Settings, plan: Plan, digest: Digest, slot: datetime, posts: tuple[Post, ...]
) -> Edition:
    language = settings.site.language
    wording = Wording(more=lookup(language)("rest"), period=partial(period, language))
    edition = compose(
        digest,
        posts,
        slot,
        zone=plan.zone,
        themes=settings.themes,
        wording=wording,
        number=plan.ledger.number,
    )
    if edition is None:
        raise ValueError("an edition of no posts")
    return edition


def _read(note: Path, settings: Settings) -> str:
    from publisher.sources import read_note  # the reading of HTML loads slowly, and few editions have a note

    return read_note(note, site_url=settings.site.url, language=settings.site.language)


def _own_note(settings: Settings, edition: Edition) -> Path | None:
    name = NOTE.format(digest=edition.digest.name, number=edition.number)
    file = notes_folder(settings) / name
    return file if file.is_file() else None


def notes_folder(settings: Settings) -> Path:
    """Return where the notes of editions are."""
    return settings.file.absolute().parent / NOTES


def identity_of(settings: Settings) -> MailIdentity:
    """Return what the law wants in every edition."""
    mail = settings.mail
    return MailIdentity(
        postal_address=mail.postal_address,
        unsubscribe_url=mail.unsubscribe_url,
        preferences_url=mail.preferences_url,
    )


def web_url(settings: Settings, digest: str, number: int) -> str:
    """Return the address of an edition's own page."""
    return f"{settings.site.url}editions/{digest}/{number}/"


def preview_url(settings: Settings, digest: str, number: int) -> str:
    """Return the address at which the operator sees an edition that was issued, and releases a draft."""
    return f"http://{settings.web.operator_address}/preview/{digest}/{number}/"
