"""The only writer of outputs/: lock, stage beside, refuse edited files, replace each by rename, then the manifest.

Order of a commit: all is staged → the manifest-to-be and a journal of what will be renamed are written beside → one
sync → every file by rename → stale files go → the manifest by rename. Whatever moment the process dies, each file is
the old or the new one. The journal tells the next run which hashes are ours though the manifest does not list them yet.

The working folder is `.outputs.work` beside `outputs/` (inside, as `.work`, where outputs/ is a file system of its own
or its parent may not be written). It is gone after a run that ended; the next run sweeps what a killed one left. The
lock is a flock on outputs/ itself: it leaves no file and ends with its holder.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from congvan.problems import EnvironmentFault, Problem, ProblemsFound
from congvan.publishing.errors import (
    Busy,
    Edited,
    edited_output,
    failed_write,
    kept_output,
    link_replaced,
    no_locks,
    outputs_locked,
    shared_path,
    system_error,
    unreadable_manifest,
    unwritable,
)
from congvan.publishing.manifest import NAME, Row, Rows, dump_journal, load, load_journal
from congvan.publishing.paths import Signature, Tree, make_folder, safe_path, sha256, signature
from congvan.publishing.staging import Digests, Work, lock, sync_file_system, unlock
from congvan.publishing.verify import manifest_bytes

__all__ = ["Busy", "Edited", "Published", "Publisher"]


class _Before(NamedTuple):
    """What stood at the place of a file when it was staged, and whether it is not ours."""

    signature: Signature | None
    edited: bool


_NOTHING = _Before(None, edited=False)


@dataclass
class Published:
    """What a commit did, as paths relative to outputs/; `problems` are warnings: files kept, links replaced."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    backups: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sync_seconds: float = 0.0


