"""What front matter says, whatever its dialect: text, lists and mappings under normalised keys. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from publisher.sources.characters import storable

Value: TypeAlias = "str | list[Value] | dict[str, Value]"

# fmt: off
TITLE = ("title",)
PUBLISHED = (
    "date", "published", "pubdate", "publishdate", "publisheddate", "publishedat", "publishedon",
    "datepublished", "postdate", "created", "createdat", "datecreated",
)
UPDATED = (
    "updated", "lastmod", "lastmodified", "lastmodifiedat", "modified", "modifiedat", "modifieddate",
    "updatedat", "lastupdated", "lastupdate", "updateddate", "dateupdated", "datemodified",
)
AUTHORS = ("authors", "author", "byline", "by", "creator", "writer")
TAGS = ("tags", "tag", "keywords")
CATEGORIES = ("categories", "category", "section", "topics", "topic")
LINK = ("link", "canonical", "canonicalurl", "externalurl", "url", "permalink", "path")
SLUG = ("slug",)
GUID = ("guid", "id")
SUMMARY = ("summary", "description", "excerpt", "abstract", "teaser")
IMAGE = (
    "image", "cover", "coverimage", "thumbnail", "featuredimage", "featureimage", "heroimage", "ogimage",
    "banner",
)
IMAGE_ALT = ("imagealt", "coveralt", "thumbnailalt", "featuredimagealt", "featureimagealt", "heroimagealt")
LANGUAGE = ("lang", "language", "locale")
ENCLOSURE = ("enclosure", "enclosures", "audio", "podcast")
DRAFT = ("draft", "published", "status", "unlisted")
# Not among the known ones: no post is lost for a score that cannot be read.
SCORE = "score"
FLAGS = ("featured", "pinned", "pin", "sticky")
# Where Hugo and Zola have keys that are the user's own.
PARAMETERS = ("params", "extra")

KNOWN = frozenset((
    *TITLE, *PUBLISHED, *UPDATED, *AUTHORS, *TAGS, *CATEGORIES, *LINK, *SLUG, *GUID, *SUMMARY,
    *IMAGE, *IMAGE_ALT, *LANGUAGE, *ENCLOSURE, *DRAFT,
))
TELLING = frozenset(TITLE + PUBLISHED)
# fmt: on

_JOINERS = str.maketrans("", "", "-_ \t\"'")


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is wrong, or was mended, in a file: `line` counts from 1, 0 is the file as a whole."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Front matter by normalised key (`lastmodifiedat`), with the line of each key in the file."""

    values: dict[str, Value]
    lines: dict[str, int]
    remarks: tuple[Remark, ...] = ()

    def pick(self, keys: Iterable[str]) -> tuple[str, Value]:
        """Return the first of *keys* that has a value, and the value; two empty strings without one."""
        for key in keys:
            value = self.values.get(key)
            if value:
                return key, value
        return "", ""

    def text(self, keys: Iterable[str]) -> str:
        """Return the first text under *keys*, "" without one."""
        for key in keys:
            value = self.values.get(key)
            if value and isinstance(value, str):
                return value
        return ""

    def line(self, key: str) -> int:
        """Return the line that *key* stands on, 0 where there is none."""
        return self.lines.get(key, 0)

    def find(self, key: str) -> tuple[Value, int]:
        """Return what *key* says, at the top or else among the parameters, and its line; "" and 0 if nothing."""
        if value := self.values.get(key):
            return value, self.line(key)
        for around in PARAMETERS:
            table = self.values.get(around)
            if isinstance(table, dict) and (value := table.get(key)):
                return value, self.line(key) or self.line(around)
        return "", 0


def key_of(name: str) -> str:
    """Return *name* as all dialects spell it here: `Last-Modified_at` and `lastModifiedAt` are one key."""
    return name.casefold().translate(_JOINERS)


def plain(value: object) -> Value:
    """Return what a TOML or JSON parser gave as text, lists and mappings; dates in ISO form, null as ""."""
    if isinstance(value, str):
        return storable(value).strip()
    if isinstance(value, dict):
        return {key_of(str(name)): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
