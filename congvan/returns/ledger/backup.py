"""Back up and restore the office's database as one file, verified before it is put in place.

A server's database is backed up by the server's own programs. The other files of a project (data/, templates/, inbox)
can be copied by any means; a database in use cannot, hence these commands.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from congvan.core.bootstrap.no_op import DATABASE
from congvan.core.job import Outcome, Progress, act
from congvan.core.messages import Message, foreign
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound, Severity, UsageError
from congvan.returns.ledger.copies import connect_file, copy, new_file_beside
from congvan.returns.ledger.database import (
    connect,
    database_error,
    file_of,
    location,
    open_folder,
    reading,
    sqlite_url,
    version_of,
)

if TYPE_CHECKING:
    from sqlalchemy import URL

BACKUP_COMMAND = "pg_dump --format=custom --file=office.dump {url}"
RESTORE_COMMAND = "pg_restore --clean --if-exists --single-transaction --dbname={url} office.dump"

_NAMED = 3  # dispatches of another project at most


@dataclass(frozen=True, slots=True)
class BackupRequest:
    """Back up the project's database (or that of the URL) to `file`: a file, a folder, or None for the same folder."""

    root: Path
    database: str | None = None
    file: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """Replace the project's database (or that of the URL) by the backup `file`; `force`: though it knows none of the
    project's dispatches.
    """

    root: Path
    file: Path
    database: str | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class DatabaseContent:
    """Summary of a database: schema version (0: none yet), number of events and files, names of corrupted files."""

    version: int
    events: int
    files: int
    changed: tuple[str, ...] = ()  # names of stored files whose bytes do not match their hash

    def remark(self) -> Message:
        events = Message("database-content.events", count=self.events)
        files = Message("database-content.files", count=self.files)
        return Message("database-content", events=events, files=files, version=self.version)

    def problems(self, file: Path) -> list[Problem]:
        messages = (Message("file-changed", name=name) for name in self.changed)
        return [Problem(message, Place(str(file)), severity=Severity.WARNING) for message in messages]


@act("backup")
def backup(request: BackupRequest, progress: Progress) -> Outcome:
    """Copy the database, even while in use, into one verified file; written completely or not at all."""
    database = _database(request.root, request.database, BACKUP_COMMAND)
    if not database.is_file():
        raise UsageError(Problem(Message("backup-nothing"), Place(str(database))))
    target = _target(database, request.file)
    if target.exists() and (not request.force or target.samefile(database)):
        raise UsageError(Problem(Message("backup-exists"), Place(str(target))))
    with _staged_copy(database, target) as (staged, content):
        progress.check()
        os.replace(staged, target)
    return _outcome("backup", target, content)


@act("restore")
def restore(request: RestoreRequest, progress: Progress) -> Outcome:
    """Replace the database by a backup, atomically; keep a copy of the previous one beside it."""
    database = _database(request.root, request.database, RESTORE_COMMAND)
    source = Path(os.path.realpath(request.file))
    if not source.is_file():
        raise UsageError(Problem(Message("restore-missing"), Place(str(request.file))))
    if database.exists() and database.samefile(source):
        raise UsageError(Problem(Message("restore-itself"), Place(str(source))))
    with _staged_copy(source, database) as (staged, content):
        progress.check()
        if not request.force and (others := _of_another_project(staged, request.root)):
            named = ", ".join(others[:_NAMED]) + (" …" if len(others) > _NAMED else "")
            raise UsageError(Problem(Message("restore-foreign", dispatches=named), Place(str(source))))
        kept = _replace(database, staged)
    outcome = _outcome("restore", source, content)
    if kept is not None:
        outcome.remarks.append(Message("database-done.kept", file=kept))
        outcome.data["restore"]["kept"] = str(kept)
    return outcome


def _of_another_project(file: Path, root: Path) -> list[str]:
    """Return the dispatches that a database knows, where the project has others and none of them; else []."""
    with connect_file(file) as connection:
        known = [name for (name,) in connection.execute("SELECT DISTINCT dispatch FROM event WHERE dispatch != ''")]
    own = {path.stem for path in (root / "data/dispatches").glob("*.yaml")}
    return sorted(known) if own and not own.intersection(known) else []


def _outcome(command: str, file: Path, content: DatabaseContent) -> Outcome:
    result = {"file": str(file), "version": content.version, "events": content.events, "files": content.files}
    remark = Message(f"database-done.{command}", file=file, content=content.remark())
    return Outcome(command, problems=content.problems(file), remarks=[remark], data={command: result})


def _database(root: Path, url: str | None, command: str) -> Path:
    """Return the database file; for a server raise `UsageError` with the command of its own tools."""
    parsed = location(root, url)
    file = file_of(parsed)
    if file is None:
        own = Message("backup-server.hint-use-server", command=command.format(url=_without_password(parsed)))
        raise UsageError(Problem(Message("backup-server"), remedy=own))
    return file


