"""Autodiscovery: every page that a build writes names its own feed and the site's, at addresses that exist."""

from pathlib import Path

import pytest
from lxml import html

from publisher.feeds import FORMATS
from publisher.publish.paths import file_at
from tests.blog import Blog

TYPES = {format_.mime_type: format_ for format_ in FORMATS}
SITE = ["Blog (RSS)", "Blog (Atom)", "Blog (JSON Feed)"]
OWN = {
    "themes/ink/index.html": "Blog: Ink",
    "tags/old/index.html": "Blog: old",
    "authors/ada/index.html": "Blog: Ada",
    "languages/de/index.html": "Blog: Deutsch",
    "languages/en/index.html": "Blog: English",
}
OTHERS = {
    "index.html",
    "archive/index.html",
    "archive/2026/05/index.html",
    "feeds/index.html",
    "posts/a/index.html",
    "posts/b/index.html",
}
MOVED = 'rss = "/feed.xml"\n"theme/rss" = "/{slug}/feed/"\n'


@pytest.fixture(scope="module", params=["", MOVED], ids=["usual", "moved"])
def public(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with every kind of page, its feeds where they usually are, and where the settings have them."""
    blog = Blog(tmp_path_factory.mktemp("site"))
    blog.configure(
        f'[feeds]\ntags = true\n[feeds.paths]\n{request.param}[[themes]]\nname = "Ink"\nkeywords = ["ink"]\n'
    )
    blog.write("a.md", "Of ink.", author="Ada", tags=["old"])
    blog.write("b.md", "Tinte.", language="de")
    blog.build()
    return blog.public


def alternates(page: Path) -> list[tuple[str, str, Path]]:
    """Return the title, type and file of each feed that a page names."""
    links = html.document_fromstring(page.read_bytes()).findall("head/link[@rel='alternate']")
    found = [
        (str(link.attrib["title"]), str(link.attrib["type"]), str(link.attrib["href"])) for link in links
    ]
    return [
        (title, type_, Path(file_at(f"{page.parent}/{href}", TYPES[type_]))) for title, type_, href in found
    ]


def test_every_page_names_its_own_feed_before_the_sites(public: Path) -> None:
    pages = {str(path.relative_to(public)): path for path in public.rglob("*.html")}
    assert pages.keys() == OWN.keys() | OTHERS
    for name, page in pages.items():
        titles = [title for title, _, _ in alternates(page)]
        own = [f"{OWN[name]} ({words})" for words in ("RSS", "Atom", "JSON Feed")] if name in OWN else []
        assert titles == own + SITE, name


def test_every_feed_that_a_page_names_is_there_and_of_its_type(public: Path) -> None:
    for page in public.rglob("*.html"):
        for title, mime_type, file in alternates(page):
            content = file.read_bytes()
            kind = "application/feed+json" if content.startswith(b"{") else None
            kind = kind or ("application/rss+xml" if b"<rss" in content[:300] else "application/atom+xml")
            assert kind == mime_type, (page, title)
