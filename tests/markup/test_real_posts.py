"""Facts of the real posts beside the project."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest

from publisher.markup import printable
from publisher.markup.markdown import to_html
from publisher.markup.reading import Body, read_html
from publisher.markup.scripts import width
from publisher.markup.summary import LONGEST

_FRONT_MATTER = re.compile(r"\A\ufeff?\s*(---|\+\+\+)[ \t]*\r?\n.*?\r?\n\1[ \t]*\r?\n", re.DOTALL)
_GREETING = re.compile(r"(?:hi|hello|dear) (?:all|everyone|community)[,!.:]", re.IGNORECASE)
_LANGUAGES = {"cosx": "zh", "radio-t": "ru", "frustrated-writer": "he", "osdev4arab": "ar"}


def read(path: Path, language: str = "en") -> Body:
    text = _FRONT_MATTER.sub("", path.read_text("utf-8", errors="replace"), count=1)
    html = text if "servicenow" in path.as_posix() or path.suffix == ".txt" else to_html(text)
    return read_html(html, resolve=lambda address: urljoin("https://e.test/", address), language=language)


def some_posts(folder: Path) -> Iterator[Path]:
    """Yield about eighty of the posts in *folder*, spread over the whole of it."""
    posts = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".markdown", ".html"))
    yield from (path for path in posts[:: max(1, len(posts) // 80)] if path.name != "_index.md")


FOLDERS = [
    "broken-history",
    "cosx",
    "eev-ee",
    "electron-blog",
    "frustrated-writer",
    "osdev4arab",
    "perldotcom",
    "radio-t",
    "ruby-lang",
    "rust-blog",
    "servicenow",
    "servicenow-earlier",
]


@pytest.mark.parametrize("folder", FOLDERS)
def test_posts_are_read_whole(corpora: Path, folder: str) -> None:
    for path in some_posts(corpora / folder):
        body = read(path, _LANGUAGES.get(folder, "en"))
        assert printable(body.html) == body.html, path
        assert width(body.summary) <= LONGEST, path
        assert not _GREETING.match(body.summary), path
        assert "<script" not in body.html, path


@pytest.mark.parametrize("folder", ["servicenow", "cosx", "eev-ee", "frustrated-writer"])
def test_what_comes_out_gives_itself_again(corpora: Path, folder: str) -> None:
    for path in some_posts(corpora / folder):
        once = read(path).html
        assert read_html(once, resolve=str, language="en").html == once, path


def test_each_seed_has_a_summary_and_a_picture(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        body = read(path)
        assert 100 <= len(body.summary) <= LONGEST
        assert body.image is not None
        assert 3 <= body.reading_minutes <= 4


ODDITIES = [
    pytest.param("servicenow/2011/09-24-chuck-tomasi-loaner-request-.md", "<iframe", id="a film in a frame"),
    pytest.param("servicenow/2009/05-22-slightlyloony-off-topic---.md", "<embed", id="a film in an object"),
    pytest.param(
        "servicenow/2014/07-24-alex-kuscher-stay-tuned-fede.md", "javascript:", id="a script for an address"
    ),
    pytest.param(
        "servicenow/2014/06-06-kim-purcell-internet-explor.md", "MsoNormal", id="a word processor's markup"
    ),
]


@pytest.mark.parametrize(("path", "gone"), ODDITIES)
def test_what_is_odd_in_a_post_is_gone(corpora: Path, path: str, gone: str) -> None:
    assert gone in (corpora / path).read_text("utf-8")
    assert gone not in read(corpora / path).html


def test_control_characters_of_a_real_post_are_gone(corpora: Path) -> None:
    path = corpora / "rust-blog/content/Rust-2017-Survey-Results/index.md"
    assert printable(path.read_text("utf-8")) != path.read_text("utf-8")
    assert printable(read(path).text) == read(path).text


def test_a_film_of_a_real_post_is_a_link(corpora: Path) -> None:
    body = read(corpora / "servicenow/2014/05-30-katharine-campbell-reporting--how-.md")
    assert 'href="https://www.youtube.com/watch?v=' in body.html
    assert ">Video</a>" in body.html
