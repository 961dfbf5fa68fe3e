"""Rows that go on upon the next page: as much of them as there is room for, and at the top of the row there."""

from __future__ import annotations

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants

SHEET = (
    "@page{{size:10cm {}pt;margin:0}}body{{margin:0}}table{{border-collapse:collapse;width:9cm;table-layout:fixed}}"
    "td{{border:1pt solid;padding:2pt 0 4pt;box-decoration-break:clone;font-size:8pt;line-height:20pt}}"
    "td{{orphans:1;widows:1}}"
)


@pytest.mark.parametrize(("height", "lines"), [(97, [4, 3]), (94.5, [4, 3]), (94.4, [3, 3, 2])])
def test_a_line_needs_the_room_below_it_once(height: float, lines: list[int]) -> None:
    """Head and row have three lines of 20 points and one more, and each 7 points beside these."""
    head = "<thead><tr><td>đầu</thead>"
    html = f"<style>{SHEET.format(height)}</style><table>{head}<tr><td>một<br>hai<br>ba<br>bốn<br>năm</table>"
    document = weasy.weasyprint().HTML(string=html).render()
    texts = [
        [box for box in descendants(page._page_box) if (getattr(box, "text", None) or "").strip()]
        for page in document.pages
    ]
    assert [len(page) for page in texts] == lines
    below = [page[1].position_y for page in texts]
    assert below[0] == pytest.approx(below[1])
