"""What one run of the clerk's page is started with."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import field
from pathlib import Path

from congvan.bootstrap.root import KEPT
from congvan.lazy import dataclass

HOST = "127.0.0.1"
PORT = 8123
MIB = 1 << 20


def new_token() -> str:
    """Return a new secret for the first address and for /api."""
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one server.

    port        the port that it answers on: part of the Host and Origin that it accepts
    token       the secret of the first address, and of /api as a bearer token
    secret      what the secrets of its cookie and its forms follow from; "": from `token`
    upload      largest upload in bytes; `body`: largest body of any other request
    memory      address space of a child process in bytes; `seconds`: how long it may run
    warm        whether a child process waits for the next act, which then starts at once
    """

    root: Path
    port: int = PORT
    token: str = field(default_factory=new_token)
    language: str = "vi"
    upload: int = 256 * MIB
    body: int = 4 * MIB
    memory: int = 6 << 30
    seconds: float = 3600.0
    warm: bool = False
    secret: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The values of the Host header that are accepted: any other name was pointed at this machine by somebody."""
        return tuple(f"{name}:{self.port}" for name in (HOST, "localhost", "[::1]"))

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def first_address(self) -> str:
        """The address that the browser is opened with; it sets the cookie."""
        return f"{self.address}/enter?token={self.token}"

    @property
    def cookie_name(self) -> str:
        """Why the port: cookies do not tell the ports of a machine apart, so two servers would take each other's."""
        return f"congvan-{self.port}"

    @property
    def cookie(self) -> str:
        return self._secret("cookie")

    @property
    def csrf(self) -> str:
        """The token that every change carries in the header X-CSRF-Token."""
        return self._secret("csrf")

    @property
    def kept(self) -> Path:
        return self.root / KEPT

    def _secret(self, purpose: str) -> str:
        return hmac.new((self.secret or self.token).encode(), purpose.encode(), hashlib.sha256).hexdigest()
