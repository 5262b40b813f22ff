"""The grammar takes what RFC 4287 allows, and refuses what it does not."""

import pytest

from tests.feeds.grammar import faults
from tests.feeds.test_w3c_atom import (
    AUTHOR,
    BODY,
    ENTRY,
    HEAD,
    HISTORY,
    SELF,
    TIME,
    TOMBSTONES,
    document,
    entry,
)

XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'

VALID = [
    pytest.param(document(HEAD), id="an empty feed"),
    pytest.param(entry(), id="an entry"),
    pytest.param(
        entry(f'<content type="xhtml"><div {XHTML}><p class="a">x <b>y</b></p></div></content>'),
        id="a division",
    ),
    pytest.param(entry(f'<content type="xhtml"><div {XHTML}/></content>'), id="an empty division"),
    pytest.param(
        entry('<content type="image/svg+xml"><svg xmlns="http://www.w3.org/2000/svg"/></content>'), id="XML"
    ),
    pytest.param(
        entry('<summary>x</summary><content src="/i.png" type="image/png"/>'), id="content elsewhere"
    ),
    pytest.param(entry(BODY + "<source><title>x</title></source>"), id="a source"),
    pytest.param(entry(BODY + '<category term="a" scheme="https://a.example/" label="A"/>'), id="a category"),
    pytest.param(
        entry(BODY + "<x:y xmlns:x='https://x.example/' z='1'><x:y>t</x:y></x:y>"), id="an extension"
    ),
    pytest.param(
        entry(BODY).replace(b"<entry>", b'<entry xml:lang="he" x:y="z" xmlns:x="https://x.example/">'),
        id="attributes",
    ),
    pytest.param(
        document(
            f"{HEAD}<fh:archive/><link rel='current' href='/'/><rights type='html'>x</rights><icon>/i</icon>",
            HISTORY,
        ),
        id="an archive page",
    ),
    pytest.param(
        document(
            f"{HEAD}<at:deleted-entry ref='tag:x' when='2026-05-01T00:00:00Z'/><entry>{ENTRY}</entry>",
            TOMBSTONES,
        ),
        id="a tombstone",
    ),
]

INVALID = [
    pytest.param(b"<feed", id="not XML"),
    pytest.param(document(HEAD).replace(b"2005/Atom", b"2005/atom"), id="another namespace"),
    pytest.param(b"<?xml version='1.0'?><rss version='2.0'/>", id="another format"),
    pytest.param(document(HEAD.replace("<title>A</title>", "")), id="no title"),
    pytest.param(document(HEAD.replace("<title>A</title>", "<title>A</title>" * 2)), id="two titles"),
    pytest.param(document(HEAD.replace("<id>tag:a.example,2026:a</id>", "")), id="no id"),
    pytest.param(entry(parts=ENTRY.replace(TIME, "")), id="no time"),
    pytest.param(entry(parts=ENTRY.replace("tag:a.example,2026:1", "abc")), id="a relative id"),
    pytest.param(entry(parts=ENTRY.replace("T00:00:00Z", "")), id="a date without a time"),
    pytest.param(entry(parts=ENTRY.replace("00:00Z", "00:00")), id="a time without a zone"),
    pytest.param(entry(parts=ENTRY.replace("2026-05-01T", "2026-02-30T")), id="a date that does not exist"),
    pytest.param(entry(parts=ENTRY.replace(AUTHOR, "<author>Ann</author>")), id="an author without a name"),
    pytest.param(entry(parts=ENTRY.replace("</name>", "</name><email>ann</email>")), id="no email address"),
    pytest.param(entry(parts=ENTRY.replace("<name>", "<name xml:lang='en'>")), id="an attribute of a name"),
    pytest.param(entry(BODY * 2), id="two contents"),
    pytest.param(entry('<content type="html"><p>x</p></content>'), id="elements in HTML"),
    pytest.param(entry('<content type="xhtml"><p>x</p></content>'), id="a division of another namespace"),
    pytest.param(entry(f'<content type="xhtml"><div {XHTML}/><div {XHTML}/></content>'), id="two divisions"),
    pytest.param(entry('<content type="markdown">x</content>'), id="no media type"),
    pytest.param(
        entry('<summary>x</summary><content src="/i" type="a/b">x</content>'), id="content in two places"
    ),
    pytest.param(entry(BODY + '<rights type="text/plain">x</rights>'), id="a text of a media type"),
    pytest.param(entry(BODY + "<category/>"), id="a category without a term"),
    pytest.param(entry(BODY + "<link rel='related'/>"), id="a link without an address"),
    pytest.param(entry(BODY + "<link rel='' href='/'/>"), id="a link of no relation"),
    pytest.param(entry(BODY + "<link href='/' type='html'/>"), id="a link to no media type"),
    pytest.param(entry(BODY + "<link href='/' hreflang='en_GB'/>"), id="no language"),
    pytest.param(entry(BODY + "<link href='/' class='x'/>"), id="an attribute that is not there"),
    pytest.param(entry(BODY + "<description>x</description>"), id="an element that is not there"),
    pytest.param(entry(BODY + "text"), id="loose text"),
    pytest.param(document(f"{HEAD}<entry>{ENTRY}</entry><rights>x</rights>"), id="rights after an entry"),
    pytest.param(
        document(f"{HEAD}<entry>{ENTRY}</entry><at:deleted-entry ref='x'/>", TOMBSTONES),
        id="a late tombstone",
    ),
    pytest.param(document(f"{HEAD}<generator uri='/'><b/></generator>"), id="an element in a generator"),
]


@pytest.mark.parametrize("raw", VALID)
def test_what_the_specification_allows_is_valid(raw: bytes) -> None:
    assert faults(raw) == ()


@pytest.mark.parametrize("raw", INVALID)
def test_what_it_does_not_is_refused(raw: bytes) -> None:
    assert faults(raw) != ()


def test_a_fault_names_its_line() -> None:
    first, *_ = faults(document(HEAD.replace(SELF, "\n<link/>")))
    assert first.startswith("3: ")
