"""The texts of all posts, straight from their files: no catalog is needed, none is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from publisher.config import Settings
from publisher.errors import SourceError
from publisher.model import Reading, Source
from publisher.sources import File, Rules, read, scan
from publisher.sync.run import BATCH, FEWEST, Progress
from publisher.themes.texts import Text
from publisher.workers import Workers


def read_texts(settings: Settings, workers: Workers, progress: Progress) -> tuple[Text, ...]:
    """Return the text of every post that is no draft, by source and path; SourceError where there is none."""
    site = settings.site
    found: list[Text] = []
    for source in settings.sources:
        rules = Rules(source=source, site_url=site.url, zone=ZoneInfo(site.timezone), language=site.language)
        files = sorted(scan(source), key=lambda file: file.path)
        done = 0
        read_all = _Texts(rules).read_all
        for some in workers.run(read_all, files, total=len(files), size=BATCH, fewest=FEWEST):
            found.extend(some)
            done = min(done + BATCH, len(files))
            progress("reading", done, len(files))
    if not found:
        raise SourceError(f"{_folders(settings.sources)}: no posts here")
    return tuple(found)


def _folders(sources: tuple[Source, ...]) -> str:
    return ", ".join(str(source.path) for source in sources)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Reads files by the rules of a source. Crosses to worker processes."""

    rules: Rules

    def read_all(self, files: tuple[File, ...]) -> tuple[Text, ...]:
        return tuple(text for file in files for text in self._read(file))

    def _read(self, file: File) -> Iterator[Text]:
        source = self.rules.source
        try:
            raw = (source.path / file.path).read_bytes()
        except OSError:
            return
        post = read(raw, path=file.path, rules=self.rules)
        if isinstance(post, Reading) and not post.draft:
            yield Text(
                source=source.name,
                path=file.path,
                title=post.title,
                text=post.content_text,
                authors=tuple(author.name for author in post.authors),
                tags=post.tags,
                language=post.language or self.rules.language,
            )
