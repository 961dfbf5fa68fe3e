"""The log of the page: rotated, and without personal data.

It has the route of a request (`/van-ban-di/{dispatch}`), never its address, values or bodies; of an error its type and
the places in our code, never its text, which may quote a name or a phone.
"""

from __future__ import annotations

import logging
import os
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Protocol

from congvan.core.bootstrap.root import kept_folder
from congvan.web.refusals import status_of

BYTES, FILES = 1 << 20, 3


class Status(Protocol):
    """An answer, as far as it is logged."""

    status: int


class _OwnFile(RotatingFileHandler):
    """A file that its owner alone can read."""

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
        return TextIOWrapper(open(handle, "ab"), self.encoding, write_through=True)


class Log:
    """Writes one line a request and one an error; a disk that is full or read-only takes nothing from the page.

    `root`: the project whose page it is; None: there is no log.
    """

    def __init__(self, root: Path | None) -> None:
        self._logger = logging.Logger("congvan.web")
        handler: logging.Handler = logging.NullHandler()
        if root is not None:
            try:
                handler = _OwnFile(Path(kept_folder(root, "logs"), "page.log"), "a", BYTES, FILES, "utf-8", delay=True)
            except OSError:
                handler = logging.NullHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        handler.handleError = lambda record: None  # type: ignore[method-assign]  # the page goes on without a log
        self._handler = handler
        self._logger.addHandler(handler)

    def close(self) -> None:
        self._handler.close()

    def write(self, line: str) -> None:
        self._logger.info(line)

    @contextmanager
    def request(self, scope: Any, answer: Status) -> Iterator[None]:
        """Context manager: log method, route, status and time of a request at its end."""
        started = time.perf_counter()
        try:
            yield
        finally:
            route = getattr(scope.get("route"), "path", "-")
            method = scope["method"] if scope["method"].isalpha() else "-"
            self.write(f"{method[:8]} {route} {answer.status} {1000 * (time.perf_counter() - started):.0f} ms")

    def fault(self, error: Exception) -> tuple[int, str]:
        """Log an error; return the status of the answer and why, as a variant of the message “web-refused”."""
        status, why = status_of(error)
        if status >= 500:
            frames = traceback.extract_tb(error.__traceback__)
            places = " < ".join(f"{os.path.basename(f.filename)}:{f.lineno} {f.name}" for f in frames[::-1][:12])
            self._logger.error(f"{type(error).__name__} {places}")
        return status, why
