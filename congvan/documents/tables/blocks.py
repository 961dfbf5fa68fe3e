"""A table as blocks of a text: the table, its chart, its closing words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem
from congvan.core.text import did_you_mean
from congvan.documents.common.chart import Point, chart
from congvan.documents.common.context import ContentContext
from congvan.documents.tables.cells import shown
from congvan.documents.tables.lines import TableLine
from congvan.documents.tables.sources import CHARTED, SourceColumn
from congvan.documents.tables.table import BuiltTable, TableBuilder
from congvan.documents.tables.ties import Ties, depends_on_record, record_key, ties_in_text
from congvan.documents.text.blocks import Insert
from congvan.documents.text.line_breaks import text_run
from congvan.documents.text.schema import Block, Chart, TableCell, TableColumn, TableHead, TableRow, TextRun, TextTable
from congvan.documents.text.tables import ROW_MM, head_cell, widths
from congvan.model.forms.scalars import name_of
from congvan.model.forms.tables import TableSpec
from congvan.values.expressions.values import as_number, plain

MOST_KEPT = 64
"""Tables kept at a time: those of thousands of receivers would fill the memory."""
LONGEST_KEPT = 2_000
"""Lines of a table beyond which it is worked out again for whoever asks next: it takes as much room as its paper."""
LONGEST_CHART = 60
"""Bars or points beyond which a chart tells nothing."""


def inserter(context: ContentContext) -> Insert:
    """Return what `{{ tables.x }}` and `{{ charts.x }}` of a text stand for."""

    def insert(what: str, name: str, width_mm: float, place: Place) -> list[Block]:
        made = built(context, name, place, ties_in_text)
        if made is None:
            return []
        if what == "charts":
            return [] if made.ties.gap else [chart_block(made, width_mm)]
        return [table_block(made, width_mm), *note_blocks(made)]

    return insert


def built(
    context: ContentContext, name: str, place: Place, tie: Callable[[ContentContext, TableSpec], Ties | None]
) -> BuiltTable | None:
    """Return the table of a name, worked out once for the entries at hand; None if there is none, which is noted."""
    spec = next((each for each in context.dispatch.tables if name_of(each.id) == name_of(name)), None)
    if spec is None:
        known = [name_of(each.id) for each in context.dispatch.tables]
        hint = did_you_mean(name_of(name), known)
        context.problems.append(Problem(Message("table-unknown", name=name), place, hint))
        return None
    told = len(context.problems)
    ties = tie(context, spec)
    if ties is None:
        context.problems[told:] = [each._replace(also=(*each.also, place)) for each in context.problems[told:]]
        return None
    tables: dict[Any, BuiltTable] = context.shared.setdefault("tables", {})
    key = (spec.id, *(record_key(context, ties) if depends_on_record(context, spec) else ()))
    if key not in tables:
        made = TableBuilder(context, spec, ties=ties).build()
        if made is None:  # not kept: whoever asks for it next gets the reason, too
            return None
        if len(made.lines) > LONGEST_KEPT:
            return made
        if len(tables) >= MOST_KEPT:
            tables.clear()
        tables[key] = made
    return tables[key]


def table_block(made: BuiltTable, width_mm: float) -> Block:
    """Return the table as a block."""
    return {"style": "bang", "runs": [], "table": text_table(made, width_mm)}


def text_table(made: BuiltTable, width_mm: float) -> TextTable:
    """Return the table as a text has it."""
    columns, known = printed_columns(made, width_mm), dict[tuple[str, bool], TableCell]()
    table: TextTable = {"columns": columns, "rows": [_row(line, known) for line in made.lines], "row_mm": ROW_MM}
    if made.heads:
        table["heads"] = head_rows(made)
    return table


def note_blocks(made: BuiltTable) -> list[Block]:
    """Return the closing words of a table, and the notes of its source, as paragraphs."""
    texts = [made.closing, *made.source.notes]
    return [{"style": "doan", "runs": [text_run(text)]} for text in texts if text]


def printed_columns(made: BuiltTable, width_mm: float) -> list[TableColumn]:
    """Return the columns with their widths: as stated, the others by their words."""
    lines = [line.texts for line in made.lines if line.texts]
    stated = {n: each.mm for n, each in enumerate(made.columns) if each.mm is not None}
    free = [n for n in range(len(made.columns)) if n not in stated]
    room = width_mm - sum(stated.values())
    above = _alone_above(made)
    labels = [f"{made.columns[n].title}{above[n]}" for n in free]
    shared = widths(labels, [[texts[n] for n in free] for texts in lines], room) if free else []
    wide = {**stated, **dict(zip(free, shared, strict=True))}
    return [
        {"id": each.name, "label": each.title, "mm": wide[n], "align": each.aligned, "kind": each.type}
        for n, each in enumerate(made.columns)
    ]


def _alone_above(made: BuiltTable) -> list[str]:
    """Return the words over each column that stands alone under a common head, as a further line of its head."""
    words = [f"\n{text}" if text and count == 1 else "" for text, count in made.heads for _column in range(count)]
    return words or [""] * len(made.columns)


def head_rows(made: BuiltTable) -> list[list[TableHead]]:
    """Return a head of two rows: words over groups of columns, and the labels under them; of one without such words."""
    if not any(text for text, _count in made.heads):
        return [[head_cell(each.title) for each in made.columns]]
    upper: list[TableHead] = []
    lower: list[TableHead] = []
    at = 0
    for text, count in made.heads:
        labels = [each.title for each in made.columns[at : at + count]]
        at += count
        if text:
            upper.append(head_cell(text, columns=count))
            lower += [head_cell(label) for label in labels]
        else:
            upper += [head_cell(label, rows=2) for label in labels]
            lower += [head_cell("", covered=True) for _label in labels]
    return [upper, lower]


def _row(line: TableLine, known: dict[tuple[str, bool], TableCell]) -> TableRow:
    """Return a line as a row. `known`: the cells so far, of which those that say the same are one; it grows.

    Why: of 9,000 rows they take 45 MB, most of which are counts, dates, names of units: said again and again.
    """
    strong = line.kind in ("group", "subtotal", "total")
    if line.across:
        return {"across": _runs(line.across, bold=strong), "cells": []}
    cells = [
        known.get((text, strong)) or known.setdefault((text, strong), {"runs": _runs(text, bold=strong)})
        for text in line.texts
    ]
    return {"across": [], "cells": cells}


def _runs(text: str, *, bold: bool) -> list[TextRun]:
    return [text_run(text, bold=bold)] if text else []


def chart_block(made: BuiltTable, width_mm: float) -> Block:
    """Return the chart of a table as a block."""
    return {"style": "bieu_do", "runs": [], "chart": table_chart(made, width_mm)}


def table_chart(made: BuiltTable, width_mm: float) -> Chart:
    """Return columns of figures as bars of the groups, or of the rows; as a line over periods."""
    columns = charted_columns(made)
    kind = "curve" if made.spec.chart == "line" else "bars"
    points = _points(made, columns)[:LONGEST_CHART] if columns else []
    if len(columns) > 1:
        return chart(made.title, kind, points, width_mm, [each.label for each in columns])
    return chart(columns[0].label if columns else made.title, kind, points, width_mm)


def charted_columns(made: BuiltTable) -> list[SourceColumn]:
    """Return the columns that a chart shows: those that are named, else the first of figures."""
    known = {**made.source.columns, **{each.name: each for each in made.columns}}
    named = [known[name] for name in map(name_of, made.spec.charted) if name in known]
    return [each for each in named or made.columns if _is_figure(made, each)][: len(named) or 1]


def _points(made: BuiltTable, columns: Sequence[SourceColumn]) -> list[Point]:
    by = _chart_column(made)
    first, *other = (_sums(made, each, by) for each in columns)
    points: list[Point] = [{"label": label, "value": value} for label, value in first.items()]
    for point in points:
        for sums in other:
            point["beside"] = sums[point["label"]]
    return points


def _sums(made: BuiltTable, column: SourceColumn, by: SourceColumn | None) -> dict[str, float]:
    """Return the sums of a column, or how many cells it has, by what a chart shows."""
    sums: dict[str, float] = {}
    for row in made.rows:
        value = as_number(row.get(column.name, "")) if column.summed != "count" else None
        number = plain(value) if value is not None else 0
        label = _label(row, by)
        sums[label] = sums.get(label, 0) + (number if column.summed != "count" else bool(row.get(column.name)))
    return sums


def _chart_column(made: BuiltTable) -> SourceColumn | None:
    """Return by what a chart sums: the period of a line, the first group, or the first column of words."""
    columns: Mapping[str, SourceColumn] = made.source.columns
    if made.spec.chart == "line" and "ky" in columns:
        return columns["ky"]
    group: Sequence[str] = [name_of(name) for name in made.spec.group]
    named = next((columns[name] for name in group if name in columns), None)
    words = (each for each in made.columns if each.type != "ordinal" and not _is_figure(made, each))
    return named or next(words, None)


def _is_figure(made: BuiltTable, column: SourceColumn) -> bool:
    """Whether a column has figures that a chart shows; a computed one may have words instead."""
    if column.summed not in CHARTED or column.summed == "count":
        return column.summed == "count"
    said = [row.get(column.name, "") for row in made.rows]
    return all(each == "" or as_number(each) is not None for each in said)


def _label(row: Mapping[str, Any], by: SourceColumn | None) -> str:
    return shown(row.get(by.name, ""), by) if by is not None else ""
