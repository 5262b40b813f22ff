"""Which links are asked, and what their answers say of them."""

import pytest

from publisher.preflight import Finding, LinkAnswer, addresses, judge
from publisher.preflight.asked import RULES, Outcome
from tests.preflight.letter import message, spoilt

SITE = "https://blog.example/"


def test_each_address_is_asked_once_without_its_fragment() -> None:
    links = addresses(message(spoilt('href="https://blog.example/b"', 'href="https://blog.example/a#b"')))
    assert [(link.url, link.place) for link in links] == [
        ("https://blog.example/a", "the link 'A loaf' (https://blog.example/a)"),
        ("https://blog.example/a.jpg", "the picture of 'The week' (https://blog.example/a.jpg)"),
        ("https://blog.example/u", "the link 'Unsubscribe' (https://blog.example/u)"),
    ]


@pytest.mark.parametrize(
    "address",
    [
        pytest.param("{{preferences_url}}", id="a placeholder"),
        pytest.param("https://blog.example/?u={{email}}", id="a placeholder within"),
        pytest.param("mailto:ann@blog.example", id="mail"),
        pytest.param("#b", id="a place in the message"),
        pytest.param("", id="nothing"),
        pytest.param("/about", id="a path"),
        pytest.param("https://", id="no host"),
        pytest.param("https://blog.example/weekly/7#writing", id="a page that is left out"),
    ],
)
def test_what_is_no_address_to_ask_is_left_out(address: str) -> None:
    html = spoilt('href="https://blog.example/b"', f'href="{address}"')
    found = [link.url for link in addresses(message(html), ("https://blog.example/weekly/7",))]
    assert found == ["https://blog.example/a", "https://blog.example/a.jpg", "https://blog.example/u"]


@pytest.mark.parametrize(
    ("status", "level", "code"),
    [
        (404, "error", "link-dead"),
        (410, "error", "link-dead"),
        *((status, "note", "link-guarded") for status in (401, 403, 405, 429, 451, 999)),
        *((status, "warning", "link-failing") for status in (304, 400, 418, 500, 502, 503, 600)),
    ],
)
def test_a_status_says_how_bad_it_is(status: int, level: str, code: str) -> None:
    [finding] = judged(LinkAnswer(url="", status=status), site="https://elsewhere.example/")
    assert (finding.level, finding.code) == (level, code)
    assert f"it answers {status}" in finding.reason


@pytest.mark.parametrize("outcome", RULES)
def test_what_did_not_answer_says_why(outcome: Outcome) -> None:
    [finding] = judged(LinkAnswer(url="", outcome=outcome, reason="because"))
    assert (finding.level, finding.code) == RULES[outcome][:2]
    assert finding.reason.endswith(": because")
    assert finding.remedy


@pytest.mark.parametrize("status", [200, 204, 206])
def test_what_is_there_says_nothing(status: int) -> None:
    assert judged(LinkAnswer(url="", status=status)) == []


def test_what_has_moved_for_good_is_a_note_with_the_new_address() -> None:
    [finding] = judged(LinkAnswer(url="", status=200, moved_to="https://new.example/"))
    assert (finding.level, finding.code) == ("note", "link-moved")
    assert "https://new.example/" in finding.reason


def test_a_page_of_ours_that_is_not_deployed_yet_is_a_warning() -> None:
    [finding] = judged(LinkAnswer(url="", status=404))
    assert (finding.level, finding.code) == ("warning", "link-not-published")
    [elsewhere] = judged(LinkAnswer(url="", status=404), site="https://blog.example/other/")
    assert elsewhere.code == "link-dead"


def judged(answer: LinkAnswer, site: str = SITE) -> list[Finding]:
    links = addresses(message())[:1]
    return list(judge(links, {links[0].url: answer}, site))
