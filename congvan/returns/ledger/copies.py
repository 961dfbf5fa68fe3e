"""Copy an SQLite database while other processes use it."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

WAIT = 10  # seconds for another command to finish


def new_file_beside(file: Path, word: str) -> Path:
    """Create an empty file `FILE.WORD-20260820-153000`, readable by its owner only; append -2, -3 … if it exists."""
    stem = file.with_name(f"{file.name}.{word}-{time.strftime('%Y%m%d-%H%M%S')}")
    number = 1
    while True:
        path = stem if number == 1 else stem.with_name(f"{stem.name}-{number}")
        with contextlib.suppress(FileExistsError):
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            return path
        number += 1


@contextlib.contextmanager
def connect_file(file: Path) -> Iterator[sqlite3.Connection]:
    """Connect to an existing file in autocommit mode. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT, isolation_level=None)
    with contextlib.closing(connection):
        yield connection


def copy(source: Path, target: Path) -> None:
    """Copy a consistent snapshot of `source`, even while in use, into the file `target`, and sync it.

    Raises sqlite3.Error: damaged, locked for longer than WAIT seconds, or no room.
    """
    until = time.monotonic() + WAIT

    def waited(status: int, _left: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > until:
            raise sqlite3.OperationalError("database is locked")

    with connect_file(source) as source_connection, connect_file(target) as target_connection:
        target_connection.execute("PRAGMA synchronous=FULL")
        source_connection.backup(target_connection, progress=waited, sleep=0.05)
        target_connection.execute("PRAGMA journal_mode=DELETE")  # a single file, whatever mode the source uses
