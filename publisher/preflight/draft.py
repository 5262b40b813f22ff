"""A message taken apart once, for all checks. Pure."""

import re
from dataclasses import dataclass
from email.message import EmailMessage

from publisher.preflight.looks import Look, looks
from publisher.preflight.page import Page, parse_page

# Soft hyphens, joiners, directions: what a text part and an HTML part need not share.
INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
PLACEHOLDER = re.compile(r"\{\{\s*\w+\s*\}\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A post that the message carries."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What a message should say, besides what it says itself. `posts` are those shown, in order.

    The placeholders may stand in it for addresses that are filled in per recipient; `unsubscribe_url` is ""
    while there is no address. `missing_words` are the keys of words that were said in English for want of others.
    """

    preheader: str = ""
    site_url: str = ""
    postal_address: str = ""
    unsubscribe_placeholder: str = "{{unsubscribe_url}}"
    placeholders: tuple[str, ...] = ("{{unsubscribe_url}}", "{{preferences_url}}")
    unsubscribe_url: str = ""
    posts: tuple[Expected, ...] = ()
    language: str = ""
    missing_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The parts of a message, decoded; `html` and `text` are "" where it has no such part.

    `light` are the looks of the page's elements in light.
    """

    message: EmailMessage
    context: Context
    subject: str
    html: str
    text: str
    html_part: EmailMessage | None
    page: Page
    light: tuple[Look, ...]


def read_draft(message: EmailMessage, context: Context) -> Draft:
    """Return the message as the checks look at it."""
    html_part, html = _part(message, "html")
    _, text = _part(message, "plain")
    page = parse_page(html)
    return Draft(
        message=message,
        context=context,
        subject=str(message["Subject"] or ""),
        html=html,
        text=text,
        html_part=html_part,
        page=page,
        light=looks(page, "light"),
    )


def squeezed(text: str) -> str:
    """Return a text without space and marks of direction: as it compares whatever its line breaks."""
    return "".join(INVISIBLE.sub("", text).split())


def _part(message: EmailMessage, kind: str) -> tuple[EmailMessage | None, str]:
    part = message.get_body((kind,))
    if not isinstance(part, EmailMessage) or part.get_payload() is None:
        return None, ""
    return part, str(part.get_content()).replace("\r\n", "\n")
