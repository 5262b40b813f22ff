"""Awkward dates, enclosures, summaries and files."""

from tests.feeds.awkward.made import file, post

DATES = (
    post("a date with an offset", "date: 2026-05-01T10:00:00+05:30", date_published="2026-05-01T04:30:00Z"),
    post(
        "a date before 1970",
        "date: 1969-07-20T20:17:40Z",
        date_published="1969-07-20T20:17:40Z",
        warns=("ImplausibleDate",),
    ),
    post("a leap second", "date: 2016-12-31T23:59:60Z", date_published="2017-01-01T00:00:00Z"),
    post(
        "a date in the first zone", "date: 2026-05-01T00:30:00+14:00", date_published="2026-04-30T10:30:00Z"
    ),
    post("a date in the last zone", "date: 2026-05-01T23:30:00-12:00", date_published="2026-05-02T11:30:00Z"),
    post(
        "a date with part of a second",
        "date: 2026-05-01T10:00:00.987654Z",
        date_published="2026-05-01T10:00:00Z",
    ),
    post("a date of mail", 'date: "Fri, 01 May 2026 10:00:00 +0200"', date_published="2026-05-01T08:00:00Z"),
    post("a date alone", "date: 2026-05-01", date_published="2026-05-01T00:00:00Z"),
    post(
        "updated before it was published",
        "date: 2026-05-02\nupdated: 2026-05-01T08:00:00Z",
        date_published="2026-05-02T00:00:00Z",
    ),
    post(
        "updated later",
        "updated: 2026-05-03T08:00:00Z",
        date_published="2026-05-01T00:00:00Z",
        date_modified="2026-05-03T08:00:00Z",
    ),
)

FILES = (
    post(
        "an enclosure without a length",
        "enclosure: {url: https://a.example/a.mp3, type: audio/mpeg}",
        attachments=[{"url": "https://a.example/a.mp3", "mime_type": "audio/mpeg"}],
    ),
    post(
        "an enclosure with an ampersand in its address",
        "enclosure: {url: 'https://a.example/a.mp3?a=1&b=2', type: audio/mpeg, length: 5}",
        attachments=[
            {"url": "https://a.example/a.mp3?a=1&b=2", "mime_type": "audio/mpeg", "size_in_bytes": 5}
        ],
    ),
    post(
        "an enclosure with spaces in its address",
        "enclosure: https://a.example/a b.mp3",
        attachments=[{"url": "https://a.example/a%20b.mp3", "mime_type": "audio/mpeg"}],
    ),
    post(
        "an enclosure of no known type",
        "enclosure: https://a.example/a.xyzzy",
        attachments=[{"url": "https://a.example/a.xyzzy", "mime_type": "application/octet-stream"}],
    ),
    post("a summary with markup", 'summary: "A <b>bold</b> &amp; short one"', summary="A bold & short one"),
    post(
        "a summary with what looks like markup",
        'summary: "Use <T> and &amp;lt; ]]> </script>"',
        summary="Use <T> and &lt; ]]> </script>",
    ),
    post(
        "line ends of another system",
        text=b"a\r\nb\r\n\r\n```\r\nc\r\n```",
        content_html="<p>a\nb</p>\n<pre><code>c\n</code></pre>\n",
    ),
    file(
        "a byte order mark",
        "\ufeff---\ntitle: Post\ndate: 2026-05-01\n---\nWords.\n",
        title="Post",
        content_html="<p>Words.</p>\n",
    ),
    file(
        "line ends of another system throughout",
        "---\r\ntitle: Post\r\ndate: 2026-05-01\r\n---\r\nWords.\r\n",
        title="Post",
        content_html="<p>Words.</p>\n",
    ),
    file(
        "UTF-16",
        "\ufeff---\ntitle: Grüße\ndate: 2026-05-01\n---\nWords.\n".encode("utf-16-le"),
        title="Grüße",
        content_html="<p>Words.</p>\n",
    ),
    file(
        "Windows-1252 in the front matter",
        "---\ntitle: Café “x”\ndate: 2026-05-01\n---\nWords.\n".encode("cp1252"),
        title="Café “x”",
    ),
    file(
        "TOML",
        '+++\ntitle = "a \\u0001 <b> & c"\ndate = 2026-05-01T10:00:00Z\n+++\nWords.\n',
        title="a & c",
        date_published="2026-05-01T10:00:00Z",
    ),
)
