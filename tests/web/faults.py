"""An act in a fork of this process that dies, or finds the disk full, at the n-th change that it makes to the disk.

The changes are told by Python itself (audit events: opened for writing, renamed, removed, a folder made) and by SQLite
(statements that write, and COMMIT). Nothing of the code under test is replaced.
"""

from __future__ import annotations

import errno
import os
import signal
import sqlite3
import sys
import tempfile
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

RENAMES = ("os.rename", "os.link")
REMOVALS = ("os.remove", "os.rmdir", "os.truncate")
"""Changes that a full disk allows."""
CHANGES = (*RENAMES, *REMOVALS, "os.mkdir")
WRITES = ("INSERT", "UPDATE", "DELETE", "CREATE", "COMMIT")
DIED = -signal.SIGKILL


@dataclass(frozen=True, slots=True)
class Ending:
    """How a fork ended: its exit code, below 0 the signal; what it told last; the changes that it made until then."""

    code: int
    told: str
    changes: list[str]


@dataclass(slots=True)
class Fault:
    """What happens at a change. `at`: which one, counted from 1; 0: at none; `full`: no space, also for databases, else
    death.
    """

    root: str
    at: int = 0
    full: bool = False
    seen: int = 0
    told: int = -1

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        """Take an audit event."""
        if event == "open":
            path, mode, flags = args
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or int(flags or 0) & (os.O_WRONLY | os.O_RDWR)
            if writes and self._ours(path) and not os.path.isdir(path):
                self._change(f"write {os.path.basename(os.fsdecode(path))}")
        elif event in CHANGES and any(self._ours(each) for each in args[:2]):
            told = f"{event.removeprefix('os.')} {os.path.basename(os.fsdecode(args[0]))}"
            self._change(told, full=event not in REMOVALS)

    def watch_databases(self) -> None:
        """See every statement that SQLite is given from now on."""
        connect = sqlite3.connect

        def connected(*args: Any, **named: Any) -> sqlite3.Connection:
            made: sqlite3.Connection = connect(*args, **named)
            if self.full:
                made.execute("PRAGMA max_page_count=1")  # it grows no more
            made.set_trace_callback(self._statement)
            return made

        sqlite3.connect = sqlite3.dbapi2.connect = connected

    def _ours(self, path: object) -> bool:
        """Whether a path lies in the project; those of its publisher are relative to a folder that it holds."""
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        name = os.path.join(os.getcwd(), os.fsdecode(path))
        return name.startswith(self.root) and "/.congvan/logs" not in name and "/.congvan/core/cache" not in name

    def _statement(self, sql: str) -> None:
        if sql.lstrip().upper().startswith(WRITES):
            self._change(f"sql {sql.split(None, 1)[0].upper()}", full=False)

    def _change(self, what: str, *, full: bool = True) -> None:
        self.seen += 1
        os.write(self.told, f"{what}\n".encode())
        if not self.at or self.seen < self.at:
            return
        if not self.full:
            os.kill(os.getpid(), signal.SIGKILL)
        if full:  # from now on the disk stays full
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def forked(root: Path, act: Callable[[], str], at: int = 0, *, full: bool = False) -> Ending:
    """Run `act` in a fork, in the project's folder; return how it ended, with what it returned."""
    with tempfile.TemporaryFile() as changes, tempfile.TemporaryFile() as told, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads that wait
        child = os.fork()
        if child == 0:
            _act(root, act, Fault(f"{root}/", at, full, told=changes.fileno()), told.fileno())
        _pid, status = os.waitpid(child, 0)
        for file in (changes, told):
            file.seek(0)
        return Ending(os.waitstatus_to_exitcode(status), told.read().decode(), changes.read().decode().splitlines())


def _act(root: Path, act: Callable[[], str], fault: Fault, told: int) -> NoReturn:
    """Act in the fork, and end it."""
    code = 1
    try:
        os.chdir(root)
        fault.watch_databases()
        sys.addaudithook(fault.hook)
        os.write(told, act().encode())
        code = 0
    except BaseException as error:
        os.write(told, repr(error).encode())
    finally:
        os._exit(code)
