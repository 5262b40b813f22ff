"""`publisher send-test` with a real mail server."""

import re
from pathlib import Path

import pytest

from tests.blog import Blog
from tests.command import failure, publisher
from tests.mailbox import mailbox

SETTINGS = """\
[[digests]]
name = "weekly"
schedule = "mon 09:00"
[mail]
from = "Blog <blog@blog.example>"
postal_address = "1 Example Street"
unsubscribe_url = "https://blog.example/unsubscribe"
preferences_url = "https://blog.example/preferences"
[smtp]
host = "127.0.0.1"
port = {port}
"""


def configured(blog: Blog, port: int, more: str = "") -> Path:
    blog.configure(SETTINGS.format(port=port) + more)
    blog.write("a.md", "Words.", title="First post", date="2026-05-01")
    blog.build()
    return blog.folder


def test_a_test_arrives_marked_with_its_links_filled_in(blog: Blog) -> None:
    with mailbox() as box:
        folder = configured(blog, box.port)
        outcome = publisher(
            "send-test", "weekly", "Ann <ann@example.org>", "--at", "2026-05-04", folder=folder
        )
    assert outcome.err == ""
    assert re.fullmatch(
        r"\[Test\] .*First post: given to 127\.0\.0\.1:\d+ for Ann <ann@example\.org>\n", outcome.out
    )
    [message], [recipients] = box.messages, box.recipients
    assert (recipients, message["From"]) == (["ann@example.org"], "Blog <blog@blog.example>")
    assert message["Subject"].startswith("[Test] ")
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        assert part is not None
        assert "https://blog.example/unsubscribe" in part.get_content()
        assert "{{" not in part.get_content()


def test_two_tests_are_two_messages(blog: Blog) -> None:
    with mailbox() as box:
        folder = configured(blog, box.port)
        for _ in range(2):
            publisher("send-test", "weekly", "ann@example.org", "--at", "2026-05-04", folder=folder)
    assert len({message["Message-ID"] for message in box.messages}) == 2


@pytest.mark.parametrize(
    ("address", "said"),
    [
        pytest.param("nobody", "not an address: nobody; write it as name@example.org", id="no address"),
        pytest.param("a@b.example\nBcc: c@d.example", "not an address", id="a header smuggled in"),
    ],
)
def test_what_is_no_address_is_refused(blog: Blog, address: str, said: str) -> None:
    with mailbox() as box:
        folder = configured(blog, box.port)
        outcome = publisher("send-test", "weekly", address, "--at", "2026-05-04", folder=folder)
    assert outcome.status == 1
    assert said in outcome.err
    assert box.messages == []


def test_a_server_that_refuses_is_an_error_in_a_line(blog: Blog) -> None:
    with mailbox({"RCPT": "550 no such user"}) as box:
        folder = configured(blog, box.port)
        outcome = publisher("send-test", "weekly", "ann@example.org", "--at", "2026-05-04", folder=folder)
    assert failure(outcome) == f"127.0.0.1:{box.port}: refuses ann@example.org: 550 no such user"


def test_a_password_is_read_from_its_file_and_a_missing_file_is_named(blog: Blog) -> None:
    with mailbox(login=True) as box:
        folder = configured(blog, box.port, 'username = "ann"\npassword_file = "secret"\n')
        asked = ("send-test", "weekly", "ann@example.org", "--at", "2026-05-04")
        said = failure(publisher(*asked, folder=folder))
        assert "smtp.password_file: " in said
        assert "No such file" in said
        (folder / "secret").write_text("secret\n", encoding="utf-8")
        assert publisher(*asked, folder=folder).status == 0
    assert len(box.messages) == 1
