"""How big a message is as sent."""

from email.policy import SMTP

import pytest

from publisher.preflight import check
from publisher.preflight.draft import read_draft
from publisher.preflight.size import html_bytes
from tests.preflight.letter import CONTEXT, HTML, codes, findings, message


def sized(size: int) -> str:
    """Return HTML that takes this many bytes as 7bit, each line of 100 with its CRLF."""
    spare = size - len(HTML) - HTML.count("\n")
    lines, rest = divmod(spare, 100)
    return HTML + ("<!--" + "x" * 91 + "-->\n") * (lines - 1) + "<!--" + "x" * (91 + rest) + "-->\n"


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        pytest.param(99_999, [], id="below 100,000"),
        pytest.param(100_000, [("warning", "html-nearly-too-big")], id="100,000"),
        pytest.param(101_999, [("warning", "html-nearly-too-big")], id="below 102,000"),
        pytest.param(102_000, [("error", "html-too-big")], id="102,000"),
    ],
)
def test_html_that_gmail_would_clip_is_an_error(size: int, wanted: list[tuple[str, str]]) -> None:
    assert codes(findings(sized(size), coding="7bit")) == wanted


@pytest.mark.parametrize("coding", ["7bit", "8bit", "quoted-printable", "base64"])
def test_the_size_is_what_is_sent(coding: str) -> None:
    html = HTML if coding == "7bit" else HTML.replace("Cream", "Crème")
    sent = message(html, coding=coding)
    part = sent.get_body(("html",))
    assert part
    _, _, body = part.as_bytes(policy=SMTP).partition(b"\r\n\r\n")
    assert html_bytes(read_draft(sent, CONTEXT)) == len(body)


def test_base64_counts_as_four_thirds() -> None:
    plain, coded = (html_bytes(read_draft(message(coding=coding), CONTEXT)) for coding in ("7bit", "base64"))
    assert coded > plain * 1.3


def test_the_size_of_the_message_is_a_note() -> None:
    sent = message()
    found = next(one for one in check(sent, CONTEXT) if one.code == "message-size")
    assert found.level == "note"
    assert f"{len(sent.as_bytes(policy=SMTP)):,} bytes" in found.reason
