"""The version of the schema, and the way from an older one to it.

Every open compares one number. Only where it differs is alembic imported, which runs `migrations/versions/` in one
transaction, after a copy of the file was put beside it: a failure at any moment leaves the database as it was.
A new version is a file there, its number in `VERSION`, and the tables after it in `tables.py`.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from congvan.ledger.copies import beside, copy
from congvan.ledger.engine import file_of, one_line, reading, trouble, writing
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine, Inspector

VERSION = 1
TABLE = "congvan_version"  # of our own name, since a server's database may hold other programs' tables too
MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 30_2020  # for pg_advisory_xact_lock: any number that all our processes agree on
_FIRST = {  # the columns of the tables before versions were counted
    "event": {"number", "kind", "subject", "dispatch", "received", "who", "body"},
    "file": {"sha256", "name", "kind", "data"},
}


def ensure(engine: Engine) -> None:
    """Bring the database to VERSION where it is older or new; CannotRun, and nothing is touched, where it is newer."""
    with reading(engine) as connection:
        version = version_of(connection)
    if version < VERSION:
        upgrade(engine)


def version_of(connection: Connection, named: Path | None = None) -> int:
    """The version of the schema; 0: no version yet. CannotRun where it is newer than ours or the database not ours.

    `named`: the file that an error names, where that is not the file of the connection.
    """
    from sqlalchemy import inspect, text

    place = Place(str(named or file_of(connection.engine.url) or ""))
    inspector = inspect(connection)
    if not inspector.has_table(TABLE):
        _check_first(inspector, place)
        return 0
    found = connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalars().all()
    version = int(found[0]) if len(found) == 1 and str(found[0]).isdecimal() else None
    if version is not None and version <= VERSION:
        return version
    raise EnvironmentFault(
        Problem(Message("database-newer", found=", ".join(map(str, found)) or "–", known=VERSION), place)
    )


def _check_first(inspector: Inspector, place: Place) -> None:
    """CannotRun where a database without a version is neither empty nor one from before versions were counted."""
    names = set(inspector.get_table_names())
    ours = names & _FIRST.keys()
    alike = all({column["name"] for column in inspector.get_columns(name)} == _FIRST[name] for name in ours)
    alone = inspector.dialect.name != "sqlite" or ours == names
    if not (alike and alone):
        raise EnvironmentFault(Problem(Message("database-foreign"), place))


def upgrade(engine: Engine) -> None:
    """Run the migrations in one transaction; before that, a copy of what an SQLite file holds is put beside it."""
    from sqlalchemy import inspect

    file = file_of(engine.url)
    kept: Path | None = None
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
            if version_of(connection) == VERSION:  # by another command, while this one waited
                return
            if file is not None and inspect(connection).get_table_names():
                kept = beside(file, "bak")
                copy(file, kept)
            _migrate(connection)
    except BaseException as error:
        if kept is not None:
            kept.unlink(missing_ok=True)
        if isinstance(error, OSError | sqlite3.Error):
            raise trouble(error, file) from error
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
