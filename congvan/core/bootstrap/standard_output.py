"""Write what a command prints; a disk that is full or broken there is told apart from an error of the program.

Why by its own exception: a write that failed may work a moment later, so whether the output can be written now says
nothing about the error at hand.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # typing's takes longer to import than all the rest of a help
if TYPE_CHECKING:
    from typing import TextIO


class UnwritableOutput(Exception):
    """What is printed can't be written (`… > list.txt` on a full disk); its cause is the system's error."""


def write_out(text: str, out: TextIO | None = None, *, end: str = "\n", flush: bool = False) -> None:
    """Print a text to standard output, or to `out`.

    Raises `UnwritableOutput`; `BrokenPipeError` if the reader is gone.
    """
    try:
        print(text, end=end, file=out or sys.stdout, flush=flush)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnwritableOutput from error


def discard_output() -> None:
    """Let what is still to be printed go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
