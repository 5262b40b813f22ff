"""What reading a post needs to know besides its file."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from publisher.model import Author, Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How the files of one source are read. `site_url` ends in a slash; `zone` is for bare times.

    `people` keeps what the `authors.yml` of each folder says, for as long as these rules are used: one build.
    """

    source: Source
    site_url: str
    zone: ZoneInfo
    language: str
    people: dict[str, dict[str, Author]] = field(default_factory=dict, compare=False, repr=False)
