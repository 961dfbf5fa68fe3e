"""What came back, kept as events in a database: nothing is overwritten, and a run is in it wholly or not at all.

SQLite in `returns.db` beside data/, or a PostgreSQL server (`--database URL`), both through SQLAlchemy. One transaction
for each command: a kill at any moment leaves the state before it or after it (SQLite's rollback journal, synchronous).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congvan.i18n import _
from congvan.problems import CannotRun, Exit, Place, Problem, Stop

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

NAME = "returns.db"
WAIT = 10  # seconds for another command to finish


class Busy(Stop):
    """Another command holds the database."""

    exit_code = Exit.BUSY


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: `kind` answer, evidence, refused, arrival, register, report, facilities or fixed.

    subject   what it is about: the hash of a file, or a key of the kind's own
    received  when it arrived, ISO with offset; "" for unknown, never the time of collecting
    body      plain values
    """

    kind: str
    subject: str
    body: dict[str, Any]
    dispatch: str = ""
    received: str = ""
    who: str = ""
    number: int = 0


def location(root: Path, url: str | None) -> str:
    """The database's URL: the one asked for, else the file beside data/."""
    return url or f"sqlite:///{root / NAME}"


def exists(root: Path, url: str | None) -> bool:
    """Whether anything can have been kept: asked before SQLAlchemy is imported."""
    return url is not None or (root / NAME).is_file()


class Store:
    """Events in a database. `with Store.open(url) as store: with store.change() as change: …`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._tables()

    @classmethod
    def open(cls, url: str) -> Store:
        """Connect and make the tables where they are not yet; Stop where the database can't be used."""
        import sqlalchemy
        from sqlalchemy.exc import ArgumentError, SQLAlchemyError

        if url.startswith(("postgresql://", "postgres://")):
            url = "postgresql+psycopg://" + url.partition("://")[2]
        try:
            parsed = sqlalchemy.make_url(url)
            if parsed.get_backend_name() == "sqlite" and parsed.database:
                _prepare(Path(parsed.database))
            engine = sqlalchemy.create_engine(url, **_options(parsed.get_backend_name()))
            if parsed.get_backend_name() == "sqlite":
                _plain_transactions(engine)
            return cls(engine)
        except (ArgumentError, ImportError) as error:
            hint = _("write sqlite:///FILE or postgresql://USER@HOST/NAME; PostgreSQL needs the extra “postgres”")
            raise CannotRun(
                Problem(
                    "database-url", _("the database can't be opened: {why}").format(why=_one_line(error)), Place(), hint
                )
            ) from error
        except (SQLAlchemyError, OSError) as error:
            raise _trouble(error) from error

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_args: Any) -> None:
        self._engine.dispose()

    def _tables(self) -> None:
        from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table, Text

        meta = MetaData()
        self.events_table = Table(
            "event",
            meta,
            Column("number", Integer, primary_key=True),
            Column("kind", String(20), nullable=False),
            Column("subject", String(200), nullable=False),
            Column("dispatch", String(80), nullable=False),
            Column("received", String(40), nullable=False),
            Column("who", String(200), nullable=False),
            Column("body", Text, nullable=False),
        )
        self.files_table = Table(
            "file",
            meta,
            Column("sha256", String(64), primary_key=True),
            Column("name", Text, nullable=False),
            Column("kind", String(10), nullable=False),
            Column("data", LargeBinary, nullable=False),
        )
        meta.create_all(self._engine)

    def events(self) -> list[Event]:
        """All events in their order."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.connect() as connection:
                return _events(connection, self.events_table)
        except SQLAlchemyError as error:
            raise _trouble(error) from error

    @contextmanager
    def change(self) -> Iterator[Change]:
        """All that one command adds, in one transaction; others wait."""
        from sqlalchemy import text
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._engine.begin() as connection:
                if self._engine.dialect.name == "postgresql":
                    connection.execute(text("LOCK TABLE event IN EXCLUSIVE MODE"))
                yield Change(connection, self)
        except SQLAlchemyError as error:
            raise _trouble(error) from error

    def file(self, sha256: str) -> bytes | None:
        """The bytes of a file that was kept."""
        from sqlalchemy import select

        with self._engine.connect() as connection:
            row = connection.execute(select(self.files_table.c.data).where(self.files_table.c.sha256 == sha256)).first()
        return bytes(row[0]) if row else None


class Change:
    """An open transaction."""

    def __init__(self, connection: Connection, store: Store) -> None:
        self._connection, self._store = connection, store
        self.events = _events(connection, store.events_table)
        self._next = max((event.number for event in self.events), default=0) + 1
        self._pending: list[dict[str, Any]] = []
        column = store.files_table.c.sha256
        self._files = set(connection.execute(store.files_table.select().with_only_columns(column)).scalars())

    def add(self, event: Event) -> None:
        """Append an event; written when the transaction ends."""
        body = json.dumps(event.body, ensure_ascii=False, sort_keys=True)
        row = {"number": self._next, "kind": event.kind, "subject": event.subject, "dispatch": event.dispatch}
        row |= {"received": event.received, "who": event.who, "body": body}
        self._connection.execute(self._store.events_table.insert(), [row])
        self.events.append(replace(event, number=self._next))
        self._next += 1

    def keep(self, sha256: str, name: str, kind: str, data: bytes) -> None:
        """Keep a file's bytes, once."""
        if sha256 not in self._files:
            row = {"sha256": sha256, "name": name, "kind": kind, "data": data}
            self._connection.execute(self._store.files_table.insert(), [row])
            self._files.add(sha256)


def _events(connection: Any, table: Any) -> list[Event]:
    try:
        rows = connection.execute(table.select().order_by(table.c.number))
        return [
            Event(row.kind, row.subject, json.loads(row.body), row.dispatch, row.received, row.who, row.number)
            for row in rows
        ]
    except (ValueError, TypeError, RecursionError) as error:
        raise damaged(error) from error


def _options(backend: str) -> dict[str, Any]:
    if backend == "sqlite":
        return {"connect_args": {"timeout": WAIT}}
    return {"connect_args": {"connect_timeout": WAIT}, "pool_pre_ping": True}


def _prepare(path: Path) -> None:
    """The file, readable by its owner alone: it holds names and phone numbers."""
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _plain_transactions(engine: Engine) -> None:
    """Let SQLAlchemy begin transactions itself, and take the write lock at once (its manual, “SQLite transactions”)."""
    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _trouble(error: Exception) -> Stop:
    why = _one_line(getattr(error, "orig", None) or error)
    if "locked" in why or "lock timeout" in why:
        message = _("another command is writing to the database")
        return Busy(Problem("database-busy", message, Place(), _("try again when it has finished")))
    hint = _("check that the disk has room and the file may be written; a damaged file: put a copy back")
    return CannotRun(Problem("database", _("the database can't be used: {why}").format(why=why), Place(), hint))


def damaged(error: Exception) -> Stop:
    """An event does not hold what one of its kind holds: another program or a bad disk wrote there."""
    return _trouble(ValueError(_("an entry is damaged ({why})").format(why=_one_line(error))))


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
