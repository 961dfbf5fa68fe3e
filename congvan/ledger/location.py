"""Locate the database. Imports nothing heavy."""

from __future__ import annotations

from pathlib import Path

from congvan.bootstrap.no_op import DATABASES
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem

NAME, OLD_NAME = DATABASES


def database_file(root: Path) -> Path:
    """Return the database file beside data/, under its new or old name; raise `EnvironmentFault` if both exist."""
    new, old = root / NAME, root / OLD_NAME
    if not old.is_file():
        return new
    if new.is_file() and not new.samefile(old):
        raise EnvironmentFault(
            Problem(
                Message("database-two", new=NAME, old=OLD_NAME), Place(str(new)), Message("database-two.hint", old=old)
            )
        )
    return new if new.is_file() else old


def location(root: Path, url: str | None) -> str:
    """Return the database URL: the given one, else that of the file beside data/."""
    return url or f"sqlite:///{database_file(root)}"


def exists(root: Path, url: str | None) -> bool:
    """Whether a database may exist: a URL was given or the file is there."""
    return url is not None or database_file(root).is_file()
