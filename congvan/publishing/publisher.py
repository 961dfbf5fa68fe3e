"""The only writer of outputs/: lock, stage, refuse edited files, replace each file by rename, then the manifest.

Order of a commit: stage everything → write the new manifest and a journal of the renames in the working folder → sync
→ rename every file → remove stale files → rename the manifest. If the process dies at any moment, each file is the old
or the new one. The journal tells the next run which hashes are ours although the manifest does not list them yet.

The working folder is `.outputs.work` beside `outputs/` (inside, as `.work`, if outputs/ is a separate file system or
its parent is not writable). It is removed at the end of a run; the next run cleans up after a killed one. The lock is
a flock on outputs/ itself: it leaves no file and ends with its holder.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem, ProblemsFound, Severity
from congvan.publishing.errors import (
    OutputsBusy,
    OutputsEdited,
    at_output,
    edited_output,
    failed_write,
    outputs_locked,
    shared_path,
    system_error,
    unwritable,
)
from congvan.publishing.manifest import (
    NAME,
    ManifestRow,
    ManifestRows,
    NewRows,
    dump_journal,
    load,
    load_journal,
    manifest_bytes,
)
from congvan.publishing.paths import OutputTree, Signature, make_folder, safe_path, sha256, signature
from congvan.publishing.staging import Digests, WorkFolder, lock, sync_file_system, unlock

__all__ = ["OutputsBusy", "OutputsEdited", "Published", "Publisher"]


class _PreviousFile(NamedTuple):
    """The file at a path when its replacement was staged: its signature, and whether it was edited by hand."""

    signature: Signature | None
    edited: bool


_NOTHING = _PreviousFile(None, edited=False)


@dataclass
class Published:
    """The result of a commit, as paths relative to outputs/; `problems` are warnings: files kept, links replaced."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Publisher:
    """Publishes the files of a build to outputs/; a context manager that holds the lock.

    `add` stages a file on disk; `commit` publishes all staged files; leaving without a commit leaves outputs/
    unchanged. Raises EnvironmentFault (not writable, disk full), Busy, Edited; a refusal comes before
    anything is renamed. `force` replaces edited files and keeps them as `.bak`.
    """

    def __init__(self, folder: Path, *, force: bool = False, sync: bool = True) -> None:
        self.folder, self.force, self.sync = Path(folder), force, sync
        self.rows = NewRows()
        self.result = Published()
        self._journal: dict[str, list[str]] = {}
        self._old = ManifestRows([])
        self._staged: dict[str, int] = {}  # its number in the stage
        self._previous: dict[str, _PreviousFile] = {}  # only of paths that exist already
        self._folded: dict[str, str] = {}  # paths that case folding changes, by what they become
        self._bytes = 0
        self._digests = Digests()
        self._manifest_sha = ""

    # --- opening and closing ------------------------------------------------------------------------------------------

    def __enter__(self) -> Publisher:
        make_folder(self.folder)
        try:
            self._tree = OutputTree(self.folder)
        except OSError as error:
            raise unwritable(self.folder, error) from None
        try:
            self._take_lock()
            self._work = WorkFolder(self.folder, self._tree.root)
        except BaseException:
            self._close_tree()
            raise
        try:
            manifest = manifest_bytes(self._tree)
            with self._guarded(NAME, 0):
                self._journal = load_journal(self._work.read("journal.json"))
        except BaseException:
            self.__exit__()
            raise
        self._manifest_sha = sha256(manifest)
        try:
            self._old = load(manifest) if manifest else self._old
        except ValueError:
            self._warn(Message("manifest-unreadable"), NAME)
        return self

    def __exit__(self, *_raised: object) -> None:
        self._work.close()
        self._close_tree()

    def _close_tree(self) -> None:
        unlock(self._tree.root)
        self._tree.close()

    def _take_lock(self) -> None:
        """Lock outputs/; raise `OutputsBusy` if another build holds it, warn if locks are unsupported."""
        try:
            if not lock(self._tree.root):
                raise outputs_locked(self.folder, WorkFolder.holder(self.folder, self._tree.root))
        except OSError:  # a network share without locks
            self._warn(Message("no-locks", folder=self.folder), "")

    def _warn(self, message: Message, path: str) -> None:
        self.result.problems.append(at_output(message, self.folder, path, Severity.WARNING))

    # --- staging --------------------------------------------------------------------------------------

    def check(self, paths: Iterable[str]) -> None:
        """Refuse unsafe paths, links and unwritable folders before anything is rendered."""
        problems: list[Problem] = []
        folders: set[str] = set()
        for path in paths:
            try:
                folder = safe_path(path).rpartition("/")[0]
                if folder not in folders:
                    folders.add(folder)
                    self._writable(path)
            except ProblemsFound as stop:
                problems += stop.problems
        if problems:
            kind = ProblemsFound if any(problem.code == "path-unsafe" for problem in problems) else EnvironmentFault
            raise kind(problems)

    def _writable(self, path: str) -> None:
        """Raise `EnvironmentFault` if the folder of a path exists and is not writable."""
        handle = self._tree.folder_of(path)
        if handle is not None and not os.access(".", os.W_OK | os.X_OK, dir_fd=handle):
            folder = path.rpartition("/")[0]
            raise self._tree.refuse(folder, system_error(errno.EACCES))

    def keep(self, path: str, key: str) -> bool:
        """Whether the published file is still the one made for `key`; if so, count it as unchanged."""
        row = self._old.get(path)
        if row is None or not key or row.key != key:
            return False
        on_disk = self._tree.digest(safe_path(path))
        if on_disk is None or on_disk[0] != row.sha256:
            return False
        self._claim(path, row)
        self.result.unchanged.append(path)
        return True

    def add(
        self,
        path: str,
        data: bytes,
        *,
        document: str = "",
        record: str = "",
        template: str = "",
        inputs: Sequence[str] = (),
        key: str = "",
        made_by: str = "",
    ) -> None:
        """Stage one file: its path relative to outputs/, its bytes, and the fields of its manifest row."""
        safe_path(path)
        row = ManifestRow(self._digests.of(data), len(data), document, record, template, tuple(inputs), key, made_by)
        self._claim(path, row)
        same, previous = self._examine(path)
        if same:
            self.result.unchanged.append(path)
            return
        with self._guarded(path, len(data)):
            number = self._work.stage(data)
        self._staged[path] = number
        self._bytes += len(data)
        if previous != _NOTHING:
            self._previous[path] = previous

    def withdraw(self, folders: Sequence[str]) -> None:
        """Forget what was added or kept below folders (“cong-van-1”): what was published there stays as it is."""
        prefixes = tuple(f"{folder}/" for folder in folders)
        for path in [path for path in self.rows if path.startswith(prefixes)]:
            del self.rows[path]
            self._folded.pop(path.casefold(), None)
            self._staged.pop(path, None)
            self._previous.pop(path, None)
        self.result.unchanged = [path for path in self.result.unchanged if not path.startswith(prefixes)]

    def _claim(self, path: str, row: ManifestRow) -> None:
        """Register the row of a path; raise `ProblemsFound` if the path is taken, ignoring case."""
        folded = path.casefold()
        other = path if path in self.rows else folded if folded in self.rows else self._folded.get(folded)
        if other is not None:
            raise shared_path(path, other)
        self.rows[path] = row
        if folded != path:
            self._folded[folded] = path

    def _examine(self, path: str) -> tuple[bool, _PreviousFile]:
        """Examine the file at a path: return whether it equals the new one, and its state."""
        status = self._tree.stat(path)
        if status is None:
            return False, _NOTHING
        on_disk = self._tree.digest(path)
        if on_disk:
            same = on_disk[0] == self.rows[path].sha256
            return same, _PreviousFile(on_disk[1], not same and on_disk[0] not in self._known_hashes(path))
        if stat.S_ISDIR(status.st_mode):
            raise self._tree.refuse(path, system_error(errno.EISDIR))
        # A link or a pipe: the rename replaces it without touching its target.
        return False, _PreviousFile(signature(status), edited=False)

    def _known_hashes(self, path: str) -> set[str]:
        """Return the hashes that our own runs may have written at a path."""
        row = self._old.get(path)
        return {*self._journal.get(path, ()), *((row.sha256,) if row else ())}

    @contextmanager
    def _guarded(self, path: str, size: int) -> Iterator[None]:
        """Convert an OSError to an error that names the file and the space needed."""
        try:
            yield
        except OSError as error:
            raise failed_write(self.folder, path, error, size, self._bytes + size, self._work.renaming) from None

    # --- outputs after the commit -------------------------------------------------------------------------------------

    @property
    def changes(self) -> bool:
        """Whether a commit would write anything."""
        return bool(self._staged)

    def row(self, path: str) -> ManifestRow | None:
        """Return the row of an output of this run, else of an earlier one."""
        return self.rows.get(path) or self._old.get(path)

    def records(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield path and record of every output with this file name directly below a folder, as after the commit."""
        records = dict(self._old.records(name))
        records |= {path: row.record for path, row in self.rows.items() if path.partition("/")[2] == name}
        yield from records.items()

    def record_changed(self, name: str) -> bool:
        """Whether the record of an output with this file name differs from the previous manifest."""
        ours = ((path, row) for path, row in self.rows.items() if path.partition("/")[2] == name)
        return any((before := self._old.get(path)) is None or before.record != row.record for path, row in ours)

    def is_unmodified(self, path: str) -> bool:
        """Whether an output of an earlier run is unmodified on disk."""
        row, on_disk = self._old.get(path), self._tree.digest(path)
        return row is not None and on_disk is not None and on_disk[0] == row.sha256

    def read(self, path: str) -> bytes:
        """Return the bytes of an output after the commit: staged, else on disk; b"" if there is none."""
        number = self._staged.get(path)
        with self._guarded(path, 0):
            return self._tree.read(path) or b"" if number is None else self._work.staged(number)

    # --- commit -------------------------------------------------------------------------------------------------------

    def commit(self, complete: Iterable[str] = (), spare: Container[str] = frozenset()) -> Published:
        """Publish all staged files.

        `complete`: prefixes ("cong-van-1/") below which everything that should exist was added or kept: other
        outputs listed there are stale and removed, unless edited or in `spare`. Other rows of the manifest stay.
        """
        prefixes = tuple(complete)
        interrupted = (path for path in self._journal if path.startswith(prefixes))
        known = chain(interrupted, *(self._old.under(prefix) for prefix in prefixes))
        stale = {path for path in known if path not in self.rows and path not in spare}
        self._inspect()
        removable = [path for path in sorted(stale) if self._removable(path)]
        with self._guarded(NAME, self._bytes):
            new = self._work.write("manifest.json", self._old.changed(self.rows, stale))
            if self._staged:
                self._work.write("journal.json", dump_journal(self._journal_entries()))
                if self.sync:
                    sync_file_system(self._work.folder)
        self._work.renaming = bool(self._staged)
        for path in sorted(self._staged):
            with self._guarded(path, self.rows[path].size):
                self._replace(path)
        for path in removable:
            with self._guarded(path, 0):
                self._remove(path)
        with self._guarded(NAME, 0):
            left = {path: row for path, row in self._journal.items() if path not in self.rows and path not in stale}
            target = NAME if new != self._manifest_sha else ""
            self._work.finish(self._tree.root, target, dump_journal(left.items()) if left else ())
        self.result.unchanged.sort()
        self._staged.clear()
        self._previous.clear()
        return self.result

    def _journal_entries(self) -> Iterator[tuple[str, list[str]]]:
        """Yield, per path, the hashes of our versions that may exist during the commit."""
        for path in sorted(self._journal.keys() | self._staged.keys() if self._journal else self._staged):
            new = {self.rows[path].sha256} if path in self._staged else set()
            yield path, sorted(new.union(self._journal.get(path, ())))

    def _inspect(self) -> None:
        """Refuse the whole commit if a file was edited or a folder cannot be written; changes nothing."""
        edited: list[Problem] = []
        seen: set[str] = set()
        for path in self._staged:
            folder = path.rpartition("/")[0]
            if folder not in seen:
                seen.add(folder)
                self._writable(path)
            status = self._tree.stat(path)
            previous = self._previous.get(path, _NOTHING)
            if (signature(status) if status else None) != previous.signature:
                previous = self._previous[path] = self._examine(path)[1]
            if previous.edited:
                edited.append(edited_output(self.folder, path, known=path in self._old))
            elif status and not stat.S_ISREG(status.st_mode):
                self._warn(Message("output-link"), path)
        if edited and not self.force:
            raise OutputsEdited(edited)

    def _replace(self, path: str) -> None:
        """Rename a staged file into place; keep an edited one as a backup."""
        folder = self._tree.folder_of(path, create=True)
        assert folder is not None  # it was created
        name = path.rpartition("/")[2]
        if self._previous.get(path, _NOTHING).edited:
            backup = self._free_name(path)
            self._back_up(path, folder, name, backup)
            self.result.backups.append(path.removesuffix(name) + backup)
        self._work.publish(self._staged[path], folder, name)
        self.result.written.append(path)

    def _back_up(self, path: str, folder: int, name: str, backup: str) -> None:
        """Give an edited file a second name; on a disk without hard links (exFAT) copy it under that name."""
        try:
            os.link(name, backup, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        except OSError as error:
            if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK):
                raise
            status = self._tree.stat(path)
            copy = self._work.stage(self._tree.read(path) or b"", mode=stat.S_IMODE(status.st_mode) if status else None)
            self._work.publish(copy, folder, backup)

    def _free_name(self, path: str) -> str:
        """Return the first unused name for a backup: `.bak`, `.bak2` …"""
        for number in range(1, 1000):
            suffix = ".bak" if number == 1 else f".bak{number}"
            if self._tree.stat(path + suffix) is None:
                return path.rpartition("/")[2] + suffix
        raise self._tree.refuse(path, system_error(errno.EEXIST))

    def _removable(self, path: str) -> bool:
        """Whether a stale output exists and is unmodified; an edited one is kept with a warning."""
        on_disk = self._tree.digest(path)
        if on_disk and on_disk[0] in self._known_hashes(path):
            return True
        if on_disk or self._tree.stat(path):
            self._warn(Message("output-kept"), path)
        return False

    def _remove(self, path: str) -> None:
        """Remove a stale output, and the folders left empty."""
        os.unlink(path.rpartition("/")[2], dir_fd=self._tree.folder_of(path))
        self.result.removed.append(path)
        while "/" in path:
            path = path.rpartition("/")[0]
            self._tree.forget(path)
            try:
                os.rmdir(path.rpartition("/")[2], dir_fd=self._tree.folder_of(path))
            except OSError:
                return
