"""Several forms in one file: on sheets of their own, on one sheet, on a second sheet that goes on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from congvan.grids import csv as csv_grid
from congvan.grids.cell_lines import CellLine
from congvan.grids.grid import Grid, GridCell, GridRow, RestOfRow
from congvan.model.loader import load
from congvan.returns.reading.answer import read_answers
from congvan.returns.reading.heads import Head
from congvan.returns.reading.identity import KnownForms
from congvan.returns.reading.parts import Table, join_broken_rows
from tests.forms.office import LISTS, files
from tests.returns.reading.filled import csv_text, page, read, rows, xlsx
from tests.returns.reading.test_reading import PEOPLE, day, people


def test_a_sheet_for_each_day_is_an_answer_for_each() -> None:
    open_, other = day(""), day("")
    open_.cells[2, 1], other.cells[2, 1] = "Ngày báo cáo: 21/8/2026", "Ngày báo cáo: 22/8/2026"
    other.cells[5, 2] = 500
    answers, _problems = read(xlsx(open_, None, hai=other))
    assert [(a.body["period"], rows(a)[0]["luot"]) for a in answers] == [("2026-08-21", 110), ("2026-08-22", 500)]
    assert not any(answer.body["asked"] for answer in answers)


def test_two_forms_in_one_file_are_two_answers() -> None:
    first, second = people(), page("thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, bang=PEOPLE[:1])
    answers, _problems = read(xlsx(first, None, hai=second))
    assert [(a.body["keys"]["xa"], len(rows(a))) for a in answers] == [("xa-a", 3), ("xa-b", 1)]
    assert [issue["code"] for issue in answers[1].body["asked"]] == ["form-words-differ"]  # the id names the first


def test_two_forms_on_one_sheet() -> None:
    first, second = people(), page("thanh-vien", {"xa": "xa-b", "don_vi": "dv-a"}, bang=PEOPLE[:1])
    for (row, column), value in second.cells.items():
        first.cells[row + 40, column] = value
    first.row += 60
    answers, _problems = read(csv_text(first), "a.csv")
    assert [(a.body["keys"]["xa"], len(rows(a))) for a in answers] == [("xa-a", 3), ("xa-b", 1)]


def test_a_second_sheet_of_the_same_form_goes_on() -> None:
    first, second = people(), people()
    for row in range(5, 8):
        second.cells[row, 2] = f"Vi Văn {'ABC'[row - 5]}n"
    answers, _problems = read(xlsx(first, None, hai=second))
    assert [len(rows(answer)) for answer in answers] == [6]


TWINS = """\
forms:
  - id: von
    name: Biểu
    subject: Giải ngân
    per: {xa: xa}
    lines: ["Xã, phường: {{ xa.heading }}"]
    sections:
      - id: trong
        title: I. Vốn trong nước
        columns: [{id: ten, label: Tên dự án}, {id: von, label: Vốn, type: integer}]
        total: Cộng I
      - id: ngoai
        title: II. Vốn nước ngoài (ODA)
        columns: [{id: ten, label: Tên dự án}, {id: von, label: Vốn, type: integer}]
        total: Cộng II
