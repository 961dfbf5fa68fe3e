"""Sheets of forms as blocks of a page: heads of several rows, codes, grey cells, lines, closing words."""

from __future__ import annotations

from typing import Any

from congvan.documents.letter.form.blocks import BOX, LINE_DOTS, head_grid, page_of, spaced
from congvan.forms.blanks.heads import HeadCell
from congvan.forms.blanks.sheet import sheet
from congvan.forms.keys import FormKeys
from tests.forms.office import form

HEAD = "forms:\n  - id: ds\n    name: Danh sách\n    subject: Mẫu\n    per: {xa: xa}\n"
COLUMNS = """\
    columns:
      - {id: thon, label: Thôn, type: thon, value: thon, code: A}
      - label: Số hộ
        columns:
          - {id: nam, label: Năm nay, type: integer, unit: hộ}
          - {id: cu, label: Năm trước, type: integer, value: thon.so_ho, open: true}
    rows: {each: thon, where: thon.xa == xa}
"""


def page(text: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The blocks of a sheet and its table."""
    body, table, _landscape = page_of(sheet(form(HEAD + text), FormKeys({"xa": "xa-a"})))
    return [dict(block) for block in body], dict(table)


def test_a_table_alone_is_no_block() -> None:
    body, table = page("    columns: [{id: ten, label: Tên}]\n    rows: 2\n")
    assert body == []
    assert table["rows"] == [[""], [""]]
    assert "heads" not in table


def test_cells_that_go_over_rows_cover_the_places_below() -> None:
    heads = [
        [HeadCell("TT", rows=3), HeadCell("Số", columns=3)],
        [HeadCell("Nam", rows=2), HeadCell("Nữ", columns=2)],
        [HeadCell("Trẻ"), HeadCell("Già", unit="người")],
    ]
    grid = head_grid(heads)
    shown = [[("·" if each["covered"] else each["text"], each["columns"]) for each in line] for line in grid]
    assert shown == [
        [("TT", 1), ("Số", 3)],
        [("·", 1), ("Nam", 1), ("Nữ", 2)],
        [("·", 1), ("·", 1), ("Trẻ", 1), ("Già", 1)],
    ]
    assert grid[2][3]["unit"] == "(người)"


def test_a_head_of_several_rows_codes_and_grey_cells() -> None:
    _body, table = page(f"    codes: true\n{COLUMNS}")
    assert [[each["text"] for each in line] for line in table["heads"]] == [
        ["Thôn", "Số hộ"],
        ["", "Năm nay", "Năm trước"],
    ]
    assert table["codes"] == ["A", "(1)", "(2)"]
    assert [(cell["text"], cell["shaded"]) for cell in table["rows"][0]] == [
        ("Bản A1", False),
        ("", False),
        ("120", True),
    ]


def test_codes_may_break_at_their_signs() -> None:
    assert spaced(["A", "(3)=(1)+(2)", "(6)=(5)/((4)+(5))"]) == ["A", "(3) = (1) + (2)", "(6) = (5) / ((4) + (5))"]


def test_sections_stand_in_order_with_titles_lines_and_closing_words() -> None:
    text = """\
    nil: Không có
    sections:
      - {id: chung, shape: lines, columns: [{id: so, label: Tổng số, type: integer, unit: người}]}
      - {id: mot, title: I. Một, columns: [{id: ten, label: Tên}], rows: 1, total: Cộng,
         closing: "Có {{ count() }} tên."}
      - {id: hai, title: II. Hai, columns: [{id: ten, label: Tên}], rows: 1}
"""
    body, table = page(text)
    assert table["columns"] == []
    said = [(block["style"], block.get("text", "")) for block in body]
    assert said == [
        ("dong_bieu", f"Tổng số: {LINE_DOTS} người"),
        ("ten_bang", "I. Một"),
        ("bang", ""),
        ("ket_bieu", "Có …… tên."),
        ("ten_bang", "II. Hai"),
        ("bang", ""),
        ("dong_bieu", f"{BOX} Không có"),
    ]
    assert body[2]["total"] == ["Cộng"]
