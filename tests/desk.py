"""Editions issued as the program issues them, by the desk, at a time of the test's own."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import httpx

from publisher.catalog import editions
from publisher.composing import find_digest
from publisher.issuing import Considered, Desk
from publisher.records import Issued
from tests.blog import Blog
from tests.servers import Server

APPROVED = '[[digests]]\nname = "weekly"\ntitle = "The week"\nfirst = "all"\napprove = true\n'
# A Monday on which a slot is.
MONDAY = datetime(2026, 5, 4, 9, tzinfo=UTC)
WEEK = timedelta(weeks=1)
NONE: Mapping[str, str] = {}


def issue_at(blog: Blog, now: datetime, digest: str = "weekly") -> tuple[Considered, ...]:
    """Return what becomes of the slots of a digest that came due by *now*; it is known of since long before."""
    app = blog.app()
    with app.open_catalog() as catalog:
        with catalog.writing() as connection:
            editions.see(connection, digest, MONDAY - timedelta(days=1))
        desk = Desk(settings=app.settings, catalog=catalog, templates=app.templates)
        return desk.issue_due(find_digest(app.settings, digest), now)


def edition(blog: Blog, number: int, digest: str = "weekly") -> Issued:
    """Return an edition as it stands."""
    with blog.catalog() as catalog, catalog.reading() as connection:
        found = editions.find(connection, digest, number)
    assert found
    return found


def token(page: str) -> str:
    """Return the token of a page's form."""
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def press(
    server: Server, act: str, number: int = 1, *, given: str = "", headers: Mapping[str, str] = NONE
) -> httpx.Response:
    """Send the form of a button as a browser does, with another token or other headers where they are *given*."""
    given = given or token(httpx.get(f"{server.previews}status").text)
    own = {"Origin": server.previews.removesuffix("/preview/"), "Sec-Fetch-Site": "same-origin", **headers}
    address = f"{server.previews}weekly/{number}/{act}"
    sent = {name: value for name, value in own.items() if value}
    return httpx.post(address, data={"token": given}, headers=sent)
