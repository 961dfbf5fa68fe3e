"""What nothing reads is told, however short: above the table, beside its title and lines, in hidden lines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.returns.reading.filled import one, page, xlsx

KEYS = {"xa": "xa-a"}
FIGURES = [{"mac": 4, "chet": 1}, {"mac": 0}, {"mac": 2}]


def told(address: str, value: object, *, hide: int = 0) -> list[tuple[str, str]]:
    def change(_book: Any, sheet: Any) -> None:
        sheet[address] = value
        if hide:
            sheet.row_dimensions[hide].hidden = True

    found = one(xlsx(page("tuan", KEYS, "2026-t37", so_lieu=FIGURES), change))
    return [(str(each.severity), each.code) for each in found.problems if each.place.cell in (address, f"A{hide}")]


@pytest.mark.parametrize(
    ("value", "severity"), [("Lê Văn Thêm", "warning"), (57, "warning"), ("bổ sung", "note"), ("Phụ lục II", "")]
)
def test_a_text_right_of_the_lines_over_a_table_is_told(value: object, severity: str) -> None:
    assert told("T2", value) == ([(severity, "text-above")] if severity else [])


@pytest.mark.parametrize("address", ["T4", "T5", "T6"])
def test_a_title_or_text_beside_the_head_is_told(address: str) -> None:
    assert told(address, "Lê Văn Thêm") == [("note", "text-beside")]


def test_a_hidden_line_that_is_read_is_told() -> None:
    assert ("warning", "text-hidden") in told("T40", None, hide=2)
