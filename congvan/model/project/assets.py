"""Read every input file of a build once, with its hash; the only reader of data/ and templates/."""

from __future__ import annotations

import hashlib
import os
import posixpath
import stat
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound, reason_of

LARGEST = 64 * 1024 * 1024  # bytes of one file
FOLDERS = ("data", "templates")
DISPATCHES = "data/dispatches/"
_UNFINISHED = ("~", ".tmp")  # backups of editors, and what an office program writes before it replaces the file
_TICK, _COARSE = 10_000_000, 2_000_000_000  # ns within which a second edit may be invisible, by clock resolution
GENERATED = ("data/schema/",)


class Assets(Mapping[str, bytes]):
    """The files of a project by POSIX path from its root: `data/agency.yaml`, `templates/van-ban.docx`.

    `unread`: the ids of existing dispatches that the run does not need.
    """

    def __init__(self, files: Mapping[str, bytes], unread: Sequence[str] = ()) -> None:
        self._files = dict(sorted(files.items()))
        self.unread = tuple(unread)
        self._digests: dict[str, str] = {}

    def __getitem__(self, name: str) -> bytes:
        return self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def digest(self, name: str) -> str:
        """Return the SHA-256 of a file, hexadecimal."""
        if name not in self._digests:
            self._digests[name] = hashlib.sha256(self._files[name]).hexdigest()
        return self._digests[name]

    def under(self, folder: str) -> dict[str, bytes]:
        """Return the files below a folder (`templates/`), by their names relative to it."""
        return {name.removeprefix(folder): data for name, data in self._files.items() if name.startswith(folder)}


def dispatch_id(name: str) -> str:
    """Return the id of the dispatch in a file; "" if it is another kind of file."""
    return posixpath.basename(name)[: -len(".yaml")] if name.startswith(DISPATCHES) and name.endswith(".yaml") else ""


def read(root: Path, dispatches: Collection[str] = ()) -> Assets:
    """Read data/ and templates/ of a project; of the dispatches those with these ids (default: all).

    Hidden files, lock files and unfinished ones of editors (`~$van-ban.docx`, `lu12ab.tmp`) and generated schemas are
    skipped; anything but a regular file (a pipe, a device, a link out of the project) is refused. Raises
    `ProblemsFound`.
    """
    files: dict[str, bytes] = {}
    unread: list[str] = []
    problems: list[Problem] = []
    if not (root / "data").is_dir():
        missing = Problem(Message("project-missing", root=root), Place(str(root)))
        raise ProblemsFound(missing)
    for name in names(root):
        if dispatches and (dispatch := dispatch_id(name)) not in ("", *dispatches):
            unread.append(dispatch)
            continue
        try:
            files[name] = read_one(root, name)
        except ProblemsFound as stop:
            problems += stop.problems
    if problems:
        raise ProblemsFound(problems)
    return Assets(files, unread)


def read_one(root: Path, name: str) -> bytes:
    """Read one file of a project under the same rules as `read`; raises `ProblemsFound`."""
    try:
        return _read_regular(root / name, root)
    except _NotReadable as refused:
        raise ProblemsFound(Problem(refused.why, Place(name))) from None
    except OSError as error:
        raise ProblemsFound(Problem(Message("file-unreadable", why=reason_of(error)), Place(name))) from None


def stamp(root: Path, name: str) -> list[int]:
    """Return stat data of a file that stay the same only while its bytes do; [] if that cannot be guaranteed, as right
    after an edit, since another one in the same clock tick would be invisible."""
    try:
        status = os.stat(f"{root}/{name}")
    except OSError:
        return []
    changed = max(status.st_mtime_ns, status.st_ctime_ns)
    if changed + (_COARSE if changed % 1_000_000_000 == 0 else _TICK) > time.time_ns():
        return []
    return [status.st_ino, status.st_mtime_ns, status.st_ctime_ns, status.st_size]


def names(root: Path) -> list[str]:
    """Return the names of the files that `read` would read, sorted; opens nothing."""
    paths = []
    for folder in FOLDERS:
        top = str(root / folder)
        for where, folders, files in os.walk(top, followlinks=False):
            folders[:] = [name for name in folders if not name.startswith(".")]
            prefix = f"{folder}{where[len(top) :]}".replace(os.sep, "/")
            shown = (name for name in files if not name.startswith((".", "~$")) and not name.endswith(_UNFINISHED))
            paths += [f"{prefix}/{name}" for name in shown]
    return sorted(name for name in paths if not name.startswith(GENERATED))


class _NotReadable(Exception):
    def __init__(self, why: Message) -> None:
        super().__init__(why)
        self.why = why


def _read_regular(path: Path, root: Path) -> bytes:
    """Read a regular file; never block on a pipe, never follow a link out of the project."""
    if path.is_symlink():
        meant = os.path.realpath(path)
        if os.path.islink(meant):  # of links in a circle none is followed
            raise _NotReadable(Message("file-refused.loop"))
        if not Path(meant).is_relative_to(root.resolve()):
            raise _NotReadable(Message("file-refused.link"))
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise _NotReadable(Message("file-refused.regular"))
        if status.st_size > LARGEST:
            raise _NotReadable(Message("file-refused.file", size=LARGEST >> 20))
        return file.read()
