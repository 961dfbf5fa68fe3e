"""Databases of before versions were counted, and of versions to come."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from congvan.returns.ledger import database

#: A form with a wrong phone number, a scan and a stranger, collected (people invented), in tables without checksums.
DUMP = (Path(__file__).parent / "before-checksums.sql").read_text("utf-8")

TO_COME = database.VERSION + 1
NEXT = '''
"""A column that a version to come has; {fault} in the middle of it."""
import os, signal
import sqlalchemy as sa
from alembic import op

revision, down_revision = "{number:04}", "{before:04}"

def upgrade():
    op.add_column("event", sa.Column("note", sa.Text, server_default="", nullable=False))
    op.execute("UPDATE event SET note = 'was ' || kind, who = 'changed'")
    {fault}
'''


def old_database(file: Path) -> Path:
    """A database of before versions were counted."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(DUMP)
    file.chmod(0o600)
    return file


def rows(file: Path, columns: str = "number, kind, subject, dispatch, received, who, body") -> list[Any]:
    """All events and files, in order, as SQLite itself reads them."""
    with closing(sqlite3.connect(file)) as connection:
        events = connection.execute(f"SELECT {columns} FROM event ORDER BY number").fetchall()
        return events + connection.execute("SELECT * FROM file ORDER BY sha256").fetchall()


def dump(file: Path) -> list[str]:
    """All that an SQLite file says."""
    with closing(sqlite3.connect(file)) as connection:
        return list(connection.iterdump())


def version(file: Path) -> str | None:
    """What the table of versions says; None where there is none."""
    with closing(sqlite3.connect(file)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = ?", [database.TABLE]).fetchall():
            return None
        ((found,),) = connection.execute(f"SELECT version_num FROM {database.TABLE}").fetchall()
        return str(found)


def next_version(folder: Path, patch: pytest.MonkeyPatch, fault: str = "pass") -> None:
    """Let this program know the version to come, whose migration has such a fault."""
    shutil.copytree(database.MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    text = NEXT.format(fault=fault, number=TO_COME, before=database.VERSION)
    (folder / f"migrations/versions/{TO_COME:04}_next.py").write_text(text)
    patch.setattr(database, "MIGRATIONS", folder / "migrations")
    patch.setattr(database, "VERSION", TO_COME)
    patch.setattr(sys, "dont_write_bytecode", True)
