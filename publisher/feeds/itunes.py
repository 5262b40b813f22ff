"""The iTunes elements of a podcast (Apple, A Podcaster's Guide to RSS).

An episode has no `itunes:title` or `itunes:summary`: both would say again what `title` and `description` do.
"""

from publisher.feeds.model import Feed
from publisher.feeds.xml import ITUNES, Element, add, address
from publisher.model import Enclosure, Podcast

# What Apple Podcasts plays. It goes by how the address ends, as W3C's validator does: no query, small letters.
PLAYED = (".m4a", ".mp3", ".mov", ".mp4", ".m4v", ".pdf", ".epub")
PICTURES = (".jpg", ".jpeg", ".png")
LONGEST = 255


def add_channel(channel: Element, feed: Feed, podcast: Podcast) -> None:
    """Add what describes the podcast as a whole."""
    author = podcast.author or (feed.author or feed.title)[:LONGEST]
    _add(channel, "author", author)
    _add(channel, "explicit", _truth(value=podcast.explicit))
    _add(channel, "type", podcast.type)
    _add(channel, "image", href=podcast.image)
    for category in podcast.categories:
        name, _, within = (part.strip() for part in category.partition(">"))
        outer = _add(channel, "category", text=name)
        if within:
            _add(outer, "category", text=within)
    owner = _add(channel, "owner")
    _add(owner, "name", podcast.owner or author)
    _add(owner, "email", podcast.email)


def _add(parent: Element, name: str, content: str = "", /, **attributes: str) -> Element:
    return add(parent, f"{{{ITUNES}}}{name}", content, **attributes)


def _truth(*, value: bool) -> str:
    return "true" if value else "false"


def item(file: Enclosure) -> str:
    """Return what describes the episode that *file* is, "" for one that Apple Podcasts does not play."""
    if not file.url.endswith(PLAYED):
        return ""
    episode = file.episode
    said = {
        "duration": file.duration,
        "episode": episode.number,
        "season": episode.season,
        "episodeType": episode.type,
        "explicit": "" if episode.explicit is None else _truth(value=episode.explicit),
    }
    elements = [f"<itunes:{name}>{value}</itunes:{name}>" for name, value in said.items() if value]
    if episode.image.lower().endswith(PICTURES):
        elements.append(f'<itunes:image href="{address(episode.image)}"/>')
    return "".join(elements)
