"""Editions that would be too long: what is cut, in which order, and that nothing is lost."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from publisher.message import sent_size
from publisher.model import Digest, Edition, Image, Post, Section, Site
from publisher.rendering import MailIdentity, Rendering, render_edition
from publisher.rendering.fitting import LIMIT
from publisher.rendering.values import Cuts
from tests.command import ROOT

SITE = Site(title="Blog", url="https://blog.example/")
START = datetime(2026, 5, 1, 12, tzinfo=UTC)
LOOKS = ("cards", "brief", "letter")
# About 300 characters.
SUMMARY = "Every post says what it is about in a few words, and then it says some more. " * 4


def post(number: int, *, summary: str, picture: bool) -> Post:
    moment = START - timedelta(hours=number)
    return Post(
        guid=f"guid-{number}",
        url=f"https://blog.example/posts/{number}/",
        title=f"Post number {number}",
        published=moment,
        updated=moment,
        summary=summary,
        image=Image(url=f"https://blog.example/{number}.png", alt=f"Picture {number}", width=600, height=400)
        if picture
        else None,
    )


def edition(count: int, look: str = "cards", *, summary: str = SUMMARY, picture: bool = True) -> Edition:
    """Return an edition of so many posts in three sections, one of them half as long as the others."""
    posts = [post(number, summary=summary, picture=picture) for number in range(count)]
    parts = (posts[: count // 5], posts[count // 5 : count * 3 // 5], posts[count * 3 // 5 :])
    sections = tuple(
        Section(heading=f"Section {number}", slug=f"s{number}", posts=tuple(part))
        for number, part in enumerate(parts)
    )
    return Edition(
        digest=Digest(name="weekly", template=look), slot=START, sections=sections, since=START, until=START
    )


def rendered(made: Edition) -> Rendering:
    return render_edition(
        made,
        site=SITE,
        mail=MailIdentity(),
        templates=(ROOT / "templates",),
        web_url="https://blog.example/editions/7/",
    )


def numbers(text: str) -> list[int]:
    """Return which posts a text leads to, in order, each once."""
    return list(dict.fromkeys(map(int, re.findall(r"https://blog\.example/posts/(\d+)/", text))))


@pytest.mark.parametrize("look", LOOKS)
def test_an_edition_that_fits_is_not_cut(look: str) -> None:
    made = rendered(edition(20, look))
    assert made.cuts == Cuts()
    assert numbers(made.html) == list(range(20))


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("count", [100, 1000])
def test_however_many_posts_an_edition_fits_and_nothing_is_lost(count: int, look: str) -> None:
    made = rendered(edition(count, look))
    assert LIMIT * 0.8 < sent_size(made.html) <= LIMIT or not made.cuts
    shown = numbers(made.html)
    assert len(shown) + made.cuts.posts == count
    more = sum(map(int, re.findall(r">(?:<bdi>)?(\d+) more in Section", made.html)))
    assert more == made.cuts.posts


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(
    "rest", [pytest.param(0, id="all have a name"), pytest.param(40, id="with the rest")]
)
def test_however_many_sections_an_edition_fits_and_nothing_is_lost(look: str, rest: int) -> None:
    posts = [post(number, summary=SUMMARY, picture=True) for number in range(400)]
    sections = [
        Section(heading=f"Section {number}", slug=f"s{number}", posts=(made,))
        for number, made in enumerate(posts[: 400 - rest])
    ]
    if rest:
        sections.append(Section(heading="More", slug="", posts=tuple(posts[-rest:]), more=7))
    digest = Digest(name="weekly", template=look)
    made = rendered(Edition(digest=digest, slot=START, sections=tuple(sections), since=START, until=START))
    assert LIMIT * 0.8 < sent_size(made.html) <= LIMIT
    shown = numbers(made.html)
    assert shown == list(range(len(shown))) == numbers(made.text)
    assert made.cuts.posts == 400 - len(shown)
    more = 400 - len(shown) + (7 if rest else 0)
    assert f">{more} more posts<" in re.sub("</?bdi>", "", made.html)
    assert f"\n{more} more posts:\nhttps://blog.example/editions/7/\n" in made.text
    assert f"Section {len(shown)}" not in made.html + made.text


@pytest.mark.parametrize("look", LOOKS)
def test_the_text_has_the_same_posts_in_the_same_order(look: str) -> None:
    made = rendered(edition(1000, look))
    assert numbers(made.text) == numbers(made.html)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        pytest.param(60, (False, False, False), id="all as it is"),
        pytest.param(85, (True, False, False), id="shorter summaries are enough"),
        pytest.param(105, (True, True, False), id="then pictures go"),
        pytest.param(300, (True, True, True), id="then posts"),
    ],
)
def test_summaries_are_cut_before_pictures_and_pictures_before_posts(
    count: int, expected: tuple[bool, bool, bool]
) -> None:
    cuts = rendered(edition(count)).cuts
    assert (cuts.summaries > 0, cuts.pictures > 0, cuts.posts > 0) == expected


@pytest.mark.parametrize(
    ("count", "columns"),
    [
        pytest.param(80, range(180, 241), id="a little"),
        pytest.param(90, range(140, 181), id="more"),
        pytest.param(100, range(60, 81), id="to a line"),
    ],
)
def test_summaries_are_cut_no_further_than_is_needed(count: int, columns: range) -> None:
    assert rendered(edition(count)).cuts.columns in columns


def test_the_first_pictures_stay_longest() -> None:
    made = rendered(edition(105))
    shown = [int(number) for number in re.findall(r"https://blog\.example/(\d+)\.png", made.html)]
    assert shown == list(range(len(shown)))
    assert made.cuts.pictures == 105 - len(shown)


def test_pictures_that_a_look_does_not_show_are_not_said_to_be_cut() -> None:
    assert rendered(edition(1000, "brief")).cuts.pictures == 0


def test_the_longest_section_gives_up_its_posts_first() -> None:
    made = rendered(edition(200))
    shown = numbers(made.html)
    assert [number in shown for number in (0, 39)] == [True, True]  # all forty of the shortest
    assert made.cuts.posts > 0


def test_letters_beyond_ascii_are_counted_as_they_are_sent() -> None:
    made = rendered(edition(150, summary="每篇文章都用几句话说明它的内容，然后再多说一些。" * 6))
    assert sent_size(made.html) <= LIMIT
    assert made.cuts.summaries > 0
