"""The office's database: where it is, its connections through SQLAlchemy, its schema version, its errors as Problems.

Every open compares one number. Only if it differs is alembic imported; it runs `migrations/versions/` in one
transaction, after a copy of the file was made beside it, so that a failure leaves the database unchanged.
To add a version: a file in that folder, its number in `VERSION`, and the resulting tables in `tables.py`.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pwd
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congvan.core.bootstrap.no_op import DATABASE
from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound
from congvan.returns.ledger.copies import WAIT, copy, new_file_beside

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine, Inspector

VERSION = 2
TABLE = "congvan_version"  # not alembic's default name: a server's database may hold tables of other programs
MIGRATIONS = Path(__file__).parent / "migrations"
LONGEST_PATH = 511  # bytes that SQLite takes (SQLITE_MAX_PATHLEN less the closing zero)
_LOCK = 30_2020  # for pg_advisory_xact_lock: any number that all processes share
_OLD_KINDS = frozenset(("report", "facilities", "fixed", "teams"))
"""Kinds of events that congvan 0.2.0 wrote; today's are in `store.KINDS`."""
_FIRST = {  # the columns of the tables before versions were counted
    "event": {"number", "kind", "subject", "dispatch", "received", "who", "body"},
    "file": {"sha256", "name", "kind", "data"},
}


class DatabaseBusy(ProblemsFound):
    """Another command holds the write lock of the database."""

    exit_code = Exit.BUSY


def database_file(root: Path) -> Path:
    """Return the database file beside data/; raise `EnvironmentFault` if something else has that name: a link to a
    disk that is not there must not pass for "nothing has come back yet".
    """
    file = root / DATABASE
    if os.path.lexists(file) and not file.is_file():
        raise EnvironmentFault(Problem(Message("database-no-file"), Place(str(file))))
    return file


def location(root: Path, url: str | None) -> URL:
    """Return the address of the database: of the given URL, else of the file beside data/.

    Why a file's address is never written as a URL and read again: `%20`, `?` and `#` in the name of a folder would name
    another file.
    """
    return parse(url) if url else sqlite_url(database_file(root))


def exists(root: Path, url: str | None) -> bool:
    """Whether a database may exist: a URL was given or the file is there."""
    return url is not None or database_file(root).is_file()


def open_existing(root: Path, url: str | None) -> Engine | None:
    """Connect to the database of the office; None if no URL was given and its file is not there."""
    if not exists(root, url):
        return None
    return open_database(location(root, url))


def open_database(url: URL | str) -> Engine:
    """Connect; create or migrate the database as needed. Raises `ProblemsFound`."""
    address = parse(url) if isinstance(url, str) else url
    file = file_of(address)
    try:
        if file is not None:
            _make_or_refuse(file)
        engine = connect(address)
    except OSError as error:
        raise database_error(error, file) from error
    return _ensured(engine)


def _make_or_refuse(file: Path) -> None:
    """Create the database if missing; raise `EnvironmentFault` if its file is empty, which ours never is.

    Why: a database that lost its content must not pass for a new one. Hence a new one is created under another name and
    renamed into place; readable by its owner only, since it holds names and phone numbers.
    """
    if file.is_symlink():  # links are followed: this one leads to itself
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if not file.exists():
        with open_folder(file.parent) as folder:
            fcntl.flock(folder, fcntl.LOCK_EX)  # a second process then finds it created
            if not file.exists():
                _make(file)
                os.fsync(folder)
    if not file.stat().st_size:
        raise EnvironmentFault(Problem(Message("database-empty"), Place(str(file))))


