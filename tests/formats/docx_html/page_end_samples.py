"""Small Word documents of where pages and rows end: by loose lines, headers, blank footers."""

from __future__ import annotations

from collections.abc import Callable

from tests.formats.docx_html.word_parts import (
    BOTH,
    NUMBER,
    PAGE,
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
_FOOT = '<w:vAlign w:val="bottom"/>'


def _last_lines() -> bytes:
    """The last line of a page needs room for its text alone."""
    pages = (
        par("x", _BREAK * (height > 1) + spacing(line=height * 20, rule="exact"))
        + par(TEXT * 12, '<w:widowControl w:val="0"/>' + _LOOSE + BOTH)
        for height in (1, 9, 17, 23)
    )
    return word_document("".join(pages))


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


def _outer_rules() -> bytes:
    """A thick rule around a table is not above the rest of a row that is split."""
    rules = RULES.replace('w:top w:val="single" w:sz="8"', 'w:top w:val="single" w:sz="24"')
    rows = [row(cell(par(TEXT * 8), 4000), cell(par("x"), 4000)) for _ in range(8)]
    return word_document(table([4000, 4000], *rows, properties=f"<w:tblBorders>{rules}</w:tblBorders>") + par("hết"))


PAGE_END_SAMPLES: dict[str, Callable[[], bytes]] = {
    "last-lines": _last_lines,
    "spans-over-pages": _spans_over_pages,
    "spans-run-on": _spans_run_on,
    "spanned-heights": _spanned_heights,
    "spans-end-in-rows": _spans_end_in_rows,
    "ends-of-cells": _ends_of_cells,
    "line-heights": _line_heights,
    "ruled-header": _ruled_header,
    "blank-first": _blank_first,
    "outer-rules": _outer_rules,
    "blank-first-styled": _blank_first_styled,
    "large-margins": lambda: _loose_margins("lớn", 40),
    "small-margins": lambda: _loose_margins("nhỏ", 20),
    "framed-margins": lambda: _loose_margins("khung", 40, 2),
}
