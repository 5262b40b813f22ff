"""What read_html keeps, mends and leaves out of a post's HTML."""

import pytest

from publisher.markup.reading import read_html


def cleaned(html: str) -> str:
    return read_html(html, resolve=lambda address: f"https://e.test/{address}", language="en").html


KEPT = [
    pytest.param('<p id="fn1">Text</p>', id="an id, for footnotes"),
    pytest.param('<p dir="rtl" lang="he">שלום</p>', id="direction and language of a paragraph"),
    pytest.param('<p>a <span lang="fr">mot</span></p>', id="a span with a language"),
    pytest.param('<p>a <span dir="ltr">x</span></p>', id="a span with a direction"),
    pytest.param('<pre><code class="language-c++">a &lt; b</code></pre>', id="the language of code"),
    pytest.param(
        '<table><tbody><tr><td colspan="2" rowspan="3">a</td></tr></tbody></table>', id="spans of cells"
    ),
    pytest.param('<ol start="3"><li>a</li></ol>', id="where a list starts"),
    pytest.param('<p><time datetime="2012-02-29">then</time></p>', id="a time"),
    pytest.param("<details><summary>More</summary>Text</details>", id="details"),
    pytest.param("<p><ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby></p>", id="ruby"),
    pytest.param("<p><kbd>k</kbd> <mark>m</mark> <sub>1</sub><sup>2</sup> <abbr>a</abbr></p>", id="phrases"),
    pytest.param("<dl><dt>a</dt><dd>b</dd></dl>", id="definitions"),
    pytest.param("<figure>x<figcaption>c</figcaption></figure>", id="a figure and its caption"),
    pytest.param("<p>a<br><br>b</p>", id="a double break"),
    pytest.param("<center>a</center>", id="a centred block"),
    pytest.param("<p>AT&amp;T &lt;b&gt; \u200fשלום 😀</p>", id="escapes, marks of direction, emoji"),
]


@pytest.mark.parametrize("html", KEPT)
def test_html_of_the_allow_list_stays_as_it_is(html: str) -> None:
    assert cleaned(html) == html


MENDED = [
    pytest.param('<p style="color:red" class="x">a</p>', "<p>a</p>", id="styles and classes go"),
    pytest.param(
        '<code class="hljs language-py x">a</code>', '<code class="language-py">a</code>', id="one class"
    ),
    pytest.param('<p class="language-py">a</p>', "<p>a</p>", id="a language is of code only"),
    pytest.param('<pre class="brush: js">a</pre>', "<pre>a</pre>", id="other classes of code go"),
    pytest.param(
        '<p><span style="x"><font size="2">a</font></span></p>', "<p>a</p>", id="styled wrappers go"
    ),
    pytest.param(
        "<p>a<o:p> b</o:p><![if !supportLists]>c</p>", "<p>a bc</p>", id="what a word processor wrote"
    ),
    pytest.param(
        "<p>a<!--[if gte mso 9]><xml>x</xml><![endif]--> b</p>", "<p>a b</p>", id="conditional comments"
    ),
    pytest.param("<p>a</p><p></p><p>&nbsp;</p><div><br></div><p>b</p>", "<p>a</p><p>b</p>", id="spacers go"),
    pytest.param("<div><div><p> </p></div></div><p>b</p>", "<p>b</p>", id="spacers in spacers go"),
    pytest.param('<p id="here"></p><p>b</p>', '<p id="here"></p><p>b</p>', id="a place to go to stays"),
    pytest.param("one<p></p>two", "one<br><br>two", id="a spacer that alone parts two texts"),
    pytest.param("<b>one</b><p></p>\n<i>two</i>", "<b>one</b><br><br><i>two</i>", id="and two phrases"),
    pytest.param("<p>a<br><br> <br>&nbsp;<br/>b</p>", "<p>a<br><br>b</p>", id="runs of breaks become two"),
    pytest.param("<p>a<b> </b>b<i></i></p>", "<p>a b</p>", id="an empty phrase leaves its space"),
    pytest.param("<p>a<p>b", "<p>a</p><p>b</p>", id="a paragraph ends where the next begins"),
    pytest.param(
        '<form action="x"><p>a</p><input name="q"></form>b', "<div><p>a</p></div>b", id="a form is a division"
    ),
    pytest.param(
        "<select><option>a</select><textarea>b</textarea>c", "c", id="controls go with what they hold"
    ),
    pytest.param("<p>a<button>b</button></p>", "<p>ab</p>", id="a button's text stays"),
    pytest.param("<svg><text>a</text></svg><math><mi>x</mi></math>b", "b", id="drawings and formulas go"),
    pytest.param("<script>var a='<p>b</p>'</script><style>p{}</style>c", "c", id="scripts and styles go"),
    pytest.param("<title>a</title><body><p>b</p>", "<p>b</p>", id="a whole document"),
    pytest.param('<a name="top">a</a>', '<a id="top">a</a>', id="a name becomes an id"),
    pytest.param("<a>a</a>", "a", id="a link to nowhere is its text"),
    pytest.param("<pre>\n\na</pre>", "<pre>a</pre>", id="lines before code"),
    pytest.param("<p>a&#1;b&#xFFFE;</p>", "<p>ab</p>", id="characters that XML forbids"),
    pytest.param("", "", id="nothing"),
    pytest.param("just text", "just text", id="bare text"),
]


@pytest.mark.parametrize(("html", "expected"), MENDED)
def test_html_is_mended(html: str, expected: str) -> None:
    assert cleaned(html) == expected


TEXTS = [
    pytest.param("<p>a\n b</p><p>c</p>", "a b\nc", id="a line to each block"),
    pytest.param("<p>a<b>b</b><i>c</i></p>", "abc", id="no space within a word"),
    pytest.param("<ul><li>a</li><li>b</li></ul>", "a\nb", id="items"),
    pytest.param("<table><tr><td>a</td><td>b</td></tr></table>", "a\nb", id="cells"),
    pytest.param("a<br>b", "a\nb", id="a break"),
    pytest.param('<p>a<img src="x" alt="no">b</p>', "ab", id="no alternative text"),
    pytest.param("<p>&lt;b&gt; &amp;amp; &quot;x&quot;</p>", '<b> &amp; "x"', id="escapes, once"),
    pytest.param("<pre>a\nb</pre>", "a\nb", id="lines of code"),
    pytest.param("<p>中文\n中文 a\nb</p>", "中文中文 a b", id="no space where Chinese breaks a line"),
    pytest.param("<script>x</script>", "", id="no script"),
]


@pytest.mark.parametrize(("html", "expected"), TEXTS)
def test_the_text_is_what_a_person_reads(html: str, expected: str) -> None:
    assert read_html(html, resolve=str, language="en").text == expected


MINUTES = [
    pytest.param("", 1, id="nothing takes a minute"),
    pytest.param("word " * 345, 2, id="345 words / 230 = 1.5, to even: 2"),
    pytest.param("word " * 2300, 10, id="2,300 words / 230"),
    pytest.param("中。" * 1500, 3, id="1,500 characters / 500"),
    pytest.param("的 word " * 500, 3, id="500 / 500 + 500 / 230 = 3.2"),
]


@pytest.mark.parametrize(("text", "minutes"), MINUTES)
def test_reading_time_counts_words_and_characters(text: str, minutes: int) -> None:
    assert read_html(text, resolve=str, language="zh").reading_minutes == minutes
