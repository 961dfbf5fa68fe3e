"""A browser that calls the page in this process: it has entered by the first address, and sends what Chrome sends.

It sees addresses without the place of the page, as routes and views do.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import anyio
import httpx
from fastapi import FastAPI

from congvan.web.access.security import API, ENTER, HEALTH, STATIC
from congvan.web.app import create_app
from congvan.web.settings import COOKIE, Settings

NAMED = {
    "dispatch": "bluezone-2020",
    "listed": "huyen",
    "template": "van-ban.docx",
    "signs": "bluezone-2020",
    "named": "don-doc",
    "topic": "page",
}
"""What the addresses of screens name, in the sample."""
TOKEN = "token-of-the-tests-0123456789"
OUTSIDE = (API, ENTER, HEALTH, STATIC)
"""Addresses that are not below the place."""


def settings_of(root: Path, **more: Any) -> Settings:
    return Settings(root, token=TOKEN, **more)


class Browser:
    """Calls an application. `cookie`, `csrf`, `site`, `host`, `origin`: "" leaves one out."""

    def __init__(self, settings: Settings, app: FastAPI | None = None) -> None:
        self.settings = settings
        self.app = app or create_app(settings)

    def headers(self, method: str) -> dict[str, str]:
        """What a browser sends from a page of ours."""
        settings = self.settings
        sent = {"host": settings.hosts[0], "sec-fetch-site": "same-origin"}
        sent["cookie"] = f"{COOKIE}={settings.cookie()}"
        if method not in ("GET", "HEAD"):
            sent |= {"origin": settings.address, "x-csrf-token": settings.csrf}
        return sent

    def call(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        peer: str = "127.0.0.1",
        place: str | None = None,
        **more: Any,
    ) -> httpx.Response:
        """Send a request with exactly these headers, by default those of a browser, to an address below a place."""
        own = self.settings.place
        path = path if path.startswith(OUTSIDE) else (own if place is None else place) + path
        sent = dict(self.headers(method) if headers is None else headers)

        async def go() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=(peer, 50_000))
            async with httpx.AsyncClient(transport=transport, base_url=self.settings.address) as client:
                answer = await client.request(method, path, headers=sent, **more)
            for name in ("hx-redirect",):
                if name in answer.headers:
                    answer.headers[name] = answer.headers[name].removeprefix(own)
            answer._content = answer.content.replace(own.encode(), b"")
            return answer

        return anyio.run(go)

    def get(self, path: str) -> httpx.Response:
        return self.call("GET", path)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self.call("POST", path, **more)

    def api(self, path: str, values: Any = None) -> httpx.Response:
        """Call /api as a program does."""
        sent = {"host": self.settings.hosts[0], "authorization": f"Bearer {TOKEN}"}
        return self.call("POST", path, sent, json=values if values is not None else {})
