"""A cache that remembers what it was asked."""

from __future__ import annotations

import re
from typing import Any

from congvan.core.cache import MemoryCache


class Heard(MemoryCache):
    """`asked`: kind and key of every question; `kept`: of every entry. A key is a digest."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, str]] = []

    def get(self, kind: str, key: str) -> bytes | None:
        assert re.fullmatch("[0-9a-f]{64}", key)
        self.asked.append((kind, key))
        return super().get(kind, key)

    def put(self, kind: str, key: str, data: bytes) -> None:
        assert (kind, key) in self.asked
        assert type(data) is bytes
        super().put(kind, key, data)

    @property
    def kept(self) -> list[tuple[str, str]]:
        return list(self._entries)


def failing(*_: Any, **__: Any) -> Any:
    raise AssertionError("this was to be kept")
