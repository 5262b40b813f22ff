"""Markdown as people write it."""

import subprocess
import sys

import pytest

from publisher.markup.markdown import to_html

RENDERED = [
    pytest.param("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>", id="emphasis"),
    pytest.param(
        "```c\nx\n```", '<pre><code class="language-c">x\n</code></pre>', id="a fence keeps its language"
    ),
    pytest.param("~~a~~", "<p><s>a</s></p>", id="strikethrough"),
    pytest.param("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>", id="a definition"),
    pytest.param("<div>\n*x*\n</div>", "<div>\n*x*\n</div>", id="HTML passes through"),
    pytest.param(
        "see https://e.test/a_b_c.",
        '<p>see <a href="https://e.test/a_b_c">https://e.test/a_b_c</a>.</p>',
        id="a bare address",
    ),
    pytest.param("$5 and $10, *so*", "<p>$5 and $10, <em>so</em></p>", id="dollars are not mathematics"),
    pytest.param("$HOME/*a*/$USER", "<p>$HOME/<em>a</em>/$USER</p>", id="nor are variables"),
    pytest.param(
        "`$a` *b* `$c`", "<p><code>$a</code> <em>b</em> <code>$c</code></p>", id="nor dollars in code"
    ),
    pytest.param("$x_1 + y_2$ $a*b*c$", "<p>$x_1 + y_2$ $a*b*c$</p>", id="mathematics stays"),
    pytest.param("$$\na_1\n= b_2\n$$", "<p>$$\na_1\n= b_2\n$$</p>", id="a display stays"),
    pytest.param("text\n$$a_1$$\n\nb", "<p>text</p>\n<p>$$a_1$$</p>\n<p>b</p>", id="a display after text"),
    pytest.param("$$ open\n\n*b*", "<p>$$ open</p>\n<p><em>b</em></p>", id="a display that does not end"),
    pytest.param("$$a$$ and *b*", "<p>$$a$$ and <em>b</em></p>", id="a display that begins a line"),
    pytest.param("    $$\n    a", "<pre><code>$$\na\n</code></pre>", id="a display in code is code"),
    pytest.param(
        r"\(a_1 b_2\) \[x\]", r"<p>\(a_1 b_2\) [x]</p>", id="brackets of mathematics, and plain ones"
    ),
    pytest.param(
        r"\begin{align}a_1 & b_2\end{align}",
        r"<p>\begin{align}a_1 &amp; b_2\end{align}</p>",
        id="an environment",
    ),
    pytest.param("**「引」**文", "<p><strong>「引」</strong>文</p>", id="strong before an ideograph"),
    pytest.param("文**「引」**", "<p>文<strong>「引」</strong></p>", id="strong after an ideograph"),
    pytest.param("**a** b", "<p><strong>a</strong> b</p>", id="strong elsewhere"),
    pytest.param("x^[2]", "<p>x^[2]</p>", id="no notes within a line"),
]


@pytest.mark.parametrize(("markdown", "html"), RENDERED)
def test_markdown_becomes_html(markdown: str, html: str) -> None:
    assert to_html(markdown).strip() == html


def test_a_footnote_links_there_and_back() -> None:
    html = to_html("a[^n]\n\n[^n]: note")
    assert 'href="#fn1"' in html
    assert 'id="fn1"' in html
    assert 'href="#fnref1"' in html


def test_a_table_has_its_cells() -> None:
    assert "<td>1</td>" in to_html("|a|b|\n|-|-|\n|1|2|")


def test_the_parser_is_imported_only_when_it_is_used() -> None:
    code = "import sys, publisher.markup.markdown; sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
