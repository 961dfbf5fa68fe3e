"""The command in a process of its own that need not import everything first: a fork of one where that is done.

Half of what most runs of the command take on a small project is the start of Python and the imports. Here one server
for each test process imports once and forks for each run. What a run can see is its own: descriptors, folder,
environment, umask and time zone. What starts, spawns or breaks the interpreter itself is tested in fresh ones. The
machine has one processor for it, as each process of the tests has, so that a build starts others only where it is told.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import functools
import gc
import importlib
import json
import multiprocessing.util
import os
import pkgutil
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

HOME = Path(__file__).resolve().parent.parent
_LINE = threading.Lock()


def run(
    words: Sequence[str], folder: Path, env: dict[str, str], watch: Callable[[int], None] | None = None
) -> tuple[int, str, str]:
    """`build.py WORDS…` in that folder and environment → exit code (below 0: the signal), what it wrote on 1 and 2.

    WORDS that begin with `-c` are a program and its arguments, as Python takes them.
    `watch` is called with the process before it does anything, which then waits for its return.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        answer, question = os.pipe()
        gate = [*os.pipe(), *os.pipe()] if watch else []
        try:
            with _LINE:
                _send(words, folder, env, [out.fileno(), err.fileno(), question, *gate[1:3]])
            if watch:
                watch(int(os.read(gate[0], 20)))
        finally:
            for fd in (question, *gate):  # which opens the gate
                os.close(fd)
        with open(answer, "rb") as reply:
            code = reply.read()
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "replace").replace("\r\n", "\n"))
        assert code, f"the server of tests/warm.py died: {texts}"
    return int(code), texts[0], texts[1]


def at_once(many: Sequence[Sequence[str]], folder: Path, env: dict[str, str]) -> list[tuple[int, str, str]]:
    """What `run` gives for each of them, all running at the same time."""
    with ThreadPoolExecutor(len(many)) as pool:
        return list(pool.map(lambda words: run(words, folder, env), many))


def killed(words: Sequence[str], folder: Path, env: dict[str, str], number: int, after: float) -> tuple[int, str, str]:
    """What `run` gives where that signal is sent so many seconds after the start, if it still runs then."""
    descriptors = []

    def watch(process: int) -> None:
        descriptors.append(os.pidfd_open(process))
        threading.Timer(after, send).start()

    def send() -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(descriptors[0], number)
        os.close(descriptors[0])

    return run(words, folder, env, watch)


