"""Plain text in lines: within the width, nothing lost, no address cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.languages import display_width
from publisher.rendering.plaintext import heading_rule, wrap

WORD = st.text(alphabet="abé文字。，「」\u05d0\u0301", max_size=7)
TEXT = st.lists(WORD, max_size=60).map(" ".join)


@given(text=TEXT, width=st.integers(12, 72))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    for line in wrap(text, indent="  ", width=width).split("\n"):
        assert display_width(line) <= width


@given(text=TEXT)
def test_wrapping_loses_no_character_but_spaces(text: str) -> None:
    assert "".join(wrap(text).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two three four", "one two\nthree four", id="between words"),
        pytest.param("one two th", "one two th", id="just as long as the width"),
        pytest.param("one two thr", "one two\nthr", id="one column too long"),
        pytest.param("文章放在文件夹里", "文章放在文\n件夹里", id="between ideographs, 5 to 10 columns"),
        pytest.param("文章放在文。件夹", "文章放在\n文。件夹", id="never before a full stop"),
        pytest.param("文章放在「文件」", "文章放在\n「文件」", id="never after an opening bracket"),
        pytest.param("abcdefghijklmno", "abcdefghij\nklmno", id="a word that is too long is cut"),
        pytest.param(
            "see https://a.example/long x", "see\nhttps://a.example/long\nx", id="an address never is"
        ),
        pytest.param("  a \n b\t", "a b", id="white space is one space"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_text_is_broken_where_its_script_allows(text: str, expected: str) -> None:
    assert wrap(text, width=10) == expected


def test_the_first_line_may_begin_otherwise() -> None:
    assert wrap("one two three", "  ", "* ", width=9) == "* one two\n  three"


def test_a_rule_is_as_wide_as_what_it_stands_under() -> None:
    assert heading_rule("文 a") == "----"
