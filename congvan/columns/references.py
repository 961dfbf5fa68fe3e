"""References: a cell names an entry of a list by its id, its name, or as it reads in a heading or a sentence."""

from __future__ import annotations

from congvan.columns.base import ColumnOptions, Reading, wrong
from congvan.grids.grid import GridCell
from congvan.messages import Message


def read_reference(cell: GridCell, options: ColumnOptions) -> Reading:
    """Return the id of the one entry that a text means."""
    text = cell.text.strip()
    found = options.find(text)
    if len(found) == 1:
        return Reading(found[0].id)
    if not found:
        return wrong(Message("column-reference.unknown", text=text), options.near(text))
    several = ", ".join(f"{each.name} ({each.id})" for each in found[:5])
    return wrong(Message("column-reference.several", text=text), Message("column-reference.hint-id", known=several))
