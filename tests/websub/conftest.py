"""A real hub on loopback."""

from collections.abc import Iterator

import pytest

from tests.hub import Hub, running


@pytest.fixture
def hub() -> Iterator[Hub]:
    with running(Hub()) as hub:
        yield hub
