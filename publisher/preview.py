"""The edition that would go out at a slot, shown before it does. Records nothing."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from functools import partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from publisher import schedule
from publisher.catalog import posts
from publisher.config import Settings
from publisher.config.errors import nearest
from publisher.digest import Wording, compose
from publisher.errors import InputError, NoSuchDigestError
from publisher.message import Envelope, make_message, named, sent_bytes
from publisher.model import Digest, Edition, Post
from publisher.rendering import MailIdentity, Rendering, render_edition
from publisher.rendering.fitting import LIMIT
from publisher.rendering.periods import period
from publisher.rendering.strings import lookup
from publisher.schedule import Schedule

if TYPE_CHECKING:
    from publisher.preflight import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An edition as it would be: rendered, as a message, and what a person should know of it."""

    edition: Edition
    rendering: Rendering
    message: EmailMessage
    remark: str

    def part(self, subtype: Literal["plain", "html"]) -> str:
        """Return the text or HTML as it would be read: as sent, its placeholders filled."""
        body = self.message.get_body((subtype,))
        return str(body.get_content()) if body else ""

    @property
    def fitted(self) -> str:
        """What was cut so that mail programs show it whole, in words; "" for nothing."""
        cuts = self.rendering.cuts
        said = (
            (cuts.summaries, f"{cuts.summaries:,} summaries cut to {cuts.columns} characters"),
            (cuts.pictures, f"{cuts.pictures:,} pictures left out"),
            (cuts.posts, f"{cuts.posts:,} posts left to the web edition"),
        )
        done = ", ".join(words for number, words in said if number)
        return f"To stay below {LIMIT // 1000} KB: {done}." if done else ""

    def findings(self, settings: Settings) -> "tuple[Finding, ...]":
        """Return what is wrong with it, before it goes."""
        from publisher.preflight import Context, Expected, check  # the reading of HTML loads slowly

        context = Context(
            preheader=self.rendering.preheader,
            site_url=settings.site.url,
            postal_address=settings.mail.postal_address,
            unsubscribe_url=settings.mail.unsubscribe_url,
            posts=tuple(Expected(title=post.title, url=post.url) for post in self.rendering.posts),
            language=settings.site.language,
        )
        return check(self.message, context)

    def report(self) -> dict[str, Any]:
        """Return what is in it, for machines."""
        edition = self.edition
        return {
            "digest": edition.digest.name,
            "slot": edition.slot.isoformat(),
            "subject": self.rendering.subject,
            "remark": self.remark,
            "posts": edition.total,
            "shown": len(edition.posts) - self.rendering.cuts.posts,
            "sections": [
                {
                    "heading": section.heading,
                    "slug": section.slug,
                    "posts": [
                        {"guid": post.guid, "title": post.title, "url": post.url} for post in section.posts
                    ],
                    "more": section.more,
                }
                for section in edition.sections
            ],
            "cuts": asdict(self.rendering.cuts),
            "bytes": {"message": len(self.message.as_bytes()), "html": html_size(self.message)},
        }


def html_size(message: EmailMessage) -> int:
    """Return the size in bytes of the HTML part as it is sent."""
    part = message.get_body(("html",))
    return sent_bytes(part) if isinstance(part, EmailMessage) else 0


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


def preview(
    settings: Settings,
    connection: Connection,
    digest: Digest,
    at: datetime,
    templates: tuple[Path, ...],
    *,
    everything: bool = False,
) -> Preview | None:
    """Return the edition for the first slot at or after *at*, None where no post was ever published by then.

    Where nothing is new by that slot, the edition is for the last slot that has posts, and the remark says so.
    With *everything* it carries every post.
    """
    zone = zone_of(digest, settings)
    plan = schedule.parse(digest.schedule)
    slot = plan.next(at, zone)
    carried = _eligible(connection, digest, plan, zone, slot, everything=everything)
    remark = _waiting(digest, carried)
    if not carried:
        newest = posts.newest_before(connection, slot)
        if newest is None:
            return None
        remark = f"Nothing new for {slot_in_words(slot, zone)}"
        slot = plan.next(newest, zone)
        carried = _eligible(connection, digest, plan, zone, slot, everything=False, first="window")
        remark += f": this is the last slot that has posts, {slot_in_words(slot, zone)}."
    wording = Wording(
        more=lookup(settings.site.language)("rest"), period=partial(period, settings.site.language)
    )
    edition = compose(digest, carried, slot, zone=zone, themes=settings.themes, wording=wording)
    return _render(settings, edition, remark, templates) if edition else None


