"""Where the tabs of a paragraph end."""

from __future__ import annotations

from collections.abc import Sequence

from congvan.formats.docx_html.drawings import width_in_line
from congvan.formats.docx_html.styles.measures import text_width
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat, TabStop
from congvan.formats.docx_html.text.inline import BREAK, DRAWING, FIELD, TAB, TEXT, Piece
from congvan.formats.docx_html.text.own_lines import TabEnd

_DEFAULT_DISTANCE = 36.0
_AT_STOP = 0.1  # points
_SHARES = {"right": 1.0, "end": 1.0, "decimal": 1.0, "center": 0.5}


class TabRuler:
    """The stops of a paragraph in a column. `distance`: of default stops; `overhangs`: what an aligned tab places ends
    beyond the right edge."""

    def __init__(self, paragraph: ParagraphFormat, width: float, distance: float) -> None:
        self._paragraph, self._width, self._distance = paragraph, width, distance or _DEFAULT_DISTANCE
        self._edge = width - paragraph.right
        self.overhangs = False

    def next_default(self, x: float) -> float:
        return (x // self._distance + 1) * self._distance

    def next_stop(self, x: float) -> TabStop | None:
        """Return the next stop that is set; text that ends at one may be rounded."""
        return next((stop for stop in self._paragraph.stops() if stop.at > x + _AT_STOP), None)

    def stop_of_label(self, x: float) -> TabStop:
        """Return the stop of the tab behind a list's label that ends at `x`: the indent is one."""
        own = [stop for stop in self._paragraph.tabs if stop.at > x and stop.kind != "clear"]
        left = self._paragraph.left
        indent = [TabStop(left, "left", "")] if left > x else []
        return min([*own, *indent], default=TabStop(self.next_default(x), "left", ""))

    def ends_in_line(self, x: float) -> bool:
        """Whether a tab ends in the line of the text before it; one that would begin a line always does."""
        stop = self.next_stop(x)
        if x <= self._paragraph.left or (stop and _share(stop)):
            return True
        return stop.at < self._width if stop else self.next_default(x) < self._edge

    def begin(self, stop: TabStop, following: Sequence[Piece]) -> float:
        """Return where what is behind a tab begins."""
        share, width = _share(stop), _width(following)
        if share and width > self._edge - self._paragraph.left:
            return 0.0  # longer than a line: it goes on in others, and the tab has no width
        start = stop.at - share * width
        self.overhangs |= share > 0 and start < self._edge < start + width
        self.overhangs |= self._edge < start and start + width <= self._width  # behind the indent on the right
        return start

    def end(self, x: float, following: Sequence[Piece]) -> TabEnd | None:
        """Return where a tab ends that begins at a place; None where it has no room in the line."""
        if following and not self.ends_in_line(x):
            return None
        stop = self.next_stop(x)
        if stop is None:
            return TabEnd(self.next_default(x))
        return TabEnd(max(x, self.begin(stop, following)), not _share(stop))


def _share(stop: TabStop) -> float:
    """Return how much of what is behind a tab is before its stop."""
    return _SHARES.get(stop.kind, 0.0)


def _width(pieces: Sequence[Piece]) -> float:
    """Return the width of pieces up to a tab or break."""
    total = 0.0
    for piece in pieces:
        if piece.kind in (TAB, BREAK):
            break
        if piece.kind == DRAWING:
            total += width_in_line(piece.element)
        elif piece.kind in (TEXT, FIELD):
            total += text_width(piece.text if piece.kind == TEXT else piece.number, piece.format)
    return total
