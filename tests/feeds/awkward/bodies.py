"""Awkward texts."""

from tests.feeds.awkward.made import URL, post

PICTURE = "data:image/png;base64," + "iVBORw0KGgoA" * 250_000

BODIES = (
    post("the end of a CDATA section in the text", text="a ]]> b", content_html="<p>a ]]&gt; b</p>\n"),
    post(
        "an XML declaration and a CDATA section as code",
        text='`<?xml version="1.0"?>` and `<![CDATA[x]]>`',
        content_html='<p><code>&lt;?xml version="1.0"?&gt;</code> and <code>&lt;![CDATA[x]]&gt;</code></p>\n',
    ),
    post("control characters in the text", text=b"a\x0bb\x00c\x1fd", content_html="<p>abcd</p>\n"),
    post(
        "code with angle brackets",
        text="```c\nif (a < b && c > d) { x<y>(); }\n```",
        holds=(
            '<pre><code class="language-c">if (a &lt; b &amp;&amp; c &gt; d) { x&lt;y&gt;(); }\n</code></pre>',
        ),
    ),
    post(
        "a comment",
        text="<p>a</p><!-- ]]> -- b --><p>c</p>",
        path="post.html",
        holds=("a", "c"),
        lacks=("<!--", "b"),
    ),
    post("an empty text", text="", content_html="", summary=None),
    post("a text of blanks", text=" \n\t\n", content_html="", summary=None),
    post(
        "a text of one picture",
        text="![A cat](https://a.example/cat.png)",
        content_html='<p><img src="https://a.example/cat.png" alt="A cat"></p>\n',
        image="https://a.example/cat.png",
    ),
    post(
        "a picture of 3 MB within the text",
        text=f'<p>a<img src="{PICTURE}">b</p>',
        path="post.html",
        holds=(PICTURE,),
    ),
    post(
        "a frame",
        text='<p>a</p><iframe src="https://a.example/x"></iframe>',
        path="post.html",
        lacks=("<iframe",),
    ),
    post("a script", text="<p>a</p><script>alert(1)</script>", path="post.html", content_html="<p>a</p>\n"),
    post(
        "a handler and a style",
        text='<p onclick="x()" style="color:red">a</p>',
        path="post.html",
        content_html="<p>a</p>\n",
    ),
    post(
        "a link to a script",
        text='<p><a href="javascript:x()">a</a></p>',
        path="post.html",
        content_html="<p>a</p>\n",
    ),
    post(
        "a relative link and picture",
        "link: https://a.example/b/c",
        text='<p><a href="../d">x</a><img src="e.png" alt=""></p>',
        path="post.html",
        content_html='<p><a href="https://a.example/d">x</a><img src="https://a.example/b/e.png" alt=""></p>\n',
    ),
    post(
        "a link without a scheme",
        text='<p><a href="//a.example/b">x</a></p>',
        path="post.html",
        content_html='<p><a href="https://a.example/b">x</a></p>\n',
    ),
    post(
        "a link with spaces and other scripts",
        text='<p><a href="https://bücher.example/a b/é?q=ü">x</a></p>',
        path="post.html",
        content_html='<p><a href="https://xn--bcher-kva.example/a%20b/%C3%A9?q=%C3%BC">x</a></p>\n',
    ),
    post(
        "a link within the page",
        text='<p><a href="#n">x</a></p><p id="n">y</p>',
        path="post.html",
        holds=(f'href="{URL}#n"', 'id="n"'),
    ),
    post("a footnote", text="a[^1]\n\n[^1]: Note.", holds=("Note.", f'href="{URL}#'), lacks=('href="#',)),
    post(
        "MathML",
        text="<p>a <math><mi>x</mi><mo>=</mo><mn>1</mn></math> b</p>",
        path="post.html",
        lacks=("<math", "<mi"),
    ),
    post("SVG", text='<p>a <svg><circle r="1"/></svg> b</p>', path="post.html", lacks=("<svg", "circle")),
    post(
        "a table in a table",
        text="<table><tr><td>a<table><tr><td>b</td></tr></table></td></tr></table>",
        path="post.html",
        content_html="<table><tbody><tr><td>a<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>\n",
    ),
    post("tags that are not closed", text="<p><b>a<i>b", path="post.html", holds=("<p><b>a<i>b",)),
    post(
        "tags that are closed crosswise",
        text="<p><b>a<i>b</b>c</i></p>",
        path="post.html",
        content_html="<p><b>a<i>b</i></b><i>c</i></p>\n",
    ),
    post(
        "entities by name",
        text="<p>a&nbsp;b &hearts; &unknown; &copy</p>",
        path="post.html",
        content_html="<p>a&nbsp;b ♥ &amp;unknown; ©</p>\n",
    ),
    post(
        "references to characters that are forbidden",
        text="<p>a&#0;b&#x1F;c&#xFFFE;d&#11;e</p>",
        path="post.html",
        lacks=("\x00", "\x1f", "\ufffe", "\x0b"),
    ),
    post(
        "a reference that means Windows-1252",
        text="<p>&#128; &#147;x&#148;</p>",
        path="post.html",
        content_html="<p>€ “x”</p>\n",
    ),
    post(
        "bytes of Windows-1252",
        text="<p>\u20ac caf\u00e9 \u201cx\u201d</p>".encode("cp1252"),
        path="post.html",
        content_html="<p>€ café “x”</p>\n",
    ),
    post(
        "a space that does not break in the text",
        text="a\u00a0b\u00adc",
        content_html="<p>a&nbsp;b\u00adc</p>\n",
    ),
    post("control characters of Latin-1", text="a\x85b\x96c", lacks=("\x85", "\x96")),
    post("a code point that is no character", text="a\ufdd0b\U0001ffffc", lacks=("\ufdd0", "\U0001ffff")),
    post(
        "a separator of lines in the text",
        text="a\u2028b\u2029c",
        holds=("a\u2028b\u2029c",),
        faults={"fastfeedparser": ("content",)},
    ),  # it makes line ends of them
    post(
        "emoji and far letters in the text",
        text="🎉 𠮷 👩‍👩‍👧 e\u0301",
        content_html="<p>🎉 𠮷 👩‍👩‍👧 e\u0301</p>\n",
    ),
    post(
        "an override of direction in the text",
        text='<p><bdo dir="rtl">abc</bdo></p>',
        path="post.html",
        holds=("abc", 'dir="rtl"'),
    ),
    post(
        "a sound",
        text='<audio controls src="https://a.example/a.mp3"></audio>',
        path="post.html",
        holds=("https://a.example/a.mp3",),
    ),
    post(
        "ruby", text="<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", path="post.html", holds=("漢", "kan")
    ),
    post(
        "details", text="<details><summary>a</summary><p>b</p></details>", path="post.html", holds=("a", "b")
    ),
    post(
        "code that begins with an empty line",
        text="<pre>\n\na\n  b</pre>",
        path="post.html",
        holds=("a\n  b",),
    ),
    post(
        "two hundred divisions deep",
        text="<div>" * 200 + "a" + "</div>" * 200,
        path="post.html",
        holds=("a",),
    ),
    post(
        "a form",
        text='<form action="/x"><p><button><div>a</div></button></p><input></form>',
        path="post.html",
        holds=("a",),
        lacks=("<form", "<input"),
    ),
    post(
        "an element of nobody's",
        text="<p><my-part>a</my-part></p>",
        path="post.html",
        content_html="<p>a</p>\n",
    ),
)
