"""Footnotes that are split over pages, as word processors have them (`--split: 1`).

A note takes what room there is below its line, goes on at the foot of the next page, and leaves a fifth of each page to
the text: of its height with header and footer (`--inner: 700pt`). Where nothing of it has room, its line goes to the
next page with it, unless notes of lines above are on the page and another line has room: then the note alone does. In
rows of tables (`--in-row: 1`) the note alone does always. Where there is less room than the space above the notes, they
do without that. The last line of a page of notes has no space below its text.
"""

from __future__ import annotations

from typing import Any

from congvan.formats.pdf.engine.page_ends import length_of

_SPLIT, _IN_ROW, _INNER = "__split", "__in_row", "__inner"  # as WeasyPrint names the custom properties
_OF_NOTES = "congvan_notes"  # of what the next page is: one of notes alone
_OF_TEXT = 1 / 5
"""What notes leave of a page to its text."""
_NOISE = 1e-3


class WaitingNotes(list[Any]):
    """Notes of a page, or those that wait for the next, false: WeasyPrint, which tests whether there are any, then
    neither moves them nor the lines of others."""

    def __bool__(self) -> bool:
        return False


def split_notes() -> None:
    """Have WeasyPrint split the notes that ask for it."""
    from weasyprint.layout import LayoutContext

    lay_out, take_out, report = (
        LayoutContext.layout_footnote,
        LayoutContext.unlayout_footnote,
        LayoutContext.report_footnote,
    )

    def layout_footnote(context: Any, note: Any) -> bool:
        if not _is_split(context, note):
            return bool(lay_out(context, note))
        context.footnotes.remove(note)
        _drop_marker(note)
        _leave_section(note)
        return _NoteArea(context).add(note)

    def unlayout_footnote(context: Any, note: Any) -> None:
        if not _is_split(context, note):
            take_out(context, note)
        elif note not in context.footnotes:
            context.footnotes.append(note)
            _NoteArea(context).remove(note)

    def report_footnote(context: Any, note: Any) -> None:
        if not _is_split(context, note):
            report(context, note)

    LayoutContext.layout_footnote = layout_footnote
    LayoutContext.unlayout_footnote = unlayout_footnote
    LayoutContext.report_footnote = report_footnote
    _carry_notes_on()


def _is_split(context: Any, note: Any) -> bool:
    return bool(length_of(note.style, _SPLIT)) and not context.in_column


class _NoteArea:
    """The notes of the page that is laid out."""

    def __init__(self, context: Any) -> None:
        self._context = context
        self._box = context.current_footnote_area
        self._foot = self._box.position_y  # of the page
        self._page = context.current_page
        if not isinstance(context.reported_footnotes, WaitingNotes):
            context.current_page_footnotes = WaitingNotes(context.current_page_footnotes)
            context.reported_footnotes = WaitingNotes(context.reported_footnotes)

    def add(self, note: Any) -> bool:
        """Add a note; returns whether its line goes to the next page."""
        context = self._context
        place = context.congvan_line
        kept = {} if place is not None else {page: at for page, at in _parts(note).items() if page <= self._page}
        note.congvan_from = kept
        if not list(context.reported_footnotes):
            context.current_page_footnotes.append(note)
            note.congvan_room = self._room(place)
            rest = self._lay_out()
            if rest is None or rest:
                self._let_line_end(place)
                if rest:
                    note.congvan_from[self._page + 1] = rest
                    context.reported_footnotes.append(note)
                return False
            context.current_page_footnotes.remove(note)
            self._lay_out()
        context.reported_footnotes.append(note)
        return place is not None and self._takes_line(*place)

    def remove(self, note: Any) -> None:
        """Take a note off the page."""
        context = self._context
        note.congvan_from = {}
        if note in context.reported_footnotes:
            context.reported_footnotes.remove(note)
        if note in context.current_page_footnotes:
            context.current_page_footnotes.remove(note)
            self._lay_out()

    def _room(self, place: Any) -> float:
        """Return how high the notes may be below a line."""
        page = self._box.page
        most = float(page.height - (length_of(page.style, _INNER) or page.height) * _OF_TEXT)
        if place is None:
            return most
        line, containing, resume_at = place
        ends = resume_at is None or containing.style["box_decoration_break"] == "clone"
        below = containing.border_bottom_width + containing.padding_bottom if ends else 0.0
        return min(most, float(self._foot - line.position_y - _text_height(line) - below))

    def _let_line_end(self, place: Any) -> None:
        """Let a line of several times the single height run into the notes with the space below its text."""
        if place is not None:
            over = place[0].position_y + place[0].height - self._context.page_bottom
            if 0 < over <= place[0].height - _text_height(place[0]) + _NOISE:
                self._context.page_bottom += over
                self._context.congvan_over = over

    def _takes_line(self, line: Any, containing: Any, _resume_at: Any) -> bool:
        """Whether a line goes to the next page as its note does."""
        if length_of(containing.style, _IN_ROW):
            return False
        if not list(self._context.current_page_footnotes):
            return True
        return bool(line.position_y + 2 * _text_height(line) > self._foot - self._box.margin_height() + _NOISE)

    def _lay_out(self) -> Any:
        """Lay out the notes; returns where the last one goes on on the next page, {} where all of it does, None: it
        does not.
        """
        from weasyprint.formatting_structure import build

        context, box = self._context, self._box
        context.page_bottom -= context.__dict__.pop("congvan_over", 0.0)
        if box.height != "auto":
            context.page_bottom += box.margin_height()
        box.children = list(context.current_page_footnotes)
        if not box.children:
            box.height = "auto"
            return None
        laid_out, rest = _laid_out(context, build.create_anonymous_boxes(box.deepcopy()))
        box.height = 0
        if laid_out is not None:
            box.height = laid_out.margin_height() - box.margin_height()
        context.page_bottom -= box.margin_height()
        return rest


