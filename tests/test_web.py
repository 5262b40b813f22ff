"""The two doors, as a browser and a reader find them: a real server in a process of its own."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.blog import Blog
from tests.command import publisher
from tests.servers import BROWSER, Server, serving


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """A publication with two digests, built."""
    made = Blog(tmp_path_factory.mktemp("web"))
    made.configure(
        '[[digests]]\nname = "weekly"\ntitle = "The week"\n[[digests]]\nname = "daily"\nschedule = "daily 09:00"\n'
    )
    made.write("a.md", "Words & more.", title="First & last", date="2026-05-01")
    made.build()
    return made


@pytest.fixture(scope="module")
def server(blog: Blog) -> Iterator[Server]:
    with serving(blog.folder) as running:
        yield running


def get(address: str, **headers: str) -> httpx.Response:
    return httpx.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


def test_it_prints_the_addresses_to_open(server: Server) -> None:
    assert [re.sub(r":\d+", ":N", line) for line in server.said] == [
        "site      http://127.0.0.1:N/",
        "feeds     http://127.0.0.1:N/feeds/ (all posts: http://127.0.0.1:N/feeds/atom.xml)",
        "previews  http://127.0.0.1:N/preview/",
        "          http://127.0.0.1:N/preview/weekly/",
        "          http://127.0.0.1:N/preview/daily/",
        "Ctrl-C ends it",
    ]
    assert server.site != server.previews.removesuffix("preview/")


# The public's door


@pytest.mark.parametrize(
    ("path", "file", "media_type"),
    [
        pytest.param("", "index.html", "text/html; charset=utf-8", id="the front page"),
        pytest.param("posts/a/", "posts/a/index.html", "text/html; charset=utf-8", id="a post's page"),
        pytest.param("feeds/", "feeds/index.html", "text/html; charset=utf-8", id="the page of feeds"),
        pytest.param("site.css", "site.css", "text/css; charset=utf-8", id="the style sheet"),
        pytest.param("feeds.opml", "feeds.opml", "text/x-opml; charset=utf-8", id="the list of feeds"),
    ],
)
def test_the_site_is_what_was_built(
    blog: Blog, server: Server, path: str, file: str, media_type: str
) -> None:
    response = get(server.site + path, accept=BROWSER)
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert response.content == (blog.public / file).read_bytes()


@pytest.mark.parametrize(
    ("file", "accept", "media_type"),
    [
        pytest.param("rss.xml", "*/*", "application/rss+xml; charset=utf-8", id="RSS to a reader"),
        pytest.param(
            "atom.xml", "application/atom+xml", "application/atom+xml; charset=utf-8", id="Atom to a reader"
        ),
        pytest.param("feed.json", "*/*", "application/feed+json; charset=utf-8", id="JSON Feed to a reader"),
        pytest.param("rss.xml", BROWSER, "application/xml; charset=utf-8", id="RSS to a browser"),
        pytest.param("atom.xml", BROWSER, "application/xml; charset=utf-8", id="Atom to a browser"),
        pytest.param("feed.json", BROWSER, "application/json; charset=utf-8", id="JSON Feed to a browser"),
    ],
)
def test_a_feed_has_its_own_type_unless_a_browser_asks(
    blog: Blog, server: Server, file: str, accept: str, media_type: str
) -> None:
    response = get(f"{server.site}feeds/{file}", accept=accept)
    assert (response.headers["content-type"], response.headers["vary"]) == (
        media_type,
        "Accept, Accept-Encoding",
    )
    assert response.content == (blog.public / "feeds" / file).read_bytes()


def test_a_reader_that_has_the_feed_is_told_so_and_a_browser_is_not_given_the_readers(server: Server) -> None:
    feed = f"{server.site}feeds/atom.xml"
    first = get(feed, accept="*/*")
    again = get(feed, accept="*/*", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    other = get(feed, accept=BROWSER, if_none_match=first.headers["etag"])
    assert (other.status_code, other.headers["content-type"]) == (200, "application/xml; charset=utf-8")


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("gone/", id="nothing there"),
        pytest.param("feeds/gone.xml", id="no such feed"),
        pytest.param("../publisher.toml", id="out of the folder"),
        pytest.param("%2e%2e/publisher.toml", id="out of the folder, in disguise"),
        pytest.param("preview/", id="the operator's pages"),
    ],
)
def test_what_was_not_published_is_not_found(server: Server, path: str) -> None:
    assert get(server.site + path).status_code == 404


def test_a_folder_without_its_slash_leads_to_it(server: Server) -> None:
    response = get(f"{server.site}posts/a")
    assert (response.status_code, response.headers["location"]) == (301, "./a/")


def test_nothing_can_be_posted_to_the_public(server: Server) -> None:
    assert httpx.post(server.site).status_code == 405


# The operator's door


def test_the_operators_front_page_leads_to_the_digests(server: Server) -> None:
    assert get(server.previews.removesuffix("preview/")).headers["location"] == "/preview/"
    page = get(server.previews)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "The week" in page.text
    assert 'href="/preview/weekly/"' in page.text
    assert "every day at 09:00" in page.text


def test_a_digests_page_shows_its_next_edition(server: Server) -> None:
    page = get(f"{server.previews}weekly/")
    assert page.status_code == 200
    assert 'src="edition.html?mode=light&amp;images=on"' in page.text
    assert "this is the last slot that has posts" in page.text


@pytest.mark.parametrize(
    ("part", "media_type", "words"),
    [
        pytest.param("edition.html", "text/html; charset=utf-8", "First &amp; last", id="HTML"),
        pytest.param("edition.txt", "text/plain; charset=utf-8", "First & last", id="plain text"),
        pytest.param("edition.mjml", "text/plain; charset=utf-8", "<mjml", id="MJML"),
        pytest.param("edition.eml", "message/rfc822", "MIME-Version: 1.0", id="the message"),
        pytest.param("report.json", "application/json", '"title": "First & last"', id="the report"),
    ],
)
def test_each_part_of_an_edition_can_be_opened(
    server: Server, part: str, media_type: str, words: str
) -> None:
    response = get(f"{server.previews}weekly/{part}")
    assert (response.status_code, response.headers["content-type"]) == (200, media_type)
    assert words in response.text


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("gone/", id="no such digest"),
        pytest.param("gone/edition.html", id="a part of no digest"),
        pytest.param("weekly/gone.html", id="no such part"),
    ],
)
def test_what_is_no_preview_is_not_found(server: Server, path: str) -> None:
    assert get(server.previews + path).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        pytest.param("evil.example", 400, id="another name: another site could read it"),
        pytest.param("127.0.0.1.evil.example", 400, id="a name that begins as ours"),
        pytest.param("localhost", 200, id="localhost"),
        pytest.param("127.0.0.1:8001", 200, id="its address"),
        pytest.param("[::1]:8001", 200, id="its IPv6 address"),
    ],
)
def test_the_operators_door_goes_by_its_own_names_only(server: Server, host: str, status: int) -> None:
    assert get(server.previews, host=host).status_code == status


def test_the_site_goes_by_any_name(server: Server) -> None:
    assert get(server.site, host="blog.example").status_code == 200


# Beginning and end


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_ends_it_cleanly(blog: Blog, number: signal.Signals) -> None:
    with serving(blog.folder) as running:
        assert get(running.site).status_code == 200
        running.process.send_signal(number)
        out, err = running.process.communicate(timeout=10)
    assert (running.process.returncode, out, err) == (0, "", "")


def test_an_address_that_is_taken_is_one_line(blog: Blog, server: Server) -> None:
    port = server.site.rstrip("/").rpartition(":")[2]
    outcome = publisher("serve", "--port", port, "--operator-port", "0", folder=blog.folder)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err.startswith(
        f"publisher: 127.0.0.1:{port}: cannot be listened at: Address already in use"
    )


def test_without_a_build_there_is_nothing_to_serve(tmp_path: Path) -> None:
    blog = Blog(tmp_path)
    outcome = publisher("serve", folder=blog.folder)
    assert (outcome.status, outcome.out) == (1, "")
    assert outcome.err == f"publisher: {blog.public}: nothing is built yet; run publisher build first\n"
