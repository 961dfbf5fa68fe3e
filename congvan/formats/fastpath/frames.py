"""Room for the frames of deep calls, given at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

_SLOTS = 33_000
"""What a frame asks for, in pointers: a little over 256 KiB, so that Python takes 512 KiB and leaves the other half."""


def with_room(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Decorator: the calls below a function have their frames in one piece of memory.

    Why: Python takes memory for frames from the system in pieces of 16 KiB, and gives a piece back when the frame that
    began it ends. Wherever a layout is as deep as a piece is long, each further call costs a mapping and a page of
    zeros: 2,700 for a first letter, a twentieth of its time. A frame that asks for more has a larger piece, whose rest
    is for the frames above it; what none of them uses is never touched.
    """

    def called(*args: Given.args, **options: Given.kwargs) -> Returned:
        return function(*args, **options)

    called.__code__ = called.__code__.replace(co_stacksize=_SLOTS)
    return wraps(function)(called)
