"""A sheet as text, as it would be read on paper: for goldens."""

from __future__ import annotations

from collections.abc import Iterator

from congvan.forms.blanks.heads import HeadCell
from congvan.forms.blanks.sheet import FormRow, FormSheet, SheetSection

MARKS = {"ask": "", "locked": "", "open": "~", "formula": "="}
"""What stands before a cell that may be changed, and before a formula."""


def as_text(sheet: FormSheet) -> str:
    """The lines of a sheet."""
    return "\n".join(_lines(sheet)) + "\n"


def _lines(sheet: FormSheet) -> Iterator[str]:
    yield f"{sheet.form_id} ({'ngang' if sheet.landscape else 'đứng'})"
    yield " / ".join(filter(None, (sheet.label, sheet.title, *sheet.subtitle)))
    yield from sheet.lines
    for section in sheet.sections:
        yield from _section(section)
    yield from (each for each in (sheet.note, f"☐ {sheet.nil}" if sheet.nil else "") if each)
    yield " | ".join(f"{title} {hint}".strip() for title, hint in sheet.signers)


def _section(section: SheetSection) -> Iterator[str]:
    if section.section.spec.title:
        yield section.section.spec.title
    if section.section.spec.shape == "lines":
        for column, cell in zip(section.columns, section.rows[0].cells, strict=True):
            yield f"{column.spec.label}: {cell.text or '……'} {column.spec.unit or ''}".rstrip()
        return
    yield from (_head(row) for row in section.heads)
    if section.codes:
        yield _row(section.codes)
    yield " ".join(f"{mm:.0f}" for mm in section.widths)
    yield from (_cells(row) for row in section.rows)
    if section.total:
        yield _cells(section.total)
    if section.closing:
        yield section.closing


def _head(row: tuple[HeadCell, ...]) -> str:
    shown = (f"{cell.text}{f' ({cell.unit})' if cell.unit else ''}{_span(cell)}" for cell in row)
    return _row(tuple(shown))


def _span(cell: HeadCell) -> str:
    return f" [{cell.columns}×{cell.rows}]" if (cell.columns, cell.rows) != (1, 1) else ""


def _cells(row: FormRow) -> str:
    return _row(tuple(f"{MARKS[cell.state]}{cell.text}" for cell in row.cells))


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"
