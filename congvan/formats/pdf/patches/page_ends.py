"""The ends of pages, as word processors have them.

The last line of a page may run into the margin with the space below its text, as `--below: 8pt` allows.

Why: of a line of several times the single height word processors want only the text on the page. CSS wants all of the
line there, so that a page of one and a half line spacing would often end a line earlier. A row that is kept whole is
on the page as a whole (`--whole: 1`). The heading of a table is above its rows though all of them are kept together.

Of paragraphs within one frame the first of a page begins it anew, with the rule above it and its distance
(`--frame: 1; --frame-rule: 1pt; --frame-space: 4pt`) in place of the space that it has below another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

_BELOW, _WHOLE = "__below", "__whole"  # as WeasyPrint names the custom properties
_FRAME, _FRAME_RULE, _FRAME_SPACE, _FRAME_FOOT = "__frame", "__frame_rule", "__frame_space", "__frame_foot"
_TABLES = ("table", "td", "th")
_PX_PER_PT = 4 / 3
_NOISE = 1e-5  # pixels: less than WeasyPrint itself takes for no room


class CellLayout(NamedTuple):
    """What WeasyPrint asks of the layout of a cell: the function that does it, with its arguments by their names."""

    lay_out: Callable[..., Any]
    context: Any
    bottom_space: float
    skip_stack: Any  # what of the cell is on pages before
    more: Mapping[str, Any]

    @property
    def foot(self) -> float:
        """Where the cell has to end."""
        return float(self.context.page_bottom - self.bottom_space)

    def of(self, box: Any) -> Any:
        """Lay out a cell."""
        return self.lay_out(self.context, box, self.bottom_space, self.skip_stack, **self.more)

    def less(self, room: float) -> CellLayout:
        """Return the same with less room."""
        return self._replace(bottom_space=self.bottom_space + room)

    def apart(self, **changed: Any) -> CellLayout:
        """Return the same for a trial: what is placed absolutely in it is not on the page."""
        return self._replace(more={**self.more, "absolute_boxes": [], "fixed_boxes": [], **changed})


def let_lines_end_pages() -> None:
    """Patch WeasyPrint to cut the space below the last line of a page."""
    from weasyprint.layout import block

    lines = block.iter_line_boxes

    def iter_line_boxes(
        context: Any, box: Any, top: float, bottom_space: float, skip: Any, containing: Any, *more: Any
    ) -> Iterator[tuple[Any, Any]]:
        below = length_of(containing.style, _BELOW)
        if below and length_of(containing.style, _WHOLE):
            below = 0.0
        foot = length_of(containing.style, _FRAME_FOOT)
        for line, resume_at in lines(context, box, top, bottom_space, skip, containing, *more):
            if below:
                ends = resume_at is None or containing.style["box_decoration_break"] == "clone"
                ending = containing.border_bottom_width + containing.padding_bottom if ends else 0.0
                over = line.position_y + line.height + ending - (context.page_bottom - bottom_space)
                if 0 < over <= below:
                    line.height -= over
                    containing.min_height = 0
                line.congvan_cut = min(max(over, 0), below)
                line.congvan_below = below - line.congvan_cut
            if foot and 0 < line.position_y + line.height + foot - (context.page_bottom - bottom_space) <= foot:
                line.height += foot  # it goes to the next page
            yield line, resume_at

    block.iter_line_boxes = iter_line_boxes


def begin_frames() -> None:
    """Have WeasyPrint begin the frame around paragraphs anew on each page, and count the margin below a block whose
    rules are closed there once."""
    from weasyprint.css import AnonymousStyle
    from weasyprint.layout import block

    lay_out = block.block_level_layout

    def block_level_layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool = True,
        *more: Any,
        **named: Any,
    ) -> Any:
        # a part of the paragraph without an element has its custom properties, but no frame of its own
        if page_is_empty and not isinstance(box.style, AnonymousStyle) and length_of(box.style, _FRAME):
            box = _begin_frame(box)
        if box.style["box_decoration_break"] == "clone" and box.element_tag not in _TABLES:
            bottom_space -= _space_below(box.style)
        return lay_out(context, box, bottom_space, skip_stack, containing_block, page_is_empty, *more, **named)

    block.block_level_layout = block_level_layout


def keep_headings() -> None:
    """Have WeasyPrint keep the heading of a table at the top of a page where its rows are kept with the next ones.

    Why: where it finds no place to end the page, it leaves the heading out, words and all, and tries again; word
    processors end the page behind the last row that has room.
    """
    from weasyprint.layout import block, table

    lay_out, find = block.table_layout, table._find_earlier_page_break
    at_top: list[bool] = []  # of the tables that are laid out, each in a cell of the one before

    def table_layout(
        context: Any,
        table: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool,
        *more: Any,
    ) -> Any:
        at_top.append(page_is_empty and bool(table.children) and table.children[0].is_header)
        try:
            return lay_out(context, table, bottom_space, skip_stack, containing_block, page_is_empty, *more)
        finally:
            at_top.pop()

    def find_earlier_page_break(context: Any, element: Any, index: int, before: Any, *more: Any) -> Any:
        found = find(context, element, index, before, *more)
        is_lost = found[1] is None and before and at_top[-1:] == [True]
        return (before, {index: None}) if is_lost else found

    block.table_layout, table._find_earlier_page_break = table_layout, find_earlier_page_break


def _space_below(style: Any) -> float:
    """Return the margin below a block whose rules are closed on each page: it may run over the foot of one, but
    WeasyPrint wants it there."""
    margin = style["margin_bottom"]
    return float(margin.value) if margin != "auto" and margin.unit == "px" else 0.0


def _begin_frame(box: Any) -> Any:
    """Return a paragraph of a frame as the first of its page."""
    box, style = box.copy(), box.style.copy()
    style["border_top_width"] = length_of(style, _FRAME_RULE)
    space = style["padding_top"]
    style["padding_top"] = type(space)(length_of(style, _FRAME_SPACE), "px")
    box.style = style
    return box


def length_of(style: Any, name: str) -> float:
    """Return the value of a custom property: a length in CSS pixels, a number as it is."""
    try:
        tokens = style[name]
    except KeyError:
        return 0.0
    for token in tokens or ():
        kind = getattr(token, "type", "")
        if kind in ("dimension", "number"):
            return float(token.value) * (_PX_PER_PT if kind == "dimension" else 1.0)
    return 0.0


def room_of_last(box: Any, cell: Any, resume_at: Any, skipped: Any, foot: float) -> float | None:
    """Return the room from the last line of the last paragraph of a cell to the foot of the page, where that is too
    little; None: it is enough, or something else is last there."""
    from weasyprint.formatting_structure import boxes

    last: Any = cell.children[-1] if len(box.children) > 1 and cell.children else None
    at, number = len(box.children) - 1, next(iter(resume_at)) if resume_at else None
    if type(last) is not boxes.BlockBox or last.index != at or number not in (None, at) or not last.children:
        return None
    line, is_rest = last.children[-1], bool(skipped) and bool(skipped.get(at))
    if not isinstance(line, boxes.LineBox):
        return None
    around = cell.padding_bottom + cell.border_bottom_width
    ends = line.position_y + line.height - getattr(line, "congvan_below", 0.0) + around
    if len(last.children) == 1 and not is_rest:
        wanted = ends + length_of(last.style, _BELOW) + last.style["margin_bottom"].value
    elif resume_at is None:
        wanted = cell.position_y + cell.border_height()
    else:
        return None
    return float(foot - ends) if wanted > foot + _NOISE and ends <= foot + _NOISE else None
