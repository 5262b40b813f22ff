"""Editions of real archives in each look: mail that the standard library reads, and in which nothing is wrong."""

import email
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path

import pytest

from publisher.message import sent_size
from publisher.model import Site
from publisher.preview import Preview, preview
from publisher.rendering.dates import dates_in
from publisher.rendering.fitting import LIMIT
from publisher.rendering.strings import lookup
from tests.blog import Blog
from tests.test_corpora import COUNTS, archive

LOOKS = {"cards": "author", "brief": "date", "letter": "none"}
LANGUAGES = {"cosx": "zh", "frustrated-writer": "he", "osdev4arab": "ar", "radio-t": "ru"}
SITE = "https://example.org/"
MAIL = f"""
[mail]
postal_address = "1 Mill Lane, Ely"
unsubscribe_url = "{SITE}unsubscribe"
preferences_url = "{SITE}preferences"
"""
# What preflight may warn of: what only the writer can mend, in the post.
WARNINGS = {"image-not-https"}
# A post and what is said of it take no more characters than so.
REACH = 2000
SILENT = ("style", "script", "title")
INVISIBLE = re.compile(r"[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def squeezed(text: str) -> str:
    """Return a text without space and what nobody sees: each part breaks lines and puts marks in as it needs."""
    return re.sub(r"\s", "", INVISIBLE.sub("", text))


@dataclass
class Reader(HTMLParser):
    """What somebody reads in a page, as the standard library finds it: its words, links and headings, in order."""

    words: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    _within: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("a", "h1", "h2", "h3", *SILENT):
            self._within.append(tag)
        if tag == "a":
            self.links.append((str(dict(attrs)["href"]), ""))
        elif tag in ("h2", "h3"):
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._within:
            assert self._within.pop() == tag

    def handle_data(self, data: str) -> None:
        if any(tag in SILENT for tag in self._within):
            return
        self.words += data
        if "a" in self._within:
            address, words = self.links[-1]
            self.links[-1] = (address, words + data)
        if "h2" in self._within or "h3" in self._within:
            self.headings[-1] += data


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def publication(tmp_path: Path, folder: Path) -> Blog:
    """Return the posts of a folder on a public site, with a digest in each look."""
    blog = archive(tmp_path, folder)
    text = blog.config.read_text(encoding="utf-8").replace("https://blog.example/", SITE)
    language = LANGUAGES.get(folder.name, "en")
    text = text.replace("[site]\n", f"[site]\nlanguage = {json.dumps(language)}\n")
    digests = "".join(
        f'[[digests]]\nname = "{look}"\ntitle = "Everything new"\ntemplate = "{look}"\n'
        f'schedule = "monthly 1 09:00"\ngroup_by = "{group_by}"\n'
        for look, group_by in LOOKS.items()
    )
    blog.config.write_text(text + MAIL + digests, encoding="utf-8")
    blog.sync()
    return blog


def editions(blog: Blog) -> Iterator[Preview]:
    """Yield in each look the newest edition, that of the busiest month, and one of everything, which must be cut."""
    posts = blog.visible()
    months = Counter((post.published.year, post.published.month) for post in posts)
    ((year, month), _), *_ = months.most_common(1)
    busiest = datetime(year, month, 28, tzinfo=UTC)
    app = blog.app()
    with blog.catalog() as catalog, catalog.reading() as connection:
        for digest in app.settings.digests:
            for at, everything in ((posts[0].published, False), (busiest, False), (blog.now, True)):
                made = preview(app.settings, connection, digest, at, app.templates, everything=everything)
                assert made
                yield made


def read_back(made: Preview) -> tuple[EmailMessage, str, Reader]:
    """Return the message as the standard library reads its bytes, its text, and its page as read."""
    message = email.message_from_bytes(made.message.as_bytes(), policy=SMTP)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert all(part.defects == [] for part in message.walk())
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert isinstance(plain, EmailMessage)
    assert isinstance(html, EmailMessage)
    return message, plain.get_content().replace("\r\n", "\n"), read(html.get_content())


def both_parts_say_the_same(made: Preview, text: str, page: Reader, site: Site) -> None:
    """Fail where a post, its title, address, day or authors, a count or the order is not the same in both parts."""
    posts, addresses = made.rendering.posts, [post.url for post in made.rendering.posts]
    in_page = [address for address, _ in page.links if address in set(addresses)]
    in_text = [line.strip() for line in text.split("\n") if line.strip() in set(addresses)]
    assert in_page == in_text == addresses
    called, dates = dict(page.links), dates_in(site.language, site.timezone)
    count = squeezed(lookup(site.language)("posts", n=made.edition.total))
    for part in (squeezed(page.words), squeezed(text)):
        assert count in part
        at = 0
        for post in posts:
            day = dates.day(dates.local(post.published))
            title = squeezed(called[post.url])
            assert title == squeezed(post.title or day)
            at = part.index(title, at) + len(title)
            for said in (day, *(author.name for author in post.authors)):
                assert squeezed(said) in part[at : at + REACH]
        for heading in page.headings:
            assert squeezed(heading.lstrip("■ ")) in part
    wanted = [squeezed(words) for words in left_out(made, site)]
    own_page = f"{SITE}editions/{made.edition.digest.name}/{made.edition.number}/"
    assert [squeezed(words) for _, words in more_links(page, own_page)] == wanted
    assert [squeezed(line) for line in more_lines(text, own_page)] == wanted


def left_out(made: Preview, site: Site) -> Iterator[str]:
    """Yield what is to be said of the posts that are left to the web edition: of each section, then of whole ones."""
    words, shown = lookup(site.language), {post.url for post in made.rendering.posts}
    whole = 0
    for section in made.edition.sections:
        more = section.more + sum(post.url not in shown for post in section.posts)
        if more == section.more + len(section.posts):
            whole += more
        elif more and section.slug and section.heading:
            yield words("more_in", n=more, section=section.heading)
        elif more:
            yield words("more", n=more)
    if whole:
        yield words("more", n=whole)


def more_links(page: Reader, own_page: str) -> list[tuple[str, str]]:
    """Return the links to what the web edition has besides: those to its page but the last, which shows it whole."""
    return [link for link in page.links if link[0].partition("#")[0] == own_page][:-1]


def more_lines(text: str, own_page: str) -> list[str]:
    """Return what the text says of them: the words before each address of the page but the last."""
    found = re.findall(rf"((?:\S[^\n]*\n)+){re.escape(own_page)}(?:#\S*)?\n", text)
    return [words.strip().rstrip(":：\u202f") for words in found][:-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*COUNTS, "seeds"])
def test_mail_of_real_posts_is_sound_and_says_the_same_twice(
    name: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    folder: Path = request.getfixturevalue("seeds" if name == "seeds" else "corpora")
    blog = publication(tmp_path, folder if name == "seeds" else folder / name)
    settings = blog.app().settings
    for made in editions(blog):
        message, text, page = read_back(made)
        assert message["Subject"] == made.rendering.subject
        assert sent_size(made.rendering.html) <= LIMIT
        found = made.findings(settings)
        assert [one for one in found if one.level == "error"] == []
        assert {one.code for one in found if one.level == "warning"} <= WARNINGS
        both_parts_say_the_same(made, text, page, settings.site)
