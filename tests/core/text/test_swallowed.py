"""Numbers that follow one another within a paragraph."""

from __future__ import annotations

import pytest

from congvan.core.text.swallowed import DASH, DIEM, DIEU, KHOAN, swallowed


@pytest.mark.parametrize(
    ("text", "kind", "begins"),
    [
        ("Đề nghị: 1. Báo cáo. 2. Gửi.", KHOAN, "1. Báo"),
        ("1. Báo cáo. 2. Gửi.", KHOAN, "2. Gửi"),
        ("Gồm: c) một; d) hai; e) ba", DIEM, "c) một"),
        ("Điều 4. Một. Điều 5. Hai.", DIEU, "Điều 5."),
        ("Gồm: - Một; - Hai", DASH, "- Một"),
    ],
)
def test_the_first_of_a_kind_is_found_where_the_next_follows(text: str, kind: str, begins: str) -> None:
    (at,) = swallowed(text, (kind,))
    assert text[at:].startswith(begins)
    assert [*swallowed(text)] == [at]


@pytest.mark.parametrize("text", ["", "1. Một", "ngày 1. 3. Ba", "số 1. 2 và 3.", "Gồm: - Một", "1. một. 2. hai"])
def test_a_number_alone_is_none(text: str) -> None:
    assert [*swallowed(text)] == []
