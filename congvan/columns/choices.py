"""One of several: a choice among texts, yes or no, a mark in a cell."""

from __future__ import annotations

import re

from congvan.columns.base import ColumnOptions, Reading, State, Value, wrong
from congvan.grids.grid import GridCell
from congvan.messages import Message
from congvan.text import did_you_mean, fold

YES = frozenset(("co", "x", "true", "1", "dung", "yes", "v", "da co"))
NO = frozenset(("khong", "false", "0", "-", "sai", "no", "chua", "khong co", "khong phai", "chua co"))
_LONGEST_MARK = 12  # characters: what is longer is a remark and no mark


def read_choice(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the choice that a text means, whatever its case and marks."""
    wanted = _folded(cell.text)
    exact = [choice for choice in options.choices if choice == cell.text.strip()]
    same = exact or [choice for choice in options.choices if _folded(choice) == wanted]
    if len(same) == 1:
        return Reading(same[0])
    remedy = did_you_mean(cell.text, options.choices) or Message(
        "value-choice.hint-choose-one", choices=", ".join(options.choices)
    )
    return wrong(Message("column-choice", text=cell.text), remedy)


def read_yes_no(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return "true" or "false"."""
    said = _folded(cell.text)
    if said in YES or said in NO:
        return Reading("true" if said in YES else "false")
    return wrong(Message("column-yes-no", text=cell.text))


def shown_yes_no(value: Value) -> Value:
    """Return Có or Không, as paper shows it; "" for ""."""
    return {"true": "Có", "false": "Không"}.get(str(value), "")


def read_mark(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return "x" for any mark, "" for a no; words that are neither are asked about."""
    said = _folded(cell.text)
    if said in NO:
        return Reading()
    if said not in YES and len(said) > _LONGEST_MARK:
        return Reading("x", State.DOUBTFUL, Message("column-mark", text=cell.text))
    return Reading("x")


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()
