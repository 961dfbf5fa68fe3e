"""Read a born-digital PDF into grids: ruled tables by their lines, the text layer within them; no recognition of
pictures.

Why lines: the tables of forms are ruled, whoever printed them (this program, Word, LibreOffice), so a cell is the space
between lines and its text is what is there. A scan has no text layer and is none of this room's business.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from congvan.grids.cell_lines import CellLine, joined, joined_texts
from congvan.grids.grid import MOST_COLUMNS, MOST_ROWS, Grid, GridCell, GridFile, GridRow, MergedRange, SeenText
from congvan.lazy import NamedTuple, dataclass, pattern
from congvan.messages import Message
from congvan.problems import Place, Problem, Severity
from congvan.text import nfc

MOST_PAGES, MOST_CHARS, MOST_PATHS = 60, 60_000, 60_000
THICKEST = 3.0
"""Points: a filled or stroked shape no thicker is a line."""
NEAR = 3.0
"""Points within which ends of lines meet."""
LEAST_TEXT = 20
"""Characters of a text layer at least; a scan may bear a stamp of its program."""
_FORM_ID = pattern(r"(?<![\w/])(?!\d+/\d+/)[a-z0-9-]+/[a-z0-9-]+/[0-9]{1,4}(?:/[a-z0-9_]+=[a-z0-9-]+|/[a-z0-9-]+)*")
_NOT_PAINTED = 3
"""How letters are painted that are only there to be searched for."""
_WHITE = 243
"""Levels of red, green and blue from which letters are not seen on paper."""
_PAINTED = (3, 4)
"""Objects of a page that are pictures, and shadings."""
_BREAKING_HYPHEN = "\ufffe"
"""What the library has for a hyphen at the end of a line."""
_SIGNED = pattern(rb"/ByteRange\s*\[")


class _CutBox(NamedTuple):
    left: float
    bottom: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Whether a point is within the box."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def nearest(self, x: float, y: float) -> tuple[float, float]:
        """Return the point within the box that is nearest to a point, not on its border."""
        return _within(x, self.left, self.right), _within(y, self.bottom, self.top)


def _within(value: float, low: float, high: float) -> float:
    edge = min(1.0, (high - low) / 2)
    return min(max(value, low + edge), high - edge)


class _Char(NamedTuple):
    """A character, its box, and that of the part of the page which shows it, where it is cut at its cell."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    shown_in: _CutBox | None = None
    unseen: bool = False  # white, on paper that is white

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2

    @property
    def place(self) -> tuple[float, float]:
        """The point that tells its cell: of text too long for its cell, which is cut at its border, one inside."""
        return self.middle if self.shown_in is None else self.shown_in.nearest(*self.middle)


class _RuledLine(NamedTuple):
    """A ruled line: its place across the page, and from where to where it goes."""

    at: float
    begin: float
    end: float


@dataclass(slots=True)
class _Ruled:
    """A table: the places of its lines, and the lines."""

    xs: list[float]
    ys: list[float]  # from top to bottom
    across: list[_RuledLine]
    down: list[_RuledLine]
    chars: list[_Char] = field(default_factory=list)

    def holds(self, char: _Char) -> bool:
        x, y = char.place
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]


