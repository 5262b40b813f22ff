"""Each rule for RSS is broken once by a small document, and named as W3C's validator names it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from tests.feeds.w3c import check

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE = "https://a.example/rss.xml"
ITUNES = 'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
HEAD = "<title>A</title><link>https://a.example/</link><description>D</description><language>en</language>"
SELF = f'<atom:link rel="self" type="application/rss+xml" href="{HERE}"/>'
GUID = '<guid isPermaLink="false">tag:a.example,2026:1</guid>'
OWNER = "<itunes:owner><itunes:email>a@a.example</itunes:email></itunes:owner>"
PODCAST = f'<itunes:category text="Arts"/><itunes:explicit>false</itunes:explicit>{OWNER}'
IMAGE = "<url>https://a.example/i.png</url><title>A</title><link>https://a.example/</link>"


def document(channel: str, declared: str = "") -> bytes:
    """Return an RSS document with this in its channel."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f"{declared}><channel>{channel}</channel></rss>"
    ).encode()


def item(more: str, *, title: str = "<title>T</title>", guid: str = GUID) -> bytes:
    """Return a sound document with this in its item."""
    return document(f"{HEAD}{SELF}<item>{title}{guid}{more}</item>")


def podcast(channel: str, more: str = "") -> bytes:
    return document(f"{HEAD}{SELF}{channel}<item><title>T</title>{GUID}{more}</item>", ITUNES)


def content(markup: str) -> bytes:
    return item(f"<description>D</description><content:encoded><![CDATA[{markup}]]></content:encoded>")


def names(raw: bytes) -> set[str]:
    return {found.name for found in check(raw, location=HERE, now=NOW) if found.level != "info"}


SOUND = [
    pytest.param(document(HEAD + SELF), id="an empty channel"),
    pytest.param(item(""), id="an item"),
    pytest.param(
        item(
            "<link>https://a.example/1</link><description>1 &amp;lt; 2</description>"
            '<content:encoded>&lt;p&gt;<![CDATA[<a href="https://b.example/">x</a></p>]]></content:encoded>'
            "<dc:creator>Ann</dc:creator><category>R&amp;D</category><pubDate>Fri, 01 May 2026 10:30:00 +0000</pubDate>"
            '<atom:updated>2026-05-02T00:00:00Z</atom:updated><enclosure url="https://a.example/a.mp3" length="0" '
            'type="audio/mpeg"/>'
        ),
        id="an item with everything",
    ),
    pytest.param(item("", title="<title>&#x3C;draft></title>"), id="a title that says it is no markup"),
    pytest.param(item("", title="<title>a &#x26;amp; b</title>"), id="an entity that says it is no markup"),
    pytest.param(document(f"{HEAD}{SELF}<image>{IMAGE}<width>144</width></image>"), id="an image"),
    pytest.param(
        podcast(
            PODCAST + '<itunes:image href="https://a.example/i.png"/><itunes:type>episodic</itunes:type>',
            "<itunes:duration>1:02:03</itunes:duration><itunes:episode>1</itunes:episode>"
            '<enclosure url="https://a.example/a.mp3" length="1" type="audio/mpeg"/>',
        ),
        id="a podcast",
    ),
    pytest.param(
        document(
            f'<?xml-stylesheet type="text/css" href="/a.css"?>{HEAD}{SELF}<atom:link rel="hub" href="https://h.example/"/>'
        ),
        id="a stylesheet and a hub",
    ),
    pytest.param(
        document(
            f"{HEAD}{SELF}<atom:link rel='prev-archive' href='https://a.example/1'/><fh:archive/>",
            'xmlns:fh="http://purl.org/syndication/history/1.0"',
        ),
        id="an archive",
    ),
    pytest.param(item("", guid='<guid isPermaLink="false">any text at all</guid>'), id="a guid of any text"),
    pytest.param(
        item('<creator xmlns="http://purl.org/dc/elements/1.1/">Ann</creator>'),
        id="a namespace without a prefix",
    ),
]

