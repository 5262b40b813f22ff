"""Atom (RFC 4287)."""

from feedgen.feed import FeedGenerator
from lxml import etree

from publisher.feeds.model import Feed
from publisher.feeds.xml import XML_LANG, Element, add, add_entries, timestamp, to_bytes
from publisher.markup import printable
from publisher.model import Author, FullPost


def render_atom(feed: Feed) -> bytes:
    """Return *feed* as an Atom document."""
    generator = FeedGenerator()
    generator.id(feed.guid)
    generator.title(printable(feed.title))
    if feed.description:
        generator.subtitle(printable(feed.description))
    generator.language(feed.language)
    generator.updated(feed.updated)
    generator.generator("publisher")
    generator.author(name=printable(feed.author or feed.title))
    if "atom" in feed.self_urls:
        generator.link(href=feed.self_urls["atom"], rel="self", type="application/atom+xml")
    generator.link(href=feed.home_url, rel="alternate", type="text/html")
    add_entries(generator, lambda entry: _entry(feed, entry), feed.entries)
    root, tree = generator._create_atom()
    root.find("updated").text = timestamp(feed.updated)
    return to_bytes(tree)


def _add_author(entry: Element, person: Author) -> None:
    author = add(entry, "author")
    add(author, "name", person.name)
    if person.url:
        add(author, "uri", person.url)
    if person.email:
        add(author, "email", person.email)


def _entry(feed: Feed, full: FullPost) -> Element:
    post = full.post
    entry = etree.Element("entry")
    if post.language and post.language != feed.language:
        entry.set(XML_LANG, post.language)
    add(entry, "id", post.guid)
    add(entry, "title", post.title)
    add(entry, "updated", timestamp(post.updated))
    add(entry, "published", timestamp(post.published))
    for person in feed.authors(full):
        _add_author(entry, person)
    add(entry, "link", rel="alternate", type="text/html", href=post.url)
    if post.enclosure:
        file = post.enclosure
        length = {"length": str(file.length)} if file.length else {}
        add(entry, "link", rel="enclosure", type=file.mime_type, href=file.url, **length)
    for tag in post.tags:
        add(entry, "category", term=tag)
    if post.summary:
        add(entry, "summary", post.summary, type="text")
    if feed.in_full and full.content_html:
        add(entry, "content", full.content_html, type="html")
    return entry
