"""Columns that the office chose in a file whose titles say nothing to us, read as if they had been understood."""

from __future__ import annotations

from typing import Any

import pytest

from congvan.forms.form import FormSection
from congvan.grids import csv as csv_grid
from congvan.returns.reading.answer import FoundAnswer, read_answers
from congvan.returns.reading.chosen import ChosenColumns, asked_columns, first_lines, proposed, table_of
from tests.returns.reading.filled import Page, csv_text, form, known, rows
from tests.returns.reading.test_reading import PEOPLE


def table() -> FormSection:
    found = table_of(form("thanh-vien"))
    assert found is not None
    return found


def strange(*above: str) -> bytes:
    """A list of people under words of somebody's own."""
    made = Page()
    for line in above:
        made.line(line)
    made.line("Người tham gia", "Gọi số", "Sinh ngày nào", "Phái", "Số định danh", "Ai làm tổ trưởng")
    for each in PEOPLE:
        keys = ("ho-ten", "dien-thoai", "ngay-sinh", "gioi-tinh", "cccd", "to-truong")
        made.line(*(each.get(key, "") for key in keys))
    return csv_text(made)


PLACES = {"ho-ten": 1, "dien-thoai": 2, "ngay-sinh": 3, "gioi-tinh": 4, "cccd": 5, "to-truong": 6}


def chosen(data: bytes, row: int, **more: Any) -> tuple[list[FoundAnswer], list[str]]:
    choice = ChosenColumns(**{"form": "thanh-vien", "grid": 0, "row": row, "columns": PLACES, **more})
    answers, problems = read_answers(csv_grid.read(data, "a.csv"), known(), "csv", "cv", choice)
    return answers, [each.code for each in problems]


def test_what_was_chosen_is_read_and_checked_as_any_form() -> None:
    data = strange("Xã, phường: Xã Mẫu A", "Đơn vị phối hợp: Đơn vị A")
    assert read_answers(csv_grid.read(data, "a.csv"), known(), "csv", "cv")[0] == []
    answers, _codes = chosen(data, 3)
    (answer,) = answers
    assert answer.body["how"] == "columns"
    assert [row["ho-ten"] for row in rows(answer)] == [each["ho-ten"] for each in PEOPLE]
    assert [row["dien-thoai"] for row in rows(answer)] == [each["dien-thoai"] for each in PEOPLE]
    lacking = {name: at for name, at in PLACES.items() if name != "dien-thoai"}
    (answer,), _codes = chosen(data, 3, columns=lacking)
    assert answer.body["missing"] == {"bang": ["dien-thoai"]}, "a column that must be there is as any that lacks"


def test_whose_it_is_is_still_asked() -> None:
    assert chosen(strange(), 1) == ([], ["form-entry"])


@pytest.mark.parametrize(
    "wrong", [{"row": 40}, {"grid": 3}, {"form": "khac"}, {"form": "thi-dua"}, {"columns": {"x": 1}}]
)
def test_a_choice_that_the_file_has_not_is_refused(wrong: dict[str, Any]) -> None:
    assert chosen(strange(), **{"row": 1, **wrong}) == ([], ["columns-chosen"])


def test_titles_propose_by_synonyms_and_their_own_words() -> None:
    texts = {1: "STT", 2: "Họ tên người", 3: "SĐT liên hệ", 4: "Số căn cước công dân", 5: "Phái", 6: "Là tổ trưởng"}
    found = proposed(table(), texts)
    assert (found["ho-ten"], found["dien-thoai"], found["cccd"], found["to-truong"]) == (2, 3, 4, 6)
    assert "gioi-tinh" not in found
    assert "tt" not in {each.id for each in asked_columns(form("thanh-vien"), table())}


def test_the_first_lines_are_few_and_short() -> None:
    made = Page()
    for number in range(90):
        made.line(*(["x" * 500, str(number)] * 30))
    (grid,) = first_lines(csv_grid.read(csv_text(made), "a.csv"))
    assert (len(grid["lines"]), len(grid["lines"][0]["cells"])) == (20, 30)
    assert max(len(text) for text in grid["lines"][0]["cells"].values()) <= 80
    made = Page()
    made.line("một cột")
    assert first_lines(csv_grid.read(csv_text(made), "a.csv")) == []
