"""When a post was published and updated: from its front matter, else from its path."""

from datetime import datetime
from zoneinfo import ZoneInfo

from publisher.sources import dates, names
from publisher.sources.fields import is_flag
from publisher.sources.table import PUBLISHED, UPDATED, Remark, Table

NO_DATE = "no date"
_ADDRESSES = ("path", "url", "permalink")


def read_published(table: Table, *, path: str, zone: ZoneInfo) -> datetime | Remark:
    """Return when the post was published, in UTC, or why that is not known.

    The front matter's date always wins; one that is not understood is never made up for by the path.
    """
    for key in PUBLISHED:
        value = table.text((key,))
        if value and not (key == "published" and is_flag(value)):
            return _moment(value, table.line(key), zone)
    if in_name := names.date_in_path(path):
        moment = dates.parse(in_name, zone)
        return Remark(line=0, reason=f"{moment} in the file's path") if isinstance(moment, str) else moment
    for key in _ADDRESSES:
        if in_address := names.date_in_address(table.text((key,))):
            return _moment(in_address, table.line(key), zone)
    return Remark(line=0, reason=NO_DATE)


def read_updated(table: Table, *, zone: ZoneInfo) -> tuple[datetime | None, tuple[Remark, ...]]:
    """Return when the post says it was updated, in UTC, None where that is not said or not understood."""
    key, value = table.pick(UPDATED)
    if not isinstance(value, str) or not value or is_flag(value):
        return None, ()
    moment = _moment(value, table.line(key), zone)
    return (None, (moment,)) if isinstance(moment, Remark) else (moment, ())


def _moment(value: str, line: int, zone: ZoneInfo) -> datetime | Remark:
    moment = dates.parse(value, zone)
    return Remark(line=line, reason=moment) if isinstance(moment, str) else moment
