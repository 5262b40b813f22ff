"""Editions in an export of the catalog: on another machine none is issued again, and their pages are the same."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from publisher.catalog import editions
from publisher.catalog.ledger import export_lines, import_lines
from publisher.composing import find_digest
from publisher.errors import CatalogError
from publisher.issuing import Considered, Desk
from publisher.schedule import of
from tests.blog import Blog, snapshot

WEEKLY = '[[digests]]\nname = "weekly"\nschedule = "mon 09:00"\nmax_posts = 1\ngroup_by = "none"\n'


def issue(blog: Blog, key: str) -> Considered:
    """Issue the edition of a slot of weekly, by hand."""
    app = blog.app()
    digest = find_digest(app.settings, "weekly")
    with app.open_catalog() as catalog:
        desk = Desk(settings=app.settings, catalog=catalog, templates=app.templates)
        slot = of(digest).slot(key, zone=ZoneInfo("UTC"))
        assert slot
        return desk.issue_for(digest, slot, datetime(2026, 6, 1, tzinfo=UTC))[-1]


@pytest.fixture
def issued(any_blog: Blog) -> Blog:
    """A blog with two editions, one of them cancelled, and a post from before the first."""
    any_blog.configure(WEEKLY)
    for name, day in (
        ("before", "2026-04-01"),
        ("a", "2026-04-28"),
        ("b", "2026-04-29"),
        ("c", "2026-05-05"),
    ):
        any_blog.write(f"{name}.md", title=name, date=day)
    any_blog.build()
    issue(any_blog, "2026-05-04T09:00")
    second = issue(any_blog, "2026-05-11T09:00")
    assert second.edition
    app = any_blog.app()
    with app.open_catalog() as catalog:
        Desk(settings=app.settings, catalog=catalog, templates=app.templates).cancel(
            second.edition, any_blog.now
        )
    any_blog.build()
    return any_blog


@pytest.fixture
def elsewhere(issued: Blog, tmp_path: Path, empty_database: Callable[[], str]) -> Blog:
    """The same posts and settings on a fresh machine."""
    database = empty_database() if "postgresql" in issued.database else issued.database
    other = Blog(tmp_path / "elsewhere", database, extra=WEEKLY, now=issued.now)
    for file in issued.posts.iterdir():
        (other.posts / file.name).write_bytes(file.read_bytes())
    return other


def export(blog: Blog) -> list[str]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return list(export_lines(connection))


def import_(blog: Blog, lines: list[str]) -> None:
    with blog.catalog() as catalog, catalog.writing() as connection:
        import_lines(connection, lines, "catalog.jsonl")


def kinds(lines: list[str]) -> list[str]:
    return [
        kind for line in lines for kind in ("digest", "slot", "edition", "passed") if kind in json.loads(line)
    ]


def test_an_export_has_the_ledger(issued: Blog) -> None:
    lines = export(issued)
    assert kinds(lines) == ["digest", "slot", "slot", "edition", "edition", "passed"]
    values = [json.loads(line) for line in lines]
    first = next(value for value in values if value.get("edition") == "weekly/1")
    assert [(one["guid"].rpartition("/")[2], one["shown"], one["stands"]) for one in first["carried"]] == [
        ("b.md", True, True),
        ("a.md", False, True),
    ]
    assert values[-1]["guids"] == ["tag:blog.example,2000:main/before.md"]


def test_an_import_issues_nothing_again_and_makes_the_same_pages(issued: Blog, elsewhere: Blog) -> None:
    import_(elsewhere, export(issued))
    elsewhere.build()
    pages = {path: content for path, (_, content) in snapshot(issued).items() if path.startswith("editions/")}
    again = {
        path: content for path, (_, content) in snapshot(elsewhere).items() if path.startswith("editions/")
    }
    assert pages.keys() == again.keys()
    assert {path for path in pages if pages[path] != again[path]} == set()
    known = issue(elsewhere, "2026-05-04T09:00")
    assert (known.new, known.name) == (False, "weekly/1")
    following = issue(elsewhere, "2026-05-18T09:00")
    assert following.edition
    assert (following.name, [post.title for post in following.edition.posts]) == ("weekly/3", ["c"])
    assert kinds(export(elsewhere))[:3] == ["digest", "slot", "slot"]


def changed(line: str, **values: Any) -> str:
    found = json.loads(line) | values
    return json.dumps({key: value for key, value in found.items() if value is not None})


@pytest.mark.parametrize(
    ("kind", "values", "said"),
    [
        pytest.param(
            "slot", {"outcome": None}, "slot: there is no 'outcome'", id="a slot without an outcome"
        ),
        pytest.param(
            "digest", {"digest": "../../weekly"}, "digest: no name of a digest: ../../weekly", id="a path"
        ),
        pytest.param("slot", {"at": "2026-05-04T09:00"}, "a time without an offset", id="a naive time"),
        pytest.param("slot", {"slot": "daily/2026-05-04T09:00"}, "slot: ", id="a slot of no digest"),
        pytest.param("edition", {"key": "2026-05-05T09:00"}, "edition: ", id="an edition of no slot"),
        pytest.param("edition", {"carried": [{"guid": "x"}]}, "edition: there is no 'x'", id="no such post"),
        pytest.param(
            "edition", {"carried": []}, "edition: its sections have not as many posts", id="posts missing"
        ),
        pytest.param("passed", {"guids": ["x"]}, "passed: there is no 'x'", id="no such post passed over"),
    ],
)
def test_a_line_that_is_wrong_is_named(
    issued: Blog, elsewhere: Blog, kind: str, values: dict[str, Any], said: str
) -> None:
    lines = export(issued)
    number = next(number for number, line in enumerate(lines) if kind in json.loads(line))
    lines[number] = changed(lines[number], **values)
    with pytest.raises(CatalogError, match=f"^catalog.jsonl:{number + 1}: ") as raised:
        import_(elsewhere, lines)
    assert said in str(raised.value)
    with elsewhere.catalog() as catalog, catalog.reading() as connection:
        assert list(export_lines(connection))[1:] == []


def test_an_import_fills_no_catalog_in_which_a_digest_is_known(issued: Blog, elsewhere: Blog) -> None:
    with elsewhere.catalog() as catalog, catalog.writing() as connection:
        editions.see(connection, "weekly", elsewhere.now)
    with pytest.raises(CatalogError, match="not empty"):
        import_(elsewhere, export(issued))


def test_an_export_of_before_there_were_editions_is_read(issued: Blog, elsewhere: Blog) -> None:
    lines = [line for line in export(issued) if not kinds([line])]
    import_(elsewhere, [lines[0].replace("3", "2"), *lines[1:]])
    assert kinds(export(elsewhere)) == []
