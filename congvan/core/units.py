"""Conversions between millimetres, points, twips and EMU; no other module converts lengths."""

from __future__ import annotations

import re
from math import isfinite

MM_PER_INCH = 25.4
PT_PER_INCH = 72


def mm_to_pt(mm: float) -> float:
    return mm * PT_PER_INCH / MM_PER_INCH


def pt_to_mm(pt: float) -> float:
    return pt * MM_PER_INCH / PT_PER_INCH


def twips_to_mm(twips: float) -> float:
    return twips * MM_PER_INCH / 1440


def mm_to_emu(mm: float) -> int:
    return round(mm * 36000)


def emu_to_mm(emu: float) -> float:
    return emu / 36000


def number(text: str | None, default: float = 0.0) -> float:
    """Return a number of a DOCX, lengths with their unit in twips; the default for none, and for one without end.

    Google Docs writes whole numbers with a decimal point (`100.0`).
    """
    try:
        found = float(text) if text is not None else default
    except ValueError:
        return _measured(text or "", default)
    return found if isfinite(found) else default


def _measured(text: str, default: float) -> float:
    """Return a length with its unit ("2.5cm") in twips (ECMA-376 part 1, 22.9.2.15)."""
    match = re.fullmatch(r"(-?[\d.]+)(mm|cm|in|pt|pc|pi)", text)
    twips = {"mm": 1440 / 25.4, "cm": 1440 / 2.54, "in": 1440.0, "pt": 20.0, "pc": 240.0, "pi": 240.0}
    return float(match[1]) * twips[match[2]] if match else default


def points(text: str | None, default: float = 0.0) -> float:
    """Return a length of twips in points."""
    return number(text, default * 20) / 20


def half_points(text: str | None, default: float = 0.0) -> float:
    """Return a length of half points, or with its unit, in points; the default for none."""
    plain = number(text, default * 2)
    return plain / (20 if text and text[-1:].isalpha() else 2)
