"""Writing feeds and pages into the output directory: what changed, and nothing else."""

from publisher.publish.build import BuildReport, Counts, build, count
from publisher.publish.editions import publish_editions
from publisher.publish.listing import ListedFeed, list_feeds

__all__ = ["BuildReport", "Counts", "ListedFeed", "build", "count", "list_feeds", "publish_editions"]
