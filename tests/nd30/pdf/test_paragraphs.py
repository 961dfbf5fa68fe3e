"""Lines of a page as paragraphs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from congvan.nd30.model.view import Box, StyledRun, TextLine
from congvan.nd30.pdf.paragraphs import paragraphs_of

EDGES: Any = SimpleNamespace(left=40.0, right=178.0, known=False)
CONTENTS: Any = SimpleNamespace(upright=[])


def row(number: int, text: str, x0: float, x1: float) -> TextLine:
    top = 40.0 + 6 * number
    return TextLine((StyledRun(text, size=13.0),), 1, number, Box(x0, top, x1, top + 5), top + 4)


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["(Kèm theo Công văn số     ngày    tháng    năm    của Sở Y tế)", "Kỳ báo cáo: Tuần 1"], 2),
        (["(Kèm theo Công văn số 1/A-B ngày 30 tháng 12 năm 2025 của", "Sở Thông tin và Truyền thông)"], 1),
        (["Đề nghị các đơn vị (kèm theo danh sách)", "gửi báo cáo."], 1),
    ],
)
def test_the_line_under_a_title_ends_where_its_bracket_does(lines: list[str], count: int) -> None:
    rows = [row(0, lines[0], 46, 172), row(1, lines[1], 40, 90)]
    assert len(paragraphs_of(CONTENTS, rows, EDGES)) == count
