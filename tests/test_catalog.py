"""The store itself: its tables, and what is carried from one machine to the next. Each on both databases."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from publisher.catalog import open_catalog
from publisher.catalog.engine import recall, remember
from publisher.catalog.ledger import export_lines, import_lines
from publisher.catalog.migrate import configuration
from publisher.catalog.schema import REVISION, metadata
from publisher.errors import CatalogError
from tests.blog import Blog
from tests.command import environment

# The tables


def test_the_newest_migration_is_the_one_that_the_program_knows() -> None:
    assert ScriptDirectory.from_config(configuration()).get_heads() == [REVISION]


def shape(url: str) -> dict[str, Any]:
    """Return what a database says of its tables: columns, keys, indexes."""
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    try:
        tables = inspect(engine)
        return {
            name: (
                [
                    (column["name"], str(column["type"]), column["nullable"], column["default"])
                    for column in tables.get_columns(name)
                ],
                tables.get_pk_constraint(name)["constrained_columns"],
                sorted(
                    (key["constrained_columns"], key["referred_table"], key["options"].get("ondelete"))
                    for key in tables.get_foreign_keys(name)
                ),
                sorted((index["name"] or "", index["column_names"]) for index in tables.get_indexes(name)),
                sorted(tuple(unique["column_names"]) for unique in tables.get_unique_constraints(name)),
            )
            for name in tables.get_table_names()
            if name != "alembic_version"
        }
    finally:
        engine.dispose()


def test_a_migrated_catalog_is_what_the_program_describes(
    database: str, tmp_path: Path, empty_database: Callable[[], str]
) -> None:
    migrated = database.replace("sqlite:///", f"sqlite:///{tmp_path}/")
    fresh = empty_database() if "postgresql" in database else f"sqlite:///{tmp_path}/fresh.db"
    with open_catalog(migrated) as catalog, catalog.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine = create_engine(fresh.replace("postgresql://", "postgresql+psycopg://"))
    metadata.create_all(engine)
    engine.dispose()
    assert shape(migrated) == shape(fresh)


def test_a_catalog_is_opened_twice_with_all_that_it_held(any_blog: Blog) -> None:
    any_blog.write("a.md")
    any_blog.sync()
    assert len(any_blog.visible()) == 1
    assert any_blog.sync().read == 0


def test_processes_that_begin_at_once_find_one_catalog(tmp_path: Path) -> None:
    opens = "import sys; from publisher.catalog import open_catalog; open_catalog(sys.argv[1]).close()"
    for number in range(3):
        url = f"sqlite:///{tmp_path}/{number}.db"
        begun = [
            subprocess.Popen([sys.executable, "-c", opens, url], stderr=subprocess.PIPE, env=environment())
            for _ in range(6)
        ]
        assert [(one.communicate()[1], one.returncode) for one in begun] == [(b"", 0)] * 6


def test_a_catalog_of_a_newer_version_is_refused(any_blog: Blog) -> None:
    with any_blog.catalog() as catalog, catalog.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CatalogError, match=r"newer version \(9999\); upgrade publisher"):
        any_blog.catalog()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("nonsense", "not a database address", id="no address"),
        pytest.param("oracle9://db/x", "oracle9", id="a database that nobody knows"),
        pytest.param("sqlite:////dev/null/x.db", "/dev/null", id="a path below a file"),
        pytest.param("sqlite:////", "unable to open database file", id="a folder"),
        pytest.param(
            "postgresql://me:secret@127.0.0.1:1/x",
            r"me:\*\*\*@127\.0\.0\.1:1/x: connection",
            id="nobody there",
        ),
        pytest.param(
            "postgresql://127.0.0.1:1/x?user=me&password=secret&sslpassword=secret",
            r"127\.0\.0\.1:1/x\?user=me: connection",
            id="a password in the query",
        ),
    ],
)
def test_a_catalog_that_cannot_be_opened_says_why_and_no_password(url: str, reason: str) -> None:
    with pytest.raises(CatalogError, match=reason) as raised:
        open_catalog(url)
    assert "secret" not in str(raised.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_text("Words, words, words; more than enough of them to be no database. " * 20)
    with pytest.raises(CatalogError, match="file is not a database"):
        open_catalog(f"sqlite:///{tmp_path}/x.db")


def test_what_was_written_in_a_block_that_fails_does_not_stand(any_blog: Blog) -> None:
    with any_blog.catalog() as catalog:
        with catalog.writing() as connection:
            remember(connection, "a", "1")
        with suppress(ZeroDivisionError), catalog.writing() as connection:
            remember(connection, "a", "2")
            raise ZeroDivisionError
        with catalog.reading() as connection:
            assert (recall(connection, "a"), recall(connection, "b")) == ("1", "")


def test_a_reading_sees_one_state_whatever_is_committed_meanwhile(any_blog: Blog) -> None:
    with any_blog.catalog() as catalog:
        with catalog.writing() as connection:
            remember(connection, "a", "1")
        with catalog.reading() as connection:
            assert recall(connection, "a") == "1"
            with catalog.writing() as other:
                remember(other, "a", "2")
            assert recall(connection, "a") == "1"
        with catalog.reading() as connection:
            assert recall(connection, "a") == "2"


# From one machine to the next


def export(blog: Blog) -> list[str]:
    with blog.catalog() as catalog, catalog.reading() as connection:
        return list(export_lines(connection))


def import_(blog: Blog, lines: list[str]) -> int:
    with blog.catalog() as catalog, catalog.writing() as connection:
        return import_lines(connection, lines, "catalog.jsonl")


@pytest.fixture
def told(any_blog: Blog) -> Blog:
    """A publication with a past: a moved post, a changed one, a withdrawn one, a rival for a page, a link."""
    blog = any_blog
    blog.write("first.md", "First.", title="First", date="2026-05-03")
    blog.write("moves.md", "Moves.", title="Moves", date="2026-05-02")
    blog.write("goes.md", "Goes.", title="Goes", date="2026-05-01")
    blog.write("link.md", "Link.", title="Link", date="2026-04-01", link="https://old.example/1")
    blog.write("2025/monthly.md", "Old.", title="Monthly 2025", slug="monthly", date="2025-01-01")
    blog.sync()
    blog.write("2026/monthly.md", "New.", title="Monthly 2026", slug="monthly", date="2026-01-01")
    (blog.posts / "moves.md").rename(blog.posts / "moved.md")
    (blog.posts / "goes.md").unlink()
    blog.write("first.md", "First, changed.", title="First", date="2026-05-03")
    blog.build()
    return blog


def on_a_fresh_machine(blog: Blog, folder: Path, database: str) -> Blog:
    """Return the same posts and settings elsewhere, with a catalog that knows nothing."""
    other = Blog(folder, database=database, now=blog.now + timedelta(days=1))
    shutil.rmtree(other.posts)
    shutil.copytree(blog.posts, other.posts)
    return other


@pytest.fixture
def elsewhere(told: Blog, tmp_path: Path, empty_database: Callable[[], str]) -> Blog:
    database = empty_database() if "postgresql" in told.database else told.database
    return on_a_fresh_machine(told, tmp_path / "elsewhere", database)


def test_a_rebuild_on_a_fresh_machine_keeps_ids_pages_times_and_order(told: Blog, elsewhere: Blog) -> None:
    lines = export(told)
    assert import_(elsewhere, lines) == 6
    report = elsewhere.build()
    sync = report.sync
    assert (sync.read, sync.added, sync.updated, sync.moved, sync.withdrawn) == (5, 0, 0, 0, 0)
    assert elsewhere.visible() == told.visible()
    assert elsewhere.items() == told.items()
    assert export(elsewhere) == lines
    assert elsewhere.build().output.written == 0


def test_without_the_import_a_rebuild_would_not_know(told: Blog, elsewhere: Blog) -> None:
    elsewhere.build()
    assert elsewhere.guids()["Moves"] != told.guids()["Moves"]
    assert elsewhere.visible() != told.visible()


def test_the_site_is_the_same_after_a_rebuild(told: Blog, elsewhere: Blog) -> None:
    import_(elsewhere, export(told))
    elsewhere.build()
    paths = [path.relative_to(told.public) for path in told.public.rglob("*") if path.is_file()]
    assert paths
    for path in paths:
        # That one tells when the files were written.
        if path.name != "publish.json":
            assert (elsewhere.public / path).read_bytes() == (told.public / path).read_bytes(), path


def test_a_post_withdrawn_long_ago_comes_back_with_its_guid(told: Blog, elsewhere: Blog) -> None:
    import_(elsewhere, export(told))
    elsewhere.build()
    elsewhere.write("goes.md", "Goes.", title="Goes", date="2026-05-01")
    assert elsewhere.build().sync.added == 0
    assert elsewhere.guids()["Goes"] == "tag:blog.example,2000:main/goes.md"


def test_a_post_whose_file_went_between_two_machines_is_withdrawn(told: Blog, elsewhere: Blog) -> None:
    import_(elsewhere, export(told))
    (elsewhere.posts / "first.md").unlink()
    assert elsewhere.build().sync.withdrawn == 1
    assert "First" not in elsewhere.guids()


def test_a_post_that_changed_between_two_machines_is_updated(told: Blog, elsewhere: Blog) -> None:
    import_(elsewhere, export(told))
    elsewhere.write("first.md", "First, changed again.", title="First", date="2026-05-03")
    assert elsewhere.build().sync.updated == 1
    post = next(post for post in elsewhere.visible() if post.title == "First")
    assert post.updated == elsewhere.now


def test_a_post_that_moved_between_two_machines_keeps_its_guid(told: Blog, elsewhere: Blog) -> None:
    import_(elsewhere, export(told))
    (elsewhere.posts / "first.md").rename(elsewhere.posts / "anew.md")
    report = elsewhere.build()
    assert (report.sync.moved, report.sync.added, report.sync.withdrawn) == (1, 0, 0)
    assert elsewhere.guids() == told.guids()


def test_an_export_is_one_line_a_post_in_the_order_of_first_sight(told: Blog) -> None:
    head, *lines = export(told)
    assert json.loads(head) == {"publisher": "catalog", "version": 3}
    values = [json.loads(line) for line in lines]
    posts = [value for value in values if "guid" in value]
    assert values[len(posts) :] == [
        {"authority": "blog.example,2000"},
        {"collection": "all/", "title": "", "published": True},
        {"collection": "language/en", "title": "en"},
    ]
    assert [post["path"] for post in posts] == [
        "2025/monthly.md",
        "first.md",
        "goes.md",
        "link.md",
        "moved.md",
        "2026/monthly.md",
    ]
    assert [post["guid"] for post in posts if "withdrawn" in post] == ["tag:blog.example,2000:main/goes.md"]
    assert posts[4]["guid"] == "tag:blog.example,2000:main/moves.md"
    assert posts[0] == {
        "guid": "tag:blog.example,2000:main/2025/monthly.md",
        "url": "https://blog.example/posts/monthly/",
        "page": "posts/monthly/",
        "source": "main",
        "path": "2025/monthly.md",
        "content_hash": posts[0]["content_hash"],
        "first_seen": "2026-06-01T13:00:00+00:00",
        "published": "2025-01-01T00:00:00+00:00",
        "updated": "2025-01-01T00:00:00+00:00",
        "positions": {"all/": 0, "language/en": 0},
    }
    assert export(told) == [head, *lines]


def test_an_import_fills_only_an_empty_catalog(told: Blog) -> None:
    lines = export(told)
    with pytest.raises(CatalogError, match="not empty"):
        import_(told, lines)
    assert export(told) == lines


HEAD = '{"publisher": "catalog", "version": 3}'
LINE = {
    "guid": "x:1",
    "url": "https://blog.example/1",
    "first_seen": "2026-06-01T13:00:00+00:00",
    "published": "2026-05-01T00:00:00+00:00",
    "updated": "2026-05-01T00:00:00+00:00",
}


def line(**changed: Any) -> str:
    return json.dumps({key: value for key, value in (LINE | changed).items() if value != ""})


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param([], "catalog.jsonl:1: not JSON", id="an empty file"),
        pytest.param(
            [line()], "catalog.jsonl:1: not an export of a catalog, or of another version", id="no head"
        ),
        pytest.param([HEAD.replace("3", "4")], "catalog.jsonl:1: not an export", id="another version"),
        pytest.param([HEAD, line(), "{"], "catalog.jsonl:3: not JSON", id="half a line"),
        pytest.param([HEAD, "[1]"], "catalog.jsonl:2: not an object", id="a list"),
        pytest.param([HEAD, line(guid="")], "catalog.jsonl:2: a post needs guid", id="no guid"),
        pytest.param([HEAD, line(published="")], "catalog.jsonl:2: a post needs guid", id="no time"),
        pytest.param(
            [HEAD, line(updated="soon")], "catalog.jsonl:2: Invalid isoformat string", id="no such time"
        ),
        pytest.param([HEAD, line(updated=3)], "catalog.jsonl:2: ", id="a number for a time"),
        pytest.param(
            [HEAD, line(updated="2026-05-01T00:00:00")],
            "catalog.jsonl:2: a time without an offset",
            id="a naive time",
        ),
        pytest.param(
            [HEAD, line(), "", line(url="x")],
            "catalog.jsonl:4: the guid x:1 stands on line 2 too",
            id="a guid twice",
        ),
        pytest.param(
            [HEAD, line(guid="a\ud800")], "catalog.jsonl:2: half a character", id="half a character"
        ),
        pytest.param([HEAD, line(url=3)], "catalog.jsonl:2: url is no text", id="a number for a text"),
        pytest.param(
            [HEAD, line(page="posts/../../x/")],
            "catalog.jsonl:2: no page of the site: posts/../../x/",
            id="a page outside the site",
        ),
        pytest.param([HEAD, line(positions=[1])], "catalog.jsonl:2: 'list' object", id="a list of positions"),
        pytest.param(
            [HEAD, line(positions={"all": 0})],
            "catalog.jsonl:2: no collection that has feeds: all",
            id="a position in nothing",
        ),
        pytest.param(
            [HEAD, line(positions={"month/2026-01": 0})],
            "catalog.jsonl:2: no collection that has feeds",
            id="a position in a month",
        ),
        pytest.param(
            [HEAD, line(positions={"all/": 1})],
            "catalog.jsonl:2: no position that could be: all/: 1",
            id="a position beyond the posts",
        ),
        pytest.param(
            [HEAD, line(positions={"all/": True})], "catalog.jsonl:2: no position", id="a yes for a position"
        ),
        pytest.param(
            [HEAD, line(positions={"all/": 0}), line(guid="x:2", positions={"all/": 0})],
            "two posts have position 0 in all/",
            id="two in one place",
        ),
        pytest.param([HEAD, '{"collection": "x/y"}'], "catalog.jsonl:2: no collection", id="no such kind"),
    ],
)
def test_a_broken_line_is_named_with_its_number_and_nothing_is_imported(
    any_blog: Blog, lines: list[str], said: str
) -> None:
    with pytest.raises(CatalogError) as raised:
        import_(any_blog, lines)
    assert str(raised.value).startswith(said)
    assert export(any_blog) == [HEAD + "\n"]


def test_blank_lines_are_passed_over(any_blog: Blog) -> None:
    assert import_(any_blog, [HEAD, "", line(), "", line(guid="x:2"), ""]) == 2


def test_the_database_tidies_itself_while_others_have_it_do_so_too(blog: Blog) -> None:
    with blog.catalog() as catalog, catalog.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE large (a, b)")
        connection.exec_driver_sql("CREATE INDEX large_a ON large (a)")
        numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
        connection.exec_driver_sql(f"INSERT INTO large {numbers} SELECT i % 7, i FROM n")
        connection.exec_driver_sql("ANALYZE")
    with ThreadPoolExecutor(4) as pool:
        for tidied in [pool.submit(tidy_anew, blog) for _ in range(200)]:
            tidied.result()


def tidy_anew(blog: Blog) -> None:
    """Have the database tidy itself, when it has no statistics of a table that was asked for."""
    with blog.catalog() as catalog, catalog.writing() as connection:
        connection.exec_driver_sql("DELETE FROM sqlite_stat1")
    # Only a connection that has opened since misses what is gone.
    with blog.catalog() as catalog:
        with catalog.reading() as connection:
            connection.exec_driver_sql("SELECT * FROM large WHERE a = 5 AND b = 6").all()
        catalog.optimize()
