"""Whether text can be told from what is behind it, in light and in dark."""

import pytest

from publisher.preflight.colors import CLEAR, Color, color, contrast
from tests.preflight.letter import HEAD, HTML, findings, spoilt

CREAM = '<p style="color:#333333">Cream, and patience.</p>'


def judged(html: str) -> list[tuple[str, str]]:
    """Return what is said of contrast and palettes."""
    return [(one.level, one.code) for one in findings(html) if one.code.startswith(("contrast", "dark"))]


def with_text(html: str, style: str = "") -> str:
    """Return the message with something for its last post's summary, and a rule more in its style."""
    assert CREAM in HTML
    return HTML.replace(CREAM, html).replace("</style>", f"{style}</style>")


# Contrast of a grey on white: #767676 has 4.54, #777777 4.47, #949494 3.03, #959595 2.99.
@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        pytest.param('<p style="color:#767676">Grey</p>', [], id="just enough"),
        pytest.param('<p style="color:#777777">Grey</p>', [("warning", "contrast")], id="just too faint"),
        pytest.param('<p style="color:#959595">Grey</p>', [("error", "contrast")], id="hardly seen"),
        pytest.param('<p style="color:#777;font-size:24px">Grey</p>', [], id="large"),
        pytest.param(
            '<p style="color:#777;font-size:23.9px">Grey</p>', [("warning", "contrast")], id="not quite large"
        ),
        pytest.param(
            '<p style="color:#777;font:bold 19px/1.2 serif">Grey</p>', [], id="bold and rather large"
        ),
        pytest.param('<p style="color:#777;font:600 14pt serif">Grey</p>', [], id="in points"),
        pytest.param('<h3 style="color:#777">Grey</h3>', [], id="a heading is bold, 18.72 px"),
        pytest.param(
            '<p style="color:#959595;font-size:2em">Grey</p>', [("error", "contrast")], id="large, too faint"
        ),
        pytest.param('<p style="COLOR:#777;FONT:BOLD 19PX SERIF">Grey</p>', [], id="in capitals"),
        pytest.param(
            '<p style="font-weight:bold;font-size:19px"><span style="color:#777">Grey</span></p>',
            [],
            id="bold about it",
        ),
        pytest.param('<p style="color:#fff"><b>White</b></p>', [("error", "contrast")], id="bold within"),
        pytest.param(
            '<p><a href="https://x.example/" style="color:INHERIT">x</a></p>', [], id="a link like its text"
        ),
        pytest.param('<p style="color:#fff;background:#000">White</p>', [], id="a background of its own"),
        pytest.param('<p style="color:#fff">White</p>', [("error", "contrast")], id="white on white"),
        pytest.param(
            '<table role="none" bgcolor="#000000"><tr><td style="color:#fff">White</td></tr></table>',
            [],
            id="bgcolor",
        ),
        pytest.param(
            '<p style="color:#000;background-color:rgba(0,0,0,.5)">Black</p>',
            [],
            id="half black on white is grey",
        ),
        pytest.param(
            '<p style="color:#fff;background-color:rgba(0,0,0,.5)">White</p>',
            [("warning", "contrast")],
            id="white on that",
        ),
        pytest.param(
            '<p style="color:rgba(0,0,0,.4)">Faint</p>', [("error", "contrast")], id="text half clear"
        ),
        pytest.param('<p><font color="#aaaaaa">Grey</font></p>', [("error", "contrast")], id="font"),
        pytest.param('<p style="color:#fff;display:none">Hidden</p>', [], id="hidden"),
        pytest.param('<p style="color:#fff">· — ·</p>', [], id="only signs"),
        pytest.param(
            '<p style="color:#fff"><span style="color:#111">Dark</span></p>', [], id="the inner colour counts"
        ),
        pytest.param('<p class="f">Grey</p>', [("error", "contrast")], id="a class"),
        pytest.param(
            '<p class="f" style="color:#111111">Dark</p>', [], id="the style attribute outweighs a class"
        ),
        pytest.param(
            '<p class="f g" style="color:#111111">Grey</p>',
            [("error", "contrast")],
            id="important outweighs it",
        ),
        pytest.param('<div class="k"><p>Grey</p></div>', [("error", "contrast")], id="a descendant"),
        pytest.param(
            '<a href="https://x.example/" style="color:#767676">x</a> <a href="https://y.example/">y</a>',
            [],
            id="a link without a colour is blue",
        ),
        pytest.param(
            '<p style="background:#00e"><a href="https://x.example/">x</a></p>',
            [("error", "contrast")],
            id="blue on blue",
        ),
    ],
)
def test_text_can_be_told_from_what_is_behind_it(html: str, wanted: list[tuple[str, str]]) -> None:
    rules = ".f { color: #bbb } .g { color: #bbb !important } .k p { color: #bbb }"
    always = "background: #101010 !important; color: #eee !important"
    dark = "@media (prefers-color-scheme: dark) { .page td * {" + always + "} }"
    assert judged(with_text(html, rules + dark)) == wanted


