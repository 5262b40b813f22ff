"""A process that dies at a certain statement, as far as its catalog can tell; and all that the ledger then holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, select

from publisher.catalog import Catalog
from publisher.catalog.schema import metadata

LEDGER = ("digest", "slot", "edition", "edition_post", "passed")
# What of an edition may change.
CHANGING = ("status", "released", "cancelled", "stands")


class CrashError(Exception):
    """The process died."""


@contextmanager
def crashing(catalog: Catalog, statement: int) -> Iterator[None]:
    """Make the connections of a catalog fail before that statement, counted from 0; a commit is one too."""
    left = [statement]

    def count(*_arguments: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise CrashError

    event.listen(catalog.engine, "before_cursor_execute", count)
    event.listen(catalog.engine, "commit", count)
    try:
        yield
    finally:
        event.remove(catalog.engine, "before_cursor_execute", count)
        event.remove(catalog.engine, "commit", count)


def dumped(catalog: Catalog, *, changing: bool = True) -> dict[str, set[tuple[Any, ...]]]:
    """Return every row of the ledger; of editions and their posts only what never changes, unless *changing*."""
    with catalog.reading() as connection:
        return {
            name: {
                tuple(row)
                for row in connection.execute(
                    select(*(one for one in metadata.tables[name].c if changing or one.name not in CHANGING))
                )
            }
            for name in LEDGER
        }
