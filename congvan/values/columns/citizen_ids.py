"""Citizen identity numbers (CCCD): twelve digits of which the first three name a province."""

from __future__ import annotations

import re

from congvan.core.messages import Message
from congvan.core.text import fold
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, Reading, State, wrong

_CODES = (
    "001 002 004 006 008 010 011 012 014 015 017 019 020 022 024 025 026 027 030 031 033 034 035 036 037 038 040 042"
    " 044 045 046 048 049 051 052 054 056 058 060 062 064 066 067 068 070 072 074 075 077 079 080 082 083 084 086 087"
    " 089 091 092 093 094 095 096"
)
PROVINCES = frozenset(_CODES.split())
"""The codes of the provinces (Circular 59/2021/TT-BCA)."""


def contradicted(number: str, year: int, sex: str) -> Message | None:
    """Return what a number says against a year of birth (0: unknown) or a sex (Nam, Nữ, "": unknown); None if nothing.

    Its fourth digit is even for men and odd for women, 0 and 1 for those born before 2000, and so on; then the year.
    """
    if len(number) != 12:
        return None
    said = 1900 + 100 * (int(number[3]) // 2) + int(number[4:6])
    if year and said != year:
        return Message("column-cccd.year", number=number, said=said, year=year)
    woman = int(number[3]) % 2 == 1
    if sex and woman != (fold(sex).strip() == "nu"):
        return Message("column-cccd.sex", number=number, said="Nữ" if woman else "Nam", sex=sex)
    return None


def read_cccd(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return twelve digits. Eleven with the code of a province lost their first 0 to a spreadsheet and get it back."""
    text = re.sub(r"\.0+$", "", cell.text) if cell.kind == "number" else cell.text
    digits = re.sub(r"[ .\u00a0'’]", "", text)
    if not digits.isascii() or not digits.isdecimal():
        return wrong(Message("column-cccd.form", text=cell.text))
    if len(digits) == 11 and f"0{digits[:2]}" in PROVINCES:
        return Reading(f"0{digits}", State.MENDED, Message("column-cccd.zero", text=digits, number=f"0{digits}"))
    if len(digits) == 9:
        return wrong(Message("column-cccd.old", text=digits))
    if len(digits) != 12:
        return wrong(Message("column-cccd.length", text=digits, count=len(digits)))
    if digits[:3] not in PROVINCES:
        return wrong(Message("column-cccd.province", text=digits, code=digits[:3]))
    return Reading(digits)
