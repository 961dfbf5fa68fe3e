"""A correct letter and a correct decision as plain values, and the same values as DOCX and as PDF.

A mutant is the plain value with one thing changed: so that each rule is tried on both formats by one line.
"""

# ruff: noqa: E501 - HTML and sentences

from __future__ import annotations

import html
import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

FACE = "Times New Roman"


@dataclass
class P:
    """A paragraph: text and its setting; `rule` is the share of the line's width that a drawn rule under it takes."""

    text: str
    size: float = 14
    bold: bool = False
    italic: bool = False
    underline: bool = False
    colour: str = "000000"
    face: str = FACE
    align: str = "justify"
    first: float = 12.7
    left: float = 0.0
    before: float = 6
    spacing: float = 1.0
    rule: float = 0.0
    dashed: bool = False
    lead: str = ""  # bold words before the text
    new_page: bool = False
    framed: bool = False
    frame: tuple[float, float] = (20, 8)  # mm


def c(text: str, size: float, **more: Any) -> P:
    """A centred line of the head or foot."""
    return P(text, size, **{"align": "centre", "first": 0, "before": 0, **more})


@dataclass
class Letter:
    """A document on its grid: head rows and foot are two columns, the rest runs down the page."""

    width: float = 210
    height: float = 297
    margins: tuple[float, float, float, float] = (20, 15, 20, 30)
    head: list[tuple[list[P], list[P]]] = field(default_factory=list)
    marks: list[P] = field(default_factory=list)
    middle: list[P] = field(default_factory=list)
    body: list[P] = field(default_factory=list)
    foot: tuple[list[P], list[P]] = ((), ())  # type: ignore[assignment]
    appendix: list[P] = field(default_factory=list)
    contact: list[P] = field(default_factory=list)
    number: str = "top"  # where the page number stands: top, bottom, ""
    number_align: str = "centre"
    number_first: bool = False
    number_style: P = field(default_factory=lambda: P("", 14))
    number_form: str = "decimal"
    number_start: int = 1
    apart: bool = True  # the appendix has page numbers of its own

    def every(self) -> Iterator[P]:
        """All paragraphs, to change all of them."""
        for left, right in [*self.head, self.foot]:
            yield from left
            yield from right
        yield from (*self.marks, *self.middle, *self.body, *self.appendix, *self.contact)

    def find(self, start: str) -> P:
        """The paragraph that begins with these words."""
        return next(p for p in self.every() if (p.lead + p.text).startswith(start))


