"""`publisher status`."""

from collections.abc import Iterator
from datetime import UTC, datetime

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json
from publisher.preview import slot_in_words
from publisher.records import JobRow, SlotRow
from publisher.status import DigestStatus, Status, ago, lasting, status_of, what_became

GOOD, BAD, ODD = "green", "red", "yellow"


@click.command()
@option_json
@click.pass_obj
def status(config: str | None, *, as_json: bool) -> None:
    """Say at a glance how everything stands: the service, each digest, what failed, the feeds, the catalog.

    For each digest the slot that was considered last and what became of it, the next one, and how many posts would
    be in its edition were it now. The same is a page at the operator's address, /preview/status.
    """
    app, now = start(config), datetime.now(UTC)
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
    yield _feeds(found)
    yield f"catalog  {found.posts:,} posts, {found.editions:,} editions, {_bytes(found.size)}: {found.database}"


def _service(found: Status) -> Iterator[str]:
    if found.processes:
        one = found.processes[-1]
        more = (
            f", {len(found.processes)} processes"
            if len(found.processes) > 1
            else f" (pid {one.pid} on {one.host})"
        )
        yield f"service  {click.style('running', fg=GOOD)} for {lasting(found.now - one.started)}{more}"
    elif found.downtimes:
        since = found.downtimes[0].since
        yield f"service  {click.style('not running', fg=BAD)} since {since:%a %d %b %H:%M} UTC: publisher run starts it"
    else:
        yield "service  has never run here: publisher run starts it, or issue editions by hand"
    for gap in found.downtimes:
        if gap.until:
            yield (
                f"         was down for {lasting(gap.until - gap.since)}: {gap.since:%a %d %b %H:%M} to "
                f"{gap.until:%a %d %b %H:%M} UTC"
            )


def _digest(digest: DigestStatus, now: datetime) -> Iterator[str]:
    yield ""
    yield f"{click.style(digest.name, bold=True)}  {digest.schedule}, {digest.zone.key}"
    if not digest.recent:
        yield "  last   no slot came due yet"
    if digest.last:
        yield f"  last   {slot_in_words(digest.last.at, digest.zone)}: {_outcome(digest, digest.last)}"
    if digest.missed:
        many = "slot was" if digest.missed == 1 else "slots were"
        yield f"         {click.style(f'{digest.missed} {many} missed before it', fg=ODD)}: nothing was running"
    if digest.issued and digest.issued != digest.last:
        when = slot_in_words(digest.issued.at, digest.zone)
        yield f"         the newest edition is {digest.name}/{digest.issued.number}, {when}"
    posts = f"{digest.waiting:,} {'post' if digest.waiting == 1 else 'posts'}"
    need = (
        f" of at least {digest.min_posts:,}"
        if digest.waiting < digest.min_posts and digest.min_posts > 1
        else ""
    )
    when = slot_in_words(digest.next.at, digest.zone)
    yield f"  next   {when}, in {lasting(digest.next.at - now)}: {posts}{need} so far"
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
        yield f"{'failing ' if job.failures else 'job     '} {_job(job, found.now)}"


def _job(job: JobRow, now: datetime) -> str:
    done = f"done {ago(job.succeeded, now)} in {job.seconds:.1f} s" if job.succeeded else "never done"
    if not job.failures:
        failed = f"; failed last {ago(job.failed, now)}" if job.failed else ""
        return f"{job.name}: {done}{failed}"
    times = "once" if job.failures == 1 else f"{job.failures:,} times"
    words = click.style(f"failed {times}, last {ago(job.failed, now)}: {job.error}", fg=BAD)
    return f"{job.name}: {words}; {done}"


def _feeds(found: Status) -> str:
    if found.built is None:
        return "feeds    nothing was built yet: publisher build"
    newest = f"; the newest post is of {ago(found.newest_post, found.now)}" if found.newest_post else ""
    return f"feeds    built {ago(found.built, found.now)}, changed {ago(found.changed, found.now)}{newest}"


def _bytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB"
