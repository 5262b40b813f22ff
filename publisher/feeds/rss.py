"""RSS 2.0, with the RSS Advisory Board's profile (rssboard.org/rss-profile)."""

from email.utils import format_datetime
from html import escape

from feedgen.feed import FeedGenerator
from lxml import etree

from publisher.feeds.model import Feed
from publisher.feeds.xml import (
    ATOM,
    CONTENT,
    DUBLIN_CORE,
    Element,
    Namespaces,
    add,
    add_entries,
    timestamp,
    to_bytes,
)
from publisher.markup import printable
from publisher.model import FullPost


def render_rss(feed: Feed) -> bytes:
    """Return *feed* as an RSS 2.0 document."""
    generator = FeedGenerator()
    generator.register_extension("namespaces", Namespaces, atom=False)
    generator.title(printable(feed.title))
    generator.description(printable(feed.description or feed.title))
    generator.language(feed.language)
    generator.generator("publisher")
    generator.docs("https://www.rssboard.org/rss-specification")
    generator.lastBuildDate(feed.updated)
    generator.pubDate(feed.published)
    if "rss" in feed.self_urls:
        generator.link(href=feed.self_urls["rss"], rel="self", type="application/rss+xml")
    # The alternate link last: feedgen makes <link> of whichever came last.
    generator.link(href=feed.home_url, rel="alternate")
    add_entries(generator, lambda entry: _item(feed, entry), feed.entries)
    _, tree = generator._create_rss()
    return to_bytes(tree)


def _item(feed: Feed, entry: FullPost) -> Element:
    post = entry.post
    item = etree.Element("item")
    add(item, "title", post.title)
    add(item, "link", post.url)
    add(item, "description", escape(post.summary, quote=False))
    if feed.in_full and entry.content_html:
        add(item, f"{{{CONTENT}}}encoded", entry.content_html)
    for author in feed.authors(entry):
        add(item, f"{{{DUBLIN_CORE}}}creator", author.name)
    add(item, "guid", post.guid, isPermaLink="true" if post.guid == post.url else "false")
    for tag in post.tags:
        add(item, "category", tag)
    if post.enclosure:
        file = post.enclosure
        add(item, "enclosure", url=file.url, length=str(file.length), type=file.mime_type)
    add(item, "pubDate", format_datetime(post.published))
    if post.updated != post.published:
        add(item, f"{{{ATOM}}}updated", timestamp(post.updated))
    return item
