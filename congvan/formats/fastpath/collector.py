"""Documents of thousands of rows are made without pauses for the collector of cycles."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_BIG_BLOCK = 1 << 18  # bytes
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # as <malloc.h> of glibc numbers them

_frozen = False
"""Whether something was frozen when that was last asked."""


@contextlib.contextmanager
def without_collector(*, stays: bool = False) -> Iterator[None]:
    """Suspend the collector of cycles. `stays`: what is made meanwhile stays, so it is not walked over afterwards.

    Why: for a list of 2,000 rows WeasyPrint makes millions of objects that stay until the end; walking them again and
    again takes a quarter of its time and frees 4 % of its memory. So it is with the workbook of a long list. What was
    left before is collected first where all becomes old: python-docx leaves megabytes a document.
    """
    running = gc.isenabled()
    if stays and running and not _something_frozen():
        gc.collect(0)
    gc.disable()
    try:
        yield
    finally:
        if running:
            if stays and not _something_frozen():
                gc.freeze()  # and back: among the old ones at once
                gc.unfreeze()
            gc.enable()


def _something_frozen() -> bool:
    """Whether this process has frozen objects, which stay so; `get_freeze_count` walks over all of them each time."""
    global _frozen
    _frozen = _frozen or gc.get_freeze_count() > 0
    return _frozen


def return_memory() -> None:
    """Have the C library give the system what is free, and from now on blocks of a quarter of a MiB as they become so.

    Why: after one free block of that size glibc keeps those that follow, up to 32 MiB each; a document of thousands of
    rows is texts of tens of MiB, which leave as much memory unused as is used.
    """
    with contextlib.suppress(AttributeError, OSError):  # another C library
        import ctypes

        library = ctypes.CDLL(None)
        for option in (_MMAP_THRESHOLD, _TRIM_THRESHOLD):
            library.mallopt(option, _BIG_BLOCK)
        library.malloc_trim(0)
