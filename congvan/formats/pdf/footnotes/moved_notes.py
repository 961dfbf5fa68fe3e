"""What is told of the footnotes of a laid-out document: an end of a page that LibreOffice may have at another line, or
with the rest of a note on another page.

Why told: LibreOffice lays a paragraph out again once a note of it has taken room, and what that moved may stay where it
is; where exactly its page ends depends on how it got there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from congvan.formats.pdf.layout_record import LayoutNote

CODE = "note-moved"
_CALL = "::footnote-call"
_TIGHT = 4 / 3  # pixels that are left between the last line and the notes
_LEAST = 0.25  # of a line that is left below the last one, where LibreOffice was seen to end the page a line earlier
_ON_A_PAGE = ("auto", "avoid")  # of the values of `break-before`


def moved_notes(document: Any) -> Iterator[LayoutNote]:
    """Yield the first end of a page of a document that a note may move in LibreOffice."""
    if not any(_notes_of(page) for page in document.pages):
        return
    pages = list(map(_NotedPage, document.pages))
    for number, (page, following) in enumerate(pairwise(pages), 1):
        carried = bool(number > 1 and page.shares(pages[number - 2]))
        if _may_move(page, following, carried):
            yield LayoutNote(CODE, number, 0, 0)
            return


class _NotedPage:
    """The lines of the text of a page, each with its paragraph, and the notes of the page."""

    def __init__(self, page: Any) -> None:
        self._box = page._page_box
        self.lines = list(_lines_of(self._box))
        self.notes = _notes_of(page)

    def shares(self, other: _NotedPage) -> bool:
        """Whether a note of another page is on this one too."""
        elements = {note.element for note in other.notes}
        return any(note.element in elements for note in self.notes)

    def room(self) -> float:
        """Return the height that is left below the text of the last line."""
        line = self.lines[-1][0]
        foot = self._box.content_box_y() + self._box.height
        areas = [child.position_y for child in self._box.children if _is_area(child) and child.children]
        return float(min([foot, *areas]) - line.position_y - line.height + getattr(line, "congvan_below", 0.0))

    def is_forced(self, before: _NotedPage) -> bool:
        """Whether the text asks for a page that begins with it, or a section does."""
        if self.lines[0][1].style["page"] != before.lines[-1][1].style["page"]:
            return True
        return any(box.style["break_before"] not in _ON_A_PAGE for box in _first_boxes(self._box))

    def first_paragraph(self) -> list[Any]:
        """Return the lines of the first paragraph."""
        element = self.lines[0][1].element
        return [line for line, paragraph in self.lines if paragraph.element is element]


def _may_move(page: _NotedPage, following: _NotedPage, carried: bool) -> bool:
    """Whether LibreOffice may end a page elsewhere; `carried`: the page has the rest of a note of the one before."""
    if not page.lines or not following.lines:
        return False
    (last, above), (first, below) = page.lines[-1], following.lines[0]
    room, goes_on = page.room(), page.shares(following)
    if following.is_forced(page):  # the rest of a note alone: a page later
        return carried and not any(_has_mark(line) for line, _paragraph in page.lines)
    if carried and _has_mark(last) and (goes_on or room < _TIGHT):
        return True
    if above.element is below.element:
        is_near = _LEAST * first.height < room < first.height
        return bool(page.notes and not goes_on and is_near and _has_mark(first))
    lines = following.first_paragraph()
    is_kept = below.style["break_inside"] == "avoid" and sum(line.height for line in lines) <= room
    return is_kept and any(map(_has_mark, lines))


def _notes_of(page: Any) -> Sequence[Any]:
    return [note for child in page._page_box.children if _is_area(child) for note in child.children]


def _is_area(box: Any) -> bool:
    """Whether a box is that of the notes of a page."""
    return type(box).__name__ == "FootnoteAreaBox"


def _text_boxes(box: Any) -> list[Any]:
    """Return the boxes in a box, without the notes and the margins of a page."""
    return [each for each in getattr(box, "children", ()) if not (hasattr(each, "at_keyword") or _is_area(each))]


def _is_line(box: Any) -> bool:
    return hasattr(box, "block_ellipsis")


def _lines_of(box: Any) -> Iterator[tuple[Any, Any]]:
    for child in _text_boxes(box):
        if _is_line(child):
            yield child, box
        else:
            yield from _lines_of(child)


def _first_boxes(box: Any) -> Iterator[Any]:
    """Yield the boxes that begin where the text of a page does, from the outermost one."""
    while boxes := _text_boxes(box):
        box = boxes[0]
        if _is_line(box):
            return
        yield box


def _has_mark(line: Any) -> bool:
    return any(str(getattr(box, "element_tag", "")).endswith(_CALL) for box in line.descendants())
