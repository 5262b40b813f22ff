"""`publisher schedule`."""

from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import click

from publisher import schedule as schedules
from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json, print_table
from publisher.composing import find_digest, zone_of
from publisher.config import Settings
from publisher.errors import InputError
from publisher.model import Digest
from publisher.schedule import Slot, in_words
from publisher.times import read_moment

MOST = 1000
SINCE = timedelta(microseconds=1)


@click.command()
@click.argument("digest", required=False)
@click.option(
    "--count",
    type=click.IntRange(1, MOST),
    default=5,
    show_default=True,
    metavar="N",
    help="How many slots of each digest.",
)
@click.option(
    "--from",
    "since",
    metavar="TIME",
    help="The slots from this time on, not from now (2027-03-01T09:00).",
)
@option_json
@click.pass_obj
def schedule(config: str | None, digest: str | None, count: int, since: str | None, *, as_json: bool) -> None:
    """Show when the next editions of DIGEST, or of every digest, are due.

    The schedule is said in words, then its next slots: the local time that names the slot (as in --slot), when that
    is on the digest's clock, and in UTC; and what a clock change does to it.

    \b
    [[digests]] schedule may be:
      daily 07:30              weekdays 07:30 is Monday to Friday
      mon 09:00                mon,thu 09:00 and mon-fri 09:00 are several days
      daily 07:30,18:00        several times, in any form
      every 2 weeks mon 09:00  weeks are counted from 1 January 2024, or from the
                               date of a slot: starting = 2026-11-23
      monthly 1 09:00          31 is the last day of a shorter month, too
      monthly last fri 16:00   first, second, third, fourth, last

    \b
    In its place cron may be "0 9 * * 1", with 0 and 7 for Sunday, or mon; jan;
    lists, ranges, steps; @hourly, @daily, @weekly, @monthly, @yearly.

    A time that the clocks skip in spring comes as much later as they skip; of one that is there twice in autumn, the
    first counts. Nothing is read but the settings, and nothing is changed.
    """
    settings = start(config).settings
    digests = (find_digest(settings, digest),) if digest else settings.digests
    if not digests:
        raise InputError(f"{settings.file}: there is no digest; add [[digests]] with a name and a schedule")
    listed = [(one, _slots(one, settings, since, count)) for one in digests]
    if as_json:
        print_json({"digests": [_as_json(one, zone_of(one, settings), slots) for one, slots in listed]})
        return
    for n, (one, slots) in enumerate(listed):
        click.echo("\n" * (n > 0), nl=False)
        _show(one, zone_of(one, settings), slots)


def _slots(digest: Digest, settings: Settings, since: str | None, count: int) -> tuple[Slot, ...]:
    zone = zone_of(digest, settings)
    first = read_moment("--from", since, zone) if since else datetime.now(UTC)
    return tuple(islice(schedules.of(digest).slots(zone, first - SINCE), count))


def _show(digest: Digest, zone: ZoneInfo, slots: tuple[Slot, ...]) -> None:
    click.echo(f"{digest.name}: {in_words(schedules.of(digest))}, {zone.key}")
    rows = [
        (f"  {slot.key}", _local(slot, zone), f"{slot.at:%Y-%m-%d %H:%M}", _remark(slot)) for slot in slots
    ]
    print_table([("  slot", zone.key, "UTC", ""), *rows], right=())


def _local(slot: Slot, zone: ZoneInfo) -> str:
    local = slot.at.astimezone(zone)
    return f"{local:%a %d %b %Y %H:%M} {local.isoformat()[19:]}"


def _remark(slot: Slot) -> str:
    time = slot.key.partition("T")[2]
    return {
        "": "",
        "missing": f"the clocks skip {time}",
        "twice": f"{time} comes twice: the first",
    }[slot.moved]


def _as_json(digest: Digest, zone: ZoneInfo, slots: tuple[Slot, ...]) -> dict[str, Any]:
    return {
        "name": digest.name,
        "schedule": "" if digest.cron else digest.schedule,
        "cron": digest.cron,
        "words": in_words(schedules.of(digest)),
        "timezone": zone.key,
        "slots": [
            {
                "slot": slot.key,
                "local": slot.at.astimezone(zone).isoformat(timespec="minutes"),
                "utc": f"{slot.at:%Y-%m-%dT%H:%M:%SZ}",
                "moved": slot.moved,
            }
            for slot in slots
        ],
    }
