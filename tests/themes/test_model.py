"""Why a post is where it is, as a person would say it."""

from pathlib import Path

import pytest

from publisher.themes.model import Model, Reason, reasons
from publisher.themes.terms import terms_of
from tests.themes.learnt import Themes, sort, sort_folder
from tests.themes.subjects import SUBJECTS, text_on, title_on

THEMES: Themes = {subject: tuple(words.split()[:3]) for subject, words in SUBJECTS.items()}


@pytest.fixture(scope="module")
def model() -> Model:
    posts = [(title_on(subject, n), text_on(subject, n)) for subject in SUBJECTS for n in range(20)]
    return sort(THEMES, posts).model


def why(model: Model, title: str, text: str) -> list[Reason]:
    return reasons(model, terms_of(title, text), 0)


def test_keywords_of_the_settings_are_named_as_such(model: Model) -> None:
    found = {reason.text: reason.keyword for reason in why(model, "The oven", "a loaf with crust")}
    assert found["oven"]
    assert not found["loaf"]


def test_words_that_all_posts_have_are_no_reason(model: Model) -> None:
    texts = " ".join(reason.text for reason in why(model, "The oven", text_on("Baking", 99)))
    assert not {"the", "and", "we", "today", "notes"} & set(texts.split())


def test_numbers_and_single_letters_are_no_reason(model: Model) -> None:
    assert [one.text for one in why(model, "7 x 2014", "1 2 3 a b c")] == []


def test_no_two_reasons_say_the_same(model: Model) -> None:
    texts = [reason.text for reason in why(model, "Oven, ovens, oven door", "oven loaf loaf crust")]
    assert len([text for text in texts if "oven" in text]) == 1


def test_the_strongest_reason_comes_first(model: Model) -> None:
    weights = [reason.weight for reason in why(model, "The oven and the loaf", text_on("Baking", 99))]
    assert weights == sorted(weights, reverse=True)
    assert all(weight > 0 for weight in weights)


def test_a_post_that_says_nothing_has_no_reasons(model: Model) -> None:
    assert why(model, "", "") == []


PERL: Themes = {
    "community": ("conference", "YAPC", "interview"),
    "cpan": ("module", "distribution"),
    "unicode": ("UTF-8", "encoding"),
    "web": ("CGI", "mod_perl", "HTTP"),
}


def test_reasons_of_a_real_archive_read_well(corpora: Path) -> None:
    found = sort_folder(corpora / "perldotcom", PERL)
    texts = {text for name in found.names[::10] for text in found.reasons(name)}
    spoken = {word for text in texts for word in text.split()}
    for name in found.names[::10]:
        words = [word for text in found.reasons(name) for word in text.split()]
        assert len(words) == len(set(words)), words
    assert not {"the", "with", "and", "of", "our", "is", "to", "in", "on", "perl", "you"} & spoken
    assert not {word for word in spoken - {"8"} if word.isdigit()}
    assert {"module", "encoding", "mod_perl"} <= texts
