"""A rendered edition as a message to somebody, from whom the settings say."""

from datetime import datetime
from email.message import EmailMessage
from html import escape
from typing import Literal
from urllib.parse import urlsplit

from publisher.config import Settings
from publisher.message import Envelope, make_message, named
from publisher.records import Issued


def addressed(
    settings: Settings,
    *,
    subject: str,
    html: str,
    text: str,
    identity: str,
    date: datetime,
    recipient: str = "",
) -> EmailMessage:
    """Return a rendered edition as a message, the addresses in its footer filled in; ValueError for no address."""
    mail, host = settings.mail, host_of(settings)
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
        subject=subject,
        text=filled(text, mail.unsubscribe_url, mail.preferences_url),
        html=filled(html, escape(mail.unsubscribe_url), escape(mail.preferences_url)),
        date=date,
    )


def edition_message(settings: Settings, issued: Issued, html: str, text: str) -> EmailMessage:
    """Return the mail of an edition, to nobody in particular; the same each time."""
    return addressed(
        settings,
        subject=issued.subject,
        html=html,
        text=text,
        identity=f"{issued.digest}.{issued.number}",
        date=issued.issued,
    )


def read_part(message: EmailMessage, subtype: Literal["plain", "html"]) -> str:
    """Return the text or HTML of a message as it would be read."""
    body = message.get_body((subtype,))
    return str(body.get_content()) if body else ""


def host_of(settings: Settings) -> str:
    """Return the domain that messages are from; an IPv6 address is none that mail could be from."""
    name = urlsplit(settings.site.url).hostname or "localhost"
    return "localhost" if ":" in name else name


def filled(text: str, unsubscribe_url: str, preferences_url: str) -> str:
    """Return *text* with the placeholders replaced by addresses, where there are any; for HTML they come escaped."""
    for name, url in (("unsubscribe_url", unsubscribe_url), ("preferences_url", preferences_url)):
        if url:
            text = text.replace("{{" + name + "}}", url)
    return text
