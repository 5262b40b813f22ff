"""The operator's page of an edition: what each of its addresses gives, asked of a real server."""

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from tests.blog import Blog
from tests.servers import Server, serving

HOSTILE = '<script>alert(1)</script> & "co" <b>bold</b>'
SLOT = "2026-05-04T11:00"  # a Monday, 09:00 UTC
SETTINGS = """
[[digests]]
name = "weekly"
title = "The <week> & more"
schedule = "mon 11:00"
timezone = "Europe/Berlin"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    blog = Blog(tmp_path_factory.mktemp("page"))
    blog.configure(SETTINGS)
    blog.write("a.md", "Words & more.", title=HOSTILE, date="2026-05-01")
    blog.write("b.md", "Other words.", title="Second", date="2026-05-06")
    blog.build()
    with serving(blog.folder, "--no-watch") as running:
        yield running


def asked(server: Server, query: str = "", path: str = "weekly/") -> httpx.Response:
    return httpx.get(f"{server.previews}{path}{query}")


def links(page: str) -> dict[str, str]:
    """Return the address of each link by its text; icons count by their hidden words."""
    found = re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return {" ".join(re.sub("<[^>]*>", " ", label).split()): unescape(href) for href, label in found}


def currents(page: str) -> list[str]:
    return [" ".join(one.split()) for one in re.findall(r'aria-current="[a-z]+">([^<]*)', page)]


# Controls


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        pytest.param("", ["Mail", "Window", "Light", "Shown"], id="nothing asked for"),
        pytest.param("?width=phone", ["Mail", "Phone", "Light", "Shown"], id="a phone"),
        pytest.param("?width=tablet", ["Mail", "Tablet", "Light", "Shown"], id="a tablet"),
        pytest.param("?width=desk&mode=dark", ["Mail", "Desk", "Dark", "Shown"], id="a dark desk"),
        pytest.param("?images=off", ["Mail", "Window", "Light", "Off"], id="images off"),
        pytest.param("?view=text", ["Text"], id="text"),
        pytest.param("?view=source", ["Source", "HTML"], id="source"),
        pytest.param("?view=source&source=mjml", ["Source", "MJML"], id="MJML"),
        pytest.param("?view=source&source=message", ["Source", "Message"], id="the raw message"),
        pytest.param("?view=headers", ["Headers"], id="headers"),
        pytest.param("?view=checks", ["Checks"], id="checks"),
        pytest.param("?view=posts", ["Posts"], id="posts"),
        pytest.param(
            "?view=nope&width=9&mode=&images=x&source=1&more=2",
            ["Mail", "Window", "Light", "Shown"],
            id="unknown values",
        ),
    ],
)
def test_a_control_shows_what_was_asked_for(server: Server, query: str, chosen: list[str]) -> None:
    page = asked(server, query)
    assert page.status_code == 200
    assert currents(page.text) == chosen


def test_a_control_keeps_what_the_others_are_set_to(server: Server) -> None:
    page = asked(server, f"?slot={SLOT}&width=phone&mode=dark").text
    found = links(page)
    assert found["Off"] == f"./?slot={SLOT.replace(':', '%3A')}&width=phone&mode=dark&images=off"
    assert found["Window"] == f"./?slot={SLOT.replace(':', '%3A')}&mode=dark"
    assert found["Text"] == f"./?slot={SLOT.replace(':', '%3A')}&view=text&width=phone&mode=dark"
    assert '<input type="hidden" name="width" value="phone">' in page
    assert 'src="edition.html?slot=2026-05-04T11%3A00&amp;mode=dark&amp;images=on"' in page


@pytest.mark.parametrize(
    ("slot", "words"),
    [
        pytest.param(SLOT, "Mon 04 May 2026 11:00 Europe/Berlin", id="the slot itself, on its own clock"),
        pytest.param(
            "2026-05-04T11:01", "Mon 11 May 2026 11:00 Europe/Berlin", id="a moment later: the next"
        ),
        pytest.param("2026-05-04", "Mon 04 May 2026 11:00 Europe/Berlin", id="a day"),
        pytest.param("2026-05-04T09:00Z", "Mon 04 May 2026 11:00 Europe/Berlin", id="with an offset"),
        pytest.param(
            "2026-05-04T11:00%2B03:00", "Mon 04 May 2026 11:00 Europe/Berlin", id="with another offset"
        ),
    ],
)
def test_any_slot_can_be_asked_for(server: Server, slot: str, words: str) -> None:
    page = asked(server, f"?slot={slot}").text
    assert f'<strong class="slot">{words}</strong>' in page


def test_slots_lead_to_the_one_before_and_after_and_back_to_now(server: Server) -> None:
    found = links(asked(server, f"?slot={SLOT}&view=text").text)
    assert found["Previous slot"] == "./?slot=2026-04-27T11%3A00&view=text"
    assert found["Following slot"] == "./?slot=2026-05-11T11%3A00&view=text"
    assert found["Next slot from now"] == "./?view=text"
    assert "Next slot from now" not in links(asked(server).text)


def test_slots_are_followed_across_a_change_of_the_clock(server: Server) -> None:
    page = asked(server, "?slot=2026-10-19T11:00").text
    assert links(page)["Following slot"] == "./?slot=2026-10-26T11%3A00"
    assert (
        links(asked(server, "?slot=2026-10-26T11:00").text)["Previous slot"] == "./?slot=2026-10-19T11%3A00"
    )


@pytest.mark.parametrize("path", ["weekly/", "weekly/edition.html", "weekly/report.json"])
@pytest.mark.parametrize("slot", ["yesterday", "2026-13-01", "1066-10-14T09:00", "9999-12-31", "<b>"])
def test_what_is_no_time_is_said_and_how_to_write_one(server: Server, path: str, slot: str) -> None:
    page = asked(server, f"?slot={slot}", path)
    assert page.status_code == 400
    said = unescape(page.text)
    assert f"slot: not a time: {slot}" in said.replace("&lt;", "<")
    assert 'write it as "2026-11-02"' in said


@pytest.mark.parametrize("slot", ["1900-01-01", "8999-12-31T23:59", "2026-05-04T11:00:00.5", "20260504T1100"])
def test_no_time_is_too_much_for_it(server: Server, slot: str) -> None:
    assert asked(server, f"?slot={slot}").status_code in (200, 404)


# Views


def test_the_inbox_row_has_sender_subject_and_preheader(server: Server) -> None:
    page = asked(server, f"?slot={SLOT}").text
    assert '<p class="sender" dir="auto">Blog</p>' in page
    assert re.search(r'<span class="subject">.*&lt;script&gt;', page)
    assert re.search(r"<dd>[\d.]+ of 102 KB\n", page)


def test_the_text_is_the_text_part(server: Server) -> None:
    page = asked(server, f"?slot={SLOT}&view=text").text
    part = asked(server, f"?slot={SLOT}", "weekly/edition.txt").text
    shown = re.search(r"<pre [^>]*>(.*?)</pre>", page, re.DOTALL)
    assert shown
    assert unescape(re.sub("</?span[^>]*>", "", shown[1])) == part.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("source", "part"),
    [
        pytest.param("html", "edition.html", id="HTML"),
        pytest.param("mjml", "edition.mjml", id="MJML"),
        pytest.param("message", "edition.eml", id="the message"),
    ],
)
def test_the_source_is_what_is_sent(server: Server, source: str, part: str) -> None:
    page = asked(server, f"?slot={SLOT}&view=source&source={source}").text
    shown = re.search(r"<pre [^>]*>(.*?)</pre>", page, re.DOTALL)
    assert shown
    assert unescape(re.sub("</?span>", "", shown[1])).rstrip("\n") == asked(
        server, f"?slot={SLOT}", f"weekly/{part}"
    ).text.replace("\r\n", "\n").rstrip("\n")


def test_the_headers_are_those_of_the_message_and_its_parts_are_listed(server: Server) -> None:
    page = asked(server, f"?slot={SLOT}&view=headers").text
    rows = re.findall(r'<tr><th scope="row"[^>]*>(.*?)</th>(.*?)</tr>', page)
    found = {name: re.findall(r"<td[^>]*>(.*?)</td>", cells) for name, cells in rows}
    assert found["Date"] == ["Mon, 04 May 2026 09:00:00 +0000"]
    assert unescape(found["To"][0]) == "Preview <preview@blog.example>"
    assert found["text/plain"][:2] == ["utf-8", "quoted-printable"]
    report = asked(server, f"?slot={SLOT}", "weekly/report.json").json()
    assert found["text/html"][2] == f"{report['bytes']['html']:,}"
    assert found["multipart/alternative"][2] == f"{report['bytes']['message']:,}"


def test_the_checks_are_counted_on_every_view_and_shown_by_level(server: Server) -> None:
    counts = re.findall(r'class="badge (\w+)">(\d+)<span', asked(server, f"?slot={SLOT}&view=text").text)
    assert {level for level, _ in counts} >= {"warning", "note"}
    page = asked(server, f"?slot={SLOT}&view=checks").text
    for level, count in counts:
        section = re.search(rf'<section class="level {level}">(.*?)</section>', page, re.DOTALL)
        assert section
        assert section[1].count("<h3") == int(count)
        assert section[1].count('<p class="remedy">') == int(count)
    assert "Set mail.postal_address" in page


def test_the_posts_are_listed_with_their_date_on_the_digests_clock(server: Server) -> None:
    page = asked(server, "?slot=2026-05-11T11:00&view=posts").text
    assert re.search(
        r'<a href="https://blog.example/posts/b/"[^>]*>Second</a> <span class="soft">Wed 06 May 2026 02:00',
        page,
    )


# What is not there


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        pytest.param(
            "wekly/", 404, 'no such digest: wekly (did you mean "weekly"?)', id="a digest nearly named"
        ),
        pytest.param("%3Cb%3E/", 404, "no such digest: <b>; there are: weekly", id="HTML as a digest"),
        pytest.param("weekly/?slot=2026-01-05", 404, "There is no post to show yet", id="before all posts"),
        pytest.param(
            "weekly/edition.txt?slot=2026-01-05", 404, "there is no post to show yet", id="nor a part of it"
        ),
        pytest.param(
            "weekly/edition.pdf", 404, "edition.pdf: an edition has edition.html", id="no such part"
        ),
    ],
)
def test_what_is_not_there_is_said(server: Server, path: str, status: int, said: str) -> None:
    page = asked(server, "", path)
    assert (page.status_code, said in unescape(page.text)) == (status, True)


def test_slots_can_be_changed_where_there_is_no_post_yet(server: Server) -> None:
    assert links(asked(server, "?slot=2026-01-05").text)["Next slot from now"] == "./"


# Safety


@pytest.mark.parametrize("view", ["html", "text", "source", "headers", "checks", "posts"])
def test_no_view_takes_a_title_for_html(server: Server, view: str) -> None:
    page = asked(server, f"?slot={SLOT}&view={view}").text
    assert "<script>alert" not in page
    assert "<b>bold" not in page
    assert "The &lt;week&gt; &amp; more" in page


@pytest.mark.parametrize(
    "path",
    [
        "",
        "weekly/",
        "weekly/edition.html",
        "weekly/edition.eml",
        "weekly/editions",
        "weekly/1/",
        "status",
        "version",
        "gone/",
    ],
)
@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8001", "[::2]"]
)
def test_under_another_name_nothing_is_shown(server: Server, path: str, host: str) -> None:
    answer = httpx.get(server.previews + path, headers={"Host": host})
    assert (answer.status_code, answer.text) == (400, "Invalid host header")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "weekly/",
        "weekly/edition.txt",
        "weekly/report.json",
        "version",
        "operator.css",
        "reload.js",
        "no/",
    ],
)
def test_every_answer_is_guarded(server: Server, path: str) -> None:
    headers = asked(server, "", path).headers
    assert headers["content-security-policy"].startswith(
        "default-src 'none'; style-src 'self'; script-src 'self';"
    )
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("query", "pictures"),
    [
        pytest.param("", "img-src http: https: data:;", id="with images"),
        pytest.param("?images=off", "img-src 'none';", id="without"),
    ],
)
def test_a_mail_can_run_nothing_wherever_it_is_opened(server: Server, query: str, pictures: str) -> None:
    said = asked(server, query, "weekly/edition.html").headers["content-security-policy"]
    assert said.startswith("default-src 'none'; ")
    assert pictures in said
    assert "script" not in said.replace("allow-scripts", "!")
    assert said.endswith("sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox")


def test_the_html_alone_is_the_html_as_it_is_sent(server: Server) -> None:
    assert "prefers-color-scheme: dark" in asked(server, "", "weekly/edition.html").text
    assert "prefers-color-scheme" not in asked(server, "?mode=dark", "weekly/edition.html").text


def test_the_version_stays_while_nothing_is_saved(server: Server) -> None:
    first, again = asked(server, "", "version"), asked(server, "", "version")
    assert first.json() == again.json()
    assert f'data-version="{first.json()["version"]}"' in asked(server).text
