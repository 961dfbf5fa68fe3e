"""Small Word documents of where pages and rows end: by loose lines, headers, blank footers."""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.docx_html.word_parts import (
    BOTH,
    NUMBER,
    PAGE,
    PLAIN,
    RULES,
    SECTIONS,
    TEXT,
    cell,
    par,
    row,
    spacing,
    table,
    word_document,
    words,
)

_LOOSE = spacing(line=360)
_BREAK = "<w:pageBreakBefore/>"
_ALONE = '<w:widowControl w:val="0"/>'
_FOOT = '<w:vAlign w:val="bottom"/>'


def _last_lines() -> bytes:
    """The last line of a page needs room for its text alone."""
    pages = (
        par("x", _BREAK * (height > 1) + spacing(line=height * 20, rule="exact"))
        + par(TEXT * 12, '<w:widowControl w:val="0"/>' + _LOOSE + BOTH)
        for height in (1, 9, 17, 23)
    )
    return word_document("".join(pages))


def _split_rows() -> bytes:
    """In a row that is split nothing keeps lines together; one that may not be split is whole with its last line.

    A row of a least height is split where its lines have no room; the rest has what is left of the height. One of exact
    height is never split.
    """
    split = [row(cell(par(TEXT, "<w:keepLines/>"), 9000)) for _ in range(20)]
    whole = [row(cell(par(f"hàng {n}", _LOOSE), 9000), properties="<w:cantSplit/>") for n in range(32)]
    least = [row(cell(par(TEXT * 2), 3000), properties='<w:trHeight w:val="4200"/>') for _ in range(9)]
    body = table([9000], *split) + par("x", _BREAK) + table([9000], *whole)
    body += par("x", _BREAK) + table([3000], *least)
    exact = '<w:trHeight w:val="800" w:hRule="exact"/>'
    body += par("x", _BREAK) + table(
        [9000], *(row(cell(par(f"hàng {n}") + par("hai"), 9000), properties=exact) for n in range(40))
    )
    for after in (60, 100, 140, 180):  # a row of one line needs no room for the space after it
        rows = [row(cell(par(f"hàng {n}", spacing(20 + after, after)), 4000)) for n in range(60)]
        body += par("x", _BREAK) + table([4000], *rows)
    return word_document(body + par("hết"))


def _spans_over_pages() -> bytes:
    """Cells that span rows of two pages, each aligned within the rows of the first; a cell that goes on in the next."""
    start, going = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    middle, foot = '<w:vAlign w:val="center"/>', '<w:vAlign w:val="bottom"/>'

    def spanned(number: int, text: str, properties: str) -> str:
        return cell(par("" if number else text), 1500, going if number else start + properties)

    rows = [
        row(spanned(number, "giữa", middle), spanned(number % 24, "cuối", foot), cell(par(f"hàng {number}"), 5000))
        for number in range(48)
    ]
    rows += [row(spanned(n, "vùng", middle), spanned(n, TEXT, ""), cell(par(TEXT * 3), 5000)) for n in range(8)]
    return word_document(table([1500, 1500, 5000], *rows) + par("hết"))


def _spans_run_on() -> bytes:
    """The text of a cell over several rows runs on beside those of the next page: from its last whole row, from one
    that is split, below a heading, aligned, of least heights, and where the row that ends it may not be split.
    """
    start, going = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    heading, whole, least = "<w:tblHeader/>", "<w:cantSplit/>", '<w:trHeight w:val="600"/>'
    pages = []
    for height, lines, row_lines, properties, align in (
        (630, 8, 1, "", ""),
        (630, 9, 1, "", _FOOT),
        (637, 9, 2, whole, ""),
        (601, 14, 1, least, _FOOT),
        (606, 14, 1, least, ""),
        (600, 14, 1, least + whole, ""),
    ):
        rows = [row(cell(par("đầu"), 2000), cell(par("đầu"), 5000), properties=heading * (row_lines - 1))]
        for number in range(7):
            text = "".join(par(f"gộp {n}") for n in range(lines))
            merged = cell(par(""), 2000, going) if number % 4 else cell(text, 2000, start + align)
            own = "".join(par(f"hàng {number} {n}") for n in range(row_lines))
            rows.append(row(merged, cell(own, 5000), properties=properties))
        pages.append(
            par("x", _BREAK * bool(pages) + spacing(line=height * 20, rule="exact")) + table([2000, 5000], *rows)
        )
    return word_document("".join(pages) + par("hết"))


