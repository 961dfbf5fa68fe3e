"""Titles of columns and words of totals as people write them."""

from __future__ import annotations

import pytest

from congvan.values.columns.titles import SYNONYMS, is_total, label_key, meaning


def test_each_synonym_is_written_as_it_is_compared_and_means_one_thing() -> None:
    every = [key for keys in SYNONYMS.values() for key in keys]
    assert [label_key(key) for key in every] == every
    assert len(set(every)) == len(every)


@pytest.mark.parametrize(
    ("title", "meant"),
    [
        ("HỌ VÀ TÊN:", "person"),
        ("Họ, tên", "person"),
        ("Số ĐT", "phone"),
        ("SĐT (di động)", "phone"),
        ("S.T.T", ""),
        ("Số TT", "ordinal"),
        ("Email công vụ *", "email"),
        ("Thành tích", ""),
        ("", ""),
    ],
)
def test_what_a_title_asks_for(title: str, meant: str) -> None:
    assert meaning(title) == meant


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Cộng tuần", True),
        ("TỔNG THÁNG 3", True),
        ("Cộng chung", True),
        ("Công Quý", False),
        ("Cộng đồng", False),
        ("cong", True),
        ("Công", True),
        ("Cống", False),
        ("Tống", False),
        ("Tổng cộng: 40 người", True),
        ("Cộng: 300 người (có danh sách kèm theo)", True),
        ("Tổng số 1.240 hộ", True),
        ("Tổng kho", False),
        ("Công ty 3", False),
        ("", False),
    ],
)
def test_a_text_that_begins_a_row_of_totals(text: str, total: bool) -> None:
    assert is_total(text) is total
