"""A feed opened in a real Chromium, from `publisher serve`: a page to read, in every scheme, width and direction."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.blog import Blog
from tests.chromium import chromium, contrasts, pseudo, shown
from tests.servers import serving

FORMATS = [
    pytest.param("rss.xml", "item", "pubDate", id="rss"),
    pytest.param("atom.xml", "entry", "published", id="atom"),
]
DOCUMENTS = (
    "feeds/rss.xml",
    "feeds/atom.xml",
    "feeds/archive/1/rss.xml",
    "feeds/archive/1/atom.xml",
    "feeds/theme/later/rss.xml",
    "feeds/theme/later/atom.xml",
)
# How wide a phone is, and how far it shrinks a page that does not say so: all of this is a browser's own reckoning.
PHONE = {"width": 390, "height": 844}
IN_SIGHT = "elements => elements.filter(e => e.checkVisibility() && e.getClientRects().length)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with an archive, an empty theme, and a post of every shape."""
    blog = Blog(tmp_path_factory.mktemp("site"))
    blog.configure(
        '[feeds]\nentries = 5\narchive_entries = 5\n[[themes]]\nname = "Later"\nkeywords = ["nowhere"]\n'
    )
    blog.environ = {
        "PUBLISHER_SITE_DESCRIPTION": "What it is.",
        "PUBLISHER_SITE_RIGHTS": "All rights kept",
        "PUBLISHER_SITE_ICON": "/icon.png",
    }
    blog.write("old.md", title="Old", date="2026-04-01")
    blog.write("plain.md", "First.\n\nSecond <b>bold</b>.", title="1 < 2", date="2026-05-05", author="Ada")
    blog.write("two.md", title="W" * 120, date="2026-05-04", authors=["Ada", "Bram"])
    blog.write("he.md", "מילים (כאן).", title="שלום (עולם)", date="2026-05-03", language="he", author="נועה")
    blog.write("none.md", title="", date="2026-05-02")
    sound = {"url": "https://blog.example/a.mp3", "length": 5, "type": "audio/mpeg"}
    blog.write("sound.md", title="Sound", date="2026-05-01T23:30:00Z", enclosure=sound)
    blog.build()
    with serving(blog.folder) as server:
        yield server.site


