"""The first address of a browser: each is good once, for a few minutes. What it gives is the cookie of the page.

Why a file carries it to the browser: the command line of a browser is readable by every account of the machine.
"""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from html import escape
from pathlib import Path

from congvan.core.messages import Message
from congvan.web.settings import Settings

ENTER = "/enter"
LIFE = 300.0
"""Seconds that an address is good: a browser on a slow machine takes a minute to start."""
OPENER = "mo-trang.html"
"""Why not below `.congvan/`: browsers that are snaps read no hidden folder."""


class FirstAddresses:
    """The addresses that were given and not used yet, and the opener: a page that leads the browser to one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._until: dict[str, float] = {}
        self._opener = settings.root / OPENER

    def new(self) -> str:
        """Return a new address."""
        code = secrets.token_urlsafe(32)
        self._until[code] = time.monotonic() + LIFE
        return f"{self._settings.address}{ENTER}?code={code}"

    def use(self, code: str) -> bool:
        """Return whether an address is good; it is no more, and the opener is removed."""
        good = self._until.pop(code, 0.0) > time.monotonic()
        if good:
            self.close()
        return good

    def opener(self) -> Path | None:
        """Write the opener, readable by its owner alone; None where the folder takes none."""
        title, address = str(Message("screen.today")), escape(self.new())
        page = (
            f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url={address}">'
            f'<title>{title}</title><a href="{address}">{title}</a>\n'
        )
        try:
            self._opener.unlink(missing_ok=True)
            made = os.open(self._opener, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(made, "w", encoding="utf-8") as file:
                file.write(page)
        except OSError:
            return None
        return self._opener

    def close(self) -> None:
        """Remove the opener."""
        with suppress(OSError):
            self._opener.unlink(missing_ok=True)
