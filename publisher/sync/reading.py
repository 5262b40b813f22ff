"""Turning files into posts, in whichever process: the file is read, sanitised and put under a theme."""

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from publisher.model import Notice, Reading, Site, Source, Theme, Unread
from publisher.sources import File, Rules, read
from publisher.themes import Matcher


# Raised when the same file would be read differently than before: then every file is read again.
READER_VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One file to read. `page` is where its post's page already is, "" where that is not known."""

    source: str
    file: File
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a job; `theme` is the slug of the theme that the post belongs to."""

    job: Job
    found: Reading | Unread
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads files by the rules of their sources. Crosses to worker processes."""

    rules: dict[str, Rules]
    matcher: Matcher

    @classmethod
    def of(cls, site: Site, sources: tuple[Source, ...], themes: tuple[Theme, ...]) -> "Reader":
        """Return the reader for these settings."""
        zone = ZoneInfo(site.timezone)
        rules = {
            source.name: Rules(source=source, site_url=site.url, zone=zone, language=site.language)
            for source in sources
        }
        return cls(rules, Matcher(themes))

    def read(self, job: Job) -> Result:
        """Return what the file of *job* says; a file that cannot be opened is skipped like a broken one."""
        rules = self.rules[job.source]
        try:
            raw = (rules.source.path / job.file.path).read_bytes()
        except OSError as error:
            reason = error.strerror or str(error)
            return Result(job=job, found=Unread(notice=Notice(path=job.file.path, line=0, reason=reason)))
        found = read(raw, path=job.file.path, rules=rules, page=job.page)
        if isinstance(found, Unread):
            return Result(job=job, found=found)
        theme = self.matcher.assign(found.title, found.content_text, found.tags)
        # The text has served; leaving it behind keeps what crosses between processes small.
        return Result(job=job, found=replace(found, content_text=""), theme=theme)

    def read_all(self, jobs: tuple[Job, ...]) -> tuple[Result, ...]:
        """Return the results of *jobs*, in order."""
        return tuple(map(self.read, jobs))
