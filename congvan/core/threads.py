"""One thread at a time in what several may not enter: layouts, what templates learn of records, fontconfig, PDFium.

Why one lock for all: WeasyPrint, Pango, fontconfig and PDFium know no threads and are used by one another, and records
of a template learn from one another. Python runs one thread at a time anyway, so that files come out no slower.
"""

from __future__ import annotations

import os
from _thread import RLock
from collections import deque
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

_turn = RLock()
_waiting: deque[tuple[Callable[[Any], object], Any]] = deque()
# A process that is forked has this thread alone: what another one holds or has half made would stay so in it for ever.
os.register_at_fork(before=_turn.acquire, after_in_parent=_turn.release, after_in_child=_turn.release)


def one_at_a_time(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Decorator: a thread that calls the function waits until no other one is in any function of this kind."""

    @wraps(function)
    def called(*args: Given.args, **options: Given.kwargs) -> Returned:
        with _turn:
            while _waiting:
                free, held = _waiting.popleft()
                free(held)
            return function(*args, **options)

    return called


def in_turn(free: Callable[[Any], object], held: Any, *, turn: RLock = _turn, waiting: deque[Any] = _waiting) -> None:
    """Free something now if no other thread is in one of `one_at_a_time`, else when the next one enters.

    Why: the collector may let go of an object of Pango in any thread, which must not wait. Why the defaults: it may do
    so when the names of modules are gone, as the process ends.
    """
    if not turn.acquire(blocking=False):
        waiting.append((free, held))
        return
    try:
        free(held)
    finally:
        turn.release()
