"""Addresses made absolute, lazy pictures, embedded pages, and the lead image."""

from urllib.parse import urljoin

import pytest

from publisher.markup.reading import read_html
from publisher.model import Image

BASE = "https://e.test/blog/post"


def resolve(address: str) -> str:
    return "" if address.startswith("file:") else urljoin(BASE, address)


def cleaned(html: str) -> str:
    return read_html(html, resolve=resolve, language="en").html


ADDRESSES = [
    pytest.param('<a href="/a?b=1&c=2">x</a>', '<a href="https://e.test/a?b=1&amp;c=2">x</a>', id="a link"),
    pytest.param(
        '<a href=" \nb\tc ">x</a>', '<a href="https://e.test/blog/bc">x</a>', id="white space in a link"
    ),
    pytest.param('<a href="#fn1">1</a>', f'<a href="{BASE}#fn1">1</a>', id="a place on the page"),
    pytest.param('<a href="mailto:a@e.test">x</a>', '<a href="mailto:a@e.test">x</a>', id="mail"),
    pytest.param(
        '<a href="file:///c:/x">x <b>y</b></a>', "x <b>y</b>", id="an unresolved link leaves its text"
    ),
    pytest.param('<a href="javascript:x()">x</a>', "x", id="a script's leaves its text"),
    pytest.param('<a id="k" href="">x</a>', '<a id="k">x</a>', id="a place to go to loses its address only"),
    pytest.param(
        '<img src="i.png" alt="A">', '<img src="https://e.test/blog/i.png" alt="A">', id="a picture"
    ),
    pytest.param("<p>a<img>b</p>", "<p>ab</p>", id="a picture without an address"),
    pytest.param('<img src="p.gif" width="1" height="1">', "", id="a tracking pixel"),
    pytest.param('<img src="p.gif" style="width:1px; height:1px">', "", id="a styled tracking pixel"),
    pytest.param(
        '<img src="a" srcset="b.jpg 1x, c,d.jpg 2x,e.jpg">',
        '<img src="https://e.test/blog/a" srcset="https://e.test/blog/b.jpg 1x, https://e.test/blog/c,d.jpg 2x, '
        'https://e.test/blog/e.jpg">',
        id="candidates, with a comma in an address",
    ),
    pytest.param(
        '<video poster="p.jpg" controls><source src="v.mp4" type="video/mp4"><track src="t.vtt"></video>',
        '<video poster="https://e.test/blog/p.jpg" controls=""><source src="https://e.test/blog/v.mp4" '
        'type="video/mp4"><track src="https://e.test/blog/t.vtt"></video>',
        id="a film",
    ),
    pytest.param(
        '<blockquote cite="/q">a</blockquote>',
        '<blockquote cite="https://e.test/q">a</blockquote>',
        id="a citation",
    ),
    pytest.param(
        '<blockquote cite="javascript:x">a</blockquote>',
        "<blockquote>a</blockquote>",
        id="a citation of a script",
    ),
    pytest.param(
        '<img src="data:image/png;base64,AA==">',
        '<img src="data:image/png;base64,AA==">',
        id="a picture in place",
    ),
    pytest.param('<a href="data:image/png;base64,AA==">x</a>', "x", id="data is for pictures only"),
    pytest.param('<img src="data:text/html,x">', "", id="and only of pictures"),
]


@pytest.mark.parametrize(("html", "expected"), ADDRESSES)
def test_every_address_is_absolute_or_gone(html: str, expected: str) -> None:
    assert cleaned(html) == expected


LAZY = [
    pytest.param('<img data-src="a.jpg">', id="no address of its own"),
    pytest.param('<img src="data:image/gif;base64,R0lG" data-lazy-src="a.jpg">', id="data for a placeholder"),
    pytest.param('<img src="/img/blank.gif" data-original="a.jpg">', id="a blank for a placeholder"),
    pytest.param('<img src="lazy_placeholder.gif" data-src="a.jpg">', id="a placeholder by name"),
    pytest.param('<noscript><img src="a.jpg"></noscript>', id="in a noscript"),
    pytest.param('<img src="blank.gif"><noscript><img src="a.jpg"></noscript>', id="beside a noscript"),
]


@pytest.mark.parametrize("html", LAZY)
def test_a_lazy_picture_gets_its_real_address(html: str) -> None:
    assert cleaned(html) == '<img src="https://e.test/blog/a.jpg">'


def test_lazy_candidates_stand_in_for_an_address() -> None:
    assert cleaned('<img data-srcset="a.jpg 1x, b.jpg 2x">') == (
        '<img src="https://e.test/blog/a.jpg" srcset="https://e.test/blog/a.jpg 1x, https://e.test/blog/b.jpg 2x">'
    )


def test_a_noscript_without_a_picture_goes() -> None:
    assert cleaned("<p>a</p><noscript><p>Enable JavaScript</p></noscript>") == "<p>a</p>"


