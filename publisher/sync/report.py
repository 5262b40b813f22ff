"""What a sync says of itself."""

from dataclasses import dataclass


@dataclass(slots=True)
class SyncReport:
    """What a sync found and did: `files` are at hand, `read` of them were read; the rest count posts."""

    files: int = 0
    read: int = 0
    added: int = 0
    updated: int = 0
    moved: int = 0
    withdrawn: int = 0
