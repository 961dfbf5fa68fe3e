"""Word documents of tables and pages: spans, rows kept together, sections, headers, numbers of pages, footnotes."""

from __future__ import annotations

from tests.formats.docx_html.word_parts import (
    BOTH,
    FIRST,
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
    table,
    word_document,
    words,
)


def tables() -> bytes:
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


def exact_rows() -> bytes:
    """Rows of exact height under the rules of the row above, with more text than room, at every height."""
    foot = '<w:tcBorders><w:bottom w:val="single" w:sz="24" w:color="000000"/></w:tcBorders>'
    exact = '<w:trHeight w:val="600" w:hRule="exact"/>'
    rows = [
        row(cell(par("chữ " * 30), 9000, f'{foot}<w:vAlign w:val="{align}"/>'), properties=exact)
        for align in ("top", "center", "bottom")
    ]
    return word_document(table([9000], row(cell(par("đầu"), 9000, foot)), *rows, properties="") + par("cuối"))


def table_widths() -> bytes:
    """Tables of another width than their grid, placed by their rows, and one that ends a cell."""
    grid = table([3000, 6000], row(cell(par("ô"), 3000), cell(par(TEXT), 6000)))
    widths = ('w:w="5000" w:type="pct"', 'w:w="3000" w:type="pct"', 'w:w="4500" w:type="dxa"', 'w:w="0" w:type="auto"')
    body = par("giữa").join(grid.replace('w:w="9000" w:type="dxa"', each) for each in widths)
    centred = table([3000], row(cell(par("giữa"), 3000), properties='<w:jc w:val="center"/>'))
    narrow = table([800, 8200], row(cell(par("Chuyên viên"), 800), cell(par("từ dài hơn ô"), 8200)))
    nested = table([9000], row(cell(par("trên") + grid.replace('w:w="9000"', 'w:w="8000"') + par(""), 9000)))
    return word_document(body + par("hàng") + centred + par("hẹp") + narrow + par("lồng") + nested + par("cuối"))


def kept() -> bytes:
    """A heading kept with the text at the foot of a page, rows with the signature, a long paragraph that goes whole."""
    body = "".join(par(f"dòng {n}") for n in range(42))
    body += par("Điều 1. Tên", "<w:keepNext/>" + spacing(120)) + par(TEXT * 2, BOTH + spacing(120))
    rows = [
        row(
            cell(par(str(n), "<w:keepNext/>" if n > 36 else ""), 4500),
            cell(par("ô không giữ"), 4500),
            properties="<w:cantSplit/>",
        )
        for n in range(40)
    ]
    body += table([4500, 4500], *rows) + par("KT. GIÁM ĐỐC", spacing(200)) + par(TEXT, "<w:keepLines/>")
    body += par("trang", "<w:pageBreakBefore/>") + "".join(par(f"hàng {n}") for n in range(38))
    return word_document(body + par(TEXT * 2, "<w:keepNext/>" + BOTH) + par(TEXT, "<w:keepLines/>"))


def sections() -> bytes:
    """A letter and an appendix across the page, with headers, a first page without, numbers that begin anew."""
    first = f"<w:sectPr>{SECTIONS}{PAGE}<w:titlePg/></w:sectPr>"
    wide = f'{WIDE}<w:pgNumType w:start="1"/>'
    body = "".join(par(TEXT * 2, BOTH) for _ in range(20)) + f"<w:p><w:pPr>{first}</w:pPr></w:p>"
    body += "".join(par(TEXT * 2, BOTH) for _ in range(16))
    header = f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr>{NUMBER}</w:p>'
    return word_document(body, wide, header1=header, footer1=par("chân trang", '<w:jc w:val="right"/>'))


def roman_numbers() -> bytes:
    """Page numbers of two formats, and a break of a column in a section of one."""
    section = '<w:headerReference w:type="default" r:id="header1"/>' + PAGE
    first = f'<w:p><w:pPr><w:sectPr>{section}<w:pgNumType w:fmt="lowerRoman"/></w:sectPr></w:pPr></w:p>'
    body = par("một") + '<w:p><w:r><w:br w:type="column"/></w:r></w:p>' + par("hai") + first + par("ba")
    upper = f'{section}<w:pgNumType w:fmt="upperRoman" w:start="4"/>'
    return word_document(body, upper, header1=f"<w:p>{NUMBER}</w:p>")


