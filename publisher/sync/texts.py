"""The texts of all posts, straight from their files: no catalog is needed, none is changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from publisher.batches import Progress
from publisher.config import Settings
from publisher.errors import SourceError
from publisher.model import Reading
from publisher.sync.compare import files_of
from publisher.sync.reading import Job, Reader
from publisher.sync.run import BATCH, FEWEST
from publisher.themes.texts import Text
from publisher.workers import Workers


def read_texts(settings: Settings, workers: Workers, progress: Progress) -> tuple[Text, ...]:
    """Return the text of every post that is no draft, by source and path; SourceError where there is none."""
    jobs = [
        Job(source=source.name, file=file)
        for source in settings.sources
        for file in sorted(files_of(settings, source), key=lambda file: file.path)
    ]
    found: list[Text] = []
    done = 0
    read_all = _Texts(Reader.of(settings.site, settings.sources)).read_all
    for some in workers.run(read_all, jobs, total=len(jobs), size=BATCH, fewest=FEWEST):
        found.extend(some)
        done = min(done + BATCH, len(jobs))
        progress("reading", done, len(jobs))
    if not found:
        raise SourceError(f"{', '.join(str(source.path) for source in settings.sources)}: no posts here")
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Texts:
    """Reads files for their texts. Crosses to worker processes."""

    reader: Reader

    def read_all(self, jobs: tuple[Job, ...]) -> tuple[Text, ...]:
        return tuple(text for job in jobs for text in self._read(job))

    def _read(self, job: Job) -> Iterator[Text]:
        post = self.reader.found(job)
        if isinstance(post, Reading) and not post.draft:
            yield Text(
                source=job.source,
                path=job.file.path,
                title=post.title,
                text=post.content_text,
                authors=tuple(author.name for author in post.authors),
                tags=post.tags,
                language=post.language or self.reader.rules[job.source].language,
            )
