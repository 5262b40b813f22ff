"""HTML or Markdown, told by content."""

import pytest

from publisher.sources.bodies import is_html


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("<p>One</p><p></p><p>Two * three</p>", True, id="paragraphs and spacers"),
        pytest.param("\n<!-- x -->\n<h3>One</h3>Loose words<br/>more", True, id="a comment, a heading, loose words"),
        pytest.param("<p>One</p>\n\n<p>Two</p>\n\n<pre>\n# no heading\n- no list\n</pre>", True, id="marks in pre"),
        pytest.param("<p>1</p><p>2</p><p>3</p><p>4</p><p>**5** stars</p>", True, id="one mark among many elements"),
        pytest.param("<table><tr><td>1</td></tr></table>", True, id="a table"),
        pytest.param("<!DOCTYPE html><html><body>x</body></html>", True, id="a document"),
        pytest.param("<a href='x'>One</a> and two", True, id="one line of text with elements in it"),
        pytest.param("One\n\nTwo", False, id="text"),
        pytest.param("<div>One</div>\n\nTwo **three** [four](/x).\n\n- five", False, id="a div, then Markdown"),
        pytest.param("<div markdown=1>\n## Two\n</div>", False, id="a heading within a div"),
        pytest.param("<img src='a.png'>\n\nText in plain paragraphs.\n\nMore of it.", False, id="a picture, then text"),
        pytest.param("<span>One</span> two\n\nthree four\n\nfive", False, id="inline elements in paragraphs"),
        pytest.param("", False, id="nothing"),
    ],
)  # fmt: skip
def test_the_form_is_told_by_content(body: str, *, expected: bool) -> None:
    assert is_html(body, path="a.md", form="auto") is expected


def test_the_source_and_the_suffix_decide_before_the_content() -> None:
    assert is_html("# One", path="a.md", form="html")
    assert not is_html("<p>One</p>", path="a.html", form="markdown")
    assert is_html("# One", path="a.HTM", form="auto")
