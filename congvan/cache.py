"""Compiled templates and layouts kept on disk between runs, addressed by the hash of all they were made from.

Why: a layout costs a second, reading it back a millisecond. An entry that is damaged, truncated or of another
program version does not verify and counts as missing: it is rebuilt, never trusted.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

from congvan import __version__


class Cache(Protocol):
    """What renderers need of a cache: bytes by kind and key (a hex digest of everything the bytes depend on)."""

    def get(self, kind: str, key: str) -> bytes | None: ...

    def put(self, kind: str, key: str, data: bytes) -> None: ...


class MemoryCache:
    """A cache that lives as long as the process."""

    def __init__(self) -> None:
        self._entries: dict[tuple[str, str], bytes] = {}

    def get(self, kind: str, key: str) -> bytes | None:
        return self._entries.get((kind, key))

    def put(self, kind: str, key: str, data: bytes) -> None:
        self._entries[kind, key] = data


class DiskCache:
    """A folder of `<kind>/<key>` files, each headed by the SHA-256 of its content and the program version."""

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
        """Store, atomically; a cache that can't be written (full disk, read-only) is no error."""
        folder = self.folder / kind
        temp = ""
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, temp = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=folder)
            with os.fdopen(handle, "wb") as file:
                file.write(self._digest(key, data) + data)
            os.replace(temp, folder / key)
        except OSError:
            if temp:
                with contextlib.suppress(OSError):
                    os.unlink(temp)

    @staticmethod
    def _digest(key: str, data: bytes) -> bytes:
        return hashlib.sha256(f"{__version__}:{key}:".encode() + data).digest()
