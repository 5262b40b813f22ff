"""What a request's headers ask for, by the tables of RFC 9110."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.web import conditions

TAG, DATE = b'"abc"', b"Thu, 28 May 2026 20:26:40 GMT"
MODIFIED = 1_780_000_000


@pytest.mark.parametrize(
    ("asked", "best"),
    [
        pytest.param(None, ("",), id="nothing said: as it is"),
        pytest.param(b"", ("",), id="nothing wanted"),
        pytest.param(b"gzip", ("gzip", ""), id="one"),
        pytest.param(b"x-gzip", ("gzip", ""), id="its old name (8.4.1.3)"),
        pytest.param(b"gzip, deflate, br, zstd", ("br", "gzip", ""), id="browsers: the smaller of equals"),
        pytest.param(b"br;q=0.5, gzip;q=0.8", ("gzip", "br", ""), id="by weight"),
        pytest.param(b"br;q=0, gzip", ("gzip", ""), id="one refused"),
        pytest.param(b"*", ("br", "gzip", ""), id="anything"),
        pytest.param(b"*;q=0.5, gzip;q=0.7", ("gzip", "br", ""), id="anything, but rather that"),
        pytest.param(b"*, br;q=0", ("gzip", ""), id="anything but that"),
        pytest.param(b"identity", ("",), id="as it is"),
        pytest.param(b"identity, gzip;q=0.5", ("", "gzip"), id="rather as it is"),
        pytest.param(b"gzip, identity;q=0", ("gzip", ""), id="not as it is, but nothing else may be there"),
        pytest.param(b"*;q=0", ("",), id="nothing at all: a readable answer beats none"),
        pytest.param(b"GZip ; Q=1.0 ,, br; q = 0", ("gzip", ""), id="odd but allowed"),
        pytest.param(b"gzip;q=lots, br;q=nan", ("",), id="weights that are none"),
        pytest.param(b"\xff\xfe;q=1", ("",), id="not even letters"),
    ],
)
def test_codings_come_in_the_order_in_which_they_are_wanted(
    asked: bytes | None, best: tuple[str, ...]
) -> None:
    assert conditions.codings({} if asked is None else {b"accept-encoding": asked}) == best


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        pytest.param(b"text/html,application/xml;q=0.9,*/*;q=0.8", True, id="a browser"),
        pytest.param(b"*/*", False, id="anything"),
        pytest.param(b"application/atom+xml, text/html;q=0.1", True, id="listed last"),
        pytest.param(b"text/html;q=0, */*", False, id="refused"),
        pytest.param(b"TEXT/HTML;level=1", True, id="in capitals, with a parameter"),
        pytest.param(b"text/html5", False, id="another type"),
        pytest.param(b"text/*", False, id="a range is no listing"),
    ],
)
def test_a_browser_is_who_lists_html(accept: bytes, *, expected: bool) -> None:
    assert conditions.accepts_html({b"accept": accept}) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({b"if-none-match": TAG}, True, id="the tag"),
        pytest.param({b"if-none-match": b"W/" + TAG}, True, id="weakly"),
        pytest.param({b"if-none-match": b'"x", W/"a,b" ,"abc"'}, True, id="in a list"),
        pytest.param({b"if-none-match": b" * "}, True, id="any"),
        pytest.param({b"if-none-match": b'"abcd"'}, False, id="a longer tag"),
        pytest.param({b"if-none-match": b"abc"}, False, id="without its quotes"),
        pytest.param({b"if-none-match": b'"x", "abc'}, False, id="a list that breaks off"),
        pytest.param({b"if-none-match": b'"a", "*"'}, False, id="a star in quotes is a tag"),
        pytest.param({b"if-modified-since": DATE}, True, id="the date"),
        pytest.param({b"if-modified-since": b"Thursday, 28-May-26 20:26:40 GMT"}, True, id="RFC 850's"),
        pytest.param({b"if-modified-since": b"Thu May 28 20:26:40 2026"}, True, id="asctime's"),
        pytest.param({b"if-modified-since": b"Fri, 29 May 2026 00:00:00 GMT"}, True, id="a later date"),
        pytest.param({b"if-modified-since": b"Thu, 28 May 2026 20:26:39 GMT"}, False, id="an earlier date"),
        pytest.param({b"if-modified-since": b"0"}, False, id="no date"),
        pytest.param({b"if-modified-since": b"Thu, 99 Foo 9999 99:99:99 GMT"}, False, id="no such date"),
        pytest.param({b"if-none-match": b'"x"', b"if-modified-since": DATE}, False, id="the tag decides"),
        pytest.param(
            {b"if-none-match": TAG, b"if-modified-since": b"Thu, 01 Jan 1970 00:00:00 GMT"},
            True,
            id="the tag alone decides",
        ),
        pytest.param({}, False, id="no condition"),
    ],
)
def test_who_has_it_is_found_by_the_tag_and_only_without_one_by_the_date(
    headers: dict[bytes, bytes], *, expected: bool
) -> None:
    assert conditions.unchanged(headers, TAG, MODIFIED) is expected


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        pytest.param({}, False, id="no condition"),
        pytest.param({b"if-match": TAG}, False, id="the tag"),
        pytest.param({b"if-match": b"*"}, False, id="any"),
        pytest.param({b"if-match": b'"x"'}, True, id="another tag"),
        pytest.param({b"if-match": b"W/" + TAG}, True, id="strongly only (13.1.1)"),
        pytest.param({b"if-unmodified-since": DATE}, False, id="the date"),
        pytest.param({b"if-unmodified-since": b"Thu, 28 May 2026 20:26:39 GMT"}, True, id="changed since"),
        pytest.param({b"if-unmodified-since": b"soon"}, False, id="no date"),
        pytest.param(
            {b"if-match": TAG, b"if-unmodified-since": b"Thu, 28 May 2026 20:26:39 GMT"},
            False,
            id="the tag decides",
        ),
    ],
)
def test_a_precondition_can_fail(headers: dict[bytes, bytes], *, expected: bool) -> None:
    assert conditions.failed(headers, TAG, MODIFIED) is expected


@pytest.mark.parametrize(
    ("asked", "spans"),
    [
        pytest.param(b"bytes=0-9", ((0, 10),), id="the first ten"),
        pytest.param(b"Bytes= 0-9 , 20-29", ((0, 10), (20, 30)), id="two"),
        pytest.param(b"bytes=90-", ((90, 100),), id="to the end"),
        pytest.param(b"bytes=-10", ((90, 100),), id="the last ten"),
        pytest.param(b"bytes=-1000", ((0, 100),), id="more than there is, from the end"),
        pytest.param(b"bytes=90-1000", ((90, 100),), id="beyond the end"),
        pytest.param(b"bytes=100-", (), id="after the end"),
        pytest.param(b"bytes=-0", (), id="the last none"),
        pytest.param(b"bytes=200-300, 0-0", ((0, 1),), id="what of it is there"),
        pytest.param(b"bytes=9-0", None, id="backwards"),
        pytest.param(b"bytes=a-b", None, id="no numbers"),
        pytest.param(b"bytes=-", None, id="no bounds"),
        pytest.param(b"bytes=", None, id="no range"),
        pytest.param(b"bytes=0-0,", None, id="a list that breaks off"),
        pytest.param(b"items=0-9", None, id="another unit"),
        pytest.param(b"bytes=0-60,0-60", None, id="more than the whole"),
        pytest.param(b"bytes=" + b",".join([b"0-0"] * 51), None, id="too many"),
        pytest.param(b"bytes=0-" + b"9" * 30, None, id="a number without end"),
    ],
)
def test_parts_are_those_that_are_asked_for(asked: bytes, spans: tuple[tuple[int, int], ...] | None) -> None:
    assert conditions.ranges({b"range": asked}, 100, TAG, DATE) == spans


@pytest.mark.parametrize(
    ("mine", "expected"),
    [(TAG, True), (DATE, True), (b"W/" + TAG, False), (b'"x"', False), (b"Fri, 29 May 2026 00:00:00 GMT", False)],
)  # fmt: skip
def test_a_part_is_of_what_one_has_already(mine: bytes, *, expected: bool) -> None:
    found = conditions.ranges({b"range": b"bytes=0-9", b"if-range": mine}, 100, TAG, DATE)
    assert (found is not None) is expected


@given(st.binary(max_size=40), st.integers(0, 60), st.integers(0, 60))
def test_a_range_is_the_slice_that_it_names(content: bytes, first: int, last: int) -> None:
    found = conditions.ranges({b"range": b"bytes=%d-%d" % (first, last)}, len(content), TAG, DATE)
    if first > last:
        assert found is None
    else:
        parts = [content[start:end] for start, end in found or ()]
        assert b"".join(parts) == content[first : last + 1]


@given(st.binary(max_size=60))
def test_no_header_makes_it_fail(value: bytes) -> None:
    names = ("accept", "accept-encoding", "if-match", "if-none-match", "if-range", "range")
    headers = {name.encode(): value for name in names}
    dates = {b"if-modified-since": value, b"if-unmodified-since": value}
    assert conditions.codings(headers)
    assert not conditions.accepts_html(headers) or b"html" in value.lower()
    assert conditions.failed(headers, TAG, MODIFIED) or b"*" in value or TAG in value
    assert not conditions.failed(dates, TAG, MODIFIED) or not conditions.unchanged(dates, TAG, MODIFIED)
    assert not conditions.unchanged(headers, TAG, MODIFIED) or b"*" in value or TAG in value
    assert conditions.ranges({b"range": b"bytes=" + value}, 100, TAG, DATE) is None or value


def test_lines_of_one_name_are_one_list() -> None:
    raw = [(b"accept-encoding", b"br;q=0"), (b"host", b"h"), (b"accept-encoding", b"gzip")]
    assert conditions.headers_of(raw) == {b"accept-encoding": b"br;q=0, gzip", b"host": b"h"}
