"""Which post an entry of another feed is: by id, by link, by title and date, and never by guessing."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from publisher.feeds.foreign import ForeignEntry
from publisher.feeds.matching import Candidate, match
from tests.foreign import NOON, entry


def candidate(id_: int, *, guid: str = "", link: str = "", title: str = "", day: int = 1) -> Candidate:
    return Candidate(
        id=id_,
        guid=guid or f"tag:blog.example,2000:{id_}",
        link=link,
        title=title,
        published=NOON.replace(day=day),
        updated=NOON,
        source="main",
        path=f"{id_}.md",
        visible=True,
        published_here=False,
    )


def matched(
    entries: Iterable[ForeignEntry], posts: Iterable[Candidate], zone: str = "UTC"
) -> dict[str, tuple[int, str]]:
    found = match(tuple(entries), tuple(posts), authority="blog.example,2000", zone=ZoneInfo(zone))
    return {pair.entry.guid: (pair.post.id, pair.by) for pair in found.pairs}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        pytest.param("https://x.example/a/?p=1#c", "https://x.example/a/?p=1#c", id="exact"),
        pytest.param(
            "HTTP://X.example:80/a", "http://x.example/a", id="letter case of the host, default port"
        ),
        pytest.param("https://x.example/caf%C3%A9", "https://x.example/café", id="escapes"),
        pytest.param("https://x.example/%7ea%2db", "https://x.example/~a-b", id="escapes without need"),
        pytest.param("https://xn--bcher-kva.example/a", "https://bücher.example/a", id="a name beyond ASCII"),
        pytest.param("https://x.example/a#more", "https://x.example/a", id="fragment"),
        pytest.param(
            "https://x.example/a?utm_source=rss&b=1&utm_medium=x", "https://x.example/a?b=1", id="tracking"
        ),
        pytest.param("https://x.example/a?utm_source=rss", "https://x.example/a", id="nothing but tracking"),
        pytest.param("http://x.example/a", "https://x.example/a", id="http"),
        pytest.param("https://www.x.example/a", "https://x.example/a", id="www"),
        pytest.param("https://x.example/a", "https://x.example/a/", id="a slash at the end"),
        pytest.param("https://x.example/a/index.html", "https://x.example/a/", id="index.html"),
        pytest.param("https://x.example", "https://x.example/", id="the front page"),
    ],
)
def test_two_spellings_of_one_link_are_one_post(theirs: str, ours: str) -> None:
    others = candidate(2, link="https://x.example/other", day=2), candidate(3, link="mailto:x", day=3)
    assert matched([entry("g", link=theirs)], [candidate(1, link=ours), *others]) == {"g": (1, "link")}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        pytest.param("https://x.example/a?p=1", "https://x.example/a?p=2", id="another query"),
        pytest.param("https://x.example/A", "https://x.example/a", id="letter case of the path"),
        pytest.param("https://x.example:8080/a", "https://x.example/a", id="another port"),
        pytest.param("http://[half/a", "https://x.example/a", id="no address"),
        pytest.param("", "", id="no link at all"),
        pytest.param("https://other.example/a", "https://x.example/a", id="another host, and no date"),
    ],
)
def test_other_links_are_not(theirs: str, ours: str) -> None:
    assert matched([entry("g", link=theirs)], [candidate(1, link=ours)]) == {}


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        pytest.param("Fish & Chips", "Fish & Chips", id="the same"),
        pytest.param("FISH  &amp; chips", "Fish & Chips", id="case, space, entities"),
        pytest.param("“It’s” here — now…", '"It\'s" here -- now...', id="typography"),
        pytest.param("<em>Fish</em> &amp;amp; chips", "Fish & chips", id="markup, escaped twice"),
        pytest.param("Cafe\u0301", "Café", id="composed or not"),
        pytest.param("A ☕\ufe0f break", "A ☕ break", id="the style of a picture"),
        pytest.param("🦉", "🦉", id="neither letter nor digit"),
    ],
)
def test_one_title_on_one_day_is_one_post(theirs: str, ours: str) -> None:
    posts = candidate(1, title=ours), candidate(2, title="Something else")
    assert matched([entry("g", title=theirs, published=NOON.replace(hour=3))], posts) == {"g": (1, "title")}


def test_marks_that_make_another_word_make_another_title() -> None:
    assert matched([entry("g", title="कि", published=NOON)], [candidate(1, title="का")]) == {}


def test_one_title_on_another_day_or_without_a_date_is_another_post() -> None:
    entries = (
        entry("a", title="A", published=NOON.replace(day=2)),
        entry("b", title="B"),
        entry("", published=NOON),
    )
    assert matched(entries, [candidate(1, title="A"), candidate(2, title="B"), candidate(3)]) == {}


def test_a_day_may_be_that_of_the_sites_zone() -> None:
    # 23:30 in New York on 1 May, and the midnight before, which is 04:00 UTC on the same day.
    late = entry("g", title="A", published=datetime(2026, 5, 2, 3, 30, tzinfo=UTC))
    early = candidate(1, title="A")
    assert matched([late], [early]) == {}
    assert matched([late], [early], "America/New_York") == {"g": (1, "title")}


def test_a_day_may_be_utcs_in_whichever_zone_the_site_is() -> None:
    # Noon UTC on 1 May, and 02:00 UTC, which is 30 April in New York.
    one = entry("g", title="A", published=NOON.replace(hour=2))
    assert matched([one], [candidate(1, title="A")], "America/New_York") == {"g": (1, "title")}


def test_a_moment_tells_apart_what_a_day_does_not() -> None:
    entries = [
        entry("a", title="Notes", published=NOON),
        entry("b", title="Notes", published=NOON.replace(hour=13)),
    ]
    assert matched(entries, [candidate(1, title="Notes")]) == {"a": (1, "title")}


def test_nothing_is_guessed_where_two_might_be_meant() -> None:
    twins = [
        candidate(1, title="Notes", link="https://x.example/a"),
        candidate(2, title="Notes", link="https://x.example/a/"),
    ]
    one = entry("a", title="Notes", link="http://x.example/a", published=NOON)
    assert matched([one], twins) == {}
    other = entry("b", title="Notes", link="http://x.example/a", published=NOON)
    assert matched([one, other], twins[:1]) == {}


def test_posts_that_share_a_page_are_told_apart_by_their_exact_links() -> None:
    posts = [candidate(number, link=f"https://x.example/log#{number}") for number in (1, 2)]
    assert matched([entry("g", link="https://x.example/log#2")], posts) == {"g": (2, "link")}


def test_an_exact_link_goes_before_a_likely_one_and_a_link_before_a_title() -> None:
    posts = (
        candidate(1, link="https://x.example/a", title="B"),
        candidate(2, link="http://x.example/a", title="A"),
    )
    one = entry("g", link="http://x.example/a", title="B", published=NOON)
    assert matched([one], posts) == {"g": (2, "link")}


def test_an_id_goes_before_all_else() -> None:
    posts = candidate(1, link="https://x.example/a"), candidate(2, guid="g")
    assert matched([entry("g", link="https://x.example/a")], posts) == {"g": (2, "id")}


def test_a_site_that_moved_to_another_domain_is_known_by_path_and_day() -> None:
    one = entry("g", link="https://old.example/2026/a.html?x=1", title="As it was called", published=NOON)
    home = entry("h", link="https://old.example/", published=NOON)
    posts = (
        candidate(1, link="https://new.example/2026/a.html?x=1", title="A"),
        candidate(2, link="https://new.example/"),
    )
    assert matched([one, home], posts) == {"g": (1, "path")}


@pytest.mark.parametrize(
    ("guid", "made"),
    [
        pytest.param(
            "123 at https://x.example",
            "tag:blog.example,2000:guid/123%20at%20https%3A//x.example",
            id="no IRI",
        ),
    ],
)
def test_what_our_atom_makes_of_an_id_is_that_id(guid: str, made: str) -> None:
    assert matched([entry(made)], [candidate(1, guid=guid)]) == {made: (1, "id")}
