"""What is told of the tables of a laid-out document: where a page ends within one that word processors divide
otherwise, or near one beside footnotes, which texts rows of exact height cut off, and numbers alone in their line.

Why here and not when the template is read: where pages end, and how long texts are, its records decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from congvan.formats.pdf.engine.page_ends import length_of
from congvan.formats.pdf.engine.split_cells import is_ruled_off
from congvan.formats.pdf.footnotes.moved_notes import moved_notes
from congvan.formats.pdf.layout_record import LayoutNote

_EXACT, _WHOLE, _BELOW = "__exact", "__whole", "__below"  # as WeasyPrint names the custom properties
_JOINED = "__joined"  # rows in which all cells go on, as one
_SPARE = 1.0  # pixels by which a line may be below its row
_NOISE = 1e-3
_ROUNDED = 2  # digits of the width of a rule
_NEAR = 2  # blocks behind and before the end of a page
_APART = ("middle", "bottom")  # of cells: not at the top

TablePart = tuple[int, Any]
"""The number of a page, from 1, and the part of a table on it."""


def layout_notes(document: Any) -> list[LayoutNote]:
    """Return what is told of the tables of a document, of each table one of a kind: the first, and of its footnotes."""
    found: dict[tuple[str, int], LayoutNote] = {}
    bottoms = [page._page_box.content_box_y() + page._page_box.height for page in document.pages]
    for number, (element, on_pages) in enumerate(tables_of(document).items(), 1):
        rows: dict[Any, int] = {}
        for code, page, row in _notes_of(on_pages, bottoms):
            rows = rows or {each: n for n, each in enumerate(_row_elements(element), 1)}
            note = LayoutNote(code, page, number, rows.get(row.element, 0))
            found.setdefault((code, number), note)
    return [*found.values(), *_in_margins(document), *_beside_notes(document), *moved_notes(document)]


def _in_margins(document: Any) -> Iterator[LayoutNote]:
    """Yield what is told of tables in headers and footers: the first one of each kind."""
    for code, is_told in (("cut", _is_cut_off), ("numbered", has_lone_number)):
        pages = ((number, _margin_rows(page._page_box)) for number, page in enumerate(document.pages, 1))
        first = next((number for number, rows in pages if any(map(is_told, rows))), 0)
        if first:
            yield LayoutNote(code, first, 0, 0)


def _beside_notes(document: Any) -> Iterator[LayoutNote]:
    """Yield the first end of a page that is near a table, and the first one of a page with several sections, beside
    footnotes.

    Why: LibreOffice lays such pages out several times, and what a note has moved once may stay where it is.
    """
    noted = [_has_notes(page) for page in document.pages]
    if not any(noted):
        return
    numbers = {element: number for number, element in enumerate(tables_of(document), 1)}
    pages = [list(_blocks_of(page._page_box)) for page in document.pages]
    found: dict[str, LayoutNote] = {}
    for number, (above, below) in enumerate(pairwise(pages), 1):
        if noted[number - 1] or noted[number]:
            near = [element for element, _part in (*above[-_NEAR:], *below[:_NEAR]) if element in numbers]
            if near:
                found.setdefault("noted", LayoutNote("noted", number, numbers[near[0]], 0))
            if len({part for _element, part in above}) > 1:
                found.setdefault("section", LayoutNote("section", number, 0, 0))
    yield from found.values()


def _has_notes(page: Any) -> bool:
    return any(_is_area(child) and child.children for child in page._page_box.children)


def _is_area(box: Any) -> bool:
    """Whether a box is that of the notes of a page."""
    return type(box).__name__ == "FootnoteAreaBox"


def _blocks_of(box: Any, part: Any = None) -> Iterator[tuple[Any, Any]]:
    """Yield the elements of the paragraphs and tables of a page outside its margins and notes, in order, each with that
    of its section.
    """
    for child in getattr(box, "children", ()):
        if hasattr(child, "at_keyword") or _is_area(child):
            continue
        if hasattr(child, "skip_cell_border_top") or any(hasattr(each, "block_ellipsis") for each in child.children):
            yield child.element, part
        else:
            is_part = child.element is not None and child.element.get("data-role") == "part"
            yield from _blocks_of(child, child.element if is_part else part)


def tables_of(document: Any) -> dict[Any, list[TablePart]]:
    """Return the tables of a document, as they come, with their parts on pages."""
    parts: dict[Any, list[TablePart]] = {}
    for number, page in enumerate(document.pages, 1):
        for table in _tables_of(page._page_box):
            parts.setdefault(table.element, []).append((number, table))
    return parts


def _tables_of(box: Any) -> Iterator[Any]:
    """Yield the tables of a page outside its margins, in order."""
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


def _notes_of(parts: Sequence[TablePart], bottoms: Sequence[float]) -> Iterator[tuple[str, int, Any]]:
    """Yield the code of each note of a table, its page and its row; `bottoms`: where the text of each page ends."""
    for page, part in parts:
        for row in _rows(part):
            if _is_cut_off(row):
                yield "cut", page, row
            if has_lone_number(row):
                yield "numbered", page, row
    for (page, part), (_next, following) in pairwise(parts):
        above, below = _rows(part), _rows(following)
        if not above or not below:
            continue
        last = above[-1]
        if last.style["break_after"] == "avoid":
            yield "kept", page, last
        repeats = part.children[0].is_header, following.children[0].is_header
        uneven = _is_uneven(part, above, below) or _lacks_space(last, below[0], bottoms[page - 1])
        divides = _divides_lines(last, below[0]) or _divides_aligned(last, below[0])
        divides |= any(length_of(row.style, _JOINED) for row in (last, below[0]))
        divides |= _leaves_line(last, below[0], bottoms[page - 1])
        divides |= _leaves_table(last, below[0], bottoms[page - 1]) or _leaves_last(last, below[0], bottoms[page - 1])
        if uneven or repeats == (True, False) or _divides_spans(above, below) or divides:
            yield "divided", page, last


def _rows(part: Any) -> list[Any]:
    """Return the rows of a part of a table, without those that are repeated."""
    return [row for group in part.children if not (group.is_header or group.is_footer) for row in group.children]


def _is_cut_off(row: Any) -> bool:
    return (bool(length_of(row.style, _EXACT)) and is_cut(row)) or any(map(_runs_over, row.children))


def _runs_over(cell: Any) -> bool:
    """Whether a cell over several rows has text below the last one, which is of exact height then."""
    foot = cell.position_y + cell.border_height() + _SPARE
    return cell.rowspan > 1 and any(
        line.position_y + line.baseline > foot and _has_text(line) for line in _lines_of(cell)
    )


def has_lone_number(box: Any) -> bool:
    """Whether a numbered paragraph has its text below its number, in a cell too narrow for the first word:
    LibreOffice cuts the word beside the number."""
    lines = box.children
    if lines and _is_line(lines[0]):
        return len(lines) > 1 and _is_lone_number(lines[0])
    return any(has_lone_number(child) for child in lines if hasattr(child, "children"))


def _is_lone_number(line: Any) -> bool:
    number, *others = line.children or (None,)
    is_label = number is not None and number.element is not None and number.element.get("data-role") == "Lbl"
    return is_label and not any(_has_text(each) or each.element_tag == "br" for each in others)


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


def _divides_spans(above: Sequence[Any], below: Sequence[Any]) -> bool:
    """Whether a cell over several rows goes on behind the last row that is aligned, of lines wider than single of which
    the last is not above the foot of that row, or over a row of a least or an exact height."""
    last = above[-1]
    is_split = last.element is below[0].element
    rests = {cell.element: cell for row in below for cell in row.children}
    for row in above:
        for cell in row.children:
            ends = row.index + cell.rowspan - 1
            if cell.rowspan > 1 and (ends > last.index or (ends == last.index and is_split)):
                over = (each for each in (*above, *below) if row.index <= each.index <= ends)
                if (
                    cell.style["vertical_align"] in _APART
                    or (_is_wide(cell) and not _ends_above(cell, rests.get(cell.element), last))
                    or any(each.style["height"] != "auto" for each in over)
                ):
                    return True
    return False


def _ends_above(cell: Any, rest: Any, last: Any) -> bool:
    """Whether the text of a cell ends above the foot of the last row of a page, and so does the space below it."""
    ends = max((line.position_y + line.height for line in _lines_of(cell)), default=0.0)
    return bool(
        ends and not any(_lines_of(rest)) and ends + cell.style["padding_bottom"].value < last.position_y + last.height
    )


def _divides_lines(last: Any, first: Any) -> bool:
    """Whether a row is split that has lines wider than single, in a cell of several paragraphs or beside a cell whose
    lines are of another height."""
    if last.element is not first.element or not any(map(_is_wide, last.children)):
        return False
    heights = {round(line.height, 1) for cell in last.children for line in list(_lines_of(cell))[:1]}
    return len(heights) > 1 or any(map(_has_paragraphs, last.children, first.children))


def _leaves_line(last: Any, first: Any, bottom: float) -> bool:
    """Whether a row of lines wider than single begins a page though the one before has room for the text of its first
    line, but not for all of the line: LibreOffice may split the row."""
    if last.element is first.element or length_of(first.style, _WHOLE):
        return False
    tops = [top for top in map(_first_text, first.children) if top]
    room = bottom - last.position_y - last.height
    if not any(below for _height, below in tops):
        return False
    under = max(cell.style["padding_bottom"].value + cell.border_bottom_width for cell in first.children) + _NOISE
    is_near = first.style["height"] != "auto" or room < max(height for height, _below in tops) + under
    return bool(is_near and max(height - below for height, below in tops) <= room)


def _leaves_table(last: Any, first: Any, bottom: float) -> bool:
    """Whether a row is split before a table in one of its cells of which the first line has room: LibreOffice may split
    that row, or the heading that it is."""
    if last.element is not first.element:
        return False
    for cell, rest in zip(last.children, first.children, strict=False):
        begun = rest.children[0] if rest.children else rest
        if not begun.is_table_wrapper or any(each.element is begun.element for each in cell.children):
            continue
        row = begun.get_wrapped_table().children[0].children[0]
        heights = [top[0] for top in map(_first_text, row.children) if top]
        room = bottom - max((line.position_y + line.height for line in _lines_of(cell)), default=cell.position_y)
        if heights and max(heights) <= room and not length_of(row.style, _WHOLE):
            return True
    return False


def _leaves_last(last: Any, first: Any, bottom: float) -> bool:
    """Whether a row is split before the last line of a paragraph of which the text has room, and a cell behind it is as
    high: LibreOffice may leave the line, or move the whole row."""
    if last.element is not first.element:
        return False
    ends = [max((line.position_y + line.height for line in _lines_of(cell)), default=0.0) for cell in last.children]
    for n, (cell, rest) in enumerate(zip(last.children, first.children, strict=False)):
        lines, is_lower = list(_lines_of(rest)), any(end > ends[n] + _NOISE for end in ends[:n])
        if len(lines) != 1 or not ends[n] or is_lower or _has_paragraphs(cell, rest):
            continue
        text = lines[0].height - (_first_text(rest) or (0.0, 0.0))[1]
        room = bottom - ends[n] - cell.border_bottom_width + _NOISE
        if text <= room and any(end >= ends[n] - _NOISE for end in ends[n + 1 :]):
            return True
    return False


def _first_text(cell: Any) -> tuple[float, float] | None:
    """Return the height of the first line of a cell with what is above it, and what the line has below its text."""
    box = cell
    while box.children and not _is_line(box.children[0]) and hasattr(box.children[0], "children"):
        box = box.children[0]
    if not box.children or not _is_line(box.children[0]):
        return None
    line = box.children[0]
    return line.position_y + line.height - cell.position_y, length_of(box.style, _BELOW)


def _has_paragraphs(cell: Any, rest: Any) -> bool:
    """Whether a cell that is split holds several paragraphs."""
    blocks = {child.element for child in (*cell.children, *rest.children) if not _is_line(child)}
    return len(blocks) > 1


def _divides_aligned(last: Any, first: Any) -> bool:
    """Whether a row is split that has a table in one of its cells, and one that is not at the top."""
    if last.element is not first.element:
        return False
    holds = any(hasattr(child, "skip_cell_border_top") for row in (last, first) for child in row.descendants())
    return holds and any(cell.style["vertical_align"] in _APART for cell in last.children)


def _lacks_space(last: Any, first: Any, bottom: float) -> bool:
    """Whether a row is split between two paragraphs of a cell where the page has no room for the space between them:
    LibreOffice may take the first one to the next page too, or leave a line above the rest."""
    if last.element is not first.element:
        return False
    for cell, rest in zip(last.children, first.children, strict=False):
        if not cell.children or not rest.children or cell.children[-1].element is rest.children[0].element:
            continue
        ends = [line.position_y + line.height for line in _lines_of(cell)]
        after = _space(cell.children[-1], "margin_bottom")
        space = max(after, _space(rest.children[0], "margin_top"))
        room = bottom - cell.border_bottom_width - cell.padding_bottom + _NOISE
        if ends and after and max(ends) + space > room:
            return True
    return False


def _space(box: Any, side: str) -> float:
    """Return the space above or below a paragraph in pixels."""
    size = box.style[side]
    return 0.0 if size == "auto" else float(size.value)


def _is_wide(box: Any) -> bool:
    """Whether a cell has lines wider than single."""
    if length_of(box.style, _BELOW) > 0:
        return True
    return any(hasattr(child, "children") and _is_wide(child) for child in box.children if hasattr(child, "style"))


def _is_uneven(part: Any, above: Sequence[Any], below: Sequence[Any]) -> bool:
    """Whether there are rules of several widths where a page ends: below its last row, above it if it is split, above
    the next one, below the heading that is repeated, which has there what the row asks for that follows it."""
    last, head = above[-1], part.children[0]
    first = last.index - (last.element is below[0].element)
    ended = [cell for row in above for cell in row.children if row.index + cell.rowspan - 1 >= first]
    heads = head.children[-1].children if head.is_header else []
    rules = [*((cell, "bottom") for cell in (*ended, *heads)), *((cell, "top") for cell in below[0].children)]
    widths = {cell.style[f"border_{side}_width"] for cell, side in rules} | {
        2 * cell.border_bottom_width for cell in heads
    }
    return len({round(each, _ROUNDED) for each in widths} - {0}) > 1


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
