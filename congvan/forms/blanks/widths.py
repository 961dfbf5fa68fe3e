"""Widths of the columns of a table: as typed, by type, or a share of what is left; upright or across."""

from __future__ import annotations

import re
from collections.abc import Sequence

from congvan.fonts.times_metrics import text_width
from congvan.forms.form import SectionColumn
from congvan.units import pt_to_mm

UPRIGHT_MM, ACROSS_MM = 165.0, 252.0
"""What an A4 page leaves for a table, upright and lying across."""
LEAST_TEXT_MM, LEAST_MM = 25.0, 12.0
SHRUNK = 0.75
"""How far widths that nobody typed may shrink before the page is laid across."""
_CHARACTER_MM, _PADDING_MM = 2.3, 4.0
_USUAL_PLACES = 2
_HEAD_PT, _CELL_MM = 13, 3.6
"""The size of a head; the margins of its cell, its lines, and a little more."""


def natural_width(column: SectionColumn) -> float:
    """Return the width of a column that nobody typed: by type, never narrower than the longest word of its head."""
    longest = max((len(word) for word in re.split(r"[\s/–-]+", column.spec.label)), default=0)
    head = longest * _CHARACTER_MM + _PADDING_MM
    if column.spec.choices:
        return max(*(len(choice) * _CHARACTER_MM + _PADDING_MM for choice in column.spec.choices), 17.0, head)
    return max(column.type.mm or LEAST_TEXT_MM, head, _whole_mm(column))


def _whole_mm(column: SectionColumn) -> float:
    """Return the width in which the values of a column are on one line; more decimal places than two need more."""
    more = (column.spec.round or 0) - _USUAL_PLACES if column.type.id == "decimal" else 0
    return (column.type.mm or 0) + more * _CHARACTER_MM if more > 0 else column.type.whole_mm


def least_width(column: SectionColumn) -> float:
    """Return how narrow a column that nobody typed may become: no word of its head is broken, and no date or phone."""
    return max(_head_mm(column), natural_width(column) * SHRUNK, _whole_mm(column))


def _head_mm(column: SectionColumn) -> float:
    """Return the width of the longest word of the head of a column."""
    words = re.split(r"[\s/–-]+", column.spec.label)
    return max(pt_to_mm(text_width(word, _HEAD_PT, bold=True)) for word in words) + _CELL_MM


def _unbroken_width(column: SectionColumn) -> float:
    """Return how narrow a column may become at worst: values that are words go on several lines, none is broken."""
    if column.type.id in ("text", "name"):
        return least_width(column)
    words = max((len(word) for choice in column.spec.choices for word in choice.split()), default=0)
    return max(_head_mm(column), _whole_mm(column), words * _CHARACTER_MM + _PADDING_MM, LEAST_MM)


def widths(columns: Sequence[SectionColumn]) -> tuple[tuple[float, ...], bool]:
    """Return the widths of the columns in millimetres, and whether the page is landscape."""
    wanted = [column.spec.mm or max(natural_width(column), _head_mm(column)) for column in columns]
    least = [column.spec.mm or least_width(column) for column in columns]
    across = sum(least) > UPRIGHT_MM + 1
    room = ACROSS_MM if across else UPRIGHT_MM
    if all(column.spec.mm for column in columns):
        return tuple(wanted), across
    rest = room - sum(wanted)
    growing = [n for n, column in enumerate(columns) if not column.mm and column.type.id == "text"]
    if rest >= 0 and growing:
        return tuple(mm + rest / len(growing) if n in growing else mm for n, mm in enumerate(wanted)), across
    if rest < 0 and sum(least) <= room:
        share = (room - sum(least)) / (sum(wanted) - sum(least))
        return tuple(low + (mm - low) * share for low, mm in zip(least, wanted, strict=True)), across
    unbroken = [column.spec.mm or _unbroken_width(column) for column in columns]
    if rest < 0 and sum(unbroken) <= room:
        share = (room - sum(unbroken)) / (sum(least) - sum(unbroken))
        return tuple(low + (mm - low) * share for low, mm in zip(unbroken, least, strict=True)), across
    whole = [column.spec.mm or _whole_mm(column) for column in columns]
    others = sum(mm for mm, fixed in zip(least, whole, strict=True) if not fixed)
    share = (room - sum(whole)) / others if others else 0.0
    if rest < 0 and share >= SHRUNK:  # words may break, numbers may not
        return tuple(fixed or mm * share for mm, fixed in zip(least, whole, strict=True)), across
    typed = sum(column.spec.mm or 0 for column in columns)
    scale = max((room - typed) / (sum(wanted) - typed), 0.1)
    return tuple(mm if column.spec.mm else mm * scale for column, mm in zip(columns, wanted, strict=True)), across
