"""Addresses, as the validator takes them: ASCII, complete, and in ids written the one way that compares equal."""

import re
from contextlib import suppress
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import quote

from tests.feeds.w3c.words import words

_CHARACTER = "[0-9a-zA-Z;/?:@&=+$.\\-_!~*'()%,#]"
_ANY = re.compile(rf"(?:[a-zA-Z][0-9a-zA-Z+.-]*:)?/{{0,2}}(?:\[[0-9A-Fa-f:]+\])?{_CHARACTER}*")
_FULL = re.compile(rf"[a-zA-Z][0-9a-zA-Z+.-]*:(?://)?{_CHARACTER}+")
_WEB = re.compile(r"\w+://[^/].*")
_SPECIFIC = r"[0-9a-zA-Z;/?:@&=+$.\-_!~*'()%,]*"
_TAG = re.compile(
    rf"tag:(?:[a-z0-9._-]+@)?[a-z0-9.-]+,\d{{4}}(?:-\d\d(?:-\d\d)?)?:{_SPECIFIC}(?:#{_SPECIFIC})?"
)
_URN = re.compile(r"urn:[a-z0-9][a-z0-9-]{1,31}:(?:[a-z0-9()+,.:=@;$_!*'-]|%[0-9a-f]{2})+", re.IGNORECASE)
_UUID = re.compile(r"urn:uuid:[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", re.IGNORECASE)
_HOSTED = re.compile(
    r"https?://(?:(?:[0-9]{1,3}\.){3}|(?:[a-z0-9-]+\.)+)[a-z0-9][-a-z0-9]*(?::\d+)?(?:/|$)", re.IGNORECASE
)
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_OCTETS = re.compile(r"(?:%[0-9a-fA-F]{2})+|[^%]+|%")
_IN_PATH = "-._~!$&'()*+,;=:@"
_RESERVED = frozenset(b":/?#[]@!$&'()*+,;=")
_PORTS = {"ftp": 21, "gopher": 70, "http": 80, "https": 443, "news": 119, "nntp": 119, "telnet": 23}
_SCHEMES = words(
    "aaa aaas acap cap cid crid data dav dict dns fax file ftp go gopher http https iax icap im imap info "
    "ipp iris ldap mailto mid modem msrp msrps mtqp mupdate news nfs nntp opaquelocktoken pop pres prospero "
    "rtsp service shttp sip sips snmp tag tel telnet tftp thismessage tip tv urn vemmi wais xmpp"
)


@lru_cache(maxsize=65536)
def flaw(address: str, *, full: bool, otherwise: str) -> str:
    """Return the name of what is wrong with *address*, "" where nothing is.

    A *full* one is not relative. *otherwise* names the flaw where no other name says it better.
    """
    scheme = address.split(":")[0].lower()
    if scheme == "tag":
        return "" if _TAG.fullmatch(address) else "InvalidTAG"
    if scheme == "urn":
        return _flaw_of_name(address)
    if not (_FULL if full else _ANY).fullmatch(address):
        return _flaw_of_characters(address, full=full, otherwise=otherwise)
    if scheme in ("http", "ftp"):
        return "" if _WEB.match(address) else otherwise
    strange = ":" in address and scheme.isalpha() and scheme not in _SCHEMES
    return "SchemeNotIANARegistered" if strange else ""


def _flaw_of_name(address: str) -> str:
    if address.lower().startswith("urn:uuid:") and not _UUID.fullmatch(address):
        return "InvalidUUID"
    return "" if _URN.fullmatch(address) else "InvalidURN"


def _flaw_of_characters(address: str, *, full: bool, otherwise: str) -> str:
    if any(char < "\x80" and not re.match(_CHARACTER, char) for char in address):
        return "InvalidUriChar"
    try:
        international = address.encode("idna").decode("ascii")
    except UnicodeError:
        return otherwise
    return "UriNotIri" if (_FULL if full else _ANY).fullmatch(international) else otherwise


def flaw_of_reference(address: str) -> str:
    """Return what is wrong with a link of Atom, which may be relative and international (RFC 3987)."""
    with suppress(UnicodeError):  # a label may be longer than a host name's: it then stays as it is written
        address = address.encode("idna").decode("ascii")
    return flaw(address, full=False, otherwise="InvalidIRI")


def is_hosted(address: str) -> bool:
    """Return whether *address* is of the web, on a host whose name has a dot."""
    return bool(_HOSTED.match(address) and _FULL.fullmatch(address))


@lru_cache(maxsize=65536)
def canonical(address: str) -> str:
    """Return *address* as RFC 3986, 6.2.2 and 6.2.3, would have it; "" where it cannot be read."""
    found = _PARTS.fullmatch(address)
    if found is None:
        return ""
    scheme, authority, path, query, fragment = found.groups()
    try:
        text = f"{scheme.lower()}:" if scheme else ""
        if authority is not None:
            text += "//" + _host(authority, _PORTS.get(text[:-1]))
        if authority is not None or path.startswith("/"):
            text += "/".join(_encoded(part, _IN_PATH) for part in _without_dots(path))
        else:
            text += _encoded(path, _IN_PATH + "/")
        for mark, part in (("?", query), ("#", fragment)):
            text += mark + _encoded(part, _IN_PATH + "/?") if part is not None else ""
    except ValueError:
        return ""
    return text


def _host(authority: str, usual: int | None) -> str:
    user, at, host = authority.rpartition("@")
    name, colon, port = host.lower().rpartition(":")
    if not (colon and port.isdigit()):
        name, port = host.lower().removesuffix(":"), ""
    name = name.removesuffix(".") if "." in name[:-1] else name
    shown = f":{port}" if port and int(port) != usual else ""
    return (user + at if user.strip(":") else "") + name + shown


def _without_dots(path: str) -> list[str]:
    kept: list[str] = []
    parts = path.split("/")
    for number, part in enumerate(parts):
        last = number == len(parts) - 1
        if part == ".." and len(kept) > 1:
            kept.pop()
        if part not in (".", ".."):
            kept.append(part)
        elif last:
            kept.append("")
    return ["", ""] if kept == [""] else kept


def _encoded(text: str, safe: str) -> str:
    """Return *text* with each octet that need be, and no other, as a reference in capitals."""
    pieces = []
    for piece in _OCTETS.findall(text):
        if piece == "%":
            raise ValueError(text)
        pieces.append(_settled(piece, safe) if piece[0] == "%" else quote(normalize("NFC", piece), safe))
    return "".join(pieces)


def _settled(references: str, safe: str) -> str:
    octets = bytes.fromhex(references.replace("%", ""))
    if octets.isascii():
        kept = _RESERVED & frozenset(safe.encode())
        return "".join(f"%{octet:02X}" if octet in kept else quote(chr(octet), safe) for octet in octets)
    return quote(normalize("NFC", octets.decode()), safe)
