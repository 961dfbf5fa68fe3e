"""E. Spreadsheets: a cell holds text as text, whole, or a Problem says why it can't."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest

from congvan.core.problems import ProblemsFound
from congvan.pipeline.plan.planner import Selection
from tests.acceptance.promises.line import (
    DISTRICTS,
    ENTERPRISES,
    figure,
    first_form,
    made,
    swapped,
    text_of,
    warm,
    xlsx_cells,
)

FORMULAS = [
    "=1+1", "+84 942", "-1+2", "@SUM(A1)", "|cmd", "=HYPERLINK(\"http://127.0.0.1/\")", "=WEBSERVICE(\"http://127.0.0.1/\")",
    "=cmd|' /C calc'!A0", "{=1}", "'=1", "=", "==", "%0A=1", "＝1", "\\t=1", ";=1",
]  # fmt: skip  # a table: what belongs together on a line


@pytest.mark.parametrize("value", FORMULAS)
def test_e1_no_cell_is_a_formula(value: str) -> None:
    """No cell that holds a value is a formula: text that begins with = + - @ | is read back as the same text."""
    typed = json.dumps(value, ensure_ascii=False)
    changes = swapped(ENTERPRISES, "name: Viettel Lạng Sơn", f"name: {typed}")
    try:
        (artifact,) = made(changes, first_form(only=["xlsx"]), warm())
    except ProblemsFound:
        if "＝" not in value:
            raise
        return
    cells = xlsx_cells(artifact.data)
    holding = [cell for cell in cells if value in str(cell.value)]
    assert holding
    assert all(cell.data_type == "s" for cell in holding)
    assert not any(cell.data_type == "f" and value in str(cell.value) for cell in cells)
    figure("E1", "beginnings tried", len(FORMULAS))


@pytest.mark.parametrize("value", ["\t=1+1", "\r=1+1", "=1\t+1"])
def test_e1_a_tab_before_the_sign_is_refused(value: str) -> None:
    """A tab or a return that would hide the sign is refused in the data (B2)."""
    changes = swapped(ENTERPRISES, "name: Viettel Lạng Sơn", f"name: {json.dumps(value)}")
    with pytest.raises(ProblemsFound):
        list(made(changes, first_form(only=["xlsx"]), warm()))


@pytest.mark.parametrize("value", ["0" * 20, "0942215080", "9" * 16, "00", "1.10", "x" * 200, "_x0041_", "x" * 40_000])
def test_e2_cells_hold_text_whole_or_say_so(value: str) -> None:
    """A cell holds its text whole (leading zeros, long numbers), or a Problem names the value; it is never cut."""
    changes = swapped(ENTERPRISES, "name: Viettel Lạng Sơn", f'name: "{value}"')
    try:
        (artifact,) = made(changes, first_form(only=["xlsx"]), warm())
    except ProblemsFound:
        if not value.startswith(("_x", "x" * 300)):
            raise
        return
    assert any(value in str(cell.value) for cell in xlsx_cells(artifact.data))


@pytest.mark.parametrize("name", ["A/B\\C?*[]:", "Huyện " + "dài " * 12, "'dấu'", "History"])
def test_e3_sheet_names_are_legal(name: str) -> None:
    """Whatever a district is called, the sheets of its form have names that Excel opens, and the same each time."""
    changes = swapped(DISTRICTS, "name: Tràng Định", f"name: {json.dumps(name, ensure_ascii=False)}")
    selection = Selection(["rosters"], {"district": ["trang-dinh"], "enterprise": ["viettel-lang-son"]}, ["xlsx"])
    (one,), (two,) = (list(made(changes, selection, warm())) for _round in range(2))
    assert one.data == two.data
    titles = openpyxl.load_workbook(io.BytesIO(one.data)).sheetnames
    assert len({title.casefold() for title in titles}) == len(titles)
    assert all(0 < len(title) <= 31 and not set(title) & set("/\\?*[]:") for title in titles)
    assert name not in text_of(DISTRICTS)
