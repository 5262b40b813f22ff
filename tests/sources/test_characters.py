"""Characters that are escaped in front matter: two halves are one, and what cannot be stored is left out."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.markup import printable
from publisher.model import Reading
from publisher.sources import read
from publisher.sources.characters import storable
from tests.sources.conftest import FIXTURES, ReadPost, rules_for

RULES = rules_for(FIXTURES)
DATED = "date: 2020-01-01"
# Each dialect around what stands in double quotes as its title.
YAML = f'---\ntitle: "%s"\n{DATED}\n---\nx'
TOML = '+++\ntitle = "%s"\ndate = 2020-01-01\n+++\nx'
JSON = '{"title": "%s", "date": "2020-01-01"}\n\nx'
LOOSE = "{'title': \"%s\", 'date': '2020-01-01'}\n\nx"
DIALECTS = [
    pytest.param(YAML, id="YAML"),
    pytest.param(TOML, id="TOML"),
    pytest.param(JSON, id="JSON"),
    pytest.param(LOOSE, id="JSON that is not strict"),
]


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize(
    ("written", "title"),
    [
        pytest.param(r"Rain \ud83c\udf27 today", "Rain 🌧 today", id="two halves"),
        pytest.param(r"\uD83C\uDF27\ud83c\udf27", "🌧🌧", id="in capitals, and side by side"),
        pytest.param(r"a\ud800b", "ab", id="a first half alone"),
        pytest.param(r"a\udc00b", "ab", id="a second half alone"),
        pytest.param(r"\udf27\ud83c", "", id="the wrong way round"),
        pytest.param(r"\ud83c\ud83c\udf27", "🌧", id="a half before two"),
        pytest.param(r"\\ud83c\\udf27", r"\ud83c\udf27", id="backslashes that are themselves escaped"),
        pytest.param(r"\\\ud83c\udf27", "\\🌧", id="an escaped backslash before two halves"),
        pytest.param(r"\\ud83c\\udf27 \ud83c\udf27", r"\ud83c\udf27 🌧", id="both in one text"),
        pytest.param(r"a\u0007b\uffffc", "abc", id="what XML forbids"),
        pytest.param(r"it\u0092s", "it’s", id="a control that stands for Windows-1252"),
    ],
)
def test_an_escaped_title_is_what_it_means(
    written: str, title: str, dialect: str, read_post: ReadPost
) -> None:
    assert read_post(dialect % written).title == title


def test_only_what_stands_in_double_quotes_is_read_as_escaped(read_post: ReadPost) -> None:
    tags = r"""["\ud83c\udf27", '\ud83c\udf27', \ud83c\udf27, "a, \"\ud83d\ude00\""]"""
    post = read_post(f"---\ntitle: It's \\ud83c\\udf27\n{DATED}\ntags: {tags}\n---\nx")
    assert post.title == r"It's \ud83c\udf27"
    assert post.tags == ("🌧", r"\ud83c\udf27", 'a, "😀"')
    assert post.warnings == ()


def test_halves_that_a_parser_left_apart_are_one() -> None:
    assert storable("\ud83c\udf27 a\ud83c") == "🌧 a"


def test_what_is_no_character_at_all_is_left_to_the_repairs(read_post: ReadPost) -> None:
    for dialect in (YAML, TOML):
        post = read_post(dialect % r"a\U00110000b")
        assert post.title == r"a\U00110000b"
        assert len(post.warnings) == 1


def test_halves_are_one_in_front_matter_that_needs_a_repair_besides(read_post: ReadPost) -> None:
    post = read_post(f'---\ntitle: "Rain \\ud83c\\udf27"\n{DATED}\nsummary: soil: and water\n---\nx')
    assert (post.title, post.summary) == ("Rain 🌧", "soil: and water")


def _texts(value: object) -> Iterator[str]:
    """Yield every text in a value, or in what it is made of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        yield from _texts([*value, *value.values()])


@given(
    st.text(st.characters(codec=None, categories=None), min_size=1)
    | st.sampled_from(("\ud800", "a\0", "\udc00b")),
    st.sampled_from(("---", "+++", "{")),
)
def test_whatever_is_escaped_can_be_stored(text: str, opening: str) -> None:
    keys = ("title", "guid", "link", "slug", "summary", "author", "language", "audio", "image")
    told = dict.fromkeys(keys, text) | {"date": "2020-01-01"}
    within = {"tags": [text, {text: text}]}
    if opening == "{":
        whole = json.dumps(told | within)
    elif opening == "+++":
        whole = "\n".join(["+++", *(f"{key} = {json.dumps(value)}" for key, value in told.items()), "+++"])
    else:
        lines = (f"{key}: {json.dumps(value)}" for key, value in (told | within).items())
        whole = "\n".join(["---", *lines, "---"])
    found = read(f"{whole}\n\nWords.".encode(), path="post.md", rules=RULES)
    assert isinstance(found, Reading), found
    assert [one for one in _texts(asdict(found)) if printable(one) != one] == []
