"""Read a CSV or TSV file into one grid, with any separator and encoding that spreadsheets write."""

from __future__ import annotations

import csv
import io

from congvan.messages import Message
from congvan.problems import Place, Problem
from congvan.returns.files.intake import refuse
from congvan.returns.files.sheet import (
    LONGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    ReturnedCell,
    ReturnedFile,
    ReturnedGrid,
    ReturnedRow,
)
from congvan.text import nfc

SEPARATORS = ",;\t|"
FORMULA = ("=", "@")


def read(data: bytes, name: str) -> ReturnedFile:
    """Return the lines of a CSV or TSV file; formulas are marked, never computed."""
    text = _decoded(data, name)
    separator = max(SEPARATORS, key=lambda mark: sum(line.count(mark) for line in text.splitlines()[:HEAD]))
    grid = ReturnedGrid(name, form="lines")
    returned = ReturnedFile(name, grids=[grid])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    previous_limit = csv.field_size_limit(LONGEST)
    try:
        while True:
            number = reader.line_num + 1
            try:
                values = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                returned.problems.append(Problem(Message("line-damaged", why=error), Place(name, line=number)))
                break
            line = ReturnedRow(number)
            for column, value in enumerate(values[:MOST_COLUMNS], 1):
                value = nfc(value).strip()
                if value:
                    line.cells[column] = ReturnedCell(value, "formula" if value.startswith(FORMULA) else "text")
            if line.cells:
                grid.lines.append(line)
            if len(grid.lines) >= MOST_ROWS:
                returned.problems.append(Problem(Message("rows-many.file", count=MOST_ROWS), Place(name, line=number)))
                break
    finally:
        csv.field_size_limit(previous_limit)
    return returned


HEAD = 60


def _decoded(data: bytes, name: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise refuse(Message("file-encoding", at=error.start), name) from error
    if "\0" in text:
        raise refuse(Message("file-kind.text"), name)
    return text
