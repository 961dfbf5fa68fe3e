"""Small Word documents, one for each rule of the layout, written as Word writes them."""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.docx_html import drawing_samples, page_samples
from tests.formats.docx_html.drawing_samples import anchored
from tests.formats.docx_html.word_parts import (
    BOTH,
    FIRST,
    PLAIN,
    TEXT,
    cell,
    par,
    row,
    spacing,
    style,
    table,
    word_document,
    words,
)


def _breaks() -> bytes:
    """Every way a line may end inside a word, in columns of many widths."""
    tokens = (
        "3424/CVT-VP",
        "2019-2020",
        "Covid-19",
        "a–b",
        "và/hoặc",
        "10%/năm",
        "tr.12-15",
        "1.000,5",
        "“abc”",
        "A(B)C",
    )
    lines = (par(f"NNNN {f'{each} ' * 4}", f'<w:ind w:right="{5600 + 330 * n}"/>') for each in tokens for n in range(5))
    return word_document("".join(lines))


def _lists() -> bytes:
    level = (
        '<w:lvl w:ilvl="{}"><w:start w:val="1"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/>'
        '<w:pPr><w:ind w:left="{}" w:hanging="{}"/></w:pPr></w:lvl>'
    )
    numbering = (
        '<w:abstractNum w:abstractNumId="0">'
        + level.format(0, "decimal", "%1.", 1080, 360)
        + level.format(1, "lowerLetter", "%1)", 1440, 360)
        + level.format(2, "upperRoman", "%3 -", 2000, 500)
        + '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Kieu"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="Kieu"/>'
        + level.format(0, "decimal", "Mục %1", 1440, 900)
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId'
        ' w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="2"/></w:num>'
    )  # the third is one of a list style, as Pages writes it
    items = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (2, 0), (3, 0), (3, 0)]
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = "".join(par(TEXT, listed.format(level_, number) + BOTH) for number, level_ in items)
    kieu = '<w:style w:type="numbering" w:styleId="Kieu"><w:name w:val="Kieu"/><w:pPr><w:numPr><w:numId w:val="4"/>'
    faces = '<w:rFonts w:ascii="Liberation Sans;Arial" w:hAnsi="Liberation Sans;Arial"/>'  # as LibreOffice writes them
    body += par(TEXT, BOTH, faces)
    return word_document(body, numbering=numbering, styles=f"{kieu}</w:numPr></w:pPr></w:style>")


def _spacing() -> bytes:
    """Spaces between paragraphs, lines of every rule, spaces of the same style."""
    kinds = [
        (240, "auto"),
        (360, "auto"),
        (276, "auto"),
        (192, "auto"),
        (360, "exact"),
        (300, "exact"),
        (500, "atLeast"),
    ]
    body = "".join(par(TEXT, spacing(120, 200, *each) + FIRST + BOTH) for each in kinds * 2)
    body += "".join(par(TEXT, '<w:pStyle w:val="Close"/>') for _ in range(3))
    body += par("Trang mới", "<w:pageBreakBefore/>" + spacing(0, 0)) + par("sau", spacing(0, 0))
    close = style("Close", spacing(200, 200) + "<w:contextualSpacing/>")
    return word_document(body, styles=close)


def _added_spaces() -> bytes:
    body = "".join(par(TEXT, spacing(120, 200)) for _ in range(6))
    return word_document(body, settings="<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>")


def _tabs() -> bytes:
    kinds = (("left", 1500), ("center", 4500), ("right", 9000))
    inner = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in kinds)
    stops = f"<w:tabs>{inner}</w:tabs>"
    tab = "<w:r><w:tab/></w:r>"
    lines = [
        words("Số") + tab + words("12") + tab + words("giữa dòng") + tab + words("bên phải"),
        tab + tab + words("KT. GIÁM ĐỐC", "<w:b/>"),
        words("Một từ dài hơn điểm dừng đầu tiên") + tab + words("x") + tab + words("y"),
    ]
    body = "".join(f"<w:p><w:pPr>{stops}</w:pPr>{line}</w:p>" for line in lines)
    hanging = '<w:ind w:left="1440" w:hanging="1080"/>'
    body += f"<w:p><w:pPr>{hanging}</w:pPr>{words('Kính gửi:')}{tab}{words(TEXT)}</w:p>"
    return word_document(body + f"<w:p>{words('a')}{tab}{words('b')}{tab}{words('c')}</w:p>")


def _many_lines() -> bytes:
    """A page of lines of 1.15 and 1.5 times the single height: what is lost at each line adds up."""
    return word_document(par(TEXT * 8, spacing(0, 0, 276), '<w:sz w:val="22"/>') + par(TEXT * 6, spacing(0, 0, 360)))


