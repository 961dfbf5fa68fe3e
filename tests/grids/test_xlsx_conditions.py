"""Conditional formats that hide what a cell holds."""

from __future__ import annotations

import io
from typing import Any

import pytest

from congvan.grids import xlsx
from congvan.grids.grid import GridFile
from congvan.grids.intake import OfficePackage
from congvan.grids.xlsx_conditions import _range


def read(values: dict[str, Any], *rules: tuple[str, Any], **look: Any) -> GridFile:
    """A workbook with cells, and rules for ranges."""
    import openpyxl
    from openpyxl.styles import Font

    book: Any = openpyxl.Workbook()
    for address, value in values.items():
        book.active[address] = value
        book.active[address].font = Font(**look)
    for ranges, rule in rules:
        book.active.conditional_formatting.add(ranges, rule)
    out = io.BytesIO()
    book.save(out)
    return xlsx.read(OfficePackage(out.getvalue(), "a.xlsx"))


def hidden(found: GridFile) -> list[str]:
    return [cell.text for line in found.grids[0].lines for cell in line.cells.values() if cell.shown == ("", -1)]


def rule(kind: str, *formulas: str, operator: str | None = None, text: str | None = None, **look: Any) -> Any:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.styles.numbers import NumberFormat

    changed = DifferentialStyle(
        font=Font(color=look["color"]) if "color" in look else None,
        fill=PatternFill(bgColor=look["fill"]) if "fill" in look else None,
        numFmt=NumberFormat(numFmtId=200, formatCode=look["code"]) if "code" in look else None,
    )
    return Rule(type=kind, operator=operator, text=text, formula=list(formulas), dxf=changed)


VALUES = {"A1": 5, "A2": 12, "A3": 0, "B1": "Mẫu A", "B2": "Mẫu B"}
WHITE, NONE = {"color": "FFFFFFFF"}, {"code": ";;;"}


@pytest.mark.parametrize(
    ("found", "texts"),
    [
        (rule("cellIs", "10", operator="greaterThan", **WHITE), ["Mẫu A", "12", "Mẫu B"]),
        (rule("cellIs", "10", operator="lessThan", **NONE), ["5"]),  # a nought that is not seen is a nought
        (rule("cellIs", "5", "20", operator="between", **NONE), ["5", "12"]),
        (rule("cellIs", "5", "20", operator="notBetween", **WHITE), ["Mẫu A", "Mẫu B", "0"]),
        (rule("cellIs", "12", operator="equal", **WHITE), ["12"]),
        (rule("containsText", text="Mẫu B", **WHITE), ["Mẫu B"]),
        (rule("expression", "TRUE", **NONE), ["5", "Mẫu A", "12", "Mẫu B"]),
        (rule("notContainsBlanks", fill="FF000000"), ["5", "Mẫu A", "12", "Mẫu B", "0"]),
        (rule("containsBlanks", **WHITE), []),
        (rule("containsErrors", **WHITE), []),
        (rule("cellIs", "10", operator="greaterThan", color="FFFF0000"), []),
        (rule("cellIs", "10", operator="greaterThan", color="FFFFFFFF", fill="FFC00000"), []),
        (rule("cellIs", "0", operator="greaterThanOrEqual", code="#,##0"), []),
    ],
)
def test_a_condition_that_is_worked_out(found: Any, texts: list[str]) -> None:
    read_ = read(VALUES, ("A1:B3", found))
    assert hidden(read_) == texts
    assert {problem.code for problem in read_.problems} == ({"text-unseen"} if any("M" in t for t in texts) else set())


def test_a_condition_of_a_formula_is_told_once() -> None:
    found = read(VALUES, ("A1:A3", rule("expression", "$B1=$B2", **WHITE)), ("C1", rule("expression", "A1=1", **WHITE)))
    words = {name: value for name, value in VALUES.items() if name[0] == "B"}
    assert hidden(read(words, ("B1:B2", rule("cellIs", '"mẫu a"', operator="equal", **WHITE)))) == ["Mẫu A"]
    assert hidden(found) == []
    assert [(each.code, each.place.cell) for each in found.problems] == [("cell-condition", "A1")]


def test_a_bar_without_its_number_and_letters_of_the_cell_itself() -> None:
    from openpyxl.formatting.rule import DataBarRule

    for shown, texts in ((False, ["5", "12", "0"]), (True, [])):
        bar = DataBarRule("min", start_value=0, end_type="max", end_value=9, color="FF638EC6", showValue=shown)
        assert hidden(read(VALUES, ("A1:B3", bar))) == texts
    found = read(VALUES, ("A1", rule("expression", "TRUE", fill="FFFF0000")), color="FFFF0000")
    assert hidden(found) == ["5"]


def test_ranges() -> None:
    assert _range("$B$5") == (5, 2, 5, 2)
    assert _range("B5:D9") == (5, 2, 9, 4)
    assert _range("B:C") == (1, 2, 1 << 20, 3)
    assert _range("3:4") == (3, 1, 4, 16_384)
    assert _range("x!y") is None


@pytest.mark.parametrize(
    ("rule", "texts"),
    [
        ('type="cellIs" operator="greaterThan"><xm:f>10</xm:f>', ["12"]),
        ('type="dataBar"><x14:dataBar showValue="0"/>', ["5", "12", "0"]),
        ('type="cellIs" operator="greaterThan"><xm:f>20</xm:f>', []),
    ],
)
def test_a_rule_of_the_extension_hides_cells_as_any_other(rule: str, texts: list[str]) -> None:
    import zipfile

    import openpyxl

    book: Any = openpyxl.Workbook()
    for address, value in VALUES.items():
        book.active[address] = value
    plain, changed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    white = '<x14:dxf><font><color rgb="FFFFFFFF"/></font></x14:dxf>'
    extension = (
        '<extLst><ext xmlns:x14="x" xmlns:xm="y"><x14:conditionalFormattings><x14:conditionalFormatting>'
        f"<x14:cfRule {rule}{white}</x14:cfRule><xm:sqref>A1:A3</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            new.writestr(item, data.replace(b"</worksheet>", extension.encode()) if "sheet1" in item.filename else data)
    assert hidden(xlsx.read(OfficePackage(changed.getvalue(), "a.xlsx"))) == texts