BROKEN = [
    ("SAXError", b"<rss"),
    ("UnicodeError", b'<?xml version="1.0"?><rss version="2.0">\xff</rss>'),
    ("ValidatorLimit", document(HEAD + SELF + " " * 5_000_000)),
    ("UndefinedElement", b'<?xml version="1.0"?><html/>'),
    ("InvalidRSSVersion", item("").replace(b'"2.0"', b'"3.0"')),
    ("MissingAttribute", item("").replace(b' version="2.0"', b"")),
    ("MissingElement", b'<?xml version="1.0"?><rss version="2.0"/>'),
    ("MissingTitle", document(HEAD.replace("<title>A</title>", "") + SELF)),
    ("MissingLink", document(HEAD.replace("<link>https://a.example/</link>", "") + SELF)),
    ("MissingDescription", document(HEAD.replace("<description>D</description>", "") + SELF)),
    ("MissingAtomSelfLink", document(HEAD)),
    ("SelfDoesntMatchLocation", document(HEAD + SELF.replace("rss.xml", "feed.xml"))),
    ("RelativeSelf", document(HEAD + SELF.replace("https://a.example", ""))),
    ("SelfNotAtom", document(HEAD + SELF.replace("rss+xml", "feed+json"))),
    ("DuplicateElement", item("<title>T</title>")),
    ("DuplicateElement", document(f"{HEAD}{SELF}<title>A</title>")),
    ("DuplicateSemantics", document(f"{HEAD}{SELF}<dc:language>en</dc:language>")),
    ("DuplicateItemSemantics", item("<author>a@a.example (Ann)</author><dc:creator>Ann</dc:creator>")),
    ("DuplicateDescriptionSemantics", item('<atom:content type="html">x</atom:content>')),
    ("DuplicateEnclosure", item('<enclosure url="https://a.example/a.mp3" length="1" type="a/b"/>' * 2)),
    ("DuplicateValue", document(f"{HEAD}{SELF}" + f"<item><title>T</title>{GUID}</item>" * 2)),
    ("UndefinedElement", item("<body>x</body>")),
    ("UndefinedElement", item("<link>https://a.example/<b>x</b></link>")),
    ("UnexpectedText", document(f"{HEAD}{SELF}<item><title>T</title>{GUID}x</item>")),
    (
        "UnexpectedAttribute",
        item("", guid='<guid isPermaLink="false" permaLink="true">tag:a.example,2026:1</guid>'),
    ),
    (
        "UseOfExtensionAttr UnknownNamespace",
        item("<link x:y='1' xmlns:x='http://x.example/'>https://a.example/</link>"),
    ),
    ("MisplacedItem", document(f"{HEAD}{SELF}<item><title>T</title>{GUID}</item><ttl>60</ttl>")),
    ("ItemMustContainTitleOrDescription", item("", title="")),
    ("MissingGuid", item("", guid="")),
    ("NotBlank", item("", title="<title/>")),
    ("NotBlank", item("<category/>")),
    (
        "NeedDescriptionBeforeContent",
        item("<content:encoded>x</content:encoded><description>x</description>"),
    ),
    ("InvalidHttpGUID", item("", guid="<guid>http:x</guid>")),
    ("InvalidPermalink", item("", guid="<guid>tag:a.example,2026:1</guid>")),
    ("InvalidBooleanAttribute", item("", guid='<guid isPermaLink="no">https://a.example/</guid>')),
    ("NotSufficientlyUnique", item("", guid='<guid isPermaLink="false">123</guid>')),
    ("InvalidUriChar", item("<link>https://a.example/a b</link>")),
    ("InvalidUriChar", item("<link>https://a.example/a[1]</link>")),
    ("UriNotIri", item("<link>https://ä.example/</link>")),
    ("InvalidFullLink", item("<link>/a</link>")),
    ("InvalidFullLink", item("<link>http:///a</link>")),
    ("SchemeNotIANARegistered", item("<link>feed:a</link>")),
    ("InvalidURLAttribute", item('<enclosure url="https://localhost/a.mp3" length="1" type="a/b"/>')),
    ("InvalidURLAttribute", item('<enclosure url="/a.mp3" length="1" type="a/b"/>')),
    ("InvalidIntegerAttribute", item('<enclosure url="https://a.example/a" length="" type="a/b"/>')),
    ("InvalidNonNegativeInteger", item('<enclosure url="https://a.example/a" length="-2" type="a/b"/>')),
    ("UseZeroForUnknown", item('<enclosure url="https://a.example/a" length="-1" type="a/b"/>')),
    ("InvalidMIMEAttribute", item('<enclosure url="https://a.example/a" length="1" type="mp3"/>')),
    ("MissingAttribute", item('<enclosure url="https://a.example/a" type="a/b"/>')),
    ("InvalidRFC2822Date", item("<pubDate>2026-05-01</pubDate>")),
    ("InvalidRFC2822Date", item("<pubDate>31 Feb 2026 10:00:00 +0000</pubDate>")),
    ("ProblematicalRFC822Date", item("<pubDate>Fri, 1 May 26 10:00:00 GMT</pubDate>")),
    ("IncorrectDOW", item("<pubDate>Mon, 01 May 2026 10:00:00 +0000</pubDate>")),
    ("ImplausibleDate", item("<pubDate>Sun, 31 Dec 1989 10:00:00 +0000</pubDate>")),
    ("ImplausibleDate", item("<pubDate>Mon, 01 Jun 2026 12:11:00 +0000</pubDate>")),
    ("InvalidRFC3339Date", item("<atom:updated>2026-05-01 10:00:00Z</atom:updated>")),
    ("InvalidLanguage", document(HEAD.replace("en<", "english<") + SELF)),
    ("InvalidLanguage", item("", title='<title xml:lang="yue">T</title>')),
    ("InvalidContact", document(f"{HEAD}{SELF}<managingEditor>Ann</managingEditor>")),
    ("EmailFormat", document(f"{HEAD}{SELF}<managingEditor>Ann a@a.example</managingEditor>")),
    ("MissingRealName", document(f"{HEAD}{SELF}<webMaster>a@a.example</webMaster>")),
    ("InvalidPositiveInteger", document(f"{HEAD}{SELF}<ttl>0</ttl>")),
    (
        "MissingElement",
        document(f"{HEAD}{SELF}<image><title>A</title><link>https://a.example/</link></image>"),
    ),
    ("ImageTitleDoesntMatch", document(f"{HEAD}{SELF}<image>{IMAGE.replace('>A<', '>B<')}</image>")),
    (
        "ImageLinkDoesntMatch",
        document(f"{HEAD}{SELF}<image>{IMAGE.replace('example/<', 'example/b<')}</image>"),
    ),
    ("ImageUrlFormat", document(f"{HEAD}{SELF}<image>{IMAGE.replace('png', 'svg')}</image>")),
    ("InvalidWidth", document(f"{HEAD}{SELF}<image>{IMAGE}<width>145</width></image>")),
    ("InvalidHeight", document(f"{HEAD}{SELF}<image>{IMAGE}<height>401</height></image>")),
    ("ContainsHTML", item("", title="<title>a &lt;/b&gt;</title>")),
    ("ContainsHTML", item("", title="<title>a &amp;amp; b</title>")),
    ("ContainsHTML", item("<category>&amp;1</category>")),
    ("CharacterData", item("", title="<title>&lt;draft></title>")),
    ("BadCharacters", item("", title="<title>a\x85</title>")),
    ("BadCharacters", item("", title="<title>a\ufffd</title>")),
    ("BadCharacters", item("", title="<title>caf\xc3\xa9</title>")),
    ("UnknownNamespace", item("<x:y xmlns:x='http://x.example/'/>")),
    ("UnsupportedNamespace", item("<x:y xmlns:x='https://podcastindex.org/namespace/1.0'/>")),
    ("ReservedPrefix", item("<dc:y xmlns:dc='http://x.example/'/>")),
]

