"""Call a function in a process of its own, within limits that the system enforces.

Why: a library in C that unpacks an untrusted file returns to Python only when all of it is in memory, where no timer of
this process sees it. The system stops a child by its processor time and its address space.
"""

from __future__ import annotations

import math
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, TypeVar, cast

from congvan.pipeline.rendering.limits import BYTES, SECONDS, WAITING, LimitExceeded

_PROGRAM = "import sys; sys.path[:] = {path!r}; from congvan.pipeline.rendering.child_process import main; main()"
Result = TypeVar("Result")
_OWN = 512 << 20  # bytes of address space that Python and its libraries reserve


def in_child(
    function: Callable[..., Result], /, *words: Any, seconds: float = SECONDS, memory: int = BYTES, **more: Any
) -> Result:
    """Return `function(*words, **more)`, a function of a module with plain values, computed in a child process.

    Raises LimitExceeded if it takes more processor time or memory, or waits for more than `WAITING` seconds.
    """
    program = [sys.executable, "-c", _PROGRAM.format(path=sys.path)]
    order = pickle.dumps((seconds, memory, function, words, more))
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        reply, errors = _communicate(child, order)
    if child.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise LimitExceeded(f"> {seconds:g} s")
    if child.returncode == -signal.SIGABRT and b"bad_alloc" in errors:  # a library in C++ that cannot go on
        raise LimitExceeded(f"> {memory >> 20} MiB")
    if child.returncode:
        raise RuntimeError(errors.decode("utf-8", "replace")[-2000:])
    result: Result | type[MemoryError] = pickle.loads(reply)
    if result is MemoryError:
        raise LimitExceeded(f"> {memory >> 20} MiB")
    return cast(Result, result)


def _communicate(child: subprocess.Popen[bytes], order: bytes) -> tuple[bytes, bytes]:
    """Wait for the child; time in which this process is stopped does not count."""
    unsent: bytes | None = order
    for _second in range(int(WAITING)):
        try:
            return child.communicate(unsent, timeout=1)
        except subprocess.TimeoutExpired:
            unsent = None
    child.kill()
    child.communicate()
    raise LimitExceeded(f"> {WAITING:g} s")


def main() -> None:
    """Run one call in the child: read it from standard input, write its result to standard output."""
    seconds, memory, function, words, more = pickle.loads(sys.stdin.buffer.read())
    for limit, value in ((resource.RLIMIT_CPU, math.ceil(seconds)), (resource.RLIMIT_AS, memory + _OWN)):
        _soft, hard = resource.getrlimit(limit)
        resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        result = function(*words, **more)
    except MemoryError:
        result = MemoryError
    pickle.dump(result, sys.stdout.buffer)