def framed_number() -> bytes:
    """The number of the page as older Words put it: in a frame within the header; two paragraphs may share one."""
    frame = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{}" w:y="1"/>'
    centred = frame.format("center") + '<w:jc w:val="center"/>'
    header = par("trang", centred) + f"<w:p><w:pPr>{centred}</w:pPr>{NUMBER}</w:p>" + par("")
    footer = f"<w:p><w:pPr>{frame.format('right')}</w:pPr>{NUMBER}</w:p>" + par("", '<w:ind w:right="360"/>')
    return word_document(
        "".join(par(TEXT * 2, BOTH) for _ in range(20)), SECTIONS + PAGE, header1=header, footer1=footer
    )


def empty_frames() -> bytes:
    """Frames whose number was deleted, as older Words leave them: two beside each other, and one of several lines,
    which goes below a footer to the edge of the page."""
    frame = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:xAlign="{}" w:y="1"/>'
    header = par("", frame.format("right")) + par("", frame.format("center")) + par("đầu")
    footer = par("", frame.format("right")) * 3 + par("")
    return word_document(
        "".join(par(TEXT * 2, BOTH) for _ in range(20)), SECTIONS + PAGE, header1=header, footer1=footer
    )


def tall_header() -> bytes:
    """A header that pushes the text; header and footer keep the space above their first and below their last line."""
    header = "".join(par(f"đầu trang {n}", spacing(120)) for n in range(4))
    footer = par("chân trang", spacing(60, 200))
    body = "".join(par(TEXT * 2, BOTH) for _ in range(20))
    return word_document(body, SECTIONS + PAGE, header1=header, footer1=footer)


def header_table() -> bytes:
    """A header of a ruled table and an empty line, with the page and the number of all."""
    count = NUMBER.replace("PAGE", "NUMPAGES")
    numbered = f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{words("Trang ")}{NUMBER}{words("/")}{count}</w:p>'
    rule = '<w:tblBorders><w:bottom w:val="single" w:sz="12" w:color="000000"/></w:tblBorders>'
    header = table([6000, 3000], row(cell(par("Sở"), 6000), cell(numbered, 3000)), properties=rule) + par("")
    section = f'<w:headerReference w:type="default" r:id="header1"/>{PAGE}'
    return word_document("".join(par(TEXT * 2, BOTH) for _ in range(20)), section, header1=header)


def cell_margins() -> bytes:
    """Cells with margins of their own: those above and below the text hold for their row."""
    margins = "".join(f'<w:{s} w:w="{w}" w:type="dxa"/>' for s, w in (("top", 100), ("left", 250), ("bottom", 60)))
    own, middle, foot = f"<w:tcMar>{margins}</w:tcMar>", '<w:vAlign w:val="center"/>', '<w:vAlign w:val="bottom"/>'
    rows = [
        row(cell(par("a"), 3000, own), cell(par(TEXT[:60]), 3000, middle), cell(par("dưới"), 3000, own + foot)),
        row(cell(par(TEXT[:90]), 3000), cell(par("giữa"), 3000, middle), cell(par("x"), 3000, own)),
        row(*(cell(par("y"), 3000) for _ in range(3))),
    ]
    return word_document(table([3000] * 3, *rows) + par("hết"))


def page_breaks() -> bytes:
    """Breaks of pages and columns within paragraphs and in their own, before text and before tables."""
    stop = '<w:r><w:br w:type="page"/></w:r>'
    column = stop.replace("page", "column")
    body = par("một") + f"<w:p>{stop}</w:p>" + par("hai") + f"<w:p>{words('trước')}{stop}{words('sau')}</w:p>"
    indented = '<w:pPr><w:ind w:firstLine="720"/></w:pPr>'
    body += f"<w:p>{indented}{column}{words('đầu ' + TEXT)}</w:p><w:p>{words('trước')}{column}{words('sau')}</w:p>"
    body += f"<w:p>{words('dòng')}<w:r><w:br/></w:r>{words('mới')}</w:p>" + par("ba", "<w:pageBreakBefore/>")
    new = table([3000], row(cell(par("bảng ở trang mới", "<w:pageBreakBefore/>"), 3000)))
    behind = f"<w:p>{stop}</w:p>" + table([3000], row(cell(par("bảng sau ngắt trang"), 3000)))
    return word_document(body + behind + par("giữa") + new + par("cuối"))