MARKUP = [
    ("SecurityRisk", "<script>x</script>"),
    ("SecurityRisk", '<iframe src="https://a.example/"></iframe>'),
    ("SecurityRisk", '<bdo dir="rtl">x</bdo>'),
    ("SecurityRisk NotHtml", "<?import x?>"),
    ("SecurityRiskAttr", '<p onclick="x">y</p>'),
    ("SecurityRiskAttr", '<audio controls="" src="https://a.example/a.mp3"></audio>'),
    ("SecurityRiskAttr", '<p role="note">x</p>'),
    ("DangerousStyleAttr", '<p style="position: fixed">x</p>'),
    ("DangerousStyleAttr", '<p style="background: url(x)">x</p>'),
    ("DangerousStyleAttr", '<p style="margin: calc">x</p>'),
    ("NotHtml", "<p>a</b></p>"),
    ("NotHtml", "<p>a<div>b</div></p>"),
    ("NotHtml", "<tr><td>x</td></tr>"),
    ("NotHtml", "AT&T"),
    ("NotHtml", "<custom-part>x</custom-part>"),
    ("NotHtml", "a\ufdd0"),
    ("ContainsRelRef", '<a href="/a">x</a>'),
    ("ContainsRelRef", '<a title="t" href="#note">x</a>'),
    ("ContainsRelRef", '<img alt="" src="i.png">'),
    ("ContainsRelRef", '<a href="//b.example/">x</a>'),
    ("InvalidUriChar", '<a href="a b">x</a>'),
]
SAFE = [
    '<p style="color: red; margin: 0 auto">x</p>',
    '<p data-x="1" class="a" id="b">x</p>',
    "<p>one<p>two",
    "<ul><li>x</li></ul><!-- a comment -->",
    '<img alt="" src="data:image/png;base64,AAAA">',
    '<a href="mailto:a@b.example">x</a>',
    "<video src='https://a.example/a.mp4' poster='https://a.example/a.png'></video>",
    "1 &lt; 2 &amp; 3&nbsp;&hellip;",
    "<ruby>a<rp>(</rp><rt>b</rt><rp>)</rp></ruby>",
]

