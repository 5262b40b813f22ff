"""`publisher status`."""

from collections.abc import Iterator
from datetime import datetime

import click

from publisher.app import start
from publisher.cli import clock, option_json
from publisher.cli.console import print_json
from publisher.records import SlotRow
from publisher.status import (
    DigestStatus,
    Status,
    ahead_words,
    catalog_words,
    counted,
    downtime_words,
    feeds_words,
    job_words,
    missed_words,
    newest_words,
    next_words,
    overdue_words,
    service_words,
    status_of,
    what_became,
)
from publisher.times import slot_in_words

GOOD, BAD, ODD = "green", "red", "yellow"


@click.command()
@option_json
@click.pass_obj
def status(config: str | None, *, as_json: bool) -> None:
    """Say at a glance how everything stands: the service, each digest, what failed, the feeds, the catalog.

    For each digest the slot that was considered last and what became of it, the next one, and how many posts would
    be in its edition were it now. The same is a page at the operator's address, /preview/status.
    """
    app, now = start(config, need_folders=False), clock.now()
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = status_of(app.settings, connection, now)
    if as_json:
        print_json(found.values())
        return
    for line in _lines(app.settings.site.title, found):
        click.echo(line)


def _lines(title: str, found: Status) -> Iterator[str]:
    yield click.style(f"{title}, {found.now:%a %d %b %Y %H:%M} UTC", bold=True)
    yield from _service(found)
    for digest in found.digests:
        yield from _digest(digest, found.now)
    yield from _jobs(found)
    yield ""
    yield f"feeds    {feeds_words(found)}"
    yield f"catalog  {catalog_words(found)}: {found.database}"
    if found.skipped:
        said = click.style(f"{counted(found.skipped, 'file')} cannot be read", fg=ODD)
        yield f"skipped  {said}: publisher build --json names them"


def _service(found: Status) -> Iterator[str]:
    state, since, remedy = service_words(found)
    color = GOOD if found.processes else BAD if found.downtimes else None
    said = f"{click.style(state, fg=color)} {since}".rstrip()
    yield f"service  {said}" + (f": {remedy}" if remedy else "")
    for gap in downtime_words(found):
        yield f"         {gap}"


def _digest(digest: DigestStatus, now: datetime) -> Iterator[str]:
    yield ""
    yield f"{click.style(digest.name, bold=True)}  {digest.schedule}, {digest.zone.key}"
    if not digest.recent:
        yield f"  last   no slot {'was considered' if digest.overdue else 'came due'} yet"
    if digest.last:
        yield f"  last   {slot_in_words(digest.last.at, digest.zone)}: {_outcome(digest, digest.last)}"
    if missed := missed_words(digest):
        yield f"         {click.style(missed, fg=ODD)}"
    if overdue := overdue_words(digest):
        yield f"         {click.style(overdue, fg=ODD)}: publisher run does, or publisher issue {digest.name}"
    if ahead := ahead_words(digest):
        yield f"         {click.style(ahead, fg=ODD)}"
    if newest := newest_words(digest):
        yield f"         {newest}"
    yield f"  next   {slot_in_words(digest.next.at, digest.zone)}, {': '.join(next_words(digest, now))}"
    for number in digest.drafts:
        name = f"{digest.name}/{number}"
        yield f"  {click.style('waits', fg=ODD)}  {name} for approval: publisher editions approve {name}"


def _outcome(digest: DigestStatus, row: SlotRow) -> str:
    said = what_became(digest.name, row)
    return click.style(said, fg=ODD) if row.outcome in ("late", "coalesced") else said


def _jobs(found: Status) -> Iterator[str]:
    if found.jobs:
        yield ""
    for job in found.jobs:
        failed, done = job_words(job, found.now)
        if failed:
            yield f"failing  {job.name}: {click.style(failed, fg=BAD)}; {done}"
        else:
            yield f"job      {job.name}: {done}"
