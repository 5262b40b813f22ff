"""Which characters a post may have, and those written as two halves (UTF-16's surrogates) made one. Pure."""

import re

# XML 1.0, section 2.2: these may not stand in a document at all, or (the C1 controls) mean nothing there.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
_HALVES = re.compile(
    r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}|\\.",
    re.DOTALL,
)


def without_forbidden(text: str) -> str:
    """Return *text* without what XML forbids; C1 controls are Windows-1252 in disguise, and stand for that."""
    return text if text.isascii() and text.isprintable() else _FORBIDDEN.sub(_allowed, text)


def _allowed(found: re.Match[str]) -> str:
    code = ord(found[0])
    return bytes((code,)).decode("cp1252", "ignore") if 0x80 <= code <= 0x9F else ""


def storable(text: str) -> str:
    """Return a text that escapes may have put together: two halves as the character they mean, none that is lone."""
    if text.isprintable():
        return text
    return without_forbidden(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore"))


def with_whole_characters(escaped: str) -> str:
    """Return what stands within double quotes with each character that is written as two halves in one escape.

    JSON escapes what is not ASCII as UTF-16 (RFC 8259, 7): YAML and TOML, which refuse that, have `\\UXXXXXXXX`.
    A half without its other half means nothing, and is left out.
    """
    return _HALVES.sub(_whole, escaped)


def _whole(found: re.Match[str]) -> str:
    if found[1]:
        code = 0x10000 + ((int(found[1], 16) - 0xD800) << 10) + int(found[2], 16) - 0xDC00
        return f"\\U{code:08X}"
    return "" if found[0].startswith("\\u") and len(found[0]) > 2 else found[0]
