"""RSS 2.0, with the RSS Advisory Board's profile (rssboard.org/rss-profile)."""

from email.utils import format_datetime

from feedgen.feed import FeedGenerator

from publisher.feeds import itunes
from publisher.feeds.content import Body, as_html
from publisher.feeds.model import Feed
from publisher.feeds.xml import (
    ATOM,
    DUBLIN_CORE,
    HISTORY,
    ITUNES,
    Element,
    Frame,
    Namespaces,
    add,
    address,
    attribute,
    escaped,
    frame,
    plain,
    timestamp,
)
from publisher.markup import printable
from publisher.model import Enclosure, FullPost

# The picture formats that RSS 2.0 allows for a channel's image.
PICTURES = (".png", ".jpg", ".jpeg", ".gif")


def rss_frame(feed: Feed) -> Frame:
    """Return *feed* as an RSS 2.0 document without its items."""
    generator = FeedGenerator()
    generator.register_extension("namespaces", Namespaces, atom=False)
    generator.namespaces.spaces = _spaces(feed)
    generator.title(printable(feed.title))
    generator.description(printable(feed.description or feed.title))
    generator.language(feed.language)
    generator.generator("publisher")
    generator.docs("https://www.rssboard.org/rss-specification")
    if feed.rights:
        generator.copyright(printable(feed.rights))
    # The alternate link last: feedgen makes <link> of whichever came last.
    generator.link(href=feed.home_url, rel="alternate")
    root, _ = generator._create_rss()
    channel = root.find("channel")
    _add_dates(channel, feed)
    _add_image(channel, feed)
    _add_links(channel, feed)
    if feed.podcast:
        itunes.add_channel(channel, feed, feed.podcast)
    return frame(root, channel, feed.stylesheets.get("rss", ""))


def _spaces(feed: Feed) -> dict[str, str]:
    history = {"fh": HISTORY} if feed.current_urls else {}
    return {"dc": DUBLIN_CORE, **history, **({"itunes": ITUNES} if feed.podcast else {})}


def _add_dates(channel: Element, feed: Feed) -> None:
    """Add what feedgen would format by the process's locale; a feed without items has no time to give."""
    for name in ("lastBuildDate", "pubDate"):
        for found in channel.findall(name):
            channel.remove(found)
    if feed.entries:
        add(channel, "lastBuildDate", format_datetime(feed.updated))
        add(channel, "pubDate", format_datetime(feed.published))


def _add_image(channel: Element, feed: Feed) -> None:
    if feed.image.lower().endswith(PICTURES):
        image = add(channel, "image")
        add(image, "url", feed.image)
        add(image, "title", feed.title)
        add(image, "link", feed.home_url)
    if feed.icon:
        add(channel, f"{{{ATOM}}}icon", feed.icon)


def _add_links(channel: Element, feed: Feed) -> None:
    """Add the links that feedgen drops (RFC 5005, 4; WebSub, 4)."""
    if feed.current_urls and feed.previous_urls:
        add(channel, f"{{{HISTORY}}}archive")
    mime_type = "application/rss+xml"
    found = (("self", feed.self_urls), ("current", feed.current_urls), ("prev-archive", feed.previous_urls))
    for rel, urls in found:
        if "rss" in urls:
            add(channel, f"{{{ATOM}}}link", rel=rel, type=mime_type, href=urls["rss"])
    if feed.hub and not feed.current_urls:
        add(channel, f"{{{ATOM}}}link", rel="hub", href=feed.hub)


def rss_item(feed: Feed, entry: FullPost, body: Body) -> str:
    """Return *entry* as an `item`."""
    post = entry.post
    permanent = "true" if post.guid == post.url else "false"
    parts = [
        f"<title>{plain(post.title)}</title>" if post.title else "",
        f"<link>{address(post.url)}</link>",
        f"<description>{escaped(as_html(post.summary))}</description>",
    ]
    if body.xml:
        parts.append(f"<content:encoded>{body.xml}</content:encoded>")
    parts += [f"<dc:creator>{plain(author.name)}</dc:creator>" for author in feed.authors(entry)]
    if post.language and post.language != feed.language:
        parts.append(f"<dc:language>{plain(post.language)}</dc:language>")
    parts.append(f'<guid isPermaLink="{permanent}">{escaped(post.guid)}</guid>')
    parts += [f"<category>{plain(tag)}</category>" for tag in post.tags]
    if post.enclosure:
        parts.append(_enclosure(post.enclosure))
        if feed.podcast:
            parts.append(itunes.item(post.enclosure))
    parts.append(f"<pubDate>{format_datetime(post.published)}</pubDate>")
    if post.updated != post.published:
        parts.append(f"<atom:updated>{timestamp(post.updated)}</atom:updated>")
    return f"<item>{''.join(parts)}</item>\n"


def _enclosure(file: Enclosure) -> str:
    """Return an `enclosure`; RSS wants a length, and 0 where it is not known (RSS Board's profile)."""
    return f'<enclosure url="{address(file.url)}" length="{file.length}" type="{attribute(file.mime_type)}"/>'
