"""Plain text in lines: within the width, nothing lost, no address cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.languages import display_width
from publisher.rendering.plaintext import heading_rule, wrap

TEXT = st.text(alphabet="ab é文字。，「」\u05d0\u0301 \n", max_size=300)


@given(text=TEXT, width=st.integers(12, 72))
def test_no_line_is_wider_than_the_width(text: str, width: int) -> None:
    # Two closing marks in a row may not begin a line, so a piece is at most a few columns wide here.
    for line in wrap(text, indent="  ", width=width).split("\n"):
        assert display_width(line) <= width


@given(text=TEXT)
def test_wrapping_loses_no_character_but_spaces(text: str) -> None:
    assert "".join(wrap(text).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two three four", "one two\nthree four", id="between words"),
        pytest.param(
            "文章放在文件夹里", "文章放在文\n件夹里", id="anywhere between ideographs: 5 fill 10 columns"
        ),
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
