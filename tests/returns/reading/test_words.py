"""Words as people write them."""

from __future__ import annotations

import pytest

from congvan.returns.reading.words import begins_as_row, is_of_other_rows, without_area


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("5. Lý Thị Mẫu, sinh năm 1990", True),
        ("12) Nguyễn Văn An - 0912345001", True),
        ("1. Biên bản họp ngày 20/10", False),
        ("5. Lý Thị Mẫu", False),
        ("Lý Thị Mẫu, 1990", False),
        ("", False),
    ],
)
def test_a_text_that_begins_as_the_row_of_a_person(text: str, row: bool) -> None:
    assert begins_as_row(text) is row


def test_a_text_that_names_what_other_rows_hold() -> None:
    assert all(map(is_of_other_rows, ("Trong đó: nữ", "Mang sang", "Tháng trước chuyển sang", "Cộng trang trước")))
    assert not any(map(is_of_other_rows, ("Trồng đỗ", "Máy mang sang xã", "Ghế", "")))


def test_the_area_behind_the_name_of_a_body() -> None:
    bodies = ("Văn phòng Ủy ban nhân dân tỉnh Mẫu",)
    said = ("Sở Y tế tỉnh Mẫu", "Sở Y tế, tỉnh  mẫu", "Sở Y tế tỉnh Khác", "Sở Mẫu", "tỉnh Mẫu")
    assert [without_area(text, bodies) for text in said] == ["Sở Y tế", "Sở Y tế", *said[2:]]
