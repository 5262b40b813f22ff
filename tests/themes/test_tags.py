"""Tags that name themes, however they are spelt."""

import pytest

from publisher.model import Theme
from publisher.themes.tags import Tags


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("R语言", "r 语言", id="case and a space beside Han"),
        pytest.param("Machine Learning", "machine-learning", id="a hyphen"),
        pytest.param("machine_learning", "MachineLearning", id="run together"),
        pytest.param("Category", "categories", id="a plural in -ies"),
        pytest.param("Tool", "tools", id="a plural"),
        pytest.param("Class", "classes", id="a plural in -es"),
        pytest.param("Movie", "movies", id="a plural of -ie"),
        pytest.param("Node.js", "nodejs", id="a point within"),
        pytest.param("Dev Ops", "DevOps", id="a name that ends like a plural"),
        pytest.param("Mac OS", "macOS", id="two words or one"),
        pytest.param("#perl", "Perl", id="a hashtag"),
        pytest.param("Sécurité", "securite", id="accents of Latin letters"),
        pytest.param("Café", "Cafe\u0301", id="an accent of its own"),
        pytest.param("R & D", "r and d", id="an ampersand"),
        pytest.param("Ｐｅｒｌ", "perl", id="wide letters"),
        pytest.param("Straße", "STRASSE", id="a sharp s"),
    ],
)
def test_spellings_of_a_tag_are_one(one: str, other: str) -> None:
    for name, tag in ((one, other), (other, one)):
        assert Tags((Theme(name=name, slug="it"),)).find(tag) == "it"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("C", "C++", id="C and C++"),
        pytest.param("C++", "C#", id="C++ and C#"),
        pytest.param("Perl 5", "Perl 6", id="a number"),
        pytest.param("か", "が", id="a voiced kana"),
        pytest.param("и", "й", id="a Cyrillic letter with its sign"),
        pytest.param("class", "clas", id="a double s"),
        pytest.param("???", "!!!", id="signs only"),
    ],
)
def test_different_tags_stay_different(one: str, other: str) -> None:
    for name, tag in ((one, other), (other, one)):
        assert Tags((Theme(name=name, slug="it"),)).find(tag) == ""


THEMES = (
    Theme(name="R 语言", slug="r"),
    Theme(name="Testing", slug="testing", tags=("unit test", "QA")),
    Theme(name="Releases", slug="releases", tags=("testing",)),
)


@pytest.mark.parametrize(
    ("tags", "slugs"),
    [
        pytest.param(["R语言"], ("r",), id="the name"),
        pytest.param(["Unit-Tests"], ("testing",), id="a tag of the theme"),
        pytest.param(
            ["qa", "r语言", "QA"], ("testing", "r"), id="several, in the order of the post, each once"
        ),
        pytest.param(["testing"], ("testing",), id="of two themes the first declared"),
        pytest.param(["cooking", ""], (), id="none"),
    ],
)
def test_tags_name_themes(tags: list[str], slugs: tuple[str, ...]) -> None:
    assert Tags(THEMES).named(tags) == slugs


def test_the_tags_that_named_a_theme_are_told() -> None:
    assert Tags(THEMES).naming(["qa", "R", "Unit tests"], "testing") == ("qa", "Unit tests")


def test_a_plural_names_a_theme_only_where_nothing_else_does() -> None:
    tags = Tags((Theme(name="News", slug="news"), Theme(name="New", slug="new")))
    assert [tags.find(tag) for tag in ("news", "New", "newses")] == ["news", "new", ""]


def test_a_slug_goes_before_a_name_and_a_name_before_a_tag() -> None:
    tags = Tags((Theme(name="Frontend", slug="web", tags=("styles",)), Theme(name="Styles", slug="css")))
    assert [tags.find(tag) for tag in ("web", "styles", "CSS")] == ["web", "css", "css"]
