"""A letter as a Word file."""

from __future__ import annotations

import copy
import functools
import io
from dataclasses import replace
from typing import Any

from tests.nd30.letters import Letter, P


def to_docx(letter: Letter) -> bytes:
    """The letter as a Word file: two head rows in a table, foot in a table, drawn rules as lines in DrawingML."""
    import docx
    from docx.enum.section import WD_SECTION
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(letter.width), Mm(letter.height)
    top, right, bottom, left = (Mm(m) for m in letter.margins)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = top, right, bottom, left
    if letter.width > letter.height:
        section.orientation = 1
    for mark in letter.marks:
        _docx_paragraph(document.add_paragraph(), mark)
    _docx_table(document, letter.head, (74, 91))
    for paragraph in (*letter.middle, *letter.body):
        _docx_paragraph(document.add_paragraph(), paragraph)
    if letter.pair[0]:
        _docx_table(document, [letter.pair], (82, 83) if len(letter.pair) == 2 else (55, 55, 55))
        _docx_paragraph(document.add_paragraph(), P(""))
    if letter.foot[0] or letter.foot[1]:
        _docx_table(document, [letter.foot], (74, 91))
    if letter.number:
        _docx_number(section, letter)
    if letter.contact:
        for paragraph in letter.contact:
            _docx_paragraph(section.first_page_footer.add_paragraph(), paragraph)
    if letter.appendix:
        last = document.add_section(WD_SECTION.NEW_PAGE)
        last.header.is_linked_to_previous = False
        last.first_page_header.is_linked_to_previous = False
        if letter.number:
            _docx_number(last, letter)
        if letter.apart:
            last._sectPr.append(parse_xml(f'<w:pgNumType {nsdecls("w")} w:start="1"/>'))
        for paragraph in letter.appendix:
            _docx_paragraph(document.add_paragraph(), replace(paragraph, new_page=False))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_table(document: Any, rows: list[tuple[list[P], ...]], widths: tuple[float, ...]) -> None:
    from docx.shared import Mm

    table = document.add_table(len(rows), len(widths))
    table.autofit = False
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, paragraphs, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Mm(width)
            for k, paragraph in enumerate(paragraphs):
                _docx_paragraph(cell.paragraphs[0] if k == 0 else cell.add_paragraph(), paragraph)


_JC = {"centre": 1, "right": 2, "justify": 3, "left": 0}


def _docx_paragraph(target: Any, p: P) -> None:
    target._p.extend(copy.deepcopy(_kept(*vars(p).values())))


@functools.cache
def _kept(*values: Any) -> list[Any]:
    """What python-docx makes of a paragraph with these values; those of a letter are nearly all its mutants'."""
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt
    from docx.text.paragraph import Paragraph

    target, p = Paragraph(OxmlElement("w:p"), None), P(*values)
    form = target.paragraph_format
    form.alignment = _JC[p.align]
    form.first_line_indent, form.left_indent = Mm(p.first), Mm(p.left)
    form.space_before, form.space_after, form.line_spacing = Pt(p.before), Pt(0), p.spacing
    form.page_break_before = p.new_page
    if p.lead:
        _docx_run(target.add_run(p.lead), replace(p, bold=True))
    _docx_run(target.add_run(p.text), p)
    if p.rule:
        _docx_rule(target, p)
    return list(target._p)


def _docx_run(run: Any, p: P) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.bold, run.font.italic, run.font.underline = Pt(p.size), p.bold, p.italic, p.underline
    run.font.name = p.face
    run._element.rPr.rFonts.set(qn("w:hAnsi"), p.face)
    run.font.color.rgb = RGBColor.from_string(p.colour)


def _docx_rule(target: Any, p: P) -> None:
    from docx.oxml import parse_xml

    from congvan.nd30.model.view import StyledRun
    from congvan.nd30.model.widths import text_width

    length = round(text_width((StyledRun(p.text, size=p.size, bold=p.bold),)) * p.rule * 36000)
    dash = '<a:prstDash val="dash"/>' if p.dashed else ""
    target.add_run()._element.append(
        parse_xml(
            '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
            'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
            'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
            f'<wp:anchor><wp:extent cx="{length}" cy="0"/><a:graphic><a:graphicData><wps:wsp><wps:cNvCnPr/><wps:spPr>'
            f'<a:prstGeom prst="line"/><a:ln w="9525">{dash}</a:ln></wps:spPr></wps:wsp></a:graphicData></a:graphic>'
            "</wp:anchor></w:drawing>"
        )
    )


def _docx_number(section: Any, letter: Letter) -> None:
    from docx.oxml import parse_xml

    section.different_first_page_header_footer = not letter.number_first
    holder = section.header if letter.number == "top" else section.footer
    holder.is_linked_to_previous = False
    paragraph = holder.paragraphs[0]
    paragraph.alignment = _JC[letter.number_align]
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    shown = "II" if letter.number_form == "upperRoman" else "2"
    # As Word writes it: LibreOffice 26 takes the letters of a `w:fldSimple` in the format of their paragraph.
    for part in ("begin", "PAGE", "separate", shown, "end"):
        run = paragraph.add_run(part if part == shown else "")
        _docx_run(run, letter.number_style)
        if part == "PAGE":
            run._element.append(parse_xml(f"<w:instrText {namespace}> PAGE </w:instrText>"))
        elif part != shown:
            run._element.append(parse_xml(f'<w:fldChar {namespace} w:fldCharType="{part}"/>'))
