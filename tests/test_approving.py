"""Releasing and cancelling a draft from the operator's page, and refusing whoever else asks for it."""

import threading
from collections.abc import Iterator
from html import unescape

import httpx
import pytest

from publisher.issuing import Desk
from tests.blog import Blog
from tests.desk import APPROVED, MONDAY, edition, issue_at, press, token
from tests.servers import Server, ask, serving, until


@pytest.fixture
def drafts(blog: Blog) -> Blog:
    """One edition of one post that waits for approval."""
    blog.configure(APPROVED)
    blog.write("a.md", "Words of it.", title="By the sea", date="2026-05-01")
    blog.build()
    issue_at(blog, MONDAY)
    return blog


@pytest.fixture
def server(drafts: Blog) -> Iterator[Server]:
    with serving(drafts.folder, "--no-watch") as running:
        yield running


def page(server: Server, query: str = "") -> str:
    return unescape(httpx.get(f"{server.previews}weekly/1/{query}").text)


def test_a_release_leads_back_to_the_page_and_is_on_the_site_soon(server: Server, drafts: Blog) -> None:
    assert "waits for approval" in page(server)
    answer = press(server, "release")
    assert (answer.status_code, answer.headers["location"]) == (303, "/preview/weekly/1/")
    assert edition(drafts, 1).status == "released"
    until(lambda: (drafts.public / "editions/weekly/1/index.html").is_file())
    until(lambda: "Its page on the site" in page(server))
    assert "Release weekly/1" not in page(server)
    assert "By the sea" in (drafts.public / "editions/weekly/atom.xml").read_text(encoding="utf-8")


def test_a_cancelled_draft_leaves_its_posts_to_the_next(server: Server, drafts: Blog) -> None:
    assert press(server, "cancel").status_code == 303
    assert edition(drafts, 1).status == "cancelled"
    assert "its posts wait for the next edition" in page(server)
    assert not (drafts.public / "editions/weekly/1").exists()


def test_a_second_click_is_told_that_it_is_released_already(server: Server, drafts: Blog) -> None:
    given = token(page(server))
    press(server, "release", given=given)
    first = edition(drafts, 1)
    answer = press(server, "release", given=given)
    assert (answer.status_code, answer.headers["location"]) == (303, "/preview/weekly/1/?already=release")
    assert "weekly/1 is released already: this click changed nothing." in page(server, "?already=release")
    assert edition(drafts, 1) == first


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        pytest.param("release", "cancel", "weekly/1 was released meanwhile", id="released, then cancelled"),
        pytest.param("cancel", "release", "weekly/1 was cancelled meanwhile", id="cancelled, then released"),
        pytest.param("cancel", "cancel", "weekly/1 is cancelled already", id="cancelled twice"),
    ],
)
def test_what_another_operator_decided_stands(
    server: Server, drafts: Blog, first: str, second: str, said: str
) -> None:
    given = token(page(server))
    press(server, first, given=given)
    decided = edition(drafts, 1)
    answer = press(server, second, given=given)
    assert answer.status_code == 303
    assert said in unescape(httpx.get(server.previews[:-9] + answer.headers["location"]).text)
    assert edition(drafts, 1) == decided


def test_of_two_operators_at_once_one_decides(server: Server, drafts: Blog) -> None:
    given = token(page(server))
    answers: list[str] = []

    def click(act: str) -> None:
        answers.append(press(server, act, given=given).headers["location"])

    clicks = [threading.Thread(target=click, args=(act,)) for act in ("release", "cancel") * 4]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert sorted(answers)[:2] == ["/preview/weekly/1/", "/preview/weekly/1/?already=cancel"]
    assert edition(drafts, 1).status in ("released", "cancelled")


def test_a_remark_is_only_made_where_it_is_true(server: Server) -> None:
    assert "already: this click" not in page(server, "?already=release")
    assert "<script>" not in httpx.get(f"{server.previews}weekly/1/?already=<script>").text


