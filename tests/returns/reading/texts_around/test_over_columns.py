"""Titles over columns that name another week than the answer's are asked about."""

from __future__ import annotations

from typing import Any

import pytest

from tests.returns.reading.filled import codes, one, page, xlsx


@pytest.mark.parametrize(
    ("said", "asked"), [("Trong tuần 38", [("form-words-differ", "")]), ("Trong tuần 37", []), ("Trong tuần", [])]
)
def test_another_week_over_the_figures(said: str, asked: list[tuple[str, str]]) -> None:
    def change(_book: Any, sheet: Any) -> None:
        cell = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "Trong tuần")
        cell.value = said

    found = one(xlsx(page("tuan", {"xa": "xa-a"}, "2026-t37", so_lieu=[{"mac": 4}, {"mac": 0}, {"mac": 1}]), change))
    assert [(code, "") for code, _cell in codes(found)] == asked
