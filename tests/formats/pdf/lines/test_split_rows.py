"""A row that goes on upon the next page is ruled off on both."""

from __future__ import annotations

import pypdfium2
import pytest
import weasyprint

from congvan.formats.pdf.lines.split_rows import rule_off_split_rows

_ROW = "<tr><td><p>" + "<p>".join(f"dòng {n}" for n in range(12)) + "</td></tr>"


@pytest.mark.parametrize(("css", "rules"), [("table,td{box-decoration-break:clone}", [2, 2]), ("", [1, 1])])
def test_rules_of_a_split_row(css: str, rules: list[int]) -> None:
    """Its style sheet asks for the rules; other documents stay as WeasyPrint paints them."""
    page = "@page{size:200px 200px;margin:20px}p{margin:0;line-height:20px;orphans:1;widows:1}"
    table = "table{border-collapse:collapse}td{border:2px solid}"
    document = weasyprint.HTML(string=f"<style>{page}{table}{css}</style><table>{_ROW}</table>").render()
    rule_off_split_rows(document)
    assert _level_rules(document.write_pdf()) == rules


def _level_rules(pdf: bytes) -> list[int]:
    """Return how many rules across run on each page."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        boxes = [each.get_bounds() for each in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH], max_depth=8)]
        found.append(sum(top - bottom < right - left for left, bottom, right, top in boxes))
    return found
