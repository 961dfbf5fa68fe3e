"""Small Word documents, one for each rule of the layout, written as Word writes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from PIL import Image

from tests.formats.docx_html.word_parts import (
    BOTH,
    FIRST,
    LINK,
    NUMBER,
    PAGE,
    PLAIN,
    RULES,
    SECTIONS,
    TEXT,
    WIDE,
    cell,
    par,
    row,
    spacing,
    style,
    table,
    word_document,
    words,
)
from tests.package import zipped


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
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId'
        ' w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    items = [(1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (2, 0), (2, 0)]
    listed = '<w:numPr><w:ilvl w:val="{}"/><w:numId w:val="{}"/></w:numPr>'
    body = "".join(par(TEXT, listed.format(level_, number) + BOTH) for number, level_ in items)
    return word_document(body, numbering=numbering)


def _spacing() -> bytes:
    """Spaces between paragraphs, lines of every rule, the top of a page, spaces of the same style."""
    kinds = [
        (240, "auto"),
        (360, "auto"),
        (276, "auto"),
        (360, "exact"),
        (300, "exact"),
        (500, "atLeast"),
    ]
    body = "".join(par(TEXT, spacing(120, 200, *each) + FIRST + BOTH) for each in kinds * 2)
    body += "".join(par(TEXT, '<w:pStyle w:val="Close"/>') for _ in range(3))
    body += par("Trang mới", "<w:pageBreakBefore/>" + spacing(600, 0)) + par("sau", spacing(0, 0))
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


def _tabs_past_the_edge() -> bytes:
    """Stops near and beyond the right edge, as in heads typed with tabs and in the footers of other paper sizes."""
    tab = "<w:r><w:tab/></w:r>"
    lines = []
    for centre, right in ((7400, 0), (4680, 9560)):
        inner = f'<w:tab w:val="center" w:pos="{centre}"/>' + (
            f'<w:tab w:val="right" w:pos="{right}"/>' if right else ""
        )
        line = words("SỞ NỘI VỤ") + tab + (tab if right else "") + words("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        lines.append(f"<w:p><w:pPr><w:tabs>{inner}</w:tabs></w:pPr>{line}</w:p>")
    return word_document("".join(lines))


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


def _tables() -> bytes:
    """Spans, merged rows, heights, alignments, margins, a table in a cell, a heading on every page."""
    merged = table(
        [2000, 3000, 4000],
        row(
            cell(par("gộp xuống"), 2000, '<w:vMerge w:val="restart"/>'),
            cell(par("gộp ngang"), 7000, '<w:gridSpan w:val="2"/>'),
        ),
        row(
            cell(par(""), 2000, "<w:vMerge/>"),
            cell(par("giữa"), 3000, '<w:vAlign w:val="center"/>'),
            cell(par(TEXT), 4000),
        ),
        row(*(cell(par("cao"), width) for width in (2000, 3000, 4000)), properties='<w:trHeight w:val="900"/>'),
        row(
            *(cell(par("đúng"), width, '<w:vAlign w:val="bottom"/>') for width in (2000, 3000, 4000)),
            properties='<w:trHeight w:val="700" w:hRule="exact"/>',
        ),
    )
    inner = table([1500, 1500], row(cell(par("a"), 1500), cell(par("b"), 1500)))
    empty = "<w:p><w:pPr/></w:p>"
    nested = table(
        [5000, 4000],
        row(cell(inner + par("sau bảng trong"), 5000), cell(par("x") + par("y"), 4000)),
        row(cell(inner + empty, 5000), cell(par("x") + empty, 4000)),
    )
    heading = row(
        cell(par("TT", run="<w:b/>"), 1000), cell(par("Tên", run="<w:b/>"), 8000), properties="<w:tblHeader/>"
    )
    sides = "".join(f'<w:{side} w:w="{w}" w:type="dxa"/>' for side, w in (("top", 60), ("left", 200), ("right", 200)))
    margins = f"<w:tblCellMar>{sides}</w:tblCellMar>"
    rows = (
        row(cell(par(str(n)), 1000), cell(par(TEXT if n % 7 == 0 else "tên", BOTH), 8000), properties="<w:cantSplit/>")
        for n in range(60)
    )
    long = table(
        [1000, 8000],
        heading,
        *rows,
        properties=f'<w:tblInd w:w="100" w:type="dxa"/><w:tblBorders>{RULES}</w:tblBorders>{margins}',
    )
    tall = "".join(par(f"dòng {n}") for n in range(70))
    split = table([4000, 4000], row(cell(tall, 4000), cell(par("bên"), 4000)), row(*(cell(par("x"), 4000),) * 2))
    body = merged + par("giữa hai bảng") + nested + par("", spacing(60, 260)) + long + par("cuối") + split
    return word_document(body + par("hết"))


def _kept() -> bytes:
    """A heading kept with the text at the foot of a page, rows with the signature, a long paragraph that goes whole."""
    body = "".join(par(f"dòng {n}") for n in range(42))
    body += par("Điều 1. Tên", "<w:keepNext/>" + spacing(120)) + par(TEXT * 2, BOTH + spacing(120))
    rows = [
        row(cell(par(str(n), "<w:keepNext/>" if n > 36 else ""), 9000), properties="<w:cantSplit/>") for n in range(40)
    ]
    body += table([9000], *rows) + par("KT. GIÁM ĐỐC", spacing(200)) + par(TEXT, "<w:keepLines/>")
    body += par("trang", "<w:pageBreakBefore/>") + "".join(par(f"hàng {n}") for n in range(38))
    return word_document(body + par(TEXT * 2, "<w:keepNext/>" + BOTH) + par(TEXT, "<w:keepLines/>"))


def _sections() -> bytes:
    """A letter and an appendix across the page, with headers, a first page without, numbers that begin anew."""
    first = f"<w:sectPr>{SECTIONS}{PAGE}<w:titlePg/></w:sectPr>"
    wide = f'{WIDE}<w:pgNumType w:start="1"/>'
    body = "".join(par(TEXT * 2, BOTH) for _ in range(20)) + f"<w:p><w:pPr>{first}</w:pPr></w:p>"
    body += "".join(par(TEXT * 2, BOTH) for _ in range(16))
    header = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{NUMBER}</w:p>'
    return word_document(body, wide, header1=header, footer1=par("chân trang", '<w:jc w:val="right"/>'))


def _framed_number() -> bytes:
    """The number of the page as older Words put it: in a frame within the header, which takes no height."""
    frame = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{}" w:y="1"/>'
    header = f"<w:p><w:pPr>{frame.format('center')}</w:pPr>{NUMBER}</w:p>" + par("")
    footer = f"<w:p><w:pPr>{frame.format('right')}</w:pPr>{NUMBER}</w:p>" + par("", '<w:ind w:right="360"/>')
    return word_document(
        "".join(par(TEXT * 2, BOTH) for _ in range(20)), SECTIONS + PAGE, header1=header, footer1=footer
    )


def _tall_header() -> bytes:
    header = "".join(par(f"đầu trang {n}") for n in range(4))
    section = f'<w:headerReference w:type="default" r:id="header1"/>{PAGE}'
    return word_document("".join(par(TEXT * 2, BOTH) for _ in range(20)), section, header1=header)


def _page_breaks() -> bytes:
    stop = '<w:r><w:br w:type="page"/></w:r>'
    column = stop.replace("page", "column")
    body = par("một") + f"<w:p>{stop}</w:p>" + par("hai") + f"<w:p>{words('trước')}{stop}{words('sau')}</w:p>"
    indented = f'<w:pPr>{spacing(200)}<w:ind w:firstLine="720"/></w:pPr>'
    body += f"<w:p>{indented}{column}{words('đầu ' + TEXT)}</w:p><w:p>{words('trước')}{column}{words('sau')}</w:p>"
    return word_document(
        body + f"<w:p>{words('dòng')}<w:r><w:br/></w:r>{words('mới')}</w:p>" + par("ba", "<w:pageBreakBefore/>")
    )


def _borders() -> bytes:
    rule = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
    exact = '<w:spacing w:before="0" w:after="0" w:line="80" w:lineRule="exact"/>'
    body = par("CƠ QUAN", '<w:jc w:val="center"/>') + par("", f'{rule}{exact}<w:ind w:left="3000" w:right="3000"/>')
    box = "".join(
        f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    return word_document(body + par("dưới") + par(TEXT, f"<w:pBdr>{box}</w:pBdr>{BOTH}") + par("cuối"))


def _frames() -> bytes:
    """Paragraphs of the same border, around which one frame stands, with and without rules between them."""

    def rules(*sides: str) -> str:
        inner = (f'<w:{side} w:val="single" w:sz="6" w:space="4" w:color="000000"/>' for side in sides)
        return f"<w:pBdr>{''.join(inner)}</w:pBdr>"

    box, body = ("top", "left", "bottom", "right"), ""
    for sides, space in (((*box, "between"), ""), (box, spacing(120, 200)), (("top", "bottom"), "")):
        body += par("trước") + par(TEXT, rules(*sides) + space) * 2 + par("giữa") + par("riêng", rules(*sides))
    return word_document(body + par("sau"))


def _boxes_in_line() -> bytes:
    """Shapes with text that stand in their line as letters do."""
    shape = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="500000"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        f"</a:solidFill></a:ln></wps:spPr><wps:txbx><w:txbxContent>{par('HỎA TỐC')}</w:txbxContent></wps:txbx>"
        "<wps:bodyPr><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>"
    )
    drawing = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="1800000" cy="500000"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="1" name="x"/><wp:cNvGraphicFramePr/>'
        f"{shape}</wp:inline></w:drawing></w:r>"
    )
    centred = '<w:jc w:val="center"/>'
    return word_document(
        par("trước")
        + "".join(f"<w:p><w:pPr>{each}</w:pPr>{drawing}</w:p>" for each in ("", centred, FIRST))
        + par("sau")
    )


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
        for properties in ("", spacing(0, 0, 360), spacing(0, 0, 400, "exact")):
            inner = f"{words('trước ')}{words('nâng', raised)}{words(' sau ' + TEXT)}"
            body += f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"
        body += par(TEXT, run=raised)
    body += par("Nguyễn Văn A " * 9, '<w:spacing w:beforeLines="100" w:afterLines="50"/>', "<w:smallCaps/>")
    body += par("ẩn", "<w:rPr><w:vanish/></w:rPr>", "<w:vanish/>") + par(TEXT, run='<w:shd w:val="pct20"/>')
    return word_document(body + par("cuối"))


def _line_breaks(mode: int = 14, settings: str = "") -> bytes:
    """Breaks within justified paragraphs, with tabs before them; soft hyphens; long words."""
    stop, tab, soft = "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", "<w:r><w:softHyphen/></w:r>"
    lines = [
        words("dòng một hai ba") + stop + words(PLAIN) + stop + words("bốn") + stop + stop + words("năm sáu "),
        words("nơi nhận một") + tab + words("hai ba") + stop + words(PLAIN),
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


def _table_widths() -> bytes:
    """Tables of another width than their grid, placed by their rows, and one that ends a cell."""
    grid = table([3000, 6000], row(cell(par("ô"), 3000), cell(par(TEXT), 6000)))
    widths = ('w:w="5000" w:type="pct"', 'w:w="3000" w:type="pct"', 'w:w="4500" w:type="dxa"', 'w:w="0" w:type="auto"')
    body = par("giữa").join(grid.replace('w:w="9000" w:type="dxa"', each) for each in widths)
    centred = table([3000], row(cell(par("giữa"), 3000), properties='<w:jc w:val="center"/>'))
    nested = table([9000], row(cell(par("trên") + grid.replace('w:w="9000"', 'w:w="8000"') + par(""), 9000)))
    return word_document(body + par("hàng") + centred + par("lồng") + nested + par("cuối"))


def _roman_numbers() -> bytes:
    """Page numbers of two formats, and a break of a column in a section of one."""
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    first = f'<w:p><w:pPr><w:sectPr>{section}<w:pgNumType w:fmt="lowerRoman"/></w:sectPr></w:pPr></w:p>'
    body = par("một") + '<w:p><w:r><w:br w:type="column"/></w:r></w:p>' + par("hai") + first + par("ba")
    upper = f'{section}<w:pgNumType w:fmt="upperRoman" w:start="4"/>'
    return word_document(body, upper, header1=f"<w:p>{NUMBER}</w:p>")


def _notes() -> bytes:
    """Footnotes: a line whose note has no room below it, another that has."""
    raised = '<w:rPr><w:rStyle w:val="raised"/></w:rPr>'
    style = '<w:style w:type="character" w:styleId="raised"><w:name w:val="footnote reference"/>'
    style += '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'

    def note(number: int, text: str) -> str:
        label = f"<w:r>{raised}<w:footnoteRef/></w:r>"
        space = "<w:r><w:tab/></w:r>" if number > 1 else words(" ")
        return f'<w:footnote w:id="{number}"><w:p>{label}{space}{words(text)}</w:p></w:footnote>'

    def called(text: str, number: int) -> str:
        return f'<w:p>{words(text)}<w:r>{raised}<w:footnoteReference w:id="{number}"/></w:r>{words(" tiếp")}</w:p>'

    body = "".join(par(f"dòng {n}") for n in range(39)) + called("câu một", 1) + par("giữa") * 4 + called("câu hai", 2)
    notes = note(1, "Chú thích một") + note(2, TEXT)
    return word_document(body + par("sau") * 3, styles=style, footnotes=notes)


def anchored(wrap: str, down: int, form: str = "rect", height: int = 508000) -> str:
    """A shape at its anchor, 50 pt from the edge of the column and `down` EMU below the top of its paragraph."""
    shape = (
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="{height}"/></a:xfrm>'
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/>'
        "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    )
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
        ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH'
        ' relativeFrom="column"><wp:posOffset>635000</wp:posOffset></wp:positionH><wp:positionV'
        f' relativeFrom="paragraph"><wp:posOffset>{down}</wp:posOffset></wp:positionV><wp:extent cx="1270000"'
        f' cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:{wrap}/><wp:docPr id="1" name="x"/>'
        f"<wp:cNvGraphicFramePr/>{shape}</wp:anchor></w:drawing></w:r>"
    )


def _drawings() -> bytes:
    """Lines and boxes at their places, beside text and in a paragraph of their own."""
    body = par("trước") + f"<w:p>{anchored('wrapNone', 25400, 'line', 0)}{words('có đường kẻ')}</w:p>"
    body += f"<w:p>{anchored('wrapNone', 63500)}{words(TEXT)}</w:p>" + par("giữa", spacing(120))
    blank = f'<w:p><w:pPr><w:rPr><w:sz w:val="18"/></w:rPr></w:pPr>{{}}{anchored("wrapNone", 63500, "line", 0)}</w:p>'
    body += f"<w:p>{anchored('wrapNone', 63500, 'line', 0)}</w:p>" + par("hàng trống")
    return word_document(body + blank.format("<w:r><w:tab/></w:r>" * 3) + blank.format(words("  ")) + par("cuối"))


def _pictures() -> bytes:
    """A picture in a line of its own, and one that the text stands below of."""
    inner = (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic xmlns:pic="'
        'http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:nvPicPr>'
        '<pic:cNvPr id="1" name="p"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
        '<a:blip r:embed="picture"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1270000" cy="508000"/></a:xfrm><a:prstGeom prst="rect"/>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    extent = '<wp:extent cx="1270000" cy="508000"/>'
    name = '<wp:docPr id="{}" name="p"/><wp:cNvGraphicFramePr/>'
    alone = f"<w:drawing><wp:inline>{extent}{name.format(1)}{inner}</wp:inline></w:drawing>"
    above = (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0"'
        ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column">'
        '<wp:posOffset>635000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>63500'
        f"</wp:posOffset></wp:positionV>{extent}<wp:wrapTopAndBottom/>{name.format(2)}{inner}</wp:anchor></w:drawing>"
    )
    body = par("trước") + f"<w:p><w:r>{alone}</w:r></w:p>" + par("giữa") + f"<w:p><w:r>{above}</w:r>{words(TEXT)}</w:p>"
    with zipfile.ZipFile(io.BytesIO(word_document(body + par("cuối")))) as package:
        members = {each: package.read(each) for each in package.namelist()}
    link = f'<Relationship Id="picture" Type="{LINK}image" Target="media/p.png"/></Relationships>'
    kind = '<Default Extension="png" ContentType="image/png"/><Override'
    links, types = (members[part].decode() for part in ("word/_rels/document.xml.rels", "[Content_Types].xml"))
    picture = io.BytesIO()
    Image.new("RGB", (10, 4)).save(picture, "PNG")
    return zipped(
        members
        | {
            "word/_rels/document.xml.rels": links.replace("</Relationships>", link),
            "[Content_Types].xml": types.replace("<Override", kind, 1),
            "word/media/p.png": picture.getvalue(),
        }
    )


SAMPLES: dict[str, Callable[[], bytes]] = {
    "breaks": _breaks,
    "lists": _lists,
    "spacing": _spacing,
    "added-spaces": _added_spaces,
    "tabs": _tabs,
    "many-lines": _many_lines,
    "tabs-past-the-edge": _tabs_past_the_edge,
    "runs": _runs,
    "tables": _tables,
    "kept": _kept,
    "sections": _sections,
    "framed-number": _framed_number,
    "tall-header": _tall_header,
    "page-breaks": _page_breaks,
    "borders": _borders,
    "frames": _frames,
    "boxes-in-line": _boxes_in_line,
    "styles": _styles,
    "mode-15": _mode_15,
    "lines-of-text": _lines_of_text,
    "line-breaks": _line_breaks,
    "line-breaks-kept": lambda: _line_breaks(settings="<w:compat><w:doNotExpandShiftReturn/></w:compat>"),
    "line-breaks-15": lambda: _line_breaks(15),
    "leaders": _leaders,
    "table-widths": _table_widths,
    "roman-numbers": _roman_numbers,
    "drawings": _drawings,
    "pictures": _pictures,
    "notes": _notes,
}