def _without_password(url: URL) -> str:
    """Return the URL without driver and password, as pg_dump takes it and as it may be shown."""
    import sqlalchemy

    name, port = url.get_backend_name(), url.port
    shown = sqlalchemy.URL.create(name, url.username, None, url.host, port, url.database, url.query)
    return shown.render_as_string()


def _target(database: Path, requested: Path | None) -> Path:
    folder = database.parent if requested is None else requested
    if requested is not None and not requested.is_dir():
        return requested.absolute()
    return folder.absolute() / f"{Path(DATABASE).stem}-{time.strftime('%Y%m%d-%H%M%S')}.db"


@contextlib.contextmanager
def _staged_copy(source: Path, target: Path) -> Iterator[tuple[Path, DatabaseContent]]:
    """Yield a verified temporary copy of `source` beside `target`, and its content; raise `ProblemsFound` if it is
    damaged.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise database_error(error, target) from error
    staged = Path(name)
    try:
        copy(source, staged)
        yield staged, _examine(staged, source)
        with open_folder(target.parent) as folder:
            os.fsync(folder)
    except (sqlite3.Error, OSError) as error:
        raise _damaged(source, str(error)) if _is_damage(error) else database_error(error, target) from error
    finally:
        staged.unlink(missing_ok=True)


def _replace(database: Path, staged: Path) -> Path | None:
    """Put the staged file in place of the database; return the copy of the previous one, None if there was none.

    Why the lock: no command can write between the copy and the rename; a command waiting for the lock then gets an
    error from SQLite that its file has moved, instead of writing to the replaced file.
    """
    if not database.exists():
        os.replace(staged, database)
        return None
    kept = new_file_beside(database, "bak")
    try:
        with connect_file(database) as present:
            present.execute("PRAGMA journal_mode=DELETE")
            present.execute("BEGIN IMMEDIATE")
            copy(database, kept)
            os.replace(staged, database)
    except sqlite3.Error as error:
        if not _is_damage(error):
            raise
        shutil.copyfile(database, kept)
        for log in ("-journal", "-wal"):  # of the damaged file: it must not be applied to the new one
            with contextlib.suppress(FileNotFoundError):
                os.replace(f"{database}{log}", f"{kept}{log}")
        os.replace(staged, database)
    finally:
        if staged.exists():  # not put in place
            kept.unlink(missing_ok=True)
    return kept


def _is_damage(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


def _damaged(file: Path, why: str | Message) -> ProblemsFound:
    message = Message("database-damaged", why=foreign(why) if isinstance(why, str) else why)
    return EnvironmentFault(Problem(message, Place(str(file))))


def _examine(file: Path, named: Path) -> DatabaseContent:
    """Verify a copy and summarise it; raise `ProblemsFound` if it is damaged, newer than this program, or not our
    database.
    """
    with connect_file(file) as connection:
        flaws = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if flaws != ["ok"]:
            raise _damaged(named, "; ".join(flaws))
    engine = connect(sqlite_url(file))
    try:
        with reading(engine) as connection:
            version = version_of(connection, named)
    finally:
        engine.dispose()
    with connect_file(file) as connection:
        connection.text_factory = bytes
        if not {b"event", b"file"} <= {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}:
            raise _damaged(named, Message("database-damaged.foreign"))
        events = _readable_events(connection, named)
        files = 0
        changed = []
        for key, name, data in connection.execute("SELECT sha256, name, data FROM file"):
            files += 1
            if hashlib.sha256(data).hexdigest() != key.decode():
                changed.append(name.decode("utf-8", "replace"))
    return DatabaseContent(version, events, files, tuple(changed))


def _readable_events(connection: sqlite3.Connection, named: Path) -> int:
    """Count the events; raise `ProblemsFound` if one cannot be decoded, or its checksum is wrong."""
    from congvan.returns.ledger.tables import CHAINED, chained

    columns, count, before = ", ".join(CHAINED), 0, ""
    has_chain = b"chain" in {row[1] for row in connection.execute("PRAGMA table_info(event)")}
    chain = "chain" if has_chain else "''"
    for row in connection.execute(f"SELECT {columns}, {chain} FROM event ORDER BY number"):
        count += 1
        try:
            *values, kept = (each.decode() if isinstance(each, bytes) else each for each in row)
            json.loads(values[-1])
            if has_chain and kept != chained(before, values):
                raise ValueError(kept)
        except (ValueError, TypeError, RecursionError) as error:
            raise _damaged(named, Message("database-damaged.event", number=row[0])) from error
        before = kept
    return count
