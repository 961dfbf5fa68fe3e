"""Rows that are written after others are as openpyxl draws them, to the byte."""

from __future__ import annotations

from copy import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation

from congvan.formats.xlsx.rows import cutting, repeats
from congvan.formats.xlsx.template import XlsxTemplate, compile_template
from tests.examples import examples
from tests.formats.xlsx_samples import LOOP, picture, rows, workbook

CELLS: dict[str, Any] = {
    "A1": "{{ title }}",
    "A2": "TT",
    "A3": "{%tr for row in rows %}",
    "A4": "{%rh 6 %}{{ loop.index }}",
    "B4": "{{ row.name }}",
    "C4": "{%numfmt row.format %}{{ row.value }}",
    "D4": "{%formula row.formula %}",
    "E4": "50 % r=\"A4\" 'x'",
    "F4": "{%rule row.rule %}{{ row.name }}, {{ row.value }}",
    "A5": "{%tr if row.more %}",
    "B6": "ghi chú của {{ row.name }}",
    "A7": "{%tr endif %}",
    "A8": "{%tr endfor %}",
    "A9": "=SUM(C4)",
    "A10": "{%tr for row in rows %}",
    "A11": "{%tc for part in row.parts %}",
    "B11": "{%colspan 2 %}{{ part }}",
    "C11": "{%tc endfor %}",
    "A12": "{%tr endfor %}",
    "A13": "{%tr for row in rows %}",
    "A14": "không đổi",
    "A15": "{%tr endfor %}",
    "A16": "hết",
}


def drawn(_book: Any, sheet: Any) -> None:
    side = Side(style="thin")
    for column in "ABCDEF":
        cell = sheet[f"{column}4"]
        cell.border, cell.font = (
            Border(left=side, bottom=side),
            Font(name="Times New Roman", size=13, bold=column == "B"),
        )
        cell.alignment, cell.protection = Alignment(wrap_text=True, vertical="top"), Protection(locked=column == "A")
    sheet["C4"].fill = PatternFill("solid", fgColor="FFEEEEEE")
    sheet["G4"] = CellRichText("Họ tên: ", TextBlock(InlineFont(b=True), "{{ row.name }}"))
    sheet["A14"].border = copy(sheet["A4"].border)
    sheet.merge_cells("B6:D6")
    sheet.row_dimensions[14].height, sheet.row_dimensions[6].hidden = 22, True
    sheet.print_title_rows, sheet.print_area, sheet.freeze_panes, sheet.auto_filter.ref = "2:2", "A1:G16", "A3", "A2:G4"
    rule = DataValidation(type="whole", operator="greaterThan", formula1="C4")
    rule.add("C4")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add(
        "B4:C4", FormulaRule(formula=["$C4>1"], fill=PatternFill("solid", fgColor="FF00FF00"))
    )


TEMPLATE = workbook(CELLS, drawn)
ROW = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "Nguyễn Văn Mẫu", "a & b <c>", "=1", "7", "tên dài " * 9]),
        "value": st.sampled_from([0, 7, 1.5, "chữ", ""]),
        "format": st.sampled_from(["", "", "0.00"]),
        "formula": st.sampled_from(["", "RC3*2", "RC3*2", "R[-1]C"]),
        "rule": st.sampled_from(['{"prompt":"số"}', '{"type":"list","choices":["a","b"]}']),
        "more": st.sampled_from([False, False, True]),
        "parts": st.sampled_from([["a"], ["a"], ["a", "b"], []]),
    }
)


def by_openpyxl(monkeypatch: pytest.MonkeyPatch, template: bytes) -> XlsxTemplate:
    """A template of which openpyxl draws every row."""
    made = compile_template(template)
    plain = made._drawn
    monkeypatch.setattr(made, "_drawn", lambda structure, repeats: plain(structure, repeats=False))
    return made


@pytest.mark.full("long runs")
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=25), st.integers(1, 4))
def test_written_after_others_or_drawn(
    monkeypatch: pytest.MonkeyPatch, found: list[dict[str, Any]], times: int
) -> None:
    record = {"title": "Danh sách", "rows": found * times}
    with monkeypatch.context() as patch:
        patch.setattr(repeats, "FEW", 3)
        assert compile_template(TEMPLATE).render(record) == by_openpyxl(patch, TEMPLATE).render(record)


def test_cells_of_a_long_list_are_openpyxls() -> None:
    one = {"name": "Nguyễn Văn Mẫu", "value": 7, "format": "", "formula": "RC3*2", "rule": '{"prompt":"số"}'}
    record = {"title": "x", "rows": [{**one, "more": n % 3 == 0, "parts": ["a", str(n)]} for n in range(60)]}
    template = compile_template(TEMPLATE)
    assert picture(template.render(record)) == picture(template.render_plainly(record))


def test_rows_that_turn_out_otherwise_are_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here: the last one, to which a row of another kind is said to be alike."""
    record, template = rows(*range(20)), workbook(LOOP)
    expected = by_openpyxl(monkeypatch, template).render(record)
    tried: list[bool] = []
    rest = XlsxTemplate._drawn

    def counted(self: XlsxTemplate, structure: bytes, repeats: bool) -> Any:
        tried.append(repeats)
        return rest(self, structure, repeats)

    monkeypatch.setattr(XlsxTemplate, "_drawn", counted)
    monkeypatch.setattr(repeats, "_alike", lambda _sheet, layout: [[*range(2, len(layout.slots) + 1)]])
    assert compile_template(template).render(record) == expected
    assert tried == [True, False]


def test_an_empty_row_is_no_row() -> None:
    template = compile_template(workbook({**LOOP, "A3": None}))
    data = template.render(rows(*range(20)))
    assert picture(data) == picture(template.render_plainly(rows(*range(20))))
    assert picture(data)["Biểu"]["cells"]["A22"][0] == "hết"


def test_the_pattern_of_a_row_finds_numbers_alone() -> None:
    found = cutting._ROW.findall('<row r="3" ht="9"/><row r="4"><c r="A4"/></row><row r="12" x="1"></row>')
    assert found == ["3", "4", "12"]
