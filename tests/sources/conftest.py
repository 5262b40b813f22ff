"""How these tests read: a post from a text, under the rules of a source in a folder."""

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from publisher.model import Reading, Source, Unread
from publisher.sources import Rules, read

FIXTURES = Path(__file__).parent / "fixtures"

ReadText = Callable[..., Reading | Unread]
ReadPost = Callable[..., Reading]


def rules_for(folder: Path, *, base_url: str = "", zone: str = "Europe/Berlin") -> Rules:
    """Return rules for a source in *folder*, on a site that tests can recognise."""
    source = Source(name="garden", path=folder, base_url=base_url)
    return Rules(source=source, site_url="https://site.example/", zone=ZoneInfo(zone), language="en")


@pytest.fixture
def read_text(tmp_path: Path) -> ReadText:
    """Read *text* as the file *path* of a source in an empty folder."""

    def reader(
        text: str | bytes, path: str = "post.md", *, base_url: str = "", page: str = ""
    ) -> Reading | Unread:
        raw = text if isinstance(text, bytes) else text.encode()
        return read(raw, path=path, rules=rules_for(tmp_path, base_url=base_url), page=page)

    return reader


@pytest.fixture
def read_post(read_text: ReadText) -> ReadPost:
    """As read_text, for a text that must be a post."""

    def reader(text: str | bytes, path: str = "post.md", **how: str) -> Reading:
        found = read_text(text, path, **how)
        assert isinstance(found, Reading), found
        return found

    return reader


def read_fixture(path: str) -> Reading:
    """Return the post in the fixture *path*."""
    found = read((FIXTURES / path).read_bytes(), path=path, rules=rules_for(FIXTURES))
    assert isinstance(found, Reading), found
    return found
