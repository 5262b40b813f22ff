"""Links and pictures: where they go, what they are called."""

import pytest

from publisher.preflight import Expected
from publisher.preflight.links import is_local
from tests.preflight.letter import HTML, TEXT, codes, findings, places, spoilt

MORE = '<p style="color:#333333">Cream, and patience.</p>'
PICTURE = 'alt="A loaf" width="120" height="90"'
SOURCE = "https://blog.example/a.jpg"


def plus(html: str) -> str:
    """Return the HTML with something more at the end of its last post."""
    return spoilt(MORE, MORE + html)


@pytest.mark.parametrize(
    ("link", "wanted"),
    [
        pytest.param('<a href="https://other.example/">Another</a>', [], id="https"),
        pytest.param('<a href="http://other.example/">Another</a>', [], id="http"),
        pytest.param('<a href="mailto:me@blog.example?subject=a">Write</a>', [], id="mailto"),
        pytest.param('<a href="{{preferences_url}}">Choose</a>', [], id="a placeholder"),
        pytest.param('<a href="#b">Up</a>', [], id="a place in the message"),
        pytest.param('<a href="#top">Top</a>', [], id="its top"),
        pytest.param('<a name="x"></a>', [], id="a place, no link"),
        pytest.param('<a href="https://other.example/" aria-label="Another"></a>', [], id="a label"),
        pytest.param(
            '<a href="https://other.example/" tabindex="-1" aria-hidden="true">'
            '<img src="https://blog.example/x.png" alt="" width="1" height="1"></a>',
            [],
            id="for the eye only",
        ),
        pytest.param('<a href="">Empty</a>', [("error", "link-empty")], id="empty"),
        pytest.param("<a href>Empty</a>", [("error", "link-empty")], id="no value"),
        pytest.param('<a href="#">Empty</a>', [("error", "link-empty")], id="only a sign"),
        pytest.param('<a href="#c">Gone</a>', [("error", "link-target-missing")], id="no such place"),
        pytest.param('<a href="/about">About</a>', [("error", "link-not-absolute")], id="relative"),
        pytest.param(
            '<a href="//blog.example/x">About</a>', [("error", "link-not-absolute")], id="no scheme"
        ),
        pytest.param(
            '<a href="javascript:alert(1)">Press</a>', [("error", "link-not-absolute")], id="a script"
        ),
        pytest.param(
            '<a href="https://[oops">Press</a>', [("error", "link-not-absolute")], id="no address at all"
        ),
        pytest.param(
            '<a href="{{unsubscribe}}">Leave</a>', [("error", "link-placeholder")], id="another placeholder"
        ),
        pytest.param(
            '<a href="http://127.0.0.1:8000/x">Here</a>', [("error", "address-local")], id="this machine"
        ),
        pytest.param(
            '<a href="https://other.example/"> </a>', [("error", "link-without-text")], id="no text"
        ),
        pytest.param(
            '<a href="https://other.example/">On bread</a>',
            [("warning", "link-same-text")],
            id="words that go elsewhere already",
        ),
        pytest.param(
            '<a href="https://other.example/">One</a> <a href="https://other.example/">Two</a>',
            [("warning", "link-doubled")],
            id="neighbours",
        ),
        pytest.param(
            '<a href="https://other.example/">One</a><div><a href="https://other.example/">Two</a></div>',
            [],
            id="in blocks of their own",
        ),
        pytest.param(
            '<a href="https://other.example/">One</a> and <a href="https://other.example/">Two</a>',
            [],
            id="words between them",
        ),
        pytest.param('<a href="https://other.example/">Click here</a>', [], id="wording is not judged"),
    ],
)
def test_a_link_goes_somewhere_and_says_where(link: str, wanted: list[tuple[str, str]]) -> None:
    assert (
        codes(
            findings(plus(f'<p style="color:#333333">{link}</p>'.replace("<a ", '<a style="color:#333333" ')))
        )
        == wanted
    )