EMBEDS = [
    pytest.param(
        '<iframe src="/w" title="The  film"></iframe>', "https://e.test/w", "The film", id="its title"
    ),
    pytest.param(
        '<iframe src="//www.youtube.com/embed/abc_DEF-123?rel=0"></iframe>',
        "https://www.youtube.com/watch?v=abc_DEF-123",
        "Video",
        id="a player's film",
    ),
    pytest.param(
        '<iframe src="https://player.vimeo.com/video/42?h=1"></iframe>',
        "https://vimeo.com/42",
        "Video",
        id="another's",
    ),
    pytest.param(
        '<iframe src="https://www.maps.test/x"></iframe>', "https://www.maps.test/x", "maps.test", id="a host"
    ),
    pytest.param(
        '<object><param name="movie" value="https://www.youtube.com/v/abcdef1&fs=1"><embed src="/x"></object>',
        "https://www.youtube.com/watch?v=abcdef1",
        "Video",
        id="an object's parameter",
    ),
    pytest.param(
        '<object data="/f.swf">A drawing</object>', "https://e.test/f.swf", "A drawing", id="its fallback"
    ),
    pytest.param(
        '<object><embed src="/f.swf"></object>', "https://e.test/f.swf", "e.test", id="an embed inside"
    ),
    pytest.param(
        '<object><param name="width" value="9"><param name="src" value="/f.swf"></object>',
        "https://e.test/f.swf",
        "e.test",
        id="the parameter that is an address",
    ),
    pytest.param(
        '<iframe src="https://vimeo.com/moogaloop.swf?clip_id=42"></iframe>',
        "https://vimeo.com/42",
        "Video",
        id="an old player's",
    ),
    pytest.param('<embed src="/f.swf">', "https://e.test/f.swf", "e.test", id="an embed"),
]


@pytest.mark.parametrize(("html", "address", "title"), EMBEDS)
def test_what_is_embedded_becomes_a_link(html: str, address: str, title: str) -> None:
    assert cleaned(html) == f'<p><a href="{address}">{title}</a></p>'
    assert cleaned(f"<p>See {html}</p>") == f'<p>See <a href="{address}">{title}</a></p>'


def test_a_picture_that_is_real_already_is_not_doubled() -> None:
    html = '<img src="a.jpg"> <noscript><img src="tracker.gif"></noscript>'
    assert cleaned(html) == '<img src="https://e.test/blog/a.jpg"> '


def test_the_description_of_a_picture_is_absolute() -> None:
    assert 'longdesc="https://e.test/d"' in cleaned('<img src="a.jpg" longdesc="/d">')


def test_an_embedded_address_that_is_none_goes() -> None:
    html = read_html('a<iframe src="http://[x"></iframe>', resolve=str, language="en").html
    assert html == "a"


def test_an_embedded_script_goes() -> None:
    assert cleaned('a<iframe src="javascript:x()"></iframe><iframe src="about:blank"></iframe>') == "a"


def test_an_object_without_an_address_leaves_its_text() -> None:
    assert cleaned("<p><object>Old text</object></p>") == "<p>Old text</p>"


LEADS = [
    pytest.param(
        '<img src="a.jpg" alt=" A\n b" width="640" height="480">',
        Image(url="https://e.test/blog/a.jpg", alt="A b", width=640, height=480),
        id="its size and text",
    ),
    pytest.param(
        '<img src="a.jpg" width="100%" height="50em">',
        Image(url="https://e.test/blog/a.jpg"),
        id="sizes in pixels only",
    ),
    pytest.param(
        '<img class="wp-smiley" src="s.png"><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not a smiley",
    ),
    pytest.param(
        '<img src="/emoji/x.png"><img src="a.jpg">', Image(url="https://e.test/blog/a.jpg"), id="not an emoji"
    ),
    pytest.param(
        '<img src="https://www.gravatar.com/avatar/1"><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not an avatar",
    ),
    pytest.param(
        '<img src="https://img.shields.io/x.svg"><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not a badge",
    ),
    pytest.param(
        '<img src="i.png" width="16" height="16"><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not an icon",
    ),
    pytest.param(
        '<img src="p.gif" width="1"><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not a pixel",
    ),
    pytest.param(
        '<img src="data:image/png;base64,AA=="><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not data",
    ),
    pytest.param(
        '<img src="https://feeds.feedburner.com/~ff/x"><img src="a.jpg">',
        Image(url="https://e.test/blog/a.jpg"),
        id="not a feed's flare",
    ),
    pytest.param('<p>no picture</p><img src="spacer.gif">', None, id="none"),
]


@pytest.mark.parametrize(("html", "image"), LEADS)
def test_the_lead_image_is_the_first_that_is_content(html: str, image: Image | None) -> None:
    assert read_html(html, resolve=resolve, language="en").image == image
