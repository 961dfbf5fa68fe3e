"""Characters that the faces of papers carry, Times New Roman and those that stand for it; and texts of strangers made
fit to be kept, shown on a terminal and printed.
"""

from __future__ import annotations

import re

from congvan.core.text.characters import check_text
from congvan.core.text.flaws import FORBIDDEN
from congvan.core.text.names import nfc

_CARRIED = (
    "\n -~\u00a0-\u024f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u1e00-\u1e9b\u1ea0-\u1ef9"
    "\u2010-\u2015\u2018-\u2022\u2026\u202f\u2030\u2032\u2033\u2039\u203a\u2074-\u2079\u2080-\u2089\u20ab\u20ac"
    "\u2105\u2113\u2116\u2122\u2126\u2153\u2154\u215b-\u215e\u2190-\u2195\u2202\u2206\u2211\u2212\u221a\u221e\u222b"
    "\u2248\u2260\u2264\u2265\u25a0\u25a1\u25aa\u25ab\u25b2\u25ba\u25bc\u25ca\u25cb\u25cf\u25e6"
)
_OTHERS = re.compile(f"[^{_CARRIED}]")
_SPACES = re.compile(r"\s+")
STOOD = "[?]"
"""What stands for a character that no paper can carry."""


def not_carried(text: str) -> str:
    """Return the first character of an NFC text that a face of papers lacks; "" if there is none."""
    found = _OTHERS.search(text)
    return found[0] if found else ""


def presentable(text: str, longest: int = 200) -> str:
    """Return a stranger's text on one line, with signs in place of what can't be shown or printed."""
    line = _SPACES.sub(" ", nfc(text.encode("utf-8", "replace").decode("utf-8"))).strip()[: longest + 1]
    line = _OTHERS.sub(STOOD, line)
    for flaw in reversed(check_text(line)):
        if flaw.code == FORBIDDEN:
            line = line[: flaw.offset] + STOOD + line[flaw.offset + 1 :]
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
