"""Sections that are lines: “Người báo cáo: ……”, the value behind its label or in the cell to its right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.grids.grid import GridCell
from congvan.messages import Message
from congvan.problems import Place
from congvan.returns.reading.cells import CellReader
from congvan.returns.reading.issues import ReadRow
from congvan.returns.reading.plan import ASKED, ColumnPlan, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.texts import TextCell, aligned
from congvan.returns.reading.words import is_empty, label_key


def read_lines(texts: Sequence[TextCell], plan: SectionPlan, cells: CellReader, version: int) -> SectionAnswer:
    """Return the values of a section of lines as its one row; without a value there is no row."""
    answer = SectionAnswer()
    row = ReadRow(1, texts[0].place if texts else Place())
    found = dict(_found(texts, plan))
    for column in plan.columns.values():
        if column.id not in found:
            if column.kind == ASKED and column.column.spec.since <= version:
                answer.missing.append(column.id)
            continue
        cell, place = found[column.id]
        row.places[column.id] = place
        _value(row, column, cell, cells)
    if row.values or row.issues:
        row.place = next(iter(row.places.values()))
        for column in plan.columns.values():
            asked = any(issue.column == column.id for issue in row.issues)
            if column.column.spec.required and not asked and row.values.get(column.id, "") == "":
                row.ask(column.id, Message("value-asked", label=column.label))
        answer.rows.append(row)
    return answer


def _value(row: ReadRow, column: ColumnPlan, cell: GridCell, cells: CellReader) -> None:
    read = cells.read(cell, column, row.place_of(column.id))
    if read.ask is not None:
        row.ask(column.id, read.ask, cell.text, read.remedy)
    elif read.value != "" and column.kind == ASKED:
        row.values[column.id] = read.value


def _found(texts: Sequence[TextCell], plan: SectionPlan) -> Iterator[tuple[str, tuple[GridCell, Place]]]:
    """Yield the cell of each column: the first text that begins with its label and has a value."""
    labels = sorted(plan.columns.values(), key=lambda column: len(column.label), reverse=True)
    done: set[str] = set()
    for text in texts:
        column = next((each for each in labels if each.id not in done and _begins(text.text, each.label)), None)
        if column is not None:
            done.add(column.id)
            yield column.id, _behind(text, column)


def _begins(text: str, label: str) -> bool:
    """Whether a text is a label, or a label, a colon or dots, and a value."""
    key, low = label_key(label), aligned(text)
    head = low.partition(":")[0] if ":" in low else low.partition("…")[0].partition("..")[0]
    return label_key(head) == key


def _behind(text: TextCell, column: ColumnPlan) -> tuple[GridCell, Place]:
    """Return what stands behind a label: in the same text, else in the next cell."""
    value = text.text.partition(":")[2] if ":" in text.text else text.text[len(column.label) :]
    value = value.strip(" \t…._")
    unit = column.column.spec.unit or ""
    if unit and value.casefold().endswith(unit.casefold()):
        value = value[: -len(unit)].strip(" \t…._")
    if is_empty(value):
        for cell, place in text.right:
            if not is_empty(cell.text) or cell.kind != "text":
                return cell, place
    return GridCell("" if is_empty(value) else value), text.place
