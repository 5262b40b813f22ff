"""Each rule for Atom is broken once by a small document, and named as W3C's validator names it."""

from datetime import UTC, datetime

import pytest

from tests.feeds.w3c import check
from tests.feeds.w3c.addresses import canonical

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
HERE = "https://a.example/atom.xml"
SELF = f'<link rel="self" type="application/atom+xml" href="{HERE}"/>'
HEAD = f"<id>tag:a.example,2026:a</id><title>A</title><updated>2026-05-01T00:00:00Z</updated>{SELF}"
AUTHOR = "<author><name>Ann</name></author>"
TIME = "<updated>2026-05-01T00:00:00Z</updated>"
ENTRY = f"<id>tag:a.example,2026:1</id><title>T</title>{TIME}{AUTHOR}<link href='https://a.example/1'/>"
BODY = '<content type="html">x</content>'
HISTORY = 'xmlns:fh="http://purl.org/syndication/history/1.0"'
TOMBSTONES = 'xmlns:at="http://purl.org/atompub/tombstones/1.0"'


def document(feed: str, declared: str = "") -> bytes:
    """Return an Atom document with this in its feed."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" '
        f"{declared}>{feed}</feed>"
    ).encode()


def entry(more: str = BODY, *, parts: str = ENTRY) -> bytes:
    """Return a sound document with this in its entry."""
    return document(f"{HEAD}<entry>{parts}{more}</entry>")


def names(raw: bytes) -> set[str]:
    return {found.name for found in check(raw, location=HERE, now=NOW) if found.level != "info"}


SOUND = [
    pytest.param(document(HEAD), id="an empty feed"),
    pytest.param(entry(), id="an entry"),
    pytest.param(
        entry(
            '<summary>1 &lt; 2 &amp; R&amp;D</summary><content type="html">&lt;p>x&lt;/p></content>'
            '<category term="a" scheme="https://a.example/" label="A"/><published>2026-05-01T00:00:00+02:00</published>'
            '<link rel="enclosure" type="audio/mpeg" length="1" href="https://a.example/a.mp3"/>'
            '<rights type="text">all</rights>'
        ),
        id="an entry with everything",
    ),
    pytest.param(entry("", parts=ENTRY + "<summary>x</summary>"), id="a summary alone"),
    pytest.param(
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"/></content>'),
        id="an empty division",
    ),
    pytest.param(
        entry(parts=ENTRY.replace(">T<", ">&lt;draft><")), id="a title like an element that is not HTML's"
    ),
    pytest.param(
        entry(parts=ENTRY.replace("<title>T<", '<title type="html">&amp;lt;/b&amp;gt;<')),
        id="a title as HTML",
    ),
    pytest.param(
        entry(parts=ENTRY.replace(">T<", ">a &#x26;amp; b<")), id="an entity that says it is no markup"
    ),
    pytest.param(
        document(HEAD + "<icon>/i.png</icon><logo>https://a.example/l.png</logo>"), id="icon and logo"
    ),
    pytest.param(
        document(HEAD + "<link rel='hub' href='https://h.example/'/><link rel='prev-archive' href='/1'/>"),
        id="a hub and an archive",
    ),
    pytest.param(
        document(
            f"{HEAD}<link rel='current' href='/'/><link rel='prev-archive' href='/1'/><fh:archive/>", HISTORY
        ),
        id="an archive page",
    ),
    pytest.param(
        document(f"{HEAD}<generator uri='https://g.example/' version='1'>g</generator>"), id="a generator"
    ),
    pytest.param(
        document(HEAD.replace("tag:a.example,2026:a", "urn:uuid:" + "0" * 8 + "-0000" * 3 + "-" + "0" * 12)),
        id="a UUID",
    ),
]

BROKEN = [
    ("MissingElement", document(HEAD.replace("<title>A</title>", ""))),
    ("MissingElement", document(HEAD.replace("<id>tag:a.example,2026:a</id>", ""))),
    ("MissingElement", entry(parts=ENTRY.replace(TIME, ""))),
    ("MissingElement", entry(parts=ENTRY.replace(AUTHOR, ""))),
    ("MissingElement", entry(parts=ENTRY.replace("<name>Ann</name>", ""))),
    ("MissingSelf", document(HEAD.replace(SELF, ""))),
    ("SelfDoesntMatchLocation", document(HEAD.replace("atom.xml", "feed.xml"))),
    ("RelativeSelf", document(HEAD.replace("https://a.example", ""))),
    ("SelfNotAtom", document(HEAD.replace("atom+xml", "xml"))),
    ("DuplicateElement", entry(BODY * 2)),
    ("DuplicateAtomLink", entry(BODY + "<link href='https://a.example/2'/>")),
    ("DuplicateAtomLink", document(HEAD + "<link href='https://a.example/'/>" * 2)),
    ("DuplicateEntries DuplicateUpdated", document(HEAD + f"<entry>{ENTRY}{BODY}</entry>" * 2)),
    ("DuplicateIds DuplicateUpdated", document(HEAD + f"<entry>{ENTRY}{BODY}</entry>" * 10)),
    (
        "DuplicateUpdated",
        document(
            f"{HEAD}<entry>{ENTRY}{BODY}</entry><entry>{ENTRY.replace('2026:1', '2026:2')}{BODY}</entry>"
        ),
    ),
    ("MisplacedMetadata", document(f"{HEAD}<entry>{ENTRY}{BODY}</entry><rights>x</rights>")),
    ("MissingTextualContent", entry("")),
    (
        "MissingContentOrAlternate",
        entry("<summary>x</summary>", parts=ENTRY.replace("<link href='https://a.example/1'/>", "")),
    ),
    ("MissingSummary", entry('<content type="image/png" src="https://a.example/i.png"/>')),
    ("MissingTypeAttr", entry('<summary>x</summary><content src="https://a.example/i.png"/>')),
    ("NotBlank", entry('<content type="html"/>')),
    ("NotBlank", entry(parts=ENTRY.replace(">T<", "><"))),
    ("NotBlank", entry(BODY + '<category term=""/>')),
    ("MissingAttribute", entry(BODY + "<category/>")),
    ("AttrNotBlank", entry(BODY + '<link rel="" href="https://a.example/"/>')),
    ("AttrNotBlank", entry(BODY + '<rights type="">x</rights>')),
    ("InvalidTextType", entry(BODY + '<rights type="text/plain">x</rights>')),
    ("InvalidMIMEType", entry('<content type="markdown">x</content>')),
    ("InvalidMIMEType", entry(BODY + '<link rel="related" type="html" href="https://a.example/"/>')),
    ("ContainsUndeclaredHTML", entry(BODY + "<summary>a &lt;/b> c</summary>")),
    ("ContainsUndeclaredHTML", entry(BODY + "<summary>a &amp;nbsp; c</summary>")),
    ("ContainsHTML", entry(parts=ENTRY.replace("Ann", "&amp;amp;"))),
    ("ContainsHTML", entry(BODY + '<category term="a" label="&lt;/b>"/>')),
    ("ContainsEmail", entry(parts=ENTRY.replace("Ann", "Ann &lt;ann@a.example>"))),
    ("InvalidAddrSpec", entry(parts=ENTRY.replace("</name>", "</name><email>Ann</email>"))),
    ("InvalidUriChar", entry(parts=ENTRY.replace("</name>", "</name><uri>a b</uri>"))),
    ("InvalidIRI", entry(BODY + f"<link rel='related' href='https://a.example/{'é' * 80}'/>")),
    ("UnexpectedWhitespace NonCanonicalURI", entry(parts=ENTRY.replace("<id>", "<id> "))),
    ("InvalidUriChar", entry(parts=ENTRY.replace("tag:a.example,2026:1", "a &lt; b"))),
    ("InvalidFullLink", entry(parts=ENTRY.replace("tag:a.example,2026:1", "abc"))),
    ("InvalidTAG", entry(parts=ENTRY.replace("tag:a.example,2026:1", "tag:a.example:1"))),
    ("InvalidURN", entry(parts=ENTRY.replace("tag:a.example,2026:1", "urn:x"))),
    ("InvalidUUID", entry(parts=ENTRY.replace("tag:a.example,2026:1", "urn:uuid:1"))),
    ("NonCanonicalURI", entry(parts=ENTRY.replace("tag:a.example,2026:1", "https://a.example"))),
    ("NonCanonicalURI", entry(parts=ENTRY.replace("tag:a.example,2026:1", "https://a.example/%c3%a9"))),
    ("InvalidURIAttribute", document(f"{HEAD}<generator uri='http:x'>g</generator>")),
    ("InvalidRFC3339Date", entry(parts=ENTRY.replace("00:00:00Z", "24:00:00Z"))),
    ("InvalidRFC3339Date", entry(parts=ENTRY.replace("05-01T", "02-30T"))),
    ("ImplausibleDate", entry(parts=ENTRY.replace("2026-05-01T", "1989-05-01T"))),
    ("ImplausibleDate", entry(parts=ENTRY.replace("2026-05-01T", "2026-06-03T"))),
    ("UnregisteredAtomLinkRel", entry(BODY + '<link rel="icon" href="https://a.example/"/>')),
    ("FeedHistoryRelInEntry", entry(BODY + '<link rel="prev-archive" href="https://a.example/"/>')),
    ("MissingHref", entry(BODY + '<link rel="related"/>')),
    ("AtomLinkNotEmpty", entry(BODY + '<link rel="related" href="https://a.example/">x</link>')),
    (
        "InvalidNonNegativeInteger",
        entry(BODY + '<link rel="enclosure" length="x" href="https://a.example/"/>'),
    ),
    ("InvalidLanguage", entry(BODY + '<link rel="related" hreflang="english" href="https://a.example/"/>')),
    ("InvalidLanguage", document(HEAD).replace(b'"en"', b'"english"')),
    ("ContainsHTML", entry(BODY + '<link rel="related" title="&amp;lt;" href="https://a.example/"/>')),
    ("ArchiveIncomplete", document(f"{HEAD}<link rel='current' href='/'/><fh:archive/>", HISTORY)),
    ("MissingCurrentInArchive", document(f"{HEAD}<link rel='prev-archive' href='/'/><fh:archive/>", HISTORY)),
    ("FeedRelInCompleteFeed", document(f"{HEAD}<link rel='next' href='/'/><fh:complete/>", HISTORY)),
    (
        "CurrentNotSelfInCompleteFeed",
        document(f"{HEAD}<link rel='current' href='/'/><fh:complete/>", HISTORY),
    ),
    (
        "UnknownNamespace",
        document(f"{HEAD}<at:deleted-entry ref='x' when='2026-05-01T00:00:00Z'/>", TOMBSTONES),
    ),
    ("AvoidNamespacePrefix", document(HEAD, 'xmlns:atom="http://www.w3.org/2005/Atom"')),
    ("UndefinedElement", document(HEAD + "<description>x</description>")),
    ("UndefinedElement", entry("<content type='html'><p>x</p></content>")),
    ("UnexpectedAttribute", document(HEAD + "<rights lang='en'>x</rights>")),
    ("UnexpectedText", document(HEAD + "x")),
    ("BadCharacters", entry(BODY + "<category term='\x80'/>")),
    ("SecurityRisk", entry('<content type="html">&lt;iframe>&lt;/iframe></content>')),
    ("SecurityRiskAttr", entry('<summary type="html">&lt;p onclick="x">x&lt;/p></summary>' + BODY)),
    ("NotHtml", entry('<content type="html">a & b</content>'.replace("&", "&amp;amp&amp;x;"))),
    ("MissingXhtmlDiv", entry('<content type="xhtml">x</content>')),
    (
        "NotHtml",
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><x/></div></content>'),
    ),
    (
        "SecurityRisk",
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><script/></div></content>'),
    ),
    (
        "SecurityRiskAttr",
        entry(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p onload="x"/></div></content>'
        ),
    ),
    (
        "DangerousStyleAttr",
        entry(
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p style="x:y"/></div></content>'
        ),
    ),
    (
        "NotInline",
        entry('<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">&lt;/p></div></content>'),
    ),
]

CANONICAL = [
    pytest.param("https://a.example/b/", "https://a.example/b/", id="as it is"),
    pytest.param("https://a.example", "https://a.example/", id="a path"),
    pytest.param("HTTPS://A.Example/B", "https://a.example/B", id="capitals"),
    pytest.param("https://a.example:443/", "https://a.example/", id="the usual port"),
    pytest.param("https://a.example:8443/", "https://a.example:8443/", id="another port"),
    pytest.param("https://a.example./", "https://a.example/", id="a last dot"),
    pytest.param("https://a.example/a/./b/../c", "https://a.example/a/c", id="dots"),
    pytest.param("https://a.example/a/..", "https://a.example/", id="dots at the end"),
    pytest.param("https://a.example/%7Ea%c3%a9", "https://a.example/~a%C3%A9", id="references"),
    pytest.param("https://a.example/a%2fb", "https://a.example/a%2Fb", id="a slash that is none"),
    pytest.param("https://a.example/?a=1&b=%41", "https://a.example/?a=1&b=A", id="a query"),
    pytest.param("https://a.example/#", "https://a.example/#", id="an empty fragment"),
    pytest.param("tag:a.example,2026:a/b", "tag:a.example,2026:a/b", id="a tag"),
    pytest.param("https://a.example/100%", "", id="a percent sign alone"),
]


@pytest.mark.parametrize("raw", SOUND)
def test_a_sound_document_is_passed(raw: bytes) -> None:
    assert names(raw) == set()


@pytest.mark.parametrize(
    ("name", "raw"), [pytest.param(*row, id=f"{row[0]}-{number}") for number, row in enumerate(BROKEN)]
)
def test_a_broken_rule_is_named(name: str, raw: bytes) -> None:
    assert names(raw) == set(name.split())


@pytest.mark.parametrize(("address", "expected"), CANONICAL)
def test_an_address_has_one_form(address: str, expected: str) -> None:
    assert canonical(address) == expected
