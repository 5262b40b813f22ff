"""What many tests share: the folders of real posts, where they are at hand."""

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared_folder(name: str) -> Path:
    """Return a folder of ../shared; skip the test where it is absent (it is not part of the project)."""
    folder = SHARED / name
    if not folder.is_dir():
        if os.environ.get("PUBLISHER_TESTS_NO_SKIP"):
            pytest.fail(f"../shared/{name} is not at hand")
        pytest.skip(f"../shared/{name} is not at hand")
    return folder


@pytest.fixture(scope="session")
def corpora() -> Path:
    return shared_folder("corpora")


@pytest.fixture(scope="session")
def seeds() -> Path:
    return shared_folder("seeds")
