"""How many inputs a law is tried with: all of them in `make test-full`, a tenth where each change waits for it."""

from __future__ import annotations

import os

FULL = os.environ.get("CONGVAN_FULL") == "1"


def examples(number: int) -> int:
    """Of so many in full, those of this run."""
    return number if FULL else max(5, number // 10)
