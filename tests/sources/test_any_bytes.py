"""The law of reading: any bytes give a Reading or an Unread, and never raise."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from publisher.model import Reading, Unread
from publisher.sources import read
from tests.sources.conftest import FIXTURES, rules_for

RULES = rules_for(Path(__file__).parent / "fixtures")
FRAGMENTS = st.sampled_from(
    (
        *(
            "---\n",
            "+++\n",
            "{",
            "}",
            "[",
            "]",
            '"',
            "'",
            "title: ",
            "date: 2020-01-01\n",
            "\t",
            "- ",
            "&a ",
            "*a",
        ),
        *(
            "\r",
            "\0",
            "\ufeff",
            "{{< x >}}",
            "{% y %}",
            "```\n",
            ":::\n",
            "<p>",
            "![](x",
            "\n\n",
            "é",
            "a: b\n",
            "<<: ",
        ),
    )
)


def check(raw: bytes) -> None:
    found = read(raw, path="a/post.md", rules=RULES)
    assert isinstance(found, Reading | Unread)
    if isinstance(found, Unread):
        assert found.notice.reason


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    check(raw)


@given(st.lists(FRAGMENTS, max_size=30).map("".join))
def test_any_mixture_of_marks_is_read_or_refused(text: str) -> None:
    check(text.encode())


@given(st.sampled_from(sorted(FIXTURES.glob("*.*"))), st.integers(0, 400), st.integers(0, 20), FRAGMENTS)
def test_a_good_file_with_one_wound_is_read_or_refused(path: Path, at: int, cut: int, fragment: str) -> None:
    raw = path.read_bytes()
    check(raw[:at] + fragment.encode() + raw[at + cut :])


def test_a_name_that_is_not_utf8_is_refused_and_can_be_printed() -> None:
    found = read(b"---\ntitle: A\n---\n", path="caf\udce9.md", rules=RULES)
    assert isinstance(found, Unread)
    assert str(found.notice) == "caf\\udce9.md: the file's name is not UTF-8"
