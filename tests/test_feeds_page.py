"""The page of feeds in a real Chromium: an address is one press from the clipboard, and in sight without scripts."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.blog import Blog
from tests.chromium import PLAIN_HOST, chromium, contrasts
from tests.servers import Server, serving

ALL, ADA = "https://blog.example/feeds/", "https://blog.example/feeds/author/ada/"
AUTHORS = ("Ada", "Bram", "Émile", "נועה", *(f"Writer {n}" for n in range(1, 31)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A site with a feed of all posts, one of a theme, and so many of authors that most of them are folded."""
    blog = Blog(tmp_path_factory.mktemp("site"))
    blog.configure('[[themes]]\nname = "Ink"\nkeywords = ["ink"]\n')
    for number, author in enumerate(AUTHORS):
        blog.write(f"{number}.md", author=author)
    blog.build()
    with serving(blog.folder) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """The page, in a window that may use the clipboard."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.goto(f"{server.site}feeds/")
    yield opened
    context.close()


def clipboard(page: Page) -> str:
    found: str = page.evaluate("navigator.clipboard.readText()")
    return found


def names(page: Page) -> list[str]:
    """Return the name of each feed in sight."""
    return page.locator(":is(summary, .one p) > bdi:visible").all_inner_texts()


def test_a_button_puts_the_address_on_the_clipboard_and_says_so(page: Page) -> None:
    button = page.get_by_role("button", name="Copy the RSS address of Blog")
    assert button.inner_text() == "Copy"
    button.click()
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert button.inner_text() == "Copied"
    assert clipboard(page) == f"{ALL}rss.xml"
    page.get_by_role("button", name="Copy the JSON Feed address of Blog").click()
    page.wait_for_function("document.querySelectorAll('.feeds button')[2].textContent === 'Copied'")
    assert button.inner_text() == "Copy"
    assert clipboard(page) == f"{ALL}feed.json"


def test_a_folded_feed_is_copied_with_the_keyboard_alone(page: Page) -> None:
    page.locator("summary", has_text="Ada").focus()
    page.keyboard.press("Enter")
    for _ in range(4):  # link, button, link, button
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.ariaLabel") == "Copy the Atom address of Ada"
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert clipboard(page) == f"{ADA}atom.xml"


def test_what_comes_without_tls_is_copied_too(page: Page, server: Server) -> None:
    other = page.context.new_page()
    other.goto(f"http://{PLAIN_HOST}:{server.port}/feeds/")
    assert other.evaluate("[isSecureContext, typeof navigator.clipboard]") == [False, "undefined"]
    other.get_by_role("button", name="Copy the Atom address of Blog").click()
    other.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    page.bring_to_front()
    assert clipboard(page) == f"{ALL}atom.xml"


def test_where_nothing_may_be_copied_the_address_is_selected(browser: Browser, server: Server) -> None:
    """A press that no person made may not copy."""
    other = browser.new_page()
    # At once: whatever is asked of the page later counts as a person's doing.
    other.add_init_script("addEventListener('load', () => document.querySelector('.feeds button').click())")
    other.goto(f"http://{PLAIN_HOST}:{server.port}/feeds/")
    other.get_by_text("The address is selected").wait_for()
    assert other.evaluate("String(getSelection())") == f"{ALL}rss.xml"
    assert other.locator(".said").evaluate("e => getComputedStyle(e).clipPath") == "none"
    other.close()


def test_without_scripts_every_address_is_text_and_no_button_is_dead(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.site}feeds/")
    assert page.locator("button:visible, input:visible").count() == 0
    assert page.locator("code").count() == 3 * (1 + 1 + len(AUTHORS))
    page.locator("summary", has_text="Show all 34").click()
    for summary in page.locator("details:not(.all) > summary").all():
        summary.click()
    assert page.locator("code:visible").count() == page.locator("code").count()
    assert page.get_by_text(f"{ADA}feed.json", exact=True).is_visible()
    select = "elements => [...new Set(elements.map(e => getComputedStyle(e).userSelect))]"
    assert page.locator("code").evaluate_all(select) == ["all"]
    context.close()


def test_a_feed_is_found_by_a_part_of_its_name(page: Page) -> None:
    before = names(page)
    find = page.get_by_label("Find a feed")
    find.fill("ÉMI")
    assert names(page) == ["Émile"]
    find.fill("emile ")
    assert names(page) == ["Émile"]
    find.fill("writer 3")
    assert names(page) == ["Writer 3", "Writer 30"]
    find.fill("nobody")
    assert names(page) == []
    assert page.get_by_text("No feed has that in its name.").is_visible()
    find.fill("")
    assert names(page) == before
    assert not page.get_by_text("No feed has that in its name.").is_visible()


def test_a_finger_finds_every_target(browser: Browser, server: Server) -> None:
    size = {"width": 390, "height": 844}
    context = browser.new_context(viewport=size, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.site}feeds/")
    page.locator("summary", has_text="Ada").tap()
    heights = "elements => elements.map(e => e.getBoundingClientRect().height)"
    targets = page.locator(".feeds :is(li a, button, summary):visible, .find input")
    assert targets.count() > 2 * 6 + 12
    assert min(targets.evaluate_all(heights)) >= 44
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_page_stands_out(browser: Browser, server: Server, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{server.site}feeds/")
    page.locator("summary", has_text="Ada").click()
    page.get_by_label("Find a feed").fill("nobody")
    assert min(contrasts(page).values()) >= 4.5
    page.get_by_label("Find a feed").fill("")
    found = contrasts(page)
    assert {"Copy", f"{ADA}rss.xml", "Atom", "Show all 34"} < found.keys()
    assert {text: value for text, value in found.items() if value < 4.5} == {}
    page.close()