def _ends_of_rows() -> bytes:
    """Where the lines of a row have room but not the space below the last, this goes on with it; one line leaves
    a blank rest. The space above a text is not wanted below its lines too. A row is split where all its cells have a
    line.
    """
    pages = []
    for height, lines, before, after, beside in (
        (672, 3, 0, 120, 0),
        (668, 3, 60, 60, 0),
        (700, 1, 120, 120, 0),
        (684, 9, 120, 60, 0),
        (706, 9, 0, 0, 120),
    ):
        text, first = (
            "".join(f"<w:r><w:t>dòng {n}</w:t><w:br/></w:r>" for n in range(lines - 1)),
            spacing(before, after),
        )
        cells = (
            cell(f"<w:p><w:pPr>{first}</w:pPr>{text}{words('cuối')}</w:p>", 3000),
            cell(par("bên", spacing(beside)), 3000),
        )
        page = par("x", _BREAK * bool(pages) + spacing(line=height * 20, rule="exact"))
        pages.append(page + table([3000, 3000], row(*cells)) + par("sau"))
    return word_document("".join(pages))


def _ends_beside_empty_cells() -> bytes:
    """A row with an empty cell is not split where the space below its line has no room."""
    pages, space = [], spacing(60, 60, 276)
    for height in (701, 702, 703, 705):
        cells = [cell(par(text, space), 2000) for text in ("bên", "", "một " * 20)]
        page = par("x", _BREAK * bool(pages) + spacing(line=height * 20, rule="exact"))
        pages.append(page + table([2000, 2000, 2000], row(*cells)) + par("sau"))
    return word_document("".join(pages))


def _parts_of_cells() -> bytes:
    """Cells at the foot of a page, aligned, or of several paragraphs with spaces between, and the rest of a table that
    begins a page.
    """
    space, least = spacing(120, 120), '<w:trHeight w:val="1500"/>'
    middle = '<w:vAlign w:val="center"/>'

    def lines(count: int, name: str, properties: str = "") -> str:
        text = "".join(f"<w:r><w:t>{name} {n}</w:t><w:br/></w:r>" for n in range(count - 1))
        return f"<w:p><w:pPr>{properties}</w:pPr>{text}{words(f'{name} cuối')}</w:p>"

    pages = []
    for height, left, right, align, own in (
        (640, lines(5, "một", _LOOSE), lines(1, "bên"), middle, ""),
        (652, lines(6, "một"), lines(7, "bên"), _FOOT, least),
        (640, lines(9, "một", space) + lines(3, "hai"), lines(3, "bên"), "", ""),
        (636, lines(4, "một") + lines(7, "hai", space), lines(3, "bên"), "", ""),
        (638, lines(4, "một") + lines(1, "hai", space), lines(3, "bên"), "", ""),
    ):
        page = par("x", _BREAK * bool(pages) + spacing(line=height * 20, rule="exact"))
        pages.append(page + table([3000, 3000], row(cell(left, 3000), cell(right, 3000, align), properties=own)))
    high = '<w:trHeight w:val="10609"/>'
    counts = ((9, ""), (6, ""), (1, high), (13, ""))
    rows = (row(cell(lines(count, f"hàng {n}"), 4000), properties=own) for n, (count, own) in enumerate(counts))
    last = par("x", _BREAK + spacing(line=12000, rule="exact")) + table([4000], *rows)
    return word_document("".join(pages) + last + par("sau"))


def _kept_beside_whole_rows() -> bytes:
    """Above the end of a page at a row that is not split, no line of a merged cell is alone; on this page it may be
    where the first row of the cell may be split."""
    start, going, whole = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", "<w:cantSplit/>"
    pages = []
    for height, lines, first, control in ((690, 7, whole, ""), (660, 3, "", ""), (690, 7, whole, _ALONE)):
        text = "".join(f"<w:r><w:t>gộp {n}</w:t><w:br/></w:r>" for n in range(lines - 1))
        merged = f"<w:p><w:pPr>{control}</w:pPr>{text}{words('gộp cuối')}</w:p>"
        rows = [row(cell(par("trên"), 2000), cell(par("trên"), 5000))]
        rows += [
            row(
                cell(par("") if n else merged, 2000, going if n else start),
                cell(par(f"hàng {n}"), 5000),
                properties=whole if n else first,
            )
            for n in range(4)
        ]
        page = par("x", _BREAK * bool(pages) + spacing(line=height * 20, rule="exact"))
        pages.append(page + table([2000, 5000], *rows))
    return word_document("".join(pages) + par("sau"))


def _spanned_heights() -> bytes:
    """A row of a least height that ends a merged cell is no higher than it says; a cell over rows of exact height shows
    what has room in all of them."""
    start, going = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = ""
    for lines, align, rule in ((5, "", ""), (5, "center", ""), (12, "bottom", ""), (5, "", ' w:hRule="exact"')):
        text, own = "".join(par(f"gộp {n}") for n in range(lines)), f'<w:vAlign w:val="{align}"/>' * bool(align)
        rows = (
            row(
                cell(par("") if number else text, 2000, going if number else start + own),
                cell(par(f"hàng {number}"), 4000),
                properties=f'<w:trHeight w:val="600"{rule}/>',
            )
            for number in range(4)
        )
        body += table([2000, 4000], *rows) + par("sau")
    return word_document(body)


