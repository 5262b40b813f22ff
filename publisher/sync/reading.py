"""Turning files into posts, in whichever process: the file is read and sanitised."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from publisher.catalog import rows
from publisher.catalog.collections import ALL, Key
from publisher.model import Notice, Reading, Site, Source, Unread
from publisher.slugs import slugify
from publisher.sources import File, Rules, read

# Raised when the same file would be read differently than before: then every file is read again.
READER_VERSION = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to read. `page` is where its post's page already is, "" where that is not known."""

    source: str
    file: File
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a job. Of a post, `row` has the columns that its file alone decides, and `collections` the
    key and title of those it is in; `found` is then without its texts, which are in the row.
    """

    job: Job
    found: Reading | Unread
    row: Mapping[str, Any] = field(default_factory=dict)
    collections: Mapping[Key, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files by the rules of their sources. Crosses to worker processes."""

    rules: dict[str, Rules]
    by_tag: bool

    @classmethod
    def of(cls, site: Site, sources: tuple[Source, ...], *, by_tag: bool = False) -> "Reader":
        """Return the reader for these settings; *by_tag* makes a collection of each tag."""
        zone = ZoneInfo(site.timezone)
        rules = {
            source.name: Rules(source=source, site_url=site.url, zone=zone, language=site.language)
            for source in sources
        }
        return cls(rules, by_tag)

    def found(self, job: Job) -> Reading | Unread:
        """Return what the file of *job* says; a file that cannot be opened is skipped like a broken one."""
        rules = self.rules[job.source]
        try:
            with open(f"{rules.source.path}/{job.file.path}", "rb", buffering=0) as file:  # noqa: PTH123 - twice as fast
                raw = file.read()
        except OSError as error:
            return _unread(job, error.strerror or str(error))
        try:
            return read(raw, path=job.file.path, rules=rules, page=job.page)
        except Exception as error:
            return _unread(job, f"a fault in publisher, please report it: {type(error).__name__}: {error}")

    def read(self, job: Job) -> Result:
        """Return what the file of *job* says, as a sync records it."""
        found, rules = self.found(job), self.rules[job.source]
        if isinstance(found, Unread):
            return Result(job=job, found=found)
        return Result(
            job=job,
            found=replace(found, content_html="", content_text="", summary="", image=None),
            row=_row(found, rules),
            collections=self._collections(found, rules),
        )

    def _collections(self, reading: Reading, rules: Rules) -> dict[Key, str]:
        local = reading.published.astimezone(rules.zone)
        language = (reading.language or rules.language).lower()
        found: dict[Key, str] = {
            ALL: "",
            ("month", f"{local.year:04}-{local.month:02}"): "",
            ("language", slugify(language)): language,
        }
        for author in reading.authors:
            found.setdefault(("author", slugify(author.name)), author.name)
        for tag in reading.tags if self.by_tag else ():
            found.setdefault(("tag", slugify(tag)), tag)
        return found

    def read_all(self, jobs: tuple[Job, ...]) -> tuple[Result, ...]:
        """Return the results of *jobs*, in order."""
        return tuple(map(self.read, jobs))


def _unread(job: Job, reason: str) -> Unread:
    return Unread(notice=Notice(path=job.file.path, line=0, reason=reason))


def _row(reading: Reading, rules: Rules) -> dict[str, Any]:
    shown = {
        "url": reading.link or rules.site_url + quote(reading.page),
        "draft": reading.draft,
        "published": reading.published,
        "title": reading.title,
        "summary": reading.summary,
        "authors": rows.pack_authors(reading.authors),
        "tags": rows.pack(reading.tags),
        "language": reading.language,
        "image": rows.pack_image(reading.image),
        "enclosure": rows.pack_enclosure(reading.enclosure),
        "media": rows.pack(reading.media),
        "reading_minutes": reading.reading_minutes,
        "content_html": reading.content_html,
    }
    # Without a score a signature is as it was before there were scores: an upgrade changes no such post.
    scored = (reading.score,) if reading.score else ()
    signature = fingerprint(reading.updated, *shown.values(), *scored)
    # The theme is decided later, once all is read: publisher.sync.sorting.
    return {
        "content_hash": reading.content_hash,
        "signature": signature,
        "theme": "",
        "score": reading.score,
        **shown,
    }


def fingerprint(*parts: object) -> str:
    """Return a short hash of values that have a stable `str`."""
    text = "\0".join(map(str, parts))
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()
