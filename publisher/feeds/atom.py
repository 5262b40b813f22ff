"""Atom (RFC 4287), with archives (RFC 5005) and tombstones (RFC 6721)."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from feedgen.feed import FeedGenerator

from publisher.feeds.content import Body, as_html
from publisher.feeds.model import Feed
from publisher.feeds.xml import (
    HISTORY,
    TOMBSTONES,
    XHTML,
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
from publisher.model import Author, FullPost

# What no IRI has (RFC 3987, 2.2); any letter beyond ASCII it may have, and an id is compared sign by sign.
UNFIT = re.compile(r"[\x00-\x20\"<>\\^`{|}\[\]]")
# A scheme and what follows (RFC 3986, 3.1 and 4.3).
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE | re.ASCII)
# An element of text that is there and empty: both parsers and validators take it for that.
EMPTY = f'type="xhtml"><div xmlns="{XHTML}"/>'


def atom_frame(feed: Feed) -> Frame:
    """Return *feed* as an Atom document without its entries."""
    generator = FeedGenerator()
    generator.register_extension("namespaces", Namespaces, rss=False)
    # Never one without use, which validators would report.
    history = {"fh": HISTORY} if feed.current_urls else {}
    generator.namespaces.spaces = history | ({"at": TOMBSTONES} if feed.withdrawn else {})
    generator.id(feed.guid)
    generator.title(printable(feed.title))
    if feed.description:
        generator.subtitle(printable(feed.description))
    if feed.rights:
        generator.rights(printable(feed.rights))
    generator.language(feed.language)
    generator.updated(feed.updated)
    generator.generator("publisher")
    generator.author(name=printable(feed.author or feed.title))
    if feed.icon:
        generator.icon(feed.icon)
    if feed.image:
        generator.logo(feed.image)
    root, _ = generator._create_atom()
    root.find("updated").text = timestamp(feed.updated)
    for link in _links(feed):
        add(root, "link", **link)
    if feed.current_urls and feed.previous_urls:
        add(root, f"{{{HISTORY}}}archive")
    for tombstone in feed.withdrawn:
        guid = iri(tombstone.guid, feed.authority)
        add(root, f"{{{TOMBSTONES}}}deleted-entry", ref=guid, when=timestamp(tombstone.withdrawn))
    return frame(root, root, feed.stylesheets.get("atom", ""))


def _links(feed: Feed) -> Iterator[dict[str, str]]:
    """Yield the attributes of each link of the feed itself."""
    mime_type = "application/atom+xml"
    found = (("self", feed.self_urls), ("current", feed.current_urls), ("prev-archive", feed.previous_urls))
    for rel, urls in found:
        if "atom" in urls:
            yield {"rel": rel, "type": mime_type, "href": urls["atom"]}
    yield {"rel": "alternate", "type": "text/html", "href": feed.home_url}
    if feed.hub and not feed.current_urls:
        yield {"rel": "hub", "href": feed.hub}


def iri(guid: str, authority: str) -> str:
    """Return *guid* as Atom has it (RFC 4287, 4.2.6: an IRI): itself, or a `tag:` URI made of one that is none."""
    if ABSOLUTE.match(guid):
        return UNFIT.sub(lambda unfit: quote(unfit[0], safe=""), guid)
    return f"tag:{authority}:guid/{quote(guid)}"


def atom_entry(feed: Feed, full: FullPost, body: Body) -> str:
    """Return *full* as an `entry`."""
    post = full.post
    language = (
        f' xml:lang="{attribute(post.language)}"' if post.language and post.language != feed.language else ""
    )
    title = f"<title>{plain(post.title)}</title>" if post.title else f"<title {EMPTY}</title>"
    parts = [
        f"<id>{escaped(iri(post.guid, feed.authority))}</id>",
        title,
        f"<updated>{timestamp(post.updated)}</updated>",
        f"<published>{timestamp(post.published)}</published>",
        *_authors(feed.authors(full)),
        f'<link rel="alternate" type="text/html" href="{address(post.url)}"/>',
    ]
    if post.enclosure:
        file = post.enclosure
        length = f' length="{file.length}"' if file.length else ""
        type_ = attribute(file.mime_type)
        parts.append(f'<link rel="enclosure" type="{type_}" href="{address(file.url)}"{length}/>')
    parts += [f'<category term="{attribute(tag)}"/>' for tag in post.tags]
    if post.summary:
        # As HTML: what turns feeds into mail takes a summary in plain text for the whole post.
        parts.append(f'<summary type="html">{escaped(as_html(post.summary))}</summary>')
    if body.xml:
        parts.append(f'<content type="html">{body.xml}</content>')
    elif not post.summary:
        parts.append(f"<content {EMPTY}</content>")
    return f"<entry{language}>{''.join(parts)}</entry>\n"


def _authors(people: tuple[Author, ...]) -> Iterator[str]:
    """Yield each `author`; address and email only where all have one, as feedparser gives them to whoever is last."""
    with_url, with_email = all(person.url for person in people), all(person.email for person in people)
    for person in people:
        uri = f"<uri>{address(person.url)}</uri>" if with_url else ""
        email = f"<email>{plain(person.email)}</email>" if with_email else ""
        yield f"<author><name>{plain(person.name)}</name>{uri}{email}</author>"
