"""Compiled templates and layouts cached on disk between runs, keyed by the hash of everything they depend on.

Why: a layout takes a second, reading it back a millisecond. An entry that is damaged, truncated or written by another
version of the program fails verification and counts as missing: it is rebuilt, never trusted.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from congvan import __version__

FOLDER = ".cache/congvan"
"""The cache folder of a project, below its root."""


class Cache(Protocol):
    """Cache interface of the renderers: bytes by kind and key (a hex digest of everything the bytes depend on)."""

    def get(self, kind: str, key: str) -> bytes | None: ...

    def put(self, kind: str, key: str, data: bytes) -> None: ...

    def alone(self, kind: str, key: str) -> AbstractContextManager[None]:
        """Context manager: no other process makes this entry meanwhile; what one has made can be read in it."""
        ...


class MemoryCache:
    """Cache for the lifetime of the process."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self._entries.get((kind, key))

    def put(self, kind: str, key: str, data: bytes) -> None:
        self._entries[kind, key] = data

    def alone(self, kind: str, key: str) -> AbstractContextManager[None]:
        return contextlib.nullcontext()


@lru_cache
def library(name: str) -> str:
    """Return the metadata folder name of an installed library, which holds its version, without importing the library
    or the metadata reader.
    """
    from importlib.util import find_spec

    spec = find_spec(name)
    if spec is None or not spec.origin:
        return ""
    installed = _entries(os.path.dirname(os.path.dirname(spec.origin)))
    return min((entry for entry in installed if entry.lower().startswith(f"{name}-")), default="")


@lru_cache
def _entries(folder: str) -> list[str]:
    return os.listdir(folder)


MAKERS = ("formats", *(f"core/{name}" for name in ("opc", "fonts", "templating", "text", "threads.py", "units.py")))
"""Packages and modules whose code determines cache entries: the formats and their imports except messages."""


@lru_cache
def program(package: Path = Path(__file__).parents[1]) -> bytes:
    """Hash of the version and of the code that produces cache entries; a checkout changes without a new version."""
    digest = hashlib.sha256(__version__.encode())
    start = len(f"{package}{os.sep}")
    for path in _makers(package):
        with open(path, "rb", buffering=0) as file:
            digest.update(b"\0%s\0%s" % (os.fsencode(path[start:]), file.read()))
    return digest.digest()


_SETTLED = 2_000_000_000  # ns after which another change shows in the time of a file
_STATE = "program-state"  # a file in the folder of a cache


@lru_cache
def known_program(folder: Path, package: Path = Path(__file__).parents[1]) -> bytes:
    """Return `program`, kept in the folder of a cache while the stat data of its files are the same.

    Why: to read two hundred files takes as long as to read a layout and stamp it.
    """
    found = [(path, os.stat(path)) for path in _makers(package)]
    about = [(path, of.st_size, of.st_ino, of.st_mtime_ns, of.st_ctime_ns) for path, of in found]
    state = hashlib.sha256(repr((__version__, about)).encode("utf-8", "surrogatepass")).digest()
    with contextlib.suppress(OSError):
        kept = (folder / _STATE).read_bytes()
        if kept[:32] == state and len(kept) == 64:
            return kept[32:]
    made = program(package)
    newest = max((time_ns for _path, _size, _inode, *times in about for time_ns in times), default=0)
    if newest + _SETTLED < time.time_ns():
        _write(folder / _STATE, state + made)
    return made


def _makers(package: Path) -> list[str]:
    return sorted(path for maker in MAKERS for path in _code(os.path.join(package, maker)))


def _write(path: Path, data: bytes) -> None:
    """Write a file atomically; what can't be written (full disk, read-only) is not an error."""
    import tempfile  # what only reads has no need of it

    temp = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temp = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(temp, path)
    except OSError:
        if temp:
            with contextlib.suppress(OSError):
                os.unlink(temp)


def _code(path: str) -> Iterable[str]:
    """Yield a module, or every module and table of a package recursively."""
    if not os.path.isdir(path):
        yield from [path][: os.path.isfile(path)]
        return
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".json")):
                yield entry.path
            elif entry.name != "__pycache__" and entry.is_dir(follow_symlinks=False):
                yield from _code(entry.path)


class DiskCache:
    """Cache folder with files `<kind>/<key>`, each prefixed by a SHA-256 of its content, its key and the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, kind: str, key: str) -> bytes | None:
        try:
            raw = (self.folder / kind / key).read_bytes()
        except OSError:
            return None
        digest, data = raw[:32], raw[32:]
        return data if digest == self._digest(key, data) else None

    def put(self, kind: str, key: str, data: bytes) -> None:
        """Store atomically; a cache that cannot be written (full disk, read-only) is not an error."""
        _write(self.folder / kind / key, self._digest(key, data) + data)

    @contextlib.contextmanager
    def alone(self, kind: str, key: str) -> Iterator[None]:
        """Wait for the process that makes this entry, if there is one.

        Why it is not certain: an entry that two make is made twice, and right; one that waits for a lock that a file
        system does not know would never be made. The lock ends with its process, even one that is killed.
        """
        path = self.folder / kind / f".{key}.lock"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        except OSError:
            yield
            return
        try:
            with contextlib.suppress(OSError):
                fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            path.unlink(missing_ok=True)
            os.close(handle)

    def trim(self, kind: str, size: int) -> None:
        """Remove the entries of a kind that were written first, until the others take at most `size` bytes."""
        with contextlib.suppress(OSError):
            entries = sorted((self.folder / kind).iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
            total = 0
            for path in entries:
                total += path.stat().st_size
                if total > size:
                    path.unlink(missing_ok=True)

    def _digest(self, key: str, data: bytes) -> bytes:
        return hashlib.sha256(b"%s%s:%s" % (known_program(self.folder), key.encode(), data)).digest()
