"""A row that goes on upon the next page is ruled off on both."""

from __future__ import annotations

import pypdfium2
import pytest
import weasyprint

from congvan.formats.pdf import weasy
from congvan.formats.pdf.boxes import descendants
from congvan.formats.pdf.engine.split_rows import rule_off_split_rows

_ROW = "<tr><td><p>" + "<p>".join(f"dòng {n}" for n in range(12)) + "</td></tr>"


@pytest.mark.parametrize(("css", "rules"), [("table,td{box-decoration-break:clone}", [2, 2]), ("", [1, 1])])
def test_rules_of_a_split_row(css: str, rules: list[int]) -> None:
    """Its style sheet asks for the rules; other documents stay as WeasyPrint paints them."""
    page = "@page{size:200px 200px;margin:20px}p{margin:0;line-height:20px;orphans:1;widows:1}"
    table = "table{border-collapse:collapse}td{border:2px solid}"
    document = weasyprint.HTML(string=f"<style>{page}{table}{css}</style><table>{_ROW}</table>").render()
    rule_off_split_rows(document)
    assert _level_rules(document.write_pdf()) == rules


def test_cells_over_several_rows_are_closed_and_go_on() -> None:
    """Two rows to a page; the cell of all rows is as wide as its neighbour, shaded, and aligned in what it has."""
    css = (
        "@page{size:200px 100px;margin:20px}td{padding:0;line-height:18px;border:2px solid}"
        "table{border-collapse:collapse}table,td{box-decoration-break:clone}"
        ".span{background:#eee;vertical-align:bottom}"
    )
    rows = "".join(f"<tr>{'<td class=span rowspan=8>mọi hàng' if not n else ''}<td>{n}" for n in range(8))
    document = weasy.weasyprint().HTML(string=f"<style>{css}</style><table>{rows}</table>").render()
    rule_off_split_rows(document)
    tables = [box for page in document.pages for box in descendants(page._page_box) if hasattr(box, "skipped_rows")]
    assert [len(table.children[0].children) for table in tables] == [2, 2, 2, 2]
    for table in tables:
        first, last = table.children[0].children
        assert len(first.children) == 2
        span, foot = first.children[0], last.position_y + last.height
        assert span.position_y + span.border_height() == pytest.approx(foot)
        _, across = table.collapsed_border_grid
        top = table.skipped_rows
        assert across[top][0] == across[top][1]
        assert across[top + 2][0] == across[top + 2][1]
    lines = [
        [box.position_y for box in descendants(page._page_box) if getattr(box, "text", "") == "mọi hàng"]
        for page in document.pages
    ]
    assert [len(found) for found in lines] == [1, 0, 0, 0]
    assert lines[0][0] > tables[0].children[0].children[1].position_y


def test_the_frame_of_several_paragraphs_is_closed_at_the_foot_of_a_page() -> None:
    """In the room that is kept for it, with the shade; the last paragraph of a frame has a foot of its own."""
    css = (
        "@page{size:200px 100px;margin:0}body{margin:0}p{margin:0;line-height:20px;background:#eee}"
        ".a{--frame-foot:6pt;--frame-foot-rule:1.5pt;border-bottom:0 solid red}"
    )
    body = "<p class=a>" * 6 + "<p>"
    document = weasy.weasyprint().HTML(string=f"<style>{css}</style>{body.replace('>', '>chữ')}").render()
    rule_off_split_rows(document)
    pages = [descendants(page._page_box) for page in document.pages]
    blocks = [[box for box in boxes if box.element_tag == "p" and getattr(box, "background", None)] for boxes in pages]
    feet = [[(box.padding_bottom, box.border_bottom_width) for box in boxes] for boxes in blocks]
    assert feet == [[(0, 0)] * 3 + [(6, 2)], [(0, 0)] * 3]
    assert blocks[0][-1].background.layers[-1].painting_area == (0, 60, 200, 28)


def _level_rules(pdf: bytes) -> list[int]:
    """Return how many rules across run on each page."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        boxes = [each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=8)]
        found.append(sum(top - bottom < right - left for left, bottom, right, top in boxes))
    return found
