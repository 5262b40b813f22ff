"""What others are told of feeds that were written: the hub, by a queue, and whoever serves the folder, by a list."""

from collections.abc import Iterable

from publisher.catalog import Catalog, pings
from publisher.hosting import MANIFEST
from publisher.publish.manifest import to_bytes, update
from publisher.publish.output import Output
from publisher.publish.plan import Plan


def queue_pings(catalog: Catalog, plan: Plan, topics: Iterable[str]) -> None:
    """Queue what the hub is to be told; before the list is written, so that a build which is killed loses none."""
    hub, topics = plan.settings.feeds.hub, tuple(topics)
    if hub and topics:
        with catalog.writing() as connection:
            pings.queue(connection, hub, topics, plan.now)


def write_manifest(output: Output, listed: dict[str, str]) -> None:
    """Write the list of feeds, with those that *output* wrote; it counts for no file of the site."""
    if output.feeds:
        update(listed, output.feeds)
        Output(output.directory).write(MANIFEST, to_bytes(listed))
