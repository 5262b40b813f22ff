"""Names made fit for an address: addresses are made of them for ever, so each row here is a promise."""

import hashlib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.slugs import LONGEST, slugify


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        pytest.param("Release notes", "release-notes", id="words"),
        pytest.param("  C++ & Rust, 2nd ed.  ", "c-rust-2nd-ed", id="punctuation"),
        pytest.param("snake_case-and--hyphens", "snake-case-and-hyphens", id="underscores and hyphens"),
        pytest.param("Straße", "strasse", id="case folding"),
        pytest.param("Cafe\u0301", "café", id="a combining accent"),
        pytest.param("ﬁne Ⅳ", "fine-iv", id="compatibility characters"),
        pytest.param("日本語 の ブログ", "日本語-の-ブログ", id="Japanese"),
        pytest.param("أخبار اليوم", "أخبار-اليوم", id="Arabic"),
        pytest.param("हिन्दी", "हिन्दी", id="Hindi: vowel signs belong to their letters"),
        pytest.param("ไม่มี", unicodedata.normalize("NFKC", "ไม่มี"), id="Thai: tone marks too"),
        pytest.param("Step 1\ufe0f\u20e3 ok", "step-1-ok", id="a picture made of a digit"),
        pytest.param("../../etc/passwd", "etc-passwd", id="a way out of the folder"),
        pytest.param("a\x00b\nc", "a-b-c", id="control characters"),
    ],
)
def test_a_name_as_a_slug(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("", id="nothing"),
        pytest.param("!?", id="punctuation only"),
        pytest.param("❤️", id="a symbol and its variation selector"),
        pytest.param("___", id="underscores"),
        pytest.param("\ud800", id="half a character"),
    ],
)
def test_a_name_without_a_letter_becomes_a_hash_of_itself(name: str) -> None:
    raw = name.encode(errors="surrogatepass")
    assert slugify(name) == hashlib.blake2b(raw, digest_size=4).hexdigest()


def test_a_long_name_is_cut_between_characters() -> None:
    assert slugify("日" * 200) == "日" * (LONGEST // 3)
    assert slugify("a" * (LONGEST - 1) + " b") == "a" * (LONGEST - 1)


@given(st.text())
def test_a_slug_is_short_safe_and_never_empty(name: str) -> None:
    slug = slugify(name)
    assert slug
    assert len(slug.encode()) <= LONGEST
    assert not slug.startswith("-")
    assert not slug.endswith("-")
    assert "--" not in slug
    assert not set(slug) & set("/\\.%?#&:\"'<> \t\r\n\0")
