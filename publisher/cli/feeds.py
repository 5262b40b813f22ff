"""`publisher feeds`."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from publisher.app import start
from publisher.cli import option_json
from publisher.cli.console import print_json, print_table
from publisher.config import Settings
from publisher.errors import OutputError
from publisher.publish import ListedFeed, list_feeds

HEADINGS = ("feed", "posts", "archive", "bytes", "gzip", "br", "newest post", "last change")


@click.command()
@option_json
@click.pass_obj
def feeds(config: str | None, *, as_json: bool) -> None:
    """List every feed: its address, posts, archive pages, size in bytes as it is and compressed, and its times.

    The newest post is when that was published; the last change is when the feed's bytes last changed, which
    is what readers are told. Times are in the site's zone.
    """
    app, now = start(config), datetime.now(UTC)
    with app.open_catalog() as catalog, catalog.reading() as connection:
        found = tuple(list_feeds(app.settings, connection, now))
    if not found:
        raise OutputError(f"{app.settings.output.directory}: no feed is built yet; run publisher build first")
    if as_json:
        print_json({"feeds": [_as_json(one, app.settings) for one in found]})
        return
    print_table([HEADINGS, *(_row(one, ZoneInfo(app.settings.site.timezone)) for one in found)])


def _row(one: ListedFeed, zone: ZoneInfo) -> tuple[str, ...]:
    return (
        one.path,
        f"{one.collection.carried:,}",
        f"{one.archive_pages:,}",
        *(f"{size:,}" for size in (one.size, one.size_gzip, one.size_br)),
        *(f"{time.astimezone(zone):%Y-%m-%d %H:%M}" if time else "" for time in (one.newest, one.changed)),
    )


def _as_json(one: ListedFeed, settings: Settings) -> dict[str, object]:
    return {
        "path": one.path,
        "url": settings.site.url + one.path,
        "format": one.format,
        "kind": one.collection.kind,
        "title": one.collection.title,
        "entries": one.collection.carried,
        "posts": one.collection.posts,
        "archive_pages": one.archive_pages,
        "bytes": {"identity": one.size, "gzip": one.size_gzip, "br": one.size_br},
        "newest": one.newest.isoformat() if one.newest else None,
        "changed": one.changed.isoformat(),
    }
