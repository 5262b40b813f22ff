"""`publisher ping`."""

import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import click

from publisher.app import start
from publisher.catalog import Catalog
from publisher.cli import option_json
from publisher.cli.console import SHOWN, print_json
from publisher.websub import Outcome, PingReport, send_due

# However many feeds there are and however slow the hub: somebody's deployment waits for it, or a build.
LIMIT = timedelta(minutes=10)
LIMIT_OF_A_BUILD = timedelta(seconds=5)


@click.command()
@click.option("--all", "everything", is_flag=True, help="Try also what waits for a later time.")
@click.option("--strict", is_flag=True, help="Exit with 1 where a hub could not be told.")
@option_json
@click.pass_obj
def ping(config: str | None, *, everything: bool, strict: bool, as_json: bool) -> None:
    """Tell the hub which feeds have changed (WebSub), so that it tells those who follow them.

    Run it when the site is where the public finds it: build, deploy, ping. A hub fetches each feed the moment it
    is told, and would find the old one. Where the output directory itself is what the public gets,
    [feeds] ping = "build" does it after each build.

    What fails stays queued: the next ping tries it again, at the earliest after 1 minute, then 5, 30, 2 hours, then
    6 hours, or when the hub says; after two days it is given up. What a hub refuses is not tried again.
    """
    began = time.monotonic()
    app = start(config)
    with app.open_catalog() as catalog:
        report = send_due(catalog, _now(), _now, limit=LIMIT, everything=everything)
    if as_json:
        print_json({**ping_values(report), "seconds": round(time.monotonic() - began, 3)})
    else:
        say_ping(report)
        if not report.outcomes and not report.waiting:
            click.echo(_nothing(hub=app.settings.feeds.hub))
    sys.exit(1 if strict and report.failed else 0)


def ping_at_once(catalog: Catalog) -> PingReport:
    """Tell hubs what a build has queued, and return what came of it; what is left is for the next ping."""
    return send_due(catalog, _now(), _now, limit=LIMIT_OF_A_BUILD)


def _now() -> datetime:
    return datetime.now(UTC)


def _nothing(*, hub: str) -> str:
    if hub:
        return f"nothing to tell: no feed has changed since {_shown(hub)} was last told"
    return 'nothing to tell: [feeds] hub = "https://..." would name a hub, to be told of what the next build changes'


def ping_values(report: PingReport) -> dict[str, Any]:
    """Return what hubs were told, and what not, for machines."""
    return {
        "told": [{"hub": _shown(one.hub), "topic": one.topic} for one in report.told],
        "failed": [_failure(one) for one in report.failed],
        "left": report.left,
        "waiting": report.waiting,
        "next_due": _iso(report.next_due),
    }


def _failure(one: Outcome) -> dict[str, Any]:
    return {
        "hub": _shown(one.hub),
        "topic": one.topic,
        "result": one.result,
        "reason": one.reason,
        "attempts": one.attempts,
        "again": _iso(one.again),
    }


def say_ping(report: PingReport) -> None:
    """Print what hubs were told, and on stderr what not."""
    for hub, number in Counter(one.hub for one in report.told).items():
        click.echo(f"{_shown(hub)} told of {number:,} {'feed' if number == 1 else 'feeds'}")
    for told in report.told[:SHOWN]:
        click.echo(f"  {told.topic}")
    if len(report.told) > SHOWN:
        click.echo(f"  and {len(report.told) - SHOWN:,} more; --json lists them all")
    for one in report.failed[:SHOWN]:
        what = click.style("not told" if one.again else one.result, fg="yellow")
        click.echo(f"{what}: {one.topic}: {_shown(one.hub)}: {one.reason}; {_next(one)}", err=True)
    if len(report.failed) > SHOWN:
        click.echo(f"not told: and {len(report.failed) - SHOWN:,} more; --json lists them all", err=True)
    if report.left:
        click.echo(f"not told: {report.left:,} more, for want of time; the next ping goes on", err=True)
    if report.waiting and report.next_due:
        what = "1 feed waits" if report.waiting == 1 else f"{report.waiting:,} feeds wait"
        click.echo(f"{what} for a later ping, the first from {_minute(report.next_due)} on")


def _next(one: Outcome) -> str:
    """Say when a failure is tried again."""
    if one.again:
        return f"tried again by a ping after {_minute(one.again)}"
    tries = "1 try" if one.attempts == 1 else f"{one.attempts} tries"
    return f"not tried again, after {tries}"


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _iso(moment: datetime | None) -> str | None:
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else None


def _shown(hub: str) -> str:
    """Return a hub's address without what stands before an @ in it."""
    parts = urlsplit(hub)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
