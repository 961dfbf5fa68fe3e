"""Small Word documents of how wide tables are, how high their rows, and where the text of their cells has room."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.styles.run_format import RunFormat
from tests.formats.docx_html.word_parts import RULES, TEXT, cell, par, row, table, word_document

_CENTRED, _MIDDLE = '<w:jc w:val="center"/>', '<w:vAlign w:val="center"/>'
_LEAST = '<w:trHeight w:val="700"/>'
_EXACT = '<w:trHeight w:val="700" w:hRule="exact"/>'
_MARGINS = 216


def _ruled(**sizes: int) -> str:
    """Rules of a cell, by their sides; 0: none."""
    rules = (f'<w:{side} w:val="{"single" if size else "nil"}" w:sz="{size}"/>' for side, size in sizes.items())
    return f"<w:tcBorders>{''.join(rules)}</w:tcBorders>"


def _percents() -> bytes:
    """Tables as wide as so many fiftieths of a percent of their room, or more than all of it."""
    grid = table(
        [4400, 5643],
        row(cell(par(TEXT), 4400), cell(par(TEXT), 5643)),
        properties=f'<w:tblInd w:w="-289" w:type="dxa"/><w:tblBorders>{RULES}</w:tblBorders>',
    )
    shares = ("5535", "5000", "4933", "2530", "98.7%")
    tables = (grid.replace('w:w="10043" w:type="dxa"', f'w:w="{share}" w:type="pct"') for share in shares)
    return word_document(par("giữa").join(tables) + par("cuối"), mode=15)


def _given_heights() -> bytes:
    """Rows of given height below rules that they ask for themselves, or the row before does, and above others."""
    body = ""
    for n, (above, own, below) in enumerate(itertools.product((0, 24), (0, 8), (0, 24))):
        for height in (_LEAST, _EXACT):
            first = row(cell(par(f"đầu {n}"), 2000, _ruled(top=8, bottom=above)))
            second = row(cell(par(f"giữa {n}"), 2000, _ruled(top=own, bottom=below) + _MIDDLE), properties=height)
            third = row(cell(par(f"cuối {n}"), 2000, _ruled(top=0, bottom=8)), properties=height)
            body += table([2000], first, second, third, properties="") + par(f"sau {n}")
    return word_document(body)


def _merged_headings() -> bytes:
    """Headings of two rows of a least height, with cells of two lines over both of them."""
    merge, goes_on = '<w:vMerge w:val="restart"/>' + _MIDDLE, "<w:vMerge/>"
    head = '<w:trHeight w:val="419"/><w:tblHeader/>'
    lines = par("Chỉ tiêu", _CENTRED) + par("(theo quý)", _CENTRED)
    rows = [
        row(cell(par("TT"), 1000, merge), cell(lines, 4000, merge), cell(par("Kết quả"), 3000), properties=head),
        row(cell(par(""), 1000, goes_on), cell(par(""), 4000, goes_on), cell(par("Số"), 3000), properties=head),
    ]
    rows += [row(*(cell(par(f"{n}"), width) for width in (1000, 4000, 3000))) for n in range(50)]
    return word_document(table([1000, 4000, 3000], *rows) + par("cuối"))


def _rules_beside() -> bytes:
    """Texts that just have room, or just none, in cells whose neighbours alone ask for a rule beside them."""
    text = "Sở Khoa học và"
    room = math.ceil(20 * text_width(text, RunFormat(size=14.0))) + _MARGINS
    body = ""
    for left, right in ((0, 24), (24, 0), (24, 24)):
        for width in range(room - 3, room + 4):
            cells = [
                cell(par("a"), 1000, _ruled(left=4, right=left)),
                cell(par(text + " Công nghệ", _CENTRED), width, _ruled(left=0, right=0)),
                cell(par("b"), 1000, _ruled(left=right, right=4)),
            ]
            body += table([1000, width, 1000], row(*cells), properties="") + par("sau")
    return word_document(body)


def _kept_heading() -> bytes:
    """A heading above rows that are kept with the next ones for more than a page."""
    rows = [row(cell(par("x", "<w:keepNext/>"), 3000), cell(par(f"{n}"), 3000)) for n in range(60)]
    head = row(cell(par("TT", "<w:keepNext/>"), 3000), cell(par("Số"), 3000), properties="<w:tblHeader/>")
    return word_document(par("trên") * 3 + table([3000, 3000], head, *rows) + par("cuối"))


def _merged_from_the_top() -> bytes:
    """Tables that begin with rows of which all cells are merged, the first of them without a height."""
    states, asked = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>"), {"e": _EXACT, "l": _LEAST, "-": ""}
    body = ""
    for heights in ("--l", "-l-", "--e", "--ll-", "--l-"):
        rows = [
            row(*(cell(par("a" if n == 0 else ""), 3000, states[n > 0]) for _ in range(2)), properties=asked[height])
            for n, height in enumerate(heights)
        ]
        body += (
            table([3000, 3000], *rows) + par("giữa") + table([3000, 3000], *rows, row(cell(par("x"), 3000))) + par("")
        )
    return word_document(body + par("sau"))


def _without_mode() -> bytes:
    """A file that names no compatibility mode: the edge of its tables is at their indent, not the text in them."""
    rows = row(cell(par("chữ"), 3000), cell(par("phải", '<w:jc w:val="right"/>'), 3000))
    indented = f"<w:tblBorders>{RULES}</w:tblBorders>" + '<w:tblInd w:w="300" w:type="dxa"/>'
    body = table([3000, 3000], rows) + par("giữa") + table([3000, 3000], rows, properties=indented) + par("cuối")
    return word_document(body + par(TEXT, '<w:jc w:val="both"/>'), mode=0)


TABLE_SAMPLES: dict[str, Callable[[], bytes]] = {
    "percents": _percents,
    "given-heights": _given_heights,
    "merged-headings": _merged_headings,
    "rules-beside": _rules_beside,
    "kept-heading": _kept_heading,
    "merged-from-the-top": _merged_from_the_top,
    "without-mode": _without_mode,
}
