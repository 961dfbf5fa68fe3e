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
import os
import pkgutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
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
                order = json.dumps([list(words), str(folder), env, _umask()], ensure_ascii=True).encode()
                socket.send_fds(_server(), [order], [out.fileno(), err.fileno(), question, *gate[1:3]])
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
    """Fork for each order until the line is closed."""
    _import_everything()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for a fork
    while True:
        order, (*fds,), _flags, _from = socket.recv_fds(line, 1 << 20, 5)
        if not order:
            return
        if os.fork() == 0:
            line.close()
            _tell(fds[2], order, fds[:2], fds[3:])
        for fd in fds:
            os.close(fd)


def _import_everything() -> None:
    sys.path[0] = str(HOME)
    threads = os.environ.pop("OPENBLAS_NUM_THREADS", None)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process that forks has one thread
    import congvan
    from congvan.bootstrap.environment import MODULES

    for name in MODULES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(congvan.__path__, "congvan."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from congvan.formats.fastpath.collector import without_collector
    from congvan.i18n import LANGUAGES, catalogue

    for name in [name for name in sys.modules if name.startswith("congvan.")]:
        _complete(sys.modules[name])
    for language in LANGUAGES:
        catalogue("messages", language)
    del os.environ["OPENBLAS_NUM_THREADS"]
    if threads is not None:
        os.environ["OPENBLAS_NUM_THREADS"] = threads
    gc.freeze()  # so that no fork walks, and copies, what they all share
    with without_collector(stays=True):
        pass  # what is frozen is counted here, not in each fork


def _complete(module: ModuleType) -> None:
    """Make what a module leaves until it is first used (congvan/lazy.py; pydantic): each fork would make it again."""
    from pydantic import BaseModel

    for value in list(vars(module).values()):
        if type(value).__name__ == "_Pattern":
            value.match  # noqa: B018 - compiles it
        elif isinstance(value, type) and value.__module__ == module.__name__:
            if issubclass(value, BaseModel):
                value.model_rebuild()
            elif any(type(each).__name__ == "_Later" for each in vars(value).values()):
                value.__init__  # noqa: B018 - writes it


def _tell(answer: int, order: bytes, streams: Sequence[int], gate: Sequence[int]) -> None:
    """Run the order in one more fork and write its exit code, whatever becomes of it."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if child == 0:
        os.close(answer)
        if gate:
            _wait(*gate)
        _command(*json.loads(order), *streams)
    for stream in (*streams, *gate):
        os.close(stream)
    _pid, status = os.waitpid(child, 0)
    os.write(answer, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _wait(told: int, gate: int) -> None:
    """Say which process this is, which any may trace, and wait until the gate is opened."""
    ctypes.CDLL(None).prctl(0x59616D61, ctypes.c_ulong(-1), 0, 0, 0)  # PR_SET_PTRACER, PR_SET_PTRACER_ANY
    os.write(told, str(os.getpid()).encode())
    os.close(told)
    os.read(gate, 1)
    os.close(gate)


def _command(words: list[str], folder: str, env: dict[str, str], umask: int, out: int, err: int) -> None:
    """What the start of `python build.py WORDS…` in that folder would have set up, then the command; never returns."""
    code = 1
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        os.close(out)
        os.close(err)
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


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])))
