"""Bringing the catalog to what the sources hold: new, changed, moved and withdrawn posts, in one transaction."""

from publisher.sync.report import SyncReport
from publisher.sync.run import sync, sync_within

__all__ = ["SyncReport", "sync", "sync_within"]
