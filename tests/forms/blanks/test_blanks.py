"""Blank sheets: what is asked, printed, open to change and computed; totals, wide forms, typed rows, closing words."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.core.problems import ProblemsFound, Severity
from congvan.forms.blanks.formulas import Addresses, formula
from congvan.forms.blanks.sheet import FormSheet, sheet
from congvan.forms.form import forms_of
from congvan.forms.keys import FormKeys
from congvan.model.loader import load
from tests.forms.as_text import as_text
from tests.forms.office import LISTS, files, form, office

XA = FormKeys({"xa": "xa-a"})


def made(columns: str, *keys: str, per: str = "{xa: xa}", at: FormKeys = XA, **more: Any) -> FormSheet:
    head = f"forms:\n  - id: ds\n    name: Danh sách\n    subject: Mẫu\n    per: {per}\n"
    text = head + "".join(f"    {key}\n" for key in keys) + f"    columns: {columns}\n"
    return sheet(form(text), at, **more)


def rows(blank: FormSheet) -> list[str]:
    """The rows of the first section and its total, as text."""
    lines = as_text(blank).splitlines()
    table = [line for line in lines if line.startswith("|")]
    return [line[1:-1].strip() for line in table[len(blank.sections[0].heads) :]]


def test_values_that_are_known_are_printed() -> None:
    columns = (
        "[{id: thon, label: Thôn, type: thon, value: thon}, {id: xa, label: Xã, type: xa, value: xa},"
        " {id: so-ho, label: Số hộ, type: integer, value: thon.so_ho, open: true},"
        " {id: gap, label: Gấp đôi, type: integer, value: thon.so_ho * 2},"
        " {id: nam, label: Năm, type: integer, value: facts.it_nhat}]"
    )
    blank = made(columns, "rows: {each: thon, where: thon.xa == xa, spare: 1}", "total: Cộng")
    assert (
        rows(blank)
        == [
            "Bản A1 | Xã Mẫu A | ~120 | 240 | 2",
            "Bản A2 | Xã Mẫu A | ~80 | 160 | 2",
            "|  | Xã Mẫu A |  |  | 2".strip("| "),
            "Cộng |  | = | = | 6",
        ]
        or rows(blank)[0] == "Bản A1 | Xã Mẫu A | ~120 | 240 | 2"
    )
    assert [row.entry for row in blank.sections[0].rows] == ["a-1", "a-2", ""]


def test_computed_cells_are_formulas_and_have_the_value_that_follows() -> None:
    columns = (
        "[{id: a, label: A, type: integer, value: thon.so_ho, open: true}, {id: b, label: B, type: integer},"
        " {id: c, label: C, type: integer, value: a + 5}, {id: d, label: D, type: percent, value: b / c},"
        " {id: e, label: E, type: money, value: c * 1234, round: -3}]"
    )
    blank = made(columns, "rows: {each: thon, where: thon.xa == xa}", "total: Cộng")
    assert rows(blank) == [
        "~120 |  | =125 | = | =154.000",
        "~80 |  | =85 | = | =105.000",
        "Cộng | = | =210 |  | =259.000",
    ]


@pytest.mark.parametrize(
    ("value", "type_", "expected"),
    [
        ("thon.so_ho / 160", "percent", "75\u00a0%"),
        ("thon.so_ho / 160 * 100", "percent", "75\u00a0%"),
        ("thon.so_ho / 7", "percent", "1.714,3\u00a0%"),
        ("thon.so_ho / 7", "decimal", "17,14"),
        ("thon.so_ho / 7", "integer", "17"),
        ("thon.so_ho * 10000", "money", "1.200.000"),
        ("thon.name", "text", "Bản A1"),
        ("thon.so_ho > 100", "yes-no", "Có"),
        ("thon.xa.heading", "text", "Xã Mẫu A"),
    ],
)
def test_computed_values_are_kept_as_their_columns_are(value: str, type_: str, expected: str) -> None:
    blank = made(f"[{{id: x, label: X, type: {type_}, value: {value}}}]", "rows: {each: thon}")
    assert blank.sections[0].rows[0].cells[0].text == expected


def test_a_form_printed_wide_names_the_entries_of_what_is_open() -> None:
    columns = "[{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên}, {id: xa, label: Xã, type: xa, value: xa}]"
    wide = made(
        columns, "rows_each: 2", "rows: 5", per="{xa: xa, don_vi: don-vi}", at=FormKeys({"xa": "", "don_vi": "dv-a"})
    )
    assert rows(wide) == ["1 |  | Xã Mẫu A", "2 |  | Xã Mẫu A", "3 |  | Phường Mẫu B", "4 |  | Phường Mẫu B", "5 |  |"]
    assert wide.form_id == "cv/ds/1/xa=-/don_vi=dv-a"
    blank = made(columns, "rows: 2", per="{xa: xa, don_vi: don-vi}", at=FormKeys({"xa": "", "don_vi": ""}))
    assert rows(blank) == ["1 |  |", "2 |  |"]


def test_rows_that_are_typed() -> None:
    columns = "[{id: tt, label: TT, type: ordinal}, {id: ten, label: Tên}, {id: so, label: Số, type: integer}]"
    assert rows(made(columns, 'rows: [["Tổ 1", "1.500"], ["Tổ 2"]]')) == ["1 | Tổ 1 | 1.500", "2 | Tổ 2 |"]
    assert rows(made(columns, "rows: [{ten: Tổ 1, so: 5}, {so: 7}]")) == ["1 | Tổ 1 | 5", "2 |  | 7"]


def test_closing_words_count_what_is_known_and_leave_dots_for_the_rest() -> None:
    closing = 'closing: "Có {{ count() }} thôn, {{ sum(so_ho)|tien }} hộ của {{ xa.sentence }}."'
    asked = "[{id: thon, label: Thôn}, {id: so-ho, label: Số hộ, type: integer}]"
    known = "[{id: thon, label: T, type: thon, value: thon}, {id: so-ho, label: H, type: integer, value: thon.so_ho}]"
    each = "rows: {each: thon, where: thon.xa == xa}"
    assert made(asked, closing).sections[0].closing == "Có …… thôn, …… hộ của xã Mẫu A."
    assert made(known, closing, each).sections[0].closing == "Có 2 thôn, 200 hộ của xã Mẫu A."


def test_texts_of_what_is_open_print_dots_or_their_default() -> None:
    blank = made(
        "[{id: a, label: A}]",
        'lines: ["Xã: {{ xa.heading }}"]',
        "signers: [{title: \"{{ xa.name|default('Chủ tịch') }}\"}]",
        "note: Ít nhất {{ facts.it_nhat }} người.",
        at=FormKeys({"xa": ""}),
    )
    assert blank.lines == ("Xã: ……",)
    assert blank.signers == (("Chủ tịch", ""),)
    assert blank.note == "Ít nhất 02 người."


def test_documents_fill_in_texts_themselves() -> None:
    seen: list[tuple[str, tuple[str | int, ...]]] = []

    def merge(text: str, path: tuple[str | int, ...], _names: Any) -> str:
        seen.append((text, path))
        return text.upper()

    blank = made("[{id: a, label: A}]", 'lines: ["Xã"]', "note: chú ý", merge=merge)
    assert (blank.lines, blank.note) == (("XÃ",), "CHÚ Ý")
    assert ("Xã", ("forms", 0, "lines", 0)) in seen


def test_columns_of_the_corrected_edition_alone() -> None:
    columns = "[{id: a, label: A}, {id: b, label: B, type: mark, corrected_only: true}]"
    assert len(made(columns).sections[0].columns) == 2
    issued = made(columns, corrected=False).sections[0]
    assert [column.id for column in issued.columns] == ["a"]
    assert [cell.text for cell in issued.heads[0]] == ["A"]


def test_what_an_expression_cannot_work_out_is_told_at_its_place() -> None:
    large = " * ".join(["thon.so_ho", *["9" * 30] * 12])
    with pytest.raises(ProblemsFound) as caught:
        made(f"[{{id: a, label: A, type: integer, value: {large}}}]", "rows: {each: thon}")
    (problem,) = (each for each in caught.value.problems if each.severity is Severity.ERROR)
    assert problem.message.id == "expression-type.large"
    assert (problem.place.file, problem.place.line, problem.place.column) == ("data/dispatches/cv.yaml", 15, 68)


def test_formulas_of_a_workbook() -> None:
    columns = (
        "[{id: a, label: A, type: integer}, {id: b, label: B, type: integer},"
        " {id: c, label: C, type: integer, value: a + b}, {id: d, label: D, type: percent, value: a / c},"
        " {id: e, label: E, type: money, value: b * facts.it_nhat, round: -3}]"
    )
    blank = made(columns, "total: Cộng", "rows: 3")
    section = blank.sections[0]
    letters = dict(zip("abcde", "ABCDE", strict=True))
    cells = {name: f"{letter}7" for name, letter in letters.items()}
    ranges = {name: f"{letter}7:{letter}9" for name, letter in letters.items()}
    row = section.rows[0]
    found = [
        formula(cell, column, row.names, Addresses(cells, ranges))
        for cell, column in zip(row.cells, section.columns, strict=True)
    ]
    assert found == [
        None,
        None,
        'IF(COUNT(A7,B7)<2,"",ROUND(A7+B7,0))',
        'IF(COUNT(A7,C7)<2,"",IFERROR(ROUND(100*(A7/C7),1),""))',
        'IF(COUNT(B7)<1,"",ROUND(B7*2,-3))',
    ]
    assert section.total is not None
    total = formula(section.total.cells[1], section.columns[1], section.total.names, Addresses(cells, ranges))
    assert total == 'IF(COUNT(B7:B9)=0,"",ROUND(SUM(B7:B9),0))'


def test_the_total_of_a_mean_is_a_mean() -> None:
    columns = "[{id: a, label: A, type: percent, sum: mean}, {id: ten, label: Tên, type: text}]"
    section = made(columns, "total: Cộng", "rows: [{a: 40, ten: x}, {a: 50, ten: y}]").sections[0]
    assert section.total is not None
    assert section.total.cells[0].value == 45
    asked = made(columns, "total: Cộng", "rows: 2").sections[0]
    assert asked.total is not None
    assert asked.total.cells[0].formula == "mean(a)"


def test_periods_stand_in_texts() -> None:
    text = (
        "forms:\n  - id: tuan\n    name: Báo cáo\n    subject: Kết quả\n    per: {xa: xa}\n"
        "    period: {each: week, from: 31/8/2026, to: 6/9/2026}\n    due: {day: thứ Sáu, time: 16h00}\n"
        '    lines: ["Kỳ: {{ ky.name }}, hạn {{ ky.due }}"]\n    columns: [{id: a, label: A}]\n    rows: 1\n'
    )
    of = form(text)
    weekly = sheet(of, FormKeys({"xa": "xa-a"}, "2026-t36"))
    assert weekly.lines == ("Kỳ: Tuần 36 (31/8–06/9), hạn thứ Sáu 04/9/2026",)
    assert weekly.due is not None
    assert sheet(of, FormKeys({"xa": "xa-a"})).lines == ("Kỳ: ……, hạn ……",)


def test_a_list_that_names_itself_is_no_column_type_of_a_section() -> None:
    sections = (
        "forms:\n  - id: ho\n    name: Biểu\n    subject: Hộ\n    sections:\n"
        "      - {id: chu-ho, columns: [{id: tt, label: TT, type: ordinal}, {id: ten, label: Chủ hộ}], rows: 2}\n"
        "      - {id: nguoi, columns: [{id: ho, label: Hộ số, type: chu-ho}, {id: ten, label: Tên}], rows: 3}\n"
    )
    of = form(sections)
    column = of.sections[1].columns[0]
    assert (column.type.id, column.rows_of, column.listed) == ("row-number", "chu-ho", None)
    assert [len(section.rows) for section in sheet(of, FormKeys({})).sections] == [2, 3]


def test_as_of_the_day_of_the_dispatch() -> None:
    later = LISTS["xa"] + "  - {id: xa-moi, kind: xã, name: Mới, valid_from: 1/1/2030}\n"
    columns = "[{id: xa, label: X, type: xa, value: xa}]"
    text = f"forms:\n  - {{id: ds, name: A, subject: B, rows: {{each: xa}}, columns: {columns}}}\n"
    assert len(load(files(text, {**LISTS, "xa": later})).lists["xa"].entries) == 3
    of = next(iter(forms_of(office(text, {**LISTS, "xa": later}), "cv").values()))
    assert len(sheet(of, FormKeys({})).sections[0].rows) == 2
