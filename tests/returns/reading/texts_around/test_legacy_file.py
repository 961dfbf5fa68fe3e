"""A file of which all is in a legacy encoding is read, with what it was read as; one in Unicode is left as it is."""

from __future__ import annotations

import pytest

from congvan.grids.grid import Grid, GridCell, GridFile, GridRow
from congvan.returns.reading.texts_around.legacy_file import in_unicode
from tests.returns.reading.filled import one

TCVN3 = """\
Danh s¸ch Thµnh viªn Tæ c«ng nghÖ sè
X·, ph\u00adêng: X· MÉu A
§¬n vÞ phèi hîp: §¬n vÞ A
TT;Hä vµ tªn;Ngµy sinh;Giíi tÝnh;Sè CCCD;§iÖn tho¹i liªn hÖ;Tæ tr\u00adëng
1;Lª ThÞ ót;;N÷;;0912345001;x
"""


def test_a_form_with_its_titles_in_a_legacy_encoding() -> None:
    answer = one(TCVN3.encode(), "a.csv")
    (row,) = answer.body["sections"]["bang"]
    assert (row["values"]["ho-ten"], row["values"]["gioi-tinh"], row["state"]) == ("Lê Thị Út", "Nữ", "taken")
    assert answer.body["keys"] == {"xa": "xa-a", "don_vi": "dv-a"}
    told = [problem.message for problem in answer.problems if problem.message.id == "cell-encoding.file"]
    assert len(told) == 1
    assert "“Lê Thị Út”" in str(told[0].values["read"])


@pytest.mark.parametrize("texts", [["Lª ThÞ", "Trần Văn"], ["Họ và tên", "Đơn vị", "Tổ"]])
def test_a_file_in_unicode_is_left_as_it_is(texts: list[str]) -> None:
    lines = [GridRow(n, {1: GridCell(text)}) for n, text in enumerate(texts, 1)]
    filled = GridFile("a.csv", grids=[Grid("a.csv", lines=lines)])
    assert in_unicode(filled) is None
    assert [cell.text for cell in filled.cells()] == texts
