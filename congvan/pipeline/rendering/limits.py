"""Time and memory limits for one file: a template in an endless loop is stopped, and the other files continue.

Why processor time: a laptop that sleeps, a process that is stopped and a machine that is busy are no fault of the file.
What waits without computing is stopped later, by the number of timer signals: a stopped process gets none.

Why a timer beside the system limit: RLIMIT_AS counts memory that is only reserved, so it has to be generous; it catches
the single call that asks for gigabytes at once (MemoryError), which no timer sees in time. The timer fires once a
second; it raises a BaseException so that no `except Exception` in a library swallows it.
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
"""Limit of processor time for one file; the largest of the sample takes 1 s."""
WAITING = 600.0
"""Limit of the time that the process runs or waits for one file, in seconds."""
BYTES = 1 << 30
"""Limit of a process's memory growth while it renders one file."""
RESERVED = 4 << 30
"""Limit of address space reserved beyond what it was at most a second before the file."""
_INTERVAL = 1.0  # seconds between two checks


class LimitExceeded(BaseException):
    """Raised when a file exceeds the time or memory limit; the text says which."""


@contextmanager
def limited() -> Iterator[None]:
    """Context manager: raise LimitExceeded in the block if it exceeds a limit; no effect outside the main thread."""
    started, used, waited = time.thread_time(), 0, 0.0

    def check_usage(_number: int, _frame: FrameType | None) -> None:
        nonlocal used, waited
        used = used or _memory(1)  # not before the first check: most files are finished by then
        waited += _INTERVAL
        if time.thread_time() - started > SECONDS:
            raise LimitExceeded(f"> {SECONDS:g} s")
        if waited > WAITING:
            raise LimitExceeded(f"> {WAITING:g} s")
        if _memory(1) - used > BYTES:
            raise LimitExceeded(f"> {BYTES >> 20} MiB")

    previous_handler: Any = None
    try:
        previous_handler = signal.signal(signal.SIGALRM, check_usage)
    except ValueError:  # not the main thread: the embedding program is responsible
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    signal.setitimer(signal.ITIMER_REAL, _INTERVAL, _INTERVAL)
    if soft == resource.RLIM_INFINITY:
        resource.setrlimit(resource.RLIMIT_AS, (_ceiling(int(started)), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous_handler)


@lru_cache(maxsize=1)
def _ceiling(_second: int) -> int:
    """Return the limit that holds for a second of processor time.

    Why not for each file: to measure it takes a fortieth of a letter's time. Why not once: a process that has grown
    over many files would stop the next one.
    """
    return _memory(0) + RESERVED if _memory(0) else resource.RLIM_INFINITY


def _memory(field: int) -> int:
    """Return the bytes this process has reserved (0) or in use (1); 0 if the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[field]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
