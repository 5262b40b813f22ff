"""How style sheets and selectors are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.preflight.css import Declaration, declarations, rules
from publisher.preflight.looks import applies
from publisher.preflight.page import parse_page
from publisher.preflight.selectors import selector

PAGE = parse_page(
    '<html lang="en"><body id="b" class="page light"><table><tr><td class="card"><p class="m x" data-a="one two">'
    "<a href='https://x.example/'>x</a></p></td></tr></table></body></html>"
)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("color: red", [("color", "red", False)], id="one"),
        pytest.param(
            "COLOR:red;;margin:0 auto ;", [("color", "red", False), ("margin", "0 auto", False)], id="two"
        ),
        pytest.param("color:red!important", [("color", "red", True)], id="important"),
        pytest.param("color:red ! IMPORTANT", [("color", "red", True)], id="important in capitals"),
        pytest.param(
            "background:url(data:image/png;base64,AA==)",
            [("background", "url(data:image/png;base64,AA==)", False)],
            id="a semicolon in brackets",
        ),
        pytest.param(
            "font-family:'a;b',serif;color:red",
            [("font-family", "'a;b',serif", False), ("color", "red", False)],
            id="a semicolon in quotes",
        ),
        pytest.param("--x: 1px", [("--x", "1px", False)], id="a custom property"),
        pytest.param("nonsense", [], id="none"),
    ],
)
def test_declarations_are_read(text: str, wanted: list[tuple[str, str, bool]]) -> None:
    assert declarations(text) == tuple(Declaration(*one) for one in wanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("a, b > c { color: red }", [((), ("a", "b > c"), 1)], id="two selectors"),
        pytest.param("a:not(.b, .c) { color: red }", [((), ("a:not(.b, .c)",), 1)], id="a comma in brackets"),
        pytest.param(
            "@media screen { a { color: red } } b { margin: 0 }",
            [(("@media screen",), (), 0), (("@media screen",), ("a",), 1), ((), ("b",), 1)],
            id="within an at-rule and after it",
        ),
        pytest.param(
            "@MEDIA  (x:y){a{}}",
            [(("@media (x:y)",), (), 0), (("@media (x:y)",), ("a",), 0)],
            id="its name tidied",
        ),
        pytest.param(
            "@import url(a;b); a { }",
            [(("@import url(a;b)",), (), 0), ((), ("a",), 0)],
            id="an at-rule without a block",
        ),
        pytest.param(
            "@font-face { font-family: X }", [(("@font-face",), (), 1)], id="declarations of an at-rule"
        ),
        pytest.param(
            "a { color: red; b { margin: 0 } }",
            [((), ("a",), 1), ((), ("b",), 1), ((), ("a",), 0)],
            id="nested",
        ),
        pytest.param("a { color: red", [((), ("a",), 1)], id="never closed"),
        pytest.param("} a { color: red } }", [((), ("a",), 1)], id="closed too often"),
        pytest.param("<!-- a { color: red } -->", [((), ("a",), 1)], id="within marks of a comment"),
    ],
)
def test_rules_are_read(text: str, wanted: list[tuple[tuple[str, ...], tuple[str, ...], int]]) -> None:
    assert [(one.within, one.selectors, len(one.declarations)) for one in rules(text)] == wanted


def test_the_attribute_media_is_an_at_rule_about_all() -> None:
    assert [one.within for one in rules("a { color: red }", "print")] == [("@media print",)]


@given(st.text(alphabet="ab:;{}@()'\"/*!,.#>[ ]\n", max_size=60))
def test_no_style_raises(text: str) -> None:
    named = [one for rule in rules(text) for one in rule.selectors]
    assert all(one == one.strip() != "" for one in named)
    assert all(len([each for each in PAGE.elements if selector(one).names(each)]) <= 9 for one in named)


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        pytest.param("p", ["p"], id="a tag"),
        pytest.param("*", ["html", "head", "body", "table", "tbody", "tr", "td", "p", "a"], id="any"),
        pytest.param(".m", ["p"], id="a class"),
        pytest.param("p.m.x", ["p"], id="all of it"),
        pytest.param("p.m.y", [], id="not all of it"),
        pytest.param("#b", ["body"], id="an id"),
        pytest.param(":root", ["html"], id="the root"),
        pytest.param(".page p", ["p"], id="a descendant"),
        pytest.param(".page .card a", ["a"], id="of a descendant"),
        pytest.param("tr > td", ["td"], id="a child"),
        pytest.param("tr>td", ["td"], id="a child, no space"),
        pytest.param("tr > p", [], id="no child"),
        pytest.param("body > table td > p a", ["a"], id="mixed"),
        pytest.param("a:link", ["a"], id="a link"),
        pytest.param("[data-a]", ["p"], id="an attribute"),
        pytest.param("[data-a='one two']", ["p"], id="its value"),
        pytest.param("[data-a~=two]", ["p"], id="a word of it"),
        pytest.param("[data-a^=one]", ["p"], id="its beginning"),
        pytest.param("[data-a$=two]", ["p"], id="its end"),
        pytest.param("[data-a*='e t']", ["p"], id="within it"),
        pytest.param("[lang|=en]", ["html"], id="a language"),
        pytest.param("[data-a=one]", [], id="another value"),
        pytest.param("[title]", [], id="an attribute that is not there"),
    ],
)
def test_a_selector_names_elements(text: str, tags: list[str]) -> None:
    found = selector(text)
    assert found.known
    assert [one.tag for one in PAGE.elements if found.names(one)] == tags


@pytest.mark.parametrize(
    "text", ["a:hover", "a + b", "a ~ b", "p::before", "li:nth-child(2n)", "a:not(b)", "a|b", "&", ""]
)
def test_a_selector_that_is_not_followed_says_so(text: str) -> None:
    assert not selector(text).known or text == ""


def test_the_weight_of_a_selector_is_its_specificity() -> None:
    assert selector("#b .m[x] p a:link").weight == (1, 3, 2)


@pytest.mark.parametrize(
    ("within", "light", "dark"),
    [
        pytest.param([], True, True, id="none"),
        pytest.param(["@media screen"], True, True, id="screen"),
        pytest.param(["@media only screen and (prefers-color-scheme: dark)"], False, True, id="dark"),
        pytest.param(["@media (prefers-color-scheme:light)"], True, False, id="light"),
        pytest.param(["@media (prefers-color-scheme)"], True, True, id="either"),
        pytest.param(
            ["@media (prefers-color-scheme: dark) and (max-width: 1px)"], False, None, id="dark and narrow"
        ),
        pytest.param(
            ["@media (prefers-color-scheme: dark)", "@media (max-width: 1px)"],
            False,
            None,
            id="the same, nested",
        ),
        pytest.param(["@media (max-width: 1px)"], None, None, id="narrow"),
        pytest.param(["@media print, (prefers-color-scheme: dark)"], False, True, id="paper or dark"),
        pytest.param(["@media print, (max-width: 1px)"], None, None, id="paper or narrow"),
        pytest.param(["@supports (color: red)"], None, None, id="supports"),
        pytest.param(["@font-face"], False, False, id="a font"),
    ],
)
def test_at_rules_are_in_force_or_not_or_perhaps(
    within: list[str], light: bool | None, dark: bool | None
) -> None:
    assert (applies(tuple(within), "light"), applies(tuple(within), "dark")) == (light, dark)
