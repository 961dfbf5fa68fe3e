"""Sections that are lines: “Người báo cáo: ……”, the value behind its label or in the cell to its right."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.grids.grid import GridCell, SeenText
from congvan.returns.reading.cells import CellReader
from congvan.returns.reading.issues import ReadRow
from congvan.returns.reading.plan import ASKED, ColumnPlan, SectionPlan
from congvan.returns.reading.tables import SectionAnswer
from congvan.returns.reading.texts import TextCell, aligned, loose
from congvan.returns.reading.words import LONGEST_LABEL, is_empty, plain
from congvan.values.columns.titles import label_key


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
        answer.rows.append(row)
    return answer


def ask_lines(answer: SectionAnswer, plan: SectionPlan, place: Place, version: int) -> list[Problem]:
    """Ask for the values that a section of lines must have; return what is reported of other lines that are not there.

    `place`: of the part, where nothing of the section is filled in.
    """
    labels = ", ".join(column.label for column in plan.columns.values())
    row = answer.rows[0] if answer.rows else ReadRow(1, place, words=labels)
    for column in plan.columns.values():
        asked = any(issue.column == column.id for issue in row.issues)
        if (
            column.column.spec.since <= version
            and _is_asked_for(column)
            and not asked
            and row.values.get(column.id, "") == ""
        ):
            row.ask(column.id, Message("value-asked", label=column.label))
    if row.issues and not answer.rows:
        answer.rows.append(row)
    gone = [plan.columns[each] for each in answer.missing]
    answer.missing = [each.id for each in gone if not _is_asked_for(each)]
    told = (Message("line-missing", label=each.label) for each in gone if not _is_asked_for(each))
    return [Problem(message, place, severity=Severity.WARNING) for message in told]


def _is_asked_for(column: ColumnPlan) -> bool:
    return column.column.spec.required and column.kind == ASKED


def _value(row: ReadRow, column: ColumnPlan, cell: GridCell, cells: CellReader) -> None:
    read = cells.read(cell, column, row.place_of(column.id))
    if read.ask is not None:
        row.ask(column.id, read.ask, cell.text, read.remedy)
    elif read.value != "" and column.kind == ASKED:
        row.values[column.id] = read.value


def _found(texts: Sequence[TextCell], plan: SectionPlan) -> Iterator[tuple[str, tuple[GridCell, Place]]]:
    """Yield the cell of each column: behind its label in a text that begins with a label, or beside it."""
    columns = sorted(plan.columns.values(), key=lambda column: len(column.label), reverse=True)
    words = tuple(label_key(column.label).split()[0] for column in columns if label_key(column.label))
    pattern = re.compile("|".join(f"(?P<c{n}>{loose(aligned(each.label))})" for n, each in enumerate(columns)))
    done: set[str] = set()
    signers = {plain(each.title): each.title for each in plan.form.spec.signers}
    for text in texts:
        if _is_signature(text, signers):  # NGƯỜI LẬP BIỂU is no line “Người lập biểu”
            continue
        if len(text.text) > 4 * LONGEST_LABEL or not any(word in plain(text.text) for word in words):
            continue
        low = aligned(text.text)
        labels = list(pattern.finditer(low))
        if not labels or low[: labels[0].start()].strip(" -–+•*\t"):
            continue
        for number, match in enumerate(labels):
            column = columns[int((match.lastgroup or "c0")[1:])]
            end = labels[number + 1].start() if number + 1 < len(labels) else len(low)
            if column.id not in done:
                cell, place = _behind(text, text.text[match.end() : end], column, last=number + 1 == len(labels))
                if cell.text:  # the line of a blank copy is no answer
                    done.add(column.id)
                yield column.id, (cell, place)


def _is_signature(text: TextCell, signers: Mapping[str, str]) -> bool:
    """Whether a text is the title of who signs, as printed or beside that of another; `signers`: by plain title."""
    title = signers.get(plain(text.text))
    beside = any(plain(cell.text) in signers for cell, _place in text.right)
    return title is not None and (beside or title == text.text.strip())


def _behind(text: TextCell, value: str, column: ColumnPlan, *, last: bool) -> tuple[GridCell, Place]:
    """Return what is behind a label: in the same text, else in the next cell."""
    value = value.strip(" \t:;,…._")
    unit = column.column.spec.unit or ""
    if unit and value.casefold().endswith(unit.casefold()):
        value = value[: -len(unit)].strip(" \t…._")
    if is_empty(value):
        for cell, place in text.right if last else ():
            if not is_empty(cell.text) or cell.kind != "text":
                return cell, place
    return GridCell("" if is_empty(value) else value, shown=SeenText("") if text.hidden else None), text.place
