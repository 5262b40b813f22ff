"""An edition as the operator's pages show it: one that would be issued, or one that was."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import Connection

from publisher.addressing import edition_message, read_part
from publisher.catalog import editions
from publisher.config import Settings
from publisher.model import Post
from publisher.preview import (
    Explained,
    Preview,
    explain,
    explain_inside,
    findings_of,
    html_size,
    section_values,
)
from publisher.records import Issued

if TYPE_CHECKING:
    from publisher.preflight import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An edition, its mail, and the posts that this shows; `made` is the preview of one that was not issued."""

    issued: Issued
    message: EmailMessage
    in_mail: tuple[Post, ...]
    made: Preview | None = None

    @property
    def mjml(self) -> str:
        """What the mail was made from, "" where that was not kept."""
        return self.made.rendering.mjml if self.made else ""

    @property
    def remarks(self) -> tuple[str, ...]:
        """What a person should know of it."""
        return tuple(said for said in (self.made.remark, self.made.fitted) if said) if self.made else ()

    def part(self, subtype: Literal["plain", "html"]) -> str:
        """Return the text or HTML as it would be read."""
        return read_part(self.message, subtype)

    def findings(self, settings: Settings) -> "tuple[Finding, ...]":
        """Return what is wrong with it, before it goes."""
        if self.made:
            return self.made.findings(settings)
        return findings_of(settings, self.message, preheader=self.issued.preheader, posts=self.in_mail)

    def explain(self, connection: Connection, limit: int) -> tuple[Explained, ...]:
        """Return what becomes of posts: of all, or of those that an issued edition carries."""
        if self.made:
            return explain(connection, self.made.choice, self.in_mail, limit)
        return tuple(explain_inside(self.issued.posts, self.in_mail, limit))

    def report(self) -> dict[str, Any]:
        """Return what is in it, for machines."""
        return self.made.report() if self.made else dict(_report(self))


def _report(shown: Shown) -> Iterator[tuple[str, Any]]:
    issued = shown.issued
    for key in ("digest", "number", "status", "subject"):
        yield key, getattr(issued, key)
    yield "slot", issued.slot.isoformat()
    yield "issued", issued.issued.isoformat()
    yield "posts", len(issued.posts)
    yield "shown", len(shown.in_mail)
    yield "sections", [section_values(section) for section in issued.sections]
    yield "bytes", {"message": len(shown.message.as_bytes()), "html": html_size(shown.message)}


def as_it_would_be(made: Preview) -> Shown:
    """Return an edition that was not issued."""
    return Shown(issued=made.as_issued(), message=made.message, in_mail=made.rendering.posts, made=made)


def as_recorded(settings: Settings, connection: Connection, issued: Issued) -> Shown:
    """Return an edition as it was recorded: its mail to nobody in particular."""
    html, text = editions.mail(connection, issued.digest, issued.number)
    return Shown(
        issued=issued,
        message=edition_message(settings, issued, html, text),
        in_mail=editions.in_mail(connection, issued.digest, issued.number),
    )
