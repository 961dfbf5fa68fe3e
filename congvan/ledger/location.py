"""Where the database is. Asked before anything heavy is imported."""

from __future__ import annotations

from pathlib import Path

from congvan.bootstrap.no_op import DATABASES
from congvan.messages import Message
from congvan.problems import EnvironmentFault, Place, Problem

NAME, OLD_NAME = DATABASES


def database_file(root: Path) -> Path:
    """The database beside data/, under its old name where it has that; CannotRun where there are two."""
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
    """The database's URL: the one asked for, else the file beside data/."""
    return url or f"sqlite:///{database_file(root)}"


def exists(root: Path, url: str | None) -> bool:
    """Whether anything can have been kept."""
    return url is not None or database_file(root).is_file()
