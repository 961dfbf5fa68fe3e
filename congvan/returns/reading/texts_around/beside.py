"""What no table of the form holds: other sheets, rows in tables without heads, people in paragraphs, pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from congvan.forms.keys import parse_form_id
from congvan.grids.grid import Grid, GridFile
from congvan.messages import Message
from congvan.problems import Place, Problem, Severity
from congvan.returns.reading.parts import FoundForm
from congvan.returns.reading.texts import texts_of
from congvan.returns.reading.words import begins_as_row, is_empty
from congvan.text import presentable


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
