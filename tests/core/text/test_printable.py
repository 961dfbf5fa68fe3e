"""What paper carries of a stranger's text."""

from __future__ import annotations

import pytest

from congvan.core.text import not_carried, presentable


@pytest.mark.parametrize("text", ["Nguyễn Thị Đặng – “Ổn” 5 ≥ 4 → ½", "Москва", "№ 7 ₫ €"])
def test_letters_and_signs_of_offices_are_carried(text: str) -> None:
    assert (not_carried(text), presentable(text)) == ("", text)


@pytest.mark.parametrize(
    ("text", "sign", "shown"),
    [("An 👍", "👍", "An [?]"), ("➢ Tổ", "➢", "[?] Tổ"), ("王An", "王", "[?]An"), ("a\x1b[0m", "\x1b", "a[?][0m")],
)
def test_others_are_shown_by_a_sign(text: str, sign: str, shown: str) -> None:
    assert (not_carried(text), presentable(text)) == (sign, shown)


def test_lines_bytes_and_lengths() -> None:
    assert presentable("a\n b\t c") == "a b c"
    assert presentable("Bi\udceau") == "Bi?u"
    assert presentable("x" * 300, 10) == "xxxxxxxxx…"
