"""Files that were sent: those of folders, read without following links, and those taken out of other files."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from congvan.core.messages import Message
from congvan.core.opc import sniff
from congvan.core.problems import Place, Problem, ProblemsFound, reason_of
from congvan.core.text import presentable
from congvan.grids.intake import LARGEST, LARGEST_SCAN, SCANS

_SKIPPED = (".", "~$", "Thumbs.db", "desktop.ini", "__MACOSX")


class SentFile:
    """A file: its name in the inbox as it can be shown and printed, and how its bytes are read.

    The bytes are held from the first `load` until `drop`.
    """

    def __init__(self, name: str, load: Callable[[], bytes]) -> None:
        self.name, self._load = name, load
        self.notes: list[Problem] = []  # what is reported of a file that holds others
        self._data: bytes | None = None

    def load(self) -> bytes:
        """Return its bytes; raise `ProblemsFound` for what can't be read."""
        if self._data is None:
            self._data = self._load()
        return self._data

    def drop(self) -> None:
        """Let go of the bytes."""
        self._data = None

    @cached_property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return sha256(self.load()).hexdigest()


def shown_name(raw: str) -> str:
    """Return a file's name as text that can be shown: bytes that are no UTF-8, and signs that paper lacks, replaced."""
    text = os.fsencode(raw).decode("utf-8", "replace")
    return presentable(text, 300)


def is_skipped(name: str) -> bool:
    """Whether a file or folder is one that systems leave behind: hidden, a lock, thumbnails."""
    return (name.startswith(_SKIPPED[:2]) and name.strip(".") != "") or name in _SKIPPED[2:]


def files_of(inboxes: Iterable[Path], names: Mapping[str, str] | None = None) -> Iterator[SentFile]:
    """Yield every file of the inboxes, sorted; an inbox may be a file. `names`: what files that lie under another name
    were called.
    """
    called = names or {}
    for inbox in inboxes:
        if inbox.is_file():
            yield _of_path(inbox, called.get(inbox.name, inbox.name))
            continue
        if not inbox.is_dir():
            raise ProblemsFound(Problem(Message("inbox-missing", folder=inbox), Place(str(inbox))))
        for where, folders, inside in os.walk(inbox):
            folders[:] = sorted(name for name in folders if not is_skipped(name))
            for name in sorted(inside):
                if not is_skipped(name):
                    path = Path(where) / name
                    raw = path.relative_to(inbox).as_posix()
                    yield _of_path(path, called.get(raw, raw))


def _of_path(path: Path, raw: str) -> SentFile:
    name = shown_name(raw)
    return SentFile(name, lambda: read_bytes(path, name))


def read_bytes(path: Path, name: str) -> bytes:
    """Read a regular file up to one byte over the limit, which is higher for a scan; raise `ProblemsFound` for anything
    else. Never follows links.
    """
    place = Place(name)
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        link = error.errno == errno.ELOOP
        message = Message("file-refused.sent-link") if link else Message("file-unreadable", why=reason_of(error))
        raise ProblemsFound(Problem(message, place)) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):  # a folder can't even be opened as a file
        os.close(handle)
        raise ProblemsFound(Problem(Message("file-refused.regular"), place))
    with os.fdopen(handle, "rb") as file:
        data = file.read(LARGEST + 1)
        if len(data) > LARGEST and sniff.kind_of(data) in SCANS | {"zip"}:
            data += file.read(LARGEST_SCAN - LARGEST)
        return data