@pytest.mark.parametrize(
    ("style", "wanted"),
    [
        pytest.param("", [], id="a sound palette"),
        pytest.param("p.d { color: #333 !important }", [("error", "contrast-dark")], id="dark on dark"),
        pytest.param("p.d { color: #808080 !important }", [], id="4.8 to 1"),
        pytest.param("p.d { color: #777777 !important }", [("warning", "contrast-dark")], id="4.2 to 1"),
        pytest.param("td > .d { color: #333 !important }", [("error", "contrast-dark")], id="a child"),
        pytest.param("div > .d { color: #333 !important }", [], id="a child of something else"),
        pytest.param("#d { color: #333 !important }", [("error", "contrast-dark")], id="an id"),
        pytest.param(
            "[lang=en] .d { color: #333 !important }", [("error", "contrast-dark")], id="an attribute"
        ),
        pytest.param(".d { color: #333 !important }", [], id="what is more specific outweighs it"),
        pytest.param("p.d { color: #333 }", [], id="what is important outweighs it"),
    ],
)
def test_the_dark_palette_is_judged_too(style: str, wanted: list[tuple[str, str]]) -> None:
    html = '<p class="d" id="d" style="color:#333333">Text</p>'
    assert judged(with_text(html, "@media (prefers-color-scheme: dark) {" + style + "}")) == wanted


def test_a_dark_rule_is_for_the_dark_only() -> None:
    assert judged(HTML.replace("#eeeeee !important", "#ffffff !important")) == []


def test_a_light_palette_may_be_asked_for() -> None:
    style = "@media (prefers-color-scheme: light) { .page p { color: #ccc !important } }"
    assert judged(with_text(CREAM, style)) == [("error", "contrast")]


@pytest.mark.parametrize(
    ("html", "style", "reason"),
    [
        pytest.param(
            '<p style="background:url(https://x.example/a.png);color:#fff">A</p>',
            "",
            "a picture or gradient behind text",
            id="a picture",
        ),
        pytest.param(
            '<p style="background:linear-gradient(#000,#111);color:#fff">A</p>',
            "",
            "a picture or gradient behind text",
            id="a gradient",
        ),
        pytest.param('<p style="color:var(--x)">A</p>', "", "the colour 'var(--x)'", id="a variable"),
        pytest.param(
            '<p style="background-color:var(--x)">A</p>',
            "",
            "the background 'var(--x)'",
            id="a variable behind",
        ),
        pytest.param('<p style="opacity:.5;color:#111">A</p>', "", "opacity: .5", id="opacity"),
        pytest.param(
            CREAM, "p + p { color: #fff }", "the colours under 'p + p'", id="a selector not followed"
        ),
        pytest.param(
            CREAM,
            "@media (max-width: 480px) { p { color: #fff } }",
            "the colours under '@media (max-width: 480px)'",
            id="a window's width",
        ),
        pytest.param(
            CREAM,
            "@supports (color: red) { p { color: #fff } }",
            "the colours under '@supports (color: red)'",
            id="@supports",
        ),
    ],
)
def test_what_cannot_be_reckoned_is_a_note_once(html: str, style: str, reason: str) -> None:
    found = [one for one in findings(with_text(html, style)) if one.code.startswith("contrast")]
    # In the light and in the dark it is the same.
    assert {one.reason for one in found if one.level == "note"} == {f"{reason}: the contrast is not known"}
    assert len([one for one in found if one.level == "note"]) == 1


@pytest.mark.parametrize(
    ("html", "style"),
    [
        pytest.param(
            '<p style="background:#111 url(https://x.example/a.png);color:#fff">A</p>',
            "",
            id="a colour under the picture",
        ),
        pytest.param(
            '<p style="color:var(--x)"><span style="color:#111">A</span></p>', "", id="an inner colour"
        ),
        pytest.param(
            '<p style="background:var(--x)"><span style="background:#fff;color:#111">A</span></p>',
            "",
            id="an inner background",
        ),
        pytest.param(CREAM, "@media print { p { color: #fff } }", id="for paper"),
        pytest.param(CREAM, "@media (max-width: 480px) { p { font-size: 20px } }", id="no colours"),
        pytest.param(CREAM, "@font-face { font-family: X; src: url(x) }", id="a font"),
    ],
)
def test_what_is_settled_is_no_note(html: str, style: str) -> None:
    assert [one for one in findings(with_text(html, style)) if one.code == "contrast-unknown"] == []


