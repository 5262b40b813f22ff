"""`publisher sync` and `publisher build`."""

import sys
import time
from typing import Any

import click

from publisher.app import App, start
from publisher.cli import clock, option_json
from publisher.cli.console import Reporter, notice_as_json, print_json, readable, show_notices
from publisher.cli.ping import ping_at_once, ping_values, say_ping
from publisher.publish import BuildReport, Counts, count
from publisher.publish import build as build_site
from publisher.publish.paths import feed_paths
from publisher.sync import SyncReport
from publisher.sync import sync as sync_sources
from publisher.workers import Workers

STRICT = click.option("--strict", is_flag=True, help="Exit with 1 where any file was skipped.")
ALLOW_EMPTY = click.option(
    "--allow-empty", is_flag=True, help="Withdraw the posts of a source that has become empty."
)


@click.command()
@STRICT
@ALLOW_EMPTY
@option_json
@click.pass_obj
def sync(config: str | None, *, strict: bool, allow_empty: bool, as_json: bool) -> None:
    """Read the sources into the catalog: new, changed, moved and withdrawn posts.

    Files whose size and time are what they were are not read. A file that cannot be read is reported as
    path:line: reason, and stops no other.
    """
    began = time.monotonic()
    app, now = start(config), clock.now()
    with Workers() as workers, app.open_catalog() as catalog:
        with Reporter(quiet=as_json) as progress:
            report = sync_sources(app.settings, catalog, now, progress, workers, allow_empty=allow_empty)
        with catalog.reading() as connection:
            counts = count(connection, now)
    values = {**_sync_values(report, counts), "seconds": round(time.monotonic() - began, 3)}
    if as_json:
        print_json(values)
    else:
        _say_notices(app, counts, report)
        _say_sync(report, counts)
        _say_themes(report, counts)
        _say_last(counts, values["seconds"])
    sys.exit(1 if strict and counts.skipped else 0)


@click.command()
@STRICT
@ALLOW_EMPTY
@click.option("--fresh", is_flag=True, help="Start anew over an output directory that holds files.")
@option_json
@click.pass_obj
def build(config: str | None, *, strict: bool, allow_empty: bool, fresh: bool, as_json: bool) -> None:
    """Sync, then write feeds, pages and media into the output directory.

    What did not change is neither read nor written: a second run says so and takes a moment.
    """
    began = time.monotonic()
    app, now = start(config), clock.now()
    with Workers() as workers, app.open_catalog() as catalog, Reporter(quiet=as_json) as progress:
        report = build_site(
            app.settings,
            catalog,
            app.templates,
            now,
            progress,
            workers,
            fresh=fresh,
            allow_empty=allow_empty,
        )
        pinged = ping_at_once(catalog) if app.settings.feeds.ping == "build" else None
    seconds = round(time.monotonic() - began, 3)
    if as_json:
        print_json(
            {
                **_sync_values(report.sync, report.counts),
                **_build_values(app, report),
                **({"ping": ping_values(pinged)} if pinged else {}),
                "seconds": seconds,
            }
        )
    else:
        _say_notices(app, report.counts, report.sync)
        _say_sync(report.sync, report.counts)
        _say_themes(report.sync, report.counts)
        _say_build(app, report)
        _say_cut(app, report)
        if pinged:
            say_ping(pinged)
        _say_last(report.counts, seconds)
    sys.exit(1 if strict and report.counts.skipped else 0)


def _sync_values(report: SyncReport, counts: Counts) -> dict[str, Any]:
    return {
        "files": counts.files,
        "read": report.read,
        "posts": counts.posts,
        "added": report.added,
        "updated": report.updated,
        "moved": report.moved,
        "withdrawn": report.withdrawn,
        "drafts": counts.drafts,
        "future": counts.future,
        "duplicates": counts.duplicates,
        "not_posts": counts.not_posts,
        "kept": counts.kept,
        "unsure": counts.unsure,
        "standing": report.standing,
        "skipped": [notice_as_json(notice) for notice in counts.skipped],
        "warnings": [notice_as_json(notice) for notice in (*counts.warnings, *report.notices)],
    }


def _build_values(app: App, report: BuildReport) -> dict[str, Any]:
    output, paths = report.output, app.settings.feeds.paths
    return {
        "feeds": report.feeds,
        "cut": [feed_paths(one, paths)["atom"] for one in report.cut],
        "written": output.written,
        "unchanged": output.unchanged,
        "removed": output.removed,
    }


def _say_notices(app: App, counts: Counts, report: SyncReport) -> None:
    if report.read:
        show_notices("warning", counts.warnings, app.settings)
    show_notices("warning", report.notices, app.settings)
    show_notices("skipped", counts.skipped, app.settings)


def _say_sync(report: SyncReport, counts: Counts) -> None:
    """Say where every file went, leaving out what there is none of."""
    aside = (
        (counts.drafts, "draft", "drafts"),
        (counts.future, "dated in the future", "dated in the future"),
        (counts.duplicates, "second file of a post", "second files of posts"),
        (counts.not_posts, "not a post", "not posts"),
    )
    rest = "".join(f", {_counted(*one)}" for one in aside if one[0])
    files, posts = _counted(counts.files, "file", "files"), _counted(counts.posts, "post", "posts")
    click.echo(f"{files}, {report.read:,} read: {posts}{rest}")
    changes = {
        "added": report.added,
        "updated": report.updated,
        "moved": report.moved,
        "withdrawn": report.withdrawn,
    }
    click.echo(
        ", ".join(f"{number:,} {what}" for what, number in changes.items() if number) or "no post changed"
    )


def _say_themes(report: SyncReport, counts: Counts) -> None:
    """Say what there is for the editor to do."""
    if report.standing:
        posts = _counted(report.standing, "post stays", "posts stay")
        click.echo(
            f"themes changed, and {posts} where readers saw them: publisher themes retrain shows what would move"
        )
    if counts.unsure and report.sorted:
        posts = _counted(counts.unsure, "post is", "posts are")
        click.echo(f"{posts} under no theme, for want of evidence: publisher themes unsure lists them")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _say_build(app: App, report: BuildReport) -> None:
    output = report.output
    where = readable(app.settings.output.directory)
    if not output.written and not output.removed:
        click.echo(f"{report.feeds:,} feeds, nothing to write: {where} is as it should be")
    else:
        removed = f", {output.removed:,} removed" if output.removed else ""
        click.echo(f"{report.feeds:,} feeds; {output.written:,} files written to {where}{removed}")


def _say_cut(app: App, report: BuildReport) -> None:
    """Say which feeds became too large for all that they might carry."""
    feeds = app.settings.feeds
    for one in report.cut:
        path, wanted = feed_paths(one, feeds.paths)["atom"], min(one.posts, feeds.entries)
        click.echo(
            f"{path}: carries {one.carried:,} of {wanted:,} posts in every format, to stay within "
            f"{feeds.max_kilobytes:,} KB ([feeds] max_kilobytes); the others are in its archive",
            err=True,
        )


def _say_last(counts: Counts, seconds: float) -> None:
    click.echo(f"done in {seconds:.1f} s, {_counted(len(counts.skipped), 'file', 'files')} skipped")
