"""Subject, preheader, and the headers for leaving a list."""

from dataclasses import replace

import pytest

from publisher.preflight import check
from tests.preflight.letter import CONTEXT, HTML, PREHEADER, codes, findings, message

LIST, POST = "List-Unsubscribe", "List-Unsubscribe-Post"


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        pytest.param("", [("error", "subject-empty")], id="empty"),
        pytest.param("  ", [("error", "subject-empty")], id="blank"),
        pytest.param("a" * 60, [], id="60 columns"),
        pytest.param("a" * 61, [("warning", "subject-long")], id="61 columns"),
        pytest.param(
            "a" * 70, [("warning", "subject-long"), ("warning", "subject-folded")], id="79 with its name"
        ),
        # Twelve characters in base64 of three bytes each: 48, and 12 about them, and the name.
        pytest.param("週" * 12, [], id="12 wide characters"),
        pytest.param(
            "週" * 30, [("note", "subject-folded")], id="30 wide characters, 60 columns, encoded words"
        ),
        pytest.param(
            "週" * 31, [("warning", "subject-long"), ("warning", "subject-folded")], id="62 columns"
        ),
    ],
)
def test_the_subject_fits_an_inbox(subject: str, wanted: list[tuple[str, str]]) -> None:
    found = check(message(headers={"Subject": subject}), CONTEXT)
    assert [one for one in codes(found) if "subject" in one[1]] == wanted


def test_a_message_without_a_subject_is_one_with_an_empty_one() -> None:
    assert ("error", "subject-empty") in codes(check(message(headers={"Subject": None}), CONTEXT))


@pytest.mark.parametrize(
    ("preheader", "code"),
    [
        pytest.param("", "preheader-empty", id="empty"),
        pytest.param("a" * 29, "preheader-short", id="29 characters"),
        pytest.param("a" * 30, "", id="30 characters"),
        pytest.param("a" * 130, "", id="130 characters"),
        pytest.param("a" * 131, "preheader-long", id="131 characters"),
        pytest.param("TWO  new posts", "preheader-same", id="the subject again"),
    ],
)
def test_the_preheader_adds_to_the_subject(preheader: str, code: str) -> None:
    html = HTML.replace(PREHEADER, preheader)
    assert codes(findings(html, preheader=preheader)) == ([("warning", code)] if code else [])


def test_the_preheader_is_the_first_text_of_the_html() -> None:
    html = HTML.replace('<div style="display:none">', '<div style="display:none">Dear reader, ')
    assert codes(findings(html)) == [("warning", "preheader-not-first")]


@pytest.mark.parametrize(
    ("headers", "url", "wanted"),
    [
        pytest.param({}, "https://blog.example/u", [], id="both, https"),
        pytest.param(
            {LIST: None, POST: None}, "", [("warning", "list-unsubscribe-missing")], id="none, no address yet"
        ),
        pytest.param(
            {LIST: None, POST: None},
            "https://blog.example/u",
            [("error", "list-unsubscribe-missing")],
            id="none, though there is one",
        ),
        pytest.param(
            {POST: None},
            "https://blog.example/u",
            [("note", "list-unsubscribe-post-missing")],
            id="no one click",
        ),
        pytest.param(
            {LIST: "<mailto:leave@blog.example>", POST: None},
            "",
            [("warning", "list-unsubscribe-not-https")],
            id="by mail only",
        ),
        pytest.param(
            {LIST: "<http://blog.example/u>"},
            "http://blog.example/u",
            [("error", "list-unsubscribe-not-https")],
            id="one click without https",
        ),
        pytest.param(
            {LIST: "<mailto:leave@blog.example>, <https://blog.example/u>"},
            "https://blog.example/u",
            [],
            id="by mail or https",
        ),
        pytest.param(
            {POST: "yes"},
            "https://blog.example/u",
            [("error", "list-unsubscribe-post-wrong")],
            id="other words",
        ),
        pytest.param(
            {LIST: "https://blog.example/u", POST: None},
            "https://blog.example/u",
            [("error", "list-unsubscribe-missing")],
            id="no angle brackets",
        ),
    ],
)
def test_people_can_leave_with_one_click(
    headers: dict[str, str | None], url: str, wanted: list[tuple[str, str]]
) -> None:
    found = check(message(headers=headers), replace(CONTEXT, unsubscribe_url=url))
    assert [one for one in codes(found) if one[1].startswith("list-")] == wanted


def test_a_header_without_brackets_is_told_from_none() -> None:
    found = check(message(headers={LIST: "https://blog.example/u"}), CONTEXT)
    assert "angle brackets" in next(one.reason for one in found if one.code == "list-unsubscribe-missing")
    found = check(message(headers={LIST: None}), CONTEXT)
    assert next(one.reason for one in found if one.code == "list-unsubscribe-missing") == "there is none"