def read(data: bytes, name: str) -> GridFile | None:
    """Return the tables and paragraphs of a PDF with a text layer; None for one without, or that can't be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return None
    try:
        returned = GridFile(name, signed=_SIGNED.search(data) is not None)
        size = 0
        for number in range(min(len(document), MOST_PAGES)):
            size += _page(document[number], returned)
        return returned if size >= LEAST_TEXT and returned.grids else None
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def _page(page: Any, returned: GridFile) -> int:
    """Add the tables and paragraphs of a page; return how many characters it has."""
    chars = list(_chars(page))
    across, down = _rules(page)
    tables = _tables(across, down)
    outside: list[_Char] = []
    for char in chars:
        table = next((each for each in tables if each.holds(char)), None)
        (table.chars if table is not None else outside).append(char)
    blocks: list[tuple[float, _Ruled | str]] = [(table.ys[0], table) for table in tables]
    for line in _lines(outside):
        blocks.append((line[0].top, _text(line)))
        if any(char.unseen for char in line):
            message = Message("text-unseen", text=_text(line)[:80])
            returned.problems.append(Problem(message, Place(returned.file), severity=Severity.WARNING))
    for _top, block in sorted(blocks, key=lambda each: -each[0]):
        if isinstance(block, str):
            if not returned.form_id and (found := _FORM_ID.search(block)):
                returned.form_id = found[0]
            returned.paragraphs.append(block[:2_000])
            returned.behind.append(len(returned.grids))
        else:
            returned.grids.append(_grid(block, returned.file, len(returned.grids) + 1))
    return len(chars)


def _chars(page: Any) -> Iterator[_Char]:
    text = page.get_textpage()
    known: dict[int, tuple[_CutBox | None, bool]] = {}
    dark: list[_CutBox] | None = None
    for number in range(min(text.count_chars(), MOST_CHARS)):
        char = text.get_text_range(number, 1).replace(_BREAKING_HYPHEN, "-")
        left, bottom, right, top = text.get_charbox(number, loose=True)
        if char.strip() and right >= left and top >= bottom:
            box, white = _look(text, number, known)
            made = _Char(char, left, bottom, right, top, box)
            if white:
                dark = _dark_boxes(page) if dark is None else dark
                made = made._replace(unseen=not any(each.holds(*made.middle) for each in dark))
            yield made


def _look(text: Any, number: int, known: dict[int, tuple[_CutBox | None, bool]]) -> tuple[_CutBox | None, bool]:
    """Return the box to which the object of a character is cut, None where it is shown as a whole; and whether it is
    white, or not painted. `known`: of the objects before.

    Why: a spreadsheet cuts text that is too long at its cell, but the text layer still holds it, over other rows.
    """
    from pypdfium2 import raw

    found = raw.FPDFText_GetTextObject(text.raw, number)
    if not found:
        return None, False
    at = ctypes.addressof(found.contents)
    if at not in known:
        white = raw.FPDFTextObj_GetTextRenderMode(found) == _NOT_PAINTED or _is_white(raw, found)
        known[at] = _clip(raw, raw.FPDFPageObj_GetClipPath(found)), white
    return known[at]


def _is_white(raw: Any, painted: Any) -> bool:
    """Whether an object is filled with the colour of paper."""
    levels = [ctypes.c_uint() for _ in range(4)]
    return bool(raw.FPDFPageObj_GetFillColor(painted, *levels)) and all(each.value >= _WHITE for each in levels[:3])


def _dark_boxes(page: Any) -> list[_CutBox]:
    """Return the areas of a page on which white letters are seen: filled with another colour, or a picture."""
    from pypdfium2 import raw

    boxes = []
    for number, each in enumerate(page.get_objects(max_depth=3)):
        if number > MOST_PATHS:
            break
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        filled = each.type == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_GetDrawMode(each.raw, mode, stroke) and mode.value
        if each.type in _PAINTED or (filled and not _is_white(raw, each.raw)):
            boxes.append(_CutBox(*each.get_bounds()))
    return boxes


def _clip(raw: Any, clip: Any) -> _CutBox | None:
    """Return the box that the paths of a clip have in common."""
    boxes = []
    for path in range(max(raw.FPDFClipPath_CountPaths(clip), 0)):
        points = []
        for number in range(raw.FPDFClipPath_CountPathSegments(clip, path)):
            x, y = ctypes.c_float(), ctypes.c_float()
            if raw.FPDFPathSegment_GetPoint(raw.FPDFClipPath_GetPathSegment(clip, path, number), x, y):
                points.append((x.value, y.value))
        if points:
            xs, ys = zip(*points, strict=True)
            boxes.append(_CutBox(min(xs), min(ys), max(xs), max(ys)))
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    box = _CutBox(max(lefts), max(bottoms), min(rights), min(tops))
    return box if box.left < box.right and box.bottom < box.top else None


def _rules(page: Any) -> tuple[list[_RuledLine], list[_RuledLine]]:
    """Return the lines across and down a page: strokes, thin filled shapes, and the sides of boxes."""
    across: list[_RuledLine] = []
    down: list[_RuledLine] = []
    for number, each in enumerate(page.get_objects(max_depth=3)):
        if number > MOST_PATHS:
            break
        if each.type != 2:  # a path
            continue
        left, bottom, right, top = each.get_bounds()
        width, height = right - left, top - bottom
        if height <= THICKEST < width:
            across.append(_RuledLine((bottom + top) / 2, left, right))
        elif width <= THICKEST < height:
            down.append(_RuledLine((left + right) / 2, bottom, top))
    return across, down


def _tables(across: Sequence[_RuledLine], down: Sequence[_RuledLine]) -> list[_Ruled]:
    """Return the tables that lines form: those that touch one another, with at least two lines each way."""
    rules = [(rule, True) for rule in across] + [(rule, False) for rule in down]
    parent = list(range(len(rules)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    for first in range(len(across)):
        for second in range(len(across), len(rules)):
            if _touch(rules[first][0], rules[second][0]):
                parent[root(first)] = root(second)
    groups: dict[int, list[tuple[_RuledLine, bool]]] = {}
    for number, rule in enumerate(rules):
        groups.setdefault(root(number), []).append(rule)
    tables = []
    for group in groups.values():
        lying = [rule for rule, flat in group if flat]
        standing = [rule for rule, flat in group if not flat]
        ys, xs = _places(rule.at for rule in lying), _places(rule.at for rule in standing)
        if len(ys) > 1 and len(xs) > 1:
            tables.append(_Ruled(xs[: MOST_COLUMNS + 1], ys[::-1][: MOST_ROWS + 1], lying, standing))
    return sorted(tables, key=lambda table: -table.ys[0])


def _touch(flat: _RuledLine, upright: _RuledLine) -> bool:
    return flat.begin - NEAR <= upright.at <= flat.end + NEAR and upright.begin - NEAR <= flat.at <= upright.end + NEAR


def _places(values: Iterator[float] | Any) -> list[float]:
    """Return places in order, those of one double line as one."""
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > NEAR:
            places.append(value)
    return places


def _grid(table: _Ruled, file: str, index: int) -> Grid:
    """Return a table as a grid; cells without a line between them are one."""
    grid = Grid(file, form="table", index=index)
    by_cell: dict[tuple[int, int], list[_Char]] = {}
    for char in table.chars:
        x, y = char.place
        row = sum(1 for place in table.ys[1:-1] if y < place) + 1
        column = sum(1 for place in table.xs[1:-1] if x > place) + 1
        by_cell.setdefault((row, column), []).append(char)
    margin = _margin(table, by_cell)
    for row in range(1, len(table.ys)):
        line = GridRow(row)
        column = 1
        while column < len(table.xs):
            last = column
            while last + 1 < len(table.xs) and not _ruled_between(table, row, last):
                last += 1
            chars = [char for each in range(column, last + 1) for char in by_cell.get((row, each), ())]
            if last > column:
                grid.merges.append(MergedRange(row, column, row, last))
            if chars:
                line.cells[column] = _cell(chars, table.xs[last] - table.xs[column - 1] - 2 * margin)
            column = last + 1
        grid.add(line)
    _merge_down(table, grid)
    return grid


def _margin(table: _Ruled, by_cell: Mapping[tuple[int, int], Sequence[_Char]]) -> float:
    """Return the space between the lines of a table and its text: the least that a cell has at its left."""
    found = (min(char.left for char in chars) - table.xs[column - 1] for (_row, column), chars in by_cell.items())
    return min((each for each in found if each >= 0), default=0.0) if by_cell else 0.0


def _cell(chars: Sequence[_Char], room: float) -> GridCell:
    """Return a cell. `room`: the width that its lines may take."""
    seen = [char for char in chars if not char.unseen]
    lines = [
        CellLine(_text(each), each[-1].right - each[0].left, each[0].right - each[0].left) for each in _lines(chars)
    ]
    text, whole = joined(lines, room)
    shown = SeenText(joined_texts(map(_text, _lines(seen)))) if seen != chars else None
    return GridCell(text, shown=shown, whole=whole)


def _ruled_between(table: _Ruled, row: int, column: int) -> bool:
    """Whether a line is at the right of a cell."""
    at, middle = table.xs[column], (table.ys[row - 1] + table.ys[row]) / 2
    return any(abs(rule.at - at) <= NEAR and rule.begin <= middle <= rule.end for rule in table.down)


def _merge_down(table: _Ruled, grid: Grid) -> None:
    """Make cells that go over several rows one: those without a line between them and the one below."""
    for column in range(1, len(table.xs)):
        middle = (table.xs[column - 1] + table.xs[column]) / 2
        top = 1
        for row in range(1, len(table.ys) - 1):
            at = table.ys[row]
            if any(abs(rule.at - at) <= NEAR and rule.begin <= middle <= rule.end for rule in table.across):
                _made_one(grid, MergedRange(top, column, row, column))
                top = row + 1
        _made_one(grid, MergedRange(top, column, len(table.ys) - 1, column))


def _made_one(grid: Grid, merged: MergedRange) -> None:
    """Give the uppermost row of a cell all its text, which is in its middle, above and below a line of others."""
    if merged.bottom == merged.top:
        return
    grid.merges.append(merged)
    lines = [line for line in grid.lines if merged.top <= line.number <= merged.bottom and merged.left in line.cells]
    cells = [line.cells.pop(merged.left) for line in lines]
    texts = [cell.text for cell in cells]
    first = next((line for line in grid.lines if line.number >= merged.top), None)
    if first is None or not texts:
        return
    if first.number > merged.top:  # an empty row, which was left out
        first = GridRow(merged.top)
        grid.lines.insert(next(n for n, line in enumerate(grid.lines) if line.number > merged.top), first)
    seen = [cell.text if cell.shown is None else cell.shown.text for cell in cells]
    first.cells[merged.left] = GridCell(
        joined_texts(texts), shown=SeenText(joined_texts(seen)) if seen != texts else None
    )


def _lines(chars: Sequence[_Char]) -> list[list[_Char]]:
    """Return characters as lines, from top to bottom, each from left to right."""
    lines: list[list[_Char]] = []
    for char in sorted(chars, key=lambda each: (-each.middle[1], each.left)):
        height = max(char.top - char.bottom, 4.0)
        if lines and abs(_level(lines[-1]) - _foot(char)) < 0.5 * height:
            lines[-1].append(char)
        else:
            lines.append([char])
    return [sorted(line, key=lambda each: each.left) for line in lines]


def _level(line: Sequence[_Char]) -> float:
    return sum(map(_foot, line)) / len(line)


def _foot(char: _Char) -> float:
    return char.middle[1]


def _text(line: Sequence[_Char]) -> str:
    """Return the text of a line; a gap wider than a quarter of its height is a space."""
    pieces: list[str] = []
    before: _Char | None = None
    height = max((char.top - char.bottom for char in line), default=10.0)
    for char in line:
        if before is not None and char.left - before.right > 0.12 * height:
            pieces.append(" ")
        pieces.append(char.text)
        before = char
    return nfc("".join(pieces)).strip()
