"""Where something stands in a part of a DOCX, as its author counts: paragraph, or table, row, cell and paragraph."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from congvan.messages import Message

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TagLocation = tuple[int, ...]  # (paragraph,) or (table, row, cell) or (table, row, cell, paragraph), counted from 1


def location_message(location: TagLocation) -> Message | str:
    """Return the location in words; "" for the part as a whole."""
    if len(location) == 1:
        return Message("at.paragraph", paragraph=location[0])
    if len(location) < 3:
        return ""
    names = ("table", "row", "cell", "paragraph")
    return Message(
        "at.table-cell" if len(location) == 3 else "at.table-cell-paragraph", **dict(zip(names, location, strict=False))
    )


def nearest(element: Any, tag: str) -> Any:
    """Return the element itself or its nearest ancestor of this tag; None if there is none."""
    return element if element.tag == W + tag else next(element.iterancestors(W + tag), None)


class Locations:
    """The locations of the elements of one part. Text boxes and tables within tables count as they come."""

    def __init__(self, root: Any) -> None:
        self._root = root

    @cached_property
    def _tables(self) -> dict[Any, int]:
        return {table: number for number, table in enumerate(self._root.iter(W + "tbl"), 1)}

    @cached_property
    def _free(self) -> dict[Any, int]:
        """The paragraphs that stand in no cell, numbered."""
        free = (each for each in self._root.iter(W + "p") if nearest(each, "tc") is None)
        return {paragraph: number for number, paragraph in enumerate(free, 1)}

    def of(self, element: Any) -> TagLocation:
        """Return the location of an element: that of the paragraph or the cell in which it stands; else ()."""
        paragraph = nearest(element, "p")
        if paragraph is None:
            cell = nearest(element, "tc")
            return () if cell is None else self._in_cell(cell, None)
        cell = nearest(paragraph, "tc")
        return (self._free[paragraph],) if cell is None else self._in_cell(cell, paragraph)

    def _in_cell(self, cell: Any, paragraph: Any) -> TagLocation:
        row, table = nearest(cell, "tr"), nearest(cell, "tbl")
        if row is None or table is None:
            return ()
        rows = [each for each in table.iter(W + "tr") if nearest(each, "tbl") is table]
        cells = [each for each in row.iter(W + "tc") if nearest(each, "tr") is row]
        location = (self._tables[table], rows.index(row) + 1, cells.index(cell) + 1)
        own = list(cell.iter(W + "p"))
        return location if paragraph is None or len(own) < 2 else (*location, own.index(paragraph) + 1)