def _head(symbol: str, about: str = "") -> list[tuple[list[P], list[P]]]:
    left = [c("UBND TỈNH LẠNG SƠN", 12), c("SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 12, bold=True, rule=0.42)]
    right = [
        c("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, bold=True),
        c("Độc lập - Tự do - Hạnh phúc", 13, bold=True, rule=1.0),
    ]
    under = [c(f"Số: 123/{symbol}", 13)] + ([c(about, 12, before=6)] if about else [])
    return [(left, right), (under, [c("Lạng Sơn, ngày 19 tháng 8 năm 2020", 13, italic=True)])]


_LONG = (
    "Các doanh nghiệp viễn thông trên địa bàn cử nhân viên tham gia các tổ hướng dẫn, hỗ trợ người dân cài đặt ứng dụng tại "
    "các điểm hỗ trợ; lập danh sách theo mẫu tại Phụ lục kèm theo văn bản này và gửi về cơ quan thường trực trước thời hạn"
)
_ENDS = (
    "",
    " quy định để tổng hợp",
    ", trong đó nêu rõ đầu mối liên hệ",
    " mười ngày làm việc",
    "; báo cáo kết quả hằng tuần",
    " nêu trên, bảo đảm chính xác, đầy đủ thông tin của từng người",
    ", riêng các đơn vị ở xa gửi bằng thư điện tử",
)


def _long(number: int) -> str:
    """A sentence of two lines or three; no two in a row end at the same place."""
    first, second = _LONG.split("; ")
    middle = "" if number % 3 else " và các khu dân cư, chợ, bến xe, nhà ga"
    return f"{first}{middle}; {second}{_ENDS[number % len(_ENDS)]}"


def _foot(first: str) -> tuple[list[P], list[P]]:
    left = [P("Nơi nhận:", 12, bold=True, italic=True, align="left", first=0, before=0)]
    for text in (first, "- UBND tỉnh (b/c);", "- Giám đốc, các Phó Giám đốc;", "- Lưu: VT, BCVT."):
        left.append(P(text, 11, align="left", first=0, before=0))
    right = [
        c("KT. GIÁM ĐỐC", 14, bold=True),
        c("PHÓ GIÁM ĐỐC", 14, bold=True),
        c("Nguyễn Văn A", 14, bold=True, before=60),
    ]
    return left, right


def _appendix(kind: str) -> list[P]:
    return [
        c("Phụ lục", 14, bold=True, new_page=True),
        c("BIỂU DANH SÁCH NHÂN VIÊN THAM GIA", 14, bold=True),
        c(
            f"(Kèm theo {kind} số 123/STTTT-BCVT ngày 19 tháng 8 năm 2020 của Sở Thông tin và Truyền thông)",
            13,
            italic=True,
        ),
        P("Danh sách lập theo từng huyện, mỗi huyện một bảng, gửi bản giấy và bản điện tử về cơ quan thường trực.", 13),
    ]


def dispatch() -> Letter:
    """A công văn of two pages with an appendix."""
    body = [P(f"{_long(n)}.") for n in (0, 1)]
    body += [P(f"{n}. {_long(n)}.") for n in (1, 2)]
    body += [P(f"{letter}) {_long(n)};") for n, letter in enumerate("abcdđe", 3)]
    body += [P(f"{_long(n)}.") for n in range(9, 13)]
    body += [
        P("Trong quá trình thực hiện, nếu có vướng mắc, đề nghị các đơn vị phản ánh về Sở để phối hợp giải quyết./.")
    ]
    return Letter(
        head=_head("STTTT-BCVT", "V/v triển khai cài đặt ứng dụng Bluezone trên địa bàn tỉnh"),
        middle=[
            P("Kính gửi:", 14, align="left", first=38, before=14),
            P("- Tỉnh đoàn Lạng Sơn;", 14, align="left", first=55, before=0),
            P("- Phòng Văn hóa và Thông tin các huyện, thành phố.", 14, align="left", first=55, before=0),
        ],
        body=body,
        foot=_foot("- Như trên;"),
        appendix=_appendix("Công văn"),
    )


def decision() -> Letter:
    """A quyết định with căn cứ, chương, mục, điều, khoản, điểm."""
    middle = [
        c("QUYẾT ĐỊNH", 14, bold=True, before=18),
        c("Ban hành Quy định về các điểm hỗ trợ cài đặt", 14, bold=True, rule=0.42),
        c("GIÁM ĐỐC SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 14, bold=True, before=12),
        P("Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;", italic=True),
        P(
            "Căn cứ Quyết định số 12/QĐ-UBND ngày 05 tháng 01 năm 2020 của Ủy ban nhân dân tỉnh về tổ chức bộ máy;",
            italic=True,
        ),
        P("Theo đề nghị của Trưởng phòng Bưu chính - Viễn thông.", italic=True),
        c("QUYẾT ĐỊNH:", 14, bold=True, before=12),
    ]
    body = [
        c("Chương I", 14, bold=True, before=6),
        c("QUY ĐỊNH CHUNG", 14, bold=True),
        P(
            " Ban hành kèm theo Quyết định này các nội dung sau đây về điểm hỗ trợ và trách nhiệm của từng đơn vị.",
            lead="Điều 1.",
        ),
        c("Mục 1", 14, bold=True, before=6),
        c("TỔ CHỨC THỰC HIỆN", 14, bold=True),
        P(f" {_long(0)}.", lead="Điều 2."),
        P(f"1. {_long(1)}."),
        *(P(f"{letter}) {_long(n)};") for n, letter in enumerate("abcdđe", 2)),
        P(f"2. {_long(8)}."),
        c("Chương II", 14, bold=True, before=6),
        c("ĐIỀU KHOẢN THI HÀNH", 14, bold=True),
        P(f" {_long(9)}.", lead="Điều 3."),
        P(
            " Quyết định này có hiệu lực kể từ ngày ký; các đơn vị có liên quan chịu trách nhiệm thi hành./.",
            lead="Điều 4.",
        ),
    ]
    return Letter(head=_head("QĐ-STTTT"), middle=middle, body=body, foot=_foot("- Như Điều 4;"))


def plan() -> Letter:
    """A kế hoạch: no điều, divisions in Roman numerals."""
    middle = [
        c("KẾ HOẠCH", 14, bold=True, before=18),
        c("Triển khai cài đặt ứng dụng Bluezone", 14, bold=True, rule=0.42),
    ]
    heading = {"bold": True, "align": "justify"}
    body = [
        P("I. MỤC ĐÍCH, YÊU CẦU", **heading),
        P(f"{_long(0)}."),
        P("II. TỔ CHỨC THỰC HIỆN", **heading),
        *(P(f"{_long(n)}.") for n in range(1, 10)),
        P(
            "Yêu cầu các đơn vị nghiêm túc triển khai thực hiện Kế hoạch này và báo cáo kết quả đúng thời hạn quy định./."
        ),
    ]
    return Letter(head=_head("KH-STTTT"), middle=middle, body=body, foot=_foot("- Sở Y tế;"))


# --- as DOCX -----------------------------------------------------------------------------------------------------------


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


def _docx_table(document: Any, rows: list[tuple[list[P], list[P]]], widths: tuple[float, float]) -> None:
    from docx.shared import Mm

    table = document.add_table(len(rows), 2)
    table.autofit = False
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, paragraphs, width in zip(row.cells, cells, widths, strict=True):
            cell.width = Mm(width)
            for k, paragraph in enumerate(paragraphs):
                _docx_paragraph(cell.paragraphs[0] if k == 0 else cell.add_paragraph(), paragraph)


_JC = {"centre": 1, "right": 2, "justify": 3, "left": 0}


def _docx_paragraph(target: Any, p: P) -> None:
    from docx.shared import Mm, Pt

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


def _docx_run(run: Any, p: P) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    run.font.size, run.font.bold, run.font.italic, run.font.underline = Pt(p.size), p.bold, p.italic, p.underline
    run.font.name = p.face
    run._element.rPr.rFonts.set(qn("w:hAnsi"), p.face)
    run.font.color.rgb = RGBColor.from_string(p.colour)


def _docx_rule(target: Any, p: P) -> None:
    from docx.oxml import parse_xml

    from congvan.nd30.view import Run
    from congvan.nd30.widths import text_width

    length = round(text_width((Run(p.text, size=p.size, bold=p.bold),)) * p.rule * 36000)
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
    field = parse_xml(f'<w:fldSimple {namespace} w:instr=" PAGE "/>')
    paragraph._element.append(field)
    run = paragraph.add_run(shown)
    _docx_run(run, letter.number_style)
    field.append(run._element)


_FORMS = {"decimal": "", "upperRoman": ", upper-roman", "lower-roman": ", lower-roman"}

# --- as PDF ------------------------------------------------------------------------------------------------------------


def to_html(letter: Letter) -> str:
    """The letter as HTML for WeasyPrint, one element a paragraph, nothing but inline setting."""
    top, right, bottom, left = letter.margins
    place = f"@{letter.number}-{'center' if letter.number_align == 'centre' else letter.number_align}"
    style = letter.number_style
    box = (
        f"{place} {{ content: counter(page{_FORMS[letter.number_form]}); "
        f"font: {'italic ' if style.italic else ''}{style.size}pt 'Liberation Serif'; }}"
        if letter.number
        else ""
    )
    first = "" if letter.number_first or not letter.number else f"@page :first {{ {place} {{ content: none }} }}"
    parts = [
        f"<style>@page {{ size: {letter.width}mm {letter.height}mm; margin: {top}mm {right}mm {bottom}mm {left}mm; {box} }}",
        first,
        f"@page phu {{ {place} {{ content: none }} }}" if letter.number else "",
        f"@page :first {{ counter-reset: page {letter.number_start} }}" if letter.number_start != 1 else "",
        "p { margin: 0 } body { margin: 0 } td { vertical-align: top; padding: 0 } table { border-collapse: collapse; width: 100% }",
        ".r::after { content: ''; display: block; border-top: .75pt solid #000; margin: 2.5pt auto 0 auto } .r { display: inline-block }",
        ".lien { position: absolute; bottom: 0; left: 0; right: 0; border-top: .75pt solid #000 }",
        ".phu { page: phu; break-before: page; counter-reset: page 1 } .khung { border: 1pt solid #c00; display: inline-block; box-sizing: border-box; text-align: center }",
        "</style>",
    ]
    parts += [_p(p) for p in letter.marks]
    parts.append("<table>")
    for cells in letter.head:
        parts.append(
            "<tr>"
            + "".join(
                f"<td style='width:{w}mm'>{''.join(map(_p, ps))}</td>" for ps, w in zip(cells, (74, 91), strict=True)
            )
            + "</tr>"
        )
    parts.append("</table>")
    parts += [_p(p) for p in (*letter.middle, *letter.body)]
    if letter.foot[0] or letter.foot[1]:
        parts.append("<table style='margin-top:12pt; break-inside: avoid'><tr>")
        parts += [
            f"<td style='width:{w}mm'>{''.join(map(_p, ps))}</td>" for ps, w in zip(letter.foot, (74, 91), strict=True)
        ]
        parts.append("</tr></table>")
    if letter.contact:
        parts.insert(parts.index("</style>") + 1, "<div class=lien>" + "".join(map(_p, letter.contact)) + "</div>")
    if letter.appendix:
        kind = "class=phu" if letter.apart else "style='break-before: page'"
        parts.append(f"<div {kind}>" + "".join(_p(replace(p, new_page=False)) for p in letter.appendix) + "</div>")
    return "".join(parts)


def _p(p: P) -> str:
    face = "Liberation Serif" if p.face == FACE else p.face
    align = {"centre": "center"}.get(p.align, p.align)
    style = (
        f"font: {'italic ' if p.italic else ''}{'bold ' if p.bold else ''}{p.size}pt/{1.15 * p.spacing:.3f} '{face}'; color: #{p.colour};"
        f"text-align: {align}; text-indent: {p.first}mm; margin-left: {p.left}mm; margin-top: {p.before}pt;"
    )
    if p.new_page:
        style += "break-before: page;"
    text = f"<b>{html.escape(p.lead)}</b>" * bool(p.lead) + html.escape(p.text).replace("  ", " &nbsp;")
    if p.underline:
        text = f"<u>{text}</u>"
    if p.framed:
        wide, high = p.frame
        text = f"<span class=khung style='width: {wide}mm; height: {high}mm; line-height: {high - 1}mm'>{text}</span>"
    if p.rule:
        line = "dashed" if p.dashed else "solid"
        text = (
            f"<span style='display:inline-block'>{text}<span style='display:block;width:{100 * p.rule:.1f}%;margin:2.5pt auto -3.2pt auto;"
            f"border-top:.75pt {line} #000'></span></span>"
        )
    return f'<p style="{style}">{text}</p>'


def to_pdf(letter: Letter) -> bytes:
    """The letter as a PDF with text, by WeasyPrint in Liberation Serif."""
    import weasyprint

    data: bytes = weasyprint.HTML(string=to_html(letter)).write_pdf()
    return data
