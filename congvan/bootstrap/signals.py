"""A run that is ended from outside: Ctrl-C and SIGTERM end it once, whatever was being done, and are never lost.

Why: a signal is raised as an exception wherever Python happens to be. In a finaliser nothing can be raised, and a
library written in another language turns it into an error of its own; neither may go on as if nothing had been asked,
nor be told as a mistake of ours.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def signals_as_exceptions() -> Iterator[list[int]]:
    """Within it the two signals raise KeyboardInterrupt and SystemExit(143); gives the list of those that came."""
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
    except ValueError:  # not in the main thread: somebody else's program
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
    """A signal that met Python where nothing can be raised is sent again a moment later."""
    number = {KeyboardInterrupt: signal.SIGINT, SystemExit: signal.SIGTERM}.get(what.exc_type)
    if number is None:
        hook(what)
        return
    from threading import Timer

    Timer(0.2, os.kill, (os.getpid(), number)).start()
