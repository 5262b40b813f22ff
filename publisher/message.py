"""An edition as a MIME message (RFC 5322, RFC 2046). Pure, and twice the same input gives the same bytes."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr, quote

BEYOND_ASCII = bytes(range(128, 256))


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """Who a message is from and to, and to whom answers and complaints go.

    `identity` makes the Message-ID: it is stable. Without a recipient it is to undisclosed ones (RFC 5322, 3.4):
    whoever sends it says to whom.
    """

    sender: str
    recipient: str = ""
    identity: str
    host: str
    reply_to: str = ""
    unsubscribe_url: str = ""


def make_message(envelope: Envelope, *, subject: str, text: str, html: str, date: datetime) -> EmailMessage:
    """Return the message, its text part first (RFC 2046, 5.1.4: the plainest first)."""
    message = EmailMessage(policy=SMTP)
    message["From"] = address(envelope.sender)
    message["To"] = address(envelope.recipient) if envelope.recipient else Group("undisclosed-recipients")
    if envelope.reply_to:
        message["Reply-To"] = address(envelope.reply_to)
    message["Subject"] = subject
    message["Date"] = date
    message["Message-ID"] = f"<{envelope.identity}@{_in_ascii(envelope.host)}>"
    if envelope.unsubscribe_url:
        # RFC 8058 wants HTTPS for one click; RFC 2369 allows the header with any address.
        message["List-Unsubscribe"] = f"<{envelope.unsubscribe_url}>"
    message["MIME-Version"] = "1.0"
    message.set_content(text, cte=_coding(text))
    message.add_alternative(html, subtype="html", cte=_coding(html))
    digest = hashlib.blake2b(f"{envelope.identity}\0{text}\0{html}".encode(), digest_size=12)
    message.set_boundary(f"=_{digest.hexdigest()}")
    return message


def address(text: str) -> Address:
    """Return `Name <local@domain>` as an address, its domain in the form that mail carries (RFC 5891).

    ValueError where it is none; one with letters beyond ASCII before the @ is none that every server takes.
    """
    name, spec = parseaddr(text)
    local, _, domain = spec.rpartition("@")
    literal = domain.startswith("[")  # Python reads those differently from version to version
    if not local.isascii() or not local or literal or "" in domain.split(".") or len(text.splitlines()) != 1:
        raise ValueError(f"not an address: {text}")
    return Address(name, username=local, domain=_in_ascii(domain))


def named(name: str, spec: str) -> str:
    """Return `"Name" <local@domain>`, whatever stands in the name."""
    return f'"{quote(" ".join(name.split()))}" <{spec}>'


def _in_ascii(domain: str) -> str:
    return domain if domain.isascii() else domain.encode("idna").decode()


def sent_size(text: str) -> int:
    """Return how many bytes *text* takes as the part of a message: see `sent_bytes`."""
    part = EmailMessage(policy=SMTP)
    part.set_content(text, cte=_coding(text))
    return sent_bytes(part)


def sent_bytes(part: EmailMessage) -> int:
    """Return how many bytes a part takes as sent: after its transfer encoding, with CRLF (RFC 5322, 2.1)."""
    payload = str(part.get_payload()).replace("\r\n", "\n")
    return len(payload.encode("utf-8", "surrogateescape")) + payload.count("\n")


def _coding(text: str) -> str:
    """Return the transfer encoding that makes *text* smaller: most letters beyond ASCII want base64."""
    raw = text.encode()
    beyond_ascii = len(raw) - len(raw.translate(None, BEYOND_ASCII))
    return "base64" if beyond_ascii * 2 > len(raw) / 3 else "quoted-printable"
