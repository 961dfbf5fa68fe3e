"""Documents of thousands of rows are made without pauses for the collector of cycles."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Suspend the collector of cycles.

    Why: for a list of 2,000 rows WeasyPrint makes millions of objects that stay until the end; walking them again and
    again takes a quarter of its time and frees 4 % of its memory. So it is with the workbook of a long list.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
