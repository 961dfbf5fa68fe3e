"""Hundred thousands of rows are read without pauses for the collector of cycles: none of them is part of one."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def many_values() -> Iterator[None]:
    """Keep the collector of cycles from walking hundred thousands of rows, none of which is part of one."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()  # and back: among the old ones at once, without a walk over all of them
            gc.unfreeze()
            gc.enable()
