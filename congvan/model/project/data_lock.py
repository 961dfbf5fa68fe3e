"""One writer of data/ at a time: pages, commands and programs wait for one another, for a moment.

The lock is that of a build on outputs/ (`publishing.staging`), taken on data/ itself: it leaves no file behind and ends
with its holder, even by kill -9. A build does not take it: it reads each file once, and files are replaced as a whole.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound, Severity
from congvan.publishing.paths import OPEN_FOLDER
from congvan.publishing.staging import lock, unlock

PATIENCE = 10.0
"""Seconds that a writer waits; a change takes a few hundredths of one."""
_STEP = 0.004


class DataBusy(ProblemsFound):
    """Another process has held the lock of data/ for longer than a change takes."""

    exit_code = Exit.BUSY


@contextmanager
def writing(root: Path, patience: float = PATIENCE) -> Iterator[list[Problem]]:
    """Hold the lock of a project's data/ while files in it are read and replaced; yield warnings.

    Raises `DataBusy` if it isn't free in time, `EnvironmentFault` if there is no such folder.
    """
    folder = root / "data"
    try:
        handle = os.open(folder.resolve(), OPEN_FOLDER)
    except OSError as error:
        why = error.strerror or str(error)
        raise EnvironmentFault(Problem(Message("data-unwritable", why=why), Place("data/"))) from None
    try:
        yield _locked(handle, folder, patience)
    finally:
        unlock(handle)
        os.close(handle)


def _locked(handle: int, folder: Path, patience: float) -> list[Problem]:
    """Take the lock; return a warning where the file system has none, as on some network shares."""
    until = time.monotonic() + patience
    try:
        while not lock(handle):
            if time.monotonic() > until:
                raise DataBusy(Problem(Message("data-busy", folder=folder), Place("data/")))
            time.sleep(_STEP)
    except OSError:
        return [Problem(Message("no-locks", folder=folder), Place("data/"), severity=Severity.WARNING)]
    return []
