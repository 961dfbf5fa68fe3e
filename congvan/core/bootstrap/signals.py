"""Handle Ctrl-C, SIGTERM and a terminal that is closed (SIGHUP): they end a run exactly once and are never lost.

Why: Python raises a signal's exception wherever it happens to be. A finaliser cannot raise, and an extension module
may convert it to an error of its own; neither may continue the run, nor be reported as an internal error.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def signals_as_exceptions() -> Iterator[list[int]]:
    """Raise KeyboardInterrupt or SystemExit(128 + number) for a signal inside; yield the list of signals received."""
    received: list[int] = []

    def end(number: int, _frame: object) -> None:
        received.append(number)
        if number == signal.SIGINT:
            raise KeyboardInterrupt
        sys.exit(128 + number)

    hook = sys.unraisablehook
    try:
        handled = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
        handlers = {number: signal.signal(number, end) for number in handled}
    except ValueError:  # not in the main thread: embedded in another program
        yield received
        return
    sys.unraisablehook = partial(_resend, hook)
    try:
        yield received
    finally:
        sys.unraisablehook = hook
        for number, handler in handlers.items():
            signal.signal(number, handler)


def _resend(hook: Callable[[sys.UnraisableHookArgs], object], what: sys.UnraisableHookArgs) -> None:
    """Send a signal again shortly after its exception could not be raised (in a finaliser)."""
    number = {KeyboardInterrupt: signal.SIGINT, SystemExit: signal.SIGTERM}.get(what.exc_type)
    if number is None:
        hook(what)
        return
    from threading import Timer

    Timer(0.2, os.kill, (os.getpid(), number)).start()
