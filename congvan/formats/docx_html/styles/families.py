"""The families that stand for the one that a document names: itself, those of the same metrics, then a usual one.

Why a usual one: a letter in a face that this machine lacks is still a letter; the build says which face it has instead.
"""

from __future__ import annotations

import re
from functools import cache

from congvan.core.fonts.fontconfig import METRIC_COMPATIBLE

_WITHOUT_SERIFS = re.compile(
    r"arial|aptos|calibri|candara|corbel|franklin|gothic|grotesk|helvetica|inter|roboto|sans|segoe|tahoma|trebuchet|ui\b"
    r"|verdana",
    re.IGNORECASE,
)


@cache
def families(family: str) -> tuple[str, ...]:
    """Return a family, those with the same metrics, then those of the usual face with or without serifs."""
    same = METRIC_COMPATIBLE.get(family.lower(), ())
    usual = METRIC_COMPATIBLE["arial" if _WITHOUT_SERIFS.search(family) else "times new roman"]
    named = family.replace('"', "").replace("\\", "")
    return tuple(dict.fromkeys((*([named] if named else ()), *same, *usual)))


@cache
def css_families(family: str) -> str:
    """Return the families as CSS asks for them."""
    return ", ".join(f'"{name}"' for name in families(family))
