"""Anybody's feed, read: what identifies and dates an entry, in the formats and dialects that are about."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.feeds.foreign import ForeignEntry, NotAFeedError, read_feed

TEN = datetime(2020, 3, 4, 10, tzinfo=UTC)
ATOM = 'xmlns="http://www.w3.org/2005/Atom"'


def rss(item: str, *, channel: str = "", root: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {root}><channel><title>Field notes</title>'
        f"<link>https://notes.example/</link>{channel}{item}</channel></rss>"
    ).encode()


def atom(entry: str, *, head: str = "", root: str = "") -> bytes:
    return f"<feed {ATOM} {root}><title>Field notes</title>{head}{entry}</feed>".encode()


def only(content: bytes, url: str = "") -> ForeignEntry:
    (entry,) = read_feed(content, url).entries
    return entry


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            rss(
                "<item><title>Otters &amp; owls</title><link>https://notes.example/2020/03/otters/</link>"
                '<guid isPermaLink="false">https://notes.example/?p=12</guid>'
                "<pubDate>Wed, 04 Mar 2020 12:00:00 +0200</pubDate></item>"
            ),
            (
                "https://notes.example/?p=12",
                "https://notes.example/2020/03/otters/",
                "Otters & owls",
                TEN,
                None,
            ),
            id="as WordPress writes RSS",
        ),
        pytest.param(
            atom(
                '<entry><title type="html">Otters &amp;amp; owls</title><id>https://notes.example/otters</id>'
                '<link href="https://notes.example/otters.html" rel="alternate"/>'
                "<published>2020-03-04T10:00:00+00:00</published><updated>2020-03-04T11:00:00+01:00</updated></entry>"
            ),
            ("https://notes.example/otters", "https://notes.example/otters.html", "Otters & owls", TEN, TEN),
            id="as Jekyll writes Atom",
        ),
        pytest.param(
            rss(
                "<item><title>Otters</title><link>https://notes.example/node/123</link>"
                '<guid isPermaLink="false">123 at https://notes.example</guid></item>'
            ),
            ("123 at https://notes.example", "https://notes.example/node/123", "Otters", None, None),
            id="as Drupal writes RSS",
        ),
        pytest.param(
            b'{"version": "https://jsonfeed.org/version/1.1", "title": "Field notes", "items": [{"id": "otters-1", '
            b'"url": "https://notes.example/otters", "title": "Otters", '
            b'"date_published": "2020-03-04T11:00:00+01:00"}]}',
            ("otters-1", "https://notes.example/otters", "Otters", TEN, None),
            id="JSON Feed",
        ),
        pytest.param(
            b'\xef\xbb\xbf {"items": [{"id": 17, "external_url": "https://notes.example/otters"}]}',
            ("17", "https://notes.example/otters", "", None, None),
            id="JSON Feed with a byte order mark, a number for an id, and no dates",
        ),
        pytest.param(
            b'<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
            b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel rdf:about="https://notes.example/">'
            b'<title>Field notes</title></channel><item rdf:about="https://notes.example/1">'
            b"<title>Otters</title><link>https://notes.example/1?from=rss</link><dc:date>2020-03-04T10:00:00Z</dc:date>"
            b"</item></rdf:RDF>",
            ("https://notes.example/1", "https://notes.example/1?from=rss", "Otters", None, TEN),
            id="RSS 1.0",
        ),
        pytest.param(
            b'<rss version="0.91"><channel><title>Field notes</title><item><title>Otters</title>'
            b"<link>https://notes.example/otters</link></item></channel></rss>",
            ("https://notes.example/otters", "https://notes.example/otters", "Otters", None, None),
            id="RSS 0.91: the link is the id",
        ),
        pytest.param(
            rss("<item><guid>https://notes.example/otters</guid></item>"),
            ("https://notes.example/otters", "https://notes.example/otters", "", None, None),
            id="a guid that is the link too",
        ),
        pytest.param(
            rss(
                "<item><guid>g</guid><link>https://clicks.example/~r/1</link>"
                "<fb:origLink>https://notes.example/otters</fb:origLink></item>",
                root='xmlns:fb="http://rssnamespace.org/feedburner/ext/1.0"',
            ),
            ("g", "https://notes.example/otters", "", None, None),
            id="FeedBurner: the link before it was counted",
        ),
    ],
)
def test_an_entry_is_read_as_readers_read_it(content: bytes, expected: tuple[object, ...]) -> None:
    entry = only(content)
    assert (entry.guid, entry.link, entry.title, entry.published, entry.updated) == expected


@pytest.mark.parametrize(
    ("content", "guid"),
    [
        pytest.param(
            atom("<entry><id>a/../7</id></entry>", root='xml:base="https://notes.example/blog/"'),
            "a/../7",
            id="a relative id, though the feed has a base",
        ),
        pytest.param(rss("<item><guid>/otters</guid></item>"), "/otters", id="a relative permalink"),
        pytest.param(rss("<item><guid>\n  x:1 \n</guid></item>"), "x:1", id="white space around it"),
        pytest.param(
            rss("<item><guid><![CDATA[https://notes.example/?a=1&b=2]]></guid></item>"),
            "https://notes.example/?a=1&b=2",
            id="CDATA",
        ),
        pytest.param(
            rss("<item><guid>https://notes.example/?a=1&amp;lt=2</guid></item>"),
            "https://notes.example/?a=1&lt=2",
            id="an ampersand",
        ),
        pytest.param(rss("<item><guid>Ã©</guid></item>"), "Ã©", id="what looks like letters read wrongly"),
        pytest.param(
            rss(
                "<item><p:guid>other</p:guid><guid>own</guid></item>",
                root='xmlns:p="https://podcast.example/"',
            ),
            "own",
            id="an element of that name in another namespace",
        ),
        pytest.param(
            atom("<entry><id>HTTP://Notes.example/%7eotters</id></entry>"),
            "HTTP://Notes.example/%7eotters",
            id="no normalising",
        ),
    ],
)
def test_an_id_is_taken_to_the_letter(content: bytes, guid: str) -> None:
    assert only(content, "https://elsewhere.example/feed").guid == guid


@given(st.text(st.characters(min_codepoint=0x21, exclude_categories=["Cs", "Cc", "Zs", "Cn"]), min_size=1))
def test_any_id_is_read_back(guid: str) -> None:
    escaped = guid.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert only(rss(f'<item><guid isPermaLink="false">{escaped}</guid></item>')).guid == guid.strip()


def test_addresses_are_absolute_by_where_the_feed_came_from() -> None:
    found = read_feed(
        atom('<entry><id>1</id><link href="/otters"/></entry>', head='<link rel="next" href="?page=2"/>'),
        "https://notes.example/feed",
    )
    assert found.entries[0].link == "https://notes.example/otters"
    assert found.next_page == "https://notes.example/feed?page=2"


def test_an_address_that_is_none_stays_as_it_is() -> None:
    entry = only(b'{"items": [{"id": "1", "url": "http://[half/a"}]}', "https://notes.example/")
    assert entry.link == "http://[half/a"


@pytest.mark.parametrize(
    "date",
    ["9999-12-31T23:59:59-12:00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "32 May 2020", "soon"],
)
def test_a_date_that_is_none_is_none(date: str) -> None:
    assert only(rss(f"<item><guid>1</guid><pubDate>{date}</pubDate></item>")).published is None
    item = f'{{"items": [{{"id": "1", "date_published": "{date}"}}]}}'
    assert only(item.encode()).published is None


def test_an_encoding_that_only_one_parser_knows_costs_no_entry() -> None:
    item = rss("<item><guid>https://notes.example/1</guid></item>").decode().replace("UTF-8", "cp037")
    assert only(item.encode("cp037")).guid == "https://notes.example/1"


def test_rubbish_before_and_within_a_feed_costs_no_entry() -> None:
    content = rss(
        "<item><guid>1</guid></item><item><guid>\0</guid><link>https://notes.example/2</link></item>"
    )
    for rubbish in (b"", b"\0", b"rubbish"):
        assert [entry.guid for entry in read_feed(rubbish + content).entries] == [
            "1",
            "https://notes.example/2",
        ]


def test_half_a_character_in_an_id_is_left_out() -> None:
    assert only(b'{"items": [{"id": "a\\ud800b"}]}').guid == "ab"


def test_without_that_they_are_absolute_by_what_the_feed_says_of_itself() -> None:
    head = '<link rel="self" href="https://notes.example/atom.xml"/>'
    found = read_feed(atom('<entry><id>1</id><link href="otters"/></entry>', head=head))
    assert (found.self_url, found.entries[0].link) == (
        "https://notes.example/atom.xml",
        "https://notes.example/otters",
    )


@pytest.mark.parametrize(
    ("content", "format_", "older"),
    [
        pytest.param(
            atom("", head='<link rel="next" href="/2"/><link rel="prev-archive" href="/a"/>'),
            "atom",
            "https://notes.example/a",
            id="Atom: the archive before the page",
        ),
        pytest.param(
            rss("", channel=f'<a:link xmlns:a="{ATOM[7:-1]}" rel="next" href="/feed?paged=2"/>'),
            "rss",
            "https://notes.example/feed?paged=2",
            id="RSS",
        ),
        pytest.param(
            b'{"items": [], "next_url": "/2.json"}', "json", "https://notes.example/2.json", id="JSON"
        ),
        pytest.param(
            atom("", head='<link rel="prev" href="/newer"/>'), "atom", "", id="none: only newer ones"
        ),
    ],
)
def test_older_pages_are_found(content: bytes, format_: str, older: str) -> None:
    found = read_feed(content, "https://notes.example/feed")
    assert (found.format, found.next_page) == (format_, older)


def test_of_an_export_only_posts_are_entries() -> None:
    kinds = ("post", "page", "attachment")
    items = "".join(f"<item><guid>{kind}</guid><wp:post_type>{kind}</wp:post_type></item>" for kind in kinds)
    found = read_feed(rss(items, root='xmlns:wp="http://wordpress.org/export/1.2/"'))
    assert [entry.guid for entry in found.entries] == ["post"]


def test_an_id_that_stands_twice_counts_once_and_an_entry_without_one_not_at_all() -> None:
    found = read_feed(
        rss(
            "<item><guid>1</guid><title>New</title></item><item><guid>1</guid></item><item><title>x</title></item>"
        )
    )
    assert [(entry.guid, entry.title) for entry in found.entries] == [("1", "New")]


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes() -> None:
    found = read_feed(
        rss("<item><title>Fish & chips&nbsp;</title><guid>1</guid></item><item><guid>2</guid><b></item>")[
            :-20
        ]
    )
    assert [entry.guid for entry in found.entries] == ["1", "2"]


def test_a_title_with_markup_or_what_only_looks_like_it_is_plain_text() -> None:
    entry = '<entry><id>1</id><title type="html">&lt;b>Bold&lt;/b> and &amp;lt;draft&gt;</title></entry>'
    assert only(atom(entry)).title == "Bold and <draft>"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "is no feed (RSS, Atom or JSON Feed)", id="nothing"),
        pytest.param(b"Hello.", "is no feed (RSS, Atom or JSON Feed)", id="text"),
        pytest.param(
            b'{"items": ', "is not JSON: Expecting value: line 1 column 11 (char 10)", id="half a JSON Feed"
        ),
        pytest.param(
            b'{"items": ' + b"[" * 100_000,
            "is not JSON: maximum recursion depth exceeded while decoding a JSON array from a unicode string",
            id="JSON without a bottom",
        ),
        pytest.param(b'{"a": 1}', "is JSON, but no JSON Feed: it has no items", id="other JSON"),
    ],
)
def test_what_is_no_feed_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(NotAFeedError) as raised:
        read_feed(content)
    assert (str(raised.value), raised.value.feeds) == (reason, ())


def test_content_that_is_the_name_of_a_feeds_file_does_not_open_it(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(rss("<item><guid>1</guid></item>"))
    with pytest.raises(NotAFeedError):
        read_feed(str(tmp_path / "feed.xml").encode())


def test_of_a_page_it_is_said_which_feeds_it_names() -> None:
    page = (
        b'<html><head><link rel="alternate" type="application/rss+xml" href="/feed/">'
        b'<link rel="alternate" hreflang="fr" href="/fr/"></head><body>Otters</body></html>'
    )
    with pytest.raises(NotAFeedError) as raised:
        read_feed(page, "https://notes.example/")
    assert raised.value.feeds == ("https://notes.example/feed/",)
