"""Find the text of a laid-out document that no page shows: in rows of exact height, in footnotes longer than a page.

Why here and not when the template is read: how long texts are, its records decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from congvan.core.messages import Message
from congvan.core.problems import Place, Problem, ProblemsFound
from congvan.formats.pdf.layout_record import ClippedRow
from congvan.formats.pdf.patches.page_ends import length_of
from congvan.formats.pdf.patches.split_cells import is_ruled_off

_EXACT = "__exact"  # as WeasyPrint names the custom property
_SPARE = 1.0  # pixels by which a line may be below its row


def cut_rows(document: Any) -> list[ClippedRow]:
    """Return the first row of each table that cuts off text, and the first one of headers and footers."""
    found: dict[int, ClippedRow] = {}
    numbers = {element: number for number, element in enumerate(table_elements(document), 1)}
    for page, each in enumerate(document.pages, 1):
        for table in _tables_of(each._page_box):
            if row := next(filter(_is_cut_off, _rows(table)), None):
                number = numbers[table.element]
                found.setdefault(
                    number, ClippedRow(page, number, list(_row_elements(table.element)).index(row.element) + 1)
                )
        if any(map(_is_cut_off, _margin_rows(each._page_box))):
            found.setdefault(0, ClippedRow(page, 0, 0))
    return list(found.values())


def check_footnotes(document: Any, name: str) -> None:
    """Raise ProblemsFound where the footnotes of a page are longer than it: their first lines would be above it."""
    long = []
    for number, page in enumerate(document.pages, 1):
        top = page._page_box.content_box_y() - _SPARE
        areas = (each for each in page._page_box.children if type(each).__name__ == "FootnoteAreaBox")
        if any(line.position_y < top for area in areas for line in _lines_of(area)):
            long.append(Problem(Message("footnote-too-long", page=number), Place(name)))
    if long:
        raise ProblemsFound(long)


def table_elements(document: Any) -> list[Any]:
    """Return the elements of the tables of a document, in order."""
    return list(dict.fromkeys(table.element for page in document.pages for table in _tables_of(page._page_box)))


def is_cut(row: Any) -> bool:
    """Whether a row of exact height has no room for the text of one of its cells."""
    for cell in row.children:
        for box in cell.children:
            if box.style["overflow"] != "hidden":
                continue
            foot = box.content_box_y() + box.height + _SPARE
            for line in _lines_of(box):
                if line.position_y + line.baseline > foot and _has_text(line):
                    return True
    return False


def _is_cut_off(row: Any) -> bool:
    return bool(length_of(row.style, _EXACT)) and is_cut(row)


def _tables_of(box: Any) -> Iterator[Any]:
    """Yield the tables of a page, or of a box, outside its margins, in order."""
    for child in getattr(box, "children", ()):
        if hasattr(child, "at_keyword") or _is_line(child):  # the box of a margin
            continue
        if hasattr(child, "skip_cell_border_top") and is_ruled_off(child):
            yield child
        yield from _tables_of(child)


def _margin_rows(page: Any) -> Iterator[Any]:
    for margin in page.children:
        if hasattr(margin, "at_keyword"):
            yield from _rows_in(margin)


def _rows_in(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if hasattr(child, "skip_cell_border_top"):
            yield from (row for group in child.children for row in group.children)
        if not _is_line(child):
            yield from _rows_in(child)


def _row_elements(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody"):
            yield from child


def _rows(part: Any) -> Iterator[Any]:
    """Yield the rows of a part of a table, without those that are repeated."""
    return (row for group in part.children if not (group.is_header or group.is_footer) for row in group.children)


def _is_line(box: Any) -> bool:
    return hasattr(box, "block_ellipsis")


def _lines_of(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if _is_line(child):
            yield child
        else:
            yield from _lines_of(child)


def _has_text(box: Any) -> bool:
    if hasattr(box, "text"):
        return bool(box.text.strip())
    return any(map(_has_text, getattr(box, "children", ())))
