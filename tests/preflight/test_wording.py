"""Words of the template in another language than the site's."""

from publisher.preflight import Finding
from tests.preflight.letter import codes, findings


def words_in_english(found: tuple[Finding, ...]) -> Finding:
    [finding] = [one for one in found if one.code == "words-in-english"]
    return finding


def test_words_in_english_for_want_of_others_are_a_warning_that_names_them() -> None:
    finding = words_in_english(findings(missing_words=("home", "posts"), language="en"))
    assert finding.level == "warning"
    assert finding.reason == "2 of them have no translation into 'en', and are in English: home, posts"


def test_of_many_the_first_are_named() -> None:
    finding = words_in_english(findings(missing_words=tuple("abcdefg")))
    assert finding.reason.endswith(": a, b, c, d, e and 2 more")


def test_where_nothing_is_missing_nothing_is_said() -> None:
    assert codes(findings()) == []
