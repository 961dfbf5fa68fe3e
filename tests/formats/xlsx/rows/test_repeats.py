"""Which rows need not be drawn: those that the template's row, the cells, their looks and heights say are alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from openpyxl.comments import Comment

from congvan.formats.xlsx import reader, workbook
from congvan.formats.xlsx.compiler import ProgramRunner
from congvan.formats.xlsx.rows import repeats
from congvan.formats.xlsx.rows.repeats import UndrawnRows, moved
from congvan.formats.xlsx.sizes import RowHeight
from congvan.formats.xlsx.structure import read_structure
from tests.formats.xlsx_samples import LOOP, rows
from tests.formats.xlsx_samples import workbook as made


def found(cells: Mapping[str, Any], context: Mapping[str, Any], prepare: Any = None) -> UndrawnRows:
    book = workbook.load(made(cells, prepare), "x.xlsx")
    source = reader.read(book, "x.xlsx", True)
    structure, _values = ProgramRunner(source.program.source, source.program.places, "x.xlsx", True).run(context)
    (layout,) = read_structure(structure, source, [sheet.max_row for sheet in book.worksheets], "x.xlsx")
    return UndrawnRows(book.worksheets[0], layout)


def test_the_first_and_the_last_row_are_drawn() -> None:
    repeated = found(LOOP, rows(*range(10)))
    assert repeated.like == dict.fromkeys(range(3, 11), 2)
    assert repeated.last == {11: 2}
    assert repeated.shift(7, 2) == 5


def test_few_rows_are_drawn() -> None:
    assert found(LOOP, rows(*range(repeats.FEW - 1))).like == {}
    assert found(LOOP, rows(*range(repeats.FEW))).like != {}


def test_rows_of_other_looks_are_others() -> None:
    cells = {**LOOP, "A3": "{%numfmt row %}{%rh 7 %}{{ row }}"}
    repeated = found(cells, rows(*(["0", "0.0"] * 8)))
    assert {row: like for row, like in repeated.like.items() if row < 7} == {4: 2, 5: 3, 6: 2}
    assert sorted(repeated.last.values()) == [2, 3]


@pytest.mark.parametrize(
    ("cells", "prepare"),
    [
        ({"B3": "=A3*2"}, None),
        ({"B3": "{%rowspan 1 %}{{ row }}", "C3": "=A3"}, None),
        ({"B3": "{%rowspan 2 %}x"}, None),
        ({}, lambda _book, sheet: setattr(sheet["A3"], "comment", Comment("ghi chú", "mẫu"))),
        ({}, lambda _book, sheet: setattr(sheet["A3"], "hyperlink", "https://example.vn")),
    ],
)
def test_what_brings_more_than_text_is_drawn(cells: dict[str, str], prepare: Any) -> None:
    assert found({**LOOP, **cells}, rows(*range(20)), prepare).like == {}


def test_heights_of_other_rows_name_their_own_values() -> None:
    height = moved(RowHeight(12.5, ((3, 100.0, 11.0, False, 1), ("chữ", 50.0, 11.0, True, 1))), 4)
    assert (height.least, height.texts) == (12.5, ((7, 100.0, 11.0, False, 1), ("chữ", 50.0, 11.0, True, 1)))