class Started:
    """`build.py WORDS…`, or a program as `run` takes it, that runs on: what `subprocess.Popen` of it would be.

    What it writes for errors is dropped, and it has a session of its own.
    """

    def __init__(self, words: Sequence[str], folder: Path, env: dict[str, str]) -> None:
        self._answer, question = os.pipe()
        told, pid, gate, opened = *os.pipe(), *os.pipe()
        ours_in, theirs_in = os.pipe()[::-1]
        ours_out, theirs_out = os.pipe()
        quiet = os.open(os.devnull, os.O_WRONLY)
        theirs = [theirs_out, quiet, question, pid, gate, theirs_in]
        try:
            with _LINE:
                _send(words, folder, env, theirs)
            os.close(theirs.pop(3))  # so that a server that died is seen
            self.pid = int(os.read(told, 20))
        finally:
            for fd in (*theirs, told, opened):
                os.close(fd)
        self.stdin, self.stdout = open(ours_in, "wb"), open(ours_out, "rb")  # noqa: SIM115 - as long as it
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None and select.select([self._answer], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None:
            assert select.select([self._answer], [], [], timeout)[0], f"it still runs after {timeout} s"
            with open(self._answer, "rb") as reply:
                self.returncode = int(reply.read())
        return self.returncode

    def communicate(self) -> tuple[bytes, None]:
        """Wait for its end and close what leads to it; return what it has written since."""
        with self.stdin, self.stdout:
            written = self.stdout.read()
        self.wait()
        return written, None

    def send_signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            if self.poll() is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


@contextlib.contextmanager
def children_of_the_page() -> Iterator[None]:
    """Context manager: the processes that the clerk's page starts for its acts and previews are forks too."""
    from congvan.web.runs import children, previews

    def started(command: Sequence[str], **_pipes: object) -> Started:
        assert command[0] == sys.executable
        return Started(command[1:], Path.cwd(), dict(os.environ))

    before = children.subprocess, previews.subprocess
    put = ModuleType("subprocess")
    vars(put).update(vars(subprocess), Popen=started)
    children.subprocess = previews.subprocess = put
    try:
        yield
    finally:
        children.subprocess, previews.subprocess = before


def _send(words: Sequence[str], folder: Path, env: Mapping[str, str], descriptors: Sequence[int]) -> None:
    order = json.dumps([list(words), str(folder), dict(env), _umask()], ensure_ascii=True).encode()
    socket.send_fds(_server(), [order], descriptors)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@functools.cache
def _server() -> socket.socket:
    """The client's end of a new server's line; the server ends when this process does."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, __file__, str(theirs.fileno())]
        child = subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, cwd="/")

    def close() -> None:
        ours.close()
        child.wait()

    atexit.register(close)
    return ours


def serve(line: socket.socket) -> None:
    """Fork for each order until the line is closed, and answer each with its exit code, whatever becomes of it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    running: dict[int, tuple[int, int]] = {}  # a descriptor of each fork → the fork, where its exit code is awaited
    while True:
        ready, *_none = select.select([line, *running], [], [])
        for descriptor in {*ready} & running.keys():
            child, answer = running.pop(descriptor)
            _pid, status = os.waitpid(child, 0)
            with contextlib.suppress(BrokenPipeError):  # nobody waits for it
                os.write(answer, str(os.waitstatus_to_exitcode(status)).encode())
            os.close(answer)
            os.close(descriptor)
        if line not in ready:
            continue
        order, (*fds,), _flags, _from = socket.recv_fds(line, 1 << 20, 6)
        if not order:
            return
        streams, answer, gate = [*fds[:2], *fds[5:]], fds[2], fds[3:5]
        child = os.fork()
        if child == 0:
            line.close()
            for other, (_child, awaited) in running.items():  # else who awaits it would wait for this one too
                os.close(other)
                os.close(awaited)
            os.close(answer)
            if gate:
                _wait(*gate)
            _command(*json.loads(order), *streams)
        for fd in (*streams, *gate):
            os.close(fd)
        running[os.pidfd_open(child)] = child, answer


def _import_everything() -> None:
    sys.path[0] = str(HOME)
    threads = os.environ.pop("OPENBLAS_NUM_THREADS", None)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process that forks has one thread
    import congvan
    from congvan.core.bootstrap.environment import MODULES

    for name in MODULES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(congvan.__path__, "congvan."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from congvan.core.i18n import LANGUAGES, catalogue
    from congvan.formats.fastpath.collector import without_collector

    for name in [name for name in sys.modules if name.startswith("congvan.")]:
        _complete(sys.modules[name])
    for language in LANGUAGES:
        catalogue("messages", language)
    del os.environ["OPENBLAS_NUM_THREADS"]
    if threads is not None:
        os.environ["OPENBLAS_NUM_THREADS"] = threads
    atexit._clear()  # what nanobind does at the end of a process, 9 ms of it, leaves nothing that an end would not
    atexit.register(weakref.finalize._exitfunc)
    atexit.register(multiprocessing.util._exit_function)
    gc.freeze()  # so that no fork walks, and copies, what they all share
    with without_collector(stays=True):
        pass  # what is frozen is counted here, not in each fork


def _complete(module: ModuleType) -> None:
    """Complete the models of a module, which pydantic leaves until they are first used: each fork would do it again."""
    from pydantic import BaseModel

    for value in list(vars(module).values()):
        if isinstance(value, type) and value.__module__ == module.__name__ and issubclass(value, BaseModel):
            value.model_rebuild()


def _wait(told: int, gate: int) -> None:
    """Say which process this is, which any may trace, and wait until the gate is opened."""
    ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)  # PR_SET_PTRACER, PR_SET_PTRACER_ANY
    os.write(told, str(os.getpid()).encode())
    os.close(told)
    os.read(gate, 1)
    os.close(gate)


def _command(
    words: list[str], folder: str, env: dict[str, str], umask: int, out: int, err: int, given: int | None = None
) -> None:
    """What the start of `python build.py WORDS…` in that folder would have set up, then the command; never returns."""
    code = 1
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.close(out)
        os.close(err)
        if given is not None:
            os.setsid()
            os.dup2(given, 0)
            os.close(given)
            sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end of the run
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - open to the end of the run
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1, errors="backslashreplace")  # noqa: SIM115 - the same
        os.chdir(folder)
        os.umask(umask)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        os.sched_getaffinity = lambda _process: {0}
        if words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            exec(compile(words[1], "<string>", "exec"), {"__name__": "__main__"})
            sys.exit()
        main = sys.modules["__main__"]
        main.__file__ = str(HOME / "build.py")  # what a worker that is spawned starts from
        sys.argv = [main.__file__, *words]
        from congvan.cli.app import main as command

        with _own_server() if words[0] == "serve" else contextlib.nullcontext():
            code = command()
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)


@contextlib.contextmanager
def _own_server() -> Iterator[None]:
    """Context manager: a page that is served has a server of its own for its children, forked before it has threads."""
    global _server
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    if os.fork() == 0:
        ours.close()
        os.dup2(os.open(os.devnull, os.O_RDWR), 1)  # else who reads what the page writes would wait for this one's end
        serve(theirs)
        os._exit(0)
    theirs.close()
    _server = functools.cache(lambda: ours)
    with children_of_the_page():
        yield


if __name__ == "__main__":
    _import_everything()
    serve(socket.socket(fileno=int(sys.argv[1])))
