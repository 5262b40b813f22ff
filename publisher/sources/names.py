"""What a file's path says of its post: a date, a slug. Pure."""

import re
from pathlib import PurePosixPath

from publisher.slugs import slugify

_DATED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[-_ .]+|$)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[-_ ]")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})-(\d{1,2})[-_ ]")
_FOLDERS = re.compile(r"(?:^|/)(\d{4})[/-](\d{1,2})[/-](\d{1,2})(?:/|-|$)")
_YEAR = re.compile(r"(?:^|/)(\d{4})/")
_INDEX = frozenset({"index", "readme"})
_WEB_SUFFIXES = (".html", ".htm", ".md", ".markdown", ".txt")


def is_section(path: str) -> bool:
    """Return whether *path* is a section's own page (`_index.md`), which is no post."""
    return path.rpartition("/")[2].startswith("_index.")


def date_in_path(path: str) -> str:
    """Return the date that the file's name, else its folders, name as YYYY-MM-DD; "" without one.

    It may be impossible (`2008/10-32-title`): that is for the reader of dates to say.
    """
    name = _telling_name(path)
    if found := _DATED.match(name) or _COMPACT.match(name):
        return "-".join(found.groups())
    if found := _FOLDERS.search(path):
        return "-".join(found.groups())
    in_year, found = _YEAR.search(path), _MONTH_AND_DAY.match(name)
    return f"{in_year[1]}-{found[1]}-{found[2]}" if in_year and found else ""


def date_in_address(address: str) -> str:
    """Return the date in an address such as `blog/2018/12/06/title`, as YYYY-MM-DD; "" without one."""
    found = _FOLDERS.search(address)
    return "-".join(found.groups()) if found else ""


def slug_of(path: str, slug: str = "") -> str:
    """Return the slug of the post at *path*: the last part of the *slug* it asks for, else its own name."""
    own = _last_part(slug)
    if own:
        return slugify(own)
    name = _telling_name(path)
    dated = _DATED.match(name) or _COMPACT.match(name) or (_YEAR.search(path) and _MONTH_AND_DAY.match(name))
    return slugify(name[dated.end() :] if dated and dated.end() < len(name) else name)


def _telling_name(path: str) -> str:
    """Return the file's name without suffix, or its folder's where it is a bundle's `index`."""
    pure = PurePosixPath(path)
    return pure.parent.name if pure.stem.lower() in _INDEX and pure.parent.name else pure.stem


def _last_part(address: str) -> str:
    part = address.strip().rstrip("/").rpartition("/")[2]
    for suffix in _WEB_SUFFIXES:
        if part.lower().endswith(suffix):
            return part[: -len(suffix)]
    return part
