"""What a report of findings looks like, and that a sound message gives none."""

from email.message import EmailMessage

from hypothesis import given
from hypothesis import strategies as st

from publisher.preflight import Context, Expected, Finding, as_json, check
from publisher.preflight.findings import gathered
from tests.preflight.letter import CONTEXT, HTML, codes, findings, message, spoilt


def one(level: str, code: str, place: str, position: int) -> Finding:
    assert level in ("error", "warning", "note")
    return Finding(level=level, code=code, place=place, reason="why", remedy="how", position=position)  # type: ignore[arg-type]


def test_a_sound_message_has_nothing_but_its_size_to_say() -> None:
    found = check(message(), CONTEXT)
    assert [(one.level, one.code) for one in found if not one.code.startswith("dropped-")] == [
        ("note", "message-size")
    ]


def test_errors_come_first_then_the_order_of_the_message() -> None:
    found = gathered(
        [
            one("note", "a", "x", 1),
            one("warning", "b", "x", 2),
            one("error", "c", "x", 9),
            one("error", "d", "x", 3),
        ]
    )
    assert [each.code for each in found] == ["d", "c", "b", "a"]


def test_what_differs_by_place_only_is_one_finding() -> None:
    found = gathered([one("error", "a", f"place {number}", number) for number in (5, 2, 3, 4, 1)])
    assert [(each.place, each.count) for each in found] == [("place 1; place 2; place 3; and 2 more", 5)]


def test_a_place_is_named_once() -> None:
    found = gathered([one("error", "a", "here", 1), one("error", "a", "here", 2)])
    assert [(each.place, each.count) for each in found] == [("here", 2)]


def test_json_has_what_a_person_reads() -> None:
    assert as_json([one("note", "a", "here", 4)]) == [
        {"level": "note", "code": "a", "place": "here", "reason": "why", "remedy": "how", "count": 1}
    ]


def test_places_are_in_the_order_of_the_document() -> None:
    html = spoilt('alt="A loaf"', "").replace('href="#b"', 'href=""')
    assert codes(findings(html)) == [
        ("error", "link-empty"),
        ("error", "link-picture-without-alt"),
        ("error", "image-without-alt"),
    ]


def test_twice_the_same_message_gives_the_same_findings() -> None:
    html = HTML.replace("#333333", "#999999")
    assert findings(html) == findings(html)


def test_any_message_can_be_checked() -> None:
    empty = EmailMessage()
    assert {("error", "subject-empty"), ("error", "text-missing"), ("error", "html-missing")} <= set(
        codes(check(empty, Context(posts=(Expected(title="T", url="https://a.example/"),))))
    )


def test_html_that_is_broken_is_checked_as_browsers_repair_it() -> None:
    html = "<p>Words <b>and <td style='color:#fff}{'><a href=https://blog.example/a>x</div>" + "<div>" * 3000
    assert ("error", "unsubscribe-missing") in codes(findings(html))


def test_without_html_nothing_is_said_of_its_elements() -> None:
    assert codes(findings(" \n")) == [("error", "html-missing")]


TAGS = (
    "<td ",
    "<a ",
    "<img ",
    "<h3>",
    "</h3>",
    "</a>",
    "<style>",
    "</style>",
    "style='",
    "href='",
    "src='",
    "'",
    ">",
)
WORDS = (
    "color:",
    "font:",
    "background:",
    "url(",
    "#fff",
    "rgb(",
    ")",
    "1e",
    "px ",
    "@media (",
    "{",
    "}",
    "{{x}}",
)
PIECES = st.sampled_from((*TAGS, *WORDS, "https://", "[", "א"))


@given(st.lists(PIECES, max_size=40))
def test_no_html_raises(pieces: list[str]) -> None:
    found = findings("<p>words</p>" + "".join(pieces))
    assert ("error", "unsubscribe-missing") in codes(found)