PODCASTS = [
    ("MissingItunesElement", podcast(PODCAST.replace('<itunes:category text="Arts"/>', ""))),
    ("MissingItunesElement", podcast(PODCAST.replace("<itunes:explicit>false</itunes:explicit>", ""))),
    ("MissingItunesElement", podcast(PODCAST).replace(b"<language>en</language>", b"")),
    ("MissingItunesEmail", podcast(PODCAST.replace(OWNER, ""))),
    ("MissingElement", podcast(PODCAST.replace("<itunes:email>a@a.example</itunes:email>", ""))),
    ("InvalidContact", podcast(PODCAST.replace("a@a.example", "nobody"))),
    ("InvalidItunesCategory", podcast(PODCAST.replace("Arts", "Art"))),
    (
        "InvalidItunesCategory",
        podcast(PODCAST.replace('"Arts"/>', '"Arts"><itunes:category text="Golf"/></itunes:category>')),
    ),
    ("MissingAttribute", podcast(PODCAST.replace(' text="Arts"', ""))),
    ("InvalidTrueFalse", podcast(PODCAST.replace("false", "clean"))),
    ("InvalidYesNoClean", podcast(f"{PODCAST}<itunes:block>true</itunes:block>")),
    ("InvalidURLAttribute", podcast(f'{PODCAST}<itunes:image href="/i.png"/>')),
    ("MissingAttribute", podcast(f"{PODCAST}<itunes:image/>")),
    ("InvalidItunesChannelType", podcast(f"{PODCAST}<itunes:type>weekly</itunes:type>")),
    ("TooLong", podcast(f"{PODCAST}<itunes:author>{'a' * 256}</itunes:author>")),
    ("ContainsHTML", podcast(f"{PODCAST}<itunes:summary>&lt;p>x&lt;/p></itunes:summary>")),
    ("InvalidKeywords", podcast(f"{PODCAST}<itunes:keywords>a b</itunes:keywords>")),
    ("InvalidFullLink", podcast(f"{PODCAST}<itunes:new-feed-url>/a</itunes:new-feed-url>")),
    ("InvalidDuration", podcast(PODCAST, "<itunes:duration>1h</itunes:duration>")),
    ("InvalidPositiveInteger", podcast(PODCAST, "<itunes:season>0</itunes:season>")),
    ("InvalidItunesEpisodeType", podcast(PODCAST, "<itunes:episodeType>long</itunes:episodeType>")),
    (
        "UnsupportedItunesFormat",
        podcast(
            PODCAST,
            '<itunes:title>T</itunes:title><enclosure url="https://a.example/a.mp3?x" length="1" type="a/b"/>',
        ),
    ),
    ("DuplicateElement", podcast(f"{PODCAST}<itunes:explicit>false</itunes:explicit>")),
]


def rows(table: Sequence[tuple[str, str | bytes]]) -> list[object]:
    return [pytest.param(name, raw, id=f"{name}-{number}") for number, (name, raw) in enumerate(table)]


@pytest.mark.parametrize("raw", SOUND)
def test_a_sound_document_is_passed(raw: bytes) -> None:
    assert names(raw) == set()


@pytest.mark.parametrize(("name", "raw"), rows(BROKEN))
def test_a_broken_rule_is_named(name: str, raw: bytes) -> None:
    assert names(raw) == set(name.split())


@pytest.mark.parametrize(("name", "markup"), rows(MARKUP))
def test_a_risk_in_the_content_is_named(name: str, markup: str) -> None:
    assert names(content(markup)) == set(name.split())


@pytest.mark.parametrize("markup", SAFE)
def test_harmless_content_is_passed(markup: str) -> None:
    assert names(content(markup)) == set()


@pytest.mark.parametrize(("name", "raw"), rows(PODCASTS))
def test_what_is_wrong_with_a_podcast_is_named(name: str, raw: bytes) -> None:
    assert names(raw) == set(name.split())


def test_a_finding_says_where_it_is_and_how_grave() -> None:
    (found,) = check(item("", title="<title/>"))
    assert (found.name, found.element, found.line, found.level) == ("NotBlank", "title", 2, "warning")
    (found,) = check(item("<link>/a</link>"))
    assert (found.value, found.level) == ("/a", "error")
    (found,) = check(document(HEAD.replace("<language>en</language>", "") + SELF))
    assert (found.name, found.level) == ("MissingDCLanguage", "info")


def test_without_a_clock_no_date_is_too_late() -> None:
    assert check(item("<pubDate>Mon, 01 Jun 2076 12:11:00 +0000</pubDate>")) == ()
