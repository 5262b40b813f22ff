"""`publisher issue`."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from publisher.app import App, start
from publisher.catalog import Catalog
from publisher.cli import clock, option_json
from publisher.cli.console import print_json, readable
from publisher.cli.preview import option_note
from publisher.composing import find_digest, zone_of
from publisher.errors import InputError, OutputError, PublisherError
from publisher.issuing import Considered, Desk
from publisher.model import Digest
from publisher.publish import publish_editions
from publisher.schedule import Slot, of
from publisher.times import read_moment, slot_in_words

# What to do once a site has its first edition.
FIRST = "next: publisher build, which leads every page to it"


@click.command()
@click.argument("digest")
@click.option(
    "--slot",
    "slot",
    metavar="TIME",
    help="For this slot of the schedule, on the digest's clock, however late.",
)
@option_note
@option_json
@click.pass_obj
def issue(config: str | None, digest: str, slot: str | None, note: Path | None, *, as_json: bool) -> None:
    """Issue the edition of DIGEST that is due: record it for good, and write its page and feeds.

    Each slot of the schedule is considered once. Of several that came due, the newest issues and carries all that is
    new. One with fewer than min_posts waits, one older than the grace is passed over; nothing is lost, the posts are
    in the next. A second call for a slot changes nothing. The catalog is taken as the last sync left it:
    publisher build && publisher issue weekly, or publisher run, which does both on time.
    """
    app, now = start(config), clock.now()
    found = find_digest(app.settings, digest)
    with app.open_catalog() as catalog:
        desk = Desk(settings=app.settings, catalog=catalog, templates=app.templates, note=note)
        if slot is None:
            done = desk.issue_due(found, now, by_hand=True)
        else:
            done = desk.issue_for(found, _slot(app, found, slot, now), now)
        if issued := [one for one in done if one.edition and one.new]:
            try:
                publish(app, catalog, now)
            except PublisherError as error:
                raise OutputError(
                    f"{issued[0].name} was issued, but its page was not written: {error}"
                ) from error
    if as_json:
        print_json({"digest": digest, "slots": [_values(one) for one in done]})
        return
    for one in done:
        click.echo(_said(app, found, one))
    if not done:
        upcoming = of(found).next_slot(now, zone_of(found, app.settings))
        click.echo(f"{digest}: nothing is due; the next slot is {_in_words(app, found, upcoming)}")
        if last := desk.too_late(found, now):
            click.echo(
                f"--slot {last.key} issues the last one that has posts, though it is older than the grace"
            )


def publish(app: App, catalog: Catalog, now: datetime) -> None:
    """Write the pages and feeds of editions, where anything was built yet."""
    if app.settings.output.directory.is_dir():
        publish_editions(app.settings, catalog, app.templates, now)


def _slot(app: App, digest: Digest, text: str, now: datetime) -> Slot:
    schedule, zone = of(digest), zone_of(digest, app.settings)
    moment = read_moment("--slot", text, zone)
    found = schedule.slot(text, zone)
    if found is None:
        near = {schedule.last_slot(moment, zone).key, schedule.next_slot(moment, zone).key}
        raise InputError(f"--slot: {digest.name} has no slot at {text}; near it: {', '.join(sorted(near))}")
    if found.at > now:
        raise InputError(f"--slot: {found.key} is still to come; publisher preview shows what it would be")
    return found


def _in_words(app: App, digest: Digest, slot: Slot) -> str:
    return slot_in_words(slot.at, zone_of(digest, app.settings))


def _said(app: App, digest: Digest, one: Considered) -> str:
    when, posts = _in_words(app, digest, one.slot), f"{one.posts:,} {'post' if one.posts == 1 else 'posts'}"
    if one.edition:
        if not one.new:
            return f"{one.name} exists: it was issued for {when}"
        if one.edition.status == "draft":
            return f"{one.name} waits for approval, {posts}: publisher editions approve {one.name}"
        page = app.settings.output.directory / "editions" / one.digest / str(one.number) / "index.html"
        where = readable(page) if page.is_file() else "publisher build writes its page"
        first = f"\n{FIRST}" if one.number == 1 else ""
        return f"{one.name} issued for {when}: {one.edition.subject}, {posts}\n{where}{first}"
    why = {
        "waiting": f"{posts} of at least {digest.min_posts}: they wait for the next slot",
        "empty": "nothing new",
        "late": "older than the grace: its posts are carried by the next edition",
        "coalesced": "missed: its posts are carried by the edition of a later slot",
    }
    return f"{one.digest}: no edition for {when}: {why.get(one.outcome, one.outcome)}"


def _values(one: Considered) -> dict[str, Any]:
    return {
        "slot": one.slot.at.isoformat(),
        "key": one.slot.key,
        "outcome": one.outcome,
        "posts": one.posts,
        "edition": one.name or None,
        "new": one.new,
    }
