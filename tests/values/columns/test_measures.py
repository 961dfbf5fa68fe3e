"""Units: a head that asks for another than its column, a line over the table that makes its amounts thousands."""

from __future__ import annotations

import pytest

from congvan.values.columns.measures import is_of_unit, is_plain_money, other_unit, other_unit_of_all


@pytest.mark.parametrize(
    ("title", "label", "unit", "said"),
    [
        ("Kinh phí (đồng)", "Kinh phí", "đồng", ""),
        ("Kinh phí", "Kinh phí", "đồng", ""),
        ("KINH PHÍ (VNĐ)", "Kinh phí", "đồng", ""),
        ("Kinh phí (đơn vị tính: đồng)", "Kinh phí", "đồng", ""),
        ("Kinh phí (3)", "Kinh phí", "đồng", ""),
        ("Kinh phí (nghìn đồng)", "Kinh phí", "đồng", "nghìn"),
        ("Kinh phí, trđ", "Kinh phí", "đồng", "trđ"),
        ("Kinh phí (nghìn đồng)", "Kinh phí", "nghìn đồng", ""),
        ("Kinh phí (đồng)", "Kinh phí", "nghìn đồng", "đồng"),
        ("Kinh phí (1.000đ)", "Kinh phí", "đồng", "1.000đ"),
        ("Hóa chất (ml)", "Hóa chất", "lít", "ml"),
        ("Hóa chất (Lit)", "Hóa chất", "lít", ""),
        ("Diện tích (ha)", "Diện tích (m2)", "", "ha"),
        ("Số ca (nếu có)", "Số ca", "", ""),
        ("Tỷ lệ tiêm", "Tỷ lệ", "%", ""),
        ("Tỷ lệ (‰)", "Tỷ lệ", "", "‰"),
        ("Số người có triệu chứng", "Số người", "người", ""),
    ],
)
def test_a_head_that_asks_for_another_unit(title: str, label: str, unit: str, said: str) -> None:
    assert other_unit(title, label, unit) == said


def test_a_line_over_the_table_that_makes_amounts_thousands() -> None:
    assert other_unit_of_all("Đơn vị tính: nghìn đồng", "") == "nghìn"
    assert other_unit_of_all("ĐVT: triệu đồng", "") == "triệu"
    assert other_unit_of_all("Đơn vị tính: nghìn đồng", "Đơn vị tính: nghìn đồng") == ""
    assert other_unit_of_all("Đơn vị tính: đồng", "") == "đồng"
    assert other_unit_of_all("Đơn vị tính: đồng", "Đơn vị tính: đồng") == ""
    assert is_of_unit("đồng", "Kinh phí", "")
    assert not is_of_unit("đồng", "Kinh phí", "nghìn đồng")
    assert is_of_unit("ngàn", "Kinh phí", "nghìn đồng")
    assert not is_of_unit("triệu", "Kinh phí", "nghìn đồng")


def test_money_in_thousands_by_its_own_form() -> None:
    assert is_plain_money("Kinh phí", "đồng")
    assert not is_plain_money("Kinh phí (triệu đồng)", "")
