"""Text, names of people, e-mail addresses, and the running number that is counted anew."""

from __future__ import annotations

import re

from congvan.columns.base import ColumnOptions, Reading, State, wrong
from congvan.grids.grid import GridCell
from congvan.messages import Message

_TWO_NAMES = re.compile(r"[;\n/]|,.*\s\S+\s")
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def read_text(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return the text as typed; a number as the sheet shows it. What a spreadsheet made of a text is asked about."""
    if cell.kind in ("date", "yes-no", "error"):
        return wrong(Message(f"column-text.{cell.kind}", text=cell.text))
    return Reading(_shown(cell))


def _shown(cell: GridCell) -> str:
    """Return the text of a cell; a number without the digits that binary fractions leave behind."""
    if cell.kind != "number":
        return cell.text
    try:
        return f"{float(cell.text):.15g}"
    except ValueError:
        return cell.text


def read_name(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the name of a person or body; digits alone, or two names in one cell, are asked about."""
    found = read_text(cell, options)
    if found.state is State.WRONG:
        return found
    text = str(found.value)
    if not any(char.isalpha() for char in text):
        return wrong(Message("column-name.letters", text=text))
    if any(char.isdigit() for char in text):
        return Reading(text, State.DOUBTFUL, Message("column-name.digits", text=text))
    if _TWO_NAMES.search(text):
        return Reading(text, State.DOUBTFUL, Message("column-name.two", text=text))
    return Reading(" ".join(text.split()))


def read_email(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return an e-mail address as typed."""
    text = cell.text.strip()
    if not _EMAIL.fullmatch(text):
        which = "two" if text.count("@") > 1 else "form"
        return wrong(Message(f"column-email.{which}", text=text))
    return Reading(text)


def read_ordinal(_cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return nothing: rows are counted anew wherever they are printed."""
    return Reading()
