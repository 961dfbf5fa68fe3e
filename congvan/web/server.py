"""The server of the page: loopback alone, one process, until Ctrl-C."""

from __future__ import annotations

import errno
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from congvan.core.messages import Message
from congvan.core.problems import EnvironmentFault, Problem
from congvan.web.access.connections import PatientProtocol
from congvan.web.access.first_address import FirstAddresses
from congvan.web.app import create_app
from congvan.web.settings import HOST, Settings

_VERSION = Path("/proc/version")
QUIET = ("uvicorn.error", "python_multipart")
"""What tells of every malformed request: the terminal is the clerk's, and its first line is the address."""
GRACE = 3
"""Seconds that open requests have to end when the server is stopped."""


class PageServer(uvicorn.Server):
    """uvicorn's server that says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Context manager: a signal ends the server and is not raised again, since it is how a page is stopped."""
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def bound(port: int, *, exactly: bool) -> socket.socket:
    """Return a socket that listens on the port, or on any free one unless it has to be `exactly` this one."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        try:
            made.bind((HOST, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE or exactly:
                raise
            made.bind((HOST, 0))
    except OSError as error:
        made.close()
        why = error.strerror or str(error)
        raise EnvironmentFault(Problem(Message("serve-port", port=port, why=why))) from None
    return made


def open_browser(addresses: FirstAddresses) -> bool:
    """Open the browser of whoever sits at this machine; False where there is none.

    Why not `webbrowser` alone: within WSL it knows no browser of Windows, and without a screen it takes one of text
    over the whole terminal. A browser of Windows is given the address itself: it reads no file of WSL for sure, and its
    command line is seen by its owner alone.
    """
    windows = shutil.which("cmd.exe") if _VERSION.exists() and b"microsoft" in _VERSION.read_bytes().lower() else None
    if windows:
        command = [windows, "/c", "start", "", addresses.new()]
        return subprocess.run(command, check=False, stdin=subprocess.DEVNULL, capture_output=True).returncode == 0
    screen = sys.platform == "darwin" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    opener = addresses.opener() if screen else None
    return opener is not None and webbrowser.open(opener.resolve().as_uri())


def serve(settings: Settings, listening: socket.socket, ready: Callable[[str], None], *, browser: bool) -> None:
    """Serve until a signal comes. `ready` is called once, with a first address that answers."""
    app = create_app(settings)
    addresses: FirstAddresses = app.state.first_addresses

    def begin() -> None:
        ready(addresses.new())
        if browser:
            threading.Thread(target=open_browser, args=(addresses,), daemon=True).start()

    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=64 << 10,
    )
    with listening:
        PageServer(config, begin).run(sockets=[listening])
