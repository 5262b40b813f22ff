"""One SMTP transaction with a real server: what arrives, and what is said where nothing does."""

import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from publisher.errors import TransportError
from publisher.transport import Server, send
from tests.mailbox import mailbox


@pytest.fixture
def message() -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Blog <blog@example.org>"
    made["To"] = "Ann <ann@example.org>"
    made["Subject"] = "Grüße"
    made.set_content("Hello.\n")
    return made


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port where somebody listens and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def server(port: int, **options: str) -> Server:
    return Server(host="127.0.0.1", port=port, **options)  # type: ignore[arg-type]


def test_a_message_arrives_as_it_is(message: EmailMessage) -> None:
    with mailbox() as box:
        send(message, server(box.port))
    [arrived] = box.messages
    assert (arrived["Subject"], arrived.get_content()) == ("Grüße", "Hello.\r\n")
    assert box.recipients == [["ann@example.org"]]


def test_a_server_that_wants_a_password_gets_it(message: EmailMessage) -> None:
    with mailbox(login=True) as box:
        send(message, server(box.port, username="ann", password="secret"))
    assert len(box.messages) == 1


@pytest.mark.parametrize(
    ("answers", "permanent", "said"),
    [
        pytest.param(
            {"RCPT": "550 no such user"}, True, "refuses ann@example.org: 550 no such user", id="no user"
        ),
        pytest.param(
            {"RCPT": "451 try later"}, False, "refuses ann@example.org: 451 try later", id="greylisted"
        ),
        pytest.param(
            {"DATA": "554 not wanted"}, True, "refuses the message: 554 not wanted", id="not wanted"
        ),
        pytest.param({"DATA": "452 disk full"}, False, "refuses the message: 452 disk full", id="disk full"),
    ],
)
def test_what_a_server_refuses_is_said_and_whether_for_good(
    message: EmailMessage, answers: dict[str, str], said: str, *, permanent: bool
) -> None:
    with mailbox(answers) as box, pytest.raises(TransportError) as raised:
        send(message, server(box.port))
    assert (str(raised.value), raised.value.permanent) == (f"127.0.0.1:{box.port}: {said}", permanent)


def test_a_wrong_password_is_refused_for_good(message: EmailMessage) -> None:
    with mailbox(login=True) as box, pytest.raises(TransportError, match="535") as raised:
        send(message, server(box.port, username="ann", password="wrong"))
    assert raised.value.permanent
    assert "wrong" not in str(raised.value)


def test_a_server_that_is_not_there_may_come_back(message: EmailMessage) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(TransportError, match="Connection refused") as raised:
        send(message, server(port))
    assert not raised.value.permanent


def test_a_server_that_says_nothing_is_not_waited_for_without_end(
    message: EmailMessage, silent_port: int
) -> None:
    with pytest.raises(TransportError, match=f"127.0.0.1:{silent_port}: does not answer") as raised:
        send(message, server(silent_port), patience=0.3)
    assert not raised.value.permanent


def test_a_server_without_encryption_is_refused_where_that_is_asked_for(message: EmailMessage) -> None:
    with mailbox() as box, pytest.raises(TransportError, match="STARTTLS") as raised:
        send(message, server(box.port, security="starttls"))
    assert raised.value.permanent
    assert box.messages == []
