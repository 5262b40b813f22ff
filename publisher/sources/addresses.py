"""Addresses as people write them -> URIs (RFC 3986). Pure: nothing is looked up."""

import re
from urllib.parse import quote, urljoin

# One match decides for nearly every address: absolute, ASCII, nothing to encode, and not this machine.
_SOUND = re.compile(
    r"https?://(?!localhost\b|127\.|0\.0\.0\.0)[A-Za-z0-9.-]+(?::\d+)?"
    r"(?:[/?#](?:[A-Za-z0-9._~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*)?"
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_AUTHORITY = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(.*)", re.DOTALL)
_HERE = re.compile(r"(?:.*@)?(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?::\d*)?", re.IGNORECASE)
_HOST = re.compile(
    r"(?:[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?(?:[A-Za-z0-9._~!$&'()*+,;=%-]+|\[[0-9A-Fa-f:.]+\])(?::\d*)?"
)
_PICTURE = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=%]+", re.IGNORECASE)
_BARE_HOST = re.compile(r"www\.[\w-]+\.\w", re.IGNORECASE)
_UNESCAPED_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_KEPT_SCHEMES = frozenset(
    {"mailto", "tel", "sms", "xmpp", "irc", "ircs", "ftp", "ftps", "geo", "magnet", "matrix"}
)
_WEB_SCHEMES = frozenset({"http", "https"})
_SAFE = "!#$%&'()*+,/:;=?@~"


def is_sound(address: str) -> bool:
    """Return whether *address* can stand as it is: an absolute web address with nothing to encode."""
    return _SOUND.fullmatch(address) is not None


def tidy(address: str) -> str:
    """Return *address* without what browsers ignore: controls, and spaces around it (WHATWG URL)."""
    return _CONTROL.sub("", address).strip()


def absolute(address: str) -> str:
    """Return *address* as an absolute web URI, "" where it is relative or leads nowhere on the web."""
    address = tidy(address)
    if is_sound(address):
        return address
    scheme = _SCHEME.match(address)
    return sound(address) if scheme and scheme[1].lower() in _WEB_SCHEMES else ""


def has_scheme(address: str) -> bool:
    """Return whether *address* is not relative: a scheme, `//host`, or `www.host` without either."""
    return address.startswith("//") or bool(_SCHEME.match(address) or _BARE_HOST.match(address))


def sound(address: str) -> str:
    """Return an address that has a scheme as a URI that may be published, "" where it may not be.

    Scripts, local files and this machine's own addresses lead readers nowhere; of data only pictures stay.
    """
    if address.startswith("//"):
        address = "https:" + address
    elif _BARE_HOST.match(address):
        address = "http://" + address
    found = _SCHEME.match(address)
    scheme = found[1].lower() if found else ""
    if scheme in _WEB_SCHEMES:
        return _web(address)
    if scheme == "data":
        return address if _PICTURE.fullmatch(address) else ""
    return _encoded(address) if scheme in _KEPT_SCHEMES else ""


def is_web(address: str) -> bool:
    """Return whether *address*, which is sound, is one of the web."""
    return address.startswith(("http://", "https://"))


def join(base: str, address: str, *, is_own: bool = False) -> str:
    """Return *address* against *base*, encoded; "" where that is no address.

    *is_own* says that *base* is the site's own, which may be on this machine.
    """
    try:
        return _web(urljoin(base, address), is_own=is_own)
    except ValueError:
        return ""


def _web(address: str, *, is_own: bool = False) -> str:
    if is_sound(address):
        return address
    found = _AUTHORITY.match(address)
    if found is None or not found[2] or (_HERE.fullmatch(found[2]) and not is_own):
        return ""
    try:
        host = found[2] if found[2].isascii() else found[2].encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    if not _HOST.fullmatch(host):
        return ""
    return f"{found[1].lower()}://{host}{_encoded(found[3])}"


def _encoded(text: str) -> str:
    return quote(_UNESCAPED_PERCENT.sub("%25", text), safe=_SAFE)
