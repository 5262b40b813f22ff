"""What is told of a text by its characters: how wide it is, and whether it is written without spaces."""

import re

_IDEOGRAPHIC = (
    "\u2e80-\u303e\u3041-\u33ff\u3400-\ua4cf\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\U00020000-\U0003fffd"
)
WIDE = re.compile(f"[{_IDEOGRAPHIC}\u1100-\u115f\uac00-\ud7a3\uffe0-\uffe6\U0001f300-\U0001faff]")
_UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_WORDS = re.compile(r"\w+")
_SIGNS_OF_UNSPACED = "。、，的の"
_SPACES = "\n\t\r\f\xa0"
_RUN_OF_SPACES = re.compile("  +")
_BROKEN_LINE = re.compile(rf"\n(?<=[{_IDEOGRAPHIC}]\n)[ \t]*(?=[{_IDEOGRAPHIC}])")


def width(text: str) -> int:
    """Return the columns that *text* takes: a Chinese, Japanese or Korean character takes two."""
    return len(text) if text.isascii() else len(text) + len(WIDE.findall(text))


def joined(text: str) -> str:
    """Return *text* on one line, with no space where a line broke between ideographs."""
    if "\n" in text and not text.isascii():
        text = _BROKEN_LINE.sub("", text)
    for space in _SPACES:
        if space in text:
            text = text.replace(space, " ")
    return _RUN_OF_SPACES.sub(" ", text).strip()


def count_words(text: str) -> tuple[int, int]:
    """Return how many words stand in collapsed *text*, and how many characters of scripts without spaces."""
    if not text:
        return 0, 0
    if text.isascii() or not any(sign in text for sign in _SIGNS_OF_UNSPACED):
        return text.count(" ") + text.count("\n") + 1, 0
    rest, characters = _UNSPACED.subn(" ", text)
    return len(_WORDS.findall(rest)), characters


def words(text: str) -> frozenset[str]:
    """Return the words of *text*: a long set that reads as one."""
    return frozenset(text.split())