def notes() -> bytes:
    """Footnotes: a line whose note has no room below it, another that has; nothing of what is said of their lines,
    or of their numbers beyond the styles of these."""
    raised = '<w:rPr><w:rStyle w:val="raised"/></w:rPr>'
    style = '<w:style w:type="character" w:styleId="raised"><w:name w:val="footnote reference"/>'
    style += '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'

    def note(number: int, text: str) -> str:
        own = raised.replace("</w:rPr>", '<w:spacing w:val="-8"/><w:sz w:val="20"/></w:rPr>')
        label = f"<w:r>{own}<w:footnoteRef/></w:r>"
        space = "<w:r><w:tab/></w:r>" if number > 1 else words(" ")
        return f'<w:footnote w:id="{number}"><w:p>{label}{space}{words(text)}</w:p></w:footnote>'

    def called(text: str, number: int, properties: str = "", run: str = "") -> str:
        mark = f'<w:r>{raised}<w:footnoteReference w:id="{number}"/></w:r>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{words(text, run)}{mark}{words(' tiếp')}</w:p>"

    body = "".join(par(f"dòng {n}") for n in range(39)) + called("câu một", 1, FIRST + BOTH, "<w:b/>")
    body += par("giữa") * 4 + called("câu hai", 2)
    notes = note(1, "Chú thích một") + note(2, TEXT)
    return word_document(body + par("sau") * 3, styles=style, footnotes=notes)


def long_notes() -> bytes:
    """Footnotes that go on on the next page: below lines of several heights, after others, of several paragraphs, with
    less room than the space above notes, and with a number that is larger than the text.
    """
    raised = '<w:rPr><w:rStyle w:val="raised"/></w:rPr>'
    style = '<w:style w:type="character" w:styleId="raised"><w:name w:val="footnote reference"/>'
    style += '<w:rPr><w:vertAlign w:val="superscript"/><w:sz w:val="20"/></w:rPr></w:style>'
    notes: list[str] = []

    def called(properties: str, *texts: str, size: int = 20) -> str:
        number, own = len(notes) + 1, f'<w:sz w:val="{size}"/>'
        label = f"<w:r>{raised}<w:footnoteRef/></w:r>{words(' ', own)}"
        inner = "".join(
            f"<w:p><w:pPr>{spacing(40, 40)}</w:pPr>{label * (not n)}{words(text, own)}</w:p>"
            for n, text in enumerate(texts)
        )
        notes.append(f'<w:footnote w:id="{number}">{inner}</w:footnote>')
        mark = f'<w:r>{raised}<w:footnoteReference w:id="{number}"/></w:r>'
        return f"<w:p><w:pPr>{properties}</w:pPr>{words('câu')}{mark}{words(' tiếp')}</w:p>"

    alone, begin = '<w:widowControl w:val="0"/>', "<w:pageBreakBefore/>"
    filled = par("dòng") * 39
    body = filled + called(alone, PLAIN * 9) + par("sau") * 3
    loose = alone + spacing(line=360)
    body += par("trang", begin) + filled + called(loose, "ngắn", PLAIN * 6, PLAIN * 4) + par("sau") * 3
    body += par("trang", begin) + par("dòng") * 42 + called(alone, "vừa một dòng") + par("sau") * 3
    body += par("trang", begin) + par("dòng") * 30 + called(alone, PLAIN * 2, PLAIN * 2) + par("giữa") * 3
    body += called(alone, PLAIN * 8, size=18) + par("sau") * 8
    return word_document(body, styles=style, footnotes="".join(notes))


def joined_frames_at_ends() -> bytes:
    """A frame around paragraphs over two pages: the last line of the first needs room for the foot of the frame."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="{20 if side == "bottom" else 0}" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right")
    )
    frame = f'<w:widowControl w:val="0"/><w:pBdr>{sides}</w:pBdr>'
    pages = (
        par("đầu", "<w:pageBreakBefore/>" + spacing(line=height * 20, rule="exact")) + par(PLAIN * 2, frame) * 14
        for height in (4, 10, 16, 22)
    )
    return word_document("".join(pages))


def _numbered_notes(mark: str, style: str, texts: list[str], mode: int) -> bytes:
    """Paragraphs whose texts end in footnotes; `mark`: the properties of the runs of their numbers."""
    number = f"<w:r><w:rPr>{mark}</w:rPr>{{}}</w:r>"
    body, notes = "", ""
    for n, text in enumerate(texts, 1):
        reference = number.format(f'<w:footnoteReference w:id="{n}"/>')
        body += f"<w:p><w:pPr>{BOTH}</w:pPr>{words(text)}{reference}{words(' ' + PLAIN)}</w:p>"
        label = number.format("<w:footnoteRef/>")
        notes += f'<w:footnote w:id="{n}"><w:p>{label}{words(f" chú thích {n}")}</w:p></w:footnote>'
    return word_document(body, PAGE, mode, styles=style, footnotes=notes)


def note_numbers(mark: str, in_style: str | None) -> bytes:
    """The number before a note is as the style of these numbers says, the one in the text raised, whatever their runs
    say."""
    kind = '<w:style w:type="character" w:styleId="raised"><w:name w:val="footnote reference"/>'
    style = "" if in_style is None else f"{kind}<w:rPr>{in_style}</w:rPr></w:style>"
    return _numbered_notes(mark, style, ["câu"], 14)
