"""Rows, columns and merges of a finished sheet: as high and as wide as their texts need, else as the template drew."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.formula import ArrayFormula

from congvan.formats.xlsx import sizes
from congvan.formats.xlsx.sizes import RowHeight, column_width, count_lines, usable_points, width_mm
from congvan.formats.xlsx.template import compile_template
from tests.formats.xlsx_samples import render, table, workbook
from tests.package import parts_of, zipped

LONG = "một câu dài " * 8
ROUNDS = {"A1": "đầu", "A2": "{%tr for x in rows %}", "A3": "{{ x }}", "A4": "{%tr endfor %}", "A5": "cuối"}


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("1", 5, 1),
        ("", 5, 1),
        ("11\n11", 10, 2),
        ("111", 10, 2),
        ("11 11\n1", 22.5, 2),
        ("11 11\n1", 22.4, 3),
        ("1 1 1 1\n", 12.5, 3),
        ("11 11 11 11\n", 22.5, 3),
        ("11111 1\n", 14, 4),
        ("11111 1", 20, 2),
        ("1 11111 1", 20, 3),
    ],
)
def test_a_text_is_broken_at_its_spaces(text: str, width: float, lines: int) -> None:
    """A digit is half as wide as its size, a space a quarter."""
    assert count_lines(text, width, 10, False) == lines


def test_bold_letters_are_wider() -> None:
    assert (count_lines("hu", 10, 10, False), count_lines("hu", 10, 10, True)) == (1, 2)


@pytest.mark.parametrize(
    ("font", "size", "pixels"),
    [("Times New Roman", 12.8, 9), ("Calibri", 11, 7), ("Arial", 10, 7), ("Unknown", 12, 8), ("Calibri", 0.1, 1)],
)
def test_a_width_counts_the_digits_of_the_standard_face(font: str, size: float, pixels: int) -> None:
    assert width_mm(10, font, size) == pytest.approx(10 * pixels / 96 * 25.4)
    assert column_width(25.4, font, size) == round(96 / pixels, 4)


def test_a_cell_has_room_for_one_letter_at_least() -> None:
    assert usable_points(11.6, 10) == 28.35
    assert usable_points(1, 10) == 10


CONTENTS = st.one_of(st.integers(0, 2), st.sampled_from(["", "cố định", LONG]))
LOOKS = st.tuples(CONTENTS, st.sampled_from([40.0, 90.0]), st.sampled_from([11.0, 13.5]), st.booleans(), st.just(1))
VALUES = st.lists(st.sampled_from(["", "a", "một câu dài", LONG, 7, 7.5, True]), min_size=3, max_size=3)


@given(st.lists(LOOKS, max_size=3), st.lists(VALUES, min_size=1, max_size=8))
def test_a_remembered_height_is_the_one_that_would_be_measured(looks: list[Any], records: list[list[Any]]) -> None:
    fits, alike = (
        [RowHeight(15.0, tuple(looks)), RowHeight(15.0, tuple(looks)), RowHeight(20.0, tuple(looks))],
        dict[Any, Any](),
    )
    for fit in fits[1:]:
        fit.share(alike)
    for values in records:
        for fit in fits:
            assert fit.text(values) == repr(fit.points(values))


def test_rows_that_look_and_read_alike_are_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[str] = []
    monkeypatch.setattr(sizes, "count_lines", lambda text, *_look: measured.append(text) or 1)
    fits, alike = (
        [RowHeight(15.0, ((n, 40.0, 11.0, False, 1), (2, 40.0, 11.0, False, 1))) for n in (0, 1)],
        dict[Any, Any](),
    )
    for fit in fits:
        fit.share(alike)
    for number in range(3):
        for fit in fits:
            fit.text(["a", "a", number])
    assert measured == ["a"]
    fits[0].text(["a", "a", ""])  # as wide as a number, which is not wrapped
    assert measured == ["a"]
    single = RowHeight(15.0, ((0, 40.0, 11.0, False, 1),))
    for _turn in range(3):
        single.text(["b"])
    assert measured == ["a", "b"]


def test_rows_of_another_look_do_not_share_their_heights() -> None:
    alike: dict[Any, Any] = {}
    look = (40.0, 10.0, False, 1)
    fits = [
        RowHeight(10.0, (("1", *look),)),
        RowHeight(10.0, (("1\n1", *look),)),
        RowHeight(20.0, (("1", *look),)),
        RowHeight(10.0, ((0, *look),)),
    ]
    for fit in fits:
        fit.share(alike)
    assert [fit.text(["1\n1\n1"]) for fit in fits] == ["14.7", "26.4", "20.0", "38.1"]


def test_heights_are_remembered_of_so_many_values_only() -> None:
    fit = RowHeight(15.0, ((0, 40.0, 11.0, False, 1),))
    for number in range(1000):
        fit.text([str(number)])
    assert len(fit._heights) <= 50


def test_a_height_is_the_lines_of_the_highest_text() -> None:
    fit = RowHeight(10.0, ((0, 40.0, 10.55, False, 1), (1, 40.0, 10.0, False, 1), ("1\n1", 40.0, 5.0, False, 1)))
    assert fit.points(["1", "", "không phải"]) == 15.34  # one line of 10.55 points
    assert fit.points(["", "1\n1", ""]) == 26.4
    assert fit.points(["", "", ""]) == 14.7
    assert fit.points([True, 12345678901, ""]) == 14.7  # numbers are not wrapped
    assert RowHeight(10.0, ()).text([]) == "10.0"
    for values, points in ((["1", "", ""], "15.34"), (["", "1\n1", ""], "26.4"), (["1", "1\n1\n1", 7], "38.1")):
        assert fit.text(values) == fit.text(values) == points
    single = RowHeight(10.0, ((1, 40.0, 10.0, False, 1),))
    assert [single.text(["", text]) for text in ("1", "1\n1", "1", "", "1")] == ["14.7", "26.4", "14.7", "10.0", "14.7"]


# --- heights in a workbook --------------------------------------------------------------------------------------


def height(text: str, tag: str = "{%rh 0 %}", **look: Any) -> float:
    """The height of a row whose only text is wrapped."""

    def prepare(book: Any, sheet: Any) -> None:
        cell = sheet[look.get("cell", "A1")]
        cell.alignment = Alignment(wrap_text=look.get("wrap", True))
        cell.font = Font(name="Calibri", size=look.get("size"), bold=look.get("bold", False))
        for letter, width in look.get("widths", {}).items():
            sheet.column_dimensions[letter].width = width
        if "hidden" in look:
            sheet.column_dimensions["A"].hidden = True
        if "default" in look:
            sheet.sheet_format.defaultColWidth = look["default"]
        if "merge" in look:
            sheet.merge_cells(look["merge"])
        if "drawn" in look:
            sheet.row_dimensions[1].height = look["drawn"]

    cells = {"A1": tag + "{{ text }}"} if "cell" not in look else {"A1": tag, look["cell"]: text}
    data = compile_template(workbook(cells, prepare)).render({"text": text})
    found = openpyxl.load_workbook(io.BytesIO(data)).active.row_dimensions[1].height
    assert found
    return float(found)


WIDTHS = {"A": 20, "B": 20, "C": 20}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({}, {"widths": {"A": 8.43}}),  # Excel's own width, where none is given
        ({"default": 60}, {"widths": {"A": 60}}),
        ({"widths": WIDTHS, "merge": "A1:C1"}, {"widths": {"A": 60}}),
        ({"widths": WIDTHS, "merge": "A1:A2"}, {"widths": {"A": 20}}),
        ({"widths": WIDTHS, "merge": "A1:C2"}, {"widths": {"A": 20}}),
        ({"cell": "B1", "widths": {"B": 20}}, {"widths": {"A": 20}}),
        ({"size": 11}, {}),
    ],
)
def test_a_wrapped_text_has_the_width_of_its_cell(one: dict[str, Any], other: dict[str, Any]) -> None:
    assert height(LONG, **one) == height(LONG, **other) > 20


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"widths": {"A": 20}}, {"widths": {"A": 40}}),
        ({"widths": {"A": 60}, "hidden": True}, {"widths": {"A": 8.43}}),
        ({"widths": {"A": 60}}, {"tag": "{%rh 0 %}{%cw 200 %}"}),
        ({"widths": WIDTHS}, {"widths": WIDTHS, "merge": "A1:B1"}),
        ({"size": 20}, {"size": 11}),
    ],
)
def test_a_narrow_cell_is_high(more: dict[str, Any], less: dict[str, Any]) -> None:
    assert height(LONG, **more) > height(LONG, **less)


def test_bold_letters_need_more_room() -> None:
    assert height("u" * 8, widths={"A": 9.45}, bold=True) > height("u" * 8, widths={"A": 9.45})


@pytest.mark.parametrize(
    ("tag", "look", "points"),
    [
        ("{%rh 12 %}", {"drawn": 50}, 34.02),
        ("{%rh 9.001 %}", {"drawn": 50}, 25.51),
        ("{%rh %}", {"drawn": 50}, 50),
        ("{%rh 0 %}", {"drawn": 50}, 50),
        ("{%rh %}", {"wrap": False}, 15),  # Excel's own
        ("{%rh 0 %}", {"wrap": False}, 15),
    ],
)
def test_a_row_is_at_least_as_high_as_asked_or_drawn(tag: str, look: dict[str, Any], points: float) -> None:
    assert height("x", tag=tag, **look) == points


def test_a_repeated_row_looks_as_drawn() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        row = sheet.row_dimensions[3]
        row.height, row.hidden, row.outlineLevel, row.collapsed, row.thickBot, row.thickTop = (
            30,
            True,
            2,
            True,
            True,
            True,
        )
        row.font = Font(bold=True)
        below = sheet.row_dimensions[20]
        below.height, below.hidden, below.font = 44, True, Font(italic=True)

    for count in (0, 3):
        rows = render(ROUNDS, {"rows": ["x"] * count}, prepare).row_dimensions
        for number in range(2, 2 + count):
            row = rows[number]
            assert (row.height, row.hidden, row.outlineLevel, row.font.b) == (30, True, 2, True)
            assert (row.collapsed, row.thickBot, row.thickTop) == (True, True, True)
        assert (rows[20 + count - 3].height, rows[17 + count].hidden, rows[17 + count].font.i) == (44, True, True)
        assert {number for number, row in rows.items() if row.height} == {*range(2, 2 + count), 17 + count}


def test_a_row_whose_cells_vanish_keeps_its_height() -> None:
    cells = {"A1": "{%rh 12 %}{%tc if x %}", "B1": "a", "C1": "{%tc endif %}", "A2": "x"}
    assert render(cells, {"x": False}).row_dimensions[1].height == 34.02


def test_widths_count_the_digits_of_the_first_face_of_the_workbook() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["A1"].alignment = Alignment(wrap_text=True)
        sheet.column_dimensions["A"].width = 20

    template = workbook({"A1": "{%rh 0 %}{{ text }}", "B1": "{%cw 50 %}"}, prepare)
    parts = parts_of(template)
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(b"Calibri", b"Arial", 1)
    data = compile_template(zipped(parts)).render({"text": LONG})
    sheet, wide = (
        openpyxl.load_workbook(io.BytesIO(data)).active,
        20 * 8 / 7,
    )  # Arial 11 has digits of 8 pixels, not of 7
    assert sheet.column_dimensions["B"].width == column_width(50, "Arial", 11) != column_width(50, "Calibri", 11)
    assert sheet.row_dimensions[1].height == height(LONG, widths={"A": wide}) != height(LONG, widths={"A": 20})


# --- columns ----------------------------------------------------------------------------------------------------


def column(sheet: Any, number: int) -> ColumnDimension:
    found = [each for each in sheet.column_dimensions.values() if each.min <= number <= each.max]
    assert len(found) <= 1
    return found[0] if found else ColumnDimension(sheet)


def test_a_column_of_a_shared_record_is_set_alone() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        for letter, last, width in (("B", 7, 20), ("I", 16_384, 5)):
            shared = sheet.column_dimensions[letter]
            shared.min, shared.max, shared.width = 2 if letter == "B" else 9, last, width
            shared.hidden, shared.font = letter == "I", Font(bold=True)

    sheet = render({"C1": "{%cw 50 %}Tên", "D1": "{%cw 30 %}", "E1": "{{ x }}"}, {"x": 1}, prepare)
    assert [sheet[f"{letter}1"].value for letter in "CDE"] == ["Tên", None, 1]
    wide = [column(sheet, number).width for number in range(2, 8)]
    assert wide == pytest.approx([20, column_width(50, "Calibri", 11), column_width(30, "Calibri", 11), 20, 20, 20])
    assert all(column(sheet, number).font.b for number in (*range(2, 8), 9, 16_384))
    assert [column(sheet, number).hidden for number in (2, 5, 7, 9, 16_384)] == [False, False, False, True, True]
    assert (column(sheet, 16_384).width, column(sheet, 8).font.b) == (5, False)


def test_a_hidden_record_of_columns_stays_hidden_where_it_is_split() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        shared = sheet.column_dimensions["A"]
        shared.min, shared.max, shared.hidden = 1, 4, True

    sheet = render({"B1": "{%cw 50 %}{{ x }}"}, {"x": 1}, prepare)
    assert [column(sheet, number).hidden for number in range(1, 6)] == [True] * 4 + [False]


# --- merges and cells -------------------------------------------------------------------------------------------


def merged(cells: dict[str, Any], context: dict[str, Any], *areas: str) -> list[str]:
    def prepare(book: Any, sheet: Any) -> None:
        for area in areas:
            sheet.merge_cells(area)

    data = compile_template(workbook(cells, prepare)).render(context)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    found = re.findall(r'<mergeCell ref="(.*?)"/>', xml)
    assert re.findall(r'<mergeCells count="(\d+)"', xml) == [str(len(found))] * bool(found)
    return found


def test_each_round_has_its_own_merges_and_a_merge_around_a_loop_holds_all_rounds() -> None:
    two = ROUNDS | {"A4": "{{ x }}", "A5": "{%tr endfor %}", "A6": "cuối"}
    assert merged(two, {"rows": [1, 2]}, "B3:B4", "C3:D3") == ["B2:B3", "C2:D2", "B4:B5", "C4:D4"]
    assert merged(two, {"rows": [1, 2]}, "B1:B6") == ["B1:B6"]
    assert merged(two, {"rows": []}, "B1:B6", "C3:D3") == ["B1:B2"]
    assert merged(ROUNDS, {"rows": [1]}, "B2:B4") == []  # one cell is left, and that is no merge


def test_merges_of_a_row_of_repeated_columns() -> None:
    cells = {"A1": "{%colspan 2 %}{{ a }}", "B1": "{{ a }}", "C1": "{%colspan n %}{{ a }}", "A2": "x"}
    assert merged(cells, {"a": "x", "n": 3}) == ["A1:B1", "D1:F1"]
    assert merged(cells, {"a": "x", "n": 1}) == ["A1:B1"]
    sheet = render(cells, {"a": "x", "n": 3})
    assert table(sheet)[0] == ["x", None, "x", "x", None, None]


def test_every_cell_of_a_merge_has_the_look_of_its_first() -> None:
    """Read from the file itself: openpyxl gives merged cells a look of its own."""

    def prepare(book: Any, sheet: Any) -> None:
        for place in ("A1", "C1", "D3"):
            sheet[place].border = Border(bottom=Side(style="thin"))
        sheet.merge_cells("D3:E3")

    cells = ROUNDS | {"A1": "{%colspan 2 %}{{ a }}", "B1": "{{ a }}", "C1": "{%colspan 3 %}{{ a }}", "D3": "x"}
    data = compile_template(workbook(cells, prepare)).render({"a": "x", "rows": [1, 2]})
    xml = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    styles = dict(re.findall(r'<c r="(\w+)" s="(\d+)"', xml))
    assert set(styles) == {"A1", "B1", "D1", "E1", "F1", "D2", "E2", "D3", "E3"}
    assert all(styles[one] == styles["A1"] for one in ("B1", "E1", "F1"))


def test_cells_of_a_repeated_row_keep_what_belongs_to_them() -> None:
    def prepare(book: Any, sheet: Any) -> None:
        sheet["B3"].hyperlink = "https://example.org/"
        sheet["C3"] = ArrayFormula("C3", "=SUM(A3:A3*2)")
        sheet["D5"] = ArrayFormula("D5:D5", "=SUM(A3)")
        sheet["E5"] = ArrayFormula("E3:E3", "=1")

    sheet = render(ROUNDS | {"B3": "trang", "D3": 5}, {"rows": ["a", "b"]}, prepare)
    assert [(sheet[f"B{n}"].hyperlink.ref, sheet[f"B{n}"].hyperlink.target) for n in (2, 3)] == [
        ("B2", "https://example.org/"),
        ("B3", "https://example.org/"),
    ]
    assert [(sheet[c].value.ref, sheet[c].value.text) for c in ("C2", "C3", "D4", "E4")] == [
        ("C2", "=SUM(A2:A2*2)"),
        ("C3", "=SUM(A3:A3*2)"),
        ("D4", "=SUM(A2:A3)"),
        ("E2:E3", "=1"),
    ]
    assert [cell.value for cell in sheet["D"]][:3] == [None, 5, 5]


def test_what_settings_leave_of_a_text_is_text() -> None:
    cells = {"A1": "{%rh 9 %}Tên", "B1": "{%cw 30 %}", "C1": " {%cw 30 %} 7 ", "D1": "{% set y = 2 %}", "E1": "{# x #}"}
    assert [cell.value for cell in render(cells, {})[1]][:3] == ["Tên", None, "7"]


def test_a_shape_grows_to_a_million_rows_and_no_further(monkeypatch: pytest.MonkeyPatch) -> None:
    from congvan.core.problems import ProblemsFound
    from congvan.formats.xlsx import structure

    monkeypatch.setattr(structure, "MAX_ROWS", 4)
    template = compile_template(workbook(ROUNDS), name="mau.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(template.render({"rows": [1, 2]}))).active.max_row == 4
    with pytest.raises(ProblemsFound) as stop:
        template.render({"rows": [1, 2, 3]})
    (problem,) = stop.value.problems
    assert (problem.code, problem.place.file) == ("workbook-extent", "mau.xlsx")
    assert problem.text == "the sheet exceeds a million rows"
