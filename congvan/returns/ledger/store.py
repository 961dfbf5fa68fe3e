"""Append-only event store: nothing is overwritten, and each command is stored completely or not at all.

SQLite in `office.db` beside data/, or a PostgreSQL server (`--database URL`), both through SQLAlchemy. One transaction
per command: killing it leaves the state before or after it (SQLite's rollback journal, synchronous).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, Severity
from congvan.returns.ledger.database import (
    database_file,
    event_damaged,
    file_of,
    is_old,
    old_data,
    open_database,
    open_existing,
    reading,
    writing,
)

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine


_CAME = ("answer", "evidence", "refused", "arrival", "register", "told", "imported")
_DECIDED = ("issued", "withdrawn", "corrected", "reassigned", "closed", "chosen", "proposed")
KINDS = frozenset((*_CAME, *_DECIDED))
"""The kinds of events that this version knows; a database with others is refused, since they might change these."""


@dataclass(frozen=True, slots=True)
class Event:
    """One event; `kind`: one of `KINDS`.

    subject   hash of a file, or a key specific to the kind
    received  arrival time, ISO 8601 with offset; "" if unknown, never the time of collecting
    body      plain values
    sound     whether its checksum in the database is right; else a value of it was changed there
    """

    kind: str
    subject: str
    body: dict[str, Any]
    dispatch: str = ""
    received: str = ""
    who: str = ""
    number: int = 0
    sound: bool = True


class Store:
    """Access to the events of a database: `with Store.open(url) as store: with store.change() as change: …`.

    `changed`: all events as they were after the last change made through this object; [] if it made none.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.changed: list[Event] = []

    @classmethod
    def open(cls, url: URL | str) -> Store:
        """Connect; create or migrate the database as needed. Raises `ProblemsFound`."""
        return cls(open_database(url))

    @classmethod
    def existing(cls, root: Path, url: str | None) -> Store | None:
        """Open the database of the office; None, without making one, if there is none. Raises `ProblemsFound`."""
        engine = open_existing(root, url)
        return cls(engine) if engine is not None else None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_args: Any) -> None:
        self._engine.dispose()

    def events(self) -> list[Event]:
        """Return all events in order."""
        with reading(self._engine) as connection:
            return _events(connection)

    def last(self) -> int:
        """Return the number of the last event; 0 if there is none. Events are only ever added, so it tells of news."""
        from sqlalchemy import func, select

        from congvan.returns.ledger.tables import EVENT

        with reading(self._engine) as connection:
            return int(connection.execute(select(func.max(EVENT.c.number))).scalar() or 0)

    @contextmanager
    def change(self) -> Iterator[Change]:
        """Open the transaction for everything that one command adds; other writers wait."""
        with writing(self._engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("LOCK TABLE event IN EXCLUSIVE MODE")
            change = Change(connection)
            known = len(change.events)
            yield change
        if len(change.events) > known:
            self.changed = change.events

    def warnings(self) -> list[Problem]:
        """Return a warning if every account of the machine may open the file, as on a disk without permissions."""
        file = file_of(self._engine.url)
        if file is None or not file.stat().st_mode & 0o007:
            return []
        return [Problem(Message("database-open-to-all"), Place(str(file)), severity=Severity.WARNING)]

    def file(self, sha256: str) -> bytes | None:
        """Return the bytes of a stored file, None if there is none."""
        from sqlalchemy import select

        from congvan.returns.ledger.tables import FILE

        with reading(self._engine) as connection:
            row = connection.execute(select(FILE.c.data).where(FILE.c.sha256 == sha256)).first()
        return bytes(row[0]) if row else None


class Change:
    """An open writing transaction: the events so far, and methods to append."""

    def __init__(self, connection: Connection) -> None:
        from sqlalchemy import select

        from congvan.returns.ledger.tables import EVENT, FILE

        self._connection, self._event, self._file = connection, EVENT, FILE
        self.events = _events(connection)
        self._next = max((event.number for event in self.events), default=0) + 1
        last = select(EVENT.c.chain).order_by(EVENT.c.number.desc()).limit(1)
        self._chain = str(connection.execute(last).scalar() or "")
        self._files = set(connection.execute(select(FILE.c.sha256)).scalars())

    def add(self, event: Event) -> None:
        """Append an event; committed when the transaction ends."""
        from congvan.returns.ledger.tables import CHAINED, chained

        if event.kind not in KINDS:
            raise ValueError(event.kind)
        body = json.dumps(event.body, ensure_ascii=False, sort_keys=True)
        row = {name: getattr(event, name) for name in CHAINED} | {"number": self._next, "body": body}
        self._chain = chained(self._chain, row.values())
        self._connection.execute(self._event.insert(), [row | {"chain": self._chain}])
        self.events.append(replace(event, number=self._next))
        self._next += 1

    def keep(self, sha256: str, name: str, kind: str, data: bytes) -> None:
        """Store a file's bytes unless they are stored already."""
        if sha256 not in self._files:
            row = {"sha256": sha256, "name": name, "kind": kind, "data": data}
            self._connection.execute(self._file.insert(), [row])
            self._files.add(sha256)


def _events(connection: Connection) -> list[Event]:
    from pydantic_core import from_json
    from sqlalchemy import select

    from congvan.returns.ledger.tables import CHAINED, EVENT, chained

    events, before = list[Event](), ""
    try:
        columns = [EVENT.c[name] for name in (*CHAINED, "chain")]
        for row in connection.execute(select(*columns).order_by(EVENT.c.number)):
            body = from_json(row.body, cache_strings="all")
            sound = row.chain == chained(before, row[:-1])
            if sound and is_old(row.kind, row.body):
                raise old_data(connection.engine.url)
            events.append(_event(row, body, sound=sound))
            before = row.chain
    except (ValueError, TypeError, RecursionError) as error:
        raise event_damaged(error) from error
    unknown = sorted({event.kind for event in events} - KINDS)
    if unknown:
        place = Place(str(file_of(connection.engine.url) or ""))
        raise EnvironmentFault(Problem(Message("database-events", kinds=", ".join(unknown)), place))
    return events


def _event(row: Any, body: Any, *, sound: bool) -> Event:
    """Return the event of a row; raise TypeError for a damaged one: its texts may be of another type."""
    number, kind, subject, dispatch, received, who, _body, _chain = row
    for text in (kind, subject, dispatch, received, who):
        if not isinstance(text, str):
            raise TypeError(text)
    return Event(kind, subject, body, dispatch, received, who, number, sound)


def damaged_events(root: Path) -> list[Problem]:
    """Return an error for each event of the office's database whose checksum is wrong. Raises `ProblemsFound`."""
    store = Store.existing(root, None)
    if store is None:
        return []
    with store:
        damaged = [event.number for event in store.events() if not event.sound]
    place = Place(str(database_file(root)))
    return [
        Problem(Message("database-damaged", why=Message("database-damaged.event", number=n)), place) for n in damaged
    ]
