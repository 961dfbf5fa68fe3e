"""Cells over several rows: their text runs on beside the rows of the next page."""

from __future__ import annotations

import pytest

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants

SHEET = (
    "@page{size:10cm 100pt;margin:0}body{margin:0}table{border-collapse:collapse;width:9cm;table-layout:fixed}"
    "table,td{box-decoration-break:clone}td{border:1pt solid;padding:0;font-size:8pt;line-height:20pt}"
    "td{vertical-align:top;orphans:1;widows:1}"
)


def laid_out(*rows: str) -> list[list[str]]:
    """The words of each page, from top to bottom."""
    document = weasy.weasyprint().HTML(string=f"<style>{SHEET}</style><table>{''.join(rows)}</table>").render()
    found = []
    for page in document.pages:
        boxes = [box for box in descendants(page._page_box) if (getattr(box, "text", None) or "").strip()]
        found.append([box.text.strip() for box in sorted(boxes, key=lambda box: (box.position_y, box.position_x))])
    return found


def test_its_lines_go_on_beside_the_rows_of_the_next_page() -> None:
    """Four rows of 21 points have room: three lines and a fourth of the cell beside them."""
    cell = "<td rowspan=6>" + "<br>".join(f"s{n}" for n in range(6))
    pages = laid_out(*(f"<tr>{'' if n else cell}<td>r{n}" for n in range(6)))
    assert pages == [
        ["s0", "r0", "s1", "r1", "s2", "r2", "s3", "r3"],
        ["s4", "r4", "s5", "r5"],
    ]


def test_they_end_with_the_rows_of_their_page() -> None:
    """The second row has no room as a whole: one line of the cell is beside the first."""
    cell = "<td rowspan=2>" + "<br>".join(f"s{n}" for n in range(3))
    rows = (f"<tr>{cell}<td>r0", "<tr style='break-inside:avoid'><td>" + "<br>".join(f"r1.{n}" for n in range(4)))
    assert laid_out(*rows) == [["s0", "r0"], ["s1", "r1.0", "s2", "r1.1", "r1.2", "r1.3"]]


def test_the_row_that_ends_it_is_split_where_lines_are_left() -> None:
    cell = "<td rowspan=2>" + "<br>".join(f"s{n}" for n in range(6))
    pages = laid_out(f"<tr>{cell}<td>r0", "<tr><td>r1", "<tr><td>t<td>r2")
    assert pages == [["s0", "r0", "s1", "r1", "s2", "s3"], ["s4", "s5", "t", "r2"]]


@pytest.mark.parametrize("lines", [2, 5])
def test_a_row_of_a_least_height_that_ends_it_is_as_high_as_it_says(lines: int) -> None:
    """Two rows of 30 points; the last takes what the cell has more."""
    cell = "<td rowspan=2>" + "<br>".join("s" for _ in range(lines))
    html = f"<style>{SHEET}@page{{size:10cm 20cm}}tr{{height:30pt}}</style><table><tr>{cell}<td>a<tr><td>b</table>"
    document = weasy.weasyprint().HTML(string=html).render()
    rows = [box for box in descendants(document.pages[0]._page_box) if box.element_tag == "tr"]
    assert rows[0].height * 0.75 == pytest.approx(30)
    assert rows[1].height * 0.75 == pytest.approx(max(30, lines * 20 + 1 - 30))


def test_a_cell_of_the_first_row_that_has_ended_is_closed_on_the_next_page() -> None:
    """It is shaded there, as wide as its column."""
    tall = "<br>".join(f"r{n}" for n in range(6))
    rows = f"<tr><td rowspan=2 style='background:red'>s<td>a<tr><td>{tall}"
    document = weasy.weasyprint().HTML(string=f"<style>{SHEET}</style><table>{rows}</table>").render()
    cells = [box for box in descendants(document.pages[1]._page_box) if type(box).__name__ == "TableCellBox"]
    assert len({round(cell.border_width()) for cell in cells}) == 1