@pytest.mark.parametrize("act", ["release", "cancel"])
@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        pytest.param(
            {"Origin": "https://evil.example"}, 403, "from https://evil.example, not", id="a foreign page"
        ),
        pytest.param(
            {"Origin": "http://127.0.0.1:1"}, 403, "from http://127.0.0.1:1, not", id="another port"
        ),
        pytest.param({"Origin": "null"}, 403, "The form is from null", id="a page that hides whose it is"),
        pytest.param({"Origin": ""}, 403, "from nobody knows where", id="nobody's"),
        pytest.param(
            {"Sec-Fetch-Site": "cross-site"}, 403, "from another site", id="cross-site by the browser"
        ),
        pytest.param(
            {"Sec-Fetch-Site": "same-site"}, 403, "from another site", id="same-site by the browser"
        ),
        pytest.param({"Host": "evil.example"}, 400, "Invalid host header", id="a foreign host"),
        pytest.param({"token": "wrong"}, 403, "before this program was started again", id="a wrong token"),
        pytest.param(
            {"token": "Ω%00"}, 403, "before this program was started again", id="a token of other signs"
        ),
        pytest.param({"token": "x" * 5000}, 413, "The form is longer", id="a form that is too long"),
    ],
)
def test_a_form_that_is_not_ours_changes_nothing_and_is_told_why(
    server: Server, drafts: Blog, act: str, changes: dict[str, str], status: int, said: str
) -> None:
    headers = {name: value for name, value in changes.items() if name != "token"}
    answer = press(server, act, given=changes.get("token", ""), headers=headers)
    assert (answer.status_code, said in unescape(answer.text)) == (status, True)
    if status == 403:
        assert "<h1>This was not done</h1>" in answer.text
        assert "Nothing was changed. Go back, load the page again, and use its button." in answer.text
    assert edition(drafts, 1).status == "draft"


@pytest.mark.parametrize("body", [b"", b"token=", b"other=1", b"token=%ff", b"token=a&token=b"])
def test_a_form_without_its_token_changes_nothing(server: Server, drafts: Blog, body: bytes) -> None:
    headers = {"Origin": server.previews.removesuffix("/preview/")}
    answer = httpx.post(f"{server.previews}weekly/1/release", content=body, headers=headers)
    assert answer.status_code == 403
    assert edition(drafts, 1).status == "draft"


def test_the_right_token_twice_is_not_one(server: Server, drafts: Blog) -> None:
    headers = {"Origin": server.previews.removesuffix("/preview/")}
    given = token(page(server))
    body = f"token={given}&token={given}".encode()
    answer = httpx.post(f"{server.previews}weekly/1/release", content=body, headers=headers)
    assert (answer.status_code, edition(drafts, 1).status) == (403, "draft")


def test_a_token_of_another_process_is_none(server: Server, drafts: Blog) -> None:
    with serving(drafts.folder, "--no-watch") as other:
        given = token(page(other))
    assert press(server, "release", given=given).status_code == 403
    assert edition(drafts, 1).status == "draft"


@pytest.mark.parametrize("act", ["release", "cancel"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_link_to_a_button_changes_nothing(server: Server, drafts: Blog, act: str, method: str) -> None:
    port = int(server.previews.split(":")[2].partition("/")[0])
    answer = ask(port, f"/preview/weekly/1/{act}", method, Host=f"127.0.0.1:{port}")
    assert (answer.status, answer["allow"]) == (405, "POST")
    assert edition(drafts, 1).status == "draft"


def test_an_edition_that_is_not_there_is_said(server: Server) -> None:
    answer = press(server, "release", 7)
    assert answer.status_code == 404
    assert "no such edition: weekly/7; the newest is weekly/1" in unescape(answer.text)


def test_what_cannot_be_written_is_said_and_the_release_stands(server: Server, drafts: Blog) -> None:
    (drafts.public / "editions").write_text("in the way", encoding="utf-8")
    press(server, "release")
    until(lambda: "What was decided stands" in page(server))
    said = page(server)
    assert str(drafts.public / "editions") in said
    assert "Its page and feeds are not written: publisher build does." in said
    assert edition(drafts, 1).status == "released"


def test_the_desk_cancels_a_released_edition_unless_it_is_told_not_to(drafts: Blog) -> None:
    app = drafts.app()
    with app.open_catalog() as catalog:
        desk = Desk(settings=app.settings, catalog=catalog, templates=app.templates)
        desk.release(edition(drafts, 1), MONDAY)
        desk.cancel(edition(drafts, 1), MONDAY)
    assert edition(drafts, 1).status == "cancelled"