def _eligible(
    connection: Connection,
    digest: Digest,
    plan: Schedule,
    zone: ZoneInfo,
    slot: datetime,
    *,
    everything: bool,
    first: str = "",
) -> tuple[Post, ...]:
    """Return the posts of the period that ends with *slot*, or of all time."""
    if everything or (first or digest.first) == "all":
        since = slot - digest.max_age if digest.max_age and not everything else None
    else:
        since = plan.last_before(slot, zone)
    return posts.published_within(connection, since, slot)


def _waiting(digest: Digest, carried: tuple[Post, ...]) -> str:
    if 0 < len(carried) < digest.min_posts:
        return f"It would wait: {len(carried)} of at least {digest.min_posts} posts."
    return ""


def slot_in_words(slot: datetime, zone: ZoneInfo) -> str:
    """Return a slot on its zone's clock, for the operator."""
    return f"{slot.astimezone(zone):%a %d %b %Y %H:%M} {zone.key}"


def _render(settings: Settings, edition: Edition, remark: str, templates: tuple[Path, ...]) -> Preview:
    mail = settings.mail
    identity = MailIdentity(
        postal_address=mail.postal_address,
        unsubscribe_url=mail.unsubscribe_url,
        preferences_url=mail.preferences_url,
    )
    # Until an edition is issued it has no page: the site itself has all of its posts.
    rendering = render_edition(
        edition,
        site=settings.site,
        mail=identity,
        templates=templates,
        web_url=settings.site.url,
        look=settings.template,
        themes=settings.themes,
    )
    message = addressed(
        settings,
        rendering,
        recipient=f"Preview <preview@{_host(settings)}>",
        identity=f"preview.{edition.digest.name}.{edition.slot:%Y%m%dT%H%M}",
        date=edition.slot,
    )
    return Preview(edition=edition, rendering=rendering, message=message, remark=remark)


def marked_as_test(settings: Settings, made: Preview, recipient: str, now: datetime) -> EmailMessage:
    """Return the edition as a message to *recipient*, marked as a test; InputError where that is no address."""
    mark = lookup(settings.site.language)("test_mark")
    rendering = replace(made.rendering, subject=f"{mark} {made.rendering.subject}")
    identity = f"test.{made.edition.digest.name}.{now:%Y%m%dT%H%M%S%f}"
    try:
        return addressed(settings, rendering, recipient=recipient, identity=identity, date=now)
    except ValueError as error:
        raise InputError(f"{error}; write it as name@example.org") from error


def addressed(
    settings: Settings, rendering: Rendering, *, recipient: str, identity: str, date: datetime
) -> EmailMessage:
    """Return a rendered edition as a message, the addresses in its footer filled in; ValueError for no address."""
    mail, host = settings.mail, _host(settings)
    envelope = Envelope(
        sender=mail.sender or named(settings.site.title, f"noreply@{host}"),
        recipient=recipient,
        identity=identity,
        host=host,
        reply_to=mail.reply_to,
        unsubscribe_url=mail.unsubscribe_url,
    )
    return make_message(
        envelope,
        subject=rendering.subject,
        text=filled(rendering.text, mail.unsubscribe_url, mail.preferences_url),
        html=filled(rendering.html, escape(mail.unsubscribe_url), escape(mail.preferences_url)),
        date=date,
    )


def _host(settings: Settings) -> str:
    """Return the domain that messages are from; an IPv6 address is none that mail could be from."""
    name = urlsplit(settings.site.url).hostname or "localhost"
    return "localhost" if ":" in name else name


def filled(text: str, unsubscribe_url: str, preferences_url: str) -> str:
    """Return *text* with the placeholders replaced by addresses, where there are any; for HTML they come escaped."""
    for name, url in (("unsubscribe_url", unsubscribe_url), ("preferences_url", preferences_url)):
        if url:
            text = text.replace("{{" + name + "}}", url)
    return text
