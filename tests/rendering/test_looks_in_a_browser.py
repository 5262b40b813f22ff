"""The three looks in a real Chromium: on a phone, a tablet and a desk, light and dark, with pictures and without."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from publisher.model import Look, Section, Site
from tests.chromium import chromium, contrasts
from tests.rendering.samples import HEBREW_SITE, POSTS, SECTIONS, SITE, make_post
from tests.rendering.samples import PICTURE as PICTURE_OF_A_DESK
from tests.rendering.test_looks import LOOKS, NOTE, edition_in, render

WIDTHS = (375, 768, 1280)
SMALLEST = 13
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1000">'
    '<rect width="1600" height="1000" fill="#26547c"/><circle cx="800" cy="500" r="300" fill="#ffd166"/></svg>'
)
LOGO_LOOK = Look(
    logo="https://press.example/logo.svg",
    logo_dark="https://press.example/logo-dark.svg",
    background="#fff7e6",
    color="#d1345b",
    social={"mastodon": "https://social.example/@us"},
    footer="Printed on nothing.",
)

# The size of each text in sight.
_SIZES = """() => [...document.body.querySelectorAll("*")].filter(element => element.checkVisibility()
  && [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim()))
  .map(element => parseFloat(getComputedStyle(element).fontSize))"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def opened(browser: Browser, html: str, *, scheme: str = "light", pictures: bool = True) -> Page:
    """Open a page whose pictures are all one, or do not load."""

    def answer(route: Route) -> None:
        if pictures:
            route.fulfill(body=PICTURE, content_type="image/svg+xml")
        else:
            route.abort()

    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.route("**/*", answer)
    page.set_content(html)
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("site", [pytest.param(SITE, id="ltr"), pytest.param(HEBREW_SITE, id="rtl")])
@pytest.mark.parametrize("name", LOOKS)
def test_a_look_fits_and_is_readable_everywhere(
    browser: Browser, tmp_path: Path, name: str, site: Site, scheme: str
) -> None:
    html = render(name, site=site, look=LOGO_LOOK, editor_note=NOTE).html
    for pictures in (True, False):
        page = opened(browser, html, scheme=scheme, pictures=pictures)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=tmp_path / f"{width}-{pictures}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert min(page.evaluate(_SIZES)) >= SMALLEST
        assert {text: ratio for text, ratio in contrasts(page).items() if ratio < 4.5} == {}
        page.close()
    assert len(list(tmp_path.iterdir())) == 2 * len(WIDTHS)


@pytest.mark.parametrize("name", LOOKS)
def test_a_word_without_end_does_not_widen_the_page(browser: Browser, name: str) -> None:
    long = make_post("w" * 200, summary="s" * 300, authors=(replace(POSTS[0].authors[0], name="a" * 90),))
    sections = (*SECTIONS, Section(heading="h" * 90, slug="h", posts=(long,), more=2))
    page = opened(browser, render(name, edition_in(name, sections=sections)).html)
    page.set_viewport_size({"width": 375, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.close()


@pytest.mark.parametrize("name", LOOKS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_one_logo_is_shown_the_one_for_the_scheme(browser: Browser, name: str, scheme: str) -> None:
    page = opened(browser, render(name, look=LOGO_LOOK).html, scheme=scheme)
    shown = page.evaluate("[...document.images].filter(i => i.checkVisibility()).map(i => i.src)[0]")
    hidden = page.evaluate("[...document.images].filter(i => !i.checkVisibility()).map(i => i.src)")
    both = (LOGO_LOOK.logo, LOGO_LOOK.logo_dark)
    assert (shown, hidden[0]) == (both if scheme == "light" else both[::-1])
    page.close()


def test_a_picture_has_its_place_before_it_loads(browser: Browser) -> None:
    posts = tuple(make_post(f"Post {n}", days_ago=n, image=PICTURE_OF_A_DESK) for n in range(2))
    html = render("cards", edition_in("cards", sections=(Section(heading="", slug="", posts=posts),))).html
    loaded, waiting = opened(browser, html), browser.new_page()
    asked: list[Route] = []
    waiting.route("**/*", lambda route: asked.append(route))
    waiting.set_content(html, wait_until="domcontentloaded")
    for page in (loaded, waiting):
        page.set_viewport_size({"width": 768, "height": 900})
        sizes = page.evaluate("[...document.images].map(i => [i.offsetWidth, i.offsetHeight])")
        assert sizes == [[536, 335], [120, 75]]
    assert len(asked) == 1
    loaded.close()
    waiting.close()
