"""Work done in a fork of this process: what it changes, or can't take back, ends with it."""

from __future__ import annotations

import os
import sys
import traceback
import warnings
from collections.abc import Callable


def begun(work: Callable[[], None]) -> int:
    """Begin something in a process of its own; return its id. It ends with 3 where the work fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a fork beside threads that wait
        child = os.fork()
    if child == 0:
        code = 3
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(code)
    return child


def forked(work: Callable[[], None]) -> int:
    """Do something in a process of its own; return how it ended, as `os.waitpid` says it."""
    return os.waitpid(begun(work), 0)[1]
