"""An edition as a MIME message, read back by the standard library."""

import email
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parseaddr
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.message import Envelope, address, make_message, named

DATE = datetime(2026, 6, 1, 9, tzinfo=UTC)


def message(**changed: Any) -> EmailMessage:
    """Return a message with some of its parts changed."""
    head = {
        "sender": "Notes <notes@blog.example>",
        "recipient": "reader@example.org",
        "identity": "weekly.7.1",
        "host": "blog.example",
    }
    body = {"subject": "News", "text": "Words.\n", "html": "<p>Words.</p>\n"}
    head |= {name: value for name, value in changed.items() if name not in body}
    body |= {name: value for name, value in changed.items() if name in body}
    return make_message(Envelope(**head), **body, date=DATE)


def read_back(made: EmailMessage) -> EmailMessage:
    """Return the message as a mail program would read its bytes."""
    raw = made.as_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))  # RFC 5322, 2.1.1
    assert b"\n" not in raw.replace(b"\r\n", b"")
    found = email.message_from_bytes(raw, policy=SMTP)
    assert isinstance(found, EmailMessage)
    return found


def content(made: EmailMessage, subtype: str) -> str:
    part = made.get_body((subtype,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


def test_a_message_says_who_what_and_when() -> None:
    found = read_back(
        message(reply_to="Answers <answers@blog.example>", unsubscribe_url="https://blog.example/u?a=1")
    )
    assert dict(found.items()) == {
        "From": "Notes <notes@blog.example>",
        "To": "reader@example.org",
        "Reply-To": "Answers <answers@blog.example>",
        "Subject": "News",
        "Date": "Mon, 01 Jun 2026 09:00:00 +0000",
        "Message-ID": "<weekly.7.1@blog.example>",
        "List-Unsubscribe": "<https://blog.example/u?a=1>",
        "MIME-Version": "1.0",
        "Content-Type": found["Content-Type"],
    }


def test_headers_without_a_value_are_left_out() -> None:
    found = read_back(message())
    assert "Reply-To" not in found
    assert "List-Unsubscribe" not in found


def test_the_plain_text_comes_before_the_html() -> None:
    found = read_back(message())
    assert [part.get_content_type() for part in found.iter_parts()] == ["text/plain", "text/html"]
    assert (content(found, "plain"), content(found, "html")) == ("Words.\n", "<p>Words.</p>\n")


@pytest.mark.parametrize(
    ("text", "coding"),
    [
        pytest.param("Words.\n", "quoted-printable", id="English"),
        pytest.param(
            "Schöne Grüße aus dem Norden, und bis zur nächsten Woche.\n", "quoted-printable", id="German"
        ),
        pytest.param("日本語の文章です。\n", "base64", id="Japanese"),
        pytest.param("x" * 5000 + "\n", "quoted-printable", id="one long line"),
        pytest.param("From me\n.\n..\n", "quoted-printable", id="lines that mail treats specially"),
    ],
)
def test_a_text_comes_back_whole_in_the_shorter_coding(text: str, coding: str) -> None:
    found = read_back(message(text=text))
    part = found.get_body(("plain",))
    assert part
    assert (content(found, "plain"), part["Content-Transfer-Encoding"]) == (text, coding)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).map(
    lambda text: text + "\n"
)
LINES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(
    lambda text: " ".join(text.split()) or "x"
)


@given(text=TEXTS, html=TEXTS)
def test_any_body_comes_back_whole(text: str, html: str) -> None:
    found = read_back(message(text=text, html=html))
    assert (content(found, "plain"), content(found, "html")) == (text, html)


# Where a name takes more than one encoded word (RFC 2047, 2), Python may lose a space between two of them.
NAMES = LINES.filter(lambda name: len(name.encode()) <= 40)


@given(subject=LINES, name=NAMES)
def test_any_subject_and_name_come_back_whole(subject: str, name: str) -> None:
    found = read_back(message(subject=subject, sender=named(name, "notes@blog.example")))
    raw = message(subject=subject, sender=named(name, "notes@blog.example")).as_bytes()
    # Python's own reading of a long name puts spaces into it; the older reader does not.
    shown, spec = parseaddr(str(email.message_from_bytes(raw)["From"]).replace("\r\n", ""))
    assert (found["Subject"], str(make_header(decode_header(shown))), spec) == (
        subject,
        name,
        "notes@blog.example",
    )


def test_twice_the_same_message_is_twice_the_same_bytes() -> None:
    assert message().as_bytes() == message().as_bytes()
    assert message().get_boundary() != message(text="Other.\n").get_boundary()


@pytest.mark.parametrize(
    ("text", "spec"),
    [
        pytest.param("a@b.example", "a@b.example", id="bare"),
        pytest.param("A B <a@b.example>", "a@b.example", id="with a name"),
        pytest.param('"News, views" <a@b.example>', "a@b.example", id="a quoted name"),
        pytest.param("a@bücher.example", "a@xn--bcher-kva.example", id="a domain beyond ASCII"),
    ],
)
def test_an_address_is_read(text: str, spec: str) -> None:
    assert address(text).addr_spec == spec


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("Notes", id="a name alone"),
        pytest.param("a@[::1]", id="an address literal"),
        pytest.param("News, views <a@b.example>", id="a comma that is not quoted"),
        pytest.param("a@b..example", id="an empty part of a domain"),
        pytest.param("a@bücher..example", id="an empty part beyond ASCII"),
        pytest.param("ü@b.example", id="letters beyond ASCII before the @"),
        pytest.param("a@b.example\nBcc: c@d.example", id="a second line"),
    ],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        address(text)


def test_a_host_beyond_ascii_makes_a_message_id_that_mail_can_carry() -> None:
    assert read_back(message(host="bücher.example"))["Message-ID"] == "<weekly.7.1@xn--bcher-kva.example>"
