"""The three looks as people who hear them, enlarge them or see no colours meet them, in a real Chromium."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from publisher.model import Section, Site
from tests.chromium import chromium
from tests.rendering.samples import HEBREW_SITE, PICTURE, POSTS, SECTIONS, SITE, make_post
from tests.rendering.test_looks import LOOKS, NOTE, edition_in, render
from tests.rendering.test_looks_in_a_browser import LOGO_LOOK, opened

SITES = [pytest.param(SITE, id="ltr"), pytest.param(HEBREW_SITE, id="rtl")]
LONG_TITLE = (
    "An uncommonly longwinded title, characteristically overcomplicated, that goes on for three lines"
)
# With a lead, a small picture, a decorative one, one of unknown size, posts of two directions, long words.
EVERYTHING = (
    *SECTIONS,
    Section(
        heading="Internationalization and telecommunications",
        slug="long",
        posts=(
            make_post(LONG_TITLE, days_ago=20, image=PICTURE, summary=POSTS[0].summary),
            make_post("A rule", days_ago=21, image=replace(PICTURE, alt="", width=0, height=0)),
        ),
        more=1204,
    ),
)

# Each piece of text in sight: its words, the boxes of its lines, and whether it is within what cuts it off.
_LINES = """() => {
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility() || parent.closest("[style*='display:none']")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const size = parseFloat(getComputedStyle(parent).fontSize);
    for (const { left, top, right, bottom } of range.getClientRects()) {
      // A line's box is higher than its letters where they are set close.
      const spare = Math.max(0, (bottom - top - size) / 2);
      if (right - left > 1) found.push([node.data.trim(), left, top + spare, right, bottom - spare]);
    }
  }
  for (const image of document.images) {
    const { left, top, right, bottom } = image.getBoundingClientRect();
    if (image.checkVisibility()) found.push(["image " + image.alt, left, top, right, bottom]);
  }
  return found;
}"""
_CUT = """() => [...document.body.querySelectorAll("*")].filter(element => {
  const style = getComputedStyle(element);
  return element.checkVisibility() && style.overflow !== "visible" && !element.querySelector("img")
    && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
}).map(element => element.textContent)"""
# As Gmail, Apple Mail and browsers enlarge text alone: every size that a style names.
_DOUBLE = """() => {
  const sizes = [...document.body.querySelectorAll("td, td *")].map(e => [e, getComputedStyle(e)])
    .map(([e, style]) => [e, parseFloat(style.fontSize)]);
  for (const [element, size] of sizes) element.style.setProperty("font-size", `${2 * size}px`, "important");
}"""
_TEXT_LINKS = """() => [...document.querySelectorAll("a")].filter(link => link.textContent.trim())
  .filter(link => !link.closest("h1, h2, h3") && link.parentElement.textContent.trim() !== link.textContent.trim())
  .filter(link => getComputedStyle(link).textDecorationLine !== "underline").map(link => link.textContent.trim())"""
_TINTS = """() => [...document.querySelectorAll("[class]")].filter(e => /^[bc](\\d+)$/.test(e.className))
  .map(e => e.parentElement.closest("table, p, span.s, h2, td").textContent.trim())"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


def whole(name: str, site: Site = SITE, note: str = NOTE) -> str:
    """Return a look with everything in it."""
    edition = edition_in(name, sections=EVERYTHING)
    return render(name, edition, site=site, look=LOGO_LOOK, editor_note=note).html


def violations(page: Page) -> list[str]:
    """Return what axe-core finds by all of its rules, those of best practice too."""
    found: dict[str, Any] = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