@pytest.fixture(scope="module")
def hebrew_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site in Hebrew, with neither description nor icon."""
    blog = Blog(tmp_path_factory.mktemp("hebrew"))
    blog.environ = {"PUBLISHER_SITE_LANGUAGE": "he", "PUBLISHER_SITE_TITLE": "שלום"}
    blog.write("a.md", "מילים.", title="כותרת (אחת)", author="נועה")
    blog.build()
    with serving(blog.folder) as server:
        yield server.site


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1000, "height": 800})
    yield opened
    opened.close()


def texts(page: Page, selector: str) -> list[str]:
    """Return the text of each element in sight that *selector* finds."""
    found: list[str] = page.locator(selector).evaluate_all(f"e => ({IN_SIGHT})(e).map(e => e.textContent)")
    return found


def style(page: Page, selector: str, name: str) -> str:
    found: str = page.locator(selector).first.evaluate("(e, name) => getComputedStyle(e)[name]", name)
    return found


@pytest.mark.parametrize(("file", "entry", "date"), FORMATS)
def test_a_feed_shows_its_posts_and_not_their_source(
    page: Page, site: str, file: str, entry: str, date: str
) -> None:
    response = page.goto(f"{site}feeds/{file}")
    assert response
    assert response.headers["content-type"] == "application/xml; charset=utf-8"
    titles = [title for title in texts(page, f"{entry} > title") if title]
    assert titles == ["1 < 2", "W" * 120, "שלום (עולם)", "Sound"]
    assert texts(page, ":root > title, channel > title") == ["Blog"]
    assert texts(page, "subtitle, channel > description") == ["What it is."]
    assert texts(page, f"{entry} > summary, {entry} > description")[0] == "First. Second bold."
    assert texts(page, "content, encoded, id, guid, generator, lastBuildDate, updated, category") == []
    assert shown(page, f"{entry} > {date}") in ("2026-05-05", "05 May 2026")


@pytest.mark.parametrize(("file", "entry", "date"), FORMATS)
def test_a_post_has_its_authors_beside_its_day(
    page: Page, site: str, file: str, entry: str, date: str
) -> None:
    page.goto(f"{site}feeds/{file}")
    second = f":nth-match({entry}, 2)"
    assert texts(page, f"{second} >> creator, name") == ["Ada", "Bram"]
    middle = "e => { const box = e.getBoundingClientRect(); return [box.left, box.top + box.height / 2]; }"
    places = [page.locator(f"{second} >> {what}").first.evaluate(middle) for what in (date, "creator, name")]
    (day_left, day), (author_left, author) = places
    assert day_left < author_left
    assert abs(day - author) < 5


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_a_feed_says_what_it_is_and_where_all_feeds_are(page: Page, site: str, file: str) -> None:
    page.goto(f"{site}feeds/{file}")
    said = pseudo(page, ":root", "::before")
    assert "To subscribe, copy the address of this page into a feed reader." in said
    assert "https://blog.example/feeds/" in said
    assert pseudo(page, ":root", "::after") == "none"


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_an_archives_page_says_so_and_names_the_feed(page: Page, site: str, file: str) -> None:
    page.goto(f"{site}feeds/archive/1/{file}")
    assert "older posts" in pseudo(page, ":root", "::before")
    current = "link[rel=current]"
    assert page.locator(current).evaluate("e => e.getBoundingClientRect().height") > 10
    assert page.locator(current).get_attribute("href") == f"https://blog.example/feeds/{file}"
    assert pseudo(page, current, "::after") != "none"


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_an_empty_feed_says_that_it_is(page: Page, site: str, file: str) -> None:
    page.goto(f"{site}feeds/theme/later/{file}")
    assert pseudo(page, ":root", "::after") == '"No posts yet."'


@pytest.mark.parametrize("file", ["rss.xml", "atom.xml"])
def test_an_icon_is_shown_where_the_site_has_one(page: Page, site: str, hebrew_site: str, file: str) -> None:
    title = ":root > title, channel > title"
    page.route("**/icon.png", lambda route: route.abort())
    page.goto(f"{site}feeds/{file}")
    assert pseudo(page, title, "::before") == '""'
    image = "e => getComputedStyle(e, '::before').backgroundImage"
    assert page.locator(title).evaluate(image) == 'url("https://blog.example/icon.png")'
    page.goto(f"{hebrew_site}feeds/{file}")
    assert pseudo(page, title, "::before") == "none"


@pytest.mark.parametrize(("file", "entry", "date"), FORMATS)
def test_a_hebrew_site_runs_from_right_to_left(
    page: Page, hebrew_site: str, file: str, entry: str, date: str
) -> None:
    page.goto(f"{hebrew_site}feeds/{file}")
    for selector in (":root", f"{entry} > title"):
        assert style(page, selector, "direction") == "rtl"
        assert style(page, selector, "textAlign") == "right"
    assert shown(page, f"{entry} > {date}") in ("2026-05-01", "01 May 2026")
    right = "e => e.getBoundingClientRect().right"
    day, author = (
        page.locator(f"{entry} >> {what}").first.evaluate(right) for what in (date, "creator, name")
    )
    assert author < day


def test_a_hebrew_post_of_an_english_feed_runs_from_right_to_left(page: Page, site: str) -> None:
    page.goto(f"{site}feeds/atom.xml")
    assert style(page, "entry[*|lang=he] > title", "direction") == "rtl"
    assert style(page, "entry > title", "direction") == "ltr"
    page.goto(f"{site}feeds/rss.xml")
    assert style(page, "item > title", "unicodeBidi") == "plaintext"


def test_a_description_that_is_the_title_again_is_not_shown(page: Page, hebrew_site: str) -> None:
    page.goto(f"{hebrew_site}feeds/rss.xml")
    assert texts(page, "channel > description") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", DOCUMENTS)
def test_every_text_of_a_feed_stands_out(browser: Browser, site: str, path: str, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(site + path)
    found = contrasts(page)
    assert len(found) >= 4
    assert {text: value for text, value in found.items() if value < 4.5} == {}
    assert style(page, ":root", "backgroundColor") == (
        "rgb(20, 23, 24)" if scheme == "dark" else "rgb(253, 253, 252)"
    )
    page.close()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_feed_is_no_wider_than_a_narrow_window(browser: Browser, site: str, path: str) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.close()


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_phone_that_shrinks_the_page_shows_it_in_a_size_to_read(
    browser: Browser, site: str, path: str
) -> None:
    context = browser.new_context(viewport=PHONE, screen=PHONE, is_mobile=True, has_touch=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site + path)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    size = page.evaluate(
        "parseFloat(getComputedStyle(document.documentElement).fontSize) * screen.width / innerWidth"
    )
    assert 15 <= size <= 18
    context.close()
