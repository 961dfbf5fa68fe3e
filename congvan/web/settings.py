"""What one run of the clerk's page is started with."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import time
from dataclasses import dataclass, field
from pathlib import Path

from congvan.core.bootstrap.root import KEPT

HOST = "127.0.0.1"
PORT = 8123
MIB = 1 << 20
MOST_FILES = 2000
"""Files of one upload."""
COOKIE = "congvan"
LIFETIME = 16 * 3600
"""Seconds that a browser stays let in: a working day."""
_COOKIE = re.compile(r"([0-9]{1,12})-[0-9a-f]{64}")


def new_token() -> str:
    """Return a new secret."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one server.

    port        the port that it answers on: part of the Host and Origin that it accepts
    token       the bearer token of /api; "": /api lets nobody in
    secret      what the path, the cookie and the token of the forms follow from: new at each start
    upload      largest upload in bytes; `body`: largest body of any other request
    memory      address space of a child process in bytes; `seconds`: how long it may run
    warm        whether a child process waits for the next act, which then starts at once
    """

    root: Path
    port: int = PORT
    token: str = ""
    language: str = "vi"
    upload: int = 256 * MIB
    body: int = 4 * MIB
    memory: int = 6 << 30
    seconds: float = 3600.0
    warm: bool = False
    secret: str = field(default_factory=new_token)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of the Host header that are accepted: any other name was pointed at this machine by somebody."""
        return tuple(f"{name}:{self.port}" for name in (HOST, "localhost", "[::1]"))

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def place(self) -> str:
        """The path below which the page lives, and to which its cookie belongs.

        Why: cookies do not tell the ports of a machine apart. Another server of 127.0.0.1 is sent every cookie of "/",
        but none of a path that it can't name.
        """
        return f"/{self._secret('place')[:32]}"

    def cookie(self) -> str:
        """Return a cookie for a browser that is let in now: until when, and the proof."""
        until = int(time.time()) + LIFETIME
        return f"{until}-{self._secret(f'cookie {until}')}"

    def lets_in(self, cookie: str) -> bool:
        """Whether a cookie was given by this start of the server, and is not over."""
        found = _COOKIE.fullmatch(cookie)
        if found is None or int(found[1]) < time.time():
            return False
        return hmac.compare_digest(cookie, f"{found[1]}-{self._secret(f'cookie {found[1]}')}")

    @property
    def csrf(self) -> str:
        """The token that every change carries in the header X-CSRF-Token."""
        return self._secret("csrf")

    @property
    def kept(self) -> Path:
        return self.root / KEPT

    def _secret(self, purpose: str) -> str:
        return hmac.new(self.secret.encode(), purpose.encode(), hashlib.sha256).hexdigest()
