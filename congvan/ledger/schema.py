"""Schema version of the database and migration to it.

Every open compares one number. Only if it differs is alembic imported; it runs `migrations/versions/` in one
transaction, after a copy of the file was made beside it, so that a failure leaves the database unchanged.
To add a version: a file in that folder, its number in `VERSION`, and the resulting tables in `tables.py`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from congvan.ledger.copies import copy, new_file_beside
from congvan.ledger.engine import database_error, file_of, one_line, reading, writing
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Inspector

VERSION = 1
TABLE = "congvan_version"  # not alembic's default name: a server's database may hold tables of other programs
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 30_2020  # for pg_advisory_xact_lock: any number that all processes share
_FIRST = {  # the columns of the tables before versions were counted
    "event": {"number", "kind", "subject", "dispatch", "received", "who", "body"},
    "file": {"sha256", "name", "kind", "data"},
}


def ensure(engine: Engine) -> None:
    """Migrate the database to VERSION if it is older or empty; raise `EnvironmentFault` without touching
    a newer one.
    """
    with reading(engine) as connection:
        version = version_of(connection)
    if version < VERSION:
        upgrade(engine)


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
    raise EnvironmentFault(
        Problem(Message("database-newer", found=", ".join(map(str, versions)) or "–", known=VERSION), place)
    )


def _check_first(inspector: Inspector, place: Place) -> None:
    """Raise `EnvironmentFault` unless a database without a version is empty or has the tables of the unversioned
    schema.
    """
    names = set(inspector.get_table_names())
    known_tables = names & _FIRST.keys()
    same_columns = all(
        {column["name"] for column in inspector.get_columns(name)} == _FIRST[name] for name in known_tables
    )
    no_foreign_tables = inspector.dialect.name != "sqlite" or known_tables == names
    if not (same_columns and no_foreign_tables):
        raise EnvironmentFault(Problem(Message("database-foreign"), place))


def upgrade(engine: Engine) -> None:
    """Copy a non-empty SQLite file beside itself, then run the migrations in one transaction."""
    from sqlalchemy import inspect

    file = file_of(engine.url)
    copy_file: Path | None = None
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            if version_of(connection) == VERSION:  # by another command, while this one waited
                return
            if file is not None and inspect(connection).get_table_names():
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
        raise EnvironmentFault(
            Problem(
                Message("database-upgrade", version=VERSION, why=f"{type(error).__name__}: {one_line(error)}"), Place()
            )
        ) from error