"""
HEAD, FIRST, SECOND = "Tên dự án;Vốn", ["Cầu;1", "Cộng I;1"], ["Kè;2", "Cộng II;2"]


@pytest.mark.parametrize(
    ("lines", "missing"),
    [
        (["I. Vốn trong nước", HEAD, *FIRST, "II. Vốn nước ngoài (ODA)", HEAD, *SECOND], False),
        (["II. Vốn nước ngoài (ODA)", HEAD, *SECOND, "I. Vốn trong nước", HEAD, *FIRST], False),
        (["I. Vốn trong nước", HEAD, *FIRST, "II. ODA", HEAD, *SECOND], False),
        ([HEAD, *FIRST, HEAD, *SECOND], False),
        (["I. Vốn trong nước", HEAD, "Cầu;1", HEAD, "Cống;3", "II. Vốn nước ngoài (ODA)", HEAD, *SECOND], False),
        (["I. Vốn trong nước", HEAD, *FIRST, HEAD, "Kè;2"], True),  # its second page, or the other table?
    ],
)
def test_tables_with_the_same_titles_of_columns_are_told_apart_by_their_own(lines: list[str], missing: bool) -> None:
    text = "\n".join(("Biểu Giải ngân", "Xã, phường: Xã Mẫu A", *lines))
    answers, _problems = read_answers(
        csv_grid.read(text.encode(), "a.csv"), KnownForms(load(files(TWINS, LISTS))), "csv"
    )
    said = {name: [row["values"]["ten"] for row in rows] for name, rows in answers[0].body["sections"].items()}
    assert said == {
        "trong": ["Cầu", *(["Cống"] if "Cống;3" in lines else []), *(["Kè"] if missing else [])],
        "ngoai": [] if missing else ["Kè"],
    }
    assert ("table-missing" in [each.code for each in answers[0].problems]) == missing


COLUMNS = {
    n: (type_, required) for n, type_, required in [(1, "ordinal", 0), (2, "name", 1), (3, "text", 0), (4, "date", 0)]
}


def on_pages(
    rest: dict[int, str],
    *,
    numbered: bool = True,
    sure: bool = True,
    next_: str = "3",
    dated: bool = True,
    filled: float = 0.0,
    short: int = 0,
    end: str = "",
) -> list[Table]:
    """A table on two pages; the second begins with what may be the rest of its second row. `filled`: how much of the
    width of its cells, 99, the last line takes that is above, but for the `short` one; `end`: what that ends with.
    """
    columns: Any = {
        n: SimpleNamespace(type=SimpleNamespace(id=type_), spec=SimpleNamespace(required=bool(required)))
        for n, (type_, required) in COLUMNS.items()
        if (numbered or n > 1) and (dated or n < 4)
    }
    texts = [{1: "1", 2: "An", 3: "Phó", 4: "1/2/90"}, {1: "2", 2: "Ba", 3: f"Trưởng{end}", 4: "3/4/91"}]
    after = {1: next_, 2: "Tư", 3: "Phó", 4: "5/6/92"}
    above, below = (
        {n: [CellLine(text, 0.0 if n == short else width)] for n, text in row.items() if text}
        for row, width in ((texts[1], filled), (rest, 40.0))
    )
    known = RestOfRow(1, above, below, dict.fromkeys(columns, 99.0), sure)
    tables = []
    for number, on_page in enumerate([texts, [rest, after]]):
        lines = [
            GridRow(n, {k: GridCell(text) for k, text in row.items() if text and k in columns})
            for n, row in enumerate(on_page, 1)
        ]
        grid = Grid("a.pdf", form="table", lines=lines, index=number, rest=known if number else None)
        tables.append(Table(Head(grid, cast("Any", None), 0, -1, columns), lines))
    return tables


PLAIN = {"numbered": False, "dated": False}


@pytest.mark.parametrize(
    ("case", "joined", "asked"),
    [
        ({"rest": {3: "phòng"}}, True, False),
        ({"rest": {2: "Hai", 3: "phòng"}}, True, False),  # a row without a day, which all others have
        ({"rest": {2: "Hai", 3: "phòng", 4: "7/8/93"}}, False, True),  # all of a row but its number
        ({"rest": {3: "phòng"}, "sure": False}, False, True),
        ({"rest": {3: "phòng"}, "next_": ""}, False, True),  # rows need no number
        ({"rest": {3: "phòng"}, "numbered": False}, False, True),
        ({"rest": {2: "hai", 3: "phòng"}, **PLAIN, "filled": 80.0}, True, False),  # all that a row needs
        ({"rest": {2: "hai", 3: "phòng"}, **PLAIN, "filled": 20.0}, False, False),  # the next word had room above
        ({"rest": {2: "Hai", 3: "phòng"}, **PLAIN, "filled": 80.0}, False, True),
        ({"rest": {2: "hai", 3: "phòng"}, **PLAIN, "filled": 80.0, "short": 2}, False, True),
        ({"rest": {2: "Hai", 3: "phòng"}, **PLAIN, "filled": 80.0, "short": 2}, False, False),
        ({"rest": {2: "Hai", 3: "phòng"}, **PLAIN, "filled": 80.0, "end": "."}, False, False),
        ({"rest": {2: "hai", 3: "phòng"}, **PLAIN, "filled": 80.0, "sure": False}, False, False),
        ({"rest": {2: "hai", 3: "phòng"}, **PLAIN, "filled": 80.0, "numbered": True}, True, False),
        (
            {"rest": {2: "hai", 3: "phòng", 4: "7/8/93"}, "numbered": False, "filled": 80.0},
            False,
            False,
        ),  # a day never goes on
        ({"rest": {3: "phòng"}, "numbered": False, "filled": 80.0}, True, False),
        ({"rest": {2: "Tổng số", 3: "12"}}, False, False),
        ({"rest": {1: "4", 2: "Tư"}}, False, False),
    ],
)
def test_a_row_on_two_pages_is_joined_where_that_is_certain(case: dict[str, Any], *, joined: bool, asked: bool) -> None:
    first, second = on_pages(**case)
    join_broken_rows([first, second], "Tổng số")
    whole = ("Trưởng phòng", 1) if joined else (f"Trưởng{case.get('end', '')}", 2)
    assert (first.lines[1].cells[3].text, len(second.lines)) == whole
    assert bool(first.doubted) == bool(second.doubted) == asked
