"""What people look at, in a real Chromium: the site, and a digest, at the widths of a phone and a desk."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from publisher.app import start
from publisher.batches import in_batches
from publisher.catalog import posts
from publisher.composing import find_digest
from publisher.model import Section
from publisher.preview import preview
from publisher.publish import build
from publisher.workers import Workers
from tests.blog import ALL, NOON, silent
from tests.chromium import chromium, contrast, luminance
from tests.issued import record

SAMPLE = Path(__file__).resolve().parents[1] / "config" / "publisher.toml"
PAGES = (
    "index.html",
    "archive/index.html",
    "archive/2026/10/index.html",
    "themes/feeds/index.html",
    "editions/index.html",
    "editions/weekly/2/index.html",
    "feeds/index.html",
    "posts/code-and-tables/index.html",
    "posts/right-to-left/index.html",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample site with two editions, and the next one of its weekly digest as `digest.html` beside it."""
    folder = tmp_path_factory.mktemp("sample")
    environ = {
        "PUBLISHER_OUTPUT_DIRECTORY": str(folder),
        "PUBLISHER_CATALOG_DATABASE": f"sqlite:///{folder}.db",
        "PUBLISHER_SITE_URL": folder.as_uri().replace("file://", "http://sample.example"),
    }
    app = start(str(SAMPLE), environ)
    with Workers(1) as workers, app.open_catalog() as catalog:
        now = NOON.replace(month=12)
        build(app.settings, catalog, app.templates, now, silent, workers)
        with catalog.reading() as connection:
            made = preview(app.settings, connection, find_digest(app.settings, "weekly"), now, app.templates)
        with catalog.writing() as connection:
            for some in in_batches(posts.newest(connection, ALL, now, 100), 5):
                record(connection, "weekly", (Section(heading="Posts", slug="posts", posts=some),))
        build(app.settings, catalog, app.templates, now, silent, workers)
    assert made is not None
    (folder / "digest.html").write_text(made.part("html"), encoding="utf-8")
    return folder


def opened(browser: Browser, file: Path, width: int, scheme: str = "light") -> Page:
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(file.as_uri())
    return page


@pytest.mark.parametrize("width", [360, 1280], ids=["phone", "desk"])
@pytest.mark.parametrize("path", [*PAGES, "digest.html"])
def test_nothing_is_wider_than_the_window(browser: Browser, sample: Path, path: str, width: int) -> None:
    page = opened(browser, sample / path, width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("h1").first.is_visible()
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["index.html", "posts/code-and-tables/index.html"])
def test_text_stands_out_from_the_paper(browser: Browser, sample: Path, path: str, scheme: str) -> None:
    page = opened(browser, sample / path, 800, scheme)
    ink, paper = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert contrast(ink, paper) >= 7
    assert (luminance(ink) > luminance(paper)) is (scheme == "dark")
    page.close()


def test_a_page_loads_nothing_from_elsewhere_and_needs_no_script(browser: Browser, sample: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((sample / "index.html").as_uri())
    assert asked
    assert all(url.startswith(("file:", "data:")) for url in asked)
    assert page.locator("script").count() == 0
    page.close()


def test_a_reader_gets_from_the_front_page_to_a_post_and_back(browser: Browser, sample: Path) -> None:
    page = opened(browser, sample / "index.html", 1280)
    page.get_by_role("link", name="Taking a post back").first.click()
    assert page.locator("h1").inner_text() == "Taking a post back"
    page.get_by_role("link", name="Feeds", exact=True).first.click()
    assert page.get_by_text("feeds/atom.xml").first.is_visible()
    page.close()


def test_a_post_in_hebrew_runs_from_right_to_left(browser: Browser, sample: Path) -> None:
    page = opened(browser, sample / "posts" / "right-to-left" / "index.html", 800)
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    page.close()
