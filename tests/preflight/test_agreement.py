"""The two parts say the same, and both end as a newsletter must."""

import pytest

from publisher.preflight import Expected
from tests.preflight.letter import CONTEXT, HTML, TEXT, UNSUBSCRIBE, codes, findings, places

CREAM = '<p style="color:#333333">Cream'
A, B = "https://blog.example/a", "https://blog.example/b"


def swapped(text: str, one: str, other: str) -> str:
    return text.replace(one, "\0").replace(other, one).replace("\0", other)


@pytest.mark.parametrize(
    ("html", "text", "wanted"),
    [
        pytest.param(HTML, TEXT, [], id="both the same"),
        pytest.param(HTML, "  \n", [("error", "text-missing")], id="no text"),
        pytest.param("", TEXT, [("error", "html-missing")], id="no HTML"),
        pytest.param(HTML, TEXT.replace(B, ""), [("error", "post-missing")], id="an address only in HTML"),
        pytest.param(
            HTML, TEXT.replace("On butter", ""), [("error", "post-missing")], id="a title only in HTML"
        ),
        pytest.param(
            HTML,
            TEXT.replace(B, B + "2"),
            [("error", "post-missing"), ("warning", "only-in-text")],
            id="another address in text",
        ),
        pytest.param(HTML, swapped(TEXT, A, B), [("error", "post-order")], id="another order in text"),
        pytest.param(
            HTML, TEXT + "\nhttps://blog.example/c\n", [("warning", "only-in-text")], id="one more in text"
        ),
        pytest.param(
            HTML.replace(
                CREAM,
                f'<h2><a href="https://blog.example/c">C</a></h2>{CREAM}',
            ),
            TEXT,
            [("error", "only-in-html")],
            id="one more post in HTML",
        ),
        pytest.param(HTML, TEXT.replace(B, f"<{B}>."), [], id="an address in brackets before a full stop"),
        pytest.param(
            HTML.replace("Cream,", "Cream（https://x.example/c），一二三四"),
            TEXT.replace("Cream,", "Cream（https://x.example/c），一二\n三四"),
            [],
            id="an address in someone's words, which the text part breaks",
        ),
        pytest.param(HTML, TEXT.replace("On butter", "On\n  but\u200bter"), [], id="a title over two lines"),
    ],
)
def test_both_parts_carry_the_same_posts(html: str, text: str, wanted: list[tuple[str, str]]) -> None:
    quiet = ("preheader", "contrast", "lang", "title", "dir", "dark")
    found = findings(html, text)
    assert [one for one in codes(found) if not one[1].startswith(quiet)] == wanted


def test_it_says_which_part_lacks_which_post() -> None:
    found = findings(HTML, TEXT.replace(B, "").replace("On butter", ""))
    assert places(found, "post-missing") == ["the text part: 'On butter'"]
    assert "its address https://blog.example/b and its title" in found[0].reason


def test_two_posts_may_have_one_address() -> None:
    posts = (*CONTEXT.posts, Expected(title="On butter", url=B))
    html = HTML.replace(
        CREAM,
        f'<p style="color:#333333">Also:</p><h2><a href="{B}">On butter</a></h2>{CREAM}',
    )
    assert codes(findings(html, TEXT.replace(B, f"{B}\n{B}"), posts=posts)) == []


@pytest.mark.parametrize(
    ("html", "text", "code"),
    [
        pytest.param(HTML.replace(UNSUBSCRIBE, B), TEXT, "unsubscribe-missing", id="no link in HTML"),
        pytest.param(HTML, TEXT.replace(UNSUBSCRIBE, ""), "unsubscribe-missing", id="no link in text"),
        pytest.param(
            HTML.replace("1 Mill Lane", ""), TEXT, "postal-address-missing", id="no address in HTML"
        ),
        pytest.param(
            HTML, TEXT.replace("1 Mill Lane", ""), "postal-address-missing", id="no address in text"
        ),
    ],
)
def test_each_part_says_how_to_leave_and_who_sends_it(html: str, text: str, code: str) -> None:
    place = "the HTML part" if text == TEXT else "the text part"
    found = findings(html, text)
    assert ("error", code) in codes(found)
    assert places(found, code) == [place]


def test_the_placeholder_is_a_way_to_leave() -> None:
    html, text = (part.replace(UNSUBSCRIBE, "{{unsubscribe_url}}") for part in (HTML, TEXT))
    assert codes(findings(html, text)) == []


def test_a_postal_address_that_is_not_set_is_asked_for() -> None:
    assert codes(findings(postal_address="")) == [("warning", "postal-address-unset")]


def test_a_postal_address_may_be_broken_into_lines() -> None:
    assert (
        codes(findings(HTML.replace("Lane, Ely", "Lane,<br>Ely"), postal_address="1 Mill Lane,\nEly")) == []
    )
