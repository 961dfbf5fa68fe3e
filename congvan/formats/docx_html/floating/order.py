"""The order in which tables that float are laid out among paragraphs: a table is where its text is, not where its file
has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from congvan.formats.docx_html.floating.position import Position, floats, position
from congvan.formats.docx_html.heights import read_paragraph, table_height
from congvan.formats.docx_html.markup import W, attribute, child
from congvan.formats.docx_html.pages import PageSetup, is_section_end
from congvan.formats.docx_html.styles.line_spacing import LineRule, LineSpacing
from congvan.formats.docx_html.styles.measures import line_metrics, text_width
from congvan.formats.docx_html.styles.neighbours import Neighbours, spaces
from congvan.formats.docx_html.styles.paragraph_format import ParagraphFormat, space_after
from congvan.formats.docx_html.styles.stylesheet import TextDefaults
from congvan.formats.docx_html.tables import table_width
from congvan.formats.docx_html.text.inline import DRAWING, NOTE, PAGE_BREAK, TAB, TEXT, Piece
from congvan.formats.docx_html.word_template import WordTemplate
from congvan.lazy import NamedTuple

_AROUND = TextDefaults()
_SINGLE = 12.0  # a line's height in points that stands for a single one
_LEAST_ROOM = 15.0  # points that an empty paragraph may have beside a table: LibreOffice puts it there
_NARROWEST = 3.0  # points that the first letter of a value is wide, at least
_SURELY = 0.7  # of the height that a table is estimated to have
_NEAR = 0.025


class Floated(NamedTuple):
    """Where a table is in the flow: `left` in its column, `above` below the space after what is before it; how much
    lower the first line below it is than its own space above would have it."""

    left: float
    above: float
    below: float


class Line(NamedTuple):
    """A paragraph beside a table that floats: its format, its content, its first line."""

    form: ParagraphFormat
    pieces: list[Piece]
    spacing: LineSpacing

    @property
    def is_empty(self) -> bool:
        return not self.pieces

    def own_space(self, before: ParagraphFormat | None, first: bool) -> float:
        """Return what it has above it beyond the space after the one before."""
        return max(0.0, spaces(self.form, Neighbours(before, None, first))[0] - space_after(before))

    @property
    def sinks(self) -> float:
        """How much lower its first line is below a table than elsewhere."""
        form, text = self.form, self.form.mark
        if form.rule == "auto":
            return self.spacing.below
        if form.rule == "exact":
            return 0.0
        largest = max((piece.format for piece in self.pieces if piece.text), key=lambda each: each.size, default=text)
        return LineRule("auto", _SINGLE).spacing(largest.size, line_metrics(largest)).height - self.spacing.height


def top_of_text(setup: PageSetup) -> float | None:
    """Return where the text of a page begins; None where a header may push it."""
    return setup.margins.top if not any(part == "header" for part, _kind in setup.parts) else None


class FloatingTables:
    """The floating tables of the body of a template or record."""

    def __init__(self, template: WordTemplate) -> None:
        self._template, self._styles = template, template.styles

    def arranged(
        self, blocks: Sequence[Any], setup: PageSetup, begins: bool, top: float | None
    ) -> tuple[list[Any], dict[Any, Floated]]:
        """Return the blocks of a section in the order of the page, and where those tables are that are followed.

        `begins`: whether the section begins the first page; `top`: where its text begins, None where that isn't known.
        """
        order, found = list(blocks), {}
        for table in [each for each in blocks if floats(each)]:
            at = order.index(table)
            beside_other = any(map(floats, [*order[max(0, at - 1) : at], *order[at + 1 : at + 2]]))
            if beside_other or setup.columns > 1 or self._template.adds_spaces:
                continue
            place = position(table, table_width(table, setup.text_width), setup, self._styles, self._template.mode)
            placed = place and self._placed(order, at, place, setup, begins, top)
            if placed:
                to, floated = placed
                order.insert(to, order.pop(at))
                found[table] = floated
        return order, found

    def _placed(
        self, order: list[Any], at: int, place: Position, setup: PageSetup, begins: bool, top: float | None
    ) -> tuple[int, Floated] | None:
        """Return where in the order a table is, and its place there; None where that can't be followed."""
        down = place.down
        if place.anchor != "text":
            if not begins or top is None:
                return None
            down -= top if place.anchor == "page" else 0.0
            at_top = self._from_top(order[:at])
            if at_top is None:
                return None
            down -= at_top
        before = order[at - 1] if at else None
        is_text = before is not None and before.tag == W + "p"
        if before is None and not begins:
            return None
        if is_text and self._ends_page(before):
            return None
        if down - place.above < -_NEAR and before is not None:
            return self._above(order, at, place, down, setup, begins) if is_text else None
        return self._below(order, at, place, down, setup)

    def _below(
        self, order: list[Any], at: int, place: Position, down: float, setup: PageSetup
    ) -> tuple[int, Floated] | None:
        """Return the place of a table that is below its anchor's top: below empty lines that have room above it."""
        before = self._form(order[at - 1]) if at else None
        to = at
        for n in range(at + 1, len(order)):
            line = self._line(order[n])
            if line is None:
                return None
            own = line.own_space(before, first=n == 1)
            if own + line.spacing.height > down - place.above + _NEAR:
                if not self._is_pushed(line, place):
                    return None
                if down < 0 and -down > _SURELY * table_height(order[at], setup.text_width, self._styles):
                    return None
                return to, Floated(place.left, down, place.below + line.sinks)
            if not line.is_empty:
                return None
            down -= own + line.spacing.height + space_after(line.form)
            before, to = line.form, n
        return None

    def _above(
        self, order: list[Any], at: int, place: Position, down: float, setup: PageSetup, begins: bool
    ) -> tuple[int, Floated] | None:
        """Return the place of a table that is over empty lines before it, which are below it then: at the beginning of
        the first page alone, since elsewhere they may be on the page before."""
        lines = [self._line(each) for each in order[:at]]
        anchor = self._line(order[at + 1]) if at + 1 < len(order) else None
        if not begins or anchor is None or any(line is None or not line.is_empty for line in lines):
            return None
        to = at
        while to and down - place.above < -_NEAR:
            to -= 1
            line, before = lines[to], lines[to - 1] if to else None
            if line is None or not self._is_pushed(line, place):
                return None
            own = line.own_space(before.form if before else None, first=to == 0)
            down += own + line.spacing.height + space_after(line.form)
        line = lines[to]
        if line is None or (down < 0 and -down > _SURELY * table_height(order[at], setup.text_width, self._styles)):
            return None
        return to, Floated(place.left, down, place.below + line.sinks)

    def _from_top(self, blocks: Sequence[Any]) -> float | None:
        """Return how far below the top of the page's text a table's anchor is, below empty lines; None for others."""
        total, before = 0.0, None
        for n, block in enumerate(blocks):
            line = self._line(block)
            if line is None or not line.is_empty:
                return None
            own = line.own_space(before, first=n == 0)
            total += own + line.spacing.height + space_after(line.form)
            before = line.form
        return total

    def _form(self, block: Any) -> ParagraphFormat | None:
        return self._styles.paragraph(block, _AROUND) if block.tag == W + "p" else None

    def _line(self, block: Any) -> Line | None:
        """Return a paragraph that may be beside a table; None for a table, and for one that has more than text."""
        if block.tag != W + "p" or is_section_end(block) or child(block, "pPr/framePr") is not None:
            return None
        form, pieces, spacing = read_paragraph(block, self._styles)
        kinds = {piece.kind for piece in pieces}
        if form.page_break_before or form.mark.hidden or form.borders or kinds & {PAGE_BREAK, NOTE, DRAWING}:
            return None
        return Line(form, pieces, spacing)

    @staticmethod
    def _ends_page(paragraph: Any) -> bool:
        return any(attribute(each, name="type") == "page" for each in paragraph.iter(W + "br"))

    @staticmethod
    def _is_pushed(line: Line, place: Position) -> bool:
        """Whether a first line has no room beside a table: that of an empty paragraph, or less than its first word."""
        room = max(place.beside[0] - line.form.left - min(0.0, line.form.first), place.beside[1] - line.form.right)
        if line.is_empty:
            return room < _LEAST_ROOM
        first = line.pieces[0]
        if first.kind == TAB:
            return room <= 0
        if first.kind != TEXT or "{" in first.text or first.printed or line.form.list_level:
            return room < _NARROWEST
        words = first.text.split(" ")
        return room < (text_width(words[0], first.format) if words[0] else _NARROWEST) - _NEAR
