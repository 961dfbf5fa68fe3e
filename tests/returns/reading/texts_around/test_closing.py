"""Closing words of a table: what they count is compared with its rows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.returns.reading.filled import docx, one, page, xlsx

PEOPLE = [
    {"ho-ten": "Nguyễn Văn An", "gioi-tinh": "Nam", "dien-thoai": "0912345001", "to-truong": "x"},
    {"ho-ten": "Trần Thị Bình", "gioi-tinh": "Nữ", "dien-thoai": "0912345002"},
]


@pytest.mark.parametrize("write", [xlsx, docx])
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Danh sách này có 2 người, trong đó nữ 1 người.", []),
        ("Danh sách này có 02 người, trong đó nữ 01 người", []),
        ("Danh sách này có 5 người, trong đó nữ 3 người.", [("5", "2"), ("3", "1")]),
        ("Danh sách này có …… người, trong đó nữ …… người.", []),
        ("Danh sách này có 1.002 người, trong đó nữ 10 người.", [("1.002", "2"), ("10", "1")]),
        ("Danh sách này có hai người, trong đó nữ 0 người.", [("0", "1")]),
    ],
)
def test_counts_that_the_rows_do_not_give_are_told(write: Any, words: str, told: list[tuple[str, str]]) -> None:
    made = page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=PEOPLE)
    place = next(place for place, text in made.cells.items() if str(text).startswith("Danh sách này có"))
    made.cells[place] = words
    found = one(write(made), "a.xlsx" if write is xlsx else "a.docx")
    values = [p.message.values for p in found.problems if p.code == "closing-differs"]
    assert [(each["said"], each["computed"]) for each in values] == told


def test_ten_is_ten() -> None:
    people = [{"ho-ten": f"Nguyễn Văn {x}ên", "dien-thoai": f"09123450{n}"} for n, x in enumerate("ABCDEGHIKL", 10)]
    made = page("thanh-vien", {"xa": "xa-a", "don_vi": "dv-a"}, bang=people)
    place = next(place for place, text in made.cells.items() if str(text).startswith("Danh sách này có"))
    made.cells[place] = "Danh sách này có 9 người, trong đó nữ 0 người."
    (told,) = (p for p in one(xlsx(made)).problems if p.code == "closing-differs")
    assert told.message.values == {"said": "9", "computed": "10"}
