"""The problems of writing outputs: which file, why, and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Exit, Place, Problem, ProblemsFound, Severity, reason_of


class OutputsEdited(ProblemsFound):
    """Outputs were edited by hand since the last build; nothing was written."""

    exit_code = Exit.EDITED


class PartlyPublished(EnvironmentFault):
    """The machine failed while files were being put in place: some are new, some old."""

    partial = True


class OutputsBusy(ProblemsFound):
    """Another build holds the lock of outputs/."""

    exit_code = Exit.BUSY


def system_error(code: int) -> OSError:
    """Return the OSError with this errno and its text."""
    return OSError(code, os.strerror(code))


def outputs_locked(folder: Path, holder: int) -> OutputsBusy:
    which = "process" if holder else "unknown"
    return OutputsBusy(Problem(Message(f"outputs-locked.{which}", folder=folder, pid=holder), Place(str(folder))))


def unwritable(folder: Path, error: OSError) -> EnvironmentFault:
    """Return the error for a path that cannot be written: a link, a file, no permission, no parent."""
    if error.errno in (errno.ENOTDIR, errno.ELOOP):
        which = "link"
    elif isinstance(error, FileNotFoundError):
        which = "parent"
    elif isinstance(error, IsADirectoryError):
        which = "folder"
    else:
        which = "refused"
    message = Message(f"output-unwritable.{which}", path=folder.as_posix(), why=reason_of(error))
    return EnvironmentFault(Problem(message, Place(folder.as_posix())))


def failed_write(folder: Path, path: str, error: OSError, size: int, total: int, renaming: bool) -> EnvironmentFault:
    """Return the error for a failed write of `size` bytes; `total`: bytes written by the build, this file included."""
    kind = PartlyPublished if renaming else EnvironmentFault
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        stop = unwritable(folder / path, error)
        return kind(problem._replace(remedy=_again(renaming)) for problem in stop.problems)
    where = (folder / path).as_posix()
    try:
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    except OSError:
        free = 0
    message = Message("disk-full", path=where, size=size, total=total, free=free)
    return kind(Problem(message, Place(where), Message("disk-full.hint", again=_again(renaming))))


def _again(renaming: bool) -> Message:
    return Message("build-again.mixed" if renaming else "build-again.old")


def edited_output(folder: Path, path: str, *, known: bool) -> Problem:
    where = (folder / path).as_posix()
    message = Message("output-edited.since" if known else "output-edited.unknown", path=where)
    return Problem(message, Place(where), Message("output-edited.hint-move-away", name=Path(path).name))


def at_output(message: Message, folder: Path, path: str, severity: Severity = Severity.ERROR) -> Problem:
    """Return a problem at an output, whose path is added to the message."""
    where = (folder / path).as_posix()
    return Problem(message.given(path=where), Place(where), severity=severity)


def unreadable_output(folder: Path, path: str, error: OSError) -> Problem:
    return at_output(Message("output-unreadable", why=reason_of(error)), folder, path)


def shared_path(path: str, other: str) -> ProblemsFound:
    return ProblemsFound(Problem(Message("path-shared", path=path, other=other), Place(path)))
