"""Feeds: one neutral value in, the bytes of one document out. Pure; twice the same input, twice the same bytes."""

from publisher.feeds.model import EPOCH, FORMATS, Feed, FeedFormat
from publisher.feeds.opml import Outline, render_opml

__all__ = ["EPOCH", "FORMATS", "Feed", "FeedFormat", "Outline", "render", "render_opml"]


def render(feed: Feed, format_: FeedFormat) -> bytes:
    """Return *feed* as a document of the given format."""
    if format_.name == "rss":
        from publisher.feeds.rss import render_rss  # feedgen and lxml are needed only where feeds are built

        return render_rss(feed)
    if format_.name == "atom":
        from publisher.feeds.atom import render_atom

        return render_atom(feed)
    from publisher.feeds.jsonfeed import render_json

    return render_json(feed)