def test_a_link_is_named_by_its_words() -> None:
    found = findings(plus('<a href="/about" style="color:#111111">About us</a>'))
    assert places(found, "link-not-absolute") == ["the link 'About us'"]


def test_two_posts_of_one_title_are_only_noted() -> None:
    posts = tuple(Expected(title="Bread", url=f"https://blog.example/{name}") for name in "ab")
    html = HTML.replace("On bread", "Bread").replace("On butter", "Bread")
    text = TEXT.replace("On bread", "Bread").replace("On butter", "Bread")
    assert codes(findings(html, text, posts=posts)) == [("note", "link-same-text")]
    assert codes(findings(html, text, posts=posts[:1])) == [("warning", "link-same-text")]


@pytest.mark.parametrize(
    ("address", "local"),
    [
        pytest.param("http://localhost:8000/", True, id="localhost"),
        pytest.param("http://[::1]/", True, id="IPv6 loopback"),
        pytest.param("http://192.168.1.4/", True, id="a private network"),
        pytest.param("http://printer.local/", True, id="mDNS"),
        pytest.param("https://blog.example/", False, id="a name"),
        pytest.param("http://9.9.9.9/", False, id="a public address"),
        pytest.param("http://[oops", False, id="none"),
    ],
)
def test_an_address_of_this_machine_is_known(address: str, local: bool) -> None:
    assert is_local(address) == local


@pytest.mark.parametrize(
    ("old", "new", "wanted"),
    [
        pytest.param(SOURCE, "http://blog.example/a.jpg", [("warning", "image-not-https")], id="http"),
        pytest.param(SOURCE, "/a.jpg", [("error", "image-not-absolute")], id="relative"),
        pytest.param(SOURCE, "", [("error", "image-not-absolute")], id="no address"),
        pytest.param(SOURCE, "cid:picture", [("error", "image-not-absolute")], id="attached"),
        pytest.param(SOURCE, "data:image/png;base64,AAAA", [("error", "image-inline")], id="inline"),
        pytest.param(SOURCE, "https://localhost/a.jpg", [("error", "address-local")], id="this machine"),
        pytest.param('width="120" ', "", [("warning", "image-without-size")], id="no width"),
        pytest.param(' height="90"', "", [("note", "image-without-size")], id="no height"),
        pytest.param(' width="120" height="90"', "", [("warning", "image-without-size")], id="neither"),
        pytest.param(
            PICTURE,
            'alt="" width="120" height="90"',
            [("error", "link-picture-without-alt")],
            id="empty alt, alone in a link",
        ),
        pytest.param(
            PICTURE,
            'width="120" height="90"',
            [("error", "link-picture-without-alt"), ("error", "image-without-alt")],
            id="no alt",
        ),
    ],
)
def test_a_picture_is_fetched_over_https_and_has_size_and_alt(
    old: str, new: str, wanted: list[tuple[str, str]]
) -> None:
    assert codes(findings(spoilt(old, new))) == wanted


def test_a_picture_that_only_decorates_needs_an_empty_alt() -> None:
    picture = '<img src="https://blog.example/line.png" alt="" width="1" height="1">'
    assert codes(findings(plus(picture))) == []
    assert codes(findings(plus(picture.replace(' alt=""', "")))) == [("error", "image-without-alt")]


def test_a_picture_is_named_by_the_post_it_is_of() -> None:
    html = HTML.replace("</h2>", "</h2></td></tr><tr><td>").replace("</p>\n<a", "</p></td></tr><tr><td><a")
    found = findings(html.replace(' height="90"', ""))
    assert places(found, "image-without-size") == ["the picture of 'On bread'"]


def test_a_picture_of_no_post_is_named_by_its_address() -> None:
    html = plus("").replace("On butter</a></h2>", "On butter</a></h2><h3>x</h3>")
    assert places(findings(html.replace(' height="90"', "")), "image-without-size") == [
        "the picture https://blog.example/a.jpg"
    ]
