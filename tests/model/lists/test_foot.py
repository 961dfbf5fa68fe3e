"""The rows below the entries of a sheet that are none."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from congvan.grids.grid import GridCell
from congvan.model.lists.foot import foot_of, is_row_of_total


@dataclass(frozen=True)
class Line:
    """A row with its number."""

    values: dict[str, GridCell]
    number: int

    @property
    def first(self) -> str:
        return next((cell.text for cell in self.values.values() if cell.text), "")


def rows(*texts: str) -> list[Line]:
    """Rows of name, commune and households, split at `;`; "" is an empty row."""
    made = []
    for number, text in enumerate(texts, 2):
        cells = dict(zip(("name", "xa", "so_ho"), map(GridCell, text.split(";")), strict=False))
        if text:
            made.append(Line(cells, number))
    return made


@pytest.mark.parametrize(
    ("below", "count"),
    [
        (["", ";Người lập biểu", "", ";Nguyễn Văn A"], 2),
        (["Người lập biểu"], 1),
        (["", "Người lập biểu;Giám đốc"], 1),
        (["Xã Mẫu, ngày 05 tháng 3 năm 2026", "TM. ỦY BAN NHÂN DÂN", "Trần Văn B"], 3),
        (["", "Nguyễn Văn A"], 1),
        (["Thôn C;;30"], 0),
        (["", "Thôn C;;30"], 0),
        (["", "Thôn C;Xã B;30"], 0),
        (["Thôn C"], 0),
        (["Lãnh đạo Sở;Xã A"], 0),
        ([], 0),
    ],
)
def test_signatures_below_a_table_are_no_entries(below: list[str], count: int) -> None:
    assert foot_of(rows("Thôn A;Xã A;10", "Thôn B;Xã A;20", *below), ["name", "xa"]) == count


def test_a_list_of_names_alone_has_no_foot_of_entries() -> None:
    assert foot_of(rows("Chủ tịch Hội A", "Giám đốc B", "Chủ tịch Hội C"), ["name"]) == 0


@pytest.mark.parametrize(
    ("text", "total"),
    [
        *(("Cộng;;30", True), ("Tổng cộng:;;30", True), (";TỔNG SỐ;30", True), ("Thôn Cộng;;30", False)),
        *(("Tổng cộng: 40 người", True), (";Cộng: 300 người;", True), ("Tổng số 40 người;;", True)),
        *(("Tổng kho;;1", False), (";;30", False)),
    ],
)
def test_a_row_of_a_total_is_known_by_its_first_text(text: str, total: bool) -> None:
    assert is_row_of_total(rows(text)[0]) is total


def test_a_last_entry_called_as_who_signs_is_one_where_it_has_all_that_is_required() -> None:
    assert foot_of(rows("Văn phòng;Xã A;10", "Lãnh đạo Sở"), ["name"]) == 0
    assert foot_of(rows("Văn phòng;Xã A;10", "", "Lãnh đạo Sở"), ["name"]) == 1
