"""What Word files of strangers hold: heads, rules, tabs, white space and lists."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from congvan import nd30
from congvan.nd30.opening import read_view
from tests.nd30.word_files import Change, broken, changed, paragraph, written, xml


def test_a_quoc_hieu_said_twice_is_one_document() -> None:
    def twice(document: Any) -> None:
        nation = paragraph(document, "CỘNG HÒA")
        nation._p.addnext(parse_xml(nation._p.xml))

    report = nd30.check(changed(twice), "letter.docx")
    assert report.document_kind == "cong-van"


def lower(start: str, lines: int) -> Change:
    """Empty paragraphs over the one that begins so."""

    def change(document: Any) -> None:
        for _ in range(lines):
            paragraph(document, start).insert_paragraph_before("")

    return change


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("Lạng Sơn, ngày", "DATE-LINE"),
        ("Nơi nhận", "NOI-NHAN-LEVEL"),
        ("Độc lập", "TIEU-NGU-SPACING"),
        ("SỞ THÔNG", "BAN-HANH-SPACING"),
    ],
)
def test_empty_paragraphs_push_a_line_down(start: str, rule: str) -> None:
    assert rule in broken(lower(start, 2))
    assert rule not in broken(lower(start, 0))


def test_a_foot_with_its_columns_exchanged() -> None:
    def exchange(document: Any) -> None:
        cell = paragraph(document, "Nơi nhận")._p.getparent()
        cell.getparent().append(cell)

    assert broken(exchange) == {"NOI-NHAN-LEFT"}


@pytest.mark.parametrize("start", ["Độc lập", "SỞ THÔNG"])
@pytest.mark.parametrize("pitch", [17, 30])
def test_a_fixed_pitch_of_the_head_is_spacing(start: str, pitch: int) -> None:
    def change(document: Any) -> None:
        paragraph(document, start).paragraph_format.line_spacing = Pt(pitch)

    rule = {"Độc lập": "TIEU-NGU-SPACING", "SỞ THÔNG": "BAN-HANH-SPACING"}[start]
    assert broken(change) == ({rule} if pitch == 30 else set())


@pytest.mark.parametrize("align", [0, 2, 3])
def test_place_and_date_are_centred(align: int) -> None:
    def change(document: Any) -> None:
        paragraph(document, "Lạng Sơn, ngày").alignment = align

    assert broken(change) == {"DATE-CENTRED"}


@pytest.mark.parametrize(
    ("border", "solid"), [("single", True), ("double", True), ("dashed", False), ("dotDash", False), ("wave", False)]
)
def test_a_border_is_solid_or_not(border: str, solid: bool) -> None:
    def build(document: Any) -> None:
        properties = document.add_paragraph("chữ")._p.get_or_add_pPr()
        properties.append(xml(f'<w:pBdr><w:bottom w:val="{border}" w:sz="6"/></w:pBdr>'))

    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    assert [s.solid for s in read_view(out.getvalue()).strokes] == [solid]


@pytest.mark.parametrize(
    ("more", "drawn"),
    [
        ("", [True]),
        ('<v:stroke dashstyle="dash"/>', [False]),
        ('<v:stroke dashstyle="solid"/>', [True]),
        ("unseen", []),
    ],
)
def test_a_vml_line(more: str, drawn: list[bool]) -> None:
    seen, inside = ("f", "") if more == "unseen" else ("t", more)
    line = f'<v:line from="0,0" to="160pt,0" stroked="{seen}">{inside}</v:line>'
    document = docx.Document()
    run = document.add_paragraph("chữ").add_run()
    run._r.append(parse_xml(f'<w:pict {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml">{line}</w:pict>'))
    out = io.BytesIO()
    document.save(out)
    assert [s.solid for s in read_view(out.getvalue()).strokes] == drawn


def test_the_lower_edge_of_a_cell_is_a_rule() -> None:
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.width = Mm(40)
    cell.text = "Độc lập"
    cell._tc.get_or_add_tcPr().append(xml('<w:tcBorders><w:bottom w:val="single" w:sz="6"/></w:tcBorders>'))
    out = io.BytesIO()
    document.save(out)
    (stroke,) = read_view(out.getvalue()).strokes
    assert stroke.length == pytest.approx(40, abs=0.1)
    assert stroke.anchor == 1


@pytest.mark.parametrize(
    ("lead", "stop", "first"),
    [("\t", None, 12.7), ("\t\t", None, 25.4), ("\t", 10, 10.0), ("    ", None, 4.94), ("", None, 0.0)],
)
def test_what_is_typed_before_the_first_word_indents_it(lead: str, stop: int | None, first: float) -> None:
    def build(document: Any) -> None:
        run = (added := document.add_paragraph()).add_run(f"{lead}Chữ đầu dòng")
        run.font.size = Pt(14)
        if stop:
            added.paragraph_format.tab_stops.add_tab_stop(Mm(stop))

    assert written(build)[0].first == pytest.approx(first, abs=0.05)


def test_the_white_space_over_a_paragraph() -> None:
    def build(document: Any) -> None:
        document.styles["Normal"].paragraph_format.space_after = Pt(0)
        for text in ("một", "", "hai"):
            added = document.add_paragraph(text)
            added.paragraph_format.space_before = Pt(2)
            added.paragraph_format.line_spacing = Pt(15)

    assert [p.before for p in written(build)] == [2.0, 2.0 + 15.0 + 2.0]


@pytest.mark.parametrize(("adds", "gaps"), [(False, [6.0, 6.0 + 15.0 + 6.0]), (True, [10.0, 10.0 + 15.0 + 10.0])])
def test_word_takes_the_larger_of_the_spaces_between_two_paragraphs(adds: bool, gaps: list[float]) -> None:
    """Unless the document has spaces added up, as Word 97 did."""

    def build(document: Any) -> None:
        for text in ("một", "hai", "", "ba"):
            added = document.add_paragraph(text).paragraph_format
            added.space_before, added.space_after, added.line_spacing = Pt(4), Pt(6), Pt(15)
        if adds:
            compat = document.settings.element.find(qn("w:compat"))
            compat.insert(0, xml("<w:doNotUseHTMLParagraphAutoSpacing/>"))

    assert [p.before for p in written(build)[1:]] == gaps


@pytest.mark.parametrize(("styles", "gap"), [(("Normal", "Normal"), 0.0), (("Normal", "Caption"), 6.0)])
def test_no_space_between_paragraphs_of_one_style(styles: tuple[str, str], gap: float) -> None:
    def build(document: Any) -> None:
        for style in styles:
            added = document.add_paragraph("chữ", style=style)
            added.paragraph_format.space_before, added.paragraph_format.space_after = Pt(4), Pt(6)
            added._p.get_or_add_pPr().append(xml("<w:contextualSpacing/>"))

    assert written(build)[1].before == gap


@pytest.mark.parametrize(("pitch", "spacing", "exact"), [(30, None, 30.0), (12, 1.0, None)])
def test_a_pitch_of_at_least(pitch: int, spacing: float | None, exact: float | None) -> None:
    def build(document: Any) -> None:
        added = document.add_paragraph("chữ")
        added._p.get_or_add_pPr().append(xml(f'<w:spacing w:line="{pitch * 20}" w:lineRule="atLeast"/>'))

    (found,) = written(build)
    assert (found.spacing, found.exact) == (spacing, exact)


def test_a_styles_own_indent_beats_its_list() -> None:
    def build(document: Any) -> None:
        style = document.styles["List Number"]
        style.paragraph_format.left_indent = Mm(3)
        document.add_paragraph("một", style="List Number")

    assert written(build)[0].left == pytest.approx(3, abs=0.1)
