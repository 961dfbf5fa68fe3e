"""Texts around the tables of an answer, and the names of other entries than its own among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import presentable
from congvan.forms.calendar import Period
from congvan.forms.form import DispatchForm
from congvan.forms.keys import FormKeys, parse_form_id
from congvan.grids.grid import Grid, GridFile
from congvan.model.forms.columns import FormColumn
from congvan.returns.reading.heads import Head
from congvan.returns.reading.issues import Issue
from congvan.returns.reading.parts import FilePart, FoundForm
from congvan.returns.reading.texts import TextCell, texts_of
from congvan.returns.reading.texts_around.entry_names import ADDRESSED, meant_by
from congvan.returns.reading.texts_around.stated import is_meant, said_times
from congvan.returns.reading.words import begins_as_row, is_empty, plain
from congvan.values.expressions import Expression, ExpressionError, Scope, parse
from congvan.values.expressions.values import as_number
from congvan.values.expressions.values import plain as plain_number


def above(part: FilePart) -> list[TextCell]:
    """Return the texts of a part over its first table; of a document, those between its tables too."""
    inside = {
        table.head.grid.place(line.number, n) for table in part.tables for line in table.lines for n in line.cells
    }
    return [cell for cell in part.texts if cell.place not in inside]


def other_names(
    form: DispatchForm, keys: FormKeys, over: Iterable[TextCell], under: Sequence[TextCell]
) -> Iterator[Issue | Problem]:
    """Ask about a text over the tables, or at the foot, that is the name of another entry than the answer's, or over
    the tables of one that no list has; tell of one at the foot that holds such a name.
    """
    agency = plain(form.dataset.agency.name)
    agencies = {agency, plain(form.dataset.agency.parent or "")}
    over = tuple(over)
    alone = {plain(cell.text).strip(" .:;,") for cell in (*over, *under)}
    for each in meant_by(form, keys):
        words = each.words
        if each.is_printed:
            continue
        for cell, is_foot in (*((cell, False) for cell in over), *((cell, True) for cell in under)):
            if each.is_referred and plain(cell.text).startswith(ADDRESSED):
                continue
            whole = words.alone(cell.text)
            if whole and each.entries.isdisjoint(whole) and each.begins_with(plain(cell.text), alone):
                continue
            if whole and each.entries.isdisjoint(whole) and plain(cell.text) != agency:
                yield Issue("", each.differs(min(whole), is_foot=is_foot), cell.place, cell.text)
                break
            unknown = "" if whole or is_foot else words.unknown_in(cell.text)
            if unknown and plain(cell.text) not in agencies:
                message = Message("form-words-unknown", what=each.listed.one, text=presentable(unknown, 80))
                yield Issue("", message, cell.place, cell.text)
                break
            named = words.named_in(cell.text) - words.whole.get(agency, set()) if is_foot and not whole else set()
            if named and each.entries.isdisjoint(named) and not each.begins_with(plain(cell.text), alone):
                message = Message("foot-names-another", meant=each.heading, words=presentable(cell.text, 80))
                yield Problem(message, cell.place, severity=Severity.WARNING)


def at_foot(cells: Sequence[TextCell], part: FilePart) -> list[TextCell]:
    """Return the texts at the foot of an answer: those below its tables, and the paragraphs of a document; its tables
    behind those of the form hold who signs.
    """
    paragraphs = (cell for cell in part.texts if cell.place == Place(cell.place.file))
    return [*cells, *paragraphs, *(cell for cell in part.behind if cell.place.where and not cell.in_row)]


# Titles over the columns of what was asked that name another period than the answer's: “Trong tuần 47” for week 46.


def other_times(heads: Sequence[Head], unit: str, period: Period) -> Iterator[tuple[Head, str]]:
    """Yield each title, with its head, that names another period of the form's unit, as no printed title does.

    Columns that are computed may speak of other periods.
    """
    for head in heads:
        printed = {plain(label) for label in _labels(head.section.spec.columns)}
        known = {time for label in printed for time in said_times(unit, label)}
        asked = [number for number, column in head.columns.items() if column.expression is None]
        for text in dict.fromkeys(text for number in asked for text in head.said.get(number, ())):
            said = set() if plain(text) in printed else said_times(unit, plain(text)) - known
            if said and not any(is_meant(unit, each, period) for each in said):
                yield head, text


def _labels(columns: Sequence[FormColumn]) -> Iterator[str]:
    for column in columns:
        yield column.label or ""
        yield from _labels(column.columns)


# The words under a table as they were filled in: the counts and sums that they state, compared with its rows.

_TAG = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_FIGURE = re.compile(r"\s*((?:count|sum)\(.*\))\s*(?:\|\s*tien\s*)?", re.DOTALL)
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")


@lru_cache(maxsize=512)
def _pattern(closing: str) -> tuple[re.Pattern[str], tuple[Expression | None, ...]]:
    """Return how closing words read with anything in their places, and the expression of each place; None for words."""
    pieces = _TAG.split(closing)
    texts = [r"\s*".join(map(re.escape, plain(piece).split())) for piece in pieces[::2]]
    figures = (_FIGURE.fullmatch(piece) for piece in pieces[1::2])
    return re.compile(r"\s*(.{0,80}?)\s*".join(texts)), tuple(parse(each[1]) if each else None for each in figures)


def closing_differs(closing: str, scope: Scope, cells: Iterable[TextCell]) -> Iterator[Problem]:
    """Tell of figures in the closing words that are not those of the rows. `scope`: the names of the section."""
    try:
        pattern, expressions = _pattern(closing)
    except ExpressionError:
        return
    for cell in cells:
        match = pattern.search(plain(cell.text))
        for said, expression in zip(match.groups() if match else (), expressions, strict=False):
            if expression is None or _NUMBER.fullmatch(said) is None:
                continue
            try:
                ours = as_number(expression.evaluate(scope))
            except (ExpressionError, KeyError):
                continue
            if ours is not None and ours != int(said.replace(".", "")):
                message = Message("closing-differs", said=said, computed=str(plain_number(ours)))
                yield Problem(message, cell.place, severity=Severity.WARNING)


# What no table of the form holds: other sheets, rows in tables without heads, people in paragraphs, pictures.


def other_parts(filled: GridFile, found: FoundForm, ours: set[int]) -> Iterator[Problem]:
    """Tell what no table of the form holds: other sheets, rows in tables without heads, people in paragraphs.

    `ours`: the grids that were read.
    """
    texts = texts_of(found.form)
    first = min((filled.grids.index(head.grid) for head in found.heads), default=0)
    for number, grid in enumerate(filled.grids):
        if id(grid) in ours or not grid.lines:
            continue
        if grid.form == "sheet" or (number > first and _has_rows(grid)):
            message = Message("sheet-other", count=len(grid.lines), words=_quoted(grid))
            yield Problem(message, grid.place(grid.lines[0].number), severity=Severity.WARNING)
    for text, behind in zip(filled.paragraphs, filled.behind, strict=False):
        known = texts.is_foot(text) or texts.is_beside(text) or parse_form_id(text) is not None
        if behind > first and _is_like_data(text) and not known:
            message = Message("text-beside", words=presentable(text, 120))
            yield Problem(message, Place(filled.file), severity=Severity.WARNING)


def pictures(filled: GridFile, empty: Sequence[str]) -> Iterator[Problem]:
    """Tell of a picture outside tables where a table is empty: it may be a picture of it; else it is a seal, a logo."""
    if filled.pictures and empty:
        yield Problem(Message("picture.picture"), Place(filled.file), severity=Severity.WARNING)


def _has_rows(grid: Grid) -> bool:
    return any(_is_like_data(cell.text) for line in grid.lines for cell in line.cells.values())


def _is_like_data(text: str) -> bool:
    """Whether a text outside tables may belong to a row: it holds a phone number, another long figure, or a person."""
    return (sum(char.isdigit() for char in text) >= 8 and not is_empty(text)) or begins_as_row(text)


def _quoted(grid: Grid) -> str:
    return presentable(" | ".join(cell.text for line in grid.lines[:2] for cell in line.cells.values()), 100)
