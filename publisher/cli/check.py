"""`publisher check`."""

import sys
from collections import Counter
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from publisher.app import start
from publisher.check import CheckReport
from publisher.check import check as check_site
from publisher.cli import option_json
from publisher.cli.console import Reporter, print_json, readable
from publisher.cli.preflight import check_edition
from publisher.cli.preview import option_at, option_note
from publisher.config import Settings
from publisher.feeds.comparison import KINDS, Finding, Kind, Published
from publisher.fetch import fetch_feed, is_address
from publisher.workers import Workers

# How many of a kind are shown before the rest are only counted.
SHOWN = 5
HEADINGS: dict[Kind, tuple[str, str]] = {
    "id": (
        "entry gets another id: readers will see it as new",
        "entries get other ids: readers will see them as new",
    ),
    "address": ("feed is no longer at its address", "feeds are no longer at their addresses"),
    "lost": ("feed loses its newest entry", "feeds lose their newest entries"),
    "backwards": ("entry is dated earlier than it was", "entries are dated earlier than they were"),
    "date": ("entry is published later than it was", "entries are published later than they were"),
    "older": ("old post is new to readers", "old posts are new to readers"),
}


@click.command()
@click.argument("digest", required=False)
@option_at
@option_note
@click.option("--against", metavar="FILE|URL", help="Compare with the feed that is live there.")
@click.option("--links", is_flag=True, help="Ask each link of DIGEST's edition whether it is there.")
@click.option(
    "--within",
    metavar="SECONDS",
    type=click.FloatRange(1, 3600),
    default=120,
    show_default=True,
    help="How long asking links may take in all.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 where there is anything to tell.")
@option_json
@click.pass_obj
def check(
    config: str | None,
    digest: str | None,
    at: str | None,
    note: Path | None,
    against: str | None,
    within: float,
    *,
    links: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Say what a build would change for readers; or, with DIGEST, what is wrong with the edition that would go out.

    Without DIGEST it compares what is about to be published with what is in the output directory, or with a feed
    that is live: changed ids, changed addresses of feeds, a feed that loses its newest entry, dates that moved.

    With DIGEST it reads the message as mail programs would: its size, links, pictures, contrast, headings, whether
    the text says what the HTML does, and what Gmail, Outlook, Apple Mail, Yahoo or Samsung drop. --strict makes
    errors the exit status. Nothing is written, and the catalog stays as it is.

    --links also asks each link and picture on the web, once, no body is read: a host one address at a time, with a
    pause, six hosts at once, 15 seconds for each. A page that is gone, a host that there is not, a certificate that
    browsers warn of are errors; a host that refuses programs is a note. Ctrl-C shows what is known by then.
    """
    app, now = start(config), datetime.now(UTC)
    if digest is not None:
        if against:
            raise click.UsageError("--against is about feeds, not about the edition of a digest")
        links_within = within if links else 0
        sys.exit(
            check_edition(app, digest, at, note, strict=strict, as_json=as_json, links_within=links_within)
        )
    if links:
        raise click.UsageError("--links is about the edition of a digest: publisher check DIGEST --links")
    live = _live(against) if against else None
    with Workers() as workers, Reporter(quiet=as_json) as progress:
        report = check_site(app.settings, now, progress, workers, against=live)
    if as_json:
        print_json(_values(report, against or str(app.settings.output.directory)))
    else:
        _say(report, app.settings, against)
    sys.exit(1 if strict and report.findings else 0)


def _values(report: CheckReport, against: str) -> dict[str, object]:
    counts = Counter(finding.kind for finding in report.findings)
    return {
        "against": against,
        "feeds": report.feeds,
        "entries": report.entries,
        "gone": report.gone,
        "counts": {kind: counts[kind] for kind in KINDS},
        "findings": [asdict(finding) for finding in report.findings],
    }


def _live(where: str) -> Published:
    feed, _ = fetch_feed(where)
    # People poll the address that they were given, wherever it leads.
    return Published(name=where, url=where if is_address(where) else feed.self_url, feed=feed)


def _say(report: CheckReport, settings: Settings, against: str | None) -> None:
    where = against or readable(settings.output.directory)
    if not report.feeds:
        click.echo(f"nothing was published before: there is no feed in {where}")
        return
    feeds, entries = _many(report.feeds, "feed", "feeds"), _many(report.entries, "entry", "entries")
    click.echo(f"{where}: {feeds}, {entries}")
    if report.gone:
        click.echo(f"{_many(report.gone, 'entry', 'entries')} will not be there; readers keep what they have")
    for kind in KINDS:
        _say_kind(kind, [finding for finding in report.findings if finding.kind == kind])
    if not report.findings:
        click.echo("no reader will see an old post as new")


def _say_kind(kind: Kind, findings: list[Finding]) -> None:
    if not findings:
        return
    click.echo(f"{click.style('warning', fg='yellow')}: {_many(len(findings), *HEADINGS[kind])}")
    for finding in findings[:SHOWN]:
        change = " -> ".join(part for part in (finding.before, finding.after) if part)
        click.echo(f"  {finding.feed}: {f'{finding.entry}: ' if finding.entry else ''}{change}")
        click.echo(f"    {finding.remedy}")
    if len(findings) > SHOWN:
        click.echo(f"  and {len(findings) - SHOWN:,} more; --json lists them all")


def _many(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
