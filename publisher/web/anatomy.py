"""A message taken apart for people: its headers, and the parts that it is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

from publisher.message import sent_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a message: how deep it lies, what it is, and its size in bytes as sent (0 for one of others)."""

    depth: int
    type: str
    charset: str
    coding: str
    size: int


def headers_of(message: EmailMessage) -> tuple[tuple[str, str], ...]:
    """Return name and value of each header, decoded, in order."""
    return tuple((name, str(value)) for name, value in message.items())


def parts_of(message: EmailMessage) -> tuple[Part, ...]:
    """Return the message and all its parts, each before those that it holds."""
    return tuple(_parts(message, 0))


def _parts(part: EmailMessage, depth: int) -> Iterator[Part]:
    several = part.is_multipart()
    yield Part(
        depth=depth,
        type=part.get_content_type(),
        charset=part.get_content_charset("") or "",
        coding=str(part.get("Content-Transfer-Encoding", "")),
        size=0 if several else sent_bytes(part),
    )
    for inner in part.iter_parts() if several else ():
        if isinstance(inner, EmailMessage):
            yield from _parts(inner, depth + 1)
