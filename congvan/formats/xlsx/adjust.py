"""Adjust what refers to cells that moved: validations, conditional formats, print set-up, panes, names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from congvan.formats.xlsx.references import FormulaRewriter, Path, SheetMap, rect_of, text_of_rect
from congvan.formats.xlsx.structure import SheetStructure


def adjust_rules(
    sheet: Any, title: str, grid: SheetMap, formulas: FormulaRewriter, texts: dict[Any, str], index: int
) -> None:
    """Move data validations and conditional formats with their cells; drop those without any cell left."""
    from openpyxl.formatting.formatting import ConditionalFormattingList
    from openpyxl.worksheet.cell_range import MultiCellRange

    rules = []
    for number, rule in enumerate(sheet.data_validations.dataValidation):
        areas = _moved_areas(grid, rule.sqref)
        for attribute in ("promptTitle", "prompt", "errorTitle", "error"):
            if ("rule", index, number, attribute) in texts:
                setattr(rule, attribute, texts["rule", index, number, attribute])
        for attribute in ("formula1", "formula2"):
            text = getattr(rule, attribute)
            if ("rule", index, number, attribute) in texts:
                rule.formula1 = '"' + texts["rule", index, number, attribute] + '"'
            elif text:
                setattr(rule, attribute, formulas.rewrite("=" + text, title, _path_at(grid, areas))[1:])
        if areas:
            rule.sqref = MultiCellRange(" ".join(areas))
            rules.append(rule)
    sheet.data_validations.dataValidation = rules
    formats, sheet.conditional_formatting = sheet.conditional_formatting, ConditionalFormattingList()
    for entry in formats:
        areas = _moved_areas(grid, entry.sqref)
        for rule in entry.rules:
            rule.formula = [formulas.rewrite("=" + text, title, _path_at(grid, areas))[1:] for text in rule.formula]
            if areas:
                sheet.conditional_formatting.add(" ".join(areas), rule)


def _moved_areas(grid: SheetMap, ranges: Any) -> list[str]:
    """Return the new places of a list of ranges, leftmost first: formulas refer to the first cell."""
    return [text_of_rect(a) for a in sorted(a for ref in str(ranges).split() for a in grid.areas(rect_of(ref)))]


def _path_at(grid: SheetMap, areas: Sequence[str]) -> Path:
    """Return the loops around the first cell of a range, to which a rule's formula refers."""
    if not areas:
        return ()
    column, row, _c2, _r2 = rect_of(areas[0])
    if row > len(grid.rows):
        return ()
    out = grid.rows[row - 1]
    inner = next((cell.path for cell in out.flow or [] if cell.column == column), ())
    return out.path + inner


def adjust_page(sheet: Any, layout: SheetStructure, texts: dict[Any, str], index: int) -> None:
    """Adjust headers, footers, print area and titles, panes, page breaks, filter."""
    for key, text in texts.items():
        if key[0] == "head" and key[1] == index:
            getattr(getattr(sheet, key[2]), key[3]).text = text
    if layout.page:
        sheet.page_setup.firstPageNumber = layout.page
        sheet.page_setup.useFirstPageNumber = True
    if layout.landscape is not None:
        sheet.page_setup.orientation = "landscape" if layout.landscape else "portrait"
    grid = layout.grid
    if sheet.print_area:
        refs = [part.rpartition("!")[2] for part in sheet.print_area.split(",")]
        areas = [_print_area(sheet, grid, rect_of(ref)) for ref in refs]
        sheet.print_area = [text_of_rect(area) for area in areas if area]
    if sheet.print_title_rows:
        _c1, first, _c2, last = rect_of(sheet.print_title_rows)
        span = grid.rows_of(first, last)
        sheet._print_rows = None  # the property keeps the old ones where it is given None
        sheet.print_title_rows = f"{span[0]}:{span[1]}" if span else None
    if sheet.freeze_panes:
        column, row, _c2, _r2 = rect_of(sheet.freeze_panes)
        sheet.freeze_panes = text_of_rect((column, grid.row_after(row), column, grid.row_after(row)))
    for page_break in sheet.row_breaks.brk:
        page_break.id = grid.row_after(page_break.id + 1) - 1
    if sheet.auto_filter.ref:
        bounds = grid.bounds(rect_of(sheet.auto_filter.ref))
        sheet.auto_filter.ref = text_of_rect(bounds) if bounds else None


def _print_area(sheet: Any, grid: SheetMap, rect: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    """Return the new print area; if columns were repeated it is as wide as the cells."""
    bounds = grid.bounds(rect)
    if bounds is None or all(row.flow is None for row in grid.rows):
        return bounds
    rows = range(bounds[1], bounds[3] + 1)
    last = max((column for row, column in sheet._cells if row in rows), default=bounds[2])
    return bounds[0], bounds[1], max(last, bounds[0]), bounds[3]


def adjust_name(defined: Any, sheet: str, formulas: FormulaRewriter, text: str | None) -> None:
    """Rewrite a defined name, or set it to the text of its tags."""
    if text is not None:
        defined.attr_text = '"' + text + '"'
    elif defined.attr_text:
        defined.attr_text = formulas.rewrite("=" + defined.attr_text, sheet, gone="#REF!")[1:]
