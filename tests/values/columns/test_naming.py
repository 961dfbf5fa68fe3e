from __future__ import annotations

import pytest

from congvan.core.i18n import using_language
from congvan.values.columns.naming import meant_type


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("chữ", "chữ ghi là “text”"),
        ("số", "số nguyên ghi là “integer”"),
        ("int", "“integer”"),
        ("Xã, phường", "“xa”"),
        ("dat", "“date”"),
        ("qqqqqq", "các kiểu: text (chữ)"),
    ],
)
def test_the_type_meant_is_named(typed: str, said: str) -> None:
    with using_language("vi"):
        assert said in str(meant_type(typed, {"xa": "Xã, phường"}))
