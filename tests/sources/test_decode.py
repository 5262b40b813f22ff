"""From bytes to text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.sources.decode import decode


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        pytest.param("é\n".encode(), "é\n", id="UTF-8"),
        pytest.param(b"\xef\xbb\xbfa", "a", id="a byte order mark"),
        pytest.param("\ufeffé".encode("utf-16-le"), "é", id="UTF-16, little end first"),
        pytest.param("\ufeffé".encode("utf-16-be"), "é", id="UTF-16, big end first"),
        pytest.param(b"a\r\nb\rc\nd", "a\nb\nc\nd", id="all line ends"),
        pytest.param(b"a\x00b\x07c\x1fd\x7f", "abcd", id="controls that XML forbids"),
        pytest.param("a\u0092b\ufffe".encode(), "a’b", id="a C1 control stands for Windows-1252"),
    ],
)
def test_bytes_become_text(raw: bytes, text: str) -> None:
    assert decode(raw) == (text, ())


def test_bytes_that_are_not_utf8_are_windows_1252_with_a_warning_on_the_line() -> None:
    text, remarks = decode(b"a\r\nb\n5 \x80 in N\xfcrnberg")
    assert text.endswith("5 € in Nürnberg")
    assert [(remark.line, remark.reason) for remark in remarks] == [(3, "not UTF-8: read as Windows-1252")]


def test_a_cut_character_does_not_spoil_the_others() -> None:
    assert decode("żółw ".encode() + b"\xe4\xb8")[0] == "żółw ä¸"


@given(st.binary(max_size=200))
def test_any_bytes_give_text_that_xml_allows(raw: bytes) -> None:
    text, _ = decode(raw)
    assert "\r" not in text
    assert not any(char < " " and char not in "\t\n" for char in text)
    text.encode()
