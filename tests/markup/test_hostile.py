"""Whatever comes in: nothing runs, nothing crashes, nothing takes for ever, and what comes out stays as it is."""

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from publisher.markup import printable
from publisher.markup.allowed import BLOCKS, INLINE, SCHEMES
from publisher.markup.reading import read_html
from publisher.markup.scripts import words

HEARTBEAT_SECONDS = 6.0

ATTACKS = [
    pytest.param("<script>alert(1)</script>", id="a script"),
    pytest.param("<SCRIPT SRC=//x.test/a.js></SCRIPT>", id="a script from elsewhere, in capitals"),
    pytest.param("<scr<script>ipt>alert(1)</scr</script>ipt>", id="a script in pieces"),
    pytest.param("<script/x>alert(1)</script\n>", id="a script with a slash"),
    pytest.param("<<script>alert(1)//<</script>", id="a doubled bracket"),
    pytest.param("<script>/*<!--<script></script>*/alert(1)//--></script>", id="a doubly escaped script"),
    pytest.param(
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>", id="out of a noscript"
    ),
    pytest.param("<template><script>alert(1)</script></template>", id="a template"),
    pytest.param("<img src=x onerror=alert(1)>", id="a handler"),
    pytest.param("<img/src=x/onerror=alert(1)>", id="a handler after slashes"),
    pytest.param("<img src=x ONERROR\n=\nalert(1)>", id="a handler on lines"),
    pytest.param("<img src=`x`onerror=alert(1)>", id="a handler after backticks"),
    pytest.param("<img src='x' onerror='alert(1)' srcset='a onerror=b'>", id="a handler beside candidates"),
    pytest.param("<body onload=alert(1)>a", id="a body's handler"),
    pytest.param("<svg onload=alert(1)>", id="a drawing's handler"),
    pytest.param("<svg><script>alert(1)</script></svg>", id="a drawing's script"),
    pytest.param("<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>", id="a drawing's link"),
    pytest.param("<svg><animate onbegin=alert(1) attributeName=x>", id="an animation"),
    pytest.param("<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>", id="a style in a drawing"),
    pytest.param(
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", id="a style in a formula"
    ),
    pytest.param(
        "<math><annotation-xml encoding='text/html'><script>alert(1)</script>", id="HTML in a formula"
    ),
    pytest.param(
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", id="two forms"
    ),
    pytest.param("<a href='javascript:alert(1)'>x</a>", id="a script for an address"),
    pytest.param("<a href='JaVaScRiPt:alert(1)'>x</a>", id="in mixed case"),
    pytest.param("<a href=' \x01javascript:alert(1)'>x</a>", id="after a control character"),
    pytest.param("<a href='java\tscr\nipt:alert(1)'>x</a>", id="with white space inside"),
    pytest.param("<a href='java&#x0A;script&colon;alert(1)'>x</a>", id="with references inside"),
    pytest.param("<a href='&#106;&#97;&#118;&#97;script:alert(1)'>x</a>", id="spelt in references"),
    pytest.param("<a href='vbscript:msgbox(1)'>x</a>", id="another script"),
    pytest.param("<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>", id="a page in an address"),
    pytest.param("<a href='view-source:javascript:alert(1)'>x</a>", id="a scheme before it"),
    pytest.param("<img src='data:image/svg+xml,<svg onload=alert(1)>'>", id="a drawing in an address"),
    pytest.param("<img srcset='javascript:alert(1) 1x'>", id="a script among candidates"),
    pytest.param(
        "<video poster='javascript:alert(1)'><source src='javascript:x'></video>", id="a film's script"
    ),
    pytest.param("<iframe src='javascript:alert(1)'></iframe>", id="a frame's script"),
    pytest.param("<iframe srcdoc='<script>alert(1)</script>'></iframe>", id="a frame's page"),
    pytest.param(
        "<iframe src='https://x.test' title='<img src=x onerror=alert(1)>'></iframe>", id="a frame's title"
    ),
    pytest.param(
        "<object data='javascript:alert(1)'><script>alert(1)</script></object>", id="an object's script"
    ),
    pytest.param("<object data='data:text/html,<script>alert(1)</script>'></object>", id="an object's page"),
    pytest.param("<embed src='javascript:alert(1)'>", id="an embed's script"),
    pytest.param(
        "<applet code=x.class><param name=src value='javascript:alert(1)'></applet>", id="an applet's"
    ),
    pytest.param("<form action='javascript:alert(1)'><input type=submit></form>", id="a form"),
    pytest.param("<button formaction='javascript:alert(1)'>x</button>", id="a button"),
    pytest.param("<input autofocus onfocus=alert(1)>", id="a field that takes the focus"),
    pytest.param("<details open ontoggle=alert(1)>x</details>", id="details that open"),
    pytest.param("<p style='background:url(javascript:alert(1))'>x</p>", id="a style"),
    pytest.param("<style>@import 'javascript:alert(1)';</style>", id="a style sheet"),
    pytest.param("<link rel=stylesheet href='//x.test/a.css'>", id="a linked style sheet"),
    pytest.param("<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", id="a refresh"),
    pytest.param("<base href='javascript:/a/'><a href='alert(1)'>x</a>", id="a base"),
    pytest.param("<xmp><p title='</xmp><img src=x onerror=alert(1)>'></xmp>", id="out of an example"),
    pytest.param("<textarea></textarea><img src=x onerror=alert(1)></textarea>", id="out of a field"),
    pytest.param("<title><a title='</title><img src=x onerror=alert(1)>'></title>", id="out of a title"),
    pytest.param("<!--><img src=x onerror=alert(1)>-->", id="out of a comment"),
    pytest.param("<!-- --!><img src=x onerror=alert(1)> -->", id="out of a comment, otherwise"),
    pytest.param("<![CDATA[<img src=x onerror=alert(1)>]]>", id="out of character data"),
    pytest.param(
        "<table background='javascript:alert(1)'><tr><td onclick=alert(1)>x", id="a table's background"
    ),
    pytest.param("<p id='x' onmouseover\x00=alert(1)>a", id="a handler with a nought"),
    pytest.param("<plaintext><img src=x onerror=alert(1)>", id="after the end of HTML"),
    pytest.param("<a title='&quot; onclick=&quot;alert(1)'>x</a>", id="a quotation mark in a title"),
]


