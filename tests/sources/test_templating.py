"""What other generators leave in bodies."""

from collections import Counter

import pytest

from publisher.sources.templating import expand
from tests.sources.conftest import ReadPost

BASE = "https://old.example/blog/"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("{% highlight rb %}\nputs {{ x }}\n{% endhighlight %}", "```rb\nputs {{ x }}\n```", id="code"),
        pytest.param("a {% raw %}{{ x.y }}{% endraw %} b", "a {{ x.y }} b", id="raw"),
        pytest.param("a{% comment %} no {% endcomment %} b", "a b", id="comment"),
        pytest.param("![]({{ site.baseurl }}/a.png)", "![](https://old.example/blog/a.png)", id="site.baseurl"),
        pytest.param("[a]({{ '/a' | relative_url }})", "[a](/a)", id="a literal through a filter"),
        pytest.param("[a]({% post_url 2010-07-21-x %})", "[a](2010-07-21-x.md)", id="post_url"),
        pytest.param("[a]({% link _posts/x.md %})", "[a](/_posts/x.md)", id="link"),
        pytest.param('{% img /m/a.jpg "A <b>" %}', "![A b](</m/a.jpg>)", id="a picture tag"),
        pytest.param(
            "{% gallery /m/\n  a.jpg One.\n  b.jpg\n%}", "![One.](</m/a.jpg>)\n\n![](</m/b.jpg>)", id="a gallery tag"
        ),
        pytest.param("Text.\n{: .note}\n[a](b){: rel='x' #id}", "Text.\n\n[a](b)", id="kramdown attributes"),
        pytest.param('{{< youtube id="x1" >}}', _YT := '<a href="https://www.youtube.com/watch?v=x1">'
                     "https://www.youtube.com/watch?v=x1</a>", id="youtube by name"),
        pytest.param("{{< youtube x1 >}}", _YT, id="youtube by place"),
        pytest.param(
            '{{< figure src="/a.png" alt="A" caption="C & D" link="/l" >}}',
            '<figure><a href="/l"><img src="/a.png" alt="A"></a><figcaption>C &amp; D</figcaption></figure>',
            id="figure",
        ),
        pytest.param('[a]({{< ref "/x.md#y" >}})', "[a](</x.md#y>)", id="ref in a link"),
        pytest.param('<a href="{{< relref "x.md" >}}">', '<a href="x.md">', id="relref in an attribute"),
        pytest.param('<img src="{{< blogdown/postref >}}f/a.png">', '<img src="f/a.png">', id="postref"),
        pytest.param('{{< audio src="/a.mp3" >}}', '<audio controls src="/a.mp3"></audio>', id="audio"),
        pytest.param("{{< highlight go >}}\nx\n{{< /highlight >}}", "```go\nx\n```", id="Hugo's highlight"),
        pytest.param("[a]({filename}/x.md) ![]({static}/a.png) |filename|b", "[a](/x.md) ![](/a.png) b", id="files"),
        pytest.param(
            ":::tip Do\n\nBody\n\n```\n:::\n```\n:::\nAfter",
            "\n> **Do**\n>\n>\n> Body\n>\n> ```\n> :::\n> ```\n\nAfter",
            id="admonition",
        ),
        pytest.param(":::note[Do]\nx\n:::", "\n> **Do**\n>\n> x\n", id="a title in brackets"),
        pytest.param("::: {.box}\nx\n:::", "\nx\n", id="a pandoc div"),
        pytest.param("import A from './a';\n\nText", "\nText", id="an MDX import"),
        pytest.param("export const a = 1;\nText", "Text", id="an MDX export"),
    ],
)  # fmt: skip
def test_what_has_a_plain_meaning_is_resolved(body: str, expected: str) -> None:
    assert expand(body, html=False, base_url=BASE) == (expected, Counter())


@pytest.mark.parametrize(
    ("body", "expected", "dropped"),
    [
        pytest.param('[DBI]({{<cpan "DBI" >}}) is', "DBI is", {"cpan": 1}, id="a link that leads nowhere now"),
        pytest.param('use {{< cpan "DBI" >}}.', "use DBI.", {"cpan": 1}, id="one word in it is its text"),
        pytest.param('a{{< t "b c" >}}d', "a b c d", {"t": 1}, id="words stay apart"),
        pytest.param('a{{< inc "x/y.md" >}}b', "ab", {"inc": 1}, id="a path is no text"),
        pytest.param("{{< box a=b >}}in{{< /box >}}", "in", {"box": 1}, id="a pair keeps what is within"),
        pytest.param("a{% author ann %}b", "ab", {"author": 1}, id="a tag of some plugin"),
        pytest.param("V {{ release.version }}!", "V !", {"release": 1}, id="a variable"),
        pytest.param("* <{{ rel.url }}>\n\n  SIZE: {{ rel.n }} bytes\nend", "\nend", {"rel": 2}, id="empty lines"),
    ],
)  # fmt: skip
def test_what_means_nothing_here_is_left_out_and_counted(
    body: str, expected: str, dropped: dict[str, int]
) -> None:
    assert expand(body, html=False, base_url="") == (expected, Counter(dropped))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("```\n{{< x >}} {% y %}\n```", id="a fence"),
        pytest.param("~~~~\n{% x %}\n~~~\n{% y %}\n~~~~", id="a longer fence"),
        pytest.param("> ```\n> {% x %}\n> ```", id="a fence in a quotation"),
        pytest.param("```\n{% x %}", id="a fence without end"),
        pytest.param("Say `{{ a.b }}` and ``{% ` %}``.", id="code in a line"),
        pytest.param("<pre>\n{{< x >}}\n</pre>", id="pre"),
        pytest.param("<code>{filename}</code>", id="a code element"),
        pytest.param("x^{{2.5}} {{a}} {:?} {:b=>2} {%dsn,%args}", id="braces that are no template"),
        pytest.param("import numpy\nimport a.b as c", id="another language's import"),
    ],
)
def test_code_and_other_braces_are_left_alone(body: str) -> None:
    assert expand(body, html=False, base_url="") == (body, Counter())


def test_highlight_in_html_becomes_pre() -> None:
    body = "<p>a</p>{% highlight rb %}\na < b && c\n{% endhighlight %}"
    assert expand(body, html=True, base_url="")[0] == "<p>a</p><pre><code>a &lt; b &amp;&amp; c</code></pre>"


def test_a_post_says_once_what_was_left_out(read_post: ReadPost) -> None:
    body = '{{< a "x" >}} {{< a "x" >}} {% b %}'
    warnings = read_post(f"---\ntitle: A\ndate: 2020-01-01\n---\n{body}").warnings
    reason = "left out, as it means something only to its generator: a (2), b (1)"
    assert [str(warning) for warning in warnings] == [f"post.md: {reason}"]
