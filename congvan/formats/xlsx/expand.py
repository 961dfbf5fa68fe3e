"""Expand a template by the structure of one record into a finished workbook, with openpyxl.

The same code serves twice: with the values of a record (`ValueFiller`, slow and obvious), and with a token in place of
each value (`fill.TokenFiller`), whose workbook is then filled for every record of the same structure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from itertools import product
from typing import Any, Protocol

from congvan.core.templating.tags import TAG
from congvan.core.units import mm_to_pt
from congvan.formats.xlsx.adjust import adjust_name, adjust_page, adjust_rules
from congvan.formats.xlsx.compiler import ValueSlot, as_text
from congvan.formats.xlsx.reader import SETTING, ParsedTemplate, pieces_of, text_of
from congvan.formats.xlsx.references import FormulaRewriter, Path, Rect, rect_of, text_of_rect
from congvan.formats.xlsx.relative import as_a1
from congvan.formats.xlsx.rules import ListSheet, add_rules
from congvan.formats.xlsx.sizes import RowHeight, Text, column_width, usable_points, width_mm
from congvan.formats.xlsx.structure import SheetStructure
from congvan.formats.xlsx.workbook import PROPERTIES

Slots = Sequence[tuple[int, ValueSlot]]
"""The slots of a cell, with the numbers of their values."""
_WITH_SEPARATORS = "#,##0"
"""How the number formats of figures begin; years and numbers of rows have none."""


class Filler(Protocol):
    """Fills the places that vary."""

    def cell(self, cell: Any, index: int, slot: ValueSlot) -> None: ...
    def text(self, index: int, slot: ValueSlot) -> str: ...
    def height(self, fit: RowHeight) -> float: ...


def expand(
    book: Any,
    source: ParsedTemplate,
    layouts: Sequence[SheetStructure],
    filler: Filler,
    repeated: Sequence[Mapping[int, int]] = (),
) -> None:
    """Expand a freshly loaded template into the finished workbook, in place.

    `layouts`: the structure of each sheet; `repeated`: its rows whose cells and heights are left out, each with the one
    that it is like.
    """
    texts = {key: filler.text(index, slot) for index, (slot, key) in enumerate(source.slots)}
    old = [sheet.title for sheet in book.worksheets]
    new = [texts.get(("title", index), title) for index, title in enumerate(old)]
    formulas = FormulaRewriter(
        dict(zip(old, (each.grid for each in layouts), strict=True)), dict(zip(old, new, strict=True))
    )
    for index, (sheet, layout) in enumerate(zip(book.worksheets, layouts, strict=True)):
        _SheetBuilder(sheet, old[index], layout, formulas, filler, repeated[index] if repeated else {}).build()
        adjust_rules(sheet, old[index], layout.grid, formulas, texts, index)
        adjust_page(sheet, layout, texts, index)
    for index, sheet in enumerate(book.worksheets):
        if new[index] != old[index]:
            sheet.title = new[index]
    for key, defined in [*book.defined_names.items()]:
        adjust_name(defined, "", formulas, texts.get(("name", key)))
    for index, sheet in enumerate(book.worksheets):
        for defined in sheet.defined_names.values():
            adjust_name(defined, old[index], formulas, None)
    for name_ in PROPERTIES:
        if ("core", name_) in texts:
            setattr(book.properties, name_, texts["core", name_])
    for number, prop in enumerate(book.custom_doc_props.props):
        if ("custom", number) in texts:
            prop.value = texts["custom", number]
    lists = ListSheet(book)
    for sheet, layout in zip([*book.worksheets], layouts, strict=True):
        add_rules(sheet, layout, lists)


class _SheetBuilder:
    """Builds the cells, rows, columns and merges of one sheet."""

    def __init__(
        self,
        sheet: Any,
        title: str,
        layout: SheetStructure,
        formulas: FormulaRewriter,
        filler: Filler,
        repeated: Mapping[int, int],
    ) -> None:
        self.sheet, self.title, self.layout, self.formulas, self.filler = sheet, title, layout, formulas, filler
        self.repeated = repeated
        self.old = dict(sheet._cells)
        self.dimensions = dict(sheet.row_dimensions.items())
        self.merges = [rect_of(str(merged)) for merged in sheet.merged_cells.ranges]
        self.spans: list[tuple[int, int, int, int]] = []

    def build(self) -> None:
        sheet = self.sheet
        sheet._cells = {}
        sheet._hyperlinks = []
        sheet.merged_cells.ranges.clear()
        columns: dict[int, list[Any]] = {}
        for (row, _column), cell in sorted(self.old.items()):
            columns.setdefault(row, []).append(cell)
        for number, row in enumerate(self.layout.grid.rows, 1):
            repeated = number in self.repeated
            filled = {} if repeated else self.layout.slots[number - 1].numbered()
            if row.flow is None:
                for cell in columns.get(row.source, []) if not repeated else ():
                    self.place(cell, number, cell.column, row.path, filled.get(cell.column))
                continue
            for out in row.flow:
                if not repeated:
                    source = self.old.get((row.source, out.source))
                    self.place(source, number, out.column, row.path + out.path, filled.get(out.column))
                look = self.layout.looks.get((number, out.column))
                down = look.rows - 1 if look else 0
                if out.span > 1 or down:
                    self.spans.append((out.column, number, out.column + out.span - 1, number + down))
        self.merge()
        self.columns()
        self.rows()

    def place(self, source: Any, row: int, column: int, path: Path, filled: Slots | None) -> None:
        """Copy a template's cell to its new place, with its formula rewritten and its value filled in."""
        if source is None:
            return
        from openpyxl.cell import Cell
        from openpyxl.cell.cell import MergedCell
        from openpyxl.worksheet.formula import ArrayFormula

        sheet = self.sheet
        if isinstance(source, MergedCell):
            blank: Any = MergedCell(sheet, row, column)
            blank._style = copy(source._style)  # type: ignore[attr-defined]  # not in its published types
            sheet._cells[row, column] = blank
            return
        target: Any = Cell(sheet, row, column)
        target._style = copy(source._style)
        sheet._cells[row, column] = target
        self.dress(target)
        value = source.value
        if source.data_type == "f":
            if isinstance(value, str):
                value = self.formulas.rewrite(value, self.title, path)
            elif isinstance(value, ArrayFormula):
                bounds = self.layout.grid.bounds(rect_of(value.ref), path)
                text = self.formulas.rewrite(str(value.text), self.title, path)
                value = ArrayFormula(text_of_rect(bounds) if bounds else target.coordinate, text)
        target._value, target.data_type = value, source.data_type
        if source.hyperlink is not None:
            target._hyperlink = copy(source.hyperlink)
            target._hyperlink.ref = target.coordinate
        if source.comment is not None:
            target.comment = copy(source.comment)
        if filled is not None and text_of(source):
            self.fill(target, source, filled)

    def dress(self, target: Any) -> None:
        """Set the number format and the alignment that the record gives to a cell. A figure with separators shrinks
        where its column is narrow: a number goes on one line alone, and one without room would be shown as ###.
        """
        look = self.layout.looks.get((target.row, target.column))
        if look is None:
            return
        if look.format:
            target.number_format = look.format
        shrinks = look.format.startswith(_WITH_SEPARATORS)
        if look.align or shrinks:
            alignment = copy(target.alignment)
            alignment.horizontal = look.align or alignment.horizontal
            if shrinks:
                alignment.wrap_text, alignment.shrink_to_fit = False, True
            target.alignment = alignment

    def fill(self, target: Any, source: Any, filled: Slots) -> None:
        from openpyxl.cell.rich_text import CellRichText, TextBlock

        if not filled:  # settings alone: keep the rest of the text
            if SETTING.search(text_of(source)):
                rest = SETTING.sub("", text_of(source)).strip()
                target._value, target.data_type = (rest, "s") if rest else (None, "n")
            return
        if filled[0][1].kind in ("cell", "formula"):
            self.filler.cell(target, *filled[0])
            return
        queue = iter(filled)
        runs = []
        for run, (text, _kind) in zip(source.value, pieces_of(source), strict=True):
            rest = SETTING.sub("", text)
            new = self.filler.text(*next(queue)) if TAG.search(rest) else rest
            runs.append(new if isinstance(run, str) else TextBlock(run.font, new))
        target._value, target.data_type = CellRichText(runs), "s"

    def merge(self) -> None:
        from openpyxl.cell.cell import MergedCell

        sheet = self.sheet
        for c1, r1, c2, r2 in self.spans:
            origin = sheet._cells.get((r1, c1))
            for row, column in product(range(r1, r2 + 1), range(c1, c2 + 1)):
                if (row, column) == (r1, c1) or row in self.repeated:
                    continue
                blank: Any = MergedCell(sheet, row, column)
                if origin is not None:
                    blank._style = copy(origin._style)
                sheet._cells[row, column] = blank
            self.add_merge((c1, r1, c2, r2))
        for rect in self.merges:
            lines = {row for row in range(rect[1], rect[3] + 1) if self.layout.grid.of(row)}
            separate = len(lines) == rect[3] - rect[1] + 1  # no tag row inside: each round has its own
            for area in self.layout.grid.areas(rect, whole=separate):
                if area[:2] != area[2:]:
                    self.add_merge(area)

    def add_merge(self, area: Rect) -> None:
        """Add merged cells, unless they are within others; those of a repeated row if it has them that it is like."""
        from openpyxl.worksheet.cell_range import CellRange

        c1, r1, c2, r2 = area
        merged, made = self.sheet.merged_cells, CellRange(min_col=c1, min_row=r1, max_col=c2, max_row=r2)
        like = self.repeated.get(r1)
        if like is None or r1 != r2:
            merged.add(made)
        elif CellRange(min_col=c1, min_row=like, max_col=c2, max_row=like) in merged.ranges:
            merged.ranges.add(made)  # `add` compares with all that are there

    def columns(self) -> None:
        """Set widths in millimetres from `{%cw %}`; the template's shared column records are split first."""
        if not self.layout.widths:
            return
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.dimensions import ColumnDimension

        dimensions = self.sheet.column_dimensions
        for old in [*dimensions.values()]:
            old.reindex()
            first, last, end = old.min, min(old.max, max(self.layout.widths) + 1), old.max
            for column in range(first + 1, last + 1):
                old.max = first
                key = get_column_letter(column)
                dimensions[key] = ColumnDimension(
                    self.sheet,
                    width=old.width,
                    hidden=old.hidden,
                    min=column,
                    max=column if column < last else end,
                )
                dimensions[key]._style = copy(old._style)
        font = self.sheet.parent._fonts[0]
        for column, mm in self.layout.widths.items():
            dimension = dimensions[get_column_letter(column)]
            dimension.width = column_width(mm, font.name, font.sz)

    def rows(self) -> None:
        from openpyxl.worksheet.dimensions import RowDimension

        sheet = self.sheet
        sheet.row_dimensions.clear()
        texts = self.wrapped_texts()
        for number, row in enumerate(self.layout.grid.rows, 1):
            old = self.dimensions.get(row.source)
            if number in self.repeated or (old is None and number not in self.layout.heights):
                continue
            dimension: Any = RowDimension(sheet, index=number)
            if old is not None:
                dimension = RowDimension(
                    sheet,
                    index=number,
                    ht=old.ht,
                    hidden=old.hidden,
                    outlineLevel=old.outlineLevel,
                    collapsed=old.collapsed,
                    thickBot=old.thickBot,
                    thickTop=old.thickTop,
                )
                dimension._style = copy(old._style)
            if number in self.layout.heights:
                least = mm_to_pt(self.layout.heights[number]) or dimension.ht or sheet.sheet_format.defaultRowHeight
                dimension.ht = self.filler.height(RowHeight(round(least, 2), tuple(texts.get(number, ()))))
            sheet.row_dimensions[number] = dimension
        below = sorted(row for row in self.dimensions if row > self.layout.grid.max_row)
        for row_number in below:
            old = self.dimensions[row_number]
            moved: Any = RowDimension(sheet, index=row_number + self.layout.grid.shift, ht=old.ht, hidden=old.hidden)
            moved._style = copy(old._style)
            sheet.row_dimensions[moved.index] = moved

    def wrapped_texts(self) -> dict[int, list[Text]]:
        """Return the wrapped texts of each row; one over several rows is in each of them, for its share."""
        from openpyxl.cell.cell import MergedCell

        down = {place: look.rows for place, look in self.layout.looks.items() if look.rows > 1}
        merged = ((m.min_row, m.min_col, m.max_row, m.max_col) for m in self.sheet.merged_cells.ranges)
        ends = {(top, left): right for top, left, bottom, right in merged if top == bottom or (top, left) in down}
        texts: dict[int, list[Text]] = {}
        filled: dict[int, dict[int, Slots]] = {}
        for place, cell in self.sheet._cells.items():
            if not cell.alignment.wrap_text or isinstance(cell, MergedCell):
                continue
            width = sum(self.width(each) for each in range(place[1], ends.get(place, place[1]) + 1))
            if place[0] not in filled and place[0] <= len(self.layout.slots):
                filled[place[0]] = self.layout.slots[place[0] - 1].numbered()
            slots, rows, size = filled.get(place[0], {}).get(place[1]), down.get(place, 1), cell.font.sz or 11.0
            slot = slots[0] if slots else None
            content: int | str = slot[0] if slot else str(cell.value or "")
            if content != "" and not (slot and slot[1].kind == "formula"):
                text = content, usable_points(width, size), size, bool(cell.font.b), rows
                for row in range(place[0], place[0] + rows):
                    texts.setdefault(row, []).append(text)
        return texts

    def width(self, column: int) -> float:
        if column in self.layout.widths:
            return self.layout.widths[column]
        font = self.sheet.parent._fonts[0]
        for dimension in self.sheet.column_dimensions.values():
            if (dimension.min or 0) <= column <= (dimension.max or 0):
                return 0.0 if dimension.hidden else width_mm(dimension.width, font.name, font.sz)
        return width_mm(self.sheet.sheet_format.defaultColWidth or 8.43, font.name, font.sz)


class ValueFiller:
    """Fills in a record's own values by openpyxl: the plain way."""

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values

    def cell(self, cell: Any, index: int, slot: ValueSlot) -> None:
        from congvan.formats.xlsx.fill import needs_prefix

        value = self.values[index]
        if slot.kind == "formula" and value != "":
            cell._value, cell.data_type = "=" + as_a1(str(value), cell.row, cell.column), "f"
        elif value == "" and isinstance(value, str):
            cell._value, cell.data_type = None, "n"
        elif isinstance(value, str):
            cell._value, cell.data_type = value, "s"
            if needs_prefix(value, text_format=cell.number_format == "@"):
                cell.quotePrefix = True
        else:
            cell.value = value

    def text(self, index: int, slot: ValueSlot) -> str:
        from congvan.formats.xlsx.fill import quoted_for

        return quoted_for(as_text(self.values[index]), slot.kind)

    def height(self, fit: RowHeight) -> float:
        return fit.points(self.values)
