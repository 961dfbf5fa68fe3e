"""Data validations that a record sets (`{%rule … %}`), and the hidden sheet of the lists among them.

A rule is a text of JSON: `type` (whole, decimal, textLength, list, custom, or none for a prompt alone), `operator`,
`formula1`, `formula2` (in R1C1 notation where they name a cell), `choices` of a list, `title`, `prompt`, `error_title`,
`error`. What is in it is a rule of Excel 2007, so that every office program applies it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from congvan.formats.xlsx.references import text_of_rect
from congvan.formats.xlsx.relative import as_a1
from congvan.formats.xlsx.structure import SheetStructure

LIST_TITLE, LIST_NAME = "Danh mục", "danh_muc"
_TYPED_LIST = 255  # characters of a list that is typed into a validation
_LIMITS = {"title": 32, "prompt": 255, "error_title": 32, "error": 225}
_NAMES = {"title": "promptTitle", "prompt": "prompt", "error_title": "errorTitle", "error": "error"}


class ListSheet:
    """The hidden sheet whose rows are the entries of the lists of a workbook; made with the first list."""

    def __init__(self, book: Any) -> None:
        self._book, self._sheet, self._row = book, None, 0
        self._names: dict[tuple[str, ...], str] = {}

    def name_of(self, choices: Sequence[str]) -> str:
        """Return the defined name of a list of choices, which is written below those written before."""
        from openpyxl.workbook.defined_name import DefinedName

        key = tuple(choices)
        if key not in self._names:
            sheet = self._opened()
            for text in key:
                self._row += 1
                cell = sheet.cell(self._row, 1)
                cell._value, cell.data_type = text, "s"
            first = self._row - len(key) + 1
            name = self._free_name()
            target = f"'{sheet.title}'!$A${first}:$A${self._row}"
            self._book.defined_names[name] = DefinedName(name, attr_text=target)
            self._names[key] = name
        return self._names[key]

    def _free_name(self) -> str:
        number = len(self._names) + 1
        while f"{LIST_NAME}_{number}" in self._book.defined_names:
            number += 1
        return f"{LIST_NAME}_{number}"

    def _opened(self) -> Any:
        if self._sheet is None:
            sheet = self._sheet = self._book.create_sheet(LIST_TITLE)
            sheet.sheet_state = "veryHidden"
            sheet.protection.sheet = True
            sheet.column_dimensions["A"].width = 40
        return self._sheet


def add_rules(sheet: Any, layout: SheetStructure, lists: ListSheet) -> None:
    """Add the validations that the record sets to a finished sheet; cells of one rule share it."""
    cells: dict[str, list[tuple[int, int]]] = {}
    for (row, column), look in layout.looks.items():
        if look.rule:
            cells.setdefault(look.rule, []).append((column, row))
    for text, places in cells.items():
        sheet.add_data_validation(_validation(json.loads(text), sorted(places), lists))


def _validation(rule: dict[str, Any], places: Sequence[tuple[int, int]], lists: ListSheet) -> Any:
    from openpyxl.worksheet.cell_range import MultiCellRange
    from openpyxl.worksheet.datavalidation import DataValidation

    column, row = places[0]
    formulas = [as_a1(str(rule[key]), row, column) if rule.get(key) else None for key in ("formula1", "formula2")]
    if rule.get("type") == "list":
        formulas[0] = _source(rule["choices"], lists)
    validation = DataValidation(
        type=rule.get("type") or None,
        operator=rule.get("operator"),
        formula1=formulas[0],
        formula2=formulas[1],
        allow_blank=True,
        showErrorMessage=bool(rule.get("error")),
        showInputMessage=bool(rule.get("prompt")),
    )
    for key, limit in _LIMITS.items():
        if rule.get(key):
            setattr(validation, _NAMES[key], str(rule[key])[:limit])
    validation.sqref = MultiCellRange(" ".join(_ranges(places)))
    return validation


def _source(choices: Sequence[str], lists: ListSheet) -> str:
    """Return what a list validation names: its choices where they can be typed into it, else the hidden list."""
    typed = ",".join(choices)
    if len(typed) <= _TYPED_LIST and not any(mark in choice for choice in choices for mark in ',"'):
        return f'"{typed}"'
    return lists.name_of(choices)


def _ranges(places: Sequence[tuple[int, int]]) -> Iterable[str]:
    """Yield cells, sorted by column and row, as ranges of one column."""
    first = last = places[0]
    for column, row in [*places[1:], (0, 0)]:
        if (column, row) == (last[0], last[1] + 1):
            last = column, row
            continue
        yield text_of_rect((first[0], first[1], last[0], last[1]))
        first = last = column, row
