"""A table in a text, written as in Markdown: a head, a line of dashes that aligns, and rows.

    | TT | Nội dung | Số lượng |
    |:-:|---|--:|
    | 1 | Máy in | 2 |

A row of one cell goes across the table: `| **Buổi sáng** |`. `\\|` is a bar inside a cell. Widths follow the words: no
word is broken where the page is wide enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from congvan.core.fonts.times_metrics import text_width
from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.core.units import pt_to_mm
from congvan.documents.text.interpolate import Locate
from congvan.documents.text.schema import TableColumn, TableHead, TableRow, TextRun, TextTable

Runs = list[TextRun]
ReadRuns = Callable[[str, int], Runs]

TEXT_MM, LANDSCAPE_MM = 165.0, 252.0
"""Widths of the text on an A4 page with margins of 30 and 15 mm, upright and across."""

ROW_MM = 7.0
_POINTS = 13  # of the text, which may be bold
_PADDING_MM = 3.6  # margins of a cell, its lines, and a little more
_CELL = re.compile(r"(?<!\\)\|")
_WORD = re.compile(r"[\S\u00a0]+")  # no line ends at a no-break space
_RULER = re.compile(r"\s*:?-+:?\s*")


def table(
    source: str, start: int, read: ReadRuns, problems: list[Problem], locate: Locate, width_mm: float = TEXT_MM
) -> TextTable:
    """Parse a table into columns and rows, `width_mm` wide."""
    lines = []
    offset = start
    for line in source.split("\n"):
        lines.append((offset, _cells(line, offset)))
        offset += len(line) + 1
    head = [plain_text(read(text, at)) for text, at in lines[0][1]]
    aligns = [_align(text) for text, _at in lines[1][1]] if len(lines) > 1 else []
    if not aligns or None in aligns or len(aligns) != len(head):
        problems.append(Problem(Message("table-ruler", columns=len(head)), locate(start)))
        aligns = [None] * len(head)
    rows = []
    for at, cells in lines[2:]:
        if len(cells) == 1 < len(head):
            rows.append(table_row([], across=read(*cells[0])))
            continue
        if len(cells) != len(head):
            problems.append(Problem(Message("table-cells", found=len(cells), wanted=len(head)), locate(at)))
            continue
        rows.append(table_row([read(text, where) for text, where in cells]))
    columns = zip(head, aligns, widths(head, _texts(rows), width_mm), strict=True)
    return {
        "columns": [
            {"id": f"cot-{n}", "label": label, "mm": mm, "align": align or "left", "kind": "text"}
            for n, (label, align, mm) in enumerate(columns, 1)
        ],
        "rows": rows,
        "row_mm": ROW_MM,
    }


def minimum_width_mm(made: TextTable) -> float:
    """Return the width in mm below which a word of the table would be broken."""
    labels = [column["label"] for column in made["columns"]]
    return sum(_minimum_column_mm([label, *cells]) for label, *cells in zip(labels, *_texts(made["rows"]), strict=True))


def table_row(cells: list[Runs], across: Runs | None = None) -> TableRow:
    """Return a row from the runs of its cells, or of the one cell that spans the table."""
    return {"across": across or [], "cells": [{"runs": runs} for runs in cells]}


def head_cell(text: str, unit: str = "", *, columns: int = 1, rows: int = 1, covered: bool = False) -> TableHead:
    """Return a cell of a head of several rows."""
    return {"text": text, "unit": unit, "columns": columns, "rows": rows, "covered": covered}


def plain_text(runs: Runs) -> str:
    """Return the text of runs."""
    return "".join(run["text"] for run in runs)


def _texts(rows: list[TableRow]) -> list[list[str]]:
    return [[plain_text(cell["runs"]) for cell in row["cells"]] for row in rows if row["cells"]]


def widths(head: list[str], rows: list[list[str]], width_mm: float) -> list[float]:
    """Column widths in mm: each column its longest word, the rest by how much text it holds; together `width_mm`.

    Where not every text fits on one line, short ones do first: an hour is not broken to give a name a little more;
    heads may take two lines then. A head of several lines is as wide as the widest.
    """
    columns = [list(cells) for cells in zip(head, *rows, strict=True)]
    least = [_minimum_column_mm(cells) for cells in columns]
    if sum(least) >= width_mm:
        wide = [width_mm * one / sum(least) for one in least]
    else:
        spare = width_mm - sum(least)
        wants = [_want_mm(cells, low, 1) for cells, low in zip(columns, least, strict=True)]
        if sum(wants) > spare:
            wants = [_want_mm(cells, low, 2) for cells, low in zip(columns, least, strict=True)]
        more = _shared(wants, spare)
        wide = [low + given for low, given in zip(least, more, strict=True)]
    rounded = [round(one, 1) for one in wide]
    rounded[-1] = round(width_mm - sum(rounded[:-1]), 1)
    return rounded


def _want_mm(cells: list[str], least: float, head_lines: int) -> float:
    """Return by how much a column should be wider than its longest word: its texts on a line, its head on so many."""
    head = max(map(_text_width_mm, cells[0].split("\n"))) / head_lines
    return max(head + _PADDING_MM - least, *(_text_width_mm(cell) + _PADDING_MM - least for cell in cells[1:]), 0.01)


def _shared(wants: list[float], spare: float) -> list[float]:
    """Share the spare width: wants below a fair share are met, the others get by their size; all, if all can be met."""
    given = dict.fromkeys(range(len(wants)), 0.0)
    left, room = dict(enumerate(wants)), spare
    if sum(wants) > spare:
        while met := {n: want for n, want in left.items() if want <= room / len(left)}:
            given |= met
            room -= sum(met.values())
            left = {n: want for n, want in left.items() if n not in met}
    given |= {n: room * want / sum(left.values()) for n, want in left.items()}
    return list(given.values())


def with_room_for_ordinals(columns: list[TableColumn], rows: list[list[str]]) -> list[TableColumn]:
    """Return the columns of a list, an ordinal column as wide as its last number needs, at the widest one's expense."""
    if not rows:
        return columns
    room = [
        max(0.0, round(_minimum_column_mm([cell]) - column["mm"], 1)) if column["kind"] == "ordinal" else 0.0
        for column, cell in zip(columns, rows[-1], strict=True)
    ]
    widest = max(range(len(columns)), key=lambda n: columns[n]["mm"])
    room[widest] -= sum(room)
    return [
        {**column, "mm": round(column["mm"] + more, 1)} if more else column
        for column, more in zip(columns, room, strict=True)
    ]


def _text_width_mm(text: str) -> float:
    return pt_to_mm(text_width(text, _POINTS, bold=True))


def _minimum_column_mm(cells: list[str]) -> float:
    words = (word for cell in cells for word in _WORD.findall(cell))
    return max(map(_text_width_mm, words), default=0) + _PADDING_MM


def _cells(line: str, start: int) -> list[tuple[str, int]]:
    """Return the cells of a line with their offsets."""
    cells, offset = [], start
    for piece in _CELL.split(line):
        stripped = piece.strip()
        cells.append((stripped.replace("\\|", "|"), offset + len(piece) - len(piece.lstrip())))
        offset += len(piece) + 1
    opened = cells[1:] if not cells[0][0] else cells
    return opened[:-1] if len(opened) > 1 and not opened[-1][0] and line.rstrip().endswith("|") else opened


def _align(text: str) -> str | None:
    if not _RULER.fullmatch(text):
        return None
    left, right = text.startswith(":"), text.endswith(":")
    return "center" if left and right else "right" if right else "left"
