"""Approving as a person does it, and the page of how it all stands: in a real Chromium, judged by axe-core."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page

from publisher.catalog import service
from tests.blog import Blog
from tests.chromium import chromium
from tests.desk import APPROVED, MONDAY, WEEK, edition, issue_at
from tests.servers import Server, serving
from tests.test_preview_in_a_browser import judge

PAGES = {
    "the list of digests": "",
    "how it stands": "status",
    "a draft": "weekly/2/",
    "a released edition": "weekly/1/",
    "the checks of a draft": "weekly/2/?view=checks",
    "what was released already": "weekly/1/?already=release",
    "the slot of an edition": "weekly/?slot=2026-05-04T09:00",
    "a slot without an edition": "weekly/?slot=2026-05-18T09:00",
    "the list of editions": "weekly/editions",
    "a digest without any": "later/editions",
    "an edition that is not there": "weekly/9/",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture
def blog(blog: Blog) -> Blog:
    """A released edition, one that waits, a slot without any, a night of downtime, and a job that fails."""
    blog.configure(APPROVED.replace("approve = true\n", "") + '[[digests]]\nname = "later"\n')
    blog.write("a.md", "Words. " * 99, title="By the sea", date="2026-05-01")
    blog.build()
    issue_at(blog, MONDAY)
    blog.configure(APPROVED + '[[digests]]\nname = "later"\nschedule = "monthly 1 09:00"\n')
    blog.write("rtl.md", "מילים " * 20, title="שלום", date="2026-05-08", lang="he")
    blog.build()
    issue_at(blog, MONDAY + WEEK)
    issue_at(blog, MONDAY + 3 * WEEK)
    now = datetime.now(UTC)
    with blog.catalog() as catalog, catalog.writing() as connection:
        night = service.started(connection, "host", 1, now - timedelta(hours=30), now - timedelta(hours=30))
        service.beat(connection, night, now - timedelta(hours=10))
        service.started(connection, "host", 2, now - timedelta(minutes=65), now)
        service.job_failed(
            connection, "build", now - timedelta(minutes=5), "posts: no such folder " + "x" * 99
        )
        service.job_succeeded(connection, "sync", now - timedelta(minutes=1), 0.2)
    return blog


@pytest.fixture
def server(blog: Blog) -> Iterator[Server]:
    with serving(blog.folder, "--no-watch") as running:
        yield running


def opened(browser: Browser, server: Server, path: str, *, script: bool = True) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, java_script_enabled=script)
    page.goto(server.previews + path)
    return page


def test_axe_finds_no_violation_and_nothing_is_wider_than_the_window(
    browser: Browser, server: Server
) -> None:
    for path in PAGES.values():
        page = opened(browser, server, path)
        judge(page)
        page.close()


def test_axe_finds_no_violation_where_the_question_is_asked(browser: Browser, server: Server) -> None:
    for path in ("weekly/2/", "status"):
        page = opened(browser, server, path)
        page.locator("summary", has_text="Cancel").click()
        judge(page)
        page.close()


def test_axe_finds_no_violation_where_nothing_ran_yet(browser: Browser, server: Server, blog: Blog) -> None:
    with blog.catalog() as catalog, catalog.writing() as connection:
        service.thin(connection, datetime.now(UTC) + timedelta(days=1), 1)
        service.stopped(connection, 2, datetime.now(UTC) - timedelta(hours=1))
    page = opened(browser, server, "status")
    assert page.get_by_text("The service is not running").is_visible()
    assert ": publisher run starts it." in page.locator(".service p").inner_text()
    judge(page)
    with blog.catalog() as catalog, catalog.writing() as connection:
        service.thin(connection, datetime.now(UTC), 0)
    page.reload()
    assert page.get_by_text("The service has never run here").is_visible()
    judge(page)
    page.close()


@pytest.mark.parametrize("script", [pytest.param(True, id="with script"), pytest.param(False, id="without")])
@pytest.mark.parametrize("path", ["weekly/2/", "status"])
def test_a_draft_is_released_with_one_button(
    browser: Browser, server: Server, blog: Blog, path: str, *, script: bool
) -> None:
    page = opened(browser, server, path, script=script)
    page.get_by_role("button", name="Release weekly/2").click()
    page.wait_for_url("**/preview/weekly/2/")
    assert "Released" in page.get_by_role("status").inner_text()
    assert page.get_by_role("button", name="Release weekly/2").count() == 0
    assert edition(blog, 2).status == "released"
    if script:
        page.get_by_role("link", name="Its page on the site").wait_for()
    page.close()


def test_a_draft_is_cancelled_after_a_question(browser: Browser, server: Server, blog: Blog) -> None:
    page, other = (opened(browser, server, path) for path in ("weekly/2/", "status"))
    assert not page.get_by_role("button", name="Cancel weekly/2").is_visible()
    page.locator("summary", has_text="Cancel").click()
    page.get_by_role("button", name="Cancel weekly/2").click()
    page.get_by_text("Cancelled", exact=True).wait_for()
    assert edition(blog, 2).status == "cancelled"
    other.get_by_text("waits for approval").wait_for(state="detached")
    page.close()
    other.close()


def test_another_operators_page_follows_and_a_late_click_is_told_kindly(
    browser: Browser, server: Server
) -> None:
    # Without script a page stays as it was.
    one, stale = (opened(browser, server, "weekly/2/", script=script) for script in (True, False))
    follower = opened(browser, server, "weekly/2/?view=text")
    one.get_by_role("button", name="Release weekly/2").click()
    follower.get_by_role("button", name="Release weekly/2").wait_for(state="detached")
    stale.get_by_role("button", name="Release weekly/2").click()
    assert (
        "weekly/2 is released already: this click changed nothing."
        in stale.get_by_role("status").inner_text()
    )
    for page in (one, stale, follower):
        page.close()


def test_a_form_of_another_site_is_refused(browser: Browser, server: Server, blog: Blog) -> None:
    page = browser.new_page()
    address = f"{server.previews}weekly/2/release"
    form = f'<form method="post" action="{address}"><input name="token" value="x"><button>Win</button></form>'
    page.route("http://evil.example/", lambda route: route.fulfill(body=form, content_type="text/html"))
    page.goto("http://evil.example/")
    page.get_by_role("button", name="Win").click()
    page.get_by_text("This was not done").wait_for()
    assert "The form is from http://evil.example" in page.locator("main").inner_text()
    assert edition(blog, 2).status == "draft"
    page.close()


def test_how_it_stands_is_said_at_a_glance(browser: Browser, server: Server) -> None:
    page = opened(browser, server, "status")
    said = page.locator("main").inner_text()
    for words in (
        "The service is running",
        "It was down for 8 h 55 min",
        "Failed once, last 5 min ago: posts: no such folder",
        "weekly/2 waits for approval",
        "No edition: nothing new",
        "1 slot was missed, ",
        "The newest edition is weekly/2",
        "Done 1 min ago in 0.2 s",
        "2 posts, 2 editions",
    ):
        assert words in said
    marks = page.locator(".marks li").evaluate_all("all => all.map(one => one.className)")
    assert marks == ["issued", "draft", "coalesced", "empty"]
    page.locator(".marks a").first.click()
    page.wait_for_url("**/preview/weekly/1/")
    page.close()


def test_how_it_stands_is_read_anew_while_nobody_uses_the_page(browser: Browser, server: Server) -> None:
    page = browser.new_page()
    page.clock.install()
    page.goto(f"{server.previews}status")
    page.evaluate("window.before = true")
    page.locator("summary", has_text="Cancel").click()
    page.clock.fast_forward(61_000)
    assert page.evaluate("window.before")
    page.locator("summary", has_text="Cancel").click()
    page.evaluate("document.activeElement.blur()")
    with page.expect_navigation():
        page.clock.fast_forward(61_000)
    assert page.evaluate("window.before") is None
    page.close()
