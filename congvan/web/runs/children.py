"""Heavy acts in child processes: a crash or a lack of memory ends the child, becomes a Problem, and the page lives on.

The child gets its order on standard input (a pickled `ChildOrder`) and answers with events, a line of JSON each:
`steps` (a title and a total), `done` (a count), at last `outcome`. It stops when a byte comes, or when its input ends,
as it does when the server dies: no build goes on unseen. The outcome is plain values, so that nothing of a process that
reads files of strangers is unpickled here.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from congvan.core.i18n import using_language
from congvan.core.job import Outcome, Progress
from congvan.core.messages import Message
from congvan.core.problems import Exit, Problem
from congvan.web.runs.outcomes import failed, faulty, shown

_PROGRAM = "import sys; sys.path[:] = {path!r}; from congvan.web.runs.children import main; main({warm})"
_WARM = ("congvan.pipeline.build", "congvan.pipeline.validate", "congvan.nd30.acts", "congvan.returns.collecting")
"""Modules that a child imports before it has an order, so that its act starts at once."""
_NICE = 10
_OFTEN = 0.05  # seconds between two events of progress
_GRACE = 10.0  # seconds that a cancelled child has to end by itself

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ChildOrder:
    """What a child is to do. `act`: “congvan.pipeline.build:build”; `memory`: its address space in bytes."""

    command: str
    act: str
    request: Any
    language: str = "vi"
    memory: int = 6 << 30
    seconds: float = 3600.0


class Child:
    """A child process at work on an order."""

    def __init__(self, order: ChildOrder, spare: subprocess.Popen[bytes] | None = None) -> None:
        self.order = order
        self.cancelled = self.too_long = False
        self._process = spare or start_process()
        with contextlib.suppress(BrokenPipeError):  # it ended at once: `outcome` says so
            self._write(pickle.dumps(order))

    @property
    def pid(self) -> int:
        return self._process.pid

    def outcome(self, tell: Callable[[Event], object]) -> dict[str, Any]:
        """Wait for the end; `tell` gets every event. Return the outcome as plain values."""
        watch = threading.Timer(self.order.seconds, self._overdue)
        watch.daemon = True
        watch.start()
        outcome: dict[str, Any] | None = None
        assert self._process.stdout is not None
        try:
            for line in self._process.stdout:
                event = json.loads(line)
                if event["type"] == "outcome":
                    outcome = event["outcome"]
                else:
                    tell(event)
        except ValueError:  # the line of a child that was killed while it wrote
            outcome = None
        finally:
            watch.cancel()
            self._end()
        if outcome is not None:
            return outcome
        with using_language(self.order.language):  # a thread has a language of its own
            return self._without_outcome()

    def cancel(self) -> None:
        """Ask the act to stop at its next step; a child that does not is killed."""
        self.cancelled = True
        with contextlib.suppress(OSError):
            self._write(b"c")
        watch = threading.Timer(_GRACE, self.kill)
        watch.daemon = True
        watch.start()

    def kill(self) -> None:
        """Kill the child with all the processes that it started."""
        if self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _overdue(self) -> None:
        self.too_long = True
        self.kill()

    def _write(self, data: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(data)
        self._process.stdin.flush()

    def _end(self) -> None:
        """Wait for the process, and kill what it left behind."""
        self._process.wait()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _without_outcome(self) -> dict[str, Any]:
        """Return the outcome of a child that ended without one."""
        order, code = self.order, self._process.returncode
        if self.cancelled:
            return failed(order.command, Problem(Message("cancelled")), Exit.INTERRUPTED)
        if self.too_long:
            return failed(order.command, Problem(Message("web-child.time", minutes=max(1, round(order.seconds / 60)))))
        if code == -signal.SIGKILL:
            return failed(order.command, _no_memory(order))
        name = signal.Signals(-code).name if code < 0 else str(code)
        return failed(order.command, Problem(Message("web-child.crashed", signal=name)), Exit.BUG)


def _no_memory(order: ChildOrder) -> Problem:
    return Problem(Message("web-child.memory", size=f"{order.memory / (1 << 30):.3g}"))


def start_process(*, warm: bool = False) -> subprocess.Popen[bytes]:
    """Start a process that waits for an order; `warm`: it imports what acts need meanwhile."""
    program = [sys.executable, "-c", _PROGRAM.format(path=sys.path, warm=warm)]
    return subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )


class _Telling(Progress):
    """Progress of an act in the child: reported as events, at most every few hundredths of a second."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell

    @contextmanager
    def bar(self, title: Message, total: int | None) -> Iterator[Callable[[int], object]]:
        self._tell({"type": "steps", "title": str(title), "total": total or 0})
        count, told = 0, time.monotonic()

        def advance(done: int) -> None:
            nonlocal count, told
            count += done
            if time.monotonic() - told > _OFTEN:
                told = time.monotonic()
                self._tell({"type": "done", "done": count})

        yield advance
        self._tell({"type": "done", "done": count})


def main(warm: bool) -> None:
    """Do one order in the child; end without one where the server ends first."""
    os.nice(_NICE)
    events = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what a library prints is no event
    for module in _WARM if warm else ():
        import_module(module)
    try:
        order: ChildOrder = pickle.load(sys.stdin.buffer)
    except EOFError:
        return

    def tell(event: Event) -> None:
        events.write(json.dumps(event, ensure_ascii=True, default=str).encode() + b"\n")
        events.flush()

    with contextlib.suppress(BrokenPipeError):
        tell({"type": "outcome", "outcome": _outcome(order, _Telling(tell))})
    os._exit(0)  # the thread that waits for input would hold up the end


def _outcome(order: ChildOrder, progress: Progress) -> dict[str, Any]:
    """Run the act within its limits; return its outcome."""
    threading.Thread(target=_cancel_on_input, args=(sys.stdin.buffer, progress), daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (order.memory, hard))
    with using_language(order.language):
        try:
            module, _colon, name = order.act.partition(":")
            outcome: Outcome = getattr(import_module(module), name)(order.request, progress)
            return shown(outcome)
        except MemoryError:
            return failed(order.command, _no_memory(order))
        except Exception as error:
            return faulty(order.command, error)


def _cancel_on_input(source: BinaryIO, progress: Progress) -> None:
    """Cancel when a byte comes or the input ends."""
    source.read(1)
    progress.cancel()
