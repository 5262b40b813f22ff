"""What a language tag and a character say of how text stands."""

import pytest

from publisher.languages import direction, display_width, has_serif, is_wide, text_direction


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        pytest.param("en", "ltr", id="english"),
        pytest.param("he", "rtl", id="hebrew"),
        pytest.param("iw", "rtl", id="hebrew by its old code"),
        pytest.param("ar-EG", "rtl", id="arabic of a region"),
        pytest.param("AR_eg", "rtl", id="in any case, with an underscore"),
        pytest.param("az", "ltr", id="azerbaijani is Latin by default"),
        pytest.param("az-Arab-IR", "rtl", id="a script outweighs the language"),
        pytest.param("ur-Latn", "ltr", id="and the other way round"),
        pytest.param("zh-Hant-TW", "ltr", id="chinese"),
        pytest.param("", "ltr", id="no tag"),
    ],
)
def test_a_tag_says_which_way_text_runs(tag: str, expected: str) -> None:
    assert direction(tag) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2024: a year", "ltr", id="digits have no direction"),
        pytest.param("«שלום» hello", "rtl", id="the first letter decides"),
        pytest.param("مرحبا", "rtl", id="arabic letters"),
        pytest.param("…42", None, id="no letter at all"),
    ],
)
def test_text_without_a_tag_runs_as_its_first_letter_does(text: str, expected: str | None) -> None:
    assert text_direction(text) == expected


@pytest.mark.parametrize(
    ("char", "wide"),
    [
        pytest.param("a", False, id="latin"),
        pytest.param("é", False, id="accented"),
        pytest.param("文", True, id="chinese"),
        pytest.param("。", True, id="ideographic full stop"),
        pytest.param("Ａ", True, id="fullwidth latin"),
        pytest.param("ｶ", False, id="halfwidth katakana"),
        pytest.param("한", True, id="hangul"),
        pytest.param("😀", True, id="emoji"),
    ],
)
def test_wide_characters_are_those_of_uax_11(char: str, wide: bool) -> None:
    assert is_wide(char) is wide


def test_a_combining_mark_takes_no_column() -> None:
    assert display_width("e\u0301") == 1
    assert display_width("文a") == 3


def test_titles_in_chinese_and_hebrew_are_not_set_in_a_serif() -> None:
    assert has_serif("pt-BR")
    assert not has_serif("zh-Hans")
    assert not has_serif("he")
