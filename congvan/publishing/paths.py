"""Safe paths below outputs/, and access to that tree without following links.

Why: outputs/ is a shared folder in which somebody may have planted a link. Every folder on the way is opened relative
to its parent without following links; files are opened, renamed and removed relative to these folders.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from io import FileIO
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, ProblemsFound
from congvan.publishing.errors import system_error, unreadable_output, unwritable

_BAD = re.compile(r'[\x00-\x1f\x7f-\x9f<>:"|?*\\\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
OPEN_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
CREATE_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
OPEN_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC  # a link is refused, a pipe is not waited for
_MAX_NAME, _MAX_PATH, _MAX_OPEN = 240, 1000, 100  # bytes (255 less room for ".bak"), bytes, descriptors
_LONGEST_STEM = 200  # bytes of a name that is made of a text

Signature = tuple[int, int, int]


def is_safe(path: str) -> bool:
    """Whether a path is relative, POSIX, NFC, valid on every system, and without hidden names."""
    if unicodedata.normalize("NFC", path) != path or _BAD.search(path) or len(path.encode()) > _MAX_PATH:
        return False
    return all(
        name
        and name[0] not in ". "
        and name[-1] not in ". "
        and len(name.encode()) <= _MAX_NAME
        and not _RESERVED.fullmatch(name)
        for name in path.split("/")
    )


def safe_name(text: str) -> str:
    """Return a text as the name of a file without its ending, valid on every system; "" if nothing of it may stay."""
    made = " ".join(re.sub(r"[/]|" + _BAD.pattern, "-", unicodedata.normalize("NFC", text)).split()).strip(". -")
    made = f"{made} -" if _RESERVED.fullmatch(made) else made
    return made.encode()[:_LONGEST_STEM].decode(errors="ignore").rstrip(". ")


def safe_path(path: str) -> str:
    """Return the path if a file may be written there (see `is_safe`); raise `ProblemsFound` otherwise."""
    if is_safe(path) and path != "manifest.json":
        return path
    raise ProblemsFound(
        Problem(Message("path-unsafe.safe", path=path), Place(path.encode("ascii", "backslashreplace").decode()))
    )


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class OutputTree:
    """The open folder outputs/; all paths are relative to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = os.open(folder, OPEN_FOLDER)
        self._open: dict[str, int] = {}

    def close(self) -> None:
        for name in list(self._open):
            self.forget(name)
        with suppress(OSError):
            os.close(self.root)

    def folder_of(self, path: str, *, create: bool = False) -> int | None:
        """Return the open folder of `path`; None if missing. Raises `EnvironmentFault` for a link or a file
        on the way.
        """
        return self._enter(path.rpartition("/")[0], create)

    def _enter(self, name: str, create: bool) -> int | None:
        if not name:
            return self.root
        handle = self._open.get(name)
        if handle is not None:
            return handle
        above = self._enter(name.rpartition("/")[0], create)
        if above is None:
            return None
        last = name.rpartition("/")[2]
        try:
            try:
                handle = os.open(last, OPEN_FOLDER, dir_fd=above)
            except FileNotFoundError:
                if not create:
                    return None
                os.mkdir(last, dir_fd=above)
                handle = os.open(last, OPEN_FOLDER, dir_fd=above)
        except OSError as error:
            raise self.refuse(name, error) from None
        if len(self._open) >= _MAX_OPEN:
            for old in [old for old in self._open if not name.startswith(old + "/")]:
                self.forget(old)
        self._open[name] = handle
        return handle

    def forget(self, name: str) -> None:
        """Close a folder that was removed, or because too many are open."""
        handle = self._open.pop(name, None)
        if handle is not None:
            with suppress(OSError):
                os.close(handle)

    def refuse(self, path: str, error: OSError) -> EnvironmentFault:
        """Convert an OSError at `path` to a user-facing error."""
        return unwritable(self.folder / path, error)

    def stat(self, path: str) -> os.stat_result | None:
        """Return the stat of `path` itself, not following a link; None if nothing is there."""
        folder = self.folder_of(path)
        if folder is None:
            return None
        try:
            return os.stat(path.rpartition("/")[2], dir_fd=folder, follow_symlinks=False)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.refuse(path, error) from None

    def digest(self, path: str) -> tuple[str, Signature] | None:
        """Return SHA-256 and signature of a regular file; None for anything else (a link, a pipe, nothing)."""
        try:
            file = self._regular(path)
            if file is None:
                return None
            with file:
                status = os.fstat(file.fileno())  # before it is read: what is written meanwhile is seen later
                return hashlib.file_digest(file, "sha256").hexdigest(), signature(status)
        except OSError as error:
            raise EnvironmentFault(unreadable_output(self.folder, path, error)) from None

    def _regular(self, path: str) -> FileIO | None:
        """Open a regular file; None for anything else. Raises OSError."""
        folder = self.folder_of(path)
        if folder is None:
            return None
        try:
            handle = os.open(path.rpartition("/")[2], OPEN_FILE, dir_fd=folder)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.EISDIR, errno.ELOOP, errno.ENXIO):  # nothing, a link, a socket
                return None
            raise
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return FileIO(handle)
        os.close(handle)
        return None

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a regular file; None if there is none. Raises OSError."""
        file = self._regular(path)
        if file is None:
            return None
        with file:
            return file.readall()

    def write(self, path: str, data: bytes) -> None:
        """Write a file atomically, synced, in folders that are made for it. Raises OSError; `EnvironmentFault` for a
        link or a file on the way.
        """
        folder = self.folder_of(path, create=True)
        assert folder is not None
        write_in(folder, path.rpartition("/")[2], [data], sync=True)


def write_in(folder: int, name: str, pieces: Iterable[bytes], *, sync: bool = False) -> str:
    """Write a file of an open folder atomically; return its SHA-256. `sync`: it must outlive a power cut. Raises
    OSError.
    """
    total = hashlib.sha256()
    temp = f".{name}"
    with suppress(FileNotFoundError):
        os.unlink(temp, dir_fd=folder)
    with os.fdopen(os.open(temp, CREATE_FILE, 0o666, dir_fd=folder), "wb") as file:
        for piece in pieces:
            total.update(piece)
            file.write(piece)
        file.flush()
        if sync:
            os.fsync(file.fileno())
    os.rename(temp, name, src_dir_fd=folder, dst_dir_fd=folder)
    return total.hexdigest()


def signature(status: os.stat_result) -> Signature:
    """Return inode, modification time and size: they differ for another or an edited file."""
    return status.st_ino, status.st_mtime_ns, status.st_size


def make_folder(folder: Path) -> None:
    """Create outputs/ if missing; raise `EnvironmentFault` if it cannot be created or written.

    It is made for its owner alone, whatever the umask: papers hold names, phones and CCCD. One that is there stays as
    its owner wants it.
    """
    try:
        os.mkdir(folder, 0o700)
    except FileExistsError:
        if not stat.S_ISDIR(os.lstat(folder).st_mode):
            raise unwritable(folder, system_error(errno.ENOTDIR)) from None
        if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
            raise unwritable(folder, system_error(errno.EACCES)) from None
    except OSError as error:
        raise unwritable(folder, error) from None
