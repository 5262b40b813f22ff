"""What a sync says of itself."""

from dataclasses import dataclass

from publisher.model import Notice


@dataclass(slots=True)
class SyncReport:
    """What a sync found and did: `files` are at hand, `read` of them were read; the rest count posts.

    `sorted` are posts that the classifier decided on, `standing` those that it leaves where it put them though the
    settings of themes changed; `notices` are of the editor's corrections.
    """

    files: int = 0
    read: int = 0
    added: int = 0
    updated: int = 0
    moved: int = 0
    withdrawn: int = 0
    sorted: int = 0
    standing: int = 0
    notices: tuple[Notice, ...] = ()
