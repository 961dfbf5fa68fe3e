"""What a format shows of a cell of a workbook."""

from __future__ import annotations

from congvan.grids.xlsx_shared import look
from congvan.grids.xlsx_styles import CellFormat


def test_words_that_a_format_adds_to_a_text_are_seen() -> None:
    assert look(CellFormat(code='"BS. "@'), "text", "Lê Văn Mẫu") == ("BS. Lê Văn Mẫu", -1)
    assert look(CellFormat(code="@"), "text", "Lê Văn Mẫu") is None
