"""The working folder of a build beside outputs/: staged files, journal, lock holder; and the lock itself."""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Place, Problem, reason_of
from congvan.publishing.paths import CREATE_FILE, OPEN_FILE, OPEN_FOLDER, write_in

JOURNAL = "journal.json"
_PAGE = 4096
_MOST_SHARED = 1 << 20  # bytes of a file that are kept, for what the next one shares with it


class Digests:
    """SHA-256 of successive files; a prefix shared with the previous file is not hashed again.

    Why: the PDFs of one template begin with the same fonts and pages, four fifths of each, and hashing those costs as
    much as rendering the rest.
    """

    def __init__(self) -> None:
        self._before = self._head = b""
        self._hash = hashlib.sha256()  # of the head

    def of(self, data: bytes) -> str:
        """Return the SHA-256 of a file, hexadecimal."""
        head = self._head
        if not head or not data.startswith(head):
            head = self._head = data[: _shared_prefix(self._before, data)]
            self._hash = hashlib.sha256(head)
            self._before = data[:_MOST_SHARED]
        total = self._hash.copy()
        total.update(memoryview(data)[len(head) :])
        return total.hexdigest()


def _shared_prefix(one: bytes, other: bytes) -> int:
    """Return the length of the common prefix of two files, in whole pages of 4 KiB."""
    low, high = 0, min(len(one), len(other)) // _PAGE
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[: middle * _PAGE] == other[: middle * _PAGE] else (low, middle - 1)
    return low * _PAGE


