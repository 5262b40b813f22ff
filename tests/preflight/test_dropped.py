"""What mail programs drop: the table, and how a message is searched for it."""

import re

import pytest

from publisher.preflight import Finding
from publisher.preflight.dropped import programs
from publisher.preflight.support import FEATURES, PROGRAMS, TABLE, Feature
from tests.preflight.letter import findings, spoilt

CREAM = '<p style="color:#333333">Cream, and patience.</p>'


def dropped(html: str = "", style: str = "") -> dict[str, Finding]:
    """Return the findings of dropped features beyond those of the sound message."""
    changed = spoilt(CREAM, CREAM + html).replace("</style>", f"{style}</style>")
    usual = {one.code for one in findings()}
    found = {one.code: one for one in findings(changed) if one.code.startswith(("dropped-", "styles-"))}
    return {code: one for code, one in found.items() if code not in usual}


def test_the_table_is_read_whole_and_has_at_most_sixty_rows() -> None:
    assert len(FEATURES) * 3 == len(TABLE.strip().splitlines())
    assert 40 < len(FEATURES) <= 60


@pytest.mark.parametrize("row", [pytest.param(one, id=one.code) for one in FEATURES])
def test_each_row_is_whole(row: Feature) -> None:
    assert row.source.startswith("https://")
    assert row.dropped or row.partial
    assert set(row.dropped) <= set(PROGRAMS)
    assert set(row.partial) <= set(PROGRAMS) - set(row.dropped)
    assert row.kind in ("declaration", "selector", "at-rule", "element")
    assert bool(row.names) == (row.kind in ("declaration", "element"))
    re.compile(row.pattern)


def test_no_two_rows_have_one_code() -> None:
    assert len({one.code for one in FEATURES}) == len(FEATURES)


@pytest.mark.parametrize(
    ("html", "style", "codes"),
    [
        pytest.param('<div style="display:flex">x</div>', "", {"dropped-display-flex"}, id="a value"),
        pytest.param('<div style="display:block">x</div>', "", set(), id="another value"),
        pytest.param(
            "",
            ".x { display: grid; gap: 4px }",
            {"dropped-display-grid", "dropped-gap"},
            id="in a style sheet",
        ),
        pytest.param(
            '<p style="padding:0 8px">x</p>', "", {"dropped-padding"}, id="on an element where it matters"
        ),
        pytest.param(
            '<table role="none"><tr><td style="padding:8px">x</td></tr></table>',
            "",
            set(),
            id="on one where not",
        ),
        pytest.param("", "p { padding-left: 4px }", {"dropped-padding"}, id="a selector for such an element"),
        pytest.param("", "td { padding-left: 4px }", set(), id="a selector for another"),
        pytest.param('<p style="margin-left:-4px">x</p>', "", {"dropped-negative-margin"}, id="a side"),
        pytest.param(
            '<p style="width:calc(100% - 1rem)">x</p>',
            "",
            {"dropped-calc-min-max-clamp", "dropped-rem", "dropped-width"},
            id="functions and units",
        ),
        pytest.param(
            '<p style="color:rgb(0 0 0)">x</p>', "", {"dropped-rgb-without-commas"}, id="rgb with spaces"
        ),
        pytest.param("", "a:hover { text-decoration: none }", {"dropped-hover"}, id="a state"),
        pytest.param("", "p:before { content: 'x' }", {"dropped-before-and-after"}, id="a pseudo-element"),
        pytest.param("", "[data-x] p { margin: 0 }", {"dropped-attribute"}, id="an attribute selector"),
        pytest.param(
            "", "@import url(https://x.example/a.css);", {"dropped-import"}, id="an at-rule without a block"
        ),
        pytest.param(
            "",
            "@font-face { font-family: X; src: url(https://x.example/a.woff) }",
            {"dropped-font-face"},
            id="a font",
        ),
        pytest.param("", "@media (min-width: 1px) { p { margin: 0 } }", {"dropped-media"}, id="a width"),
        pytest.param(
            "",
            "@media screen { @media (min-width: 1px) { p { margin: 0 } } }",
            {"dropped-media", "dropped-an-at-rule-within-an-at-rule"},
            id="one within another",
        ),
        pytest.param("<video></video>", "", {"dropped-video-audio"}, id="an element"),
        pytest.param("<p hidden>x</p>", "", {"dropped-the-attribute-hidden"}, id="an attribute"),
        pytest.param(
            '<img src="https://x.example/a.webp" alt="" width="1" height="1">',
            "",
            {"dropped-webp-and-avif"},
            id="a format",
        ),
        pytest.param(
            "<style>p { margin: 0 }</style>", "", {"dropped-style-in-the-body"}, id="a style in the body"
        ),
        pytest.param(
            '<div style="display:none;opacity:0;overflow:hidden">x</div>', "", set(), id="what is hidden"
        ),
        pytest.param(
            '<img style="display:none" src="https://x.example/a.png" alt="" width="1" height="1">',
            "",
            {"dropped-display-none"},
            id="what should be hidden",
        ),
        pytest.param("<!--[if mso]><video></video><![endif]-->", "", set(), id="what only Word reads"),
        pytest.param("", "/* .x { display: grid } */", set(), id="a comment"),
        pytest.param("", "/*" + "x" * 16_384 + "*/", {"styles-too-long"}, id="more style than Gmail keeps"),
    ],
)
def test_a_feature_is_found_where_it_is_used(html: str, style: str, codes: set[str]) -> None:
    assert set(dropped(html, style)) == codes


def test_a_feature_is_named_once_with_how_often() -> None:
    found = dropped('<div style="gap:1px">x</div>' * 3, ".x { gap: 1px }")
    assert [(one.count, one.place) for one in found.values()] == [(4, "the style of .x")]


def test_it_is_a_warning_where_something_is_lost_else_a_note() -> None:
    found = dropped('<svg></svg><p style="border-radius:4px">x</p>')
    assert {code: one.level for code, one in found.items()} == {
        "dropped-svg-in-the-message": "warning",
        "dropped-border-radius": "note",
    }


def test_it_says_who_drops_it_and_where_that_is_written() -> None:
    (found,) = dropped('<div style="display:flex">x</div>').values()
    assert found.reason.startswith("display: flex: dropped by Outlook for Windows, in part by Gmail; ")
    assert "https://www.caniemail.com/features/css-display-flex/" in found.remedy


def test_a_feature_that_nobody_drops_whole_says_only_in_part() -> None:
    row = next(one for one in FEATURES if one.label == "margin: auto")
    assert programs(row) == "dropped in part by Outlook for Windows"


def test_the_sound_message_has_notes_only() -> None:
    assert {one.level for one in findings()} == {"note"}
