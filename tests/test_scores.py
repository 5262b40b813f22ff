"""How much a post matters, from its file to the edition: digests go by it, feeds and pages never do."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection, MetaData, create_engine, select, update

from publisher.catalog.engine import remember
from publisher.catalog.ledger import export_lines, import_lines
from publisher.catalog.migrate import configuration
from publisher.catalog.schema import content, post
from publisher.sync.reading import fingerprint
from tests.blog import Blog, changes, snapshot
from tests.command import publisher

WEEKLY = '[[digests]]\nname = "weekly"\ngroup_by = "none"\n'
# The last tables, and the last reading of files, that knew no scores.
REVISION, READER = "0003", 4
# What its signature of a post was made of, after the front matter's `updated`.
SIGNED = (
    *("url", "draft", "published", "title", "summary", "authors", "tags", "language"),
    *("image", "enclosure", "media", "reading_minutes", "content_html"),
)


def scores(blog: Blog) -> dict[str, float]:
    return {post.title: post.score for post in blog.visible()}


def test_scores_are_kept_as_they_were_written(any_blog: Blog) -> None:
    written = {"a": 5, "b": -1.5, "c": 0.1, "d": 1e300, "e": None}
    for title, score in written.items():
        any_blog.write(f"{title}.md", title=title, score=score)
    any_blog.sync()
    assert scores(any_blog) == {title: score or 0.0 for title, score in written.items()}


def test_a_changed_score_is_seen_and_does_not_move_updated(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A", score=5)
    any_blog.sync()
    (before,) = any_blog.visible()
    for score in (7, None):
        any_blog.write("a.md", title="A", score=score)
        assert any_blog.sync().updated == 1
        (after,) = any_blog.visible()
        assert (after.score, after.updated) == (score or 0.0, before.updated)


def test_a_score_that_is_no_number_is_a_warning_and_the_post_stays(any_blog: Blog) -> None:
    any_blog.write("a.md", title="A", score="high")
    any_blog.sync()
    assert scores(any_blog) == {"A": 0.0}
    (notice,) = any_blog.notices("post")
    assert str(notice) == 'a.md:4: score is not a number: "high"; write one as 5 or -1.5'


@pytest.fixture
def scored(any_blog: Blog) -> Blog:
    """Three posts, the oldest of which matters most, and the newest least; built."""
    any_blog.write("a.md", title="Most", date="2026-05-01", score=5, author="Ann")
    any_blog.write("b.md", title="Some", date="2026-05-02", featured=True)
    any_blog.write("c.md", title="Least", date="2026-05-03", author="Ann")
    any_blog.build()
    return any_blog


def test_a_changed_score_changes_no_byte_of_the_site(scored: Blog) -> None:
    assert len(snapshot(scored)) > 10
    scored.write("a.md", title="Most", date="2026-05-01", score=-3, author="Ann")
    scored.write("c.md", title="Least", date="2026-05-03", pinned=True, author="Ann")
    changed, report = changes(scored)
    assert report.sync.updated == 2
    assert scores(scored) == {"Most": -3.0, "Some": 1.0, "Least": 1.0}
    assert changed == set()


def test_a_site_is_the_same_with_scores_and_without(blog: Blog, tmp_path: Path) -> None:
    other = Blog(tmp_path / "other")
    for name, day in (("a", 1), ("b", 2), ("c", 3)):
        blog.write(f"{name}.md", title=name, date=f"2026-05-0{day}", score=10 - day)
        other.write(f"{name}.md", title=name, date=f"2026-05-0{day}")
    blog.build()
    other.build()
    with_scores, without = (
        {path: content for path, (_, content) in snapshot(one).items()} for one in (blog, other)
    )
    assert with_scores == without


def test_a_digest_by_score_leads_with_the_highest(blog: Blog) -> None:
    blog.configure(WEEKLY)
    blog.write("a.md", title="Most", date="2026-05-01", score=5)
    blog.write("b.md", title="Some", date="2026-05-02", featured=True)
    blog.write("c.md", title="Least", date="2026-05-03")
    blog.sync()
    for order, titles in (("newest", ["Least", "Some", "Most"]), ("score", ["Most", "Some", "Least"])):
        blog.configure(WEEKLY + f'order = "{order}"\n')
        done = publisher("preview", "weekly", "--at", "2026-05-04", "--json", folder=blog.folder)
        assert [post["title"] for section in done.json["sections"] for post in section["posts"]] == titles
        assert titles[0] in done.json["subject"]


# From one machine, and one version, to the next


def test_after_an_import_scores_are_read_again(
    scored: Blog, tmp_path: Path, empty_database: Callable[[], str]
) -> None:
    database = empty_database() if "postgresql" in scored.database else scored.database
    other = Blog(tmp_path / "other", database=database, now=scored.now)
    for file in scored.posts.iterdir():
        (other.posts / file.name).write_bytes(file.read_bytes())
    with scored.catalog() as catalog, catalog.reading() as connection:
        lines = list(export_lines(connection))
    assert not any("score" in line for line in lines)
    with other.catalog() as catalog, catalog.writing() as connection:
        import_lines(connection, lines, "catalog.jsonl")
    assert other.build().sync.updated == 0
    assert scores(other) == scores(scored)


def copy(source: Connection, target: Connection) -> None:
    """Copy what the tables of *target* have a place for."""
    theirs, ours = MetaData(), MetaData()
    theirs.reflect(source)
    ours.reflect(target)
    for table in ours.sorted_tables:
        if table.name != "alembic_version":
            columns = [theirs.tables[table.name].c[column.name] for column in table.c]
            if found := source.execute(select(*columns)).mappings().all():
                target.execute(table.insert(), [dict(row) for row in found])


def sign(connection: Connection) -> None:
    """Give each post, none of which says when it was updated, the signature that it had before scores."""
    query = select(post.c.id, *({**content.c, **post.c}[name] for name in SIGNED)).join(content)
    for id_, *signed in connection.execute(query).all():
        signature = fingerprint(None, *signed)
        connection.execute(update(post).where(post.c.id == id_).values(signature=signature))


def as_before_scores(blog: Blog, database: str) -> Blog:
    """Return *blog* with the catalog, in *database*, that a version without scores would have made of it."""
    engine = create_engine(database.replace("postgresql://", "postgresql+psycopg://"))
    with blog.catalog() as catalog, catalog.reading() as source, engine.begin() as target:
        config = configuration()
        config.attributes["connection"] = target
        command.upgrade(config, REVISION)
        copy(source, target)
        settings = blog.app().settings
        site, [origin] = settings.site, settings.sources
        rules = fingerprint(READER, origin, site.url, site.timezone, site.language, settings.feeds.tags)
        remember(target, f"rules of {origin.name}", rules)
        sign(target)
    engine.dispose()
    return Blog(blog.folder, database=database, now=blog.now)


def test_a_catalog_from_before_scores_learns_them_without_a_change_to_the_site(
    any_blog: Blog, empty_database: Callable[[], str]
) -> None:
    # An older version knows the key as little as this one knows `shelf`.
    file = any_blog.write("a.md", title="Most", shelf=5)
    any_blog.write("b.md", title="Least")
    any_blog.build()
    posts = any_blog.visible()
    times = file.stat().st_mtime_ns
    file.write_text(file.read_text().replace("shelf", "score"))
    os.utime(file, ns=(times, times))
    assert any_blog.sync().read == 0
    database = (
        empty_database() if "postgresql" in any_blog.database else f"sqlite:///{any_blog.folder}/data/old.db"
    )
    old = as_before_scores(any_blog, database)
    changed, report = changes(old)
    assert (report.sync.read, report.sync.added, report.sync.updated) == (2, 0, 1)
    assert scores(old) == {"Most": 5.0, "Least": 0.0}
    assert changed == set()
    assert [(post.guid, post.updated) for post in old.visible()] == [
        (post.guid, post.updated) for post in posts
    ]
    assert old.sync().read == 0
