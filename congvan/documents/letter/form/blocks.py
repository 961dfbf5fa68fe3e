"""A sheet of a form as blocks of a page: titles, tables, lines to be filled in, closing words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, cast

from congvan.documents.letter.schema import FormTable
from congvan.documents.text.schema import Block, TableColumn, TableHead
from congvan.documents.text.tables import head_cell
from congvan.forms.blanks.heads import HeadCell
from congvan.forms.blanks.sheet import FormRow, FormSheet, SheetSection

LINE_DOTS = "…" * 14
"""What is left to be written behind a question."""
BOX = "□"
"""The box that is ticked; Times New Roman has it."""
NO_TABLE: FormTable = {"columns": [], "rows": [], "row_mm": 9.0}


def page_of(blank: FormSheet) -> tuple[list[Block], FormTable, bool]:
    """Return the blocks of a sheet, or its table where that is all, and whether the page is landscape."""
    if _is_one_table(blank):
        return [], table_of(blank.sections[0]), blank.landscape
    return list(_blocks(blank)), NO_TABLE, blank.landscape


def _is_one_table(blank: FormSheet) -> bool:
    """Whether a sheet is a table and nothing else."""
    only = blank.sections[0] if len(blank.sections) == 1 else None
    return bool(only and is_table(only) and not (only.section.spec.title or only.closing or blank.nil))


def is_table(section: SheetSection) -> bool:
    """Whether a section is printed as a table, not as lines."""
    return section.section.spec.shape == "table"


def _blocks(blank: FormSheet) -> Iterator[Block]:
    for section in blank.sections:
        if section.section.spec.title:
            yield _line("ten_bang", section.section.spec.title)
        if is_table(section):
            # the rows of a form's table are texts and not runs, so that records that differ in them share a layout
            yield cast("Block", {"style": "bang", "runs": [], **table_of(section)})
        else:
            yield from (_line("dong_bieu", text) for text in questions(section))
        if section.closing:
            yield _line("ket_bieu", section.closing)
    if blank.nil:
        yield _line("dong_bieu", f"{BOX} {blank.nil}")


def questions(section: SheetSection) -> Iterator[str]:
    """Yield the lines of a section without a table: `Người báo cáo: ……`."""
    row = section.rows[0] if section.rows else FormRow(())
    for column, cell in zip(section.columns, row.cells, strict=False):
        unit = f" {column.spec.unit}" if column.spec.unit else ""
        yield f"{column.spec.label}: {cell.text or LINE_DOTS}{unit}"


def _line(style: str, text: str) -> Block:
    return {"style": style, "runs": [], "text": text}


def table_of(section: SheetSection) -> FormTable:
    """Return the table of a section; its head as rows of cells where it has more than one row of labels."""
    shaded = any(cell.state == "open" and cell.text for row in section.rows for cell in row.cells)
    made: FormTable = {
        "columns": [_column(column, mm) for column, mm in zip(section.columns, section.widths, strict=True)],
        "rows": [_shaded(row) if shaded else [cell.text for cell in row.cells] for row in section.rows],
        "row_mm": section.section.spec.row_mm,
    }
    if section.codes or len(section.heads) > 1 or any(cell.unit for line in section.heads for cell in line):
        made |= {"heads": head_grid(section.heads), "codes": spaced(section.codes)}
    if section.total:
        made["total"] = [cell.text for cell in section.total.cells]
    return made


def _column(column: Any, mm: float) -> TableColumn:
    return {"id": column.id, "label": column.spec.label, "mm": mm, "align": column.align, "kind": column.type.id}


def _shaded(row: FormRow) -> list[Any]:
    return [{"text": cell.text, "shaded": cell.state == "open" and bool(cell.text)} for cell in row.cells]


def head_grid(heads: Sequence[Sequence[HeadCell]]) -> list[list[TableHead]]:
    """Return the rows of a head with a cell at each place: where one goes down, the places below it are covered."""
    down: dict[int, tuple[int, int]] = {}  # by first column: rows still covered, columns
    grid: list[list[TableHead]] = []
    for line in heads:
        cells, at, made = iter(line), 0, list[TableHead]()
        width = sum(cell.columns for cell in line) + sum(columns for rows, columns in down.values() if rows)
        while at < width:
            rows, columns = down.get(at, (0, 0))
            if rows:
                down[at] = rows - 1, columns
                made.append(head_cell("", columns=columns, covered=True))
            else:
                cell = next(cells)
                columns, unit = cell.columns, f"({cell.unit})" if cell.unit else ""
                down[at] = cell.rows - 1, columns
                made.append(head_cell(cell.text, unit, columns=columns, rows=cell.rows))
            at += columns
        grid.append(made)
    return grid


def spaced(codes: Sequence[str]) -> list[str]:
    """Return the codes with spaces where a long one may break: (3) = (1) + (2)."""
    return [re.sub(r"(?<=\))\s*([=+−/×*-])\s*", r" \1 ", code) for code in codes]
