"""Where sentences end, and where they only seem to."""

from itertools import pairwise

import pytest

from publisher.markup.sentences import sentence_ends, shorten

WHOLE = [
    pytest.param("Ask Dr. Example about it.", "en", id="a title"),
    pytest.param("Some fruit, e.g. apples and pears.", "en", id="for instance"),
    pytest.param("The U.S. and others said so.", "en", id="a country"),
    pytest.param("It is v1.2 of 3.14 now.", "en", id="numbers with points"),
    pytest.param("By J. R. Example, of No. 7.", "en", id="initials and a number"),
    pytest.param("See ruby-lang.org for it.", "en", id="a host"),
    pytest.param("1. First of the list.", "en", id="a number of a list"),
    pytest.param("Am 3. Oktober ist z.B. frei.", "de", id="a German day, and for instance"),
    pytest.param("Vgl. Kapitel vier.", "de", id="compare"),
    pytest.param("Это т.е. пример и т.д. далее.", "ru", id="in Russian"),
    pytest.param("Well... maybe.", "en", id="an ellipsis that goes on"),
    pytest.param("It was.. odd.", "en", id="two stops that go on"),
]


@pytest.mark.parametrize(("text", "language"), WHOLE)
def test_one_sentence_is_one(text: str, language: str) -> None:
    assert list(sentence_ends(text, language)) == [len(text)]


PARTED = [
    pytest.param("One. Two! Three? Four", "en", ["One.", "Two!", "Three?"], id="three marks"),
    pytest.param(
        'He said "no." She left.', "en", ['He said "no."', "She left."], id="a quotation mark after"
    ),
    pytest.param("In 2012. The end.", "en", ["In 2012.", "The end."], id="a year"),
    pytest.param(
        "Made by Example Inc. The end.", "en", ["Made by Example Inc.", "The end."], id="a company at the end"
    ),
    pytest.param("一。二！三？“四。”五", "zh", ["一。", "二！", "三？", "“四。”"], id="in Chinese"),
    pytest.param("هل هذا؟ نعم.", "ar", ["هل هذا؟", "نعم."], id="in Arabic"),
    pytest.param("זה טוב. זה רע.", "he", ["זה טוב.", "זה רע."], id="in Hebrew"),
    pytest.param("यह है। वह है।", "hi", ["यह है।", "वह है।"], id="in Hindi"),
]


@pytest.mark.parametrize(("text", "language", "sentences"), PARTED)
def test_sentences_are_parted(text: str, language: str, sentences: list[str]) -> None:
    ends = [0, *sentence_ends(text, language)]
    assert [text[start:end].strip() for start, end in pairwise(ends)] == sentences


CUTS = [
    pytest.param("short", 10, 3, "short", id="what fits"),
    pytest.param("One two. Three four.", 12, 5, "One two.", id="at a sentence"),
    pytest.param(
        "One two. Three four.", 15, 9, "One two. Three…", id="at a word, a sentence being too little"
    ),
    pytest.param("One two, three four", 9, 5, "One two…", id="without the comma"),
    pytest.param("واحد، اثنان", 8, 5, "واحد…", id="without the comma, in Arabic"),
    pytest.param("واحد؛ اثنان", 8, 5, "واحد…", id="without the semicolon, in Arabic"),
    pytest.param("A version 1.2.3 is out", 13, 5, "A version…", id="not within a number"),
    pytest.param("abcdefghij", 5, 2, "abcd…", id="within the only word"),
    pytest.param("中文字中文字", 7, 2, "中文字…", id="at a wide character"),
]


@pytest.mark.parametrize(("text", "limit", "least", "expected"), CUTS)
def test_a_text_is_shortened(text: str, limit: int, least: int, expected: str) -> None:
    assert shorten(text, limit=limit, least=least, language="en") == expected
