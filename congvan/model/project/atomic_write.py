"""Write one file of data/ atomically: a new one, or one that is replaced and keeps its permissions."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Write a temporary file, sync it, rename it over `path`; follow links. On OSError the old file stays."""
    target = path.resolve()
    _write(target, data, target.stat().st_mode & 0o7777)


def write_file(path: Path, data: bytes, *, sync: bool = True) -> None:
    """Write a temporary file, sync it, rename it to `path`. On OSError nothing of it stays.

    `sync`: False for what is soon made again, and need not outlive a power cut.
    """
    _write(path, data, None, sync=sync)


def _write(target: Path, data: bytes, mode: int | None, *, sync: bool = True) -> None:
    """Write with these permissions; None: those of a new file."""
    temp = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    try:
        with temp.open("xb") as file:
            file.write(data)
            file.flush()
            if mode is not None:
                os.fchmod(file.fileno(), mode)
            if sync:
                os.fsync(file.fileno())
        os.replace(temp, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temp)
        raise
