"""Writing feeds and pages into the output directory: what changed, and nothing else."""

from publisher.publish.build import BuildReport, Counts, build, count

__all__ = ["BuildReport", "Counts", "build", "count"]