class _Judge(HTMLParser):
    """An independent reading of what comes out: every element and attribute, by another parser."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BLOCKS | INLINE:
            self.faults.append(tag)
        for name, value in attrs:
            scheme = (
                re.match(r"\s*([\w+.-]+):", value or "")
                if name in ("href", "src", "poster", "cite")
                else None
            )
            if name.startswith("on") or name in ("style", "srcdoc", "action", "formaction"):
                self.faults.append(f"{tag} {name}")
            if scheme and scheme[1].lower() not in SCHEMES and not (value or "").startswith("data:image/"):
                self.faults.append(f"{tag} {name}={value}")


def faults(html: str) -> list[str]:
    judge = _Judge()
    judge.feed(html)
    judge.close()
    return judge.faults


def cleaned(html: str) -> str:
    return read_html(html, resolve=str, language="en").html


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize(
    "frame", ["{}", "<p>{}</p>", "<table><td>{}", "<b><a href=x>{}", "&lt;{}", "<pre>{}"]
)
def test_nothing_runs(attack: str, frame: str) -> None:
    assert faults(cleaned(frame.format(attack))) == []


_TAGS = sorted(
    BLOCKS
    | INLINE
    | words(
        "script style iframe object embed noscript svg math template title form button input select option "
        "textarea font nobr o:p marquee xmp plaintext listing body html head main label fieldset menu "
        "foreignObject mtext"
    )
)
_ATTRIBUTES = (
    "",
    ' href="x"',
    " src=y onerror=z",
    ' id="q"',
    ' class="language-c k"',
    ' style="a:b"',
    ' href="javascript:x"',
    ' srcset="a,b 2x"',
    ' title="<b>"',
    " data-src=z",
    " lang=en",
    " /",
)
_PIECES = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES)),
    st.builds("</{}>".format, st.sampled_from(_TAGS)),
    st.sampled_from(
        ("a b", "&nbsp;", "&lt;b&gt;", "&#1;", "\n", " ", "<!--", "-->", "<![CDATA[", "\0", "<br>", "中。")
    ),
    st.text(max_size=8),
)
_HTML = st.lists(_PIECES, max_size=16).map("".join)


@given(_HTML)
@example("<marquee></dl><ul>\n&nbsp;&#1;")
@example('<track srcset="a,b 2x">')
@example('<plaintext>&#1;</plaintext><section ">')
@example("<h1><a><h1>a b")
@example("<h2>a<span><h1>b")
@example("<dt><form><p><br><legend>a<u><math>")
@example("<dt>&lt;b&gt;<embed><marquee><dt>x")
@settings(max_examples=400)
def test_what_comes_out_is_safe_and_gives_itself_again(html: str) -> None:
    once = cleaned(html)
    assert faults(once) == []
    assert cleaned(once) == once


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_any_text_at_all_is_read(text: str) -> None:
    body = read_html(text, resolve=lambda _: "", language="ja")
    assert body.reading_minutes >= 1
    assert printable(body.html + body.text + body.summary) == body.html + body.text + body.summary


COSTLY = [
    pytest.param("<b>" * 100_000, id="bold in bold"),
    pytest.param("<div>" * 100_000 + "x", id="divisions in divisions"),
    pytest.param("<ul><li>" * 50_000, id="lists in lists"),
    pytest.param("<object>" * 50_000, id="objects in objects"),
    pytest.param("<span lang=en>" * 50_000, id="spans in spans"),
    pytest.param(
        "<p>" + "".join(f"<font size={n}>" for n in range(10_000)) + "</p>" + "<p>x</p>" * 10_000,
        id="formatting to open again in each paragraph",
    ),
    pytest.param(
        "<p>" + "<b id=x><i id=x>" * 10 + "</p>" + "<p>x</p>" * 60_000, id="formatting never closed"
    ),
    pytest.param("<p " + " ".join(f"a{n}=1" for n in range(150_000)) + ">x", id="attributes"),
    pytest.param("<br>" * 200_000, id="breaks"),
    pytest.param("<p></p>" * 100_000, id="spacers"),
    pytest.param("<a" * 200_000, id="tags that do not end"),
    pytest.param("<!--" * 200_000, id="comments that do not end"),
    pytest.param("{{<" * 100_000, id="templates that do not end"),
    pytest.param('<img srcset="' + "a," * 100_000 + '">', id="candidates"),
    pytest.param("<p>Words <b>and</b> more, at <a href=x>length</a>.</p>\n" * 55_000, id="three megabytes"),
]


@pytest.mark.parametrize("html", COSTLY)
def test_no_page_costs_much_more_than_its_length(html: str) -> None:
    begun = time.perf_counter()
    assert len(cleaned(html)) < 10 * len(html)
    assert time.perf_counter() - begun < HEARTBEAT_SECONDS


def test_text_stays_where_tags_are_too_deep() -> None:
    assert read_html("<div>" * 1000 + "deep", resolve=str, language="en").text == "deep"
