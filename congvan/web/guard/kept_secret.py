"""The secret of the page's cookie, kept with the project: a page that is open goes on when the program starts again.

Why not the token of the first address: that one is new at each start, since it is printed and is in a history.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from congvan.bootstrap.root import AGENCY, KEPT

NAME = "page.key"
_LEAST = 32  # characters; a shorter one was not made by us


def kept_secret(root: Path) -> str:
    """Return the secret that was kept; "" for none."""
    try:
        text = (root / KEPT / NAME).read_text("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text if len(text) >= _LEAST else ""


def keep_secret(root: Path, secret: str) -> None:
    """Keep a secret, readable by its owner alone; a folder without a project, or a full disk, keeps none."""
    if not (root / AGENCY).is_file() or kept_secret(root) == secret:
        return
    with suppress(OSError):
        (root / KEPT).mkdir(mode=0o700, exist_ok=True)
        path = root / KEPT / NAME
        path.unlink(missing_ok=True)
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secret)
