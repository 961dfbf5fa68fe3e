"""Conversions between millimetres, points, twips and EMU; no other module converts lengths."""

from __future__ import annotations

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