class Publisher:
    """A build's way to outputs/, held by one process at a time; a context manager.

    `add` stages a file and holds none in memory; `commit` publishes all that was staged; leaving without a commit
    leaves outputs/ as it was. Raises CannotRun (not writable, disk full), Busy, Edited; a refusal comes before
    anything is renamed. `force` replaces edited files and keeps them as `.bak`.
    """

    def __init__(self, folder: Path, *, force: bool = False, sync: bool = True) -> None:
        self.folder, self.force, self.sync = Path(folder), force, sync
        self.rows: dict[str, Row] = {}
        self.result = Published()
        self._journal: dict[str, list[str]] = {}
        self._old = Rows([])
        self._staged: dict[str, int] = {}  # its number in the stage
        self._before: dict[str, _Before] = {}  # of those at whose place something stands
        self._folded: dict[str, str] = {}  # paths that case folding changes, by what they become
        self._bytes = 0
        self._digests = Digests()
        self._manifest_sha = ""

    # --- opening and closing ------------------------------------------------------------------------------------------

    def __enter__(self) -> Publisher:
        make_folder(self.folder)
        try:
            self._tree = Tree(self.folder)
        except OSError as error:
            raise unwritable(self.folder, error) from None
        try:
            self._take_lock()
            self._work = Work(self.folder, self._tree.root)
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
            self.result.problems.append(unreadable_manifest(self.folder))
        return self

    def __exit__(self, *_raised: object) -> None:
        self._work.close()
        self._close_tree()

    def _close_tree(self) -> None:
        unlock(self._tree.root)
        self._tree.close()

    def _take_lock(self) -> None:
        try:
            if not lock(self._tree.root):
                raise outputs_locked(self.folder, Work.holder(self.folder, self._tree.root))
        except OSError:  # a network share without locks
            self.result.problems.append(no_locks(self.folder))

    # --- what is to be published --------------------------------------------------------------------------------------

    def check(self, paths: Iterable[str]) -> None:
        """Refuse early, before anything is rendered: unsafe paths, links and unwritable folders on the way."""
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
        handle = self._tree.folder_of(path)
        if handle is not None and not os.access(".", os.W_OK | os.X_OK, dir_fd=handle):
            folder = path.rpartition("/")[0]
            raise self._tree.refuse(folder, system_error(errno.EACCES))

    def keep(self, path: str, key: str) -> bool:
        """Whether the published file still is what `key` makes, byte for byte; it then counts as done, unchanged."""
        row = self._old.get(path)
        if row is None or not key or row.key != key:
            return False
        found = self._tree.digest(safe_path(path))
        if found is None or found[0] != row.sha256:
            return False
        self._claim(path, row)
        self.result.unchanged.append(path)
        return True

    def add(
        self, path: str, data: bytes, *, document: str = "", record: str = "", template: str = "",
        inputs: Sequence[str] = (), key: str = "",
    ) -> None:  # fmt: skip
        """Stage one file: `path` relative to outputs/, its bytes, and its row of the manifest."""
        safe_path(path)
        row = Row(self._digests.of(data), len(data), document, record, template, tuple(inputs), key)
        self._claim(path, row)
        same, before = self._look(path)
        if same:
            self.result.unchanged.append(path)
            return
        with self._guarded(path, len(data)):
            number = self._work.stage(data)
        self._keep_staged(path, number, before, len(data))

    def _keep_staged(self, path: str, number: int, before: _Before, size: int) -> None:
        self._staged[path] = number
        self._bytes += size
        if before != _NOTHING:
            self._before[path] = before

    def _claim(self, path: str, row: Row) -> None:
        folded = path.casefold()
        other = path if path in self.rows else folded if folded in self.rows else self._folded.get(folded)
        if other is not None:
            raise shared_path(path, other)
        self.rows[path] = row
        if folded != path:
            self._folded[folded] = path

    def _look(self, path: str) -> tuple[bool, _Before]:
        """What stands at a path now: is it the new file already, and what else is it?"""
        status = self._tree.stat(path)
        if status is None:
            return False, _NOTHING
        found = self._tree.digest(path)
        if found:
            same = found[0] == self.rows[path].sha256
            return same, _Before(found[1], not same and found[0] not in self._ours(path))
        if stat.S_ISDIR(status.st_mode):
            raise self._tree.refuse(path, system_error(errno.EISDIR))
        # A link or a pipe: the rename replaces it and touches nothing behind it.
        return False, _Before(signature(status), edited=False)

    def _ours(self, path: str) -> set[str]:
        row = self._old.get(path)
        return {*self._journal.get(path, ()), *((row.sha256,) if row else ())}

    @contextmanager
    def _guarded(self, path: str, size: int) -> Iterator[None]:
        """Say of a disk that fails which file it was, and how much is needed."""
        try:
            yield
        except OSError as error:
            raise failed_write(self.folder, path, error, size, self._bytes + size, self._work.renaming) from None

    # --- what the outputs will be -------------------------------------------------------------------------------------

    @property
    def changes(self) -> bool:
        """Whether a commit would write anything."""
        return bool(self._staged)

    def row(self, path: str) -> Row | None:
        """The row of an output of this run, else of an earlier one."""
        return self.rows.get(path) or self._old.get(path)

    def records(self, name: str) -> Iterator[tuple[str, str]]:
        """The path and record of every output of this file name right below a folder of outputs/, as they will be."""
        found = dict(self._old.records(name))
        found |= {path: row.record for path, row in self.rows.items() if path.partition("/")[2] == name}
        yield from found.items()

    def retold(self, name: str) -> bool:
        """Whether the manifest will say something else of an output of this file name than it did."""
        ours = ((path, row) for path, row in self.rows.items() if path.partition("/")[2] == name)
        return any((before := self._old.get(path)) is None or before.record != row.record for path, row in ours)

    def untouched(self, path: str) -> bool:
        """Whether an output of an earlier run still is as we made it."""
        row, found = self._old.get(path), self._tree.digest(path)
        return row is not None and found is not None and found[0] == row.sha256

    def read(self, path: str) -> bytes:
        """The bytes of an output as they will be: the staged ones, else those on disk; b"" where there is none."""
        number = self._staged.get(path)
        with self._guarded(path, 0):
            return self._tree.read(path) if number is None else self._work.staged(number)

    # --- commit -------------------------------------------------------------------------------------------------------

    def commit(self, complete: Iterable[str] = (), spare: Container[str] = frozenset()) -> Published:
        """Publish what was staged.

        `complete`: prefixes ("bluezone-2020/") below which all that should exist was added or kept: what the manifest
        lists there besides is stale and removed, if nobody edited it, but for the paths in `spare`. Other rows of the
        manifest stay. Returns what was done.
        """
        prefixes = tuple(complete)
        begun = (path for path in self._journal if path.startswith(prefixes))
        known = chain(begun, *(self._old.under(prefix) for prefix in prefixes))
        stale = {path for path in known if path not in self.rows and path not in spare}
        self._inspect()
        doomed = [path for path in sorted(stale) if self._removable(path)]
        with self._guarded(NAME, self._bytes):
            fresh = self._work.write("manifest.json", self._old.changed(self.rows, stale)) != self._manifest_sha
            if self._staged:
                self._work.write("journal.json", dump_journal(self._hashes()))
                self._sync()
        self._work.renaming = bool(self._staged)
        for path in sorted(self._staged):
            with self._guarded(path, self.rows[path].size):
                self._replace(path)
        for path in doomed:
            with self._guarded(path, 0):
                self._remove(path)
        with self._guarded(NAME, 0):
            going = (row for row in self._journal.items() if row[0] not in self.rows and row[0] not in stale)
            left = dict(going)
            self._work.finish(self._tree.root, NAME if fresh else "", dump_journal(left.items()) if left else ())
        self.result.unchanged.sort()
        self._staged.clear()
        self._before.clear()
        return self.result

    def _hashes(self) -> Iterator[tuple[str, list[str]]]:
        """What may stand at a path while the commit goes on, of ours: for the journal."""
        for path in sorted(self._journal.keys() | self._staged.keys() if self._journal else self._staged):
            new = {self.rows[path].sha256} if path in self._staged else set()
            yield path, sorted(new.union(self._journal.get(path, ())))

    def _sync(self) -> None:
        started = time.perf_counter()
        if self.sync:
            sync_file_system(self._work.folder)
        self.result.sync_seconds = time.perf_counter() - started

    def _inspect(self) -> None:
        """Refuse the whole commit if a file was edited, or a folder can't be written; nothing is changed yet."""
        edited: list[Problem] = []
        seen: set[str] = set()
        for path in self._staged:
            folder = path.rpartition("/")[0]
            if folder not in seen:
                seen.add(folder)
                self._writable(path)
            status = self._tree.stat(path)
            before = self._before.get(path, _NOTHING)
            if (signature(status) if status else None) != before.signature:
                before = self._before[path] = self._look(path)[1]
            if before.edited:
                edited.append(edited_output(self.folder, path, known=path in self._old))
            elif status and not stat.S_ISREG(status.st_mode):
                self.result.problems.append(link_replaced(self.folder, path))
        if edited and not self.force:
            raise Edited(edited)

    def _replace(self, path: str) -> None:
        folder = self._tree.folder_of(path, create=True)
        assert folder is not None  # it was created
        name = path.rpartition("/")[2]
        if self._before.get(path, _NOTHING).edited:
            backup = self._free_name(path)
            os.link(name, backup, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
            self.result.backups.append(path.removesuffix(name) + backup)
        self._work.publish(self._staged[path], folder, name)
        self.result.written.append(path)

    def _free_name(self, path: str) -> str:
        for number in range(1, 1000):
            suffix = ".bak" if number == 1 else f".bak{number}"
            if self._tree.stat(path + suffix) is None:
                return path.rpartition("/")[2] + suffix
        raise self._tree.refuse(path, system_error(errno.EEXIST))

    def _removable(self, path: str) -> bool:
        """Whether a stale output is there and as we made it; one that was edited is kept and named."""
        found = self._tree.digest(path)
        if found and found[0] in self._ours(path):
            return True
        if found or self._tree.stat(path):
            self.result.problems.append(kept_output(self.folder, path))
        return False

    def _remove(self, path: str) -> None:
        """Remove a stale output, and the folders that it leaves empty."""
        os.unlink(path.rpartition("/")[2], dir_fd=self._tree.folder_of(path))
        self.result.removed.append(path)
        while "/" in path:
            path = path.rpartition("/")[0]
            self._tree.forget(path)
            try:
                os.rmdir(path.rpartition("/")[2], dir_fd=self._tree.folder_of(path))
            except OSError:
                return
