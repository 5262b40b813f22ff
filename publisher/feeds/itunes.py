"""The iTunes elements of a podcast (Apple, A Podcaster's Guide to RSS)."""

from publisher.feeds.model import Feed
from publisher.feeds.xml import ITUNES, Element, add, plain
from publisher.model import Enclosure, Podcast, Post


def add_channel(channel: Element, feed: Feed, podcast: Podcast) -> None:
    """Add what describes the podcast as a whole."""

    def tag(name: str) -> str:
        return f"{{{ITUNES}}}{name}"

    add(channel, tag("author"), podcast.author or feed.author or feed.title)
    add(channel, tag("explicit"), "true" if podcast.explicit else "false")
    add(channel, tag("type"), podcast.type)
    if podcast.image:
        add(channel, tag("image"), href=podcast.image)
    for category in podcast.categories:
        name, _, within = (part.strip() for part in category.partition(">"))
        outer = add(channel, tag("category"), text=name)
        if within:
            add(outer, tag("category"), text=within)
    if podcast.email:
        owner = add(channel, tag("owner"))
        add(owner, tag("name"), podcast.owner or podcast.author or feed.title)
        add(owner, tag("email"), podcast.email)


def item(post: Post, file: Enclosure) -> str:
    """Return what describes one episode."""
    return f"<itunes:title>{plain(post.title)}</itunes:title>" if post.title and file else ""
