"""One build: sync, then write every feed and page that is no longer what it should be."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from publisher.batches import Progress
from publisher.catalog import Catalog, archives, collections, files, posts, themes
from publisher.catalog.engine import recall, remember
from publisher.config import Settings
from publisher.errors import OutputError
from publisher.hosting import CODINGS, GONE
from publisher.model import Collection, Notice
from publisher.publish.collections import Built, build_all, page_jobs, write_archives
from publisher.publish.digests import PublicDigest, public_digests
from publisher.publish.editions import edition_topics, write_editions
from publisher.publish.manifest import read_manifest, update
from publisher.publish.marks import (
    Lost,
    find_lost,
    languages,
    looks_of,
    mark_missing,
    mark_stale,
    remember_pages,
)
from publisher.publish.output import Output
from publisher.publish.plan import Plan, with_first_authority
from publisher.publish.site import nav_of, write_site
from publisher.publish.telling import queue_pings, write_manifest
from publisher.sync import SyncReport, sync_within
from publisher.workers import Workers

# Collections to a batch, and how few are built without other processes.
BATCH = 12
FEWEST = 60
# How few batches of archive pages are.
FEWEST_PAGES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Where every file went: files = posts - kept + drafts + future + duplicates + skipped + not_posts.

    `posts` are visible; `kept` of them stand though their file cannot be read any more. `undated` drafts have no
    date yet and are in `drafts`. `unsure` posts are under no theme, as the classifier is not sure of them.
    """

    files: int
    posts: int
    kept: int
    drafts: int
    future: int
    duplicates: int
    not_posts: int
    unsure: int
    skipped: tuple[Notice, ...]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildReport:
    """What a build found, did and wrote. `feeds` counts the documents that the site now has, archive pages apart.

    `cut` are the collections whose feeds, from now on, carry fewer posts than they might, to stay within the size.
    """

    sync: SyncReport
    counts: Counts
    feeds: int
    cut: tuple[Collection, ...]
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
        unsure=themes.count_unsure(connection),
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
    output = Output(settings.output.directory)
    # As a whole: what another process changed in between would be taken for built.
    with catalog.alone():
        looking = workers.begin(find_lost, settings, now)
        with catalog.writing() as connection:
            synced = sync_within(connection, settings, now, progress, workers, allow_empty=allow_empty)
        listed = read_manifest(output.directory)
        with catalog.writing() as connection:
            plan = _plan(connection, settings, templates, now, looking.result(), complete=listed is not None)
            digests = public_digests(connection, settings)
            stale = collections.stale(connection)
            archives.enter(connection, [one.number for one in stale], now)
        # Other processes read what is committed; the marks are taken back only when all is written.
        built = _build_collections(plan, stale, output, workers, progress)
        with catalog.reading() as connection:
            editions = write_editions(connection, plan, digests, output)
        changed = update(dict(listed or {}), output.feeds)
        topics = plan.topics([one.collection for one in built], changed)
        queue_pings(catalog, plan, (*topics, *edition_topics(plan, digests, changed)))
        with catalog.writing() as connection:
            feeds = _finish(connection, plan, built, digests, output, listed or {}, progress)
            editions.remember(connection)
            counts = count(connection, now)
    cut = tuple(one.collection for one in built if one.cut)
    return BuildReport(sync=synced, counts=counts, feeds=feeds, cut=cut, output=output)


def _finish(
    connection: Connection,
    plan: Plan,
    built: tuple[Built, ...],
    digests: tuple[PublicDigest, ...],
    output: Output,
    before: dict[str, str],
    progress: Progress,
) -> int:
    """Write what is not a collection's, take the marks back, and return how many feeds there are.

    *before* lists the feeds as they were.
    """
    collections.built(connection, [one.collection for one in built])
    archives.written(connection, [one.collection.number for one in built])
    feeds = write_site(connection, plan, digests, output)
    _write_own_pages(connection, plan, output, progress)
    _copy_media(connection, plan, output)
    listed = {} if plan.everything else dict(before)
    write_manifest(output, listed)
    _remove_feeds(output, before.keys() - listed.keys())
    _remember(connection, plan)
    return feeds


def _remember(connection: Connection, plan: Plan) -> None:
    """Remember what the site is now; only here, as a build that is killed before has not made it so."""
    remember(connection, "looks", plan.looks)
    remember(connection, "built until", plan.now.astimezone(UTC).isoformat())
    remember_pages(connection, plan.settings, plan.now)


def _plan(
    connection: Connection,
    settings: Settings,
    templates: tuple[Path, ...],
    now: datetime,
    lost: Lost,
    *,
    complete: bool,
) -> Plan:
    """Return what is to be made, after marking what is stale or lost."""
    posts.lose_pages(connection, lost.pages)
    nav = nav_of(connection, settings, now)
    looks = looks_of(settings, templates, nav)
    everything = mark_stale(connection, looks, now, complete=complete and not lost.feeds)
    plan = Plan(
        settings=with_first_authority(connection, settings),
        templates=templates,
        nav=nav,
        now=now,
        languages=languages(connection, now),
        looks=looks,
        everything=everything,
    )
    mark_missing(connection, plan)
    return plan


def _remove_feeds(output: Output, keys: Iterable[str]) -> None:
    """Remove feeds that the site has no more: at an address they left, or archive pages beyond the last.

    Left there, they would answer for ever as if nothing new were ever published.
    """
    for key in sorted(keys):
        path = json.loads(key)
        for suffix in ("", *(suffix for _, suffix in CODINGS)):
            output.remove(path + suffix)


def _refuse_to_forget(settings: Settings, catalog: Catalog) -> None:
    directory = settings.output.directory
    with catalog.reading() as connection:
        empty = posts.last_id(connection) == 0 and not recall(connection, "built until")
    if empty and directory.is_dir() and any(directory.iterdir()):
        raise OutputError(
            f"{directory}: holds files, but the catalog is empty: what was published before is not known, and posts "
            "could get new ids; bring it back with `publisher catalog import FILE`, or say --fresh to start anew"
        )


def _build_collections(
    plan: Plan, stale: tuple[Collection, ...], output: Output, workers: Workers, progress: Progress
) -> tuple[Built, ...]:
    built: list[Built] = []
    build_some = partial(build_all, plan)
    for some, wrote in workers.run(build_some, stale, total=len(stale), size=BATCH, fewest=FEWEST):
        built += some
        output.add(wrote)
        progress("building", len(built), len(stale))
    jobs = tuple(page_jobs(built))
    written = workers.run(partial(write_archives, plan), jobs, total=len(jobs), size=1, fewest=FEWEST_PAGES)
    for done, wrote in enumerate(written, 1):
        output.add(wrote)
        progress("writing archives", done, len(jobs))
    return tuple(built)


def _write_own_pages(connection: Connection, plan: Plan, output: Output, progress: Progress) -> None:
    """Write the page of each post that has no address of its own; remove those of posts that are not to be seen."""
    pages = plan.pages()
    done: list[int] = []
    for id_, full, visible, was_visible in posts.stale_pages(connection, plan.now):
        path, gone = f"{full.post.page}index.html", f"{full.post.page}{GONE}"
        if visible:
            output.write(path, pages.post(full.post, full.content_html))
            output.remove(gone)
        elif was_visible:
            output.write(gone, b"")
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
