"""Editions of a publication's posts, recorded as issuing them would; for tests of what becomes of them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urljoin

import pytest
from lxml import html
from sqlalchemy import Connection

from publisher.batches import in_batches
from publisher.catalog import editions
from publisher.model import Post, Section
from publisher.publish import publish_editions
from publisher.publish.output import Output
from publisher.records import Issued, Status
from tests.blog import Blog, changes

FIRST_SLOT = datetime(2026, 5, 4, 9, tzinfo=UTC)
WEEKLY = '[[digests]]\nname = "weekly"\ntitle = "The week"\n'
FEEDS = ("editions/weekly/atom.xml", "editions/weekly/feed.json", "editions/weekly/rss.xml")
LISTS = {"editions/index.html", "editions/weekly/index.html", *FEEDS}


def issue(
    blog: Blog,
    *titles: str,
    digest: str = "weekly",
    status: Status = "released",
    note: str = "",
    heading: str = "",
    every: timedelta = timedelta(weeks=1),
) -> Issued:
    """Record the next edition of a digest, of the posts with these titles (all without), and return it."""
    posts = tuple(post for post in blog.visible() if not titles or post.title in titles)
    with blog.catalog() as catalog, catalog.writing() as connection:
        section = Section(heading=heading, slug=heading.lower(), posts=posts)
        return record(connection, digest, (section,), status=status, note=note, every=every)


def record(
    connection: Connection,
    digest: str,
    sections: tuple[Section, ...],
    *,
    status: Status = "released",
    note: str = "",
    every: timedelta = timedelta(weeks=1),
) -> Issued:
    """Record the next edition of a digest with these sections, and return it."""
    number = editions.ledger(connection, digest).number
    slot = FIRST_SLOT + every * (number - 1)
    lead = next(post.title for section in sections for post in section.posts)
    issued = Issued(
        digest=digest,
        title=digest.capitalize(),
        number=number,
        key=f"{slot:%Y-%m-%dT%H:%M}",
        slot=slot,
        status=status,
        mailed=True,
        guid=f"tag:blog.example,2000:editions/{digest}/{number}",
        issued=slot,
        released=slot if status == "released" else None,
        cancelled=None,
        subject=f"{digest.capitalize()}: {lead}",
        preheader="What is in it",
        note=note,
        sections=sections,
    )
    editions.see(connection, digest, slot)
    slot_id = editions.decide(connection, digest, issued.key, slot, "issued", slot, len(issued.posts))
    editions.record(connection, issued, slot_id, "<p>html</p>", "text", issued.posts)
    return issued


def set_status(blog: Blog, number: int, status: Status, digest: str = "weekly") -> None:
    """Release or cancel an edition."""
    with blog.catalog() as catalog, catalog.writing() as connection:
        editions.set_status(connection, digest, number, status, blog.now)


def publish(blog: Blog) -> Output:
    """Write what is new of editions, as it is done right after one is issued."""
    app = blog.app()
    with app.open_catalog() as catalog:
        return publish_editions(app.settings, catalog, app.templates, blog.now)


def many(blog: Blog, posts: Iterable[Post], size: int, digest: str = "weekly") -> int:
    """Record editions of *size* posts each, in three sections, and return how many."""
    count = 0
    with blog.catalog() as catalog, catalog.writing() as connection:
        for some in in_batches(posts, size):
            third = -(-len(some) // 3)
            sections = tuple(
                Section(heading=f"Part {part + 1}", slug=f"part-{part + 1}", posts=within)
                for part, within in enumerate(in_batches(some, third))
            )
            record(connection, digest, sections)
            count += 1
    return count


def page(number: int, digest: str = "weekly") -> str:
    """Return the path of an edition's page."""
    return f"editions/{digest}/{number}/index.html"


def read(blog: Blog, path: str) -> html.HtmlElement:
    """Return a page of the site."""
    return html.document_fromstring((blog.public / path).read_text(encoding="utf-8"))


def texts(blog: Blog, path: str, where: str) -> list[str]:
    """Return the text of each element of a page that *where* finds."""
    found = read(blog, path).xpath(where)
    assert isinstance(found, list)
    return [" ".join(str(one.text_content()).split()) for one in found]


def broken(blog: Blog) -> Iterator[tuple[str, str]]:
    """Yield each link of the site's pages to what is not there, with the page."""
    for file in blog.public.rglob("*.html"):
        found = html.document_fromstring(file.read_text(encoding="utf-8"))
        for link in map(str, found.xpath("//@href | //@src")):  # type: ignore[arg-type]
            target = unquote(urljoin(file.as_uri(), link)).partition("#")[0]
            if target.startswith("file:") and not Path(target.removeprefix("file://")).is_file():
                yield str(file.relative_to(blog.public)), link


def rewrites_only(blog: Blog, *paths: str) -> None:
    """Build, and see that only these files changed."""
    assert changes(blog)[0] == set(paths)


@pytest.fixture
def issued(blog: Blog) -> Blog:
    """Three editions of one post each; built."""
    blog.configure(WEEKLY)
    for number, name in enumerate(("One", "Two", "Three"), 1):
        blog.write(f"{name}.md", f"Words of {name}.", title=name, author="Ann", date=f"2026-05-0{number}")
    blog.build()
    for name in ("One", "Two", "Three"):
        issue(blog, name)
    blog.build()
    return blog