def _runs() -> bytes:
    """Sizes, weights, raised text, letter spacing, capitals, kerning in one paragraph; spaces side by side."""
    pieces = [
        *(("Cỡ chữ 14, ", ""), ("cỡ 18, ", '<w:sz w:val="36"/>'), ("đậm, ", "<w:b/>"), ("nghiêng, ", "<w:i/>")),
        *(("gạch chân, ", '<w:u w:val="single"/>'), ("m", ""), ("2", '<w:vertAlign w:val="superscript"/>')),
        *((" thưa, ", '<w:spacing w:val="40"/>'), ("chữ hoa, ", "<w:caps/>"), ("AVATAR TO", '<w:kern w:val="20"/>')),
        *((" AVATAR TO", ""), ("    bốn dấu cách", ""), (" và xanh", '<w:color w:val="0000FF"/>')),
    ]
    line = "".join(words(text, properties) for text, properties in pieces)
    return word_document(f"<w:p>{line}</w:p>" + f"<w:p><w:pPr>{BOTH}</w:pPr>{line}{line}</w:p>" + par("sau"))


def _styles() -> bytes:
    """Styles based on styles, a hidden run, a style of characters."""
    styles = (
        style("A", spacing(120, 0) + BOTH + FIRST, '<w:sz w:val="26"/>')
        + style("B", '<w:jc w:val="center"/><w:ind w:firstLine="0"/>', "<w:b/>", "A")
        + '<w:style w:type="character" w:styleId="K"><w:name w:val="K"/><w:rPr><w:i/><w:sz w:val="32"/></w:rPr>'
        "</w:style>"
    )
    used = '<w:rStyle w:val="K"/>'
    body = par(TEXT, '<w:pStyle w:val="A"/>') + par("Ở giữa", '<w:pStyle w:val="B"/>')
    body += f"<w:p>{words('trước ')}{words('kiểu chữ', used)}{words(' ẩn', '<w:vanish/>')}{words(' sau')}</w:p>"
    return word_document(body, styles=styles)


def _mode_15() -> bytes:
    """Justified lines whose spaces shrink: in runs of several formats, behind a label, in a cell."""
    runs = words("Điều 1. ", "<w:b/>") + words(PLAIN) + words("Phần nghiêng " * 9, "<w:i/>") + words(PLAIN)
    body = f"<w:p><w:pPr>{BOTH}{FIRST}</w:pPr>{runs}</w:p>" + par(PLAIN * 3, BOTH) + par(PLAIN * 2, FIRST + BOTH)
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:ind w:left="720" w:hanging="360"/>'
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    body += par(PLAIN * 2, listed + BOTH) + table([6000], row(cell(par(PLAIN * 2, BOTH), 6000)))
    body += "".join(par(PLAIN * 2, f'{BOTH}<w:ind w:right="{40 * n}"/>') for n in range(28))
    divided = words("Theo Tờ trình số 478/TTr") + words("-SNV") + words(" ngày") + words(" 05/02/2025.")
    body += "".join(f'<w:p><w:pPr>{BOTH}<w:ind w:right="{n}"/></w:pPr>{divided}</w:p>' for n in (5300, 5700, 6100))
    body += f"<w:p><w:pPr>{BOTH}</w:pPr>{anchored('wrapNone', 0, 'line', 0)}</w:p>"
    return word_document(body + par("cuối"), mode=15, numbering=numbering)


def _lines_of_text() -> bytes:
    """Underlines of every kind that is drawn, words alone, raised text, small capitals, patterns, hidden paragraphs."""
    kinds = ("words", "double", "thick", "dotted", "dottedHeavy", "dash", "dashedHeavy", "wave", "wavyHeavy")
    body = "".join(par(f"gạch {kind} {TEXT}", run=f'<w:u w:val="{kind}" w:color="C00000"/>') for kind in kinds)
    for half_points in (12, -12, 6):
        raised = f'<w:position w:val="{half_points}"/>'
        for properties in ("", spacing(0, 0, 400, "exact")):
            inner = f"{words('trước ')}{words('nâng', raised)}{words(' sau ' + TEXT)}"
            body += f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"
        body += par(TEXT, run=raised)
    body += par("Nguyễn Văn A " * 9, '<w:spacing w:beforeLines="100" w:afterLines="50"/>', "<w:smallCaps/>")
    body += par("ẩn", "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>") + par(TEXT, run='<w:shd w:val="pct20"/>')
    return word_document(body + par("cuối"))


