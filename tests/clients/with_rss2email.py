"""rss2email: each new post becomes a mail in a maildir, each change to one a reply to it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import ClassVar

from publisher.model import Enclosure
from tests.clients.reading import QUIET, Entry, Format, Poll, canonical, run

SETTINGS = """[DEFAULT]
to = reader@blog.example
from = rss2email@blog.example
email-protocol = maildir
maildir-path = {home}
maildir-mailbox = mail
html-mail = True
date-header = True
date-header-order = issued
name-format = {{author}}
reply-changes = True
[feed.blog]
url = {url}
"""
CONTENT = re.compile(r'<div id="body">\n(.*)\n</div>\n<div class="footer">', re.DOTALL)
ENCLOSURE = re.compile(r'<p>Enclosure: <a href="([^"]*)">')


class Rss2email:
    """rss2email, and the mail that it made."""

    program: ClassVar[str] = "r2e"
    formats: ClassVar[tuple[Format, ...]] = ("rss", "atom")
    spared: ClassVar[tuple[int, ...]] = QUIET

    def __init__(self, home: Path, url: str) -> None:
        self.home = home
        self.ids: dict[str, str] = {}
        (home / "settings").write_text(SETTINGS.format(home=home, url=url), encoding="utf-8")

    def poll(self) -> Poll:
        """Run it; take the mail out of the maildir. A reply has to be one to the mail about the same post."""
        run(["r2e", "-c", "settings", "-d", "data", "run"], self.home)
        new: list[Entry] = []
        changed: list[Entry] = []
        for message in self._mail():
            answers = message["In-Reply-To"]
            assert answers == self.ids.get(message["X-RSS-ID"])
            (changed if answers else new).append(_entry(message))
            self.ids[message["X-RSS-ID"]] = message["Message-ID"]
        return Poll(new=tuple(new), changed=tuple(changed))

    def _mail(self) -> Iterator[EmailMessage]:
        for file in (self.home / "mail" / "new").glob("*"):
            yield message_from_bytes(file.read_bytes(), policy=policy.default)
            file.unlink()

    @staticmethod
    def shown(entry: Entry, format_: Format) -> Entry:
        """Return it with one author (RSS gives it the first, Atom the last) and a file's address."""
        authors = entry.authors[:1] if format_ == "rss" else entry.authors[-1:]
        file = Enclosure(url=entry.enclosure.url, mime_type="") if entry.enclosure else None
        return replace(entry, updated=None, authors=authors, enclosure=file)


def _entry(message: EmailMessage) -> Entry:
    text: str = message.get_content()
    content, enclosure = CONTENT.search(text), ENCLOSURE.search(text)
    assert content
    date: datetime = message["Date"].datetime
    return Entry(
        id=message["X-RSS-ID"],
        title=message["Subject"],
        url=message["X-RSS-URL"],
        published=date.replace(tzinfo=UTC),
        updated=None,
        authors=(message["From"].addresses[0].display_name,),
        content=canonical(content[1]),
        enclosure=Enclosure(url=enclosure[1], mime_type="") if enclosure else None,
    )
