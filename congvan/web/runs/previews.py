"""Previews: questions to the child process that makes them, one at a time; a child that dies is started again."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import IO, Any

from congvan.web.runs.preview_child import no_answer
from congvan.web.settings import Settings

SECONDS = 60.0
"""How long one answer may take before the child is killed."""
_PROGRAM = "import sys; sys.path[:] = {path!r}; from congvan.web.runs.preview_child import main; main()"


class Previews:
    """The child of one project. It is started by the first question, or by `warm`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def warm(self) -> None:
        """Start the child beforehand, so that the first picture comes sooner; nobody waits for one that is at work."""
        if self._lock.acquire(blocking=False):
            try:
                self._started()
            finally:
                self._lock.release()

    def ask(self, **question: Any) -> tuple[dict[str, Any], bytes]:
        """Return the answer to a question of `preview_child`, and the bytes of a picture."""
        with self._lock:
            for _try in range(2):  # a child that died since the last question is started again, once
                answer = self._answer(question)
                if answer is not None:
                    return answer
        return no_answer(), b""

    def close(self) -> None:
        """End the child."""
        with self._lock:
            self._end()

    def _answer(self, question: dict[str, Any]) -> tuple[dict[str, Any], bytes] | None:
        process = self._started()
        watch = threading.Timer(SECONDS, process.kill)
        watch.daemon = True
        watch.start()
        try:
            _write(process.stdin, question)
            assert process.stdout is not None
            answer = json.loads(process.stdout.readline())
            size = answer.pop("bytes")
            data = process.stdout.read(size)
            if len(data) == size:
                return answer, data
        except (OSError, ValueError):  # it died, or was killed while it wrote
            pass
        finally:
            watch.cancel()
        self._end()
        return None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            program = [sys.executable, "-c", _PROGRAM.format(path=sys.path)]
            self._process = subprocess.Popen(
                program,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            settings = self._settings
            order = {"root": str(settings.root), "language": settings.language, "memory": settings.memory}
            with contextlib.suppress(OSError):  # it ended at once: the question finds that out
                _write(self._process.stdin, order)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _write(pipe: IO[bytes] | None, values: dict[str, Any]) -> None:
    assert pipe is not None
    pipe.write(json.dumps(values).encode() + b"\n")
    pipe.flush()
