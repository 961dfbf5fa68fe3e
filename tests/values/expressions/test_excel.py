"""Formulas: what a spreadsheet computes is what evaluation gives."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from congvan.core import libreoffice
from congvan.values.expressions import MappingScope, excel, half_up, parse
from congvan.values.expressions.scopes import row_scopes


class Sheet:
    """Columns a to d in the rows 2 to 5; a row at hand."""

    def __init__(self, row: int) -> None:
        self.row = row

    def cell(self, name: str) -> str | None:
        return f"{name.upper()}{self.row}" if name in ("a", "b", "c", "d") else None

    def column(self, rows: str | None, name: str) -> str | None:
        return None if rows else f"{(name or 'a').upper()}2:{(name or 'a').upper()}5"

    def known(self, name: str) -> Any:
        return {"luong": 2340000}.get(name)

    def earlier(self, before: str, name: str) -> Any:
        return 14 if before == "so_far" else ""


FORMULAS = {
    "a + b": 'IF(COUNT(A2,B2)<2,"",A2+B2)',
    "a / (a + b)": 'IF(COUNT(A2,B2)<2,"",IFERROR(A2/(A2+B2),""))',
    "so_far(a)": "14+N(A2)",
    "a * luong": 'IF(COUNT(A2)<1,"",A2*2340000)',
    "a - (b - c)": 'IF(COUNT(A2,B2,C2)<3,"",A2-(B2-C2))',
    "sum(a)": "SUM(A2:A5)",
    "count(d == 'Nữ')": 'COUNTIFS(D2:D5,"Nữ")',
    "count(a >= 2 and d == 'Nữ')": 'COUNTIFS(A2:A5,">=2",D2:D5,"Nữ")',
    "sum(a, d == 'Nữ')": 'SUMIFS(A2:A5,D2:D5,"Nữ")',
    "mean(a)": 'IFERROR(AVERAGE(A2:A5),"")',
    "mean(a) * 2": 'IFERROR(IFERROR(AVERAGE(A2:A5),"")*2,"")',
}


@pytest.mark.parametrize(("text", "wanted"), FORMULAS.items())
def test_an_expression_becomes_a_formula(text: str, wanted: str) -> None:
    assert excel(parse(text), Sheet(2)) == wanted


def test_a_formula_is_rounded() -> None:
    assert excel(parse("a * 2"), Sheet(2), -3) == 'IF(COUNT(A2)<1,"",ROUND(A2*2,-3))'
    assert excel(parse("mean(a)"), Sheet(2), 1) == 'IFERROR(ROUND(IFERROR(AVERAGE(A2:A5),""),1),"")'


@pytest.mark.parametrize("text", ["a == b", "last(a) + x", "count(d in ['x'])", "la"])
def test_what_has_no_formula_says_so(text: str) -> None:
    assert excel(parse(text), Sheet(2)) is None


ROWS: list[dict[str, Any]] = [
    {"a": 7, "b": 2.5, "c": "", "d": "Nữ"},
    {"a": 3, "b": 0, "c": -4, "d": "Nam"},
    {"a": "", "b": 0.125, "c": 1, "d": "Nữ"},
    {"a": 1234567, "b": 3, "c": 0.005, "d": ""},
]
ROUNDED = ["a / b", "a * b - c", "-(a + b) * 1.15", "a - b / c", "a * luong / 100"]
OVER = ["sum(a)", "count(d == 'Nữ')", "sum(a, d == 'Nữ')", "max(b) - min(b)", "count(a >= 3 and b < 1)", "mean(a)"]


@pytest.mark.full("LibreOffice")
def test_a_spreadsheet_computes_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["a", "b", "c", "d"])
    for row in ROWS:
        sheet.append([None if row[name] == "" else row[name] for name in "abcd"])
    wanted: dict[str, Any] = {}
    outer = MappingScope({"luong": 2340000})
    rows = row_scopes(ROWS, "", outer)
    for n, text in enumerate([*ROUNDED, *OVER]):
        for row in range(2, 6) if text in ROUNDED else (2,):
            scope = rows[row - 2] if text in ROUNDED else MappingScope({}, rows=rows, outer=outer)
            found = parse(text).evaluate(scope)
            cell = f"{'FGHIJKLMNOPQ'[n]}{row}"
            wanted[cell] = half_up(found, 2) if not isinstance(found, str) else found
            sheet[cell] = f"={excel(parse(text), Sheet(row), 2)}"
    buffer = io.BytesIO()
    book.save(buffer)
    monkeypatch.setitem(libreoffice.FILTERS, "xlsx", "xlsx:Calc MS Excel 2007 XML")
    converted = libreoffice.convert(buffer.getvalue(), "xlsx", "xlsx")
    computed = load_workbook(io.BytesIO(converted), data_only=True).active
    assert computed is not None
    shown = {cell: computed[cell].value for cell in wanted}
    assert {cell: value or "" if wanted[cell] == "" else value for cell, value in shown.items()} == {
        cell: "" if value == "" else float(value) for cell, value in wanted.items()
    }
