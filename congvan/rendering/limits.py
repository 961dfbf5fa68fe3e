"""How much time and memory one file may take: a template that loops for ever is stopped, and the others go on.

Why a timer beside the system's limit: RLIMIT_AS counts what is only reserved, so it has to be generous; it is there for
the one call that asks for gigabytes at once (MemoryError), which no timer sees in time. The timer looks once a second;
what it raises is a BaseException, so that no library's `except Exception` keeps it.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from types import FrameType
from typing import Any

SECONDS = 60.0
"""Time for one file: the largest of the sample takes one."""
BYTES = 1 << 30
"""Memory that a process may grow by while it renders one file."""
RESERVED = 4 << 30
"""Address space that a process may reserve beyond what it had at its first file."""
_INTERVAL = 1.0  # seconds between two looks


class LimitExceeded(BaseException):
    """A file took more time or memory than any file may; the text says which."""


@contextmanager
def limited() -> Iterator[None]:
    """Raise OutOfBounds in the block once it has taken too much; without effect outside a main thread."""
    started, used = time.monotonic(), 0

    def check_usage(_number: int, _frame: FrameType | None) -> None:
        nonlocal used
        used = used or _memory(1)  # not before the first look: most files are done by then
        if time.monotonic() - started > SECONDS:
            raise LimitExceeded(f"> {SECONDS:g} s")
        if _memory(1) - used > BYTES:
            raise LimitExceeded(f"> {BYTES >> 20} MiB")

    previous_handler: Any = None
    try:
        previous_handler = signal.signal(signal.SIGALRM, check_usage)
    except ValueError:  # a thread of somebody else's program: its owner watches it
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    signal.setitimer(signal.ITIMER_REAL, _INTERVAL, _INTERVAL)
    if soft == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (_ceiling(), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous_handler)


@lru_cache(maxsize=1)
def _ceiling() -> int:
    return _memory(0) + RESERVED if _memory(0) else resource.RLIM_INFINITY


def _memory(field: int) -> int:
    """Bytes of memory that this process has reserved (0) or in use (1); 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
