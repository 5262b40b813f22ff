"""What is counted of a text."""

import unicodedata

import pytest

from publisher.themes.terms import BODY_LIMIT, count_terms, fold, script_of, terms_of, words

FOLDED = [
    pytest.param("Perl & C++, C#", ["perl", "c++", "c#"], id="signs that make a name"),
    pytest.param("mod_perl UTF-8", ["mod_perl", "utf", "8"], id="hyphens part, underscores do not"),
    pytest.param("用R语言绘图", ["用", "r", "语言绘图"], id="Han and Latin"),
    pytest.param("IŞIK ışık", ["işik", "işik"], id="the Turkish i"),
    pytest.param("İzmir", ["izmir"], id="the Turkish capital with a dot"),
    pytest.param(unicodedata.normalize("NFD", "Ärger"), ["ärger"], id="composed"),
    pytest.param("ﬁne Ｆｕｌｌ", ["fine", "full"], id="compatibility forms"),
    pytest.param("שָׁלוֹם", ["שלום"], id="Hebrew points"),
    pytest.param("مُحَمَّد محمـــد", ["محمد", "محمد"], id="Arabic vowels and stretching"),
    pytest.param("हिन्दी में", ["हिन्दी", "में"], id="Indian vowel signs stay"),
    pytest.param("soft\u00adhyphen", ["softhyphen"], id="a soft hyphen"),
    pytest.param("!? — …", [], id="signs only"),
]


@pytest.mark.parametrize(("text", "expected"), FOLDED)
def test_words_are_folded(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_words_and_their_pairs_are_counted() -> None:
    assert count_terms("to be to") == {"to": 2, "be": 1, "to be": 1, "be to": 1}


def test_runs_without_spaces_are_counted_by_one_to_three_characters() -> None:
    assert count_terms("数据框") == {"数": 1, "据": 1, "框": 1, "数据": 1, "据框": 1, "数据框": 1}


def test_words_on_both_sides_of_a_run_are_no_pair() -> None:
    assert "a b" not in count_terms("a 数 b")


def test_the_end_of_a_long_body_is_not_looked_at() -> None:
    post = terms_of("Title", "word " * BODY_LIMIT + "last")
    assert "last" not in post.body
    assert post.length == post.body.total()


def test_folding_twice_changes_nothing() -> None:
    for case in FOLDED:
        text = str(case.values[0])
        assert fold(fold(text)) == fold(text)


SCRIPTS = [
    pytest.param("数据", "han", id="Han"),
    pytest.param("サーバ", "katakana", id="katakana"),
    pytest.param("ひら", "", id="hiragana"),
    pytest.param("数デ", "", id="both"),
    pytest.param("ไทย", "", id="Thai"),
    pytest.param("abc", "", id="Latin"),
]


@pytest.mark.parametrize(("piece", "expected"), SCRIPTS)
def test_scripts_of_short_words(piece: str, expected: str) -> None:
    assert script_of(piece) == expected
