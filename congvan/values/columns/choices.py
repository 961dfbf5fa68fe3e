"""One of several: a choice among texts, yes or no, a mark in a cell."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from congvan.core.messages import Message
from congvan.core.text import did_you_mean, fold
from congvan.grids.grid import GridCell
from congvan.values.columns.base import ColumnOptions, Reading, State, Value, wrong

YES = frozenset(("co", "x", "true", "1", "dung", "yes", "v", "da co", "y", "c"))
NO = frozenset(
    ("khong", "false", "0", "sai", "no", "chua", "khong co", "khong phai", "chua co", "ko", "k", "n", "khong dung", "")
)
"""What means no, without marks and punctuation: a dash, dots and an empty box do."""
_TICKS = "×✓✔☑☒✗✘*"
_BLANK = re.compile(r"[\s.…·_\-–—‑]*")
_NOTHING = re.compile(r"[\s.…·_\-–—‑☐□○,;:!?'\"()]+")


def read_choice(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the choice that a text means, whatever its case and marks, with y for i: sỹ, sĩ."""
    exact = [choice for choice in options.choices if choice == cell.text.strip()]
    same = exact or _same(options.choices, _folded, cell.text)
    same = same or _same(options.choices, lambda text: _folded(text).replace("y", "i"), cell.text)
    if len(same) == 1:
        return Reading(same[0])
    remedy = did_you_mean(cell.text, options.choices) or Message(
        "value-choice.hint-choose-one", choices=", ".join(options.choices)
    )
    return wrong(Message("column-choice", text=cell.text), remedy)


def _same(choices: Sequence[str], key: Callable[[str], str], text: str) -> list[str]:
    return [choice for choice in choices if key(choice) == key(text)]


def read_yes_no(cell: GridCell, _options: ColumnOptions) -> Reading:
    """Return "true" or "false"."""
    said = _said(cell.text)
    if _BLANK.fullmatch(cell.text):
        return Reading()
    if said and "?" not in cell.text and (said in YES or said in NO):
        return Reading("true" if said in YES else "false")
    return wrong(Message("column-yes-no", text=cell.text))


def shown_yes_no(value: Value) -> Value:
    """Return Có or Không, as paper shows it; "" for ""."""
    return {"true": "Có", "false": "Không"}.get(str(value), "")


def read_mark(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return "x" for a mark or a yes, "" for a no; what may be either, "/", "như trên" or a title, is asked about."""
    said = _said(cell.text)
    if "?" in cell.text:
        return Reading("x", State.DOUBTFUL, Message("column-mark", text=cell.text))
    if said in NO:
        return Reading()
    if said in YES or (options.label and said == _said(options.label)):
        return Reading("x")
    return Reading("x", State.DOUBTFUL, Message("column-mark", text=cell.text))


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip()


def _said(text: str) -> str:
    """Return what a mark says: "x" for any tick, words without marks, case and punctuation."""
    if text.strip() and all(char in _TICKS for char in text.strip()):
        return "x"
    return _NOTHING.sub(" ", _folded(text)).strip()
