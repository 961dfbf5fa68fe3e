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


@pytest.mark.parametrize(("least", "heights"), [(110, [76.5, 47]), (200, [76.5, 123.5]), (60, [67, 47])])
def test_the_rest_of_a_row_has_what_is_left_of_its_least_height(least: int, heights: list[float]) -> None:
    """Below one row of 23 points three lines of 20 have room; the first part takes what the height asks for.

    Rules between rows count half to each.
    """
    lines = "<br>".join("abcde")
    rows = f"<tr class=a><td>x<tr style='height:{least}pt'><td>{lines}"
    html = f"<style>{SHEET.format(100)}.a td{{line-height:16pt}}</style><table>{rows}</table>"
    document = weasy.weasyprint().HTML(string=html).render()
    parts = [box for page in document.pages for box in descendants(page._page_box) if box.element_tag == "tr"]
    assert [part.height * 0.75 for part in parts[1:]] == pytest.approx(heights)


def test_a_split_cell_ends_with_its_lines() -> None:
    """Four lines of 20 points, and 7 beside them, on a page of 100: the cell leaves the rest of the page."""
    html = f"<style>{SHEET.format(100)}</style><table><tr><td><p>{'<br>'.join('abcdef')}</table>"
    document = weasy.weasyprint().HTML(string=html.replace("<style>", "<style>p{margin:0;orphans:1;widows:1}")).render()
    heights = [
        box.border_height() * 0.75
        for page in document.pages
        for box in descendants(page._page_box)
        if box.element_tag == "td"
    ]
    assert heights == pytest.approx([4 * 20 + 7, 2 * 20 + 7])
