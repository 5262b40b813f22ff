"""Each look as a whole, small enough to be read: its plain text, and an outline of its HTML.

A change that is meant is accepted by deleting the file in golden/: the next run writes it, and fails once.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from publisher.model import Look, Section
from tests.rendering.samples import POSTS
from tests.rendering.test_looks import LOOKS, edition_in, read, render

GOLDEN = Path(__file__).parent / "golden"
SECTIONS = (
    Section(heading="Writing", slug="writing", posts=POSTS[0:3:2], more=5),
    Section(heading="Tools", slug="tools", posts=POSTS[1:4:2]),
    Section(heading="More", slug="", posts=POSTS[5:]),
)
OWN = Look(social={"mastodon": "https://social.example/@press"}, footer="Printed on nothing.")


def outline(element: html.HtmlElement, depth: int = 0) -> Iterator[str]:
    """Yield what a reader meets: each text, with the element that holds it and what that says of it."""
    if not isinstance(element.tag, str) or "display:none" in element.get("style", ""):
        yield from _line(depth, element.tail)
        return
    told = [element.get(name, "") for name in ("href", "lang", "dir", "alt", "width", "height")]
    if element.tag in ("h1", "h2", "h3", "a", "img", "p"):
        yield from _line(depth, " ".join(filter(None, (element.tag, *told))))
        depth += 1
    elif element.get("lang") and element.tag == "td":
        yield from _line(depth, " ".join(filter(None, ("td", *told))))
    yield from _line(depth, element.text)
    for child in element:
        yield from outline(child, depth)
    yield from _line(depth - (element.tag in ("h1", "h2", "h3", "a", "img", "p")), element.tail)


def _line(depth: int, text: str | None) -> Iterator[str]:
    words = " ".join((text or "").split())
    if words and words != "·":
        yield "  " * depth + words


def expected(name: str, found: str) -> str:
    """Return what the file *name* holds; where there is none, write it and fail."""
    file = GOLDEN / name
    if not file.exists():
        file.write_text(found, encoding="utf-8")
        pytest.fail(f"{file} is new: look at it, and run again")
    return file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOOKS)
def test_a_look_is_as_it_was(name: str) -> None:
    rendering = render(name, edition_in(name, sections=SECTIONS), look=OWN)
    body = "\n".join(outline(read(rendering).find("body"))) + "\n"
    assert rendering.text == expected(f"{name}.txt", rendering.text)
    assert body == expected(f"{name}.outline", body)
