"""`backup` and `restore`: the office's database as one file, examined before it counts.

A server's database is left to its own programs. Files that stand in the folder (data/, templates/, the inbox) can be
copied by any means; the database can't while it is in use, which is what these acts are for.
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

from congvan.job import Outcome, Progress, act
from congvan.ledger.copies import beside, copy, opened, opened_folder
from congvan.ledger.engine import connect, file_of, parse, reading, sqlite_url, trouble, without_password
from congvan.ledger.location import NAME, location
from congvan.ledger.schema import version_of
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem, ProblemsFound, Severity, UsageError

DUMP = "pg_dump --format=custom --file=office.dump {url}"
UNDUMP = "pg_restore --clean --if-exists --single-transaction --dbname={url} office.dump"


@dataclass(frozen=True, slots=True)
class BackupRequest:
    """The database of the project at `root`, or of the URL, into `file` (a folder: a file in it; None: beside it)."""

    root: Path
    database: str | None = None
    file: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class RestoreRequest:
    """The backup `file` in place of the database of the project at `root`, or of that of the URL."""

    root: Path
    file: Path
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a database holds: the version of its schema (0: none yet), how many events and files, and what was lost."""

    version: int
    events: int
    files: int
    changed: tuple[str, ...] = ()  # files whose bytes are no longer those that came

    def remark(self) -> Message:
        return Message(
            "database-content",
            events=Message("database-content.events", count=self.events),
            files=Message("database-content.files", count=self.files),
            version=self.version,
        )

    def problems(self, file: Path) -> list[Problem]:
        return [
            Problem(Message("file-changed", name=name), Place(str(file)), severity=Severity.WARNING)
            for name in self.changed
        ]


@act("backup")
def backup(request: BackupRequest, progress: Progress) -> Outcome:
    """Copy the database into one file, whoever uses it meanwhile; it appears whole and examined, or not at all."""
    database = _database(request.root, request.database, DUMP)
    if not database.is_file():
        raise UsageError(Problem(Message("backup-nothing"), Place(str(database))))
    target = _target(database, request.file)
    if target.exists() and (not request.force or target.samefile(database)):
        raise UsageError(Problem(Message("backup-exists"), Place(str(target))))
    with _staged(database, target) as (staged, content):
        progress.check()
        os.replace(staged, target)
    return _outcome("backup", target, content)


@act("restore")
def restore(request: RestoreRequest, progress: Progress) -> Outcome:
    """Put a backup in place of the database, of which a copy is kept beside it; it changes wholly or not at all."""
    database = _database(request.root, request.database, UNDUMP)
    source = request.file.resolve()
    if not source.is_file():
        raise UsageError(Problem(Message("restore-missing"), Place(str(request.file))))
    if database.exists() and database.samefile(source):
        raise UsageError(Problem(Message("restore-itself"), Place(str(source))))
    with _staged(source, database) as (staged, content):
        progress.check()
        kept = _replace(database, staged)
    outcome = _outcome("restore", source, content)
    if kept is not None:
        outcome.remarks.append(Message("database-done.kept", file=kept))
        outcome.data["restore"]["kept"] = str(kept)
    return outcome


def _outcome(command: str, file: Path, content: Content) -> Outcome:
    told = {"file": str(file), "version": content.version, "events": content.events, "files": content.files}
    remark = Message(f"database-done.{command}", file=file, content=content.remark())
    return Outcome(command, problems=content.problems(file), remarks=[remark], data={command: told})


def _database(root: Path, url: str | None, command: str) -> Path:
    """The file of the database; Misused with the server's own command where it is none."""
    parsed = parse(location(root, url))
    file = file_of(parsed)
    if file is None:
        shown = without_password(parsed)
        raise UsageError(
            Problem(
                Message("backup-server"),
                Place(),
                Message("backup-server.hint-use-server", command=command.format(url=shown)),
            )
        )
    return file


def _target(database: Path, asked: Path | None) -> Path:
    folder = database.parent if asked is None else asked
    if asked is not None and not asked.is_dir():
        return asked.absolute()
    return folder.absolute() / f"{Path(NAME).stem}-{time.strftime('%Y%m%d-%H%M%S')}.db"


@contextlib.contextmanager
def _staged(source: Path, target: Path) -> Iterator[tuple[Path, Content]]:
    """A copy of `source` in a temporary file in the folder of `target`, and what it holds; Stop where it is damaged."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
        os.close(handle)
    except OSError as error:
        raise trouble(error, target) from error
    staged = Path(name)
    try:
        copy(source, staged)
        yield staged, _examine(staged, source)
        with opened_folder(target.parent) as folder:
            os.fsync(folder)
    except (sqlite3.Error, OSError) as error:
        raise _damaged(source, str(error)) if _is_damage(error) else trouble(error, target) from error
    finally:
        staged.unlink(missing_ok=True)


def _replace(database: Path, staged: Path) -> Path | None:
    """Put the staged file in place of the database; gives the copy of what was there, None where nothing was.

    Why the lock: no command writes between the copy and the rename, and one that waited for the lock is told by SQLite
    that its file has moved, instead of writing where nobody reads any more.
    """
    if not database.exists():
        os.replace(staged, database)
        return None
    kept = beside(database, "bak")
    try:
        with opened(database) as present:
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
    return EnvironmentFault(Problem(Message("database-damaged", why=why), Place(str(file))))


def _examine(file: Path, named: Path) -> Content:
    """What a copy holds; Stop where it is damaged, newer than this program, or no database of ours."""
    with opened(file) as connection:
        flaws = [row[0] for row in connection.execute("PRAGMA integrity_check(3)")]
        if flaws != ["ok"]:
            raise _damaged(named, "; ".join(flaws))
    engine = connect(sqlite_url(file))
    try:
        with reading(engine) as connection:
            version = version_of(connection, named)
    finally:
        engine.dispose()
    with opened(file) as connection:
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
    return Content(version, events, files, tuple(changed))


def _readable_events(connection: sqlite3.Connection, named: Path) -> int:
    """How many events there are; Stop where one of them can't be read."""
    count = 0
    for number, body in connection.execute("SELECT number, body FROM event"):
        try:
            json.loads(body)
        except (ValueError, TypeError, RecursionError) as error:
            raise _damaged(named, Message("database-damaged.event", number=number)) from error
        count += 1
    return count