def _spans_end_in_rows() -> bytes:
    """Rows of a least height in which a cell of the row above ends, one of them over two pages."""
    start, going, middle = '<w:vMerge w:val="restart"/>', "<w:vMerge/>", '<w:vAlign w:val="center"/>'

    def spanned(lines: int, above: int, least: int, own: int) -> str:
        heights = (f'<w:trHeight w:val="{height}"/>' for height in (above, least))
        first = row(cell(par("một"), 3000), cell(par("gộp") * lines, 3000, start), properties=next(heights))
        inner = "".join(par(f"hai {n}") for n in range(own))
        second = row(
            cell(inner, 3000, middle if own == 1 else ""), cell(par(""), 3000, going), properties=next(heights)
        )
        return table([3000, 3000], first, second) + par("giữa")

    body = spanned(11, 1200, 2000, 9) + spanned(3, 1200, 1200, 1) + spanned(5, 400, 600, 1)
    return word_document(body + par("dòng") * 6 + spanned(3, 0, 3000, 12) + par("cuối"))


def _spaced_rows() -> bytes:
    """Rows with space below their text: that part of a row which ends a page has none, and a row whose lines have room
    but not the space below them goes to the next page as a whole."""
    after = '<w:spacing w:after="120"/>'
    rows = (
        row(*(cell(par(text, after), width) for text, width in ((f"{n}", 1000), (PLAIN * (n % 3 + 1), 4000))))
        for n in range(14)
    )
    return word_document(table([1000, 4000], *rows) + par("hết"), PAGE.replace("1134", "1194"))


def _ends_of_cells() -> bytes:
    """The surplus of the last line of a cell is that of the style, of an empty one its own."""
    rows = []
    for line in (276, 360):
        for size in (20, 24, 28, 32):
            mark, loose = f'<w:sz w:val="{size}"/>', spacing(line=line)
            rows += [row(cell(par(f"cỡ {size}", loose, mark), 4000))] * 3
            rows.append(row(cell(f"<w:p><w:pPr>{loose}<w:rPr>{mark}</w:rPr></w:pPr></w:p>", 4000)))
    return word_document(table([4000], *rows) + par("hết"))


def _line_heights() -> bytes:
    """Lines of sizes that are no whole number of twips high."""
    run = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/><w:sz w:val="{1}"/>'
    kinds = [
        ("Times New Roman", 20),
        ("Times New Roman", 21),
        ("Times New Roman", 34),
        ("Arial", 26),
        ("DejaVu Sans", 20),
    ]
    body = [par(f"{face} {size}", spacing(), run.format(face, size)) for face, size in kinds for _ in range(11)]
    return word_document("".join(body))


def _ruled_header() -> bytes:
    """The rule of a header that pushes the text counts."""
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="4" w:color="000000"/></w:pBdr>'
    return word_document(par(TEXT), SECTIONS + PAGE, header1=par("một") + par("hai", rule), footer1=par("chân"))


def _loose_margins(text: str, size: int, frames: int = 0) -> bytes:
    """A header and a footer of loose lines that are larger or smaller than their style, or in frames."""
    mark = f'<w:sz w:val="{size}"/>'
    line = par(text, spacing(line=360), mark)
    framed = line.replace(
        "<w:spacing", '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" w:y="1"/><w:spacing'
    )
    margin = framed * frames or line
    section = PAGE.replace('"1134"', '"600"', 1).replace('w:bottom="1134"', 'w:bottom="600"')
    return word_document(par("một") * 62, SECTIONS + section, header1=margin, footer1=margin)


def _blank_first() -> bytes:
    """The first page has a blank header and footer where the others have some: of the height of their styles."""
    section = SECTIONS + PAGE.replace('w:bottom="1134"', 'w:bottom="0"').replace('w:top="1134"', 'w:top="0"')
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name.lower()}"/>'
        f'<w:pPr>{spacing(after=200, line=360)}</w:pPr><w:rPr><w:sz w:val="{size}"/></w:rPr></w:style>'
        for name, size in (("Header", 40), ("Footer", 20))
    )
    numbered = f"<w:p>{words('Trang ')}{NUMBER}</w:p>"
    return word_document(
        par(TEXT * 13, BOTH), section + "<w:titlePg/>", styles=styles, header1=numbered, footer1=numbered
    )


def _blank_first_styled() -> bytes:
    """Blank headers and footers are in the styles that are named so."""
    section = SECTIONS + PAGE.replace('w:header="567" w:footer="567"', 'w:header="1000" w:footer="1100"')
    named = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/><w:pPr>{}</w:pPr></w:style>'
    styles = named.format("A", "header", spacing(100, 200, 300, "exact")) + named.format("B", "Footer", spacing(0, 300))
    margins = {"header1": par("đầu"), "footer1": par("chân")}
    return word_document(par(TEXT * 13, BOTH), section + "<w:titlePg/>", styles=styles, **margins)


