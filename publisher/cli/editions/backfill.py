"""`publisher editions backfill`."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import click

from publisher.app import start
from publisher.cli import clock, option_json
from publisher.cli.console import Reporter, print_json
from publisher.cli.editions.named import values
from publisher.cli.issue import FIRST, publish
from publisher.composing import find_digest, zone_of
from publisher.errors import InputError
from publisher.issuing import Desk
from publisher.times import YEARS


@click.command("backfill")
@click.argument("digest")
@click.option(
    "--from", "since", required=True, metavar="DATE", help="The first day of the posts (2008-01-01)."
)
@click.option("--to", "until", required=True, metavar="DATE", help="Their last day.")
@option_json
@click.pass_obj
def command(config: str | None, digest: str, since: str, until: str, *, as_json: bool) -> None:
    """Make the editions that DIGEST would have had of the posts from one day to another, both included.

    One for each slot that has posts, up to the slot that gathers those of the last day. They are pages and entries of
    the digest's feeds as others are, at once and whatever `approve` says, and recorded as not for delivery: nobody is
    ever mailed one. A slot that is older
    than an edition there is refused. Cut short, the same command goes on where it was.
    """
    app, now = start(config), clock.now()
    found = find_digest(app.settings, digest)
    zone = zone_of(found, app.settings)
    first = datetime.combine(_day(since, "--from"), time(), zone)
    last = datetime.combine(_day(until, "--to") + timedelta(days=1), time(), zone)
    with app.open_catalog() as catalog, Reporter(quiet=as_json) as progress:
        desk = Desk(settings=app.settings, catalog=catalog, templates=app.templates)
        done = tuple(desk.backfill(found, first, last, now, progress))
        publish(app, catalog, now)
    counts = Counter(one.outcome for one in done)
    issued = [one.edition for one in done if one.edition]
    posts = sum(len(edition.posts) for edition in issued)
    if as_json:
        print_json(
            {
                "slots": len(done),
                "counts": dict(counts),
                "posts": posts,
                "editions": [values(edition) for edition in issued],
            }
        )
        return
    names = f": {issued[0].name} to {issued[-1].name}" if issued else ""
    click.echo(f"{len(done):,} slots, {len(issued):,} editions{names}, {posts:,} posts; none is for delivery")
    if issued and issued[0].number == 1:
        click.echo(FIRST)


def _day(text: str, option: str) -> date:
    try:
        found = date.fromisoformat(text)
        if found.year not in YEARS:
            raise ValueError(f"no slot in the year {found.year}")
    except ValueError as error:
        raise InputError(f"{option}: not a date: {text}; write it as 2014-12-31") from error
    return found