def test_faint_texts_of_the_same_colours_are_one_finding() -> None:
    found = [one for one in findings(HTML.replace("#333333", "#999999")) if one.code == "contrast"]
    assert [(one.level, one.count) for one in found] == [("error", 5)]
    assert found[0].place == "'In it:' under 'The week'; and 4 more"
    assert "#999999 on #ffffff is 2.84 to 1; text of this size needs 4.5 to 1" in found[0].reason


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        pytest.param(
            spoilt('<meta name="color-scheme" content="light dark">', ""),
            [("note", "dark-undeclared")],
            id="only the colours",
        ),
        pytest.param(
            spoilt(HEAD, HEAD.partition("<style>")[0] + "</head>"),
            [("warning", "dark-missing")],
            id="only the word",
        ),
        pytest.param(spoilt(HEAD, "<head><title>T</title></head>"), [], id="neither"),
        pytest.param(
            spoilt(HEAD, "<head><title>T</title><style>p { margin: 0 }</style></head>"),
            [],
            id="a style for both",
        ),
        pytest.param(
            spoilt('<meta name="color-scheme" content="light dark">', "").replace(
                "<style>", "<style>:root { color-scheme: light dark }"
            ),
            [],
            id="the word in the style",
        ),
    ],
)
def test_dark_colours_and_the_word_for_them_go_together(html: str, wanted: list[tuple[str, str]]) -> None:
    assert judged(html) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("#fff", Color(255, 255, 255), id="three digits"),
        pytest.param("#FFFFFF", Color(255, 255, 255), id="capitals"),
        pytest.param("0e6652", Color(14, 102, 82), id="an attribute without its sign"),
        pytest.param("#ffffff00", Color(255, 255, 255, 0), id="eight digits"),
        pytest.param("Teal", Color(0, 128, 128), id="a name"),
        pytest.param("transparent", CLEAR, id="transparent"),
        pytest.param("rgb(1, 2, 3)", Color(1, 2, 3), id="rgb"),
        pytest.param("rgb(1 2 3 / 50%)", Color(1, 2, 3, 0.5), id="rgb with spaces"),
        pytest.param("rgba(100%, 0%, 0%, .5)", Color(255, 0, 0, 0.5), id="percentages"),
        pytest.param("hsl(120, 100%, 50%)", Color(0, 255, 0), id="hsl"),
        pytest.param("rgb(1, 2)", None, id="two parts"),
        pytest.param("rgb(a, b, c)", None, id="no numbers"),
        pytest.param("var(--x)", None, id="a variable"),
        pytest.param("papayawhip", None, id="a name that is not known"),
    ],
)
def test_colours_are_read(text: str, wanted: Color | None) -> None:
    assert color(text) == wanted


def test_contrast_runs_from_one_to_twenty_one() -> None:
    black, white = Color(0, 0, 0), Color(255, 255, 255)
    assert contrast(black, white) == contrast(white, black) == pytest.approx(21)
    assert contrast(white, white) == 1
    # 0.2126 red has luminance 0.2126: (0.2126 + 0.05) / 0.05
    assert contrast(Color(255, 0, 0), black) == pytest.approx(5.252)


@pytest.mark.parametrize(
    ("style", "code", "remedy"),
    [
        pytest.param("p { color: #eee !important }", "contrast", "make the text darker", id="light"),
        pytest.param(
            "@media (prefers-color-scheme: dark) { .page p { color: #333 !important } }",
            "contrast-dark",
            "set a lighter text",
            id="dark",
        ),
    ],
)
def test_the_remedy_is_for_the_palette(style: str, code: str, remedy: str) -> None:
    found = next(one for one in findings(with_text(CREAM, style)) if one.code == code)
    assert found.remedy.startswith(remedy)


@pytest.mark.parametrize(
    ("outer", "inner", "unsure"),
    [
        pytest.param("color:var(--x)", "background:#fff", True, id="the colour stays unknown"),
        pytest.param("opacity:.5", "background:#fff;color:#111", True, id="opacity holds for all within"),
        pytest.param("background:var(--x)", "color:#111", True, id="what is behind stays unknown"),
        pytest.param(
            "background:var(--x)", "background:rgba(255,255,255,.9)", True, id="what shines through"
        ),
        pytest.param("opacity: 1 ", "color:#111", False, id="no opacity"),
    ],
)
def test_what_is_unknown_stays_so_until_it_is_settled(outer: str, inner: str, *, unsure: bool) -> None:
    found = findings(with_text(f'<p style="{outer}"><span style="{inner}">A</span></p>'))
    assert any(one.code == "contrast-unknown" for one in found) == unsure
