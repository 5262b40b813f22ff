"""Long work in pieces: cutting a stream (itertools has it from Python 3.12 on), and telling how far one is."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")

# How far long work is: what is being done, how many are done, of how many (0 where that is not known).
Progress = Callable[[str, int, int], None]


def in_batches(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    """Yield *items* in tuples of *size*, the last one shorter."""
    iterator = iter(items)
    while batch := tuple(islice(iterator, size)):
        yield batch
