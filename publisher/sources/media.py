"""Addresses in a post -> absolute ones. Looks for the files beside a post that has no address of its own."""

import os
import re
from pathlib import Path
from posixpath import dirname, normpath
from urllib.parse import quote, unquote

from publisher.sources.addresses import has_scheme, is_sound, join, sound, tidy
from publisher.sources.names import slug_of
from publisher.sources.rules import Rules

_MEDIA = re.compile(
    r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|mp3|m4a|ogg|oga|opus|flac|wav|mp4|m4v|webm|mov)$", re.IGNORECASE
)


class Resolver:
    """Makes the addresses of one post absolute, and notes the files beside it that they name.

    Called with an address as written, it returns the absolute one, "" for one to drop. `media` are the files
    found, as paths within the source; `missing` are pictures and sounds that are named and not there.
    """

    def __init__(self, *, rules: Rules, path: str, link: str, page: str) -> None:
        self._rules = rules
        self._folder = dirname(path)
        self._link = link
        self._page_url = rules.site_url + quote(page)
        self.media: dict[str, None] = {}
        self.missing: dict[str, str] = {}

    def __call__(self, address: str) -> str:
        if is_sound(address):
            return address
        address = tidy(address)
        if not address:
            return ""
        if has_scheme(address):
            return sound(address)
        return join(self._link, address) if self._link else self._beside(address)

    def size(self, url: str) -> int:
        """Return how many bytes the file that *url* was made of has, 0 where it is none of ours."""
        path = next((path for path in self.media if self._media_url(path) == url), "")
        return (self._rules.source.path / path).stat().st_size if path else 0

    def _beside(self, address: str) -> str:
        """Return where a relative address leads for a post whose only address is its page here."""
        path, mark, rest = _split(address)
        if not path:
            return join(self._page_url, address, is_own=True)
        found = self._find(path)
        if found.lower().endswith(tuple(suffix.lower() for suffix in self._rules.source.suffixes)):
            return f"{self._rules.site_url}posts/{quote(slug_of(found))}/{mark}{rest}"
        if found:
            self.media[found] = None
            return self._media_url(found)
        if self._rules.source.base_url:
            return join(self._rules.source.base_url.rstrip("/") + "/", address)
        url = join(self._page_url, address, is_own=True)
        if _MEDIA.search(path):
            self.missing[url] = address
        return url

    def _media_url(self, path: str) -> str:
        return f"{self._rules.site_url}media/{quote(self._rules.source.name)}/{quote(path)}"

    def _find(self, path: str) -> str:
        """Return the file that *path* names as a path within the source, "" without one or outside of it."""
        wanted = unquote(path)
        within = normpath(
            wanted.lstrip("/") if wanted.startswith("/") else f"{self._folder}/{wanted}".lstrip("/")
        )
        if (
            within.startswith("..")
            or "\0" in within
            or any(part.startswith(".") for part in within.split("/"))
        ):
            return ""
        root = os.path.realpath(self._rules.source.path)
        try:
            full = Path(os.path.realpath(f"{root}/{within}"))
            return within if full.is_relative_to(root) and full.is_file() else ""
        except (OSError, ValueError):
            return ""


def _split(address: str) -> tuple[str, str, str]:
    """Return the path of *address*, and what follows it with its mark."""
    for at, char in enumerate(address):
        if char in "?#":
            return address[:at], char, address[at + 1 :]
    return address, "", ""
