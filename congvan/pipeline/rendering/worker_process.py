"""A process that renders what it is sent, until it is ended or the process that started it ends.

It is forked where this process has one thread: it has imported then all that this one has. A lock that another thread
holds would never be released in it, so elsewhere it is started again. No thread is started in this process.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from congvan.core.job import Job
    from congvan.pipeline.rendering.renderer import Rendered

Setup = tuple[Mapping[str, bytes], str]
"""The bytes of the templates, and the folder of the cache."""

Work = Callable[[Connection], None]
"""What a worker does at its end of the connection."""

_RENDERING = (
    *("congvan.formats.docx_html.template", "congvan.formats.docx.compiler", "congvan.formats.docx_html.converter"),
    *("congvan.pipeline.rendering.renderer", "congvan.nd30.check", "congvan.nd30.pdf.reader", "pypdfium2.raw"),
    *("congvan.formats.pdf.tables.long_table", "congvan.nd30.docx.reader"),
)
"""What renders and checks a letter."""


class WorkerProcess:
    """A process at the other end of `connection`, which is sent a `Setup` and then batches of jobs."""

    def __init__(self, others: Sequence[WorkerProcess] = (), work: Work | None = None) -> None:
        """`others`: those that run already; `work`: what it does, if not to render what it is sent at once."""
        self.connection, theirs = multiprocessing.Pipe()
        forked = is_alone()
        ours = [*(other.connection for other in others), self.connection] if forked else []
        context: Any = multiprocessing.get_context("fork" if forked else "spawn")
        self._process = context.Process(target=_serve, args=(theirs, ours, gc.get_threshold(), work or _render_sent))
        self._process.start()
        theirs.close()

    def end(self, *, at_once: bool = False) -> None:
        """End the process when it has answered, or at once."""
        if at_once:
            self._process.terminate()
        self.connection.close()
        self._process.join()


_ahead: WorkerProcess | None = None


@contextlib.contextmanager
def started_ahead(root: Path) -> Iterator[None]:
    """Context manager: on two cores a worker makes ready for a project while this process reads and plans: it imports
    what renders, and compiles templates that have changed.

    Why: of one letter after a change of its template that is half the time, which a second core halves.
    """
    global _ahead
    if len(os.sched_getaffinity(0)) > 1 and is_alone():
        _ahead = WorkerProcess(work=partial(_render_ready, root))
    try:
        yield
    finally:
        if unused := taken_ahead():
            unused.end(at_once=True)


def taken_ahead() -> WorkerProcess | None:
    """Return the worker that was started ahead, once."""
    global _ahead
    worker, _ahead = _ahead, None
    return worker


def is_ahead() -> bool:
    """Return whether a worker was started ahead that nobody has taken."""
    return _ahead is not None


def is_alone() -> bool:
    """Return whether this process has no other thread, not even one of a library in C."""
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        return False


def _serve(theirs: Connection, ours: Sequence[Connection], collect_after: tuple[int, int, int], work: Work) -> None:
    """Do the work in the worker process.

    It ends with the process that started it even if that is killed: nobody else would end it. `ours`: the ends of
    connections that a forked process has and must not keep open.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for number in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all: the one that started it ends it
        signal.signal(number, signal.SIG_IGN)
    sys.unraisablehook = sys.__unraisablehook__
    for connection in ours:
        connection.close()
    gc.set_threshold(*collect_after)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    work(theirs)


def _render_ready(root: Path, theirs: Connection) -> None:
    """Make ready for a project, then render what is sent."""
    _make_ready(root, theirs)
    _render_sent(theirs)


def _render_sent(theirs: Connection) -> None:
    with contextlib.suppress(EOFError, OSError):
        setup = theirs.recv()
        from congvan.pipeline.rendering.renderer import start_worker

        start_worker(*setup)
        while True:
            theirs.send(_rendered(theirs.recv()))


def _make_ready(root: Path, theirs: Connection) -> None:
    """Import what renders and checks, and compile what has changed in a project until something is sent."""
    for name in _RENDERING:
        importlib.import_module(name)
    from congvan.formats.pdf.weasy import weasyprint
    from congvan.pipeline.rendering.changed_templates import check_newest, compile_changed

    compile_changed(root, theirs.poll)
    with contextlib.suppress(Exception):  # reported for the record that needs it
        weasyprint()
    check_newest(root, theirs.poll)


def _rendered(batch: list[Job]) -> list[Rendered] | str:
    """Return what is made of a batch; the name of an error that no record explains."""
    from congvan.pipeline.rendering import renderer

    try:
        return renderer.render_chunk(batch)
    except Exception as error:
        return type(error).__name__


def _end_with(parent: multiprocessing.process.BaseProcess) -> None:
    parent.join()
    os._exit(1)
