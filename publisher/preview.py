"""The edition that would go out at a slot, shown before it does, and why each post is in it or not. Records nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection

from publisher.addressing import addressed, host_of, read_part
from publisher.catalog import editions, posts
from publisher.catalog.selection import Terms, counts, decisions, eligible
from publisher.composing import Composed, Plan, compose_for, plan_of
from publisher.config import Settings
from publisher.errors import InputError
from publisher.message import sent_bytes
from publisher.model import Digest, Edition, Post, Section
from publisher.records import Decision, Issued, Outcome
from publisher.rendering import Rendering
from publisher.rendering.fitting import LIMIT
from publisher.rendering.strings import lookup
from publisher.times import slot_in_words

if TYPE_CHECKING:
    from publisher.preflight import Finding

# What is said of each kind of post, shortly and in full, in the order in which a person wants to know.
OUTCOMES: Mapping[Outcome, tuple[str, str]] = {
    "carried": ("In the mail", "in it"),
    "waiting": ("Waiting", "in it once there are min_posts of them: they wait for the next slot"),
    "over_limit": ("Web edition only", "in the web edition only, over a limit of the email"),
    "already": ("Carried before", "carried by an edition before"),
    "future": ("Still to come", "published after the slot: for a later edition"),
    "draft": ("Drafts", "a draft"),
    "too_old": ("Too old", "older than max_age, and not published since the edition before"),
    "before_start": ("Before the start", "from before the digest began"),
    "withdrawn": ("Withdrawn", "withdrawn: its file is gone"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is asked for, and what is shown: the posts for `slot`, newest first, under `number`.

    Where nothing is `new`, that is an edition of before; `remark` says what a person should know of it.
    """

    plan: Plan
    terms: Terms
    slot: datetime
    number: int
    posts: tuple[Post, ...]
    new: bool = True
    remark: str = ""

    @property
    def waits(self) -> bool:
        """Whether the edition would wait for more posts."""
        return self.new and bool(self.posts) and not self.plan.goes_out(len(self.posts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """An edition as it would be: rendered, as a message, and what a person should know of it."""

    choice: Choice
    composed: Composed
    message: EmailMessage

    @property
    def edition(self) -> Edition:
        """The edition as its mail shows it."""
        return self.composed.edition

    @property
    def rendering(self) -> Rendering:
        """The edition, rendered."""
        return self.composed.rendering

    @property
    def remark(self) -> str:
        """What a person should know of the choice of slot and posts."""
        return self.choice.remark

    def as_issued(self) -> Issued:
        """Return it as it would be recorded, were it issued at its slot."""
        edition, slot = self.edition, self.edition.slot
        return Issued(
            digest=edition.digest.name,
            title=edition.digest.title or edition.digest.name,
            number=edition.number,
            key="",
            slot=slot,
            status="draft",
            mailed=True,
            guid="",
            issued=slot,
            released=None,
            cancelled=None,
            subject=self.rendering.subject,
            preheader=self.rendering.preheader,
            note=self.composed.note,
            sections=self.composed.whole.sections,
        )

    def part(self, subtype: Literal["plain", "html"]) -> str:
        """Return the text or HTML as it would be read: as sent, its placeholders filled."""
        return read_part(self.message, subtype)

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
        made = self.rendering
        return findings_of(
            settings, self.message, preheader=made.preheader, posts=made.posts, missing=made.missing
        )

    def report(self) -> dict[str, Any]:
        """Return what is in it, for machines."""
        edition = self.edition
        return {
            "digest": edition.digest.name,
            "number": edition.number,
            "slot": edition.slot.isoformat(),
            "subject": self.rendering.subject,
            "remark": self.remark,
            "posts": edition.total,
            "shown": len(edition.posts) - self.rendering.cuts.posts,
            "sections": [{**section_values(section), "more": section.more} for section in edition.sections],
            "cuts": asdict(self.rendering.cuts),
            "missing_strings": list(self.rendering.missing),
            "bytes": {"message": len(self.message.as_bytes()), "html": html_size(self.message)},
        }


def findings_of(
    settings: Settings,
    message: EmailMessage,
    *,
    preheader: str,
    posts: tuple[Post, ...],
    missing: tuple[str, ...] = (),
) -> "tuple[Finding, ...]":
    """Return what is wrong with the mail of an edition; *missing* are the words that its language lacks."""
    from publisher.preflight import Context, Expected, check  # the reading of HTML loads slowly

    context = Context(
        preheader=preheader,
        site_url=settings.site.url,
        postal_address=settings.mail.postal_address,
        unsubscribe_url=settings.mail.unsubscribe_url,
        posts=tuple(Expected(title=post.title, url=post.url) for post in posts),
        language=settings.site.language,
        missing_words=missing,
    )
    return check(message, context)


def section_values(section: Section) -> dict[str, Any]:
    """Return a section for programs."""
    posts = [{"guid": post.guid, "title": post.title, "url": post.url} for post in section.posts]
    return {"heading": section.heading, "slug": section.slug, "posts": posts}


def html_size(message: EmailMessage) -> int:
    """Return the size in bytes of the HTML part as it is sent."""
    part = message.get_body(("html",))
    return sent_bytes(part) if isinstance(part, EmailMessage) else 0


def choose(
    settings: Settings, connection: Connection, digest: Digest, at: datetime, *, everything: bool = False
) -> Choice:
    """Return the choice for the first slot at or after *at*.

    Where nothing is new by that slot, or it has its edition, it is the digest's newest edition, made anew, or without
    one the last slot that has posts; the remark says so. With *everything* it has every post.
    """
    plan = plan_of(settings, connection, digest)
    slot = plan.schedule.next_slot(at, plan.zone)
    terms = plan.terms(slot.at, everything=everything)
    found = Choice(
        plan=plan,
        terms=terms,
        slot=slot.at,
        number=plan.ledger.number,
        posts=eligible(connection, terms),
    )
    known = editions.slots(connection, digest.name, [slot.key]).get(slot.key)
    if known and known.number and not everything:
        issued = editions.find(connection, digest.name, known.number)
        name = f"{digest.name}/{known.number}"
        said = f"{name} was issued for {slot_in_words(slot.at, plan.zone)}: publisher editions show {name}."
        return _instead(connection, found, said, issued)
    if not found.posts:
        said = f"Nothing new for {slot_in_words(slot.at, plan.zone)}"
        return _instead(connection, found, said, editions.newest_standing(connection, digest.name))
    if found.waits:
        words = f"It would wait: {len(found.posts)} of at least {digest.min_posts} posts."
        return replace(found, remark=words)
    return found


def _instead(connection: Connection, found: Choice, said: str, issued: Issued | None) -> Choice:
    """Return what is shown where nothing is new: an edition, or else the last slot that has posts."""
    plan = found.plan
    nothing = replace(found, posts=(), new=False)
    if issued:
        remark = f"{said.rstrip('.')}. This is {issued.name}, made anew."
        return replace(nothing, slot=issued.slot, number=issued.number, posts=issued.posts, remark=remark)
    newest = posts.newest_before(connection, found.slot)
    if newest is None:
        return nothing
    last = plan.schedule.next(newest, plan.zone)
    since = plan.schedule.last_before(last, plan.zone)
    remark = f"{said}: this is the last slot that has posts, {slot_in_words(last, plan.zone)}."
    carried = eligible(connection, Terms(digest="", slot=last, start=since))
    return replace(nothing, slot=last, posts=carried, remark=remark)


def preview(
    settings: Settings,
    connection: Connection,
    digest: Digest,
    at: datetime,
    templates: tuple[Path, ...],
    *,
    everything: bool = False,
    note: Path | None = None,
) -> Preview | None:
    """Return the edition that `choose` gives, None where no post was ever published by then.

    *note* is the file of the editor's note, in place of the edition's own.
    """
    choice = choose(settings, connection, digest, at, everything=everything)
    if not choice.posts:
        return None
    slot = choice.slot
    composed = compose_for(
        settings, choice.plan, slot, choice.posts, templates, note=note, number=choice.number
    )
    made = composed.rendering
    message = addressed(
        settings,
        subject=made.subject,
        html=made.html,
        text=made.text,
        recipient=f"Preview <preview@{host_of(settings)}>",
        identity=f"preview.{digest.name}.{slot:%Y%m%dT%H%M}",
        date=slot,
    )
    return Preview(choice=choice, composed=composed, message=message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """The posts of which one thing becomes: how many, and the newest of them."""

    outcome: Outcome
    count: int
    decisions: tuple[Decision, ...]

    @property
    def heading(self) -> str:
        """What becomes of them, in a word or two."""
        return OUTCOMES[self.outcome][0]

    @property
    def words(self) -> str:
        """What becomes of them, and why."""
        return OUTCOMES[self.outcome][1]


def explain(
    connection: Connection, choice: Choice, shown: tuple[Post, ...], limit: int
) -> tuple[Explained, ...]:
    """Return what becomes of every post of the catalog, up to *limit* posts of each kind.

    *shown* are those that the rendered edition has; what it carries besides is over a limit.
    """
    numbers = dict(counts(connection, choice.terms))
    numbers.pop("carried", None)
    found = {
        outcome: Explained(
            outcome=outcome,
            count=number,
            decisions=tuple(decisions(connection, choice.terms, outcome, limit)),
        )
        for outcome, number in numbers.items()
    }
    inside: Outcome = "waiting" if choice.waits else "carried"
    new = choice.posts if choice.new else ()
    found |= {one.outcome: one for one in explain_inside(new, shown, limit, inside)}
    return tuple(found[outcome] for outcome in OUTCOMES if outcome in found)


def explain_inside(
    posts: tuple[Post, ...], shown: tuple[Post, ...], limit: int, inside: Outcome = "carried"
) -> Iterator[Explained]:
    """Yield what becomes of the *posts* of an edition whose mail has those *shown*, up to *limit* of each kind."""
    guids = {post.guid for post in shown}
    kinds: tuple[tuple[Outcome, list[Post]], ...] = (
        (inside, [post for post in posts if post.guid in guids]),
        ("over_limit", [post for post in posts if post.guid not in guids]),
    )
    for outcome, some in kinds:
        if some:
            kept = tuple(Decision(post=post, outcome=outcome) for post in some[:limit])
            yield Explained(outcome=outcome, count=len(some), decisions=kept)


def marked_as_test(settings: Settings, made: Preview, recipient: str, now: datetime) -> EmailMessage:
    """Return the edition as a message to *recipient*, marked as a test; InputError where that is no address."""
    mark = lookup(settings.site.language)("test_mark")
    rendering = made.rendering
    identity = f"test.{made.edition.digest.name}.{now:%Y%m%dT%H%M%S%f}"
    try:
        return addressed(
            settings,
            subject=f"{mark} {rendering.subject}",
            html=rendering.html,
            text=rendering.text,
            recipient=recipient,
            identity=identity,
            date=now,
        )
    except ValueError as error:
        raise InputError(f"{error}; write it as name@example.org") from error
