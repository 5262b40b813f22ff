"""What reading a post needs to know besides its file."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from publisher.model import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the files of one source are read. `site_url` ends in a slash; `zone` is for bare times."""

    source: Source
    site_url: str
    zone: ZoneInfo
    language: str
