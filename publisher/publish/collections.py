"""Building what one collection has: its three feeds, their archive and its page. Runs in worker processes too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from publisher.batches import in_batches
from publisher.catalog import archives, open_catalog, posts
from publisher.feeds import FORMATS, render_all
from publisher.model import Collection, FullPost
from publisher.publish.output import Output
from publisher.publish.paths import archive_paths, file_at, page_path
from publisher.publish.plan import FRONT_POSTS, MONTH_POSTS, PAGE_POSTS, Plan
from publisher.rendering import Listing, Pages

# Archive pages to a job: enough for the work to be shared evenly.
PAGES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A collection as it now is, the archive pages still to be written, and whether its feeds were cut short anew."""

    collection: Collection
    pages: tuple[int, ...] = ()
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageJob:
    """Archive pages of one collection to write."""

    collection: Collection
    pages: tuple[int, ...] = field(repr=False)


def build_all(plan: Plan, collections: tuple[Collection, ...]) -> tuple[tuple[Built, ...], Output]:
    """Return what became of *collections*, and what was written; opens a catalog of its own."""
    output = Output(plan.settings.output.directory)
    with open_catalog(plan.settings.catalog.database) as catalog, catalog.reading() as connection:
        builder = _Builder(plan, connection, output, plan.pages())
        return tuple(map(builder.build, collections)), output


def write_archives(plan: Plan, jobs: tuple[PageJob, ...]) -> Output:
    """Return what was written of *jobs*; opens a catalog of its own."""
    output = Output(plan.settings.output.directory)
    with open_catalog(plan.settings.catalog.database) as catalog, catalog.reading() as connection:
        for job in jobs:
            for number in job.pages:
                documents = render_all(plan.archive_page(connection, job.collection, number))
                paths = archive_paths(job.collection, number)
                for format_ in FORMATS:
                    content = documents.by_format[format_.name]
                    output.write_feed(paths[format_.name], content, format_.mime_type, polled=False)
    return output


def page_jobs(built: Iterable[Built]) -> Iterator[PageJob]:
    """Yield the archive pages that *built* left to be written, a few to a job."""
    for one in built:
        for some in in_batches(one.pages, PAGES):
            yield PageJob(collection=one.collection, pages=some)


@dataclass(frozen=True, slots=True)
class _Builder:
    plan: Plan
    connection: Connection
    output: Output
    pages: Pages

    def build(self, one: Collection) -> Built:
        plan = self.plan
        if one.kind == "language" and len(plan.languages) < 2 and not self._has_feeds(one):
            return Built(collection=one)
        counted = replace(one, posts=posts.count(self.connection, one, plan.now))
        if one.kind == "month":
            listing = plan.listing(counted, posts.newest(self.connection, counted, plan.now, MONTH_POSTS))
            self._write_page(counted, listing)
            return Built(collection=counted)
        newest = plan.newest(self.connection, counted)
        shown = tuple(full.post for full in newest[: FRONT_POSTS if one.kind == "all" else PAGE_POSTS])
        self._write_page(counted, plan.listing(counted, shown))
        return (
            self._build_feeds(one, counted, newest) if self._has_feeds(counted) else Built(collection=counted)
        )

    def _has_feeds(self, one: Collection) -> bool:
        """Return whether a collection has feeds; those of one that lost its last post stay, for who subscribed."""
        return self.plan.lists(one) or one.published

    def _build_feeds(self, before: Collection, one: Collection, newest: tuple[FullPost, ...]) -> Built:
        plan, settings = self.plan, self.plan.settings.feeds
        feed = plan.feed(self.connection, one, newest)
        pages = plan.pages_of(self.connection, one) if one.archived or one.posts > len(feed.entries) else 0
        limit = plan.limit
        documents = render_all(plan.with_archive(feed, one, pages), limit)
        if documents.carried < one.posts and not pages:
            pages = plan.pages_of(self.connection, one)
            documents = render_all(plan.with_archive(feed, one, pages), limit)
        paths = plan.paths(one)
        for format_ in FORMATS:
            content = documents.by_format[format_.name]
            self.output.write_feed(file_at(paths[format_.name], format_), content, format_.mime_type)
        now = replace(one, carried=documents.carried, archived=pages > 0, published=True)
        cut = now.carried < len(feed.entries) and before.carried == min(before.posts, settings.entries)
        return Built(collection=now, pages=self._stale_pages(before, pages), cut=cut)

    def _stale_pages(self, before: Collection, pages: int) -> tuple[int, ...]:
        """Return which of a collection's archive *pages* must be written."""
        if not pages:
            return ()
        oldest = self.output.directory / archive_paths(before, 1)["atom"]
        if self.plan.everything or not before.archived or not oldest.is_file():
            return tuple(range(1, pages + 1))
        return archives.touched(self.connection, before.number, self.plan.settings.feeds.archive_entries)

    def _write_page(self, one: Collection, listing: Listing) -> None:
        path = page_path(one)
        if not self.plan.lists(one):
            self.output.remove(path)
        elif one.kind == "all":
            self.output.write(path, self.pages.index(listing))
        else:
            self.output.write(path, self.pages.listing(listing))
