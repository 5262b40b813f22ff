"""`publisher adopt`."""

from datetime import UTC, datetime
from typing import Any

import click

from publisher.adopt import Adoption, AdoptReport, Outcome
from publisher.adopt import adopt as adopt_feeds
from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import Reporter, print_json
from publisher.feeds.foreign import ForeignEntry
from publisher.feeds.matching import Candidate, when
from publisher.fetch import PAGES, fetch_whole_feed
from publisher.workers import Workers

# How many of a kind are shown before the rest are only counted.
SHOWN = 10
LEFT: dict[Outcome, str] = {
    "declared": "left, as the file itself names another id; take that out to adopt the feed's",
    "taken": "left, as a withdrawn post had the id; name it in the file (guid: ID) where it is that post",
    "second": "left, as an earlier one of these feeds gave another id",
}


@click.command()
@click.argument("feeds", metavar="FILE|URL...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Say what would be adopted, and change nothing.")
@option_json
@click.pass_obj
def adopt(config: str | None, feeds: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    """Give your posts the ids that they have in the feed you have now, so that its readers see none as new.

    For those who arrive with subscribers: adopt the feed once, before the first build. An entry's post is found by
    its link, else by its title and date. Older pages that the feed links to are read too; an export (WordPress's
    WXR) is a feed of everything. Of several feeds that name one post differently, the first counts: give first the
    one with the most subscribers. What does not match is listed, and nothing is guessed.
    """
    app, now = start(config), datetime.now(UTC)
    found = [fetch_whole_feed(where) for where in feeds]
    with Workers() as workers, app.open_catalog() as catalog, Reporter(quiet=as_json) as progress:
        report = adopt_feeds(app.settings, catalog, found, now, progress, workers, dry_run=dry_run)
    if as_json:
        print_json({"feeds": list(feeds), "dry_run": dry_run, **_values(report)})
        return
    for feed in found:
        if feed.next_page:
            click.echo(f"only {PAGES} pages were read; go on with {feed.next_page}", err=True)
    _say(report, dry_run=dry_run)


def _values(report: AdoptReport) -> dict[str, Any]:
    return {
        **{
            name: [_adoption(one) for one in report.of(name)]
            for name in ("adopted", "declared", "taken", "second")
        },
        "kept": len(report.of("kept")),
        "entries_without_post": [_entry(one) for one in report.entries],
        "posts_without_entry": [_post(one) for one in report.posts],
        "posts_new_to_readers": report.carried,
    }


def _adoption(one: Adoption) -> dict[str, Any]:
    return {
        "id": one.entry.guid,
        "before": one.before,
        "by": one.by,
        "link": one.entry.link,
        "published_here": one.post.published_here,
        "source": one.post.source,
        "path": one.post.path,
    }


def _entry(one: ForeignEntry) -> dict[str, str]:
    date = when(one)
    return {
        "id": one.guid,
        "link": one.link,
        "title": one.title,
        "date": date.isoformat() if date else "",
    }


def _post(one: Candidate) -> dict[str, str]:
    return {
        "id": one.guid,
        "url": one.link,
        "title": one.title,
        "date": one.published.isoformat(),
        "source": one.source,
        "path": one.path,
    }


def _say(report: AdoptReport, *, dry_run: bool) -> None:
    adopted, kept = report.of("adopted"), len(report.of("kept"))
    total = len(report.adoptions) + len(report.entries)
    did = "would take" if dry_run else "took"
    click.echo(f"{_many(total, 'entry', 'entries')}: {_many(len(adopted), 'post')} {did} the entry's id")
    if kept:
        click.echo(f"{_many(kept, 'post')} had it already")
    for name, reason in LEFT.items():
        left = report.of(name)
        _list(f"{_many(len(left), 'post')} {reason}", [f"{one.post.path}: {one.entry.guid}" for one in left])
    seen = [one for one in adopted if one.seen_before]
    _list(
        f"{click.style('warning', fg='yellow')}: {_many(len(seen), 'post')} had been published here under another "
        "id, and will be new to those who saw it there",
        [f"{one.post.path}: was {one.before}" for one in seen],
    )
    _say_rest(report)
    click.echo("nothing was changed" if dry_run else "next: publisher build")


def _say_rest(report: AdoptReport) -> None:
    """Say what is left on either side."""
    _list(
        f"{_many(len(report.entries), 'entry', 'entries')} without a post",
        [f"{_entry(one)['date'][:10]} {one.title or one.guid} {one.link}" for one in report.entries],
    )
    new = f" ({report.carried:,} of them new to readers of the feed of all posts)" if report.carried else ""
    _list(
        f"{_many(len(report.posts), 'post')} without an entry{new}",
        [f"{one.published.date()} {one.path}: {one.title}" for one in report.posts],
    )


def _list(heading: str, lines: list[str]) -> None:
    """Say *heading* and the first of *lines*, nothing where there is none."""
    for line in [f"{heading}:", *(f"  {line}" for line in lines[:SHOWN])] if lines else ():
        click.echo(line)
    if len(lines) > SHOWN:
        click.echo(f"  and {len(lines) - SHOWN:,} more; --json lists them all")


def _many(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"
