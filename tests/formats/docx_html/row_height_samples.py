"""Small Word documents of how high rows are: below and above thick rules, and where all their cells are merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.formats.docx_html.word_parts import PAGE, SECTIONS, TEXT, cell, par, row, spacing, table, word_document

_START, _GOING = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
_EXACT, _LEAST = '<w:trHeight w:val="{}" w:hRule="exact"/>', '<w:trHeight w:val="{}"/>'
_OUTER = ("top", "left", "bottom", "right")
_AT = '<w:vAlign w:val="center"/>'  # a cell in the middle shows how high its rows are

Merged = Mapping[int, tuple[int, int]]
"""Of a column: the first and the last of its rows that are merged, from 1."""
Own = Mapping[tuple[int, int], tuple[str, int]]
"""Of a row and column: the side of its cell's own rule, and the width of that."""


def _rule(side: str, width: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="0" w:color="000000"/>'


def _table(
    rows: int,
    merged: Merged | None = None,
    heights: Mapping[int, str] | None = None,
    rules: tuple[int, int] = (4, 4),
    own: Own | None = None,
) -> str:
    """A table of two columns; `rules`: the widths of those around it and of those within."""
    outer, inner = rules
    out = []
    for number in range(1, rows + 1):
        cells = []
        for column in (0, 1):
            first, last = (merged or {}).get(column, (0, 0))
            state = _START if number == first else _GOING if first < number <= last else ""
            asked = (own or {}).get((number, column))
            border = f"<w:tcBorders>{_rule(*asked)}</w:tcBorders>" if asked else ""
            text = "" if state == _GOING else f"ô {number}.{column}"
            cells.append(cell(par(text), 3000, state + border + _AT * (column == 0)))
        out.append(row(*cells, properties=(heights or {}).get(number, "")))
    sides = "".join(_rule(side, outer) for side in _OUTER) + _rule("insideH", inner) + _rule("insideV", inner)
    return table([3000, 3000], *out, properties=f"<w:tblBorders>{sides}</w:tblBorders>") + par("sau")


def _every(height: str, value: int, rows: int) -> dict[int, str]:
    return {number: height.format(value) for number in range(1, rows + 1)}


def _ruled_heights() -> bytes:
    """Rows of an exact and of a least height between rules of several widths, of the table or of their cells."""
    own: Own = {(1, 1): ("bottom", 24), (3, 1): ("bottom", 12), (4, 0): ("top", 24)}
    body = ""
    for height in (_EXACT, _LEAST):
        body += _table(3, heights=_every(height, 800, 3), rules=(24, 4))
        body += _table(5, heights=_every(height, 600, 5), own=own)
        body += _table(3, heights={3: height.format(600)}, own={(3, 1): ("bottom", 24)})
        body += par("x", "<w:pageBreakBefore/>")
    return word_document(body + par("hết"))


def _merged_to_the_end() -> bytes:
    """A cell that is merged to the end of the table has its rule there, and room for it below the first of its rows."""
    body = _table(4, {0: (2, 4)}, rules=(24, 4)) + _table(5, {0: (3, 5)}, rules=(24, 4))
    body += _table(4, {0: (2, 3)}, rules=(24, 4)) + _table(4, {0: (1, 4)}, {1: _LEAST.format(800)}, (24, 4))
    body += par("x", "<w:pageBreakBefore/>")
    for height in (_EXACT, _LEAST):
        heights = {2: height.format(800), 3: height.format(800)}
        body += _table(4, {0: (2, 4)}, heights, (24, 4))
    return word_document(body + par("hết"))


def _rows_without_cells() -> bytes:
    """Rows in which all cells go on are as high as they ask for; the text of cells that end below one is aligned."""
    both: Merged = {0: (2, 4), 1: (2, 4)}
    first: Merged = {0: (2, 3), 1: (2, 3)}
    asked: tuple[tuple[Merged, dict[int, str], tuple[int, int]], ...] = (
        (both, {3: _EXACT.format(1000)}, (4, 4)),
        (both, {3: _LEAST.format(1000)}, (4, 24)),
        (both, {2: _EXACT.format(800), 3: _EXACT.format(1000), 4: _EXACT.format(900)}, (4, 4)),
        (first, {2: _EXACT.format(1000)}, (4, 4)),
        ({0: (1, 2), 1: (1, 2)}, {2: _LEAST.format(1000)}, (4, 16)),  # below a first row without a height
        ({0: (1, 2), 1: (1, 2)}, {2: _LEAST.format(1000)}, (24, 4)),
        ({0: (1, 3), 1: (1, 3)}, {2: _EXACT.format(1000)}, (4, 24)),
        (first, {2: _EXACT.format(1000), 3: _LEAST.format(500)}, (4, 4)),
        (first, {2: _LEAST.format(500), 3: _EXACT.format(1000)}, (4, 4)),
        (first, {2: _LEAST.format(500), 3: _LEAST.format(1000)}, (4, 16)),
        ({0: (2, 5), 1: (1, 4)}, {2: _LEAST.format(500), 3: _LEAST.format(1000)}, (4, 16)),
        ({0: (2, 4), 1: (3, 6)}, {2: _LEAST.format(500), 3: _LEAST.format(500), 4: _LEAST.format(500)}, (12, 4)),
    )
    body = "".join(par("x", "<w:pageBreakBefore/>" * (n % 3 == 0)) + _table(6, *each) for n, each in enumerate(asked))
    stairs = [
        row(cell(par("giữa"), 3000, _START + _AT), cell(par("a", spacing(line=480)), 3000)),
        row(cell(par(""), 3000, _GOING), cell(par("b", spacing(line=480)), 3000)),
        row(cell(par(""), 3000, _GOING), cell(par("c"), 3000, _START)),
        row(cell(par("d"), 3000), cell(par(""), 3000, _GOING)),
    ]
    return word_document(body + table([3000, 3000], *stairs) + par("hết"))


def _rules_of_merged() -> bytes:
    """Rules that cells ask for which are merged into the one above them; that of the first one below is none."""
    asked: tuple[Own, ...] = (
        {(2, 0): ("bottom", 24)},
        {(2, 0): ("bottom", 24), (4, 0): ("bottom", 4)},
        {(3, 0): ("top", 24)},
        {(3, 0): ("bottom", 24)},
        {(4, 0): ("bottom", 24)},
        {(2, 0): ("top", 24), (3, 0): ("top", 24), (4, 0): ("top", 12)},
    )
    tables = (_table(6, {0: (2, 4)}, heights, own=own) for own in asked for heights in ({}, {3: _LEAST.format(700)}))
    body = "".join(par("x", "<w:pageBreakBefore/>" * (n % 4 == 0)) + each for n, each in enumerate(tables))
    return word_document(body + par("hết"))


def _tables_in_cells() -> bytes:
    """Tables in cells between paragraphs of several times the single height, and of automatic spaces."""
    auto = '<w:spacing w:before="100" w:beforeAutospacing="1" w:after="100" w:afterAutospacing="1"/>'
    small = '<w:sz w:val="24"/>'
    inner = [row(*(cell(par(text, spacing(line=480), small), 2000) for text in ("một", "hai"))) for _ in range(2)]
    body = ""
    for above, below in ((spacing(line=480), ""), (auto, ""), ("", auto), (auto, auto)):
        for rest in ("", par("hết")):
            content = par("trước", above, small) + table([2000, 2000], *inner) + par("sau", below) + rest
            body += table([5000], row(cell(content, 5000)), row(cell(par("hàng"), 5000))) + par("giữa")
    return word_document(body)


def _joined_ends(height: str = "", rows: int = 1, own: Own | None = None) -> str:
    """Two columns of which the left one is merged down to where the right one begins to be, below two lines beside
    it: no cell begins and ends there; `rows`: how many such rows."""

    def asked(number: int, column: int) -> str:
        rule = (own or {}).get((number, column))
        return f"<w:tcBorders>{_rule(*rule)}</w:tcBorders>" if rule else ""

    out = [row(cell(par("a"), 3000, _START + _AT), cell(par("b") * 2, 3000))]
    for number in range(rows):
        begun = cell(par("" if number else "c"), 3000, (_GOING if number else _START) + asked(number + 2, 1))
        out.append(row(cell(par(""), 3000, _GOING + asked(number + 2, 0)), begun, properties=height))
    out.append(row(cell(par("d"), 3000, asked(rows + 2, 0)), cell(par(""), 3000, _GOING + asked(rows + 2, 1))))
    out.append(row(cell(par("e"), 3000), cell(par("f"), 3000)))
    sides = "".join(_rule(side, 4) for side in (*_OUTER, "insideH", "insideV"))
    return table([3000, 3000], *out, properties=f"<w:tblBorders>{sides}</w:tblBorders>") + par("sau")


def _rows_without_own_cells() -> bytes:
    """Rows in which cells begin and others end, but none does both, with a height and without."""
    asked: tuple[tuple[int, Own], ...] = (
        (1, {(3, 0): ("top", 24)}),
        (1, {(3, 1): ("bottom", 24)}),
        (2, {(4, 0): ("top", 24)}),
        (2, {(3, 1): ("bottom", 24)}),
    )
    body = "".join(_joined_ends("", rows, own) for rows, own in asked)
    margin = '<w:tcMar><w:top w:w="200" w:type="dxa"/></w:tcMar>'  # of a cell merged into another, for its row
    rows = [row(cell(par(""), 3000, state), cell(par("g"), 3000)) for state in (_START, _GOING + margin)]
    body += table([3000, 3000], *rows) + par("sau")
    for height in (_EXACT.format(500), _LEAST.format(500), _LEAST.format(1500)):
        body += par("x", "<w:pageBreakBefore/>") + _joined_ends(height) + _joined_ends(height, 2)
    return word_document(body + par("hết"))


def _headers_of_tables() -> bytes:
    """A header pushes the text by the height of its tables: of merged and of exact rows, in percents of the page, with
    words longer than their cell."""
    section = PAGE.replace('w:top="1134"', 'w:top="600"')
    merged = _table(4, {0: (1, 4), 1: (1, 3)}, {4: _EXACT.format(300)}, own={(3, 1): ("bottom", 24)})
    texts = ("một hai ba bốn năm sáu bảy", "01234567890123456789", TEXT)
    narrow = table([1200, 1200, 6000], row(*(cell(par(text), 1200) for text in texts)))
    shared = narrow.replace('w:w="8400" w:type="dxa"', 'w:w="2500" w:type="pct"')
    return word_document(
        par(TEXT) * 3, SECTIONS + section, header1=merged + shared + par("hết"), footer1=narrow + par("")
    )


ROW_HEIGHT_SAMPLES: dict[str, Callable[[], bytes]] = {
    "ruled-heights": _ruled_heights,
    "merged-to-the-end": _merged_to_the_end,
    "rows-without-cells": _rows_without_cells,
    "rows-without-own-cells": _rows_without_own_cells,
    "rules-of-merged": _rules_of_merged,
    "headers-of-tables": _headers_of_tables,
    "tables-in-cells": _tables_in_cells,
}
