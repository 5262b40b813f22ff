"""Where things are below the output directory. Pure.

A feed's path is what stands in its address: one that ends with a slash (`feed/`, as WordPress has them) is the
address of a file named `index` in that folder.
"""

from collections.abc import Mapping

from publisher.feeds import FORMATS, FeedFormat, FormatName
from publisher.model import Collection
from publisher.rendering import FeedLinks

ARCHIVE = "archive/index.html"
AUTHORS = "authors/"
EDITIONS = "editions/index.html"
FEEDS_PAGE = "feeds/index.html"
OPML = "feeds.opml"
STYLESHEET = "site.css"
FEED_STYLESHEET = "feed.css"
FOLDERS = {"theme": "themes", "tag": "tags", "author": "authors", "language": "languages"}


def page_path(of: Collection) -> str:
    """Return the path of a collection's page."""
    if of.kind == "month":
        year, month = of.slug.split("-")
        return f"archive/{year}/{month}/index.html"
    return "index.html" if of.kind == "all" else f"{FOLDERS[of.kind]}/{of.slug}/index.html"


def feed_paths(of: Collection, chosen: Mapping[str, str]) -> dict[FormatName, str]:
    """Return the path of each of a collection's feeds by format, as *chosen* by the settings; none for a month."""
    if of.kind == "month":
        return {}
    return {format_.name: _chosen(of, format_, chosen) or _folder(of) + format_.file for format_ in FORMATS}


def _chosen(of: Collection, format_: FeedFormat, chosen: Mapping[str, str]) -> str:
    """Return the path that the settings give: for this feed, or for all of its kind, "" for none."""
    keys: list[str] = [format_.name] if of.kind == "all" else []
    keys += [f"{of.kind}/{of.slug}/{format_.name}", f"{of.kind}/{format_.name}"]
    found = next((chosen[key] for key in keys if key in chosen), "")
    return found.lstrip("/").replace("{slug}", of.slug)


def _folder(of: Collection) -> str:
    return "feeds/" if of.kind == "all" else f"feeds/{of.kind}/{of.slug}/"


def archive_paths(of: Collection, number: int) -> dict[FormatName, str]:
    """Return the path of an archive page of a collection's feeds by format; *number* counts from 1, the oldest."""
    return {format_.name: f"{_folder(of)}archive/{number}/{format_.file}" for format_ in FORMATS}


def digest_path(name: str) -> str:
    """Return the path of a digest's page."""
    return f"editions/{name}/index.html"


def edition_path(name: str, number: int) -> str:
    """Return the path of an edition's page."""
    return f"editions/{name}/{number}/index.html"


def digest_feed_paths(name: str) -> dict[FormatName, str]:
    """Return the path of each of a digest's feeds by format."""
    return {format_.name: f"editions/{name}/{format_.file}" for format_ in FORMATS}


def file_at(path: str, format_: FeedFormat) -> str:
    """Return the file that a feed's path is the address of."""
    return f"{path}index.{'json' if format_.name == 'json' else 'xml'}" if path.endswith("/") else path


def feed_files(of: Collection, chosen: Mapping[str, str]) -> tuple[str, ...]:
    """Return the files of a collection's feeds."""
    paths = feed_paths(of, chosen)
    return tuple(file_at(paths[format_.name], format_) for format_ in FORMATS if paths)


def way_up(path: str) -> str:
    """Return the way from a path up to the output directory: `../` for each folder."""
    return "../" * path.count("/")


def feed_links(of: Collection, title: str, chosen: Mapping[str, str]) -> FeedLinks | None:
    """Return a collection's feeds as pages advertise them, None where it has none."""
    paths = feed_paths(of, chosen)
    return FeedLinks(rss=paths["rss"], atom=paths["atom"], json=paths["json"], title=title) if paths else None
