"""A table of a dispatch as a paper of its own: `content: table`, in DOCX and PDF, and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Problem
from congvan.documents.common.context import ContentContext
from congvan.documents.letter.schema import Attachment, TableCellValue, TableEntry, TablePaper
from congvan.documents.letter.skeleton import citation, empty_attachment, empty_letter
from congvan.documents.tables.blocks import built, chart_block, head_rows, note_blocks, printed_columns, text_table
from congvan.documents.tables.cells import NUMERIC
from congvan.documents.tables.lines import TableLine
from congvan.documents.tables.sources import SourceColumn
from congvan.documents.tables.table import BuiltTable
from congvan.documents.tables.ties import ties_on_paper
from congvan.documents.text.line_breaks import balanced_lines
from congvan.documents.text.schema import Block, Chart, TableHead, TextTable
from congvan.documents.text.tables import LANDSCAPE_MM, TEXT_MM, head_cell, minimum_width_mm

WIDE_COLUMNS = 9
"""A table with this many columns is set in landscape where it does not say otherwise."""

NOTHING: TextTable = {
    "columns": [{"id": "", "label": "", "mm": TEXT_MM, "align": "left", "kind": "text"}],
    "rows": [],
    "row_mm": 0.0,
}
"""What stands for a table that could not be made, which has been reported."""

_MOST_PLACES = 10


def content(context: ContentContext) -> TablePaper:
    """Return the table that the document's entry, or its loop over tables, names."""
    place = context.place("tables")
    name = context.made_of or str(context.values.get("table", {}).get("id", ""))
    made = built(context, name, place, ties_on_paper)
    if made is None:
        if not context.problems:
            context.problems.append(Problem(Message("table-unknown", name=name), place))
        return _paper(context, None, name)
    return _paper(context, made, made.title)


def _paper(context: ContentContext, made: BuiltTable | None, title: str) -> TablePaper:
    upright = text_table(made, TEXT_MM) if made else None
    wide = made is not None and _landscape(made, upright)
    width = LANDSCAPE_MM if wide else TEXT_MM
    about = [_called(entry) for entry in made.ties.entries.values()] if made else []
    cited = f"(Theo {citation(context)} của {context.dataset.agency.name})"
    table = upright or NOTHING
    if made and wide:  # its rows are the same
        table = {**table, "columns": printed_columns(made, width)}
    block: Block = {"style": "bang", "runs": [], "table": table}
    charts: list[Chart] = [chart_block(made, width)["chart"]] if made and made.spec.chart else []
    body = [] if made is None else [block, *note_blocks(made)]
    attached: Attachment = {
        **empty_attachment(),
        "title": balanced_lines(title.upper(), width),
        "subtitle": about,
        "reference": cited,
        "body": [*body, *([chart_block(made, width)] if made and made.spec.chart else [])],
        "landscape": wide,
    }
    return {
        **empty_letter(context, " – ".join([title, *about]), title),
        "heading": {"type": title.upper(), "trich_yeu": []},
        "attachments": [attached],
        "lines": [*about, cited],
        "columns": table["columns"],
        "heads": head_rows(made) if made and made.heads else [_labels(made)],
        "entries": _entries(made) if made else [],
        "rows": [_words(line, len(table["columns"])) for line in made.lines if line.kind != "total"] if made else [],
        "total": next((list(line.texts) for line in made.lines if line.kind == "total"), []) if made else [],
        "table": table,
        "closing": [block["runs"][0]["text"] for block in note_blocks(made)] if made else [],
        "charts": charts,
    }


def _words(line: TableLine, count: int) -> list[str]:
    """Return a line as cells; words across the table are in the first."""
    return list(line.texts) or [line.across, *[""] * (count - 1)]


def _called(entry: Mapping[str, Any]) -> str:
    """Return what an entry is called for which a table is made."""
    return str(entry.get("heading") or entry.get("name") or entry.get("id"))


def _landscape(made: BuiltTable, upright: TextTable | None) -> bool:
    if made.spec.landscape is not None:
        return made.spec.landscape
    return len(made.columns) >= WIDE_COLUMNS or (upright is not None and minimum_width_mm(upright) > TEXT_MM)


def _labels(made: BuiltTable | None) -> list[TableHead]:
    return [head_cell(each.title) for each in made.columns] if made else []


def _entries(made: BuiltTable) -> list[TableEntry]:
    """Return the lines as a workbook has them: numbers as numbers, each cell with its format and alignment."""
    known: dict[str, TableCellValue] = {}  # cells of one column that say the same are one, as in `blocks`

    def cell(value: str | int | float, number: int) -> TableCellValue:
        return known.get(key := f"{number} {value!r}") or known.setdefault(key, _cell(value, made.columns[number]))

    return [
        {
            "across": line.across,
            "strong": line.kind in ("group", "subtotal", "total"),
            "cells": [cell(value, number) for number, value in enumerate(line.values)],
        }
        for line in made.lines
    ]


def _cell(value: str | int | float, column: SourceColumn) -> TableCellValue:
    number = isinstance(value, int | float) and column.type in NUMERIC
    format_ = _format(value, column) if number else "" if isinstance(value, int | float) else "@"
    return {"value": value, "format": format_, "align": column.aligned}


def _format(value: str | int | float, column: SourceColumn) -> str:
    """Return the format in which a workbook shows all decimal places of a number, and those that its column asks for.

    Why not `#,##0.##`: it puts a comma behind a whole number, and hides the third place.
    """
    exponent = round(Decimal(str(value)), _MOST_PLACES).normalize().as_tuple().exponent
    places = max(-int(exponent), column.places or 0 if column.exact else 0, 0)
    shown = "#,##0" + ("." + "0" * places if places else "")
    return f'{shown}" %"' if column.type == "percent" else shown
