"""Titles, lines of front matter, and the characters of XML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.markup import clean_text, clean_title, parsable, printable
from publisher.markup.reading import read_html

TITLES = [
    pytest.param("  A\n\t title\u00a0 here ", "A title here", id="white space"),
    pytest.param("<I>en passant</I>", "en passant", id="an element in capitals"),
    pytest.param('a <em class="x">b</em><br/>c', "a b c", id="an element with an attribute, and a break"),
    pytest.param("Map::Tube::<*>", "Map::Tube::<*>", id="a pattern"),
    pytest.param("Vec<T> and <draft>", "Vec<T> and <draft>", id="a type"),
    pytest.param("1 < 2 > 0", "1 < 2 > 0", id="comparisons"),
    pytest.param("a <b or c> d", "a d", id="an element with bare attributes"),
    pytest.param("Q&amp;A &amp;amp; more", "Q&A &amp; more", id="an entity, once"),
    pytest.param("AT&T &copy 2014", "AT&T &copy 2014", id="an ampersand without a semicolon"),
    pytest.param("&#8220;x&#x201D; &nosuch;", "“x” &nosuch;", id="references by number"),
    pytest.param("a\x00b\x0bc\ud800d\ufffe", "abcd", id="characters that XML forbids"),
    pytest.param("\u202bשלום\u202c 😀", "\u202bשלום\u202c 😀", id="marks of direction and emoji"),
    pytest.param('`feature = "x"`', '`feature = "x"`', id="code as it is written"),
    pytest.param("&lt;b&gt;", "<b>", id="an escaped element is text"),
    pytest.param("a&#x81;b&#x7f;c&#xFDD0;d", "abcd", id="references to what is no character"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_a_title_is_cleaned(written: str, title: str) -> None:
    assert clean_title(written) == " ".join(title.split())


LINES = [
    pytest.param("**Bold** and _thin_ `code`", "Bold and thin code", id="marks"),
    pytest.param("[a](https://e.test/x_y) ![b](c.png)", "a", id="links and pictures"),
    pytest.param(
        "[a][1] snake_case_name 2 * 3 * 4", "a snake_case_name 2 * 3 * 4", id="what only looks like marks"
    ),
    pytest.param("<p>One</p><p>two &amp; three</p>", "One two & three", id="HTML"),
    pytest.param("# A heading\n> quoted", "A heading quoted", id="beginnings of lines"),
]


@pytest.mark.parametrize(("written", "plain"), LINES)
def test_a_line_of_markup_becomes_plain(written: str, plain: str) -> None:
    assert clean_text(written) == plain


def _is_char(code: int) -> bool:
    """XML 1.0, 2.2: [2] Char."""
    return code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


@given(st.text(st.characters(codec=None, categories=None)))
def test_printable_keeps_exactly_what_xml_allows(text: str) -> None:
    assert printable(text) == "".join(character for character in text if _is_char(ord(character)))


def _is_no_error(code: int) -> bool:
    """HTML, 13.2.3.5, and Infra, 4.5: neither a control but white space, nor a noncharacter."""
    is_control = code < 0x20 or 0x7F <= code <= 0x9F
    is_noncharacter = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return _is_char(code) and not is_noncharacter and (code in (9, 10, 13) or not is_control)


@given(
    st.text(
        st.characters(codec=None, categories=None)
        | st.sampled_from("\x7f\x80\x9f\ufdcf\ufdd0\ufdef\ufdf0\ufffd\ufffe\U0001ffff\U0010fffe")
    )
)
def test_parsable_keeps_exactly_what_is_no_error_to_html(text: str) -> None:
    assert parsable(text) == "".join(character for character in text if _is_no_error(ord(character)))


@pytest.mark.parametrize("code", [0x7F, 0x80, 0x9F, 0xFDD0, 0xFDEF, 0xFFFE, 0x1FFFE, 0x10FFFF], ids=hex)
def test_one_error_in_a_long_text_is_found(code: int) -> None:
    assert parsable(f"é{'中 ' * 99}{chr(code)} 🎉") == f"é{'中 ' * 99} 🎉"


@pytest.mark.parametrize("frame", ["<p>{}</p>", "<section>{}</section>", '<p title="{}">x</p>'])
@pytest.mark.parametrize(
    "written",
    [
        pytest.param("a\ufdd0b\U0001fffec\x85d", id="as they are"),
        pytest.param("a&#xFDD0;b&#x1FFFE;c&#x81;d", id="as references"),
    ],
)
def test_a_body_has_no_character_that_is_an_error_to_html(written: str, frame: str) -> None:
    html = read_html(frame.format(written), resolve=str, language="en").html
    assert "abcd" in html
    assert parsable(html) == html


def test_clean_text_is_given_back_as_it_is() -> None:
    text = "as it is: é 中文 🎉"
    assert printable(text) is text
    assert parsable(text) is text


@given(st.text())
def test_a_title_is_one_trimmed_line(text: str) -> None:
    title = clean_title(text)
    assert title == " ".join(title.split())
