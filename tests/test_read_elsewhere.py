"""A message as another program reads it, one that we did not write: mblaze, made for mail in folders."""

import os
import re
import shutil
import subprocess
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.blog import Blog
from tests.command import publisher
from tests.mailbox import mailbox

SETTINGS = """\
[[digests]]
name = "weekly"
title = "Die Woche auf einen Blick"
schedule = "mon 09:00"
[mail]
from = "Übersicht über alles <blog@blog.example>"
reply_to = "Ann <ann@blog.example>"
postal_address = "1 Example Street"
unsubscribe_url = "https://blog.example/unsubscribe?of=weekly&who=ann"
[smtp]
port = {port}
"""
TITLE = "Über Brot, 面包 und den Rest: ein langer Titel, der mehr als eine Zeile braucht"


@pytest.fixture(scope="module")
def message(tmp_path_factory: pytest.TempPathFactory) -> tuple[EmailMessage, Path]:
    """The message that a mail server was given, and a file of its bytes."""
    if not shutil.which("mshow"):
        if os.environ.get("PUBLISHER_TESTS_NO_SKIP"):
            pytest.fail("mblaze is not installed")
        pytest.skip("mblaze is not installed")
    blog = Blog(tmp_path_factory.mktemp("blog"))
    with mailbox() as box:
        blog.configure(SETTINGS.format(port=box.port))
        blog.write("a.md", "Mehl, Wasser und Zeit. 面粉、水和时间。", title=TITLE, date="2026-05-01")
        blog.build()
        asked = ("send-test", "weekly", "Zoë <zoe@example.org>", "--at", "2026-05-04")
        assert publisher(*asked, folder=blog.folder).status == 0
    [received] = box.messages
    file = blog.folder / "received.eml"
    file.write_bytes(box.contents[0])
    return received, file


def said(*command: str) -> str:
    # Its tools write headers as the terminal can show them.
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, check=True, timeout=20, env=environment)
    return done.stdout.decode()


def header(name: str, file: Path, *options: str) -> str:
    return said("mhdr", *options, "-h", name, str(file)).strip()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "Subject", "[Test] Über Brot, 面包 und den Rest: ein langer Titel, der mehr…", id="subject"
        ),
        pytest.param("From", "Übersicht über alles <blog@blog.example>", id="from"),
        pytest.param("To", "Zoë <zoe@example.org>", id="to"),
        pytest.param("Reply-To", "Ann <ann@blog.example>", id="reply to"),
        pytest.param(
            "List-Unsubscribe", "<https://blog.example/unsubscribe?of=weekly&who=ann>", id="unsubscribe"
        ),
    ],
)
def test_headers_read_as_they_were_meant(
    message: tuple[EmailMessage, Path], name: str, expected: str
) -> None:
    assert header(name, message[1], "-d") == expected


def test_it_has_two_parts_the_text_first(message: tuple[EmailMessage, Path]) -> None:
    tree = said("mshow", "-t", str(message[1]))
    assert re.findall(r"(\w+/\w+)", tree)[-3:] == ["multipart/alternative", "text/plain", "text/html"]


@pytest.mark.parametrize(("number", "kind"), [("2", "plain"), ("3", "html")])
def test_parts_read_as_they_were_meant(message: tuple[EmailMessage, Path], number: str, kind: str) -> None:
    received, file = message
    part = received.get_body((kind,))
    assert part is not None
    read = said("mshow", "-O", str(file), number)
    assert read.replace("\r\n", "\n").rstrip("\n") == part.get_content().replace("\r\n", "\n").rstrip("\n")
    assert "面粉、水和时间。" in " ".join(read.split())
    assert "https://blog.example/unsubscribe?of=weekly" in read
