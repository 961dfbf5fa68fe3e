"""Widths of the columns of a table: as typed, by type, or a share of what is left; upright or across."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.forms.form import SectionColumn

UPRIGHT_MM, ACROSS_MM = 165.0, 252.0
"""What an A4 page leaves for a table, upright and lying across."""
LEAST_TEXT_MM, LEAST_MM = 25.0, 12.0
SHRUNK = 0.75
"""How far widths that nobody typed may shrink before the page is laid across."""
_CHARACTER_MM, _PADDING_MM = 2.3, 4.0


def natural_width(column: SectionColumn) -> float:
    """Return the width of a column that nobody typed: by type, never narrower than the longest word of its head."""
    longest = max((len(word) for word in re.split(r"[\s/–-]+", column.spec.label)), default=0)
    head = longest * _CHARACTER_MM + _PADDING_MM
    if column.spec.choices:
        return max(*(len(choice) * _CHARACTER_MM + _PADDING_MM for choice in column.spec.choices), 17.0, head)
    return max(column.type.mm or LEAST_TEXT_MM, head)


def widths(columns: Sequence[SectionColumn]) -> tuple[tuple[float, ...], bool]:
    """Return the widths of the columns in millimetres, and whether the page lies across."""
    wanted = [column.spec.mm or natural_width(column) for column in columns]
    typed = sum(column.spec.mm or 0 for column in columns)
    loose = sum(wanted) - typed
    across = typed + loose * SHRUNK > UPRIGHT_MM + 1
    room = ACROSS_MM if across else UPRIGHT_MM
    if not loose:
        return tuple(wanted), across
    rest = room - sum(wanted)
    growing = [n for n, column in enumerate(columns) if not column.mm and column.type.id == "text"]
    if rest >= 0 and growing:
        return tuple(mm + rest / len(growing) if n in growing else mm for n, mm in enumerate(wanted)), across
    scale = max((room - typed) / loose, 0.1)
    return tuple(mm if column.spec.mm else mm * scale for column, mm in zip(columns, wanted, strict=True)), across


def typed_too_wide(columns: Sequence[SectionColumn]) -> float:
    """Return by how many millimetres the columns are too wide for a page that lies across; 0 if they fit."""
    typed = sum(column.spec.mm or 0 for column in columns)
    least = sum(LEAST_MM for column in columns if not column.spec.mm)
    return max(0.0, typed + least - ACROSS_MM)
