"""A rendered edition as a message to somebody, from whom the settings say."""

from datetime import datetime
from email.message import EmailMessage
from html import escape
from urllib.parse import urlsplit

from publisher.config import Settings
from publisher.message import Envelope, make_message, named
from publisher.rendering import Rendering


def addressed(
    settings: Settings, rendering: Rendering, *, recipient: str, identity: str, date: datetime
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
        subject=rendering.subject,
        text=filled(rendering.text, mail.unsubscribe_url, mail.preferences_url),
        html=filled(rendering.html, escape(mail.unsubscribe_url), escape(mail.preferences_url)),
        date=date,
    )


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
