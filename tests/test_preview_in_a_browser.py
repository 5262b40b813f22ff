"""The operator's page as a person has it: in a real Chromium, judged by axe-core for a phone and a desk."""

import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FrameLocator, Page, Route

from publisher.app import shipped
from tests.blog import Blog
from tests.chromium import chromium, luminance
from tests.servers import Server, begun, serving

SLOT = "slot=2026-05-04T09:00"
SETTINGS = """
[[digests]]
name = "weekly"
group_by = "none"
[[digests]]
name = "mine"
template = "mine"
"""
PICTURE = "https://pictures.example/sea.png"
PAGES = {
    "the list": "",
    **{
        f"the view {view}": f"weekly/?{SLOT}&view={view}"
        for view in ("html", "text", "source", "headers", "checks", "posts")
    },
    "a phone, dark, images off": f"weekly/?{SLOT}&width=phone&mode=dark&images=off",
    "a desk": f"weekly/?{SLOT}&width=desk",
    "the source of the message": f"weekly/?{SLOT}&view=source&source=message",
    "a digest that is not there": "wekly/",
    "no post yet": "weekly/?slot=2026-01-05",
    "a template that is wrong": f"mine/?{SLOT}",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    made = Blog(tmp_path_factory.mktemp("page"))
    made.configure(SETTINGS)
    mine = made.folder / "templates" / "digest" / "mine"
    shutil.copytree(shipped("templates") / "digest" / "brief", mine)
    file = mine / "edition.mjml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("<mj-section", "<mj-sektion", 1), encoding="utf-8"
    )
    made.write(
        "a.md", f"![The sea]({PICTURE})\n\n" + "Words of it. " * 40, title="By the sea", date="2026-05-01"
    )
    for number in range(12):
        made.write(f"{number}.md", "Words. " * 60, title=f"Post {number}", date="2026-05-02")
    made.write("rtl.md", "מילים " * 20, title="שלום", date="2026-05-03", lang="he")
    (made.posts / "wrong.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    made.build()
    return made


@pytest.fixture(scope="module")
def server(blog: Blog) -> Iterator[Server]:
    with serving(blog.folder) as running:
        begun(running)
        yield running


def opened(
    browser: Browser,
    server: Server,
    path: str,
    *,
    width: int = 1280,
    scheme: str = "light",
    script: bool = True,
) -> Page:
    page = browser.new_page(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    page.route(PICTURE, lambda route: route.fulfill(status=200, content_type="image/png", body=b""))
    page.goto(server.previews + path)
    return page


def mail(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


def judge(page: Page) -> None:
    """Have axe-core look at a page on a phone and a desk, light and dark."""
    for width, scheme in product((375, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page)
        assert found.violations_count == 0, f"{width} {scheme}\n{found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in PAGES.items()])
def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
    browser: Browser, server: Server, path: str
) -> None:
    page = opened(browser, server, path)
    judge(page)
    page.close()


def test_axe_finds_no_violation_where_the_settings_are_wrong(
    browser: Browser, blog: Blog, server: Server
) -> None:
    blog.configure(SETTINGS + 'titel = "One"\n')
    page = opened(browser, server, f"weekly/?{SLOT}&view=checks")
    page.get_by_text("Until this is mended").wait_for()
    judge(page)
    blog.configure(SETTINGS)
    page.get_by_text("Until this is mended").wait_for(state="hidden")
    page.close()


@pytest.mark.parametrize(
    ("chosen", "width"),
    [
        pytest.param("phone", 375, id="a phone"),
        pytest.param("tablet", 768, id="a tablet"),
        pytest.param("desk", 1280, id="a desk"),
    ],
)
@pytest.mark.parametrize("window", [375, 1280, 1920])
def test_the_mail_is_as_wide_as_the_device_and_all_of_it_is_in_sight(
    browser: Browser, server: Server, chosen: str, width: int, window: int
) -> None:
    page = opened(browser, server, f"weekly/?{SLOT}&width={chosen}", width=window)
    assert mail(page).locator("html").evaluate("() => innerWidth") == width
    box, screen = page.locator("iframe").bounding_box(), page.locator(".screen").bounding_box()
    assert box
    assert screen
    assert box["width"] == pytest.approx(screen["width"], abs=1)
    assert box["height"] == pytest.approx(screen["height"], abs=1)
    assert box["width"] <= min(window, width)
    middle = screen["x"] + screen["width"] / 2
    assert middle == pytest.approx(window / 2, abs=1)
    page.close()


@pytest.mark.parametrize("own", ["light", "dark"])
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("digest", ["weekly"])
def test_a_mail_is_light_or_dark_whatever_the_browser_is(
    browser: Browser, server: Server, digest: str, mode: str, own: str
) -> None:
    page = opened(browser, server, f"{digest}/?{SLOT}&mode={mode}", scheme=own)
    title = mail(page).get_by_role("link", name="By the sea").first
    ink = title.evaluate("element => getComputedStyle(element).color")
    assert (luminance(ink) > 0.4) is (mode == "dark")
    scheme = mail(page).locator("html").evaluate("element => getComputedStyle(element).colorScheme")
    assert scheme == mode
    page.close()


def test_without_images_none_is_asked_for_and_the_alt_text_is_there(browser: Browser, server: Server) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    page = browser.new_page()
    page.route(PICTURE, refuse)
    page.goto(f"{server.previews}weekly/?{SLOT}&images=off")
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert mail(page).get_by_alt_text("The sea").count() == 1
    page.goto(f"{server.previews}weekly/?{SLOT}")
    page.wait_for_load_state("networkidle")
    assert asked == [PICTURE]
    page.close()


def test_a_link_in_the_mail_is_opened_beside_it(browser: Browser, server: Server) -> None:
    page = opened(browser, server, f"weekly/?{SLOT}")
    page.context.route("https://blog.example/**", lambda route: route.fulfill(body="There"))
    with page.expect_popup() as popup:
        mail(page).get_by_role("link", name="By the sea").first.click()
    assert popup.value.url == "https://blog.example/posts/a/"
    assert mail(page).get_by_role("link", name="By the sea").first.is_visible()
    popup.value.close()
    page.close()


def test_every_control_works_without_script(browser: Browser, server: Server) -> None:
    page = opened(browser, server, f"weekly/?{SLOT}", script=False)
    for link in ("Phone", "Dark", "Off", "Text", "Source", "MJML"):
        page.get_by_role("link", name=link, exact=True).click()
        assert page.get_by_role("link", name=link, exact=True).get_attribute("aria-current")
    assert "<mjml" in page.locator("pre").inner_text()
    page.get_by_role("link", name="Following slot").click()
    assert page.locator(".slot").inner_text() == "Mon 11 May 2026 09:00 UTC"
    page.get_by_text("Another time").click()
    page.locator("#slot").fill("2026-04-28T08:00")
    page.get_by_role("button", name="Show").click()
    assert page.locator(".slot").inner_text() == "Mon 04 May 2026 09:00 UTC"
    assert "source=mjml" in page.url
    page.get_by_role("link", name="Next slot from now").click()
    assert "slot=" not in page.url
    page.close()


def test_the_page_loads_nothing_but_its_own_and_logs_no_error(browser: Browser, server: Server) -> None:
    said: list[str] = []
    asked: list[str] = []
    page = browser.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.previews}weekly/?{SLOT}&view=checks")
    page.wait_for_timeout(1500)
    found = {url.removeprefix(server.previews).partition("?")[0] for url in asked}
    assert found <= {"weekly/", "operator.css", "reload.js", "version", "data:,"}
    assert "version" in found
    assert said == []
    page.close()


# Reloading


def test_an_open_page_follows_what_is_saved_and_keeps_its_place(
    browser: Browser, blog: Blog, server: Server
) -> None:
    page = opened(browser, server, f"weekly/?{SLOT}&width=phone")
    mail(page).get_by_role("link", name="By the sea").first.wait_for()
    mail(page).locator("html").evaluate("() => scrollTo(0, 700)")
    blog.write("a.md", "Other words.", title="In the hills", date="2026-05-01")
    mail(page).get_by_text("In the hills").first.wait_for(state="attached")
    page.wait_for_function(
        "document.querySelector('iframe').contentDocument.scrollingElement.scrollTop === 700"
    )
    page.close()


def test_a_view_keeps_the_place_that_it_was_scrolled_to(browser: Browser, blog: Blog, server: Server) -> None:
    page = opened(browser, server, f"weekly/?{SLOT}&view=source&source=message")
    page.evaluate("scrollTo(0, 900)")
    blog.write("0.md", "Other words.", title="Written anew", date="2026-05-02")
    page.get_by_text("Written anew").first.wait_for()
    page.wait_for_function("scrollY === 900")
    page.close()


def test_a_page_that_is_not_in_sight_asks_nothing(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.add_init_script("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.previews}weekly/?{SLOT}&view=text")
    page.wait_for_timeout(2500)
    assert not [url for url in asked if url.endswith("version")]
    page.close()


def test_a_page_with_a_fault_shows_the_edition_once_it_is_mended(
    browser: Browser, blog: Blog, server: Server
) -> None:
    file = blog.folder / "templates" / "digest" / "mine" / "edition.mjml"
    wrong = file.read_text(encoding="utf-8")
    page = opened(browser, server, f"mine/?{SLOT}")
    assert "unknown MJML tag <mj-sektion>" in page.locator("main").inner_text()
    file.write_text(wrong.replace("mj-sektion", "mj-section"), encoding="utf-8")
    page.locator("iframe").wait_for()
    file.write_text(wrong, encoding="utf-8")
    page.get_by_text("unknown MJML tag <mj-sektion>").wait_for()
    page.close()


def test_an_open_page_is_loaded_anew_when_the_program_was_started_again(
    browser: Browser, tmp_path: Path
) -> None:
    blog = Blog(tmp_path)
    blog.configure('[[digests]]\nname = "weekly"\n[web]\noperator_address = "127.0.0.1:0"\n')
    blog.write("a.md", title="Before", date="2026-05-01")
    blog.build()
    with serving(blog.folder, "--no-watch") as running:
        page = opened(browser, running, f"weekly/?{SLOT}&view=text")
        page.get_by_text("Before").first.wait_for()
        port = running.previews.split(":")[2].partition("/")[0]
    page.wait_for_timeout(1500)  # nobody answers
    blog.write("a.md", title="Written meanwhile", date="2026-05-01")
    blog.build()
    with serving(blog.folder, "--no-watch", "--operator-port", port):
        page.get_by_text("Written meanwhile").first.wait_for()
        page.close()
