"""A post's summary: its first real sentences, in any of the languages that posts are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.markup.reading import read_html
from publisher.markup.scripts import width
from publisher.markup.summary import LONGEST

FIRST = "The first sentence of the post says what it is about, in about a hundred characters of plain words."
SECOND = "The second goes on for another hundred characters or so, and adds what a reader might want to know."


def summary(html: str, language: str = "en") -> str:
    return read_html(html, resolve=str, language=language).summary


SKIPPED = [
    pytest.param("<h2>Welcome</h2>", id="a heading"),
    pytest.param("<p></p><p>&nbsp;</p>", id="spacers"),
    pytest.param("<p>Hi all,</p>", id="hi all"),
    pytest.param("<p>Hello everyone!</p>", id="hello everyone"),
    pytest.param("<p>Dear community members,</p>", id="dear community"),
    pytest.param("<p>Liebe Leserinnen und Leser,</p>", id="in German"),
    pytest.param("<p>Bonjour à tous,</p>", id="in French"),
    pytest.param("<p>Hola a todos:</p>", id="in Spanish"),
    pytest.param("<p>Olá pessoal!</p>", id="in Portuguese"),
    pytest.param("<p>Ciao a tutti,</p>", id="in Italian"),
    pytest.param("<p>Всем привет!</p>", id="in Russian, the other way round"),
    pytest.param("<p>Привет, друзья!</p>", id="in Russian"),
    pytest.param("<p>שלום לכולם,</p>", id="in Hebrew"),
    pytest.param("<p>السلام عليكم،</p>", id="in Arabic"),
    pytest.param("<p>大家好！</p>", id="in Chinese"),
    pytest.param("<p>皆さん、こんにちは。</p>", id="in Japanese"),
    pytest.param("<p>By Ann Example</p>", id="a byline"),
    pytest.param("<p>Posted by Ann on 29 February 2012</p>", id="a byline with a date"),
    pytest.param("<p>Wednesday, 29 February 2012</p>", id="a date"),
    pytest.param("<p>2021年10月01日</p>", id="a Chinese date"),
    pytest.param("<p>作者：某某，某大学教授。</p>", id="a Chinese byline"),
    pytest.param(
        '<figure><img src="x"><figcaption>A long caption of the picture above.</figcaption></figure>',
        id="a caption",
    ),
    pytest.param(
        '<p><img src="x"><br>The harbour at dawn, seen from the old bridge over the river</p>',
        id="words beside a picture",
    ),
    pytest.param("<p>Photo by Ann Example on a site for photographs, under a licence</p>", id="a credit"),
    pytest.param(
        "<p>Figure 1: what happens to a parcel between the shop and the door.</p>", id="a numbered figure"
    ),
    pytest.param(
        "<p>Table of contents</p><ul><li><a href='#a'>One</a></li><li><a href='#b'>Two</a></li></ul>",
        id="contents",
    ),
    pytest.param(
        "<ul><li><a href='https://e.test/'>One</a></li><li><a href='https://e.test/b'>Two</a></li></ul>",
        id="a list of links",
    ),
    pytest.param(
        "<p><a href='https://e.test/'>Watch the recording on our site</a></p>", id="a link on its own"
    ),
    pytest.param("<pre><code>int main(void) { return 0; }</code></pre>", id="code"),
    pytest.param(
        "<p><strong>What we will look at in this short series of posts</strong></p>", id="a bold line"
    ),
    pytest.param(
        "<p><em>This was first published elsewhere, in another form.</em></p>", id="a remark in italics"
    ),
    pytest.param("<p>(A talk you might be interested in, next week.)</p>", id="a remark in brackets"),
    pytest.param(
        "<blockquote><p>A quotation of some length, from a book that no one reads now.</p></blockquote>",
        id="a quotation",
    ),
    pytest.param("<p>:::note</p><p>{% include x.html %}</p><p>{{&lt; toc &gt;}}</p>", id="templates"),
    pytest.param("<p>Home &gt; Products &gt; A product with a name</p>", id="where one is"),
    pytest.param("<table><tr><th>Version</th><td>4.2</td></tr></table>", id="a table"),
    pytest.param("<p>Location: the usual room, first floor</p>", id="a fact of an event"),
]


@pytest.mark.parametrize("lead_in", SKIPPED)
def test_what_says_nothing_of_the_post_is_passed_over(lead_in: str) -> None:
    assert summary(f"{lead_in}<p>{FIRST}</p>") == FIRST
    assert summary(f"{lead_in}{FIRST}<br><br>") == FIRST


PICKED = [
    pytest.param(
        "<ul><li><a href='https://e.test/a#b'>Tea</a></li><li>Cakes</li></ul>",
        "Tea; Cakes",
        id="a link into a page",
    ),
    pytest.param(f"<p>Hello, Example community! {FIRST}</p>", FIRST, id="a greeting with a name in it"),
    pytest.param(
        "<p>Welcome to our community, where nothing is left out of it.</p>",
        "Welcome to our community, where nothing is left out of it.",
        id="a welcome that says more",
    ),
    pytest.param(
        "<div>&gt; # As a matter of fact [@someone] ==== it is all of it here.</div>",
        "As a matter of fact it is all of it here.",
        id="no marks of Markdown",
    ),
    pytest.param(
        f"<p>{FIRST}</p><p>{SECOND}</p><p>{FIRST}</p>", f"{FIRST} {SECOND}", id="whole sentences that fit"
    ),
    pytest.param(f"{FIRST}<br /><br />{SECOND}", f"{FIRST} {SECOND}", id="text parted by breaks"),
    pytest.param(f"<p>{FIRST}</p><h2>Next</h2><p>{SECOND}</p>", FIRST, id="not on into the next part"),
    pytest.param(
        "<p>Too short.</p><h2>Next</h2><p>It goes on here, though.</p>",
        "It goes on here, though.",
        id="past a first word or two",
    ),
    pytest.param(f"<p>Hi all, {FIRST.lower()}</p>", FIRST, id="a greeting before the rest"),
    pytest.param(f"<p>Hello everyone<br>{FIRST}</p>", FIRST, id="a greeting on its own line"),
    pytest.param(
        "<p>It was new in Birmingham</p><p>" + FIRST + "</p>", FIRST, id="a line that is no sentence"
    ),
    pytest.param(f"<p>{FIRST[:-1]}</p><p>{SECOND}</p>", f"{FIRST} {SECOND}", id="a stop between paragraphs"),
    pytest.param(
        "<p>What the new version has in it:</p><ul><li>One thing</li><li>Another</li></ul>",
        "What the new version has in it: One thing; Another",
        id="a list that is announced",
    ),
    pytest.param(
        f"<p>{FIRST} The rest is in the code:</p><pre>x</pre>", FIRST, id="not what is announced and is code"
    ),
    pytest.param(
        "<ul><li>Tea - 00:01:02</li><li>Cakes, <a href='x'>here</a></li></ul>",
        "Tea; Cakes, here",
        id="only a list",
    ),
    pytest.param(
        "<ul><li><a href='https://e.test/a'>Tea</a></li><li><a href='https://e.test/b'>Cakes</a></li></ul>",
        "Tea; Cakes",
        id="only links",
    ),
    pytest.param(
        "<blockquote>Only a quotation, and nothing else.</blockquote>",
        "Only a quotation, and nothing else.",
        id="only a quotation",
    ),
    pytest.param("<p>Follow me</p>", "Follow me", id="only a label"),
    pytest.param("<h1>Only</h1><pre>code</pre>", "", id="nothing"),
    pytest.param(
        "<p>We talk about tea. Get it at https://e.test/a.mp3 today. Say hello if you like.</p>",
        "We talk about tea. Say hello if you like.",
        id="no bare addresses",
    ),
    pytest.param(
        "<p>A matter of opinion<sup><a href='#fn1'>[1]</a></sup> that the whole of the town disagrees about.</p>",
        "A matter of opinion that the whole of the town disagrees about.",
        id="no marks of notes",
    ),
    pytest.param(
        "<p>[img=200x35]https://e.test/x.png[/img] A reader [b]is[/b] told what this is about today.</p>",
        "A reader is told what this is about today.",
        id="no codes",
    ),
]


@pytest.mark.parametrize(("html", "expected"), PICKED)
def test_the_first_real_sentences_are_picked(html: str, expected: str) -> None:
    assert summary(html) == expected


def test_a_long_first_sentence_is_cut_at_a_word() -> None:
    cut = summary("<p>" + "several words, " * 40 + "end.</p>")
    assert cut == "several words, " * 18 + "several…"  # 18 * 15 = 270, and "several…" is 8


def test_chinese_is_cut_at_a_sentence_or_a_character() -> None:
    sentence = "今天天气很好我们去公园散步看花喝茶然后回家吃饭看书睡觉。"  # 28 characters, 56 columns
    assert summary(f"<p>{sentence * 9}</p>", "zh") == sentence * 5  # 280 columns
    assert summary("<p>" + "很" * 300 + "</p>", "zh") == "很" * 139 + "…"


def test_japanese_paragraphs_join_without_a_space() -> None:
    html = "<p>新しい版を公開しました。</p><p>詳しくは次の資料をご覧ください。</p>"
    assert summary(html, "ja") == "新しい版を公開しました。詳しくは次の資料をご覧ください。"


def test_a_latin_word_in_chinese_is_not_cut() -> None:
    text = "很" * 137 + "Statistics and more"  # 274 columns, and the word would reach 284
    assert summary(f"<p>{text}</p>", "zh") == "很" * 137 + "…"


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=80), max_size=12))
def test_a_summary_is_never_too_long(texts: list[str]) -> None:
    found = summary("".join(f"<p>{text}</p>" for text in texts))
    assert width(found) <= LONGEST + 2
    assert found == " ".join(found.split(" "))
