"""A ruled line is as long as its style's name says of the text above it, in the column in which it stands."""

from __future__ import annotations

import io
import re

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, Twips

from congvan.core.fonts.times_metrics import text_width
from congvan.formats.docx.template import compile_template
from tests.package import parts_of

ABOVE = "SỞ XÂY DỰNG"
PAGE = 9360  # twips: 6.5 inches


def drawn(
    name: str,
    *,
    above: str = "{{p x }}",
    width: int = 0,
    own: int = 0,
    of_style: int = 0,
    margin: int = 0,
    line: str = "top",
) -> bytes:
    """A template with a text in bold 12 points and a line in this style under it: in the page, or a cell of `width`."""
    document = Document()
    document.sections[0].left_margin = document.sections[0].right_margin = Twips((12240 - PAGE) // 2)
    text = document.styles.add_style("Chữ", WD_STYLE_TYPE.PARAGRAPH)
    text.font.bold, text.font.size = True, Pt(12)
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if line:
        borders = style.element.get_or_add_pPr().makeelement(qn("w:pBdr"))
        borders.append(borders.makeelement(qn(f"w:{line}"), {qn("w:val"): "single", qn("w:sz"): "6"}))
        style.element.pPr.append(borders)
    if of_style:
        style.paragraph_format.left_indent = Twips(of_style)
    place = document
    if width:
        place = document.add_table(1, 1).rows[0].cells[0]
        place.width = Twips(width)
        if margin:
            table = place._tc.getparent().getparent()
            margins = table.tblPr.makeelement(qn("w:tblCellMar"))
            for side in ("w:left", "w:right"):
                margins.append(margins.makeelement(qn(side), {qn("w:w"): str(margin)}))
            table.tblPr.append(margins)
        place._tc.remove(place.paragraphs[0]._p)
    place.add_paragraph(above, style="Chữ")
    drawn_line = place.add_paragraph(style=name)
    if own:
        drawn_line.paragraph_format.left_indent = Twips(own)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def indents(data: bytes) -> list[tuple[str, str]]:
    return re.findall(r'<w:ind w:left="(\d+)" w:right="(\d+)"/>', parts_of(data)["word/document.xml"].decode())


def length(text: str, points: float = 12) -> float:
    return text_width(text, points, bold=True) * 20


@pytest.mark.every(4)
@pytest.mark.parametrize(
    ("name", "share"),
    [("CV Kẻ dài", 1), ("CV Kẻ ngắn", 0.41), ("cv kẻ", 0.41), ("CV Kẻ 20 mm", 0), ("CV Kẻ 2,5 mm", 0)],
)
@pytest.mark.parametrize("width", [0, 4000])
def test_the_name_of_the_style_tells_the_length(name: str, share: float, width: int) -> None:
    made = compile_template(drawn(name, width=width)).render({"x": [ABOVE]})
    ((left, right),) = indents(made)
    room = width - 216 if width else PAGE  # Word's own margins of a cell
    fixed = {"CV Kẻ 20 mm": 20, "CV Kẻ 2,5 mm": 2.5}.get(name, 0) * 1440 / 25.4
    assert left == right
    assert room - 2 * int(left) == pytest.approx(share * length(ABOVE) or fixed, abs=2)


def test_the_longest_line_of_a_name_that_breaks_counts_and_nothing_is_wider_than_the_column() -> None:
    made = compile_template(drawn("CV Kẻ dài", width=2000, margin=100)).render({"x": "ỦY BAN NHÂN DÂN TỈNH"})
    ((left, _right),) = indents(made)
    assert 1800 - 2 * int(left) == pytest.approx(length("ỦY BAN NHÂN"), abs=2)
    assert indents(compile_template(drawn("CV Kẻ dài", width=700)).render({"x": "NGHIÊNG"})) == [("0", "0")]


def test_runs_in_another_size_and_weight_are_measured_as_they_are() -> None:
    data = drawn("CV Kẻ dài", above="")
    document = Document(io.BytesIO(data))
    run = document.paragraphs[0].add_run("{{ x }} & <b>")
    run.bold, run.font.size = False, Pt(20)
    out = io.BytesIO()
    document.save(out)
    ((left, _right),) = indents(compile_template(out.getvalue()).render({"x": ABOVE}))
    assert PAGE - 2 * int(left) == pytest.approx(text_width(f"{ABOVE} & <b>", 20, bold=False) * 20, abs=2)


def test_a_line_under_nothing_has_no_length() -> None:
    assert indents(compile_template(drawn("CV Kẻ dài", width=4000)).render({"x": []})) == [("1892", "1892")]


def test_a_line_with_an_indent_of_its_own_and_what_is_no_such_line_are_left_alone() -> None:
    others = (drawn("CV Kẻ dài", line="bottom"), drawn("CV Kẻ dài", line=""), drawn("Kẻ dài"))
    for data in (drawn("CV Kẻ dài", own=500), drawn("CV Kẻ dài", of_style=500), *others):
        made = compile_template(data).render({"x": ABOVE})
        assert not indents(made)
        assert b"rule=" not in parts_of(made)["word/document.xml"]


def test_filled_records_have_the_lines_of_rendered_ones() -> None:
    data = drawn("CV Kẻ ngắn", width=4000)
    compiled, plain = compile_template(data), compile_template(data)
    plain._fast_paths = None
    records = [{"x": [name]} for name in ("SỞ Y TẾ", ABOVE, "SỞ Y TẾ", "SỞ Y TẾ", "SỞ Y TẾ", ABOVE, ABOVE, "UBND")]
    assert [compiled.render(each) for each in records] == [plain.render(each) for each in records]
    assert compiled.ways.counts["filled"]


def test_a_page_across_gives_its_own_width() -> None:
    document = Document(io.BytesIO(drawn("CV Kẻ 20 mm")))
    document.sections[0].page_width = Mm(297)
    out = io.BytesIO()
    document.save(out)
    ((left, _right),) = indents(compile_template(out.getvalue()).render({"x": ABOVE}))
    assert 2 * int(left) == pytest.approx((297 - 20) * 1440 / 25.4 - (12240 - PAGE), abs=3)
