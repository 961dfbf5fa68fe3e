"""Connections that nobody uses: closed after a while, and never more than a page needs.

Why: a program of this machine, or a page of somebody else in the same browser, can open connections and send a byte at
a time. uvicorn waits for the head of a request for ever, until the process has no descriptor left to read a file with.
Where there are too many, the oldest that has not proved to be let in gives way, so that strangers shut out each other.
"""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD = 20.0
"""Seconds in which the head of a request is whole, from the connection or the answer before on."""
MOST = 200
"""Connections at the same time; a browser opens six."""
LET_IN = "congvan.let_in"
"""Where the guard says in the scope of a request that whoever sent it is let in."""


class PatientProtocol(H11Protocol):
    """HTTP as uvicorn speaks it; patience with a connection ends."""

    _timer: asyncio.TimerHandle | None = None
    _since = 0.0
    _let_in = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn says it
        super().connection_made(transport)
        self._since = self.loop.time()
        self._wait()
        living = [each for each in self.connections if isinstance(each, PatientProtocol) and each.is_alive]
        if len(living) > MOST:
            min((each for each in living if not each.is_let_in), key=lambda each: each._since).transport.abort()

    @property
    def is_alive(self) -> bool:
        return not self.transport.is_closing()

    @property
    def is_let_in(self) -> bool:
        """Whether a request on this connection was of somebody who is let in."""
        self._let_in = self._let_in or bool((self.scope or {}).get(LET_IN))
        return self._let_in

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        super().handle_events()
        if self.conn.their_state is not h11.IDLE:
            self._stop()

    def on_response_complete(self) -> None:
        self._let_in = self.is_let_in
        super().on_response_complete()
        if self.conn.their_state is h11.IDLE:
            self._wait()

    def _wait(self) -> None:
        """Begin to wait for the head of a request; bytes of it do not begin the time again."""
        self._stop()
        self._timer = self.loop.call_later(HEAD, self.timeout_keep_alive_handler)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
