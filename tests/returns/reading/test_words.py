"""Words as people write them."""

from __future__ import annotations

import pytest

from congvan.returns.reading.words import begins_as_row


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
