"""An edition by its name, as commands take it; and what is said of it."""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy import Connection

from publisher.app import App
from publisher.catalog import editions
from publisher.config.errors import nearest
from publisher.errors import InputError
from publisher.records import Issued

NAME = re.compile(r"(?P<digest>[^/]+)/(?P<number>[1-9][0-9]{0,8})")

argument = click.argument("edition", metavar="DIGEST/NUMBER")


def edition_of(connection: Connection, name: str) -> Issued:
    """Return the edition called *name*, `weekly/7`; InputError says which there are."""
    match = NAME.fullmatch(name)
    if match is None:
        raise InputError(f"not an edition: {name}; write it as weekly/7")
    found = editions.find(connection, match["digest"], int(match["number"]))
    if found is None:
        known = editions.newest_numbers(connection)
        newest = known.get(match["digest"])
        hint = (
            nearest(match["digest"], list(known))
            if newest is None
            else f"; the newest is {match['digest']}/{newest}"
        )
        raise InputError(f"no such edition: {name}{hint}")
    return found


def local(app: App, edition: Issued, moment: datetime) -> str:
    """Return a moment on the clock of the digest, for a person."""
    zones = {digest.name: digest.timezone for digest in app.settings.digests}
    zone = ZoneInfo(zones.get(edition.digest) or app.settings.site.timezone)
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def values(edition: Issued) -> dict[str, Any]:
    """Return an edition for programs, its posts apart."""
    return {
        "name": edition.name,
        "digest": edition.digest,
        "number": edition.number,
        "slot": edition.slot.isoformat(),
        "key": edition.key,
        "status": edition.status,
        "mailed": edition.mailed,
        "subject": edition.subject,
        "guid": edition.guid,
        "issued": edition.issued.isoformat(),
        "released": edition.released.isoformat() if edition.released else None,
        "cancelled": edition.cancelled.isoformat() if edition.cancelled else None,
        "posts": len(edition.posts),
    }
