"""Connections to SQLite and PostgreSQL through SQLAlchemy, their transactions, and their errors as Problems."""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congvan.messages import Message
from congvan.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

WAIT = 10  # seconds for another command to finish
LONGEST_PATH = 511  # bytes that SQLite takes (SQLITE_MAX_PATHLEN less the closing zero)


class DatabaseBusy(ProblemsFound):
    """Another command holds the write lock of the database."""

    exit_code = Exit.BUSY


def parse(url: str) -> URL:
    """Parse a database URL and add the driver; raise `EnvironmentFault` if it is not a URL."""
    import sqlalchemy
    from sqlalchemy.exc import ArgumentError

    if url.startswith(("postgresql://", "postgres://")):
        url = "postgresql+psycopg://" + url.partition("://")[2]
    try:
        return sqlalchemy.make_url(url)
    except ArgumentError as error:
        raise _no_database(error) from error


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database; None for a server or an in-memory database."""
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        return None
    return Path(url.database).resolve()


def sqlite_url(file: Path) -> URL:
    """Return the URL of an SQLite file, whatever characters its path contains."""
    import sqlalchemy

    return sqlalchemy.URL.create("sqlite", database=str(file))


def without_password(url: URL) -> str:
    """Return the URL without driver and password, as pg_dump takes it and as it may be shown."""
    import sqlalchemy

    name, port = url.get_backend_name(), url.port
    shown = sqlalchemy.URL.create(name, url.username, None, url.host, port, url.database, url.query)
    return shown.render_as_string()


def connect(url: URL) -> Engine:
    """Create an engine for the URL; connects lazily."""
    import sqlalchemy
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    sqlite = url.get_backend_name() == "sqlite"
    try:
        if sqlite:
            engine = sqlalchemy.create_engine(url, connect_args={"timeout": WAIT})
            _plain_transactions(engine)
            return engine
        return sqlalchemy.create_engine(url, connect_args={"connect_timeout": WAIT}, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise _no_database(error) from error


def _plain_transactions(engine: Engine) -> None:
    """Let SQLAlchemy begin SQLite's transactions itself (its manual, “SQLite transactions”).

    A writing transaction takes the write lock at its start, so that what it reads stays valid until it ends.
    """
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("congvan_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Connect for reading."""
    with errors_as_problems(engine.url), engine.connect() as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open the only writing transaction; other writers wait up to `WAIT` seconds, then get `DatabaseBusy`."""
    with errors_as_problems(engine.url), engine.connect() as connection:
        connection.execution_options(congvan_writes=True)
        with connection.begin():
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{WAIT}s'")
            yield connection


@contextmanager
def errors_as_problems(url: URL) -> Iterator[None]:
    """Convert database errors to `ProblemsFound`, with the database file as place."""
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (SQLAlchemyError, UnicodeError) as error:  # UnicodeError: a damaged name of a table
        raise database_error(error, file_of(url)) from error


def database_error(error: Exception, file: Path | None = None) -> ProblemsFound:
    """Convert an error of SQLAlchemy, SQLite or the file system to a `ProblemsFound`."""
    why = one_line(getattr(error, "orig", None) or error)
    place = Place(str(file or ""))
    if "locked" in why or "lock timeout" in why:
        return DatabaseBusy(Problem(Message("database-busy"), place))
    return EnvironmentFault(Problem(_obstacle(file) or Message("database", why=why), place))


def _obstacle(file: Path | None) -> Message | None:
    """Return what keeps this account from the file, which SQLite's own words do not tell; None if nothing does."""
    if file is None:
        return None
    if len(os.fsencode(file)) > LONGEST_PATH:
        return Message("database-path", limit=LONGEST_PATH)
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        status = file.stat()
        try:
            owner = pwd.getpwuid(status.st_uid).pw_name
        except KeyError:
            owner = str(status.st_uid)
        which = "write" if os.access(file, os.R_OK) else "read"
        return Message(f"database-closed.{which}", owner=owner, mode=f"{status.st_mode & 0o777:04o}")
    return None


def event_damaged(error: Exception) -> ProblemsFound:
    """Return the error for a malformed event, written by another program or a failing disk."""
    return EnvironmentFault(Problem(Message("database", why=Message("database.entry", why=one_line(error))), Place()))


def _no_database(error: Exception) -> ProblemsFound:
    return EnvironmentFault(Problem(Message("database-url", why=one_line(error)), Place()))


def one_line(error: BaseException) -> str:
    """Return an error's text on one line, at most 300 characters."""
    return " ".join(str(error).split())[:300]
