"""Every test of the promises is watched: nothing in it may ask for an address beyond what it serves itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

ASKING = ("socket.connect", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname")
_asked: list[str] | None = None


def _watch(event: str, words: tuple[Any, ...]) -> None:
    if _asked is not None and event in (
        "socket.connect",
        "socket.sendto",
        "socket.getaddrinfo",
        "socket.gethostbyname",
    ):
        _asked.append(f"{event} {words!r:.200}")


sys.addaudithook(_watch)


@pytest.fixture(autouse=True)
def _nothing_asks_the_network() -> Iterator[None]:
    """The network canary over every payload: a connection or a name that is looked up fails the test that did it."""
    global _asked
    _asked = []
    yield
    asked, _asked = _asked, None
    assert not asked
