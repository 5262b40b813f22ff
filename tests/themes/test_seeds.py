"""What names and keywords say of a post."""

import pytest

from publisher.model import Theme
from publisher.themes.seeds import rarity, score, seeds_of
from publisher.themes.terms import terms_of


def said(theme: Theme, title: str, text: str, others: int = 0) -> float:
    posts = [terms_of(title, text), *[terms_of("Other", f"matter {number}") for number in range(others)]]
    seeds = seeds_of([theme], {term for post in posts for term in (*post.title, *post.body)})
    return score(posts[0], seeds, rarity(seeds, posts), 100.0, 1)[0]


BREAD = Theme(name="Bread", slug="bread", keywords=("sourdough starter",), description="All that is baked")


def test_a_keyword_in_the_title_says_more_than_in_the_body() -> None:
    assert said(BREAD, "Bread", "") > said(BREAD, "", "bread bread bread bread")


def test_a_keyword_says_more_than_the_description() -> None:
    assert said(BREAD, "", "bread") > said(BREAD, "", "baked") > 0


def test_all_words_of_a_phrase_must_stand_together() -> None:
    assert said(BREAD, "", "a sourdough starter") > 0
    assert said(BREAD, "", "a starter of sourdough") == 0


def test_repeating_a_keyword_says_ever_less() -> None:
    once, twice, often = (said(BREAD, "", "bread " * times) for times in (1, 2, 50))
    assert once < twice < often < 2.2 * once / 0.8


def test_a_keyword_that_all_of_a_few_posts_have_is_not_common_yet() -> None:
    alone, few = said(BREAD, "Bread", "bread"), said(BREAD, "Bread", "bread", others=3)
    assert alone == pytest.approx(few, rel=0.1)


def test_a_keyword_that_all_of_many_posts_have_says_little() -> None:
    posts = [terms_of("Bread", "bread")] * 500
    seeds = [seed for seed in seeds_of([BREAD], {"bread"}) if seed.keyword == "bread"]
    assert max(rarity(seeds, posts)) < 0.2


@pytest.mark.parametrize(
    "keyword", ["", "!!!", " - ", "…"], ids=["empty", "signs", "a hyphen", "an ellipsis"]
)
def test_a_keyword_without_a_word_is_no_seed(keyword: str) -> None:
    assert [seed.keyword for seed in seeds_of([Theme(name="One", slug="one", keywords=(keyword,))], ())] == [
        "one"
    ]


COMPOUNDS = [
    pytest.param("Steuer", "Einkommensteuer", ("einkommen",), True, id="at the end"),
    pytest.param("Steuer", "Steuererklärung", ("erklärung",), True, id="at the beginning"),
    pytest.param("Arbeit", "Arbeitszimmer", ("zimmer",), True, id="with a joint"),
    pytest.param("event", "prevention", ("prev", "ention"), False, id="in the middle"),
    pytest.param("event", "prevent", ("revent",), False, id="the rest is no word"),
    pytest.param("port", "airport", ("airs",), False, id="too short"),
]


@pytest.mark.parametrize(("keyword", "word", "others", "expected"), COMPOUNDS)
def test_compounds_are_known_by_the_other_word(
    keyword: str, word: str, others: tuple[str, ...], expected: bool
) -> None:
    (seed,) = seeds_of([Theme(name=keyword, slug="x")], {word.lower(), *others})
    assert (word.lower() in seed.pieces[0]) is expected
