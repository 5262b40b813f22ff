"""What people who hear a message, or see it enlarged, would stumble on."""

import pytest

from tests.preflight.letter import HTML, codes, findings, places, spoilt

CREAM = '<p style="color:#333333">Cream, and patience.</p>'
DARK = 'style="color:#333333"'


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param(' lang="en"', "", [("error", "lang-missing")], id="no language"),
        pytest.param('lang="en"', 'lang="de"', [("warning", "lang-other")], id="another language"),
        pytest.param('lang="en"', 'lang="EN"', [], id="the language in capitals"),
        pytest.param(' dir="ltr"', "", [("warning", "dir-missing")], id="no direction"),
        pytest.param('dir="ltr"', 'dir="rtl"', [("warning", "dir-wrong")], id="another direction"),
        pytest.param("<title>Two new posts</title>", "", [("warning", "title-missing")], id="no title"),
        pytest.param("<title>Two new posts", "<title> ", [("warning", "title-missing")], id="an empty title"),
        pytest.param(
            ' role="presentation"', "", [("warning", "table-without-role")], id="a table that lays out"
        ),
        pytest.param('role="presentation"', 'role="none"', [], id="the other word for it"),
        pytest.param(CREAM, f"{CREAM}<h4 {DARK}>More</h4>", [("warning", "heading-jump")], id="h2, h4"),
        pytest.param(
            CREAM, f"{CREAM}<h3 {DARK}>A</h3><h4 {DARK}>B</h4><h2 {DARK}>C</h2>", [], id="h2, h3, h4, h2"
        ),
        pytest.param(CREAM, f"{CREAM}<h2></h2>", [("warning", "heading-empty")], id="an empty heading"),
        pytest.param("<h1", "<h2", [("warning", "heading-jump")], id="no h1"),
        pytest.param(
            CREAM, CREAM.replace("<p", '<p tabindex="1"'), [("warning", "tabindex-positive")], id="tabindex 1"
        ),
        pytest.param(CREAM, CREAM.replace("<p", '<p tabindex="0"'), [], id="tabindex 0"),
        pytest.param('#333333">Cream', '#333333;font-size:13px">Cream', [], id="13 px"),
        pytest.param(
            '#333333">Cream', '#333333;font-size:12.9px">Cream', [("warning", "text-small")], id="12.9 px"
        ),
        pytest.param(
            '#333333">Cream', '#333333;font-size:80%">Cream', [("warning", "text-small")], id="80 %"
        ),
        pytest.param("Cream", "<small>Cream</small>", [], id="small is 13.3 px"),
        pytest.param(
            "Cream", "<small><small>Cream</small></small>", [("warning", "text-small")], id="small in small"
        ),
    ],
)
def test_everyone_can_read_it(old: str, new: str, wanted: list[tuple[str, str]]) -> None:
    html = HTML.replace("</h1>", "</h2>") if new == "<h2" else HTML
    assert old in html
    quiet = ("contrast", "dark")
    found = findings(html.replace(old, new))
    assert [one for one in codes(found) if not one[1].startswith(quiet)] == wanted


def test_a_table_of_data_keeps_its_meaning() -> None:
    table = '<table style="background:#ffffff;color:#333333"><tr><th>Flour</th><td>500 g</td></tr></table>'
    assert codes(findings(spoilt(CREAM, CREAM + table))) == []


def test_a_language_that_runs_right_to_left_must_say_so() -> None:
    html = spoilt('lang="en" dir="ltr"', 'lang="he"')
    assert codes(findings(html, language="he")) == [("error", "dir-missing")]
    assert codes(findings(html.replace('lang="he"', 'lang="he" dir="rtl"'), language="he")) == []


def test_small_text_is_quoted() -> None:
    html = spoilt('#333333">Cream', '#333333;font-size:11px">Cream')
    assert places(findings(html), "text-small") == ["'Cream, and patience.' under 'On butter'"]


def test_a_jump_says_what_it_should_be() -> None:
    found = findings(spoilt(CREAM, f"{CREAM}<h5 {DARK}>More</h5>"))
    jump = next(one for one in found if one.code == "heading-jump")
    assert (jump.place, jump.reason, jump.remedy) == (
        "<h5> 'More'",
        "it follows <h2>: a level is left out",
        "make it <h3>",
    )
