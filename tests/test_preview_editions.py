"""Editions that were issued, on the operator's pages: shown as they were recorded, whatever changed since."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from html import unescape

import httpx
import pytest

from publisher.catalog import editions
from publisher.composing import preview_url
from tests.blog import Blog
from tests.desk import MONDAY, WEEK, issue_at
from tests.issued import issue
from tests.servers import Server, serving

SETTINGS = """
[[digests]]
name = "weekly"
title = "The <week>"
first = "all"
max_posts = 1
[[digests]]
name = "patient"
first = "all"
min_posts = 9
[[digests]]
name = "new"
"""


@pytest.fixture(scope="module")
def blog(tmp_path_factory: pytest.TempPathFactory) -> Blog:
    made = Blog(tmp_path_factory.mktemp("editions"))
    made.configure(SETTINGS)
    made.write("a.md", title="<b>By</b> the sea", date="2026-05-01")
    made.write("b.md", title="In the hills", date="2026-05-02")
    made.build()
    issue_at(made, MONDAY)
    issue_at(made, MONDAY, "patient")
    made.write("c.md", title="At home", date="2026-05-08")
    made.write("b.md", title="Written anew", date="2026-05-02")
    made.build()
    issue_at(made, MONDAY + WEEK)
    return made


@pytest.fixture(scope="module")
def server(blog: Blog) -> Iterator[Server]:
    with serving(blog.folder, "--no-watch") as running:
        yield running


def asked(server: Server, path: str) -> httpx.Response:
    return httpx.get(server.previews + path)


@pytest.mark.parametrize("address", ["weekly/1/{}", "weekly/{}?slot=2026-05-04T09:00"])
def test_an_edition_is_shown_as_it_was_recorded(blog: Blog, server: Server, address: str) -> None:
    with blog.catalog() as catalog, catalog.reading() as connection:
        html, text = editions.mail(connection, "weekly", 1)
    assert asked(server, address.format("edition.html")).text.rstrip("\r\n") == html
    assert asked(server, address.format("edition.txt")).text.replace("\r\n", "\n").rstrip() == text.rstrip()
    message = message_from_bytes(asked(server, address.format("edition.eml")).content)
    assert message["Message-ID"] == "<weekly.1@blog.example>"
    page = asked(server, address.format("web.html")).text
    assert "In the hills" in page
    assert "Written anew" not in page
    report = asked(server, address.format("report.json")).json()
    assert (report["number"], report["status"], report["posts"], report["shown"]) == (1, "released", 2, 1)
    assert report["bytes"]["message"] == len(asked(server, address.format("edition.eml")).content)


def test_of_an_edition_that_was_issued_no_mjml_was_kept(server: Server) -> None:
    answer = asked(server, "weekly/1/edition.mjml")
    assert (answer.status_code, "its HTML and text are kept" in answer.text) == (404, True)
    page = asked(server, "weekly/1/?view=source&source=mjml").text
    assert ">MJML<" not in page
    assert re.search(r'aria-current="true">HTML<', page)


@pytest.mark.parametrize("view", ["html", "text", "web", "source", "headers", "checks", "posts"])
def test_every_view_is_there_and_takes_no_title_for_html(server: Server, view: str) -> None:
    page = asked(server, f"weekly/1/?view={view}")
    assert page.status_code == 200
    assert "<b>By" not in page.text
    assert "The &lt;week&gt;" in page.text


def test_its_posts_are_those_of_its_mail_and_those_of_its_page_alone(server: Server) -> None:
    page = asked(server, "weekly/1/?view=posts").text
    groups = re.findall(r'<h2>([^<]*) <span class="badge">(\d+)', page)
    assert groups == [("In the mail", "1"), ("Web edition only", "1")]


def test_the_page_of_its_slot_says_so_and_leads_to_it(server: Server) -> None:
    page = unescape(asked(server, "weekly/?slot=2026-05-04T09:00").text)
    assert 'Issued as <a href="/preview/weekly/1/">weekly/1</a>, 2 posts: shown as it was recorded.' in page


def test_a_slot_that_was_decided_without_an_edition_says_what_became_of_it(server: Server) -> None:
    page = asked(server, "patient/?slot=2026-05-04T09:00")
    assert page.status_code == 200
    assert "<h2>This slot has no edition</h2>" in page.text
    assert "No edition: 2 posts, fewer than min_posts, wait for the next." in page.text
    part = asked(server, "patient/edition.txt?slot=2026-05-04T09:00")
    assert (part.status_code, part.text) == (
        404,
        "patient: no edition: 2 posts, fewer than min_posts, wait for the next\n",
    )


def test_a_slot_that_is_still_to_come_is_composed(server: Server) -> None:
    page = asked(server, "patient/?slot=2026-05-11T09:00").text
    assert "It would wait: 3 of at least 9 posts." in page
    assert "Issued as" not in page


def test_editions_lead_to_those_before_and_after_in_the_same_view(server: Server) -> None:
    first, second = (asked(server, f"weekly/{number}/?view=text").text for number in (1, 2))
    assert 'href="../2/?view=text" rel="next"' in first
    assert 'rel="prev"' not in first
    assert 'href="../1/?view=text" rel="prev"' in second
    assert 'rel="next"' not in second
    assert 'href="../editions"' in first


def test_editions_are_listed_the_newest_first(server: Server) -> None:
    page = asked(server, "weekly/editions").text
    rows = re.findall(
        r'<tr><td class="number">(\d+)</td>.*?<td>([^<]*)</td>.*?(\d+)<span class="unit">', page
    )
    assert rows == [("2", "Mon 11 May 2026 09:00 UTC", "1"), ("1", "Mon 04 May 2026 09:00 UTC", "2")]
    assert 'class="state released">Released<' in page
    assert "None was issued yet: <code>publisher issue new</code>" in asked(server, "new/editions").text


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "99999999999999999999", "²"])
def test_any_number_may_be_asked_for_in_the_list(server: Server, before: str) -> None:
    assert asked(server, f"weekly/editions?before={before}").status_code == 200


@pytest.mark.parametrize(
    ("path", "said"),
    [
        pytest.param("weekly/9/", "no such edition: weekly/9; the newest is weekly/2", id="no such number"),
        pytest.param("weekly/99999999999999999999/", "the newest is weekly/2", id="a number beyond all"),
        pytest.param("new/1/", "no such edition: new/1; none was issued yet", id="none yet"),
        pytest.param("wekly/1/", 'no such digest: wekly (did you mean "weekly"?)', id="no such digest"),
        pytest.param("wekly/editions", 'no such digest: wekly (did you mean "weekly"?)', id="nor its list"),
    ],
)
def test_what_is_not_there_is_said(server: Server, path: str, said: str) -> None:
    answer = asked(server, path)
    assert (answer.status_code, said in unescape(answer.text)) == (404, True)


def test_many_editions_are_listed_by_the_hundred(blog: Blog) -> None:
    blog.configure('[[digests]]\nname = "many"\nschedule = "daily 09:00"\n')
    for _ in range(103):
        issue(blog, "At home", digest="many", status="draft", every=timedelta(days=1))
        with blog.catalog() as catalog, catalog.writing() as connection:
            number = editions.newest_numbers(connection)["many"]
            editions.set_status(connection, "many", number, "cancelled", datetime(2026, 6, 1, tzinfo=UTC))
    with serving(blog.folder, "--no-watch") as running:
        first = asked(running, "many/editions").text
        assert first.count("<tr><td") == 100
        assert 'href="editions?before=4" rel="next"' in first
        rest = asked(running, "many/editions?before=4").text
        assert rest.count("<tr><td") == 3
        assert 'href="editions" rel="prev"' in rest
    blog.configure(SETTINGS)


def test_the_list_of_digests_says_what_was_issued_last(server: Server) -> None:
    page = asked(server, "").text
    assert '<a class="own" href="/preview/weekly/2/">weekly/2, 1 post</a>' in page
    assert "No edition: 2 posts, fewer than min_posts, wait for the next" in page
    assert 'href="/preview/status"' in page


def test_its_address_is_known_to_whoever_tells_of_a_draft(blog: Blog) -> None:
    assert preview_url(blog.app().settings, "weekly", 7) == "http://127.0.0.1:8001/preview/weekly/7/"


def test_what_lists_and_numbers_are_made_of_is_the_same_on_every_database(any_blog: Blog) -> None:
    any_blog.configure('[[digests]]\nname = "weekly"\nfirst = "all"\nmax_posts = 1\n')
    any_blog.write("a.md", title="By the sea", date="2026-05-01")
    any_blog.write("b.md", title="In the hills", date="2026-05-02")
    any_blog.build()
    issue_at(any_blog, MONDAY)
    issue_at(any_blog, MONDAY + WEEK)
    with any_blog.catalog() as catalog, catalog.reading() as connection:
        (line,) = editions.listed(connection, "weekly", 0, 9)
        assert (line.number, line.slot, line.status, line.mailed, line.posts) == (
            1,
            MONDAY,
            "released",
            True,
            2,
        )
        assert editions.listed(connection, "weekly", 1, 9) == ()
        assert [post.title for post in editions.in_mail(connection, "weekly", 1)] == ["In the hills"]
        assert editions.by_status(connection) == {("weekly", "released"): 1}
        assert editions.by_outcome(connection) == {("weekly", "issued"): 1, ("weekly", "empty"): 1}
