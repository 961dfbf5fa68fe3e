"""Read a CSV or TSV file into one grid, with any separator and encoding that spreadsheets write."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from congvan.core.messages import Message, foreign
from congvan.core.problems import Place, Problem, Severity
from congvan.core.text import nfc
from congvan.core.text.legacy_encodings import is_syllable, lost_letters
from congvan.grids.grid import (
    HEAD_LINES,
    LONGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    Grid,
    GridCell,
    GridFile,
    GridRow,
)
from congvan.grids.intake import refuse

SEPARATORS = ",;\t|"
FORMULA = ("=", "@")
WINDOWS = "cp1258"
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_WORD = re.compile(r"[^\W\d_]+")


def read(data: bytes, name: str, most: int = MOST_ROWS) -> GridFile:
    """Return the lines of a CSV or TSV file, at most so many; formulas are marked, never computed."""
    text, encoding = _decoded(data, name)
    separator = _separator(text.splitlines()[:HEAD_LINES])
    grid = Grid(name, form="lines", most=most)
    returned = GridFile(name, grids=[grid])
    if encoding == WINDOWS:
        message = Message("file-encoding.windows")
        returned.problems.append(Problem(message, Place(name), Message("file-encoding.hint"), Severity.WARNING))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    previous_limit = csv.field_size_limit(LONGEST)
    number = 1
    try:
        for values in reader:
            line = GridRow(number, width=len(values))
            if separator != ",":  # no decimal comma can have parted a cell: empty ones at the end are none
                line.width = max((n for n, value in enumerate(values, 1) if value.strip()), default=0)
            for column, value in enumerate(map(str.strip, map(nfc, values[:MOST_COLUMNS])), 1):
                if value:
                    line.cells[column] = GridCell(value, "formula" if value.startswith(FORMULA) else "text")
            if full := grid.add(line):
                returned.problems.append(full)
                break
            number = reader.line_num + 1
    except csv.Error as error:
        returned.problems.append(Problem(Message("line-damaged", why=foreign(error)), Place(name, line=number)))
    finally:
        csv.field_size_limit(previous_limit)
    return returned


def _separator(lines: Sequence[str]) -> str:
    """Return the mark that is in most lines, of several the one that is there most often.

    Why: a decimal comma, or a text with commas, is in some rows; what parts columns is in their titles too.
    """
    return max(
        SEPARATORS, key=lambda mark: (sum(mark in line for line in lines), sum(line.count(mark) for line in lines))
    )


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    """Return the text of a file and its encoding: Unicode, else that of Vietnamese Windows if it is a text in it."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text = "" if encoding == "utf-16" or _BINARY.search(data) else nfc(data.decode(WINDOWS, "replace"))
        if "\ufffd" in text or not _is_vietnamese(text):
            raise refuse(Message("file-encoding"), name) from error
        encoding = WINDOWS
    if "\0" in text:
        raise refuse(Message("file-kind.text"), name)
    if (encoding == WINDOWS or text.isascii()) and lost_letters(text) > 1:
        raise refuse(Message("file-encoding.lost"), name)
    return text, encoding


def _is_vietnamese(text: str) -> bool:
    """Whether most words with marks are syllables of Vietnamese."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return bool(words) and sum(map(is_syllable, words)) * 2 > len(words)