def _line_breaks(mode: int = 14, settings: str = "") -> bytes:
    """Breaks within justified paragraphs; soft hyphens; long words."""
    stop, soft = "<w:r><w:br/></w:r>", "<w:r><w:softHyphen/></w:r>"
    lines = [
        words("dòng một hai ba") + stop + words(PLAIN) + stop + words("bốn") + stop + stop + words("năm sáu "),
        words("dòng một ") + words("đậm hai", "<w:b/>") + stop + words(PLAIN),
    ]
    body = "".join(f"<w:p><w:pPr>{BOTH}{FIRST}</w:pPr>{line}</w:p>" for line in lines)
    syllables = soft.join(words(each) for each in ("Một hai ba siêu", "dài", "ghép", "từ và một", "hai"))
    address = "https://langson.example.vn/vanban/chitiet_id123456789 nguyenvana@langson.example.vn "
    for n in range(0 if mode == 15 else 8):
        side = f'<w:ind w:right="{4000 + 370 * n}"/>'
        body += f"<w:p><w:pPr>{side}</w:pPr>{syllables}</w:p>" + par(f"Xem {address}", side)
    return word_document(body + par("cuối"), mode=mode, settings=settings)


def _leaders() -> bytes:
    """Tab stops with leaders, and underlined tabs, as forms have them."""
    tab, underlined = "<w:r><w:tab/></w:r>", '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
    body = ""
    for leader in ("dot", "hyphen", "underscore", "middleDot"):
        stops = "".join(
            f'<w:tab w:val="{kind}" w:leader="{leader}" w:pos="{at}"/>'
            for kind, at in (("left", 4000), ("right", 9000))
        )
        line = words("Họ và tên: ") + tab + words("sinh ngày") + tab + words("x", "<w:b/>")
        body += f"<w:p><w:pPr><w:tabs>{stops}</w:tabs>{BOTH}</w:pPr>{line}</w:p>"
    body += f"<w:p><w:pPr>{BOTH}</w:pPr>{words(TEXT)}{tab}</w:p>"  # a tab that ends several lines
    return word_document(body + f"<w:p>{words('Chữ ký:')}{underlined}{underlined}{words(' cuối')}</w:p>" + par("sau"))


def _symbols() -> bytes:
    """Symbols that the face lacks, between words and tabs, in three kinds of lines."""
    tab = "<w:r><w:tab/></w:r>"
    body = ""
    for line in (spacing(), spacing(line=360), spacing(line=400, rule="exact"), spacing(line=400, rule="atLeast")):
        body += f"<w:p><w:pPr>{line}{BOTH}</w:pPr>{words('☐ Đồng ý ☑ ' + PLAIN)}{words(' ☐✔ đậm', '<w:b/>')}</w:p>"
        body += f"<w:p><w:pPr>{line}</w:pPr>{words('☐ Có')}{tab}{words('➢ ① ⇒ Không', '<w:i/>')}</w:p>"
    return word_document(body + par("sau"))


RAISED = '<w:vertAlign w:val="superscript"/>'

SAMPLES: dict[str, Callable[[], bytes]] = {
    "breaks": _breaks,
    "lists": _lists,
    "spacing": _spacing,
    "added-spaces": _added_spaces,
    "tabs": _tabs,
    "many-lines": _many_lines,
    "runs": _runs,
    "tables": page_samples.tables,
    "kept": page_samples.kept,
    "sections": page_samples.sections,
    "framed-number": page_samples.framed_number,
    "empty-frames": page_samples.empty_frames,
    "tall-header": page_samples.tall_header,
    "page-breaks": page_samples.page_breaks,
    "borders": drawing_samples.borders,
    "frames": drawing_samples.frames,
    "boxes-in-line": drawing_samples.boxes_in_line,
    "boxes-as-high-as-their-text": lambda: drawing_samples.boxes_in_line("spAutoFit", 3),
    "shapes-in-line": drawing_samples.shapes_in_line,
    "styles": _styles,
    "mode-15": _mode_15,
    "lines-of-text": _lines_of_text,
    "line-breaks": _line_breaks,
    "line-breaks-kept": lambda: _line_breaks(settings="<w:compat><w:doNotExpandShiftReturn/></w:compat>"),
    "line-breaks-15": lambda: _line_breaks(15),
    "leaders": _leaders,
    "symbols": _symbols,
    "table-widths": page_samples.table_widths,
    "header-table": page_samples.header_table,
    "exact-rows": page_samples.exact_rows,
    "roman-numbers": page_samples.roman_numbers,
    "drawings": drawing_samples.drawings,
    "pictures": drawing_samples.pictures,
    "notes": page_samples.notes,
    "numbers-of-notes": lambda: page_samples.note_numbers("", RAISED),
    "numbers-of-notes-lowered": lambda: page_samples.note_numbers('<w:vertAlign w:val="baseline"/>', RAISED),
    "numbers-of-notes-without-style": lambda: page_samples.note_numbers(RAISED, None),
    "numbers-of-notes-of-a-plain-style": lambda: page_samples.note_numbers(RAISED, ""),
    "joined-frames-at-ends": page_samples.joined_frames_at_ends,
}
