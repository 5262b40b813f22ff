"""One build: sync, then write every feed and page that is no longer what it should be."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection

from publisher import __version__
from publisher.catalog import Catalog, collections, files, posts
from publisher.catalog.engine import recall, remember
from publisher.config import Settings
from publisher.errors import OutputError
from publisher.feeds import Outline, render_opml
from publisher.model import Collection, Notice
from publisher.publish.collections import Plan
from publisher.publish.output import Output
from publisher.publish.paths import ARCHIVE, AUTHORS, FEEDS_PAGE, OPML, STYLESHEET, feed_paths, page_path
from publisher.rendering import FeedGroup, FeedRow, MonthCount, Nav, NavTheme
from publisher.sync import Progress, SyncReport, sync
from publisher.sync.reading import fingerprint
from publisher.workers import Workers

# Collections to a batch, and how few are built without other processes.
BATCH = 12
FEWEST = 60
GROUPS = (("all", "All posts"), ("theme", "Themes"), ("author", "Authors"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where every file went: files = posts - kept + drafts + future + duplicates + skipped + not_posts.

    `posts` are visible; `kept` of them stand though their file cannot be read any more. `undated` drafts have no
    date yet and are in `drafts`.
    """

    files: int
    posts: int
    kept: int
    drafts: int
    future: int
    duplicates: int
    not_posts: int
    skipped: tuple[Notice, ...]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build found, did and wrote. `feeds` counts the documents that the site now has."""

    sync: SyncReport
    counts: Counts
    feeds: int
    output: Output = field(repr=False)


def count(connection: Connection, now: datetime) -> Counts:
    """Return the counts of the catalog as it stands."""
    outcomes = files.outcomes(connection)
    drafts, future, _ = posts.hidden(connection, now)
    visible = posts.count(connection, Collection(kind="all"), now)
    standing = outcomes.get("post", 0)
    return Counts(
        files=sum(outcomes.values()),
        posts=visible,
        kept=visible + drafts + future - standing,
        drafts=drafts + outcomes.get("draft", 0),
        future=future,
        duplicates=outcomes.get("duplicate", 0),
        not_posts=outcomes.get("not_post", 0),
        skipped=files.notices(connection, "skipped"),
        warnings=files.notices(connection, "post", "duplicate"),
    )


def build(
    settings: Settings,
    catalog: Catalog,
    templates: tuple[Path, ...],
    now: datetime,
    progress: Progress,
    workers: Workers,
    *,
    fresh: bool = False,
    allow_empty: bool = False,
) -> BuildReport:
    """Sync, write what changed into the output directory, and return what was done.

    OutputError where the catalog is empty and the directory is not: ids and first-seen order would be lost.
    """
    if not fresh:
        _refuse_to_forget(settings, catalog)
    synced = sync(settings, catalog, now, progress, workers, allow_empty=allow_empty)
    plan = Plan(settings=settings, templates=templates, nav=_nav(settings, catalog, now), now=now)
    with catalog.writing() as connection:
        _mark_stale(connection, settings, templates, now)
        _mark_missing(connection, plan)
        stale = collections.stale(connection)
    # Other processes read what is committed; the marks are taken back only when all is written.
    output = Output(settings.output.directory)
    built = _build_collections(plan, stale, output, workers, progress)
    with catalog.writing() as connection:
        collections.built(connection, built)
        feeds = _write_site(connection, plan, output)
        _write_own_pages(connection, plan, output, progress)
        _copy_media(connection, plan, output)
        remember(connection, "built until", now.astimezone(UTC).isoformat())
        counts = count(connection, now)
    return BuildReport(sync=synced, counts=counts, feeds=feeds, output=output)


def _refuse_to_forget(settings: Settings, catalog: Catalog) -> None:
    directory = settings.output.directory
    with catalog.reading() as connection:
        empty = posts.last_id(connection) == 0 and not recall(connection, "built until")
    if empty and directory.is_dir() and any(directory.iterdir()):
        raise OutputError(
            f"{directory}: holds files, but the catalog is empty: what was published before is not known, and posts "
            "could get new ids; bring it back with `publisher catalog import FILE`, or say --fresh to start anew"
        )


def _mark_stale(
    connection: Connection, settings: Settings, templates: tuple[Path, ...], now: datetime
) -> None:
    """Mark what must be written again: all when settings or templates changed, else what has become due."""
    looks = fingerprint(
        __version__,
        settings.site,
        settings.feeds,
        settings.themes,
        [
            (str(path.relative_to(folder)), path.read_bytes())
            for folder in templates
            for path in sorted((folder / "site").rglob("*"))
            if path.is_file()
        ],
    )
    until = recall(connection, "built until")
    if recall(connection, "looks") != looks or not until:
        remember(connection, "looks", looks)
        collections.make_stale(connection)
        posts.make_pages_stale(connection, None, now)
    else:
        since = datetime.fromisoformat(until)
        collections.make_due_stale(connection, since, now)
        posts.make_pages_stale(connection, since, now)


def _mark_missing(connection: Connection, plan: Plan) -> None:
    """Mark what was written once and is no longer there."""
    directory = plan.settings.output.directory
    missing = [
        one.number
        for one in collections.every(connection)
        if plan.lists(one)
        and not all((directory / path).is_file() for path in (page_path(one), *feed_paths(one).values()))
    ]
    collections.make_stale(connection, missing)
    lost = [
        id_
        for id_, page in posts.written_pages(connection, plan.now)
        if not os.path.isfile(f"{directory}/{page}index.html")  # noqa: PTH113 - a Path for each post is slow
    ]
    posts.lose_pages(connection, lost)


def _nav(settings: Settings, catalog: Catalog, now: datetime) -> Nav:
    with catalog.reading() as connection:
        counts = collections.theme_counts(connection, posts.visible(now))
    themes = tuple(
        NavTheme(
            name=theme.name,
            slug=theme.slug,
            count=counts.get(theme.slug, 0),
            path=page_path(Collection(kind="theme", slug=theme.slug)),
        )
        for theme in settings.themes
    )
    return Nav(themes=themes, authors=AUTHORS, archive=ARCHIVE, feeds=FEEDS_PAGE)


def _build_collections(
    plan: Plan, stale: tuple[Collection, ...], output: Output, workers: Workers, progress: Progress
) -> tuple[Collection, ...]:
    built: list[Collection] = []
    for some, wrote in workers.run(plan.build_all, stale, total=len(stale), size=BATCH, fewest=FEWEST):
        built += some
        output.add(wrote)
        progress("building", len(built), len(stale))
    return tuple(built)


def _write_site(connection: Connection, plan: Plan, output: Output) -> int:
    """Write what lists all collections, where that or its looks changed; return how many feeds there are."""
    every = [one for one in collections.every(connection) if plan.lists(one)]
    feeds = [one for one in every if feed_paths(one)]
    complete = all((output.directory / path).is_file() for path in (ARCHIVE, FEEDS_PAGE, OPML, STYLESHEET))
    listed = fingerprint(recall(connection, "looks"), every)
    if not complete or recall(connection, "listed") != listed:
        pages = plan.pages()
        months = tuple(_month(one) for one in every if one.kind == "month")
        output.write(ARCHIVE, pages.archive(months))
        output.write(FEEDS_PAGE, pages.feeds_page(_groups(plan, feeds)))
        output.write(STYLESHEET, pages.stylesheet())
        output.write(OPML, render_opml(plan.site.title, tuple(_outlines(plan, feeds))))
        remember(connection, "listed", listed)
    return sum(len(feed_paths(one)) for one in feeds)


def _month(one: Collection) -> MonthCount:
    year, month = map(int, one.slug.split("-"))
    return MonthCount(year=year, month=month, count=one.posts, path=page_path(one))


def _groups(plan: Plan, feeds: list[Collection]) -> tuple[FeedGroup, ...]:
    return tuple(
        FeedGroup(heading=heading, feeds=tuple(_row(plan, one) for one in feeds if one.kind == kind))
        for kind, heading in GROUPS
        if any(one.kind == kind for one in feeds)
    )


def _row(plan: Plan, one: Collection) -> FeedRow:
    paths = feed_paths(one)
    return FeedRow(
        title=one.title or plan.site.title,
        rss=paths["rss"],
        atom=paths["atom"],
        json=paths["json"],
        count=one.posts,
    )


def _outlines(plan: Plan, feeds: list[Collection]) -> Iterable[Outline]:
    for kind, heading in GROUPS:
        for one in feeds:
            if one.kind == kind:
                yield Outline(
                    title=plan.title(one),
                    xml_url=plan.site.url + quote(feed_paths(one)["atom"]),
                    html_url=plan.site.url + quote(page_path(one).removesuffix("index.html")),
                    group="" if kind == "all" else heading,
                )


def _write_own_pages(connection: Connection, plan: Plan, output: Output, progress: Progress) -> None:
    """Write the page of each post that has no address of its own; remove those of posts that are not to be seen."""
    pages = plan.pages()
    done: list[int] = []
    for id_, full, visible in posts.stale_pages(connection, plan.now):
        path = full.post.page + "index.html"
        if visible:
            output.write(path, pages.post(full.post, full.content_html))
        else:
            output.remove(path)
        done.append(id_)
        progress("writing pages", len(done), 0)
    posts.pages_written(connection, done)


def _copy_media(connection: Connection, plan: Plan, output: Output) -> None:
    """Copy the files that posts refer to, where they are missing or changed."""
    folders = {source.name: source.path for source in plan.settings.sources}
    for source, packed in posts.media(connection, plan.now):
        for path in json.loads(packed):
            original = folders[source] / path
            if original.is_file():
                output.copy(original, f"media/{source}/{path}")
