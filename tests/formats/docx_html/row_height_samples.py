"""Small Word documents of how high rows are: below and above thick rules, and where all their cells are merged."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from tests.formats.docx_html.word_parts import cell, par, row, spacing, table, word_document

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


ROW_HEIGHT_SAMPLES: dict[str, Callable[[], bytes]] = {
    "rows-without-cells": _rows_without_cells,
    "tables-in-cells": _tables_in_cells,
}
