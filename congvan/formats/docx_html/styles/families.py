"""The families that stand for the one that a document names: itself, then those of the same metrics."""

from __future__ import annotations

from functools import cache

from congvan.fonts.fontconfig import METRIC_COMPATIBLE


@cache
def families(family: str) -> tuple[str, ...]:
    """Return a family, then those with the same metrics."""
    others = METRIC_COMPATIBLE.get(family.lower(), ())
    return tuple(dict.fromkeys((family.replace('"', "").replace("\\", ""), *others)))


@cache
def css_families(family: str) -> str:
    """Return the families as CSS asks for them."""
    return ", ".join(f'"{name}"' for name in families(family))