class WorkFolder:
    """`.outputs.work`, open while a build runs. Leftovers of an earlier run are removed, except its journal."""

    def __init__(self, outputs: Path, root: int) -> None:
        self.renaming = False
        self._count = 0
        self._at = self.folder = self._stage = -1
        self._name, self._inherited = "", True
        try:
            self._at, self._name, self.folder = _open(outputs, root, create=True)
            self._sweep()
            self._inherited = JOURNAL in os.listdir(self.folder)
            os.mkdir("stage", dir_fd=self.folder)
            self._stage = os.open("stage", OPEN_FOLDER, dir_fd=self.folder)
            self.write("holder", [str(os.getpid()).encode()])
        except BaseException as error:  # signals too: nothing of this run may remain
            self.close()
            if not isinstance(error, OSError):
                raise
            where = outputs.parent / f".{outputs.name}.work"
            message = Message("output-unwritable.refused", path=where, why=reason_of(error))
            hint = Message("output-unwritable.hint-folder")
            raise EnvironmentFault(Problem(message, Place(str(where)), hint)) from None

    @staticmethod
    def holder(outputs: Path, root: int) -> int:
        """Return the process id of the lock holder; 0 if unknown."""
        with suppress(OSError, ValueError):
            at, _name, folder = _open(outputs, root, create=False)
            try:
                return int(_read(folder, "holder"))
            finally:
                os.close(folder)
                os.close(at)
        with suppress(OSError, ValueError):  # the holder file is not yet written or already removed
            inode = f":{os.fstat(root).st_ino}"
            for fields in map(str.split, Path("/proc/locks").read_text().splitlines()):
                if fields[1] == "FLOCK" and fields[5].endswith(inode):
                    return max(int(fields[4]), 0)
        return 0

    def _sweep(self) -> None:
        for name in os.listdir(self.folder):
            if name == "stage":
                stage = os.open("stage", OPEN_FOLDER, dir_fd=self.folder)
                for staged in os.listdir(stage):
                    os.unlink(staged, dir_fd=stage)
                os.close(stage)
                os.rmdir("stage", dir_fd=self.folder)
            elif name != JOURNAL:
                os.unlink(name, dir_fd=self.folder)

    def read(self, name: str) -> bytes:
        """Return a file of the working folder; b"" if there is none. Raises OSError."""
        try:
            return _read(self.folder, name)
        except FileNotFoundError:
            return b""

    def write(self, name: str, pieces: Iterable[bytes]) -> str:
        """Write a file of the working folder atomically; return its SHA-256."""
        return write_in(self.folder, name, pieces)

    def stage(self, data: bytes, mode: int | None = None) -> int:
        """Stage the bytes of one file; return its number. On OSError nothing of it remains.

        With `mode`, the permissions of a file that is copied, it is also on disk when this returns.
        """
        self._count += 1
        name = str(self._count)
        handle = os.open(name, CREATE_FILE, 0o666, dir_fd=self._stage)
        try:
            view = memoryview(data)
            while view:
                view = view[os.write(handle, view) :]
            if mode is not None:
                with suppress(PermissionError):  # a disk without permissions
                    os.fchmod(handle, mode)
                os.fsync(handle)
        except BaseException:
            os.unlink(name, dir_fd=self._stage)
            raise
        finally:
            os.close(handle)
        return self._count

    def staged(self, number: int) -> bytes:
        """Return the bytes of a staged file. Raises OSError."""
        return _read(self._stage, str(number))

    def publish(self, number: int, folder: int, target: str) -> None:
        """Rename a staged file into an open folder, replacing the existing one."""
        os.rename(str(number), target, src_dir_fd=self._stage, dst_dir_fd=folder)

    def finish(self, root: int, target: str, journal: Iterable[bytes]) -> None:
        """Rename the manifest into place (unless `target` is ""), and keep the journal entries of other builds."""
        if target:
            os.rename("manifest.json", target, src_dir_fd=self.folder, dst_dir_fd=root)
        if journal:
            self.write(JOURNAL, journal)
        else:
            self._drop_journal()
        self.renaming, self._inherited = False, bool(journal)

    def _drop_journal(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(JOURNAL, dir_fd=self.folder)

    def close(self) -> None:
        """Remove all staged files; the journal of an interrupted commit stays for the next run."""
        with suppress(OSError):
            if not self.renaming and not self._inherited:
                self._drop_journal()
        with suppress(OSError):
            self._sweep()
        with suppress(OSError):
            os.rmdir(self._name, dir_fd=self._at)  # fails, as intended, while it holds a journal
        for handle in (self._stage, self.folder, self._at):
            with suppress(OSError):
                os.close(handle)


def _open(outputs: Path, root: int, *, create: bool) -> tuple[int, str, int]:
    """Return the parent of the working folder, its name there, and the open working folder; raises OSError."""
    try:
        above = os.open(outputs.absolute().parent, OPEN_FOLDER & ~os.O_NOFOLLOW)
        try:
            if os.fstat(above).st_dev == os.fstat(root).st_dev:
                name = f".{outputs.name}.work"
                return above, name, _enter(above, name, create)
        except BaseException:
            os.close(above)
            raise
        os.close(above)
    except PermissionError:
        pass
    return os.dup(root), ".work", _enter(root, ".work", create)


def _enter(above: int, name: str, create: bool) -> int:
    if create:
        with suppress(FileExistsError):
            os.mkdir(name, 0o700, dir_fd=above)
    return os.open(name, OPEN_FOLDER, dir_fd=above)


def _read(folder: int, name: str) -> bytes:
    handle = os.open(name, OPEN_FILE, dir_fd=folder)
    with os.fdopen(handle, "rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else b""


def sync_file_system(handle: int) -> None:
    """Flush the file system of an open folder to disk."""
    try:
        import ctypes

        if ctypes.CDLL(None, use_errno=True).syncfs(handle) == 0:
            return
    except (ImportError, OSError, AttributeError):
        pass
    os.sync()


_HELD: set[int] = set()


def lock(handle: int) -> bool:
    """Lock an open folder without waiting; return False if another process holds the lock. It ends with its holder.

    Raises OSError if the file system does not support locks.
    """
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    _HELD.add(handle)
    return True


def unlock(handle: int) -> None:
    """ProblemsFound tracking the lock; it is released when the folder is closed."""
    _HELD.discard(handle)


def _release_in_fork() -> None:
    """In a forked worker, release the inherited lock, so that it ends with the build itself."""
    for handle in _HELD:
        with suppress(OSError):
            os.close(handle)
    _HELD.clear()


os.register_at_fork(after_in_child=_release_in_fork)
