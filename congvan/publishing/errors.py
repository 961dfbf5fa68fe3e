"""What can go wrong when outputs are written, in words that say which file, why and what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from congvan.i18n import _
from congvan.problems import CannotRun, Exit, Place, Problem, Severity, Stop


class Edited(Stop):
    """Outputs were edited by hand since the last build; they were kept and nothing was written."""

    exit_code = Exit.EDITED


class Busy(Stop):
    """Another build holds the lock."""

    exit_code = Exit.BUSY


def system_error(code: int) -> OSError:
    """The error of the system with that number, and its words."""
    return OSError(code, os.strerror(code))


def outputs_locked(folder: Path, holder: int) -> Busy:
    if holder:
        text = _("Another build is at work in {folder} (process {pid}).").format(folder=folder, pid=holder)
    else:
        text = _("Another build is at work in {folder}.").format(folder=folder)
    hint = _("Wait until it is done, or end that process.")
    return Busy(Problem("outputs-locked", text, Place(str(folder)), hint))


def no_locks(folder: Path) -> Problem:
    text = _("{folder} is on a file system without locks.").format(folder=folder)
    hint = _("Don't run two builds at once.")
    return Problem("no-locks", text, Place(str(folder)), hint, Severity.WARNING)


def unwritable(folder: Path, error: OSError) -> CannotRun:
    """Outputs can't be written at all: a link, a file, no permission, no parent."""
    hint = ""
    if error.errno in (errno.ENOTDIR, errno.ELOOP):
        message = _("{path} is a link or a file, not a folder: nothing is written there.")
        hint = _("Move it away.")
    elif isinstance(error, FileNotFoundError):
        message, hint = _("The folder in which {path} should stand does not exist."), _("Make it first.")
    elif isinstance(error, IsADirectoryError):
        message, hint = _("A folder stands at {path}, where a file is to be written."), _("Move it away.")
    else:
        message = _("{path} can't be written: {why}.")
        hint = _("Check its permissions, and whether the disk is read-only.")
    text = message.format(path=folder.as_posix(), why=error.strerror or error)
    return CannotRun(Problem("output-unwritable", text, Place(folder.as_posix()), hint))


def failed_write(folder: Path, path: str, error: OSError, size: int, total: int, renaming: bool) -> CannotRun:
    """The disk failed at one file of `size` bytes; `total` is what the build wrote so far, with it."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        stop = unwritable(folder / path, error)
        return CannotRun(Problem(p.code, p.message, p.place, _again(renaming)) for p in stop.problems)
    where = (folder / path).as_posix()
    try:
        free = os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize
    except OSError:
        free = 0
    message = _("No room on the disk for {path}: {size:,} bytes, {total:,} with all before it; {free:,} are free.")
    text = message.format(path=where, size=size, total=total, free=free)
    return CannotRun(Problem("disk-full", text, Place(where), _("Make room.") + " " + _again(renaming)))


def _again(renaming: bool) -> str:
    if renaming:
        return _("Some files are new, some are old; build again to complete them.")
    return _("The old files are as they were; build again.")


def edited_output(folder: Path, path: str, *, known: bool) -> Problem:
    where = (folder / path).as_posix()
    if known:
        message = _("{path} was edited since it was built; it was kept and nothing was written.")
    else:
        message = _("{path} is not known to be ours; it was kept and nothing was written.")
    hint = _("Move it away, or build with --force: it is then kept as {name}.bak.").format(name=Path(path).name)
    return Problem("output-edited", message.format(path=where), Place(where), hint)


def kept_output(folder: Path, path: str) -> Problem:
    where = (folder / path).as_posix()
    text = _("{path} is not made any more, but was edited; it was kept.").format(path=where)
    return Problem("output-kept", text, Place(where), _("Delete it if you don't need it."), Severity.WARNING)


def link_replaced(folder: Path, path: str) -> Problem:
    where = (folder / path).as_posix()
    text = _("{path} was a link or no plain file; it was replaced.").format(path=where)
    return Problem("output-link", text, Place(where), _("What it led to was not touched."), Severity.WARNING)


def shared_path(path: str, other: str) -> Stop:
    text = _("Two documents would be written to the same file: {path} and {other}.").format(path=path, other=other)
    return Stop(Problem("path-shared", text, Place(path), _("Change the path pattern.")))


def missing_output(folder: Path, path: str) -> Problem:
    where = (folder / path).as_posix()
    return Problem("output-missing", _("{path} is missing.").format(path=where), Place(where), _("Build again."))


def changed_output(folder: Path, path: str) -> Problem:
    where = (folder / path).as_posix()
    text = _("{path} is not the file that was built.").format(path=where)
    return Problem("output-edited", text, Place(where), _("Build again with --force, or keep it elsewhere."))


def unreadable_manifest(folder: Path, severity: Severity = Severity.WARNING) -> Problem:
    where = (folder / "manifest.json").as_posix()
    text = _("{path} is missing or can't be read: which files are ours is not known.").format(path=where)
    return Problem("manifest-unreadable", text, Place(where), _("Build again."), severity)