def _framed_ends() -> bytes:
    """A frame is closed where its page ends and opened on the next; its foot needs its room there once."""
    box = "".join(f'<w:{side} w:val="single" w:sz="20" w:space="4"/>' for side in ("top", "left", "bottom", "right"))
    pages = (
        par("x", _BREAK * (height > 1) + spacing(line=height * 20, rule="exact"))
        + par(TEXT, spacing(line=640, rule="exact")) * 6
        + par("chữ " * 60, f"<w:pBdr>{box}</w:pBdr>")
        + par("sau")
        for height in (26, 60, 75, 92)
    )
    return word_document("".join(pages))


def _ruled_ends() -> bytes:
    """A paragraph with rules ends a page that has no room for the space after it."""
    kinds = (("top",), ("bottom",), ("top", "left", "bottom", "right"))
    rules = ("".join(f'<w:{side} w:val="single" w:sz="4" w:space="1"/>' for side in kind) for kind in kinds)
    pages = (
        par("x", _BREAK + spacing(line=height, rule="exact"))
        + par(TEXT[:120], f"<w:pBdr>{rule}</w:pBdr>{spacing(120, 120)}")
        + par("sau")
        for rule in rules
        for height in (13660, 13700, 13760)
    )
    return word_document(par("đầu") + "".join(pages))


def _spaced_cells() -> bytes:
    """Cells of several paragraphs with spaces after them where a page ends, in rows of a least height and others; of
    lines wider than single, and a row of a least height above a thick rule."""
    spaced = spacing(0, 120)
    cells = ((par("a", spaced) + par("b", spaced), par("c", spaced)), (par("a", spaced) + par("b", spaced),) * 2)
    body = ""
    for left, right in cells:
        for room, height in ((20, 600), (20, 1000), (38, 0), (44, 0), (44, 600)):
            least = f'<w:trHeight w:val="{height}"/>' * (height > 0)
            rows = table([4500, 4500], row(cell(left, 4500), cell(right, 4500), properties=least))
            body += par("x", _BREAK * bool(body) + spacing(line=round((728.5 - room) * 20), rule="exact")) + rows
    for lines, room in ((1, 22), (1, 28), (3, 70), (3, 74)):
        wide = par("</w:t><w:br/><w:t>".join("abc"[:lines]), spacing(line=360))
        above = par("x", _BREAK + spacing(line=round((728.5 - room) * 20), rule="exact"))
        body += above + table([4500, 4500], row(cell(wide, 4500), cell(par("d"), 4500)))
    thick = '<w:tcBorders><w:top w:val="single" w:sz="24" w:space="0" w:color="000000"/></w:tcBorders>'
    least = row(cell(par("a"), 4500), properties='<w:trHeight w:val="900"/>')
    body += par("x", _BREAK) + table([4500], least, row(cell(par("b"), 4500, thick)))
    return word_document(body + par("sau"))


def _outer_rules() -> bytes:
    """A thick rule around a table is not above the rest of a row that is split."""
    rules = RULES.replace('w:top w:val="single" w:sz="8"', 'w:top w:val="single" w:sz="24"')
    rows = [row(cell(par(TEXT * 8), 4000), cell(par("x"), 4000)) for _ in range(8)]
    return word_document(table([4000, 4000], *rows, properties=f"<w:tblBorders>{rules}</w:tblBorders>") + par("hết"))


PAGE_END_SAMPLES: dict[str, Callable[[], bytes]] = {
    "last-lines": _last_lines,
    "split-rows": _split_rows,
    "spans-over-pages": _spans_over_pages,
    "spans-run-on": _spans_run_on,
    "ends-of-rows": _ends_of_rows,
    "ends-beside-empty-cells": _ends_beside_empty_cells,
    "parts-of-cells": _parts_of_cells,
    "kept-beside-whole-rows": _kept_beside_whole_rows,
    "spanned-heights": _spanned_heights,
    "spans-end-in-rows": _spans_end_in_rows,
    "spaced-rows": _spaced_rows,
    "ends-of-cells": _ends_of_cells,
    "line-heights": _line_heights,
    "ruled-header": _ruled_header,
    "blank-first": _blank_first,
    "outer-rules": _outer_rules,
    "framed-ends": _framed_ends,
    "ruled-ends": _ruled_ends,
    "spaced-cells": _spaced_cells,
    "blank-first-styled": _blank_first_styled,
    "large-margins": lambda: _loose_margins("lớn", 40),
    "small-margins": lambda: _loose_margins("nhỏ", 20),
    "framed-margins": lambda: _loose_margins("khung", 40, 2),
}
