"""Composing an edition: grouping, order and limits. Whatever the limits, no post is dropped silently."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.digest import Unit, Wording, compose, date_unit
from publisher.model import Author, DateUnit, Digest, Edition, Grouping, Order, Post, Theme

SLOT = datetime(2026, 6, 1, 9, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
THEMES = (Theme(name="Feeds", slug="feeds"), Theme(name="Digests", slug="digests"))


def in_words(start: date, unit: Unit) -> str:
    return f"{unit} of {start}"


WORDING = Wording(more="More", period=in_words)


def post(
    guid: str,
    published: str = "2026-05-01",
    *,
    theme: str = "",
    authors: tuple[str, ...] = (),
    score: float = 0.0,
) -> Post:
    moment = datetime.fromisoformat(published).replace(tzinfo=UTC)
    return Post(
        guid=guid,
        url=f"https://blog.example/{guid}",
        title=guid.upper(),
        published=moment,
        updated=moment,
        theme=theme,
        authors=tuple(Author(name=name) for name in authors),
        score=score,
    )


def composed(digest: Digest, *posts: Post, zone: ZoneInfo = BERLIN) -> Edition:
    edition = compose(digest, posts, SLOT, zone=zone, themes=THEMES, wording=WORDING, number=7)
    assert edition
    return edition


def shape(edition: Edition) -> list[tuple[str, str, int]]:
    """Return heading, guids and how many more of each section."""
    return [(one.heading, "".join(post.guid for post in one.posts), one.more) for one in edition.sections]


def test_without_posts_there_is_no_edition() -> None:
    digest = Digest(name="weekly")
    assert compose(digest, (), SLOT, zone=BERLIN, themes=THEMES, wording=WORDING) is None


def test_an_edition_has_what_it_was_made_for() -> None:
    digest = Digest(name="weekly", group_by="none")
    edition = composed(digest, post("a"))
    assert (edition.digest, edition.slot, edition.number) == (digest, SLOT, 7)


@pytest.mark.parametrize(
    ("digest", "sections"),
    [
        pytest.param(Digest(name="d", group_by="none"), [("", "edcba", 0)], id="ungrouped, the newest first"),
        pytest.param(
            Digest(name="d", group_by="theme"),
            [("Feeds", "da", 0), ("Digests", "b", 0), ("More", "ec", 0)],
            id="by theme, in the order of the settings, the rest last",
        ),
        pytest.param(
            Digest(name="d", group_by="author"),
            [("Ann", "da", 0), ("Bob", "c", 0), ("More", "eb", 0)],
            id="by first author, the newest first, nobody's last",
        ),
        pytest.param(
            Digest(name="d", group_by="date", date_unit="month"),
            [("month of 2026-05-01", "edc", 0), ("month of 2026-04-01", "ba", 0)],
            id="by month",
        ),
        pytest.param(
            Digest(name="d", group_by="date", date_unit="week"),
            # 2026-05-04 is a Monday; the 3rd of May is the Sunday before it.
            [
                ("week of 2026-05-04", "ed", 0),
                ("week of 2026-04-27", "cb", 0),
                ("week of 2026-04-20", "a", 0),
            ],
            id="by week, from Monday",
        ),
        pytest.param(
            Digest(name="d", group_by="date", date_unit="day"),
            [
                ("day of 2026-05-05", "e", 0),
                ("day of 2026-05-04", "d", 0),
                ("day of 2026-05-03", "c", 0),
                ("day of 2026-04-30", "b", 0),
                ("day of 2026-04-22", "a", 0),
            ],
            id="by day",
        ),
    ],
)
def test_posts_are_grouped_as_the_digest_says(digest: Digest, sections: list[tuple[str, str, int]]) -> None:
    posts = (
        post("a", "2026-04-22", theme="feeds", authors=("Ann", "Bob")),
        post("b", "2026-04-30", theme="digests"),
        post("c", "2026-05-03", authors=("Bob",)),
        post("d", "2026-05-04", theme="feeds", authors=("Ann",)),
        post("e", "2026-05-05", theme="gone"),
    )
    assert shape(composed(digest, *posts)) == sections
    assert shape(composed(digest, *posts[::-1])) == sections


def test_a_day_is_a_day_in_the_digests_zone() -> None:
    digest = Digest(name="d", group_by="date", date_unit="day")
    late = post("a", "2026-04-30T22:30")  # half past midnight of 1 May in Berlin, half past six in New York
    assert composed(digest, late).sections[0].slug == "2026-05-01"
    assert composed(digest, late, zone=ZoneInfo("America/New_York")).sections[0].slug == "2026-04-30"


def test_without_declared_themes_the_rest_needs_no_heading() -> None:
    digest = Digest(name="d")
    edition = compose(digest, (post("a"),), SLOT, zone=BERLIN, themes=(), wording=WORDING)
    assert edition
    assert shape(edition) == [("", "a", 0)]


def test_posts_of_one_moment_stand_in_the_order_of_their_guids() -> None:
    digest = Digest(name="d", group_by="none")
    assert shape(composed(digest, post("b"), post("c"), post("a"))) == [("", "abc", 0)]


def test_two_spellings_of_an_author_are_one_section() -> None:
    digest = Digest(name="d", group_by="author")
    posts = post("a", authors=("ann lee",)), post("b", "2026-05-02", authors=("Ann Lee",))
    assert shape(composed(digest, *posts)) == [("Ann Lee", "ba", 0)]


def test_an_author_called_as_the_rest_is_an_author_all_the_same() -> None:
    digest = Digest(name="d", group_by="author")
    posts = post("a", authors=("More",)), post("b", "2026-05-02")
    assert shape(composed(digest, *posts)) == [("More", "a", 0), ("More", "b", 0)]


@pytest.mark.parametrize(
    ("digest", "sections"),
    [
        pytest.param(
            Digest(name="d", max_per_section=1),
            [("Feeds", "c", 2), ("Digests", "d", 0), ("More", "f", 1)],
            id="of each section the newest",
        ),
        pytest.param(
            Digest(name="d", max_posts=3),
            [("Feeds", "", 3), ("Digests", "d", 0), ("More", "fe", 0)],
            id="of all posts the newest",
        ),
        pytest.param(
            Digest(name="d", max_posts=2, max_per_section=1),
            [("Feeds", "", 3), ("Digests", "d", 0), ("More", "f", 1)],
            id="of each section the newest, and of those the newest",
        ),
        pytest.param(
            Digest(name="d", max_posts=6, max_per_section=3),
            [("Feeds", "cba", 0), ("Digests", "d", 0), ("More", "fe", 0)],
            id="limits that leave nothing out",
        ),
    ],
)
def test_what_does_not_fit_is_counted(digest: Digest, sections: list[tuple[str, str, int]]) -> None:
    posts = (
        post("a", "2026-05-01", theme="feeds"),
        post("b", "2026-05-02", theme="feeds"),
        post("c", "2026-05-03", theme="feeds"),
        post("d", "2026-05-04", theme="digests"),
        post("e", "2026-05-05"),
        post("f", "2026-05-06"),
    )
    edition = composed(digest, *posts)
    assert shape(edition) == sections
    assert edition.total == len(posts)


@pytest.mark.parametrize(
    ("digest", "sections"),
    [
        pytest.param(
            Digest(name="d", group_by="none"), [("", "efdcba", 0)], id="newest first unless told otherwise"
        ),
        pytest.param(
            Digest(name="d", group_by="none", order="score"),
            [("", "acefbd", 0)],
            id="the highest first, then the newest, then by guid, those below zero last",
        ),
        pytest.param(
            Digest(name="d", order="score"),
            [("Digests", "eb", 0), ("Feeds", "ad", 0), ("More", "cf", 0)],
            id="sections of themes stay, of two as large the one with the newest post",
        ),
        pytest.param(
            Digest(name="d", group_by="author", order="score"),
            [("Bob", "ef", 0), ("Ann", "acbd", 0)],
            id="sections of authors stay, the newest first",
        ),
        pytest.param(
            Digest(name="d", group_by="date", date_unit="month", order="score"),
            [("month of 2026-05-01", "cefd", 0), ("month of 2026-04-01", "ab", 0)],
            id="sections of dates stay, the newest first",
        ),
        pytest.param(
            Digest(name="d", order="score", max_per_section=1),
            [("Digests", "e", 1), ("Feeds", "a", 1), ("More", "c", 1)],
            id="of each section the highest",
        ),
        pytest.param(
            Digest(name="d", order="score", max_posts=3),
            [("Digests", "e", 1), ("Feeds", "a", 1), ("More", "c", 1)],
            id="of all posts the highest",
        ),
        pytest.param(
            Digest(name="d", group_by="author", order="score", max_posts=3, max_per_section=2),
            [("Bob", "e", 1), ("Ann", "ac", 2)],
            id="of each section the highest, and of those the highest",
        ),
    ],
)
def test_the_highest_score_is_first_where_the_digest_says_so(
    digest: Digest, sections: list[tuple[str, str, int]]
) -> None:
    posts = (
        post("a", "2026-04-22", theme="feeds", authors=("Ann",), score=5),
        post("b", "2026-04-30", theme="digests", authors=("Ann",)),
        post("c", "2026-05-03", authors=("Ann",), score=0.5),
        post("d", "2026-05-04", theme="feeds", authors=("Ann",), score=-1),
        post("e", "2026-05-05", theme="digests", authors=("Bob",)),
        post("f", "2026-05-05", authors=("Bob",)),
    )
    edition = composed(digest, *posts)
    assert shape(edition) == sections
    assert edition.total == len(posts)
    assert composed(digest, *posts[::-1]) == edition


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        pytest.param(0, "day", id="one day"),
        pytest.param(9, "day", id="ten days"),
        pytest.param(10, "week", id="eleven days"),
        pytest.param(69, "week", id="ten weeks"),
        pytest.param(70, "month", id="more than ten weeks"),
    ],
)
def test_the_unit_of_dates_suits_their_range_unless_told(days: int, unit: str) -> None:
    first = date(2026, 1, 1)
    last = first + timedelta(days=days)
    assert date_unit(Digest(name="d"), first, last) == unit
    assert date_unit(Digest(name="d", date_unit="month"), first, last) == "month"


def test_its_days_are_those_of_all_posts_and_not_only_of_those_that_a_limit_leaves() -> None:
    old, new = post("old", "2026-04-01"), post("new", "2026-05-01")
    edition = composed(Digest(name="weekly", group_by="none", max_posts=1), old, new)
    assert edition.posts == (new,)
    assert (edition.since, edition.until) == (old.published, new.published)


NAMES = st.sampled_from(["Ann", "ann", "Bob", "More", "!", "?", "李"])
POSTS = st.lists(
    st.builds(
        post,
        st.uuids().map(str),
        st.dates(date(1999, 1, 1), date(2030, 1, 1)).map(str),
        theme=st.sampled_from(["feeds", "digests", "gone", ""]),
        authors=st.lists(NAMES, max_size=2).map(tuple),
        score=st.sampled_from([-1.0, 0.0, 0.5, 3.0]),
    ),
    min_size=1,
    max_size=25,
    unique_by=lambda one: one.guid,
)
DIGESTS = st.builds(
    Digest,
    name=st.just("d"),
    group_by=st.sampled_from(get_args(Grouping)),
    date_unit=st.sampled_from(get_args(DateUnit)),
    order=st.sampled_from(get_args(Order)),
    max_posts=st.integers(0, 8),
    max_per_section=st.integers(0, 4),
)


@given(digest=DIGESTS, posts=POSTS)
def test_no_post_is_lost_or_shown_twice_whatever_the_limits(digest: Digest, posts: list[Post]) -> None:
    edition = composed(digest, *posts)
    shown = [one.guid for one in edition.posts]
    assert edition.total == len(posts)
    assert len(set(shown)) == len(shown)
    assert not digest.max_posts or len(shown) <= digest.max_posts
    for section in edition.sections:
        assert section.posts or section.more
        assert not digest.max_per_section or len(section.posts) <= digest.max_per_section
        ranks = [(one.score if digest.order == "score" else 0, one.published) for one in section.posts]
        assert ranks == sorted(ranks, reverse=True)
    assert len({section.slug for section in edition.sections}) == len(edition.sections)
    assert composed(digest, *posts[::-1]) == edition


# Sections of themes

MANY_THEMES = (
    Theme(name="One", slug="one"),
    Theme(name="Two", slug="two"),
    Theme(name="Three", slug="three", order=2),
    Theme(name="Four", slug="four", order=1),
)


def sections(digest: Digest, *themes: str) -> list[tuple[str, int]]:
    """Return heading and size of each section of an edition with a post of each of *themes*, the newest last."""
    posts = tuple(
        post(str(number), f"2026-05-{number + 1:02}", theme=theme) for number, theme in enumerate(themes)
    )
    edition = compose(digest, posts, SLOT, zone=BERLIN, themes=MANY_THEMES, wording=WORDING)
    assert edition
    return [(one.heading, len(one.posts)) for one in edition.sections]


@pytest.mark.parametrize(
    ("themes", "expected"),
    [
        pytest.param(
            ["three", "one", "one", "four"],
            [("Four", 1), ("Three", 1), ("One", 2)],
            id="by their order first",
        ),
        pytest.param(["two", "two", "one"], [("Two", 2), ("One", 1)], id="the largest first"),
        pytest.param(
            ["two", "one"], [("One", 1), ("Two", 1)], id="of two as large the one with the newest post"
        ),
        pytest.param(["", "", "one"], [("One", 1), ("More", 2)], id="the rest last, however large"),
        pytest.param(["gone", "one"], [("One", 1), ("More", 1)], id="a theme that is no more is the rest"),
        pytest.param(["", ""], [("", 2)], id="the rest alone needs no heading"),
    ],
)
def test_sections_of_themes_stand_in_order(themes: list[str], expected: list[tuple[str, int]]) -> None:
    assert sections(Digest(name="weekly"), *themes) == expected


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        pytest.param(1, [("Two", 2), ("One", 1), ("More", 1)], id="each theme by itself"),
        pytest.param(2, [("Two", 2), ("More", 2)], id="a single post goes to the rest"),
        pytest.param(3, [("", 4)], id="where all are small there is one section"),
    ],
)
def test_small_sections_are_folded_into_the_rest(least: int, expected: list[tuple[str, int]]) -> None:
    digest = Digest(name="weekly", min_per_section=least)
    assert sections(digest, "two", "two", "one", "") == expected
