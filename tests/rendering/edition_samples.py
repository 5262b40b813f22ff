"""An edition of the sample posts, lists of editions, and what pages are made and read with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lxml import html

from publisher.model import Section
from publisher.records import Issued
from publisher.rendering import DigestListing, EditionRow, FeedLinks, Pages
from tests.rendering.samples import NAV, POSTS, SITE, TEMPLATES

EDITION_PATH = "editions/weekly/7/index.html"
ISSUED = Issued(
    digest="weekly",
    title="Weekly",
    number=7,
    key="2026-05-04T09:00",
    slot=datetime(2026, 5, 4, 9, tzinfo=UTC),
    status="released",
    mailed=True,
    guid="tag:blog.example,2000:editions/weekly/7",
    issued=datetime(2026, 5, 4, 9, tzinfo=UTC),
    released=datetime(2026, 5, 4, 9, tzinfo=UTC),
    cancelled=None,
    subject="Weekly: Writing, and more",
    preheader="What is in it",
    note="<p>Dear readers, <em>this</em> is it.</p>",
    sections=(
        Section(heading="Writing", slug="writing", posts=POSTS[:2]),
        Section(heading="Reading", slug="reading", posts=POSTS[2:4]),
        Section(heading="More", slug="", posts=POSTS[4:]),
    ),
)
ONE_SECTION = replace(ISSUED, note="", sections=(Section(heading="", slug="", posts=POSTS),))


def make_digest(count: int) -> DigestListing:
    """Return a digest of so many weekly editions up to the one of the sample."""
    rows = (
        EditionRow(
            title="Weekly",
            number=number,
            path=f"editions/weekly/{number}/index.html",
            subject=f"Weekly: Writing {number}",
            preheader="What is in it",
            since=ISSUED.slot - timedelta(weeks=count - number + 1),
            until=ISSUED.slot - timedelta(weeks=count - number),
            posts=5,
            year=(ISSUED.slot - timedelta(weeks=count - number)).year,
        )
        for number in range(count, 0, -1)
    )
    return DigestListing(
        title="Weekly",
        path="editions/weekly/index.html",
        rows=tuple(rows),
        total=count,
        feeds=FeedLinks(
            rss="editions/weekly/rss.xml",
            atom="editions/weekly/atom.xml",
            json="editions/weekly/feed.json",
            title="The Quiet Press: Weekly",
        ),
    )


def make_pages(**values: object) -> Pages:
    defaults: dict[str, object] = {
        "site": SITE,
        "templates": TEMPLATES,
        "generator": "publisher 1.2.3",
        "nav": NAV,
    }
    return Pages(**(defaults | values))  # type: ignore[arg-type]


def read(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode())


def hrefs(page: bytes, path: str) -> list[str]:
    return [str(value) for value in read(page).xpath(path)]
