"""The address that a post has of its own, and the slug for one that has none. Pure."""

from publisher.sources.addresses import absolute, has_scheme, join, tidy
from publisher.sources.table import LINK, SLUG, Table

_RELATIVE = ("url", "permalink", "path")
_STYLES = frozenset(
    {"date", "pretty", "ordinal", "none", "weekdate"}
)  # Jekyll's names for forms of addresses


def read_link(table: Table, *, base_url: str) -> str:
    """Return the post's own absolute address, "" without: as written, else a relative one on *base_url*."""
    for key in LINK:
        if link := absolute(table.text((key,))):
            return link
    relative = _relative(table) if base_url else ""
    return join(base_url.rstrip("/") + "/", relative) if relative else ""


def read_slug(table: Table) -> str:
    """Return the slug that the post asks for: its own, else its relative address; "" without."""
    return table.text(SLUG) or _relative(table)


def _relative(table: Table) -> str:
    for key in _RELATIVE:
        address = tidy(table.text((key,)))
        if address and not has_scheme(address) and address not in _STYLES and ":" not in address:
            return address
    return ""
