"""Opening a catalog: the connection's settings, transactions, and migrations up to the newest."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Select, create_engine, event, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError

from publisher.catalog import schema
from publisher.errors import BusyError, CatalogError

# PostgreSQL's advisory lock that a writer holds, so that two syncs take turns as they do on SQLite.
WRITER_LOCK = 0x7075626C
# Another, for a sync or a build as a whole.
BUILD_LOCK = 0x7075626D
BUSY_MS = 60_000
# How long a sync or build waits for its turn, in seconds, and how often it looks up meanwhile.
PATIENCE = 3600.0
LOOK = 0.5
# What to do where a database says so.
REMEDIES = {
    "database is locked": ": another program holds it; end that, or wait for it",
    "disk is full": ": make room",
    "disk I/O error": ": the disk is full or broken",
    "readonly database": ": let the program's user write to it and its folder",
    "unable to open database": ": let the program's user write to its folder",
    "connection": ": see whether the server runs",
}
# The name under which is remembered what ids of feeds are made of.
AUTHORITY = "authority"
# And by which themes and corrections posts were put where they are.
SORTED_BY = "sorted by"
# And when the sources were last read.
SYNCED = "synced"


@dataclass(frozen=True, slots=True)
class Catalog:
    """An open catalog, at the newest revision; as a context it closes at the end.

    `while_waiting` is called again and again while another process has its turn; what it raises ends the wait.
    """

    engine: Engine
    while_waiting: Callable[[], None] = lambda: None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the catalog and changes nothing."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                # By default each of its statements sees what was committed before that.
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield the only writing connection; what it did stands when the block ends, or not at all."""
        with self.engine.connect() as connection:
            connection.execution_options(writes=True)
            with connection.begin():
                if connection.dialect.name == "postgresql":
                    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
                yield connection

    @contextmanager
    def alone(self, patience: float = PATIENCE) -> Iterator[None]:
        """Yield while no other process does what takes several transactions, a sync or a build: it waits its turn.

        BusyError after so many seconds of *patience*. The system releases the lock of a process that ends, however
        it ends.
        """
        if self.engine.dialect.name == "postgresql":
            with self.engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT")
                self._wait(lambda: _locked(connection), patience)
                try:
                    yield
                finally:
                    # Of a connection that is gone the server has taken the lock back itself.
                    with suppress(DBAPIError):
                        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": BUILD_LOCK})
        elif self.engine.url.database in (None, "", ":memory:"):
            yield
        else:
            # SQLite's own lock, on a file beside the catalog, so that this can still be read and written.
            turn = sqlite3.connect(
                f"{self.engine.url.database}.lock", timeout=min(LOOK, patience), isolation_level=None
            )
            with closing(turn):
                self._wait(lambda: _begun_alone(turn), patience)
                yield

    def _wait(self, is_ours: Callable[[], bool], patience: float) -> None:
        until = time.monotonic() + patience
        while not is_ours():
            self.while_waiting()
            if time.monotonic() >= until:
                raise BusyError("the catalog is taken by another sync or build")

    def optimize(self) -> None:
        """Have SQLite renew its statistics, and fold its log into the file; PostgreSQL does so by itself."""
        if self.engine.dialect.name == "sqlite":
            # Not within a transaction, which SQLAlchemy would begin.
            with closing(self.engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
                # It reads before it writes; where another wrote meanwhile, SQLite calls that locked, and does not wait.
                cursor.execute("BEGIN IMMEDIATE")
                cursor.execute("PRAGMA optimize")
                cursor.execute("COMMIT")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def open_catalog(url: str) -> Catalog:
    """Return the catalog at *url*, made or migrated where needed; CatalogError says why not."""
    try:
        parsed = make_url(url)
        if parsed.drivername == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
            Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        # A server may have been started again since a connection was last used.
        engine = create_engine(parsed, pool_pre_ping=parsed.get_backend_name() != "sqlite")
    except (ArgumentError, ModuleNotFoundError, OSError, ValueError) as error:
        raise CatalogError(f"catalog: {_safe(url)}: {error}") from error
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)
    try:
        _migrate(engine)
    except DBAPIError as error:
        engine.dispose()
        raise CatalogError(f"catalog: {_safe(url)}: {error.orig}") from error
    except CatalogError:
        engine.dispose()
        raise
    return Catalog(engine)


def fault_of(error: BaseException) -> CatalogError | None:
    """Return what a person can mend where *error* is of the database itself: locked, full, away; else None."""
    if isinstance(error, OperationalError):
        said = " ".join(str(error.orig).split())
    elif isinstance(error, sqlite3.OperationalError):
        said = str(error)
    else:
        return None
    remedies = (remedy for words, remedy in REMEDIES.items() if words in said)
    return CatalogError(f"catalog: {said}{next(remedies, '')}")


def _locked(connection: Connection) -> bool:
    """Return whether the advisory lock is ours now; it is looked for several times a second."""
    query = text("SELECT pg_try_advisory_lock(:key)")
    if connection.execute(query, {"key": BUILD_LOCK}).scalar_one():
        return True
    time.sleep(LOOK / 5)
    return False


def _begun_alone(turn: sqlite3.Connection) -> bool:
    try:
        turn.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return False
        raise
    return True


def _safe(url: str) -> str:
    """Return *url* without its password."""
    try:
        return without_password(make_url(url))
    except SQLAlchemyError:
        return "not a database address"


def without_password(url: URL) -> str:
    """Return *url* without its password, wherever it stands."""
    secret = [name for name in url.query if "password" in name.lower()]
    return url.difference_update_query(secret).render_as_string(hide_password=True)


def _prepare_sqlite(engine: Engine) -> None:
    """Make SQLite keep WAL, foreign keys and our own BEGIN (the driver's would be late)."""

    @event.listens_for(engine, "connect")
    def connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        _switch_to_wal(cursor)
        for pragma in (
            "synchronous=NORMAL",
            "foreign_keys=ON",
            "cache_size=-16000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _switch_to_wal(cursor: sqlite3.Cursor) -> None:
    """Have readers and a writer at once; where others open a new file too, SQLite does not wait for them by itself."""
    until = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _migrate(engine: Engine) -> None:
    """Bring the tables to the newest revision; a catalog that is newer than this program is refused."""
    with engine.connect() as connection:
        found = ""
        if inspect(connection).has_table("alembic_version"):
            found = (
                connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none() or ""
            )
    if found == schema.REVISION:
        return
    from publisher.catalog.migrate import upgrade  # Alembic's import is slow and rarely needed

    upgrade(engine, found)


def quickly(connection: Connection, query: Select[Any]) -> Iterator[Any]:
    """Yield the rows of *query* as the driver gives them: many times faster for a hundred thousand short ones.

    Only for a query of plain columns and of values that the program itself brings.
    """
    text_of_it = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    cursor = connection.connection.cursor()
    try:
        cursor.execute(text_of_it)
        yield from cursor.fetchall()
    finally:
        cursor.close()


def recall(connection: Connection, name: str) -> str:
    """Return what was remembered under *name*, "" if nothing was."""
    query = select(schema.memory.c.value).where(schema.memory.c.name == name)
    return connection.execute(query).scalar_one_or_none() or ""


def remember(connection: Connection, name: str, value: str) -> None:
    """Keep *value* under *name*."""
    table = schema.memory
    changed = connection.execute(table.update().where(table.c.name == name).values(value=value))
    if not changed.rowcount:
        connection.execute(table.insert().values(name=name, value=value))
