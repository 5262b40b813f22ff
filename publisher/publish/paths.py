"""Where things are below the output directory. Pure."""

from publisher.feeds import FORMATS
from publisher.model import Collection
from publisher.rendering import FeedLinks

ARCHIVE = "archive/index.html"
AUTHORS = "authors/"
FEEDS_PAGE = "feeds/index.html"
OPML = "feeds.opml"
STYLESHEET = "site.css"


def page_path(of: Collection) -> str:
    """Return the path of a collection's page."""
    if of.kind == "month":
        year, month = of.slug.split("-")
        return f"archive/{year}/{month}/index.html"
    folder = {"all": "", "theme": f"themes/{of.slug}/", "author": f"{AUTHORS}{of.slug}/"}[of.kind]
    return f"{folder}index.html"


def feed_paths(of: Collection) -> dict[str, str]:
    """Return the path of each of a collection's feeds by format; none for a month."""
    if of.kind == "month":
        return {}
    folder = "feeds/" if of.kind == "all" else f"feeds/{of.kind}/{of.slug}/"
    return {format_.name: folder + format_.file for format_ in FORMATS}


def feed_links(of: Collection, title: str) -> FeedLinks | None:
    """Return a collection's feeds as pages advertise them, None where it has none."""
    paths = feed_paths(of)
    return FeedLinks(rss=paths["rss"], atom=paths["atom"], json=paths["json"], title=title) if paths else None