def _drop_marker(note: Any) -> None:
    """Drop the empty marker of a note: the space between notes is the larger one of its paragraphs, without a line."""
    first = note.children[0] if note.children else None
    if first is not None and str(first.element_tag).endswith("::footnote-marker") and not first.children:
        note.children = note.children[1:]


def _leave_section(box: Any) -> None:
    """Take a note out of its section: between those of two WeasyPrint would begin a page."""
    if box.style["page"] != "auto":
        box.style = box.style.copy()
        box.style["page"] = "auto"
    for child in getattr(box, "children", ()):
        _leave_section(child)


def _text_height(line: Any) -> float:
    """Return the height of a line without the space below its text."""
    return float(line.height - getattr(line, "congvan_below", 0.0))


def _laid_out(context: Any, area: Any, *more: Any) -> tuple[Any, Any]:
    """Lay out the notes of a page within their room; returns the area, None where nothing has room, and where the last
    note goes on ({}: at its beginning; None: it does not).
    """
    from weasyprint.layout import block

    count, room = len(area.children), area.children[-1].congvan_room
    begun = _parts(area.children[0]).get(context.current_page)
    saved = context.page_bottom, context.congvan_line
    foot = context.page_bottom = area.position_y
    area.position_y = foot - room
    is_low = room < area.margin_top + area.padding_top
    if is_low:
        _put_at_top(area)
    goes_on = saved[1] is None and count == 1
    skip = {0: begun} if begun else None
    laid_out, resume_at, *_ = block.block_level_layout(context, area, 0, skip, area.page, goes_on, *more)
    context.page_bottom, context.congvan_line = saved
    if laid_out is None:
        return None, {}
    rest = None
    _cut_space_below(laid_out)
    if resume_at is not None:
        number, at = next(iter(resume_at.items()))
        rest = at if number == count - 1 and at and _has_text(laid_out.children[-1]) else {}
        _end_with_text(laid_out)
    if is_low:
        laid_out.height = room
    laid_out.translate(dy=foot - laid_out.position_y)
    return laid_out, rest


def _put_at_top(area: Any) -> None:
    """Have the notes begin where their line ends."""
    area.style = area.style.copy()
    for side in ("margin_top", "padding_top"):
        area.style[side] = type(area.style[side])(0, "px")


def _cut_space_below(box: Any) -> float:
    """Cut the space below the text of the last line in a box; returns how much it was."""
    from weasyprint.formatting_structure import boxes

    last, cut = (box.children[-1] if box.children else None), 0.0
    if isinstance(last, boxes.LineBox):
        cut = float(getattr(last, "congvan_below", 0.0))
        last.height -= cut
        last.congvan_below = 0.0
    elif isinstance(last, boxes.BlockBox):
        cut = _cut_space_below(last)
    box.height -= cut
    return cut


def _has_text(box: Any) -> bool:
    return any(getattr(each, "text", "") for each in box.descendants())


def _end_with_text(box: Any) -> None:
    """Give a box that goes on on the next page, and the blocks in it, the height of what it holds here."""
    from weasyprint.formatting_structure import boxes

    if not box.children:
        return
    last, space = box.children[-1], 0.0
    if isinstance(last, boxes.BlockBox):
        _end_with_text(last)
        space = last.margin_bottom
    box.height = max(0, last.position_y + last.margin_height() - space - box.content_box_y())


def _parts(note: Any) -> dict[int, Any]:
    """Return where a note goes on, for each page that it does on."""
    parts: dict[int, Any] = note.__dict__.get("congvan_from", {})
    return parts


def _carry_notes_on() -> None:
    """Have WeasyPrint carry the notes of a page on to the next one, and draw what is on each."""
    from weasyprint.layout import page

    make, lay_out, name_page = page.make_page, page.block_level_layout, page._update_page_groups

    def make_page(context: Any, root_box: Any, page_type: Any, resume_at: Any, number: int, state: Any) -> Any:
        carried = context.__dict__.setdefault("congvan_carried", {})
        if number in carried:  # though the page before may be none of this round
            context.reported_footnotes = list(carried[number])
        context.congvan_line, context.congvan_over = None, 0.0
        made = make(context, root_box, page_type, resume_at, number, state)
        carried.pop(number + 1, None)
        if isinstance(context.reported_footnotes, WaitingNotes):
            context.reported_footnotes = carried[number + 1] = list(context.reported_footnotes)
            if context.reported_footnotes and made[1] is None:  # pages of notes alone are made behind a page that is
                context.page_maker[number - 1][-1]["pages_wanted"] = True
                return made[0], None, {"break": "any", "page": page_type.name, _OF_NOTES: True}
        return made

    def update_page_groups(groups: Any, resume_at: Any, next_page: Any, *more: Any) -> Any:
        if _OF_NOTES not in next_page:
            return name_page(groups, resume_at, next_page, *more)
        for group in groups:  # a page of notes alone is one of the section that ends
            group[1] += 1
        return next_page["page"]

    def block_level_layout(context: Any, box: Any, *more: Any, **named: Any) -> Any:
        notes = box.children if type(box).__name__ == "FootnoteAreaBox" else ()
        if not notes or not _is_split(context, notes[0]):
            return lay_out(context, box, *more, **named)
        laid_out, _rest = _laid_out(context, box, named["absolute_boxes"], named["fixed_boxes"])
        return laid_out, None, None, None, None, None

    page.make_page, page.block_level_layout = make_page, block_level_layout
    page._update_page_groups = update_page_groups
