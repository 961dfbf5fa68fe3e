"""Documents of thousands of rows are made without pauses for the collector of cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_frozen = False
"""Whether something was frozen when that was last asked."""


@contextmanager
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