@contextmanager
def open_folder(folder: Path) -> Iterator[int]:
    """Open a folder and yield its descriptor, for syncing renames or for locking."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


def _make(file: Path) -> None:
    new = file.with_name(f".{file.name}.new")
    new.unlink(missing_ok=True)  # left by a killed run
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    try:
        _ensured(connect(sqlite_url(new))).dispose()
        os.replace(new, file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


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
    return Path(os.path.realpath(url.database))  # a link that leads to itself is reported when the file is opened


def sqlite_url(file: Path) -> URL:
    """Return the URL of an SQLite file, whatever characters its path contains."""
    import sqlalchemy

    return sqlalchemy.URL.create("sqlite", database=str(file))


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


def is_old(kind: str, body: object) -> bool:
    """Whether congvan 0.2.0 wrote an event: it is of a kind of then, or an answer or a scan without keys."""
    return kind in _OLD_KINDS or (kind in ("answer", "evidence") and '"keys": ' not in str(body))


def old_data(url: URL) -> ProblemsFound:
    """Return the error for a database with events of congvan 0.2.0, which nothing reads."""
    return EnvironmentFault(Problem(Message("data-old"), Place(str(file_of(url) or ""))))


def event_damaged(error: Exception) -> ProblemsFound:
    """Return the error for a malformed event, written by another program or a failing disk."""
    return EnvironmentFault(Problem(Message("database", why=Message("database.entry", why=one_line(error))), Place()))


def _no_database(error: Exception) -> ProblemsFound:
    return EnvironmentFault(Problem(Message("database-url", why=one_line(error)), Place()))


def one_line(error: BaseException) -> str:
    """Return an error's text on one line, at most 300 characters."""
    return " ".join(str(error).split())[:300]


def _ensured(engine: Engine) -> Engine:
    """Migrate the database to VERSION if it is older or empty; raise `EnvironmentFault` for a newer one."""
    try:
        with reading(engine) as connection:
            version = version_of(connection)
        if version < VERSION:
            _upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def version_of(connection: Connection, named: Path | None = None) -> int:
    """Return the schema version, 0 if none yet; raise `EnvironmentFault` if it is newer than ours or the database is
    foreign.

    `named`: the file to name in an error, if it is not that of the connection.
    """
    from sqlalchemy import inspect, text

    place = Place(str(named or file_of(connection.engine.url) or ""))
    inspector = inspect(connection)
    if not inspector.has_table(TABLE):
        _check_first(inspector, place)
        return 0
    versions = connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalars().all()
    version = int(versions[0]) if len(versions) == 1 and str(versions[0]).isdecimal() else None
    if version is not None and version <= VERSION:
        return version
    message = Message("database-newer", found=", ".join(map(str, versions)) or "–", known=VERSION)
    raise EnvironmentFault(Problem(message, place))


def _check_first(inspector: Inspector, place: Place) -> None:
    """Raise `EnvironmentFault` unless a database without a version is empty or has the tables of the unversioned
    schema.
    """
    names = set(inspector.get_table_names())
    known_tables = names & _FIRST.keys()
    columns = {name: {column["name"] for column in inspector.get_columns(name)} for name in known_tables}
    same_columns = all(columns[name] == _FIRST[name] for name in known_tables)
    no_foreign_tables = inspector.dialect.name != "sqlite" or known_tables == names
    if not (same_columns and no_foreign_tables):
        raise EnvironmentFault(Problem(Message("database-foreign"), place))


def _upgrade(engine: Engine) -> None:
    """Copy a non-empty SQLite file beside itself, then run the migrations in one transaction.

    Events of congvan 0.2.0 are refused before anything is changed, so that 0.2.0 can go on with them.
    """
    from sqlalchemy import inspect, text

    file = file_of(engine.url)
    copy_file: Path | None = None
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            if version_of(connection) == VERSION:  # by another command, while this one waited
                return
            tables = inspect(connection).get_table_names()
            events = connection.execute(text("SELECT kind, body FROM event")) if "event" in tables else ()
            if any(is_old(kind, body) for kind, body in events):
                raise old_data(engine.url)
            if file is not None and tables:
                copy_file = new_file_beside(file, "bak")
                copy(file, copy_file)
            _migrate(connection)
    except BaseException as error:
        if copy_file is not None:
            copy_file.unlink(missing_ok=True)
        if isinstance(error, OSError | sqlite3.Error):
            raise database_error(error, file) from error
        raise


def _migrate(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import SQLAlchemyError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, f"{VERSION:04}")
    except SQLAlchemyError:
        raise
    except Exception as error:
        why = f"{type(error).__name__}: {one_line(error)}"
        raise EnvironmentFault(Problem(Message("database-upgrade", version=VERSION, why=why))) from error
