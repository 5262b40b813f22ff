"""Bytes -> text: encodings, line ends, and no character that XML forbids. Any bytes give some text."""

import codecs
import re

from publisher.sources.characters import without_forbidden
from publisher.sources.table import Remark

_C0 = bytes(byte for byte in range(32) if byte not in b"\t\n\r") + b"\x7f"
# What XML forbids and UTF-8 can still hold without C0 controls: sought in bytes, ten times as fast as in text.
_C1_CONTROL = re.compile(rb"\xc2[\x80-\x9f]")
_NONCHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode(raw: bytes) -> tuple[str, tuple[Remark, ...]]:
    """Return *raw* as text with "\\n" line ends, and what was wrong with its bytes.

    A byte order mark decides; without one it is UTF-8. Bytes that are not UTF-8 are read one by one as
    Windows-1252, so a file in that encoding and a file with one cut character both come out right.
    """
    encoding = "utf-8"
    for mark, named in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            raw, encoding = raw[len(mark) :], named
            break
    if encoding != "utf-8":
        return _clean(raw.decode(encoding, "replace")), ()
    raw = raw.translate(None, _C0)
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        line = _unify(raw[: error.start].decode("latin-1")).count("\n") + 1
        remark = Remark(line=line, reason="not UTF-8: read as Windows-1252")
        return _clean(raw.decode(errors=_AS_WINDOWS_1252)), (remark,)
    is_clean = raw.isascii() or not (_C1_CONTROL.search(raw) or _NONCHARACTER.search(raw))
    return _unify(text) if is_clean else _clean(text), ()


def _unify(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _clean(text: str) -> str:
    return without_forbidden(_unify(text))


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


_AS_WINDOWS_1252 = "publisher.windows-1252"
codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)