def overlapping(boxes: list[tuple[str, float, float, float, float]]) -> list[tuple[str, str]]:
    """Return the texts and pictures that stand on one another, by more than a pixel each way."""
    return [
        (one[0], other[0])
        for index, one in enumerate(boxes)
        for other in boxes[index + 1 :]
        if min(one[3], other[3]) - max(one[1], other[1]) > 1
        and min(one[4], other[4]) - max(one[2], other[2]) > 1
    ]


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", LOOKS)
def test_axe_finds_no_violation(browser: Browser, name: str, site: Site, scheme: str) -> None:
    for pictures in (True, False):
        page = opened(browser, whole(name, site), scheme=scheme, pictures=pictures)
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert violations(page) == []
        page.close()


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        pytest.param('role="main"', "", "landmark-one-main", id="no main"),
        pytest.param('lang="en"', "", "html-has-lang", id="no language"),
        pytest.param("<h2", "<h4", "heading-order", id="a jump"),
        pytest.param('alt="A desk with one lamp lit"', "", "image-alt", id="no alt"),
        pytest.param("font-size:13px;color:", "font-size:13px;color:#ccc;was:", "color-contrast", id="pale"),
    ],
)
def test_axe_would_find_it(browser: Browser, old: str, new: str, rule: str) -> None:
    html = whole("cards")
    assert old in html
    page = opened(browser, html.replace(old, new))
    assert rule in [one.partition(":")[0] for one in violations(page)]
    page.close()


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("site", SITES)
@pytest.mark.parametrize("name", LOOKS)
def test_text_of_twice_the_size_is_neither_cut_nor_covered_nor_scrolled_sideways(
    browser: Browser, name: str, site: Site, width: int
) -> None:
    """WCAG 2.2, 1.4.4."""
    page = opened(browser, whole(name, site))
    page.set_viewport_size({"width": width, "height": 900})
    before = len(page.evaluate(_LINES))
    page.evaluate(_DOUBLE)
    boxes = page.evaluate(_LINES)
    assert len(boxes) > before
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [words for words, left, _, right, _ in boxes if left < 0 or right > width] == []
    assert page.evaluate(_CUT) == []
    assert overlapping(boxes) == []
    page.close()


def test_what_is_cut_or_covered_would_be_found(browser: Browser) -> None:
    page = opened(browser, whole("cards"))
    page.add_style_tag(content="h3 { height: 12px } p.s { height: 8px; overflow: hidden }")
    assert overlapping(page.evaluate(_LINES)) != []
    assert page.evaluate(_CUT) != []
    page.close()


@pytest.mark.parametrize("name", LOOKS)
def test_a_screen_reader_meets_headings_in_order_and_no_table(browser: Browser, name: str) -> None:
    page = opened(browser, whole(name))
    assert page.get_by_role("table").count() == 0
    levels = page.get_by_role("heading").evaluate_all("all => all.map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    posts = sum(len(section.posts) for section in EVERYTHING)
    assert (levels.count(2), levels.count(3)) == (len(EVERYTHING), posts)
    page.close()


@pytest.mark.parametrize("pictures", [True, False])
def test_a_screen_reader_says_a_title_and_then_what_its_picture_shows(
    browser: Browser, pictures: bool
) -> None:
    page = opened(browser, whole("cards"), pictures=pictures)
    spoken = page.locator("body").aria_snapshot()
    assert f'link "{POSTS[0].title} {PICTURE.alt}"' in spoken
    assert f'heading "{LONG_TITLE} {PICTURE.alt}" [level=3]' in spoken
    page.close()


def test_a_picture_without_words_is_not_spoken_of(browser: Browser) -> None:
    page = opened(browser, whole("cards", note=""))
    described = [image.get_attribute("alt") for image in page.get_by_role("img").all()]
    assert described == [SITE.title, PICTURE.alt, "一个文件夹", PICTURE.alt]
    assert page.get_by_role("heading", name="A rule", exact=True).count() == 1
    page.close()


@pytest.mark.parametrize("name", LOOKS)
def test_every_link_is_called_after_where_it_goes(browser: Browser, name: str) -> None:
    page = opened(browser, whole(name))
    snapshot = page.locator("body").aria_snapshot()
    links = page.get_by_role("link").count()
    assert links > len(POSTS)
    assert snapshot.count("- link ") + snapshot.count(": link ") == snapshot.count('link "') == links
    called: dict[str, str] = {}
    for link in page.get_by_role("link").all():
        words, address = link.inner_text().strip(), str(link.get_attribute("href"))
        assert called.setdefault(words, address) == address
    page.close()


@pytest.mark.parametrize("name", LOOKS)
def test_nothing_is_said_by_colour_alone(browser: Browser, name: str) -> None:
    """WCAG 2.2, 1.4.1: a theme's colour has a name beside it, a link among words its line."""
    mixed = (Section(heading="2024", slug="2024", posts=POSTS),)
    for sections in (SECTIONS, mixed):
        page = opened(browser, render(name, edition_in(name, sections=sections), editor_note=NOTE).html)
        assert page.evaluate(_TEXT_LINKS) == []
        beside = page.evaluate(_TINTS)
        assert beside
        assert [text for text in beside if not any(theme in text for theme in ("Writing", "Tools"))] == []
        page.close()


def test_colour_alone_would_be_found(browser: Browser) -> None:
    page = opened(browser, whole("cards"))
    page.add_style_tag(content="a { text-decoration: none !important }")
    assert "kettle" in page.evaluate(_TEXT_LINKS)
    page.close()
