"""The values of parsed YAML files, kept in the cache of a project between runs, by the hash of the bytes.

Why: to parse the lists of a province takes longer than to lay out a letter, and of all files a clerk has changed one
since the last run, or a template alone.
"""

from __future__ import annotations

import hashlib
import marshal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from congvan.core.bootstrap.no_op import program_state
from congvan.core.cache import DiskCache

KIND = "parsed"  # of entries in the cache
MOST_KEPT = 16_000_000  # bytes of them
_cache: ContextVar[DiskCache | None] = ContextVar("cache", default=None)


@contextmanager
def keeping(cache: DiskCache) -> Iterator[None]:
    """Context manager: files parsed in it are kept in the cache, and those that the cache has are not parsed again."""
    token = _cache.set(cache)
    try:
        yield
    finally:
        _cache.reset(token)


def recalled(data: bytes) -> Any:
    """Return the plain values of a file with these bytes from the cache; None if it has none."""
    cache = _cache.get()
    known = cache.get(KIND, _key(data)) if cache is not None else None
    return None if known is None else marshal.loads(known)


def keep(data: bytes, values: Any) -> None:
    """Put the plain values of a file with these bytes into the cache, unless the program was changed just now."""
    cache = _cache.get()
    if cache is not None and program_state().settled:
        cache.put(KIND, _key(data), marshal.dumps(values))
        cache.trim(KIND, MOST_KEPT)


def _key(data: bytes) -> str:
    return hashlib.sha256(_program() + data).hexdigest()


@lru_cache(maxsize=1)
def _program() -> bytes:
    known = (sys.implementation.cache_tag, program_state().lines)  # one Python may write values in another way
    return hashlib.sha256(repr(known).encode("utf-8", "surrogatepass")).digest()
