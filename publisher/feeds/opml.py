"""OPML 2.0 (opml.org/spec2.opml): every feed in one list that a reader can import."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One feed of the list."""

    title: str
    xml_url: str
    html_url: str
    group: str = ""


def render_opml(title: str, outlines: tuple[Outline, ...]) -> bytes:
    """Return a list of feeds as OPML; outlines of one group stand together under its name."""
    from lxml import etree

    from publisher.feeds.xml import add, to_bytes  # feedgen and lxml are needed only where feeds are built

    root = etree.Element("opml", version="2.0")
    add(add(root, "head"), "title", title)
    body = add(root, "body")
    groups = {"": body}
    for one in outlines:
        if one.group not in groups:
            groups[one.group] = add(body, "outline", text=one.group)
        add(
            groups[one.group],
            "outline",
            type="rss",
            text=one.title,
            title=one.title,
            xmlUrl=one.xml_url,
            htmlUrl=one.html_url,
        )
    return to_bytes(etree.ElementTree(root))
