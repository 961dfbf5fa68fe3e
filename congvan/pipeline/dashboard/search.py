"""The script of a long list's search field, the only one that a page may run: its policy names it by its hash."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path

from congvan.pipeline.dashboard.schema import SearchScript


@cache
def search_script() -> SearchScript:
    """Return the script and the source expression that lets a Content-Security-Policy run it."""
    script = Path(__file__).with_suffix(".js").read_text("utf-8")
    digest = hashlib.sha256(script.encode()).digest()
    return {"script": script, "hash": f"sha256-{base64.b64encode(digest).decode()}"}
